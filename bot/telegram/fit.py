"""Shares the room of one or two messages among the stories of a briefing. Pure.

In steps: first the top story of every newsletter by headline, so that none is missing; then the top story in full, the
others with lede and why; then more stories; what room is left unfolds them, the most important first. What is not
chosen is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from bot.delivery.briefing import Briefing, Item
from bot.telegram.heading import footer, heading
from bot.telegram.language import spoken
from bot.telegram.measure import Size, size
from bot.telegram.story import Story, forms, numbered
from bot.telegram.text import Block

GAP = "\n\n"
WORDS = {1: 230, 3: 690, 6: 1380}
STORIES = {1: 4, 3: 8, 6: 16}
"""How many stories a length holds at most, beyond the top story of each newsletter."""
MESSAGES = {1: 1, 3: 1, 6: 2}
MOST_DRAWN = 512
"""Stories that are remembered: a morning's of all newsletters, some ten thousand characters each."""
_WIDEST_NUMBER = 99


@dataclass(slots=True)
class Candidate:
    """A story with its forms, the richest first, and which of them is chosen (None for left out)."""

    item: Item
    forms: list[Story]
    sizes: list[Size]
    chosen: int | None = field(default=None)

    @property
    def leanest(self) -> int:
        """The form with headline and outlets only."""
        return len(self.forms) - 1

    @property
    def brief_form(self) -> int:
        """The form with lede and why, or an update: the one before the leanest."""
        return max(0, len(self.forms) - 2)


@dataclass(frozen=True, slots=True)
class Fitted:
    """The messages of a briefing, and which of its items they show (in order) or leave out."""

    messages: tuple[tuple[Block, ...], ...]
    shown: tuple[Item, ...]
    left_out: tuple[Item, ...]


def fit(briefing: Briefing) -> Fitted:
    """Choose the form of every story and lay the chosen ones into messages. The briefing has at least one story."""
    room = _Room(briefing, [_candidate(item, briefing) for item in briefing.items])
    room.show_every_newsletter()
    room.unfold_the_top()
    room.tell_why()
    room.add_stories()
    room.unfold()
    return room.fitted()


class _Room:
    """The room of a briefing's messages while it is shared out."""

    def __init__(self, briefing: Briefing, candidates: list[Candidate]) -> None:
        self._briefing = briefing
        self._candidates = candidates
        # A length that is none of ours is read as the next shorter one.
        length = max((known for known in WORDS if known <= briefing.length), default=min(WORDS))
        self._words = WORDS[length]
        self._stories = STORIES[length]
        self._messages = MESSAGES[length]
        self._heads: dict[tuple[int, int], Size] = {}
        self._feet: dict[int, Size] = {}

    def show_every_newsletter(self) -> None:
        """By headline at least; only Telegram's own limits can stop this."""
        for candidate in _tops(self._candidates):
            self._try(candidate, candidate.leanest, words=None)

    def unfold_the_top(self) -> None:
        for candidate in self._candidates[:1]:
            self._richest(candidate)

    def tell_why(self) -> None:
        for candidate in self._shown():
            self._up_to(candidate, candidate.brief_form)

    def add_stories(self) -> None:
        for candidate in self._candidates:
            if candidate.chosen is None and len(self._shown()) < self._stories:
                self._try(candidate, candidate.brief_form, words=self._words)

    def unfold(self) -> None:
        for candidate in self._shown():
            self._richest(candidate)

    def fitted(self) -> Fitted:
        shown = self._shown()
        layout = _layout([candidate.sizes[candidate.chosen or 0] for candidate in shown], *self._frame())
        stories = [
            numbered(number, candidate.forms[candidate.chosen or 0]) for number, candidate in enumerate(shown, start=1)
        ]
        return Fitted(
            tuple(self._drawn(stories, layout)),
            tuple(candidate.item for candidate in shown),
            tuple(candidate.item for candidate in self._candidates if candidate.chosen is None),
        )

    def _richest(self, candidate: Candidate) -> None:
        self._up_to(candidate, 0)

    def _up_to(self, candidate: Candidate, form: int) -> None:
        """The richest form from `form` on that fits, never a leaner one than now."""
        for richer in range(form, candidate.chosen or 0):
            if self._try(candidate, richer, words=self._words):
                return

    def _try(self, candidate: Candidate, form: int, *, words: int | None) -> bool:
        """Choose the form if everything still fits; `words` limits the reading where it is given."""
        before, candidate.chosen = candidate.chosen, form
        sizes = [one.sizes[one.chosen] for one in self._shown() if one.chosen is not None]
        fits_words = words is None or self._reading(sizes) <= words
        if fits_words and len(_layout(sizes, *self._frame())) <= self._messages:
            return True
        candidate.chosen = before
        return False

    def _shown(self) -> list[Candidate]:
        return [candidate for candidate in self._candidates if candidate.chosen is not None]

    def _left_out(self) -> int:
        return len(self._candidates) - len(self._shown())

    def _reading(self, sizes: Sequence[Size]) -> int:
        return sum(one.words for one in sizes)

    def _frame(self) -> tuple[Size, Size]:
        told, left_out = self._told(), self._left_out()
        if told not in self._heads:
            self._heads[told] = size(heading(self._briefing, *told))
        if left_out not in self._feet:
            self._feet[left_out] = size(footer(self._briefing, left_out))
        return self._heads[told], self._feet[left_out]

    def _told(self) -> tuple[int, int]:
        """What the heading says of the stories: how many they are, and their words."""
        shown = self._shown()
        return len(shown), self._reading([one.sizes[one.chosen] for one in shown if one.chosen is not None])

    def _drawn(self, stories: list[Story], layout: list[int]) -> Iterator[tuple[Block, ...]]:
        rest = iter(stories)
        for number, count in enumerate(layout):
            first = heading(self._briefing, *self._told()) if number == 0 else ()
            body = _joined([next(rest) for _ in range(count)])
            last = (GAP, *footer(self._briefing, self._left_out())) if number == len(layout) - 1 else ()
            yield (*first, *body, *last)


def _candidate(item: Item, briefing: Briefing) -> Candidate:
    return Candidate(item, *_drawn(item, briefing.day, spoken()))


@lru_cache(maxsize=MOST_DRAWN)
def _drawn(item: Item, day: date, _language: str) -> tuple[list[Story], list[Size]]:
    """The forms of a story and the room that they take. Whoever gets a story shares them; nobody changes them."""
    drawn = forms(item, day)
    gap = size((GAP,))
    return drawn, [size(numbered(_WIDEST_NUMBER, form)) + gap for form in drawn]


def _tops(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The first story of every newsletter, in order of importance; the first of all is among them."""
    seen: set[str] = set()
    tops: list[Candidate] = []
    for candidate in candidates:
        if not tops or not seen.issuperset(candidate.item.newsletters):
            tops.append(candidate)
        seen.update(candidate.item.newsletters)
    return tops


def _layout(sizes: Sequence[Size], head: Size, foot: Size) -> list[int]:
    """How many stories each message holds, filled in order; the footer stands in the last."""
    counts, filled = [0], head
    for one in sizes:
        if not (filled + one).fits:
            counts.append(0)
            filled = Size()
        counts[-1] += 1
        filled += one
    if not (filled + foot).fits:
        counts.append(0)
    return counts


def _joined(stories: Sequence[Story]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for story in stories:
        blocks.extend([GAP, *story] if blocks else story)
    return tuple(blocks)
