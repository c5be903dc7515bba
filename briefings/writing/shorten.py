"""Sentences made shorter by leaving words out, never by changing them. Pure.

Always left out: a connective at the start that points to a sentence the reader does not see ("However, ...", "But
..."), and words for a day that mislead once it is over ("today", "yesterday", "this morning") where the sentence stands
without them. Weekdays stay: within the three days that a story lives they name one day only.

Left out only where a limit asks for it: brackets, asides between dashes, days of the week, clauses that only add
("which ...", ", adding ..."). Who said something is never left out, and nothing inside a quotation. The first letter is
raised where a cut made it the first: the only change to any letter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefings.writing.length import count_words
from briefings.writing.quotes import is_whole, quoted_ranges

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Form:
    """What is left of a text, and the ranges of it that were kept, in order."""

    text: str
    kept: tuple[Range, ...]


_DAY_WORD = r"(?:today|yesterday|tonight|this\s(?:morning|afternoon|evening)|last\snight)"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DATE = r",\s(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}"
_ON_DAY = rf"\s(?:(?:(?:later?|early|earlier)\s)?on|late|early)\s{_DAY}(?:\s(?:morning|afternoon|evening|night))?"
# The comma behind a day is the day's own where one stands before it too, or where it closes a date within a clause.
_CLOSES_DATE = (
    r",(?=\s(?:that|to|in|at|for|from|with|by|is|are|was|were|has|have|had|will|would|said|says|told|voted)\b)"
)
_END = r"(?=[.!?][\"”’]?$)"

_END_OR_SOURCE = rf"(?:{_END}|(?=,\s(?:according\sto\b|[\w\s.'’]{{2,40}}\s(?:said|says)\b)))"
# A sentence that opens with one of these has its main clause behind the first comma, which no cut may take.
_MAIN_CLAUSE_LATER = re.compile(
    r"(?:As|While|When|If|After|Before|Although|Though|Because|Since|Unless|Until|Once|Given|In|On|At"
    r"|With|Without|For|By|To|From"
    r"|Despite|Under|Amid|During|Instead|According|Even|Just|[A-Z][a-z]+(?:ing|ed))\b[^,]*$"
)

_LIST_BEFORE = re.compile(r",\s(?:\S+\s){0,3}\S+$")  # "food, drinks" before ", and medicine"

_SHORT_LIST_BEFORE = re.compile(
    r",\s(?:(?:\S+\s)?\S+|\w+ed\s(?:\S+\s){0,4}\S+)$"
)  # "food, drinks" before " and medicine"

_CONNECTIVE = re.compile(
    r"(?:(?:But|And|Yet|Nor|Or)\b,?|(?:So|Still|However|Meanwhile|Moreover|Also|In addition"
    r"|Additionally|Furthermore|Plus|Indeed|In fact"
    r"|Nevertheless|Nonetheless|Of course|At the same time|Separately|Similarly|Likewise|Overall"
    r"|Finally|Ultimately|In other words|For instance"
    r"|For example|Then|Now|Therefore|Thus|As a result|Even so|That said|To be sure|Notably"
    r"|Importantly|Besides|On the other hand),)\s+"
)
_MISLEADING = re.compile(
    rf"^(?:(?:Earlier|Late|Early)\s(?={_DAY_WORD}))?(?i:{_DAY_WORD}),?\s+(?=[A-Z\"“]|the\b|a\b|an\b)"
    rf"|,\s(?:earlier\s|late\s)?{_DAY_WORD},(?=\s)"
    rf"|(?<!since)(?<!until)(?<!till)(?<!by)(?<!from)(?<!of)(?<!before)(?<!after)(?<!for)(?<!than)(?<!and)(?<!or)(?<!as)(?<!like)(?<!is)(?<!was)"
    rf"(?<!USA)(?<!not)(?<!just)(?<!here)(?<!through)(?<!between)\s(?:earlier\s|late\s|early\s|here\s)?{_DAY_WORD}"
    rf"(?=[.;:!?]|,(?!\d)|\s(?!(?:and|or|at|through|until|is|was|are|marks?|will|would|in\shistory"
    rf"|morning|afternoon|evening|night)\b)[a-z]|$)"
)
_REMAINS = re.compile(
    r"\b(?:today|yesterday|tonight|tomorrow|this\s(?:morning|afternoon|evening)"
    r"|last\snight)\b(?!['’]s\s(?:world|society|standards|youth|climate))",
    re.IGNORECASE,
)
_PAPER = re.compile(r"\b(?:USA\sT(?:ODAY|oday)|Today\sshow|Psychology\sToday)\b|[“\"]Today[”\"]")

# What a cut leaves behind when it took more than it should: a doubled comma, an end that waits for what was there.
_WRECKED = re.compile(
    r",\s*[,.]|\b(?:and|or|but|the|an?|of|just|than|that|which|who|whose|between|until|because|as|particularly|especially"
    r"|including)[.!?][\"”’]?$"
)
# "released [on Tuesday].", "just four months [after ...].": the words before wait for a time.
_WAITS_FOR_TIME = re.compile(
    r"\b(?:released|conducted|published|slated|scheduled|due|expected|planned|set)$"
    r"|\b(?:\w+)\s(?:minutes?|hours?|days?|weeks?|months?|years?)$"
)
_OF_TIME = re.compile(rf",?\s(?:on|later?|early|earlier|after|before|as|when|following)\b|\s{_DAY}")
# "[on Monday] and Tuesday", and ", and those who ..., had changed": a pair keeps both, a subject keeps its verb.
_HALF_OF_A_PAIR = re.compile(rf"\s(?:and|or|to|through)\s{_DAY}\b")
_TAKES_THE_VERB = re.compile(
    r",\s(?:and|but|or)\b[^,]*,\s(?:had|has|have|was|were|is|are|will|would|could|can|did|does|remains?|said)\b"
)

# From what costs least to what costs most.
_OPTIONAL = (
    re.compile(r"\s\([^()]*\)"),
    re.compile(r"\s[—–]\s(?:[^—–\s]+\s){1,18}[—–](?=\s)|(?<=\w)—[^—]{3,110}—(?=\w)"),
    re.compile(
        r",\s(?:as\s)?(?:[A-Z][\w.]*['’]?s?\s)?(?:[A-Z][\w.'’]+\s){1,3}(?:reports?|writes?|reported\sfirst)" + _END
    ),
    re.compile(
        rf"(?<=\w)(?:,{_ON_DAY}(?:{_DATE})?(?:,(?=\s))?|{_ON_DAY}(?:{_DATE}(?:{_CLOSES_DATE})?)?|(?<=said)\s{_DAY}|(?<=announced)\s{_DAY})(?=[\s,.])"
    ),
    re.compile(
        r",\s(?:some|many|most|including|among|about)\s[^,“”\"]{8,110},(?=\s(?!and\b|or\b|\d|[^,]{1,30},?\s(?:and|or)\s))"
    ),
    re.compile(r",\s(?:which|who|whose|where)\s(?:(?!\sthat\s)[^,;“”\"]){3,120},(?=\s(?!and\b|or\b))"),
    re.compile(
        r"(?<=[a-z]),\s(?:a|an|the|formerly|including)\s[^,;“”\"]{4,90},(?=\s(?:said|says|told|wrote"
        r"|is|was|has|had|will|would|announced|plans|argued|called)\b)"
    ),
    re.compile(r"\s[—–]\s[^—–]{8,160}" + _END),
    re.compile(
        r",\s(?:which|whose|where|including|adding|noting|marking|citing|following|bringing|leaving"
        r"|making|saying|prompting|raising)\s[^;]{8,200}?" + _END
    ),
    re.compile(r";\s[^;]{8,200}" + _END),
    re.compile(r",\s(?:as|while|after|amid|although|though|with|despite|when|because|even\sas)\s[^;,]{8,200}" + _END),
    re.compile(r",\s(?:under|in|through|on|at|during|from|via)\s[^;,]{8,140}" + _END),
    re.compile(
        r"^(?:In|On|After|Following|Amid|During|Over|Fresh\soff|Speaking|Just"
        r"|For)\s[^,“”\"]{6,110},\s(?=[A-Z]|the\b|a\b|an\b)"
    ),
    re.compile(
        r",\s(?:(?:\w+ly\s)?(?!accord)[a-z]{3,}ing|an?|the\s(?:first|latest|last|biggest|largest"
        r"|second|third|(?:day|week|month|year)\s(?:before|after)))\s[^;]{8,200}" + _END
    ),
    re.compile(r",\s(?:and|but|so)\s[^;]{8,220}" + _END),
    re.compile(
        r",?\s(?:as|while|after|amid|following|when|because|even\sas|where)\s(?:(?!\b(?:as|while|after"
        r"|amid|following|when|because)\s)[^;,“”\"]){12,160}" + _END_OR_SOURCE
    ),
    re.compile(
        r"(?<![,])\sand\s(?:is|are|was|were|will|would|has|have|had|said|also|not|to|[a-z]+(?:ed|ing)"
        r"|put|makes?)\s[^;,“”\"]{8,160}" + _END
    ),
)


def shortened(text: str, limit: int) -> Form | None:
    """Return `text` with what must go left out, and what may go as far as `limit` words ask; None if it is too long."""
    cuts = list(_needed(text))
    form = _without(text, cuts)
    for pattern in _OPTIONAL:
        for found in reversed(list(pattern.finditer(text))):
            if count_words(form.text) <= limit:
                break
            if _allowed(text, found.span(), cuts):
                cuts.append(found.span())
                form = _without(text, cuts)
    return form if 0 < count_words(form.text) <= limit else None


def misleads(text: str) -> bool:
    """Tell whether `text` still holds a word for a day that is another day when it is read."""
    return bool(_REMAINS.search(_PAPER.sub("", text)))


def _needed(text: str) -> Iterator[Range]:
    """Yield what is always left out."""
    connective = _CONNECTIVE.match(text)
    start = connective.end() if connective else 0
    if start:
        yield (0, start)
    for found in _MISLEADING.finditer(text, start):
        if not _touches_quotation(text, found.span()):
            yield found.span()


def _touches_quotation(text: str, cut: Range) -> bool:
    """Tell whether a cut would change what somebody is quoted as saying; leaving out a whole quotation does not."""
    return any(
        cut[0] < end and start < cut[1] and not (cut[0] <= start and end <= cut[1])
        for start, end in quoted_ranges(text)
    )


def _allowed(text: str, cut: Range, cuts: list[Range]) -> bool:
    """Tell whether a cut is clean: clear of other cuts and quotations, and what is left still reads as a sentence."""
    if _MAIN_CLAUSE_LATER.match(text[: cut[0]]):
        return False
    if text.startswith(", and", cut[0]) and _LIST_BEFORE.search(text[: cut[0]]):
        return False
    if text.startswith(" and", cut[0]) and _SHORT_LIST_BEFORE.search(text[: cut[0]]):
        return False
    if _leaves_a_gap(text, cut):
        return False
    clear = all(cut[1] <= start or end <= cut[0] for start, end in cuts)
    rest = text[: cut[0]] + text[cut[1] :]
    return clear and not _touches_quotation(text, cut) and is_whole(rest) and count_words(rest) >= 6  # noqa: PLR2004 (a clause)


def _leaves_a_gap(text: str, cut: Range) -> bool:
    """Tell whether what stands before or behind a cut waits for what it takes."""
    before, taken, behind = text[: cut[0]], text[slice(*cut)], text[cut[1] :]
    if _OF_TIME.match(taken) and (_WAITS_FOR_TIME.search(before) or _HALF_OF_A_PAIR.match(behind)):
        return True
    return bool(_TAKES_THE_VERB.match(taken)) or bool(_WRECKED.search(before + behind) and not _WRECKED.search(text))


def _without(text: str, cuts: list[Range]) -> Form:
    kept: list[Range] = []
    at = 0
    for start, end in [*sorted(cuts), (len(text), len(text))]:
        piece = text[at:start]
        left, right = at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())
        if right > left:
            kept.append((left, right))
        at = max(at, end)
    # "... on Bryan Ave." and the full stop of what was cut behind it: one is enough.
    if len(kept) > 1 and text[slice(*kept[-1])] == "." and text[kept[-2][1] - 1] == ".":
        kept.pop()
    return Form(joined([text[start:end] for start, end in kept]), tuple(kept))


def joined(pieces: list[str]) -> str:
    """Put pieces of text together: a space between them, none before closing marks, a capital at the start."""
    text = ""
    for piece in pieces:
        gap = "" if not text or re.match(r"[,.;:!?)”’…]", piece) else " "
        text += gap + piece
    return text[:1].upper() + text[1:] if re.match(r"[a-z](?!\w*[A-Z])", text) else text
