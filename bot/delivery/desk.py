"""What the conversation asks of deliveries: one now, and what an earlier one showed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.delivery.content import Line, left_out_lines, shown_lines
from bot.delivery.prepare import Preparer
from bot.delivery.support import Support, support
from bot.readers.model import Address, Reader
from bot.readers.schedule import home_zone, local_date
from bot.store.due import NOW, asked_slot
from bot.store.looks import LedgerLooks
from bot.store.owed import OwedStore
from briefings.clock import Clock
from briefings.model import Article, Brief, Newsletter, Point, Slot


class Stopped(StrEnum):
    """Why a briefing that was asked for does not come."""

    NO_NEWSLETTERS = "no newsletters"
    ON_ITS_WAY = "on its way"
    NOT_MADE = "not made"


@dataclass(frozen=True, slots=True)
class Asked:
    """The delivery that was asked for, or what stopped it (`NOT_MADE`: it comes as soon as it can be made)."""

    delivery_id: int | None
    stopped: Stopped | None = None


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A story as it was told: its brief, the update if it came as one, and each line beside what supports it."""

    number: int
    brief: Brief
    update: Point | None
    support: tuple[Support, ...]


@dataclass(frozen=True, slots=True)
class ShownBriefing:
    """What a delivery showed, in order as numbered, and what it left out. `slot` is None when it was asked for."""

    delivery_id: int
    reader_id: int
    address: Address
    day: date
    slot: Slot | None
    items: tuple[ShownItem, ...]
    left_out: tuple[Brief, ...]


class Library(Protocol):
    """Where briefs and articles are looked up (`briefings.pipeline`)."""

    async def brief(self, brief_id: str) -> Brief | None:
        """A brief by its id, as long as it is kept."""
        ...

    async def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """Articles by their ids, as far as they are kept."""
        ...


class BriefingDesk:
    """Answers about briefings. `newsletters` is the list; `library` has the briefs and articles."""

    def __init__(
        self,
        store: OwedStore,
        looks: LedgerLooks,
        preparer: Preparer,
        *,
        library: Library,
        newsletters: Sequence[Newsletter],
        clock: Clock,
    ) -> None:
        self._store = store
        self._looks = looks
        self._preparer = preparer
        self._library = library
        self._newsletters = tuple(newsletters)
        self._clock = clock

    async def ask_now(self, reader: Reader, update_id: int, *, catch_up: bool = False) -> Asked:
        """Owe this reader a briefing now, ahead of the broadcast, and make it; the same update asks only once.

        `catch_up`: of what the last days' editions told and this reader did not hear, too.
        """
        if not any(newsletter.slug in reader.newsletters for newsletter in self._newsletters):
            return Asked(None, Stopped.NO_NEWSLETTERS)
        slot = asked_slot(update_id, catch_up=catch_up)
        if await self._looks.on_its_way(reader.id, slot):
            return Asked(None, Stopped.ON_ITS_WAY)
        now = self._clock.now()
        day = local_date(now, home_zone(reader, self._newsletters))
        delivery_id = await self._store.ask(reader.id, update_id, day, now, catch_up=catch_up)
        await self._preparer.prepare_one(delivery_id, now)
        made = await self._looks.kept(delivery_id) is not None
        return Asked(delivery_id, None if made else Stopped.NOT_MADE)

    async def shown(self, delivery_id: int) -> ShownBriefing | None:
        """What a delivery showed, for Sources and More; None when it is unknown or not kept any more.

        The caller compares `address` with where the button was pressed: a payload may be borrowed.
        """
        kept = await self._looks.kept(delivery_id)
        if kept is None:
            return None
        items = [await self._item(number, line) for number, line in enumerate(shown_lines(kept.content), start=1)]
        left_out = [await self._library.brief(line.brief) for line in left_out_lines(kept.content)]
        return ShownBriefing(
            delivery_id=kept.id,
            reader_id=kept.reader_id,
            address=kept.address,
            day=kept.day,
            slot=None if kept.slot.startswith(NOW) else Slot(kept.slot),
            items=tuple(item for item in items if item is not None),
            left_out=tuple(brief for brief in left_out if brief is not None),
        )

    async def had(self, reader_id: int, since: date) -> set[tuple[date, Slot]]:
        """The slots from a local date on that this reader was owed a briefing for, whatever became of it."""
        return await self._looks.had(reader_id, since)

    async def last(self, reader_id: int) -> datetime | None:
        """When this reader was last sent a briefing; None for never."""
        return await self._looks.last_sent(reader_id)

    async def asked_since(self, reader_id: int, moment: datetime) -> int:
        """How many briefings this reader asked for at or after an instant."""
        return await self._looks.asked_since(reader_id, moment)

    async def _item(self, number: int, line: Line) -> ShownItem | None:
        brief = await self._library.brief(line.brief)
        if brief is None:
            return None
        told = [line.update] if line.update else [brief.lede, *([brief.why] if brief.why else []), *brief.points]
        articles = await self._library.articles(sorted({point.article for point in told}))
        return ShownItem(number, brief, line.update, support(told, articles))
