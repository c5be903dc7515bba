"""What is new in a story since a reader was told it. Pure."""

import re
from collections.abc import Sequence

from briefings.model import Brief, Point, Story
from briefings.writing.choose import as_point, fitting
from briefings.writing.headline import headline
from briefings.writing.length import WHY_WORDS
from briefings.writing.quotes import quoted_words
from briefings.writing.shorten import Form
from briefings.writing.units import Unit, units
from briefings.writing.words import content, overlap

_KNOWN = 0.5
"""Share of a sentence's words from which on a reader has been told it."""

_LEAST_NEW = 3  # words that carry meaning: fewer are the old news in other words
_PLENTY = 8  # new words: more of them do not make a line more telling
_TOP = 8  # lines of an article: the news stands above them
_FIGURE = re.compile(r"\d")
_BEFORE = re.compile(r"\b(?:had|last (?:year|month|week)|a year ago|\w+ years ago|usually|earlier)\b")
_NAME = re.compile(r"(?<=[\w,] )[A-Z][\w’'-]+")


def news_since(story: Story, told: Brief) -> Point | None:
    """Return the one line that is new in `story` since `told` was written, or None when nothing is.

    Read are the articles that the brief did not know, from the top down, the leading one first; a line wins by its new
    words, new figures and new names, and by saying more than today's headline, which stands above it. The point has
    neither label nor move, like a lede.
    """
    fresh = [article for article in story.articles if article.id not in told.articles]
    known = content(" ".join([told.headline, *(p.text for p in (told.lede, told.why, *told.points) if p)]))
    known_texts = [content(p.text) for p in (told.lede, told.why, *told.points) if p]
    old = [content(unit.text) for unit in units([a for a in story.articles if a.id in told.articles])]
    today = content(headline(story.lead.title, story.lead.publisher))
    offers = []
    for place, unit in enumerate(units(fresh)):
        form = fitting(unit, WHY_WORDS) if unit.line < _TOP else None
        if form and _is_news(content(form.text), known, [*known_texts, *old]):
            offers.append((-_novelty(unit, form, known, today), place, unit, form))
    if not offers:
        return None
    _, _, unit, form = min(offers, key=lambda offer: offer[:2])
    return as_point(unit, form, None)


def _is_news(words: frozenset[str], known: frozenset[str], sentences: Sequence[frozenset[str]]) -> bool:
    """Tell whether a sentence says something that the brief did not, nor any sentence of the articles behind it."""
    if len(words - known) < _LEAST_NEW or overlap(words, known) > 1 - (1 - _KNOWN) / 2:
        return False
    return not any(overlap(words, sentence) > _KNOWN for sentence in sentences)


def _novelty(unit: Unit, form: Form, known: frozenset[str], today: frozenset[str]) -> float:
    """Return how telling a line's news is under today's headline."""
    words = content(form.text)
    added = words - known - today
    figures = sum(1 for word in added if _FIGURE.search(word))
    names = len(content(" ".join(_NAME.findall(form.text))) - known - today)
    told = min(len(added), _PLENTY) / _PLENTY + 0.1 * min(figures, 2) + 0.05 * min(names, 2)
    about = 0.5 * bool(words & (known | today))
    # The lead article tells the news; another's line, what was before and a bare quotation are its surroundings.
    aside = 0.6 * min(unit.outlet, 1) + 0.6 * bool(_BEFORE.search(form.text)) + 0.4 * bool(quoted_words(form.text))
    return told + about - 0.8 * overlap(words, today) - 0.2 * unit.line - 0.15 * unit.place - aside
