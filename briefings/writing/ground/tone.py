"""How sure a text is, and of what: denials, hedges, superlatives, causes. Pure."""

import re
from collections.abc import Iterable

from briefings.writing.words import content

NEAR = 4
"""Words behind a denial or a hedge that it may be about."""
SHARED = 2
"""So many of them must stand in the line: one word may stand for something else."""

_TOKEN = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|\d[\d.,]*")
_DENIALS = frozenset(
    (  # noqa: SIM905 (words in quotes read worse)
        "not no never none nobody nothing neither nor cannot without n't don't doesn't didn't isn't aren't wasn't"
        " weren't won't wouldn't can't couldn't shouldn't hasn't haven't hadn't"
    ).split()
)
_DENYING = re.compile(
    r"\b(?:den(?:y|ies|ied|ial)|refus\w+|reject\w+|fail\w*|lack\w*|absen\w+|unable|unlikely|declin\w+|block\w*"
    r"|dismiss\w*|rul(?:e|ed|es|ing) out|avoid\w*|prevent\w*|stop\w*|ban\w*|halt\w*|cancel\w*|oppos\w+|against|few"
    r"|little|hardly|barely|un[a-z]{4,}|in[a-z]{5,}|dis[a-z]{4,}|non-?\w+|free of|short of|miss\w*|instead|rather than"
    r"|only|yet to|drop\w*|end\w*)\b",
    re.IGNORECASE,
)
_HEDGES = re.compile(
    r"\b(?:may|might|could|would|can|should|perhaps|possibl[ey]|probabl[ey]|likely|unlikely|potential\w*|reported\w*|alleg\w+"
    r"|accus\w+|suspect\w*|apparent\w*|appear\w*|seem\w*|expect\w*|plan\w*|propos\w+|consider\w*|claim\w*|believ\w+|fear\w*"
    r"|think\w*|thought|suggest\w*|estimat\w+|forecast\w*|predict\w*|project\w+|if|unless|whether|hop(?:e|es|ed|ing)|aim\w*"
    r"|want\w*|seek\w*|try|tries|trying|tried|urg\w+|call\w* for|would-be|purported\w*|said|says|say|according|warn\w*"
    r"|charg\w+|about to|set to|intend\w*|offer\w*|threat\w*|attempt\w*|risk\w*|chance|promis\w*|will|poised|due to)\b",
    re.IGNORECASE,
)
_STRONG_HEDGES = re.compile(
    r"\b(?:may|might|could|perhaps|possibly|probably|likely|unlikely|reportedly|allegedly|alleged|accused|suspected|apparently"
    r"|appears?|appeared|seems?|seemed|expected|proposed|proposes?|considering|would)\b",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\b(?:first|only|most|least|best|worst|ever|record|always|never|unprecedented|sole|unanimous\w*"
    r"|[a-z]{3,}(?<!inter)(?<!prot)(?<!arr)(?<!requ)(?<!cont)(?<!harv)(?<!inv)(?<!for)(?<!mod)(?<!hon)est)\b",
    re.IGNORECASE,
)
_NO_SUPERLATIVES = frozenset(
    (  # noqa: SIM905 (words in quotes read worse)
        "west east midwest southwest northeast northwest southeast test rest guest protest request interest forest"
        " contest suggest invest digest chest quest nest vest pest arrest conquest honest modest harvest manifest"
        " priest crest zest fest at least almost"
    ).split()
)
_SUPER_SAME = {"sole": "only"}
_CAUSE = re.compile(
    r"\b(?:because|caus(?:e|es|ed|ing)|due to|led to|leads? to|leading to|result(?:s|ed|ing)? (?:in|from)"
    r"|as a result|thanks to|prompt(?:s|ed|ing)|trigger(?:s|ed|ing)|spark(?:s|ed|ing)|therefore|owing to"
    r"|blam(?:e|es|ed|ing)|driv(?:en|ing) by)\b",
    re.IGNORECASE,
)
_CAUSE_CUE = re.compile(
    rf"{_CAUSE.pattern}|\b(?:after|following|since|as|over|amid|for|so|forc\w+|make|made|makes|bring\w*|brought|from|by|if|when"
    r"|lead\w*|led|fuel\w*|means?|thus|to|with|that)\b",
    re.IGNORECASE,
)


def denied_wrongly(line: str, cited: Iterable[str]) -> str | None:
    """A word that the line denies and no source does, or that a source denies and the line does not."""
    sources = list(cited)
    whole = " ".join(sources)
    theirs = _denials(whole)
    denied = set[str]().union(*theirs)
    for words in _denials(line):
        if words and not words & denied and not _denies(words, sources):
            return min(words)
    if _denials(line) or _DENYING.search(line):
        return None
    plain = content(line)
    best = max(sources, key=lambda one: len(content(one) & plain), default="")
    for words in _denials(best):
        if len(words & plain) >= SHARED and not _said_otherwise(words & plain, best, sources):
            return min(words & plain)
    return None


def surer(line: str, cited: Iterable[str]) -> bool:
    """Whether the line states what its source only supposes."""
    if _HEDGES.search(line):
        return False
    sources = list(cited)
    best = max(sources, key=lambda one: len(content(one) & content(line)), default="")
    words = content(line)
    for hedge in _STRONG_HEDGES.finditer(best):
        behind = content(" ".join(_TOKEN.findall(best[hedge.end() :])[:NEAR]))
        if len(behind & words) >= SHARED:
            return True
    return False


def superlatives(text: str) -> set[str]:
    """What it says is the first, the only, the most."""
    found = {match.group().lower() for match in _SUPERLATIVE.finditer(text.replace("at least", ""))}
    return {_SUPER_SAME.get(word, word) for word in found - _NO_SUPERLATIVES}


def causes(text: str) -> bool:
    """Whether it says that something came of something."""
    return _CAUSE.search(text) is not None


def hints_at_cause(text: str) -> bool:
    """Whether anything in it may be meant as a cause."""
    return _CAUSE_CUE.search(text) is not None


def _denials(text: str) -> list[frozenset[str]]:
    """For each denial, the stems of the words behind it."""
    tokens = _TOKEN.findall(text)
    return [
        content(" ".join(tokens[at + 1 : at + 1 + NEAR]))
        for at, token in enumerate(tokens)
        if (low := token.lower().replace("’", "'")) in _DENIALS or low.endswith("n't")
    ]


def _denies(words: frozenset[str], sources: Iterable[str]) -> bool:
    """Whether a source that speaks of them denies something in other words: refuses, fails, bans."""
    return any(words & content(one) and (_DENYING.search(one) or _denials(one)) for one in sources)


def _said_otherwise(words: frozenset[str], best: str, sources: Iterable[str]) -> bool:
    """Whether another source says the same words without denying them."""
    return any(words <= content(one) and not _denials(one) for one in sources if one != best)
