"""What readers get who are owed the same: merged, drawn and written out once, however many they are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

import structlog

from bot.delivery.briefing import Briefing, Item
from bot.delivery.content import to_json
from bot.delivery.gather import Gathering
from bot.delivery.merge import merge
from bot.delivery.missed import Before, heard_in, slots_before, unheard
from bot.delivery.wanted import wanted
from bot.readers.schedule import home_zone, local_date, nearest_slot, newsletters_due, zone_of
from bot.store.due import Wish
from bot.store.keyboard import Rows, for_any_delivery, keyboard_to_json
from bot.store.made import MadeText, Variant
from bot.store.told import Telling
from bot.telegram.language import speaking
from bot.telegram.screen import Keyboard, Screen
from bot.telegram.text import html, plain
from briefings.model import Edition, Kind, Newsletter, Slot
from briefings.writing.taken_back import Correction

log = structlog.get_logger()

MOST_KEPT = 1_000
"""Variants that are remembered: some ten thousand characters each."""

Line = tuple[str, str, date]
"""Of what a reader was told: story, brief, and the reader's date."""
Heard = tuple[date, Slot] | None
Corrected = tuple[Correction, ...]


class Rendered(Protocol):
    """A briefing drawn as messages; the ids of the briefs that are in them, in order, and of those that are not."""

    @property
    def parts(self) -> tuple[Screen, ...]: ...
    @property
    def shown(self) -> tuple[str, ...]: ...
    @property
    def left_out(self) -> tuple[str, ...]: ...


class Drawing:
    """Draws a briefing and puts the buttons under it."""

    def __init__(self, render: Callable[[Briefing], Rendered], keyboard_of: Callable[[int, bool], Keyboard]) -> None:
        self._render = render
        self._keyboard_of = keyboard_of

    def variant(self, briefing: Briefing, editions: Iterable[Edition]) -> Variant:
        """All that is sent and kept of a briefing."""
        with speaking(briefing.language):
            return self._in_its_language(briefing, editions)

    def _in_its_language(self, briefing: Briefing, editions: Iterable[Edition]) -> Variant:
        rendered = self._render(briefing)
        last = len(rendered.parts)
        texts = tuple(
            _text(screen, self._buttons(rendered) if number == last else keyboard_to_json(screen.keyboard))
            for number, screen in enumerate(rendered.parts, start=1)
        )
        said = [one.plain for one in texts]
        content = to_json(briefing.items, rendered.shown, rendered.left_out, said, briefing.corrections)
        return Variant(texts, tuple(edition.id for edition in editions), content)

    def _buttons(self, rendered: Rendered) -> Rows:
        if not rendered.shown:
            return []
        more = bool(rendered.left_out)
        return keyboard_to_json(for_any_delivery(lambda delivery_id: self._keyboard_of(delivery_id, more)))


class Variants:
    """One pass: what was gathered and drawn is shared by the readers who get the same."""

    def __init__(self, gathering: Gathering, newsletters: Sequence[Newsletter], drawing: Drawing) -> None:
        self._gathering = gathering
        self._newsletters = tuple(newsletters)
        self._towns = frozenset(one.slug for one in self._newsletters if one.kind is Kind.CITY)
        self._drawing = drawing
        self._slugs: dict[Wish, tuple[str, ...]] = {}
        self._made: dict[tuple[Wish, bool, frozenset[Line], Heard, Corrected], Variant | None] = {}
        self._drawn: dict[tuple[Briefing, tuple[str, ...]], Variant] = {}

    def try_again(self) -> None:
        """Forget what could not be made."""
        self._gathering.try_again()
        self._made = {key: variant for key, variant in self._made.items() if variant is not None}

    def slugs(self, wish: Wish) -> tuple[str, ...]:
        """The newsletters that are due; none when nothing is owed any more."""
        if wish not in self._slugs:
            self._slugs[wish] = self._find_slugs(wish)
        return self._slugs[wish]

    async def editions(self, wish: Wish) -> list[Edition]:
        """What it is made from; empty while all is held back. Raises what the newsroom raises."""
        slugs = self.slugs(wish)
        now = await self._gathering.editions(slugs, wish.day, self._slot(wish), asked=wish.asked)
        before = self._before(wish)
        return [*now, *await self._gathering.past(slugs, before)] if before and now else now

    async def at_hand(self, wishes: Iterable[Wish]) -> list[Edition]:
        """The editions that these wishes are made from, as far as there are any now."""
        found: dict[str, Edition] = {}
        for wish in wishes:
            try:
                found |= {edition.id: edition for edition in await self.editions(wish)}
            except Exception as error:  # noqa: BLE001 (raised again, and told, when this wish itself is made)
                log.debug("editions.missing", error=type(error).__name__)
        return list(found.values())

    async def variant(
        self, wish: Wish, told: Mapping[str, Telling], *, late: bool, corrected: Corrected = ()
    ) -> Variant | None:
        """What is to be sent to whoever wishes that and was told this; None while it cannot be made.

        `corrected` is what was wrong of it.

        Raises the first time that it fails.
        """
        zone = home_zone(wish.reader, self._newsletters) if told else ""
        lines = frozenset((story, line.brief, local_date(line.at, zone)) for story, line in told.items())
        heard = self._heard(wish, told)
        key = (wish, late, lines, heard, corrected)
        if key not in self._made:
            _bound(self._made)
            self._made[key] = None
            briefing, editions = await self._merged(wish, told, lines, heard) or (None, [])
            if briefing is not None:
                self._made[key] = self._drawn_of(replace(briefing, late=late, corrections=corrected), editions)
        return self._made[key]

    async def _merged(
        self, wish: Wish, told: Mapping[str, Telling], lines: Iterable[Line], heard: Heard
    ) -> tuple[Briefing, list[Edition]] | None:
        editions = unheard(await self.editions(wish), (wish.day, self._slot(wish)), heard)
        if not editions:
            return None
        known = await self._gathering.told(told)
        dates = {story: day for story, _, day in lines}
        items = merge(editions, known, await self._gathering.news(editions, known), dates, self._towns)
        told_of = {slug for item in items for slug in item.newsletters}
        kept = wanted(items, wish.reader)
        silent = {one.newsletter for one in editions} - told_of
        unread = await self._gathering.unread(silent) if silent else frozenset[str]()
        briefing = self._briefing(wish, editions, kept)
        return replace(briefing, unread=unread, unwanted=len(items) - len(kept)), editions

    def _drawn_of(self, briefing: Briefing, editions: Sequence[Edition]) -> Variant:
        key = (briefing, tuple(edition.id for edition in editions))
        if key not in self._drawn:
            _bound(self._drawn)
            self._drawn[key] = self._drawing.variant(briefing, editions)
        return self._drawn[key]

    def _before(self, wish: Wish) -> Before:
        return slots_before(wish.reader, wish.day, self._slot(wish), catches_up=wish.catches_up)

    def _heard(self, wish: Wish, told: Mapping[str, Telling]) -> Heard:
        """The slot in which the reader heard something last, where that matters."""
        if not told or not self._before(wish):
            return None
        last = max(line.at for line in told.values())
        return heard_in(last.astimezone(zone_of(home_zone(wish.reader, self._newsletters))))

    def _find_slugs(self, wish: Wish) -> tuple[str, ...]:
        _bound(self._slugs)
        if wish.asked:
            return tuple(one.slug for one in self._newsletters if one.slug in wish.reader.newsletters)
        return newsletters_due(wish.reader, self._newsletters, Slot(wish.slot), wish.day)

    def _slot(self, wish: Wish) -> Slot:
        return nearest_slot(wish.reader, self._newsletters, wish.planned_at) if wish.asked else Slot(wish.slot)

    def _briefing(self, wish: Wish, editions: Sequence[Edition], items: tuple[Item, ...]) -> Briefing:
        slugs = {edition.newsletter for edition in editions}
        return Briefing(
            day=wish.day,
            slot=self._slot(wish),
            zone=home_zone(wish.reader, self._newsletters),
            place=wish.reader.place,
            newsletters=tuple(one for one in self._newsletters if one.slug in slugs),
            items=items,
            articles_read=sum(edition.articles_read for edition in editions),
            length=wish.reader.length,
            asked=wish.asked,
            catches_up=wish.catches_up,
            language=wish.reader.language,
        )


def _text(screen: Screen, keyboard: Rows) -> MadeText:
    return MadeText(html(screen.text), plain(screen.text), keyboard)


def _bound(kept: dict[Any, Any]) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()
