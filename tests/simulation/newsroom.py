"""An invented newsroom: it writes small editions by itself, at once, and asks nobody."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time
from typing import Any

from briefings.catalogue import Catalogue
from briefings.clock import Clock
from briefings.model import Article, Brief, Edition, Kind, Newsletter, Outlet, Point, Slot, Span
from briefings.pipeline import Freshness, Sample
from briefings.supply import Supply

DAILY, WEEKDAYS = frozenset(range(1, 8)), frozenset(range(1, 6))
STORIES = 3
"""Stories in an edition."""


def _newsletter(slug: str, title: str, days: frozenset[int], *slots: Slot) -> Newsletter:
    return Newsletter(slug, title, f"What is new in {title}.", Kind.TOPIC, "UTC", slots, days, ())


NEWSLETTERS = (
    _newsletter("am-pm", "AM/PM", DAILY, Slot.MORNING, Slot.EVENING),
    _newsletter("markets", "Markets", WEEKDAYS, Slot.MORNING),
    _newsletter("sports", "Sports", DAILY, Slot.MORNING),
    _newsletter("closer", "Closer", WEEKDAYS, Slot.EVENING),
)


class Newsroom:
    """What the bot asks of `briefings.pipeline.Newsroom`. It outlives the bot: editions are on a disk, in life."""

    def __init__(self, clock: Clock) -> None:
        self.catalogue = Catalogue(NEWSLETTERS)
        self._clock = clock
        self._editions: dict[tuple[str, date, Slot], Edition] = {}
        self._briefs: dict[str, Brief] = {}

    @asynccontextmanager
    async def opened(self, *_given: Any, **_named: Any) -> AsyncIterator["Newsroom"]:
        """In the place of `briefings.opening.open_newsroom`."""
        yield self

    async def newest_cut(self, slug: str, day: date, slot: Slot) -> Edition | None:
        return self._editions.get((slug, day, slot))

    async def cut(self, slug: str, day: date, slot: Slot) -> Edition:
        """The edition of that day; the same one each time."""
        if (slug, day, slot) not in self._editions:
            briefs = tuple(_brief(slug, day, slot, number) for number in range(STORIES))
            self._briefs |= {brief.id: brief for brief in briefs}
            name = f"{slug}-{day}-{slot}"
            self._editions[slug, day, slot] = Edition(name, slug, day, slot, self._clock.now(), briefs, 40)
        return self._editions[slug, day, slot]

    async def news_since(self, told: Brief) -> Point | None:
        return _point(f"One more thing about {told.headline}", told.story) if told.id.endswith("0") else None

    async def brief(self, brief_id: str) -> Brief | None:
        return self._briefs.get(brief_id)

    async def articles(self, _ids: Sequence[str]) -> dict[str, Article]:
        return {}

    async def sample(self, _slugs: Sequence[str] = ()) -> Sample:
        return Sample(_brief("am-pm", date(2026, 1, 1), Slot.MORNING, 0), invented=True)

    async def freshness(self) -> dict[str, Freshness]:
        return {one.slug: Freshness(4, 0, self._clock.now()) for one in NEWSLETTERS}

    async def unread(self, _slugs: Iterable[str]) -> frozenset[str]:
        return frozenset()

    async def supplies(self) -> dict[str, Supply]:
        return {one.slug: Supply(4, 4, 0, self._clock.now(), 40) for one in NEWSLETTERS}

    async def poll(self, **_asked: Any) -> None:
        """There are no feeds."""

    async def front_page(self) -> None:
        """There is none."""

    async def purge(self) -> int:
        """Forget the oldest editions, as the product does after ninety days."""
        for key in list(self._editions)[:-400]:
            for brief in self._editions.pop(key).briefs:
                self._briefs.pop(brief.id, None)
        return 0


def _brief(slug: str, day: date, slot: Slot, number: int) -> Brief:
    # The first story of each newsletter runs for three days: told again, it comes as an update or not at all.
    story = f"{slug}-{day.toordinal() // 3 if number == 0 else day}-{number}"
    name = f"{slug}-{day}-{slot}-{number}"
    return Brief(
        id=name,
        story=story,
        headline=f"What {slug} says of {story}",
        lede=_point(f"On {day} {slug} has something to say.", story),
        why=_point(f"It matters to number {number}.", story, "Why it matters"),
        points=(),
        outlets=(Outlet("The Invented Post", f"https://news.example/{name}", story),),
        articles=(story,),
        newest=datetime.combine(day, time(4), UTC),
        writer="extract",
    )


def _point(text: str, article: str, label: str | None = None) -> Point:
    return Point(text, (Span(0, 0, len(text)),), article, label)
