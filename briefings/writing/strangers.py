"""Whom a line names by surname alone, though its reader has not met them. Pure.

"Ruiz said" is clear below a line about council president Dana Ruiz; by itself it sends the reader to the article. Only
who speaks, acts or is called Mr. or Ms. counts, and only a surname of which the article itself gives the full name.
"""

import re
from collections.abc import Iterable

_SURNAME = r"(?!M(?:rs?|s)\b)[A-Z][a-z]+(?:[A-Z][a-z]+)?(?:-[A-Z][a-z]+)?"
_SAYS = r"(?:said|says|told|tells|wrote|writes|tweeted|adds|added|argued|argues|warned|warns|noted|notes)"
_ALONE = re.compile(
    rf"\b(?:Mr|Mrs|Ms)\.?\s({_SURNAME})\b(?!\s[A-Z])"
    rf"|(?<!\w\s)(?<!\w\.\s)\b({_SURNAME})\s(?:also\s|later\s|has\s|had\s)?(?:{_SAYS}|has|had|is|was|will|would)\b"
    rf"|\b[a-z][\w’'-]*\s({_SURNAME})\s(?:also\s|later\s|has\s|had\s)?{_SAYS}\b"
    rf"|\b{_SAYS}\s({_SURNAME})(?=[,.]|\s[a-z])"
)
# A pair of capitals that is no person's name: the start of a sentence, an office, a place, a body.
_FULL_NAME = re.compile(
    r"\b(?!(?:The|A|An|In|On|At|As|If|But|And|Or|So|For|From|By|With|When|While|After|Before|Since|Until|Because|Although"
    r"|Though|Like|Unlike|Both|That|This|These|Those|What|Who|How|Why|Where|Whether|Then|Now|Even|Only|Still|Yet|Once"
    r"|According|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|President|Senator|Secretary|Governor|Mayor|Judge|Justice|Chief|Director"
    r"|Representative|General|Minister|Chairman|Leader|Speaker|Officer|Sheriff|Coach|Former|Vice|Attorney|Prime|New|North"
    r"|South|East|West|White|Supreme|United|American|Republicans?|Democrats?|Democratic|National|Federal|State|City"
    r"|County|Chinese|Russian|British|Israeli|French|German|Japanese|Korean|Canadian|Mexican|Iranian|Ukrainian|European"
    r"|Indian|Saudi)\b)[A-Z][a-z]+\s"
    rf"(?=(?:[A-Z]\.\s)?({_SURNAME})\b)"
)
_NOBODY = re.compile(
    r"House|Senate|Congress|Court|Council|Department|Party|Police|Committee|Commission|Board|University|College|School|Street"
    r"|City|County|States?|Union|Bank|Reserve|Republicans?|Democrats?|Administration|Office|Agency|Association|Group|Company"
    r"|Corporation|Institute|Center|Service|Fund|Act|Times|Post|Journal|News|Press|America|China|Korea|Africa"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
_WORD = re.compile(r"\w+(?:-[A-Z]\w*)*")


def named_alone(text: str) -> tuple[str, ...]:
    """Return the surnames in `text` that stand by themselves where somebody speaks or acts."""
    names = (name for found in _ALONE.finditer(text) for name in found.groups() if name)
    return tuple(name for name in names if not _NOBODY.fullmatch(name))


def surnames(texts: Iterable[str]) -> frozenset[str]:
    """Return the surnames of everybody whom `texts` give a full name."""
    return frozenset(name for text in texts for name in _FULL_NAME.findall(text))


def words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of `texts`, double names whole."""
    return frozenset(_WORD.findall(" ".join(texts)))
