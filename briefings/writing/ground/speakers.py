"""Who is said to have said something. Pure."""

import re
from collections.abc import Sequence

from briefings.writing.ground.names import Name, names

_SAYS = re.compile(
    r"\b(?:said|says|told|tells|wrote|writes|tweeted|posted|added|adds|argued|argues|explained|noted|warned|warns|called"
    r"|testified|stated|declared|insisted|replied|predicted|announced|according to|claimed|claims|asked)\b",
    re.IGNORECASE,
)
_REACH = 60
"""Characters between a speaker and the verb."""
_SHORT = 12
_PRONOUN = re.compile(r"\b(?:he|she|they|it|who|I|we)\s(?:also\s|later\s|has\s|had\s)?$", re.IGNORECASE)
_BETWEEN = re.compile(
    r"['’]?s?(?:\s(?:also|later|then|has|had|once|further|still|repeatedly|who|and|previously|recently|first)\b|,[^,.]{2,50},)*\s*"
)
"""What may stand between a speaker and the verb: adverbs, or who that is, between commas."""
_BREAK = re.compile(r"[.!?;]\s|[\"“”]")


def speakers(text: str) -> set[str]:
    """The last names of those who speak, as `names` has them; nothing where nobody with a name does."""
    every = names(text)
    return {name for verb in _SAYS.finditer(text) if (name := _before(verb, every, text) or _behind(verb, every, text))}


def _before(verb: re.Match[str], every: Sequence[Name], text: str) -> str:
    """The name right before the verb, in the same clause, with no pronoun in between."""
    if verb.group().lower() == "according to":
        return ""
    left = max(0, verb.start() - _REACH)
    breaks = [match.end() for match in _BREAK.finditer(text, left, verb.start())]
    left = breaks[-1] if breaks else left
    near = [one for one in every if left <= one.start < verb.start()]
    if not near or not _BETWEEN.fullmatch(text, near[-1].end, verb.start()):
        return ""
    return near[-1].word


def _behind(verb: re.Match[str], every: Sequence[Name], text: str) -> str:
    """The last word of the name right behind the verb: "said Dana Ruiz", not "she said Ruiz had left"."""
    if _PRONOUN.search(text[max(0, verb.start() - _SHORT) : verb.start()]):
        return ""
    stop = _BREAK.search(text, verb.end(), verb.end() + _REACH)
    right = stop.start() if stop else verb.end() + _REACH
    run = [one for one in every if verb.end() <= one.start < right]
    at = 1
    while at < len(run) and run[at].start - run[at - 1].end <= 1:
        at += 1
    return run[at - 1].word if run else ""
