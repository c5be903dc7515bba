"""From a delivery that is owed to the messages that will be sent: collected, merged, drawn, and kept.

Readers with the same briefing share one drawing and one text. One reader whose briefing cannot be made holds up nobody.

A briefing that leaves long after its time says that it is late, whatever the reason: a reader looks at the clock, not
at our queue. So a text that is made when its time is long past says so at once (those at the end of a long broadcast
are made when it is nearly their turn), and one that was made in time and waits is made anew, once, from what is newest.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.delivery.briefing import Briefing
from bot.delivery.gather import BriefShelf, Editions, Gathering, Recall
from bot.delivery.lease import Leased
from bot.delivery.line import Lane
from bot.delivery.refusals import Refusals
from bot.delivery.retry import GIVE_UP
from bot.delivery.variants import Corrected, Drawing, Rendered, Variants
from bot.store.due import Owed, Place
from bot.store.made import Made, Variant, tellings
from bot.store.owed import OVERDUE, OwedStore
from bot.store.told import Telling
from bot.telegram.screen import Keyboard
from briefings.model import Newsletter
from briefings.store.holding import Hold
from briefings.writing.taken_back import Correction

log = structlog.get_logger()

BATCH = 250
"""Deliveries in one transaction: it keeps receipts and replies from writing for some hundredths of a second."""
IN_QUEUE = timedelta(minutes=2)
"""What is made may wait that long for its turn: a text made so shortly before it would be called late says so."""
FRESH = timedelta(minutes=1)
"""How long the bites of one round share what they gathered."""
AGAIN = timedelta(seconds=15)
"""What cannot be made now (its editions are held back, or fail) is tried again after that."""

Told = dict[int, dict[str, Telling]]
"""By reader and story: what was told of it last."""


class Alert(Protocol):
    """Tells the operator that something happened: an event name and facts (ids, never contents)."""

    def __call__(self, event: str, **facts: object) -> None: ...


class _Round:
    """One walk over what is to be made, in bites: how far it is, and whether it met some that wait."""

    def __init__(self, began: datetime) -> None:
        self.began = began
        self.after: Place | None = None
        self.answers: Place | None = None
        self.waits = False
        self.ended = False

    def passed(self, owed: Sequence[Owed]) -> None:
        """It came past these; answers that are asked for from now on stand behind the last one of them."""
        self.after = max(owed[-1].place, self.after or owed[-1].place)
        self.answers = max((one.place for one in owed if one.lane == Lane.REPLY), default=self.answers)

    def goes_on(self, now: datetime) -> bool:
        """Whether the walk goes on from where it is; a new one looks again at those that wait."""
        return now >= self.began and not (self.ended and now - self.began >= AGAIN)


class Preparer:
    """Makes what is owed. `keyboard_of(delivery id, whether something is left out)` gives the buttons."""

    def __init__(
        self,
        store: OwedStore,
        *,
        editions: Editions,
        newsletters: Sequence[Newsletter],
        render: Callable[[Briefing], Rendered],
        keyboard_of: Callable[[int, bool], Keyboard],
        alert: Alert,
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._editions = editions
        self._newsletters = tuple(newsletters)
        self._drawing = Drawing(render, keyboard_of)
        self._alert = alert
        self._ready = ready
        self._shelf = BriefShelf(editions)
        self._recall = Recall(editions, store)
        self._refusals = Refusals()
        self._round: _Round | None = None
        self._shared: tuple[datetime, Variants] | None = None
        self._overdue_until: datetime | None = None

    async def prepare(self, now: datetime, most: int | None = None) -> int:
        """Make what is owed and not made yet, at most so many; returns how many deliveries became messages.

        Answers come first, then what is due longest. The next call goes on where this one stopped; fewer than `most`
        means that there is nothing more to make now. What cannot be made now is tried again later.
        """
        walk, count = self._walk(now), 0
        if walk.after is not None and walk.after.lane != Lane.REPLY:
            count += await self._bite(await self._store.unmade(now, BATCH, walk.answers, [Lane.REPLY]), now, walk)
        while most is None or count < most:
            limit = BATCH if most is None else min(BATCH, most - count)
            owed = await self._store.unmade(now, limit, walk.after)
            if not owed:
                self._end(walk)
                break
            count += await self._bite(owed, now, walk)
        return count

    async def prepare_one(self, delivery_id: int, now: datetime) -> bool:
        """Make one delivery; False when it was made before, is not owed any more, or cannot be made now."""
        owed = await self._store.get([delivery_id])
        told = await self._store.told([one.reader_id for one in owed], now)
        return await self._batch(owed, told, self._new_work(now), now, _Round(now)) > 0

    async def unmake_overdue(self, now: datetime) -> int:
        """What was made in time and still waits long after it is to be made anew, once, to say that it is late.

        Returns how many deliveries. Cheap: what was due in a minute is looked at once in the life of a process, because
        what is made later than that says so from the first.
        """
        until = now - OVERDUE
        since = self._overdue_until if self._overdue_until is not None and self._overdue_until <= until else None
        count = await self._store.unmake_overdue(now, OVERDUE, since)
        self._overdue_until = until
        if count:
            self._begin_anew()
            log.warning("deliveries.overdue", count=count)
        return count

    async def refused(self, part: Leased, reason: str) -> None:
        """Telegram refused a message as it is. An edition of which that happens to several texts is stopped.

        Of editions that always stood together those are stopped that nobody got; all, when that tells nothing.
        """
        shown = await self._store.shown_in(part.delivery_id, part.number)
        suspects = self._refusals.add(part.text_id, shown)
        arrived = await self._store.arrived(suspects, part.due_at - GIVE_UP) if len(suspects) > 1 else set()
        for edition in sorted(suspects - arrived or suspects):
            count = await self.hold_back(edition, Hold.REFUSED)
            self._alert("edition.stopped", edition=edition, waiting=count, reason=reason)

    async def hold_back(self, edition: str, why: Hold) -> int:
        """Keep an edition back; what was made of it and has not left is made anew without it. Returns how many."""
        self._refusals.forget(edition)
        count = await self._store.stop_edition(edition, why)
        self._begin_anew()
        return count

    async def outdated(self, edition: str) -> int:
        """A newer cut corrects this one: what was made of it and has not left is made anew. Returns how many."""
        count = await self._store.unmake_outdated(edition)
        self._begin_anew()
        return count

    def released(self, edition: str) -> None:
        """An edition may be used again: what waits for it is made of it, and what was refused of it is forgotten."""
        self._refusals.forget(edition)
        self._begin_anew()

    def _walk(self, now: datetime) -> _Round:
        if self._round is None or not self._round.goes_on(now):
            self._round = _Round(now)
        self._try_again()
        return self._round

    def _end(self, walk: _Round) -> None:
        walk.ended = True
        self._shared = None
        if not walk.waits and self._round is walk:
            self._round = None

    def _begin_anew(self) -> None:
        self._round = self._shared = None

    def _try_again(self) -> None:
        if self._shared is not None:
            self._shared[1].try_again()

    async def _shared_work(self, now: datetime) -> Variants:
        """What bites share, as long as it is fresh."""
        if self._shared is None or not timedelta(0) <= now - self._shared[0] < FRESH:
            await self._recall.refresh()
            self._shared = now, self._new_work(now)
        return self._shared[1]

    def _new_work(self, now: datetime) -> Variants:
        gathering = Gathering(self._editions, self._store, self._shelf, self._recall, now)
        return Variants(gathering, self._newsletters, self._drawing)

    async def _bite(self, owed: Sequence[Owed], now: datetime, walk: _Round) -> int:
        if not owed:
            return 0
        walk.passed(owed)
        work = await self._shared_work(now)
        return await self._batch(owed, await self._told(owed, work, now), work, now, walk)

    async def _batch(self, owed: Sequence[Owed], told: Told, work: Variants, now: datetime, walk: _Round) -> int:
        several = {reader for reader, count in Counter(one.reader_id for one in owed).items() if count > 1}
        corrected = await self._store.corrected(sorted({one.reader_id for one in owed}), now)
        made: list[Made] = []
        dropped: list[int] = []
        waiting = 0
        for one in owed:
            if not work.slugs(one.wish):
                dropped.append(one.id)
                continue
            late = one.wish.late or now - one.wish.due_at > OVERDUE - IN_QUEUE
            mine = told.get(one.reader_id, {})
            wrong = tuple(it for it in corrected.get(one.reader_id, ()) if not _knows(mine, it))
            variant = await self._variant(one, work, mine, late=late, corrected=wrong)
            if variant is None:
                waiting += 1
                continue
            made.append(Made(one, variant, late))
            if one.reader_id in several:
                told.setdefault(one.reader_id, {}).update(tellings(variant.content, now))
        if waiting:
            walk.waits = True
            log.info("deliveries.waiting", count=waiting)
        await self._drop(dropped)
        return await self._keep(made, now)

    async def _told(self, owed: Sequence[Owed], work: Variants, now: datetime) -> Told:
        """What the readers were told of the stories at hand: of a month that is a small part."""
        readers = sorted({one.reader_id for one in owed})
        at_hand = await work.at_hand({one.wish for one in owed})
        return await self._store.told(readers, now, self._recall.stories(at_hand))

    async def _variant(
        self, owed: Owed, work: Variants, told: Mapping[str, Telling], *, late: bool, corrected: Corrected
    ) -> Variant | None:
        try:
            return await work.variant(owed.wish, told, late=late, corrected=corrected)
        except Exception:
            # Whatever is wrong with one briefing, the others go out, and this one is tried again until it expires.
            log.exception("delivery.not_made", delivery=owed.id)
            self._alert("delivery.not_made", delivery=owed.id)
            return None

    async def _drop(self, delivery_ids: Sequence[int]) -> None:
        if delivery_ids:
            log.info("deliveries.dropped", count=len(delivery_ids))
            await self._store.drop(delivery_ids)

    async def _keep(self, made: Sequence[Made], now: datetime) -> int:
        if not made:
            return 0
        count = await self._store.keep(made, now)
        log.info("deliveries.made", count=count)
        self._ready()
        return count


def _knows(told: Mapping[str, Telling], correction: Correction) -> bool:
    """Whether a message that is on its way says it already."""
    last = told.get(correction.story)
    return last is not None and last.brief == correction.corrected
