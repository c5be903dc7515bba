"""A town of readers, a bot that serves them through all weathers, and time that passes: one simulation."""

import asyncio
import bisect
from collections.abc import Coroutine
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from bot.delivery.reconcile import reconcile
from bot.errors import UnreachableError
from tests.simulation.books import Books, instant
from tests.simulation.crowd import Crowd
from tests.simulation.faults import Entry, Event, Habits, agenda
from tests.simulation.life import Life
from tests.simulation.loop import LoopClock
from tests.simulation.model import Model, Owed, Wish
from tests.simulation.newsroom import NEWSLETTERS, Newsroom
from tests.simulation.oracle import Oracle, Span, Troubles
from tests.simulation.wire import Wire

TICK = timedelta(seconds=15)
LEAD = timedelta(minutes=10)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
RESTART_SECONDS = 10
LATER_SECONDS = 60
"""After a start in vain."""
MINDING = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between looks whether there is something to send, as it goes on."""
AFTERMATH = timedelta(minutes=3)
"""For so long a restart may be felt."""
LONGEST_SETTLING = timedelta(hours=1)


Result = TypeVar("Result")


class Town:
    """Everything of one run; all chance comes from `seed`."""

    def __init__(
        self, folder: Path, seed: int, start: datetime, people: int = 100, habits: Habits | None = None
    ) -> None:
        self.random = Random(seed)
        self.clock = LoopClock(start)
        self.wire = Wire(self.clock, Random(self.random.random()))
        self.newsroom = Newsroom(self.clock)
        self.model = Model(NEWSLETTERS)
        self.troubles = Troubles()
        self.file = folder / f"simulation-{seed}.db"
        self.habits = habits or Habits()
        self.crowd = Crowd(self.random, self.clock, self.wire, self.troubles)
        self.looks = self.lives = 0
        self.oracle: Oracle
        self.books: Books
        self._how_many = people
        self._life: Life | None = None
        self._agenda: list[Entry] = []
        self._wishes: dict[int, Wish] = {}
        self._version = ""
        self._looked_at = start
        self._dues: list[datetime] = []
        self._dues_until = start
        self._mind_at: datetime | None = None
        self._minded = 0
        self._down: Span | None = None
        self._spell: Span | None = None
        self._step: Span | None = None

    def note(self, *entries: Entry) -> None:
        """Put more on the agenda than chance does."""
        self._agenda.extend(entries)
        heapify(self._agenda)

    async def live(self, days: int) -> None:
        """So many days, from the first reader on; then whatever is wrong is in `oracle.wrong`."""
        await self._found()
        for _ in range(days):
            begins = self.clock.true()
            dues = self.model.wanted(begins, self._wishes)
            self.note(*agenda(self.random, begins, dues, self.habits))
            await self._pass(begins + DAY)
            await self._settle()
            await self._close_the_day()
        await self._end()

    # -- the beginning and the end

    async def _found(self) -> None:
        """The bot begins, and everybody has finished choosing."""
        await self._start()
        assert self._life is not None
        self.books = Books(self.file)
        self.oracle = Oracle(self.clock, self.wire, self.model, self.books, self.troubles)
        for number in range(self._how_many):
            await self.crowd.settle_in(number, self._life.bot.readers)
        await self._look()

    async def _end(self) -> None:
        if self._life is not None:
            counted = await self._unless_killed(self._life, reconcile(self._life.bot.database))
            if counted is not None and not counted.even:
                self.oracle.say("the bot itself finds that the count does not come out even:", counted.whole)
            await self._life.stop()
            self._check_life(self._life)
            self._life = None
        self.books.close()

    # -- time passes

    async def _pass(self, end: datetime) -> None:
        """Until a true instant, whatever comes."""
        while self.clock.true() < end:
            ticks_at = self._next_look() if self._life is not None else None
            due = min(
                moment
                for moment in (end, ticks_at, self._mind_at, self._agenda[0].at if self._agenda else None)
                if moment is not None
            )
            await self._wait(due)
            now = self.clock.true()
            if self._life is not None and self._life.ended.is_set():
                await self._died(RESTART_SECONDS)
            elif self._agenda and self._agenda[0].at <= now:
                await self._happen(heappop(self._agenda))
            elif self._mind_at is not None and self._mind_at <= now:
                await self._mind()
            elif ticks_at is not None and ticks_at <= now:
                await self._look()

    async def _wait(self, moment: datetime) -> None:
        seconds = (moment - self.clock.true()).total_seconds()
        if self._life is None or seconds <= 0:
            await self.clock.sleep(seconds)
            return
        ended = asyncio.ensure_future(self._life.ended.wait())
        await asyncio.wait([ended], timeout=seconds)
        ended.cancel()

    def _next_look(self) -> datetime:
        """The next moment of the bot's rhythm at which somebody may be due; between them its looks find nothing."""
        assert self._life is not None
        now = self.clock.now()
        if now > self._dues_until - HOUR:
            self._reckon(now)
        after = min(self._looked_at, now)
        place = bisect.bisect_right(self._dues, after)
        soonest = self._dues[place] if place < len(self._dues) else now + HOUR
        soonest -= self.clock.error
        ticks = max(-(-(soonest - self._life_began) // TICK), (self.clock.true() - self._life_began) // TICK + 1)
        return self._life_began + ticks * TICK

    def _reckon(self, now: datetime) -> None:
        dues = self.model.next_due(now - HOUR, self._wishes)
        cuts = {due.replace(minute=0) - LEAD for due in dues}
        self._dues = sorted({*dues, *cuts})
        self._dues_until = now + DAY - HOUR

    # -- what the bot does

    async def _look(self) -> None:
        """The bot looks at the clock, and finds what it must."""
        life = self._life
        assert life is not None
        self.looks += 1
        now, last = self.clock.now(), self.books.last_id()
        self._learn()
        must, may = self.model.look(now, self._wishes)
        finished = await self._unless_killed(life, life.step())
        if not finished and not self._marked(now):
            return
        found = self.books.planned_since(last)
        for key in found.keys() - must.keys() - may:
            self.oracle.say(key, "is planned and not owed")
        for key in must.keys() - found.keys():
            self.oracle.say(key, "is owed and not planned, at", now)
        for key in must.keys() & found.keys():
            if must[key].due_at != found[key]:
                self.oracle.say(key, "is planned for", found[key], "and due at", must[key].due_at)
        self.model.looked(now, {key: must.get(key) or Owed(due, now, late=False) for key, due in found.items()})
        self._looked_at = now
        self.wire.note("looked", sorted(found))
        if found or (self._mind_at is None and self.books.open()):
            self._stir()

    async def _unless_killed(self, life: Life, work: Coroutine[Any, Any, Result]) -> Result | None:
        """What comes of a step of the bot; None when the process is killed in it."""
        step = asyncio.ensure_future(work)
        ended = asyncio.ensure_future(life.ended.wait())
        await asyncio.wait([step, ended], return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if not step.done():
            step.cancel()
        (done,) = await asyncio.gather(step, return_exceptions=True)
        if not isinstance(done, BaseException):
            return done
        if not life.ended.is_set():
            raise done
        return None

    def _marked(self, now: datetime) -> bool:
        """Whether a look that was cut short has been written down."""
        found = self.books.ask("SELECT value FROM marks WHERE name = 'planned_until'")
        return bool(found) and instant(found[0][0]) == now

    def _learn(self) -> None:
        """What everybody wants by now; new wishes change when the bot has to look."""
        version = self.books.version()
        if version != self._version:
            self._version, self._wishes = version, self.books.wishes()
            self._reckon(self.clock.now())

    def _stir(self) -> None:
        """Something may have to be sent."""
        self._minded = 0
        self._mind_at = self.clock.true()

    async def _mind(self) -> None:
        """Let the sender sleep while there is nothing to send."""
        life, self._mind_at = self._life, None
        if life is None:
            return
        self._learn()
        opened = self.books.open()
        if opened:
            life.send()
        else:
            await life.rest()
        if opened and self.books.unmade():
            await self._look()
        if opened or not self._heard():
            self._mind_at = self.clock.true() + timedelta(seconds=MINDING[min(self._minded, len(MINDING) - 1)])
            self._minded += 1

    def _heard(self) -> bool:
        """Whether the bot has done all that people asked."""
        return not self.wire.scene.updates.waiting and self.books.handled()

    # -- a process begins and ends

    async def _start(self) -> None:
        self.lives += 1
        self.wire.note("started")
        life = Life(self.file, self.clock, self.wire, self.newsroom, Random(self.random.random()))
        try:
            await life.begin()
        except UnreachableError:
            await life.bury()
            self._later(LATER_SECONDS, Event.START)
            return
        self._life, self._life_began = life, self.clock.true()
        self.model.restarted()
        if self._down is not None:
            self._down.until, self._down = self.clock.true() + AFTERMATH, None
        if self.lives > 1:
            await self._look()
            self._stir()

    async def _died(self, seconds: float) -> None:
        """Bury the process, and begin a new one after a while."""
        life, self._life = self._life, None
        assert life is not None
        self.wire.note("died")
        await life.bury()
        self._check_life(life)
        limits, known = self.wire.scene.limits, self.books.silence()
        if limits.silent_until is not None and (known is None or known < limits.silent_until - timedelta(seconds=1)):
            self.wire.forget_silence()
        self._down = self.troubles.begin(self.clock.true() - AFTERMATH)
        self._later(seconds, Event.START)

    def _check_life(self, life: Life) -> None:
        for error in life.trouble:
            self.oracle.say("the process would have ended:", repr(error))

    def _later(self, seconds: float, event: Event) -> None:
        heappush(self._agenda, Entry(self.clock.true() + timedelta(seconds=seconds), 10_000 + self.lives, event))

    # -- what happens to it

    async def _happen(self, entry: Entry) -> None:
        self.wire.note(entry.event.name)
        now = self.clock.true()
        match entry.event:
            case Event.SPELL if self._spell is None:
                self.wire.spell, self._spell = entry.spell, self.troubles.begin(now)
            case Event.FAIR if self._spell is not None:
                self.wire.spell, self._spell.until, self._spell = None, now + 2 * AFTERMATH, None
            case Event.STEP if self._step is None:
                self.clock.error, self._step = timedelta(seconds=entry.seconds), self.troubles.begin(now - HOUR)
            case Event.STEP_BACK if self._step is not None:
                self.clock.error, self._step.until, self._step = timedelta(0), now + HOUR, None
            case Event.START if self._life is None:
                await self._start()
            case Event.KILL | Event.KILL_SOON | Event.KILL_SENDING | Event.STOP if self._life is not None:
                await self._hit(self._life, entry)
            case Event.ACT | Event.TODAY | Event.LEAVE | Event.RETURN | Event.MOVE:
                self._stir()
                self.crowd.act(entry.event)

    async def _hit(self, life: Life, entry: Entry) -> None:
        match entry.event:
            case Event.KILL:
                life.kill()
                await self._died(entry.seconds)
            case Event.KILL_SOON:
                life.kill_after(self.random.randint(1, 400))
            case Event.KILL_SENDING:
                self.wire.at_message(self.random.randint(1, 6), self.random.uniform(0, 0.15), life.kill)
            case Event.STOP:
                await life.stop()
                await self._died(entry.seconds)

    # -- the day is over

    async def _settle(self) -> None:
        """Until the bot has done what it was asked, if it can."""
        latest = self.clock.true() + LONGEST_SETTLING
        while self._life is not None and self._spell is None and not self._heard() and self.clock.true() < latest:
            await self._pass(self.clock.true() + timedelta(seconds=5))

    async def _close_the_day(self) -> None:
        """Everything is accounted for, and everybody is understood."""
        if self._life is None or self._spell is not None or self._step is not None:
            return
        if self._heard():
            for sentence in self.crowd.misunderstood(self.books.wishes()):
                self.oracle.say(sentence)
        else:
            self.oracle.say("commands are not handled in fair weather")
        if uneven := self.books.uneven():
            self.oracle.say("the count does not come out even:", *uneven)
        self.oracle.judge()
        self.crowd.forget_messages()
        await self._unless_killed(self._life, self._life.bot.purge())
