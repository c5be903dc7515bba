"""The whole bot as one thing: the steps that it takes, and the life that takes them until it is told to stop."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import structlog

from bot.alarm import Alarm
from bot.books import LedgerWatch
from bot.delivery.amend import Amender
from bot.delivery.lateness import Lookout, finishes
from bot.delivery.pace import Pace
from bot.delivery.plan import Planner
from bot.delivery.prepare import Preparer
from bot.delivery.send import Sender
from bot.errors import BotError, UnreachableError
from bot.jobs import Jobs
from bot.readers.service import ReaderService
from bot.store.inbox import Inbox
from bot.store.marks import MENUS, read_words, set_words
from bot.store.outbox import Outbox
from bot.store.purge import purge
from bot.supplies import SupplyWatch
from bot.telegram.backlog import BacklogWatch
from bot.telegram.gateway import Gateway
from bot.telegram.inline import Quotes
from bot.telegram.lanes import Lanes
from bot.telegram.language import ENGLISH, LANGUAGES, speaking
from bot.telegram.receive import Receiver
from bot.telegram.registry import Registry
from briefings.clock import Clock
from briefings.model import Edition, Slot
from briefings.pipeline import Newsroom
from briefings.store.database import Database
from briefings.supply import LEAST
from briefings.whole import whole
from briefings.writing.naming import content_id

log = structlog.get_logger()

FIRST_POLL_SECONDS = 60
"""How long the first tick waits for the sources: what a stopped bot missed is better late than stale."""
POLL_AHEAD = timedelta(minutes=5)
"""So long before a cut its sources are asked, whatever their own rhythm: time enough for one that takes its time."""
LONGEST_PAUSE = 60.0
"""Seconds between two tries to reach Telegram at the start; the first come sooner."""
BITE = 500
"""Deliveries that are made in one go."""
MADE_AHEAD = 2_000
"""Messages that wait, from which on none are made: what is sent an hour later is to be of that hour."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How the bot lives: how fast its clock runs, and who is told that the first poll is over. The demo sets both."""

    speed: float = 1.0
    ready: Callable[[], object] = bool


@dataclass(frozen=True, slots=True)
class Daybrief:
    """The whole bot. `run` lives it; the tests take its steps one at a time instead."""

    clock: Clock
    database: Database
    news: Newsroom
    readers: ReaderService
    inbox: Inbox
    planner: Planner
    preparer: Preparer
    outbox: Outbox
    pace: Pace
    sender: Sender
    lanes: Lanes
    receiver: Receiver
    gateway: Gateway
    registry: Registry
    alarm: Alarm
    amender: Amender
    quotes: Quotes
    lookout: Lookout = field(default_factory=Lookout)
    backlog: BacklogWatch = field(default_factory=BacklogWatch)
    supplies: SupplyWatch = field(default_factory=SupplyWatch)
    books: LedgerWatch = field(default_factory=LedgerWatch)

    async def tick(self) -> None:
        """Cut what is to be cut, plan who is due, make all that is owed, wake the sender: for tests, in one step."""
        await self.cut()
        await self.plan()
        await self.preparer.prepare(self.clock.now())
        self.sender.wake()

    async def cut(self) -> None:
        """Cut the editions that somebody will wait for soon."""
        thin: dict[str, int] = {}
        for cut in await self.planner.cuts(self.clock.now()):
            edition = await self._cut(*cut)
            if edition is not None and len(edition.briefs) < LEAST:
                thin[edition.newsletter] = len(edition.briefs)
        self.supplies.thin(thin, self.alarm)

    async def plan(self) -> None:
        """Plan who is due; what has waited too long since it was made is to be made anew."""
        now = self.clock.now()
        await self.planner.tick(now)
        await self.preparer.unmake_overdue(now)

    async def prepare(self) -> None:
        """Make what is owed, in small bites, so far ahead of the sender as it can use."""
        while await self.outbox.waiting(MADE_AHEAD) < MADE_AHEAD:
            if await self.preparer.prepare(self.clock.now(), BITE) < BITE:
                return

    async def watch(self) -> None:
        """Tell the admins of what comes much too late, to readers or to people who asked, and of what runs short."""
        now = self.clock.now()
        sends = finishes(await self.outbox.backlog(now), self.pace.per_second, now, self.pace.flood_until)
        for send in self.lookout.look(sends):
            due, last = (f"{moment:%Y-%m-%d %H:%M} UTC" for moment in (send.due_at, send.last_at))
            self.alarm("delivery.behind", due_at=due, waiting=send.waiting, last_at=last)
        await self.backlog.look(self.inbox, self.alarm, now)
        await self.supplies.look(self.news, self.planner, self.news.catalogue.newsletters, self.alarm, now)
        await self.books.look(self.database, self.alarm, now)

    async def poll(self) -> None:
        """Ask the sources that are due or whose newsletter is cut soon, and see that there is a sample to show."""
        now = self.clock.now()
        await self.news.poll(soon=self.planner.cuts_ahead(now, POLL_AHEAD))
        await self.news.front_page()

    async def correct(self) -> None:
        """Put right what sources took back: in what waits, and in what was sent."""
        for edition in await self.news.correct():
            count = await self.preparer.outdated(edition.id)
            log.info("edition.corrected", edition=edition.id, waiting=count)
        await self.amender.amend()

    async def purge(self) -> None:
        """Forget what is older than it is kept, a small step at a time."""
        now = self.clock.now()
        gone = await self.news.purge() + await purge(self.database, now)
        if gone:
            log.info("rows.purged", count=gone)

    async def tell(self) -> None:
        """Tell the admins what they must hear; apart from the tick, because it waits for its turn to speak."""
        await self.alarm.tell(self.gateway)

    async def run(self, stop: asyncio.Event, rhythm: Rhythm) -> None:
        """Receive, answer, poll, plan and send until `stop`; then finish what is in hand.

        While Telegram cannot be reached at the start, it waits. Raises TokenError or SecondPollerError when Telegram
        cannot be worked with.
        """
        username = await _unless(stop, self.reached())
        if username is None:
            return
        log.info("bot.started", username=username, newsletters=len(self.news.catalogue.newsletters))
        with _one_error():
            async with asyncio.TaskGroup() as group:
                # Nobody waits for the menus: what is asked meanwhile is answered.
                begun = (self.receiver.run(), self._keep_time(rhythm), self.show_menus())
                working = [group.create_task(work) for work in begun]
                group.create_task(self.lanes.run())
                group.create_task(self.sender.run(stop))
                await stop.wait()
                for task in working:
                    task.cancel()
                self.lanes.stop()
        log.info("bot.stopped")

    async def show_menus(self) -> None:
        """The commands in Telegram's menu, to everybody in their language; it keeps them until they change."""
        menus: dict[str, list[tuple[str, str]]] = {}
        for code in LANGUAGES:
            with speaking(code):
                menus[code] = self.registry.menu()
        name = content_id(self.gateway.username or "", menus)
        async with self.database.read() as connection:
            if await read_words(connection, MENUS) == name:
                return
        shown = [await self.gateway.set_menu(menu, code if code != ENGLISH else None) for code, menu in menus.items()]
        if all(shown):
            async with self.database.write() as connection:
                await set_words(connection, MENUS, name)

    async def reached(self) -> str:
        """The bot's name, as soon as Telegram answers: a machine may be up before its network is."""
        pause = 1.0
        while True:
            try:
                return await self.gateway.me()
            except UnreachableError as error:
                log.warning("start.unreachable", reason=str(error), pause=pause)
            await self.clock.sleep(pause)
            pause = min(LONGEST_PAUSE, 2 * pause)

    async def _cut(self, newsletter: str, day: date, slot: Slot) -> Edition | None:
        try:
            return await self.news.cut(newsletter, day, slot)
        except Exception as error:  # one newsletter that cannot be cut must not cost the others their morning
            log.exception("edition.failed", newsletter=newsletter)
            self.alarm("edition.failed", newsletter=newsletter, date=str(day), slot=slot, error=type(error).__name__)
            return None

    async def _first_poll(self) -> None:
        try:
            async with asyncio.timeout(FIRST_POLL_SECONDS):
                await self.poll()
        except TimeoutError:
            log.warning("poll.slow", seconds=FIRST_POLL_SECONDS)
        except Exception:  # news that cannot be read must not keep the bot from answering; the job tries again
            log.exception("job.failed", job="poll")

    async def _keep_time(self, rhythm: Rhythm) -> None:
        await self._first_poll()
        rhythm.ready()

        async def tick() -> None:
            await self.plan()
            jobs.at_once("prepare")

        work = {"cut": self.cut, "tick": tick, "prepare": self.prepare, "poll": self.poll}
        work |= {"correct": self.correct, "watch": self.watch, "tell": self.tell, "purge": self.purge}
        jobs = Jobs(work, rhythm.speed)
        jobs.start()
        try:
            await asyncio.Event().wait()
        finally:
            await jobs.stop()


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, str]) -> str | None:
    """What comes of `work`; None when we are told to stop before it is done."""
    working, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((working, stopped), return_when=asyncio.FIRST_COMPLETED)
        return await working if working.done() else None
    finally:
        for task in (working, stopped):
            task.cancel()
        await whole(asyncio.gather(working, stopped, return_exceptions=True))


@contextmanager
def _one_error() -> Iterator[None]:
    """Of several tasks that failed together, the sentence for the operator; a fault of ours stays a group."""
    try:
        yield
    except* BotError as group:
        raise next(_leaves(group)) from None


def _leaves(group: BaseExceptionGroup[BotError]) -> Iterator[BotError]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error
