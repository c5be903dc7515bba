"""What a sentence must have to be a point of its kind, whatever a model thinks of it. Pure.

A quotation needs its words and its speaker, figures have to be quantities, what is next has to be to come, and no
point asks the reader something or speaks of an "I" whom nobody quotes.
"""

import re

from briefings.model import Move
from briefings.writing.quotes import names_speaker, outside, quoted_words
from briefings.writing.units import Unit

_FIGURE = re.compile(
    r"[$€£]\s?\d[\d,.]*(?:\s(?:million|billion|trillion))?|\d[\d,.]*\s?(?:%|percent|per\s?cent|percentage\spoints|million|billion|trillion)|\b\d[\d,.]*\b"
    r"|\b(?:half|two-thirds|one-third|three-quarters|a\sthird|a\squarter|doubled|tripled)\b"
)
_NOT_A_FIGURE = re.compile(
    r"(?:(?:19|20)\d\d|\b\d{1,2}(?::\d\d)?(?:\s[ap]\.m|:\d\d)|\b[Nn]o\.\s\d+|(?:[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Mm]ay|[Jj]un|[Jj]ul|[Aa]ug|[Ss]ep|[Oo]ct|[Nn]ov|[Dd]ec)[a-z]*\.?\s\d{1,2}|-?19\b|\b\d{3}-\d{3}-\d{4}|\b\d{1,2}-year-old|,\s\d\d,|(?<=[a-z,]\s)[A-Z][a-z]+\s\d{1,3}\b(?![.,]?\d|\s?%|\spercent))"
)
_STRONG_FIGURE = re.compile(r"[$€£%]|percent|per\s?cent|million|billion|trillion")
_ASIDE = re.compile(
    r",\s(?:which|who|whose|where|so|but|because|although|though|while|as|since)\b.*|\s(?:that|which|who)\s(?:will|is|are)\b.*|\swhere\s.*"
    r"|(?<=\w)\s(?:before|after|until|when|as|hours|days)\s[^,]*"
)
_TO_COME = re.compile(
    r"\b(?:will|shall)\b(?!\snot\b)"
    r"|\b(?:is|are)\sto\s(?:be|begin|start|open|close|vote|meet|decide|appear|speak|go|come|run|rise|fall|end|take|hold|arrive"
    r"|return|reach|publish|report|announce|move|rule|testify|launch|play|receive|get)\b"
    r"|\b(?:is|are|remains?)\s(?:\w+\s)?(?:expected|scheduled|slated|due|poised|likely|planned|set|awaiting)\b"
    r"|\b(?:plans?|intends?|aims?|hopes?|expects?|vow(?:s|ed)|pledged|promised|agreed|wants?)\s(?:to|that)\b"
    r"|\b(?:is|are)\s(?:next|tomorrow|in\s(?:\w+\s)?(?:days|weeks|months))\b"
    r"|\b(?:could|may|might|must|should|would)\b.*\b(?:next|by|within|until|later|soon|before|in\s(?:\w+\s)?(?:days|weeks"
    r"|months|years))\b"
    r"|\b(?:begins?|starts?|opens?|ends?|meets?|votes?|takes?|resumes?|closes?|expires?|come|comes|runs?)\b.*\b(?:next|in|on"
    r"|at|by|within|until|tomorrow|later)\b",
    re.IGNORECASE,
)
_IS_PAST = re.compile(
    r"^[^,]{0,60}\b(?:followed|voted|spent|was|were|had|came|fell|rose|took|ended|began)\b(?!.*\b(?:will|is|are)\b)",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\?[\"”’)\]]*$")
_READER = re.compile(r"\b(?:you|your|let us|let['’]s)\b", re.IGNORECASE)
# "I suspect", but neither "World War I" nor "Providence, R.I.": a capital before it makes it a number.
_FIRST_PERSON = re.compile(
    r"(?:^|[,;:–—(]\s?|[.!?…]\s|\b(?:[a-z][\w’'-]*|But|And|So|Yet|Or|If|As|When|While|Though|Although|Because|Since|Then|Now|What"
    r"|Where|How|Why|Perhaps|Maybe)\s)I\b(?![.-])|\bI['’](?:m|d|ve|ll)\b|\b[Mm]y\s(?![A-Z])"
)
_LEAST_FIGURES = 2  # one figure stands in half of all news sentences


def is_question(text: str) -> bool:
    """Tell whether `text` ends by asking something."""
    return bool(_QUESTION.search(text))


def fits(unit: Unit, move: Move) -> bool:
    """Tell whether a unit can be shown as a point of this kind."""
    if is_question(unit.text) or _FIRST_PERSON.search(outside(unit.text)):
        return False
    if move is Move.THEY_SAY:
        return unit.whole and bool(quoted_words(unit.text)) and names_speaker(unit.text)
    if quoted_words(unit.text):
        return False
    if move is Move.BY_THE_NUMBERS:
        return has_quantities(unit.text)
    return move is not Move.WHATS_NEXT or is_to_come(unit.text)


def has_quantities(text: str) -> bool:
    """Tell whether `text` gives an amount, a share or several numbers; years, dates, ages and clock times are none."""
    if _READER.search(text):
        return False
    bare = _NOT_A_FIGURE.sub(" ", text)
    return bool(_STRONG_FIGURE.search(bare) and _FIGURE.search(bare)) or len(_FIGURE.findall(bare)) >= _LEAST_FIGURES


def is_to_come(text: str) -> bool:
    """Tell whether the main clause of `text` is about the future: what a side clause says is not enough."""
    main = "" if text.startswith("To ") else _ASIDE.sub("", text)
    return bool(_TO_COME.search(main)) and not _IS_PAST.search(main)
