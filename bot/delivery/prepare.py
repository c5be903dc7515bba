"""From a delivery that is owed to the messages that will be sent: collected, merged, drawn, and kept.

Readers with the same briefing share one drawing. One reader whose briefing cannot be made holds up nobody.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol

import structlog

from bot.delivery.briefing import Briefing, Item
from bot.delivery.content import to_json
from bot.delivery.gather import BriefShelf, Editions, Gathering
from bot.delivery.merge import merge
from bot.readers.model import Reader
from bot.readers.schedule import home_zone, local_date, nearest_slot, newsletters_due
from bot.store.keyboard import keyboard_to_json
from bot.store.owed import Made, MadePart, Owed, OwedStore, tellings
from bot.store.readers import ReaderStore
from bot.store.told import Telling
from bot.telegram.screen import Keyboard, Screen
from bot.telegram.text import html, plain
from briefings.model import Edition, Kind, Newsletter, Slot

log = structlog.get_logger()

BATCH = 50
MOST_DRAWN = 500


class Rendered(Protocol):
    """A briefing drawn as messages; the ids of the briefs that are in them, in order, and of those that are not."""

    @property
    def parts(self) -> tuple[Screen, ...]: ...
    @property
    def shown(self) -> tuple[str, ...]: ...
    @property
    def left_out(self) -> tuple[str, ...]: ...


class Alert(Protocol):
    """Tells the operator that something happened: an event name and facts (ids, never contents)."""

    def __call__(self, event: str, **facts: object) -> None: ...


class Preparer:
    """Makes what is owed. `keyboard_of(delivery id, whether something is left out)` gives the buttons."""

    def __init__(
        self,
        store: OwedStore,
        *,
        readers: ReaderStore,
        editions: Editions,
        newsletters: Sequence[Newsletter],
        render: Callable[[Briefing], Rendered],
        keyboard_of: Callable[[int, bool], Keyboard],
        alert: Alert,
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._readers = readers
        self._editions = editions
        self._newsletters = tuple(newsletters)
        self._towns = frozenset(one.slug for one in self._newsletters if one.kind is Kind.CITY)
        self._render = render
        self._keyboard_of = keyboard_of
        self._alert = alert
        self._ready = ready
        self._shelf = BriefShelf(editions)

    async def prepare(self, now: datetime) -> int:
        """Make all that is owed and not made yet; returns how many deliveries became messages."""
        ids = await self._store.unmade(now)
        return await self._prepare(ids, now)

    async def prepare_one(self, delivery_id: int, now: datetime) -> bool:
        """Make one delivery; False when it was made before, is not owed any more, or cannot be made now."""
        return await self._prepare([delivery_id], now) > 0

    async def _prepare(self, ids: Sequence[int], now: datetime) -> int:
        work = _Pass(Gathering(self._editions, self._store, self._shelf, now), self._render)
        count = 0
        for start in range(0, len(ids), BATCH):
            count += await self._batch(ids[start : start + BATCH], work, now)
        return count

    async def _batch(self, ids: Sequence[int], work: "_Pass", now: datetime) -> int:
        owed = await self._store.get(ids)
        readers = await self._readers.get_many({one.reader_id for one in owed})
        told = await self._store.told(list(readers), now)
        made: list[Made] = []
        dropped: list[int] = []
        for one in owed:
            reader = readers.get(one.reader_id)
            if reader is None:
                continue
            slugs = self._slugs(one, reader)
            if not slugs:
                dropped.append(one.id)
                continue
            finished = await self._try(one, reader, slugs, told[reader.id], work)
            if finished is not None:
                made.append(finished)
                told[reader.id] |= tellings(finished.content, now)
        if dropped:
            log.info("deliveries.dropped", count=len(dropped))
            await self._store.drop(dropped)
        return await self._keep(made, now)

    async def _keep(self, made: Sequence[Made], now: datetime) -> int:
        if not made:
            return 0
        count = await self._store.keep(made, now)
        log.info("deliveries.made", count=count)
        self._ready()
        return count

    async def _try(
        self, owed: Owed, reader: Reader, slugs: Sequence[str], told: dict[str, Telling], work: "_Pass"
    ) -> Made | None:
        try:
            return await self._make(owed, reader, slugs, told, work)
        except Exception:
            # Whatever is wrong with one briefing, the others go out, and this one is tried again until it expires.
            log.exception("delivery.not_made", delivery=owed.id)
            self._alert("delivery.not_made", delivery=owed.id)
            return None

    async def _make(
        self, owed: Owed, reader: Reader, slugs: Sequence[str], told: dict[str, Telling], work: "_Pass"
    ) -> Made | None:
        slot = self._slot(owed, reader)
        editions = await work.gathering.editions(slugs, owed.day, slot, asked=owed.asked)
        if not editions:
            log.info("delivery.held", delivery=owed.id)
            return None
        known = await work.gathering.told(told)
        zone = home_zone(reader, self._newsletters)
        dates = {story: local_date(telling.at, zone) for story, telling in told.items()}
        items = merge(editions, known, await work.gathering.news(editions, known), dates, self._towns)
        briefing = self._briefing(owed, reader, editions, items)
        return self._made(owed, briefing, work.draw(briefing), editions)

    def _slugs(self, owed: Owed, reader: Reader) -> tuple[str, ...]:
        if owed.asked:
            return tuple(one.slug for one in self._newsletters if one.slug in reader.newsletters)
        return newsletters_due(reader, self._newsletters, Slot(owed.slot), owed.day)

    def _slot(self, owed: Owed, reader: Reader) -> Slot:
        return nearest_slot(reader, self._newsletters, owed.planned_at) if owed.asked else Slot(owed.slot)

    def _briefing(self, owed: Owed, reader: Reader, editions: Sequence[Edition], items: tuple[Item, ...]) -> Briefing:
        slugs = {edition.newsletter for edition in editions}
        return Briefing(
            day=owed.day,
            slot=self._slot(owed, reader),
            zone=home_zone(reader, self._newsletters),
            place=reader.place,
            newsletters=tuple(one for one in self._newsletters if one.slug in slugs),
            items=items,
            articles_read=sum(edition.articles_read for edition in editions),
            length=reader.length,
            late=owed.late,
            asked=owed.asked,
        )

    def _made(self, owed: Owed, briefing: Briefing, rendered: Rendered, editions: Iterable[Edition]) -> Made:
        screens = rendered.parts
        buttons = self._keyboard_of(owed.id, bool(rendered.left_out)) if rendered.shown else ()
        parts = [
            MadePart(html(screen.text), plain(screen.text), keyboard_to_json(screen.keyboard), _variant(screen))
            for screen in screens[:-1]
        ]
        last = screens[-1]
        parts.append(MadePart(html(last.text), plain(last.text), keyboard_to_json(buttons), _variant(last)))
        texts = [plain(screen.text) for screen in screens]
        content = to_json(briefing.items, rendered.shown, rendered.left_out, texts)
        return Made(owed, tuple(parts), tuple(edition.id for edition in editions), content)


class _Pass:
    """One pass: what was gathered and drawn is shared by the readers who get the same."""

    def __init__(self, gathering: Gathering, render: Callable[[Briefing], Rendered]) -> None:
        self.gathering = gathering
        self._render = render
        self._drawn: dict[Briefing, Rendered] = {}

    def draw(self, briefing: Briefing) -> Rendered:
        """The briefing as messages; equal briefings are drawn once."""
        if briefing not in self._drawn:
            if len(self._drawn) >= MOST_DRAWN:
                self._drawn.clear()
            self._drawn[briefing] = self._render(briefing)
        return self._drawn[briefing]


def _variant(screen: Screen) -> str:
    return hashlib.sha256(html(screen.text).encode()).hexdigest()[:16]
