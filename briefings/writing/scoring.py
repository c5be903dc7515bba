"""The default scorer: cues, the place in the article, and how close a sentence is to what the story is about. Pure."""

import re
from collections import Counter
from collections.abc import Sequence

from briefings.model import Move
from briefings.writing.cues import CUES, THEY_SAY, is_to_come, weigh
from briefings.writing.length import POINT_WORDS, WHY_WORDS, count_words
from briefings.writing.quotes import names_speaker, quoted_words
from briefings.writing.roles import Scores
from briefings.writing.units import Unit
from briefings.writing.words import content, overlap

_FIGURE = re.compile(
    r"[$€£]\s?\d[\d,.]*(?:\s(?:million|billion|trillion))?|\d[\d,.]*\s?(?:%|percent|per\s?cent|percentage\spoints|million|billion|trillion)|\b\d[\d,.]*\b"
    r"|\b(?:half|two-thirds|one-third|three-quarters|a\sthird|a\squarter|doubled|tripled)\b"
)
_NOT_A_FIGURE = re.compile(
    r"(?:(?:19|20)\d\d|\b\d{1,2}(?::\d\d)?(?:\s[ap]\.m|:\d\d)|\b[Nn]o\.\s\d+|(?:[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Mm]ay|[Jj]un|[Jj]ul|[Aa]ug|[Ss]ep|[Oo]ct|[Nn]ov|[Dd]ec)[a-z]*\.?\s\d{1,2}|-?19\b|\b\d{3}-\d{3}-\d{4}|\b\d{1,2}-year-old|,\s\d\d,|(?<=[a-z,]\s)[A-Z][a-z]+\s\d{1,3}\b(?![.,]?\d|\s?%|\spercent))"
)
_STRONG_FIGURE = re.compile(r"[$€£%]|percent|per\s?cent|million|billion|trillion")
_PRONOUN = re.compile(r"\b(?:he|she|they|it|his|her|their|its|him|them|this|that|these|those)\b")
_LEANS_EARLY = re.compile(r"(?:[A-Z]\w+,?\s)?(?:he|she|they)\b", re.IGNORECASE)
_TO_THE_READER = re.compile(r"^(?:you|i|we|let['’]s|imagine|remember|think)\b", re.IGNORECASE)
_READER = re.compile(r"\b(?:you|your|let us|let['’]s)\b", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][a-z]")
_UNFIT = -9.0
_SAYS_SOMETHING = 6  # words that carry meaning: with fewer, "the ruling matters" is all that is said
_SUBJECTS = 8
_SCRAP = 8  # words: shorter openings are a flourish
_DEEP = 30  # lines: what stands further down is background, whatever it sounds like


def cue_scores(title: str, story: Sequence[Unit]) -> list[Scores]:
    """Score every unit of a story (a `roles.Scorer`)."""
    words = [content(unit.text) for unit in story]
    common = Counter(word for unit in words for word in unit)
    # Words as frequent as the last one count too: among equals a set's order, new in every run, would choose.
    least = max(2, min((times for _, times in common.most_common(_SUBJECTS)), default=2))
    about = content(title) | {word for word, times in common.items() if times >= least}
    return [
        _scores(unit, stems, overlap(stems, about) if stems else 0.0) for unit, stems in zip(story, words, strict=True)
    ]


def _scores(unit: Unit, stems: frozenset[str], nearness: float) -> Scores:
    place = _place(unit)
    unclear = 0.6 * _leans(unit.text)
    moves: dict[Move, float] = {}
    for move, (cues, threshold, least) in CUES.items():
        evidence = weigh(cues, unit.text)
        moves[move] = evidence - threshold + place + 0.6 * nearness - unclear if evidence >= least else _UNFIT
    if not is_to_come(unit.text):
        moves[Move.WHATS_NEXT] = _UNFIT
    # A consequence told in a few words is a transition; one told in many is an explanation.
    moves[Move.WHY_IT_MATTERS] -= 0.12 * max(0, 13 - count_words(unit.text)) + 0.05 * max(
        0, count_words(unit.text) - WHY_WORDS
    )
    moves[Move.WHY_IT_MATTERS] -= 0.35 * max(0, _SAYS_SOMETHING - len(stems))
    moves[Move.THEY_SAY] = _quotation(unit) + place + 0.4 * nearness - unclear
    moves[Move.BY_THE_NUMBERS] = _figures(unit.text) + place + 0.4 * nearness - unclear
    return Scores(_lede(unit, nearness), moves)


def _place(unit: Unit) -> float:
    """Return what a unit's place says: news is told from the top, other outlets only fill gaps, bullets are details."""
    top = 0.5 if 1 <= unit.line <= 5 else 0.2 * (1 - min(unit.line, _DEEP) / _DEEP)  # noqa: PLR2004 (the nut graf's place)
    opening = 0.1 if unit.place == 0 else 0.0
    return top + opening - 0.4 * min(unit.outlet, 1) - 0.3 * unit.bullet


def _lede(unit: Unit, nearness: float) -> float:
    """Return how well a unit opens the story: the lead article's own first sentence, in all but a few cases."""
    late = 1.5 * unit.line + 0.5 * unit.place + 3.0 * min(unit.outlet, 1)
    return (
        1.0
        + 0.5 * nearness
        - late
        - 2.0 * ("?" in unit.text)
        - 0.8 * bool(_TO_THE_READER.search(unit.text))
        - 0.5 * _leans(unit.text)
        - 0.8 * bool(_LEANS_EARLY.match(unit.text))
        - 0.4 * (count_words(unit.text) < _SCRAP)
    )


def _leans(text: str) -> bool:
    """Tell whether a pronoun stands before any name: it means somebody of an earlier sentence."""
    pronoun = _PRONOUN.search(text)
    name = _NAME.search(text, 1)
    return pronoun is not None and (name is None or pronoun.start() < name.start())


def _quotation(unit: Unit) -> float:
    """Return how good a quotation a unit is: whole, with its speaker, neither a scrap nor a speech."""
    said = quoted_words(unit.text)
    if not said or not unit.whole or not names_speaker(unit.text):
        return _UNFIT
    length = min(said, 14) / 14 - 0.05 * max(0, count_words(unit.text) - POINT_WORDS)
    return length + weigh(THEY_SAY, unit.text) - 0.9


def _figures(text: str) -> float:
    """Return how much a unit lives by its figures; years, dates, ages and clock times are none."""
    bare = _NOT_A_FIGURE.sub(" ", text)
    found = _FIGURE.findall(bare)
    strong = len(_STRONG_FIGURE.findall(bare))
    return (
        0.5 * min(len(found), 4)
        + 0.35 * min(strong, 3)
        - 1.7
        - 0.9 * bool(quoted_words(text))
        - 0.8 * bool(_READER.search(text))
    )
