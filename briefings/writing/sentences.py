"""Where sentences begin and end, by rules for English news text. Pure.

A sentence ends at a full stop, question or exclamation mark (closing quotation marks and brackets included) that is
followed by white space, unless what stands before is an abbreviation that goes on ("Sen. Ruiz", "9 a.m. Monday",
"Tesla Inc. CEO") or what follows begins in the lower case ("“Why?” she asked"). A line break always ends one:
publishers put headlines without a full stop on lines of their own.
"""

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# "... late.The council ...", "... late.”Ruiz ...": text whose line breaks were lost. "Ruiz.Com" is no such place.
_GLUED = r"(?:(?<=[a-z]{3}[.!?])|(?<=[a-z]{3}[.!?]”))(?=“?(?!(?:Com|Org|Net|Gov|Co|Js|Io|Ai)\b)[A-Z][a-z]+[\s,’'])"
_STOP = re.compile(rf"(?:\.{{2,}}|[.!?…])+[\"'”’)\]»]*(?:(?=\s)|{_GLUED})|\n+")
_TOKEN_BEFORE = re.compile(r"[\w&.'’/-]+$")
_LONGEST_TOKEN = 40  # characters; no abbreviation is longer
_NEXT = re.compile(r"\s*([\"'“‘(\[«]*)([\w$€£#@&.'’-]*)\s*([\w'’.-]*)\s*([\w'’-]*)")

# Titles and shortenings that stand before a name, a number or more of the phrase: never an end.
_BEFORE_NAME = _set(
    "mr mrs ms dr prof sen sens rep reps gov govs lt gen col maj capt cmdr adm sgt cpl pvt rev fr sr hon pres supt det"
    " insp atty asst assoc sec dir mt ft pt vs v viz cf fig figs vol pp ed eds approx gens messrs mmes msgr"
)
# Months and days are followed by a number or a name of the same phrase unless a plain word opens a new sentence.
_MAY_END = _set(
    "inc corp co cos ltd llc llp plc bros jr dept dist univ assn ave blvd rd hwy st est etc al ext mfg intl natl"
    " jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun ph.d m.d b.a m.a"
    " ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa"
    " tenn tex va vt wash wis wyo u.s u.n u.k e.u d.c n.y n.j n.c s.c n.d s.d n.m w.va r.i n.h l.a "
)
_IN_SMALL = _set("vs v viz cf approx pp etc al est ext")  # the others count only with a capital
_NUMBER_SIGN = frozenset({"no", "nos", "art", "sect", "p"})
_CLOCK = frozenset({"a.m", "p.m", "am", "pm"})
_AFTER_CLOCK = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan|feb|march|april|may$|june|july|aug|sept|oct|nov|dec|"
    r"e[sd]?t$|c[sd]?t$|m[sd]?t$|p[sd]?t$|gmt|utc|bst|eastern|central|mountain|pacific|local",
    re.IGNORECASE,
)
# Words that open sentences and hardly ever follow an abbreviation inside one.
_OPENERS = _set(
    "the a an he she it they we you i this that these those there here his her its their our my but and or so yet in on"
    " at for from with by as if when while after before since although though because however meanwhile moreover still"
    " also many some most more no not what why how who where all both each every another one two three several now then"
    " under over during despite instead such even it's he's she's they're we're that's there's i'm don't"
)
_OFFICES = _set(
    "mayor council councilman councilwoman attorney police circuit superior court board department public schools"
    " health housing national united metro metropolitan fire lottery gov government"
)
_SAYS = _set("said says say asked asks told tells wrote writes added adds replied shouted tweeted exclaimed wondered")
_LIST_NUMBER = re.compile(r"\s*(?:\d{1,2}|[A-Za-z])$")


def sentences(paragraph: str) -> list[tuple[int, int]]:
    """Return the spans (start, end) of the sentences of `paragraph`, in order.

    Spans do not overlap and together hold every character that is not white space.
    """
    spans = []
    start = 0
    for stop in _STOP.finditer(paragraph):
        if stop.group().startswith("\n") or _ends(paragraph, start, stop):
            spans += _trimmed(paragraph, start, stop.end())
            start = stop.end()
    return spans + _trimmed(paragraph, start, len(paragraph))


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the span without white space at its ends, or nothing where only white space is left."""
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = left + len(piece.strip())
    return [(left, right)] if right > left else []


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Tell whether the mark at `stop` ends the sentence that began at `start`."""
    mark = stop.group()
    follows = _NEXT.match(text, stop.end())
    opening, word, second, third = (part.rstrip(".") for part in follows.groups()) if follows else ("", "", "", "")
    if word[:1].islower() and not opening and not re.match(r"i(?:Phone|Pad|OS|Cloud|Tunes)\b", word):
        return False
    if mark[0] in "!?" or mark.startswith(("..", "…")):
        return not (_is_closed_quotation(mark) and _speaker_follows(word, second, third))
    before = _TOKEN_BEFORE.search(text, max(start, stop.start() - _LONGEST_TOKEN), stop.start())
    token = before.group().strip("'’-").lower() if before else ""
    if len(mark) > 1:
        return not (mark in {".'", ".’"} and "." in token)  # a possessive: "the U.S.' allies"
    if _LIST_NUMBER.fullmatch(text, start, stop.start()):
        return False
    return _word_ends(token, opening, word, (before.group() if before else "")[:1])


def _is_closed_quotation(mark: str) -> bool:
    return mark[-1] in "\"”’'»"


def _speaker_follows(word: str, second: str, third: str) -> bool:
    """Tell whether "Ruiz said" or "said Ruiz" follows a question that is quoted."""
    return bool(word[:1].isupper()) and (second in _SAYS or (second[:1].isupper() and third in _SAYS))


def _word_ends(token: str, opening: str, word: str, initial: str) -> bool:  # noqa: PLR0911 (one rule a line)
    """Tell whether a single full stop after `token` ends the sentence, given the `word` that follows."""
    opens = word.lower().replace("’", "'") in _OPENERS
    last = token.rsplit("/", 1)[-1]
    key = last.rsplit("-", 1)[-1] if "." not in last else last
    if key in _CLOCK:
        return not (_AFTER_CLOCK.match(word) or opening == "(")
    if key in _NUMBER_SIGN:
        return not word[:1].isdigit()
    if key in _BEFORE_NAME and (initial.isupper() or key in _IN_SMALL):
        return False
    if key == "d.c":
        return opens or bool(opening) or word.lower() not in _OFFICES
    if (key in _MAY_END and (initial.isupper() or key in _IN_SMALL)) or re.fullmatch(r"(?:\w\.)+\w", key):
        return opens or opening in {'"', "“", "'", "‘"} or not word
    if len(key) == 1 and initial.isupper():
        return opens or bool(opening)
    return True
