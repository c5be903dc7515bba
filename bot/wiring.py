"""The one place that sees everything: it builds the parts, joins them, and runs them until told to stop."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

import structlog

from bot.alarm import Alarm
from bot.config import Settings
from bot.delivery.desk import BriefingDesk
from bot.delivery.pace import Pace
from bot.delivery.plan import Planner
from bot.delivery.prepare import Preparer
from bot.delivery.send import Sender
from bot.errors import BotError
from bot.jobs import scheduler
from bot.readers.service import ReaderService
from bot.store.inbox import Inbox
from bot.store.looks import LedgerLooks
from bot.store.migrate import upgrade_open
from bot.store.outbox import Outbox
from bot.store.owed import OwedStore
from bot.store.purge import purge
from bot.store.readers import ReaderStore
from bot.telegram.desk import Desk
from bot.telegram.dispatch import Dispatcher
from bot.telegram.gateway import Gateway
from bot.telegram.handlers import COMMANDS, buttons, location, words
from bot.telegram.keyboards import briefing_keyboard
from bot.telegram.lanes import Lanes
from bot.telegram.membership import Membership
from bot.telegram.receive import Receiver
from bot.telegram.registry import Registry, registry
from bot.telegram.render import render
from briefings.catalogue import Catalogue, load
from briefings.clock import Clock, SystemClock
from briefings.model import Slot
from briefings.opening import open_newsroom
from briefings.pipeline import Newsroom
from briefings.store.database import Database, shown

log = structlog.get_logger()

FIRST_POLL_SECONDS = 60
"""How long the first tick waits for the sources: what a stopped bot missed is better late than stale."""


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
    sender: Sender
    lanes: Lanes
    receiver: Receiver
    gateway: Gateway
    registry: Registry
    alarm: Alarm

    async def tick(self) -> None:
        """Cut what is to be cut, plan who is due, make what is owed, wake the sender."""
        now = self.clock.now()
        for cut in await self.planner.cuts(now):
            await self._cut(*cut)
        await self.planner.tick(now)
        await self.preparer.prepare(now)
        self.sender.wake()
        await self.alarm.tell(self.gateway)

    async def poll(self) -> None:
        """Ask the sources that are due, and see that there is a sample to show."""
        await self.news.poll()
        await self.news.front_page()

    async def purge(self) -> None:
        """Forget what is older than it is kept, a small step at a time."""
        now = self.clock.now()
        gone = await self.news.purge() + await purge(self.database, now)
        if gone:
            log.info("rows.purged", count=gone)

    async def run(self, stop: asyncio.Event, rhythm: Rhythm) -> None:
        """Receive, answer, poll, plan and send until `stop`; then finish what is in hand.

        Raises TokenError, SecondPollerError or UnreachableError when Telegram cannot be worked with.
        """
        username = await _unless(stop, self.gateway.me())
        if username is None:
            return
        await self.gateway.set_menu(self.registry.menu())
        log.info("bot.started", username=username, newsletters=len(self.news.catalogue.newsletters))
        with _one_error():
            async with asyncio.TaskGroup() as group:
                working = [group.create_task(work) for work in (self.receiver.run(), self._keep_time(rhythm))]
                group.create_task(self.lanes.run())
                group.create_task(self.sender.run(stop))
                await stop.wait()
                for task in working:
                    task.cancel()
                self.lanes.stop()
        log.info("bot.stopped")

    async def _cut(self, newsletter: str, day: date, slot: Slot) -> None:
        try:
            await self.news.cut(newsletter, day, slot)
        except Exception as error:  # one newsletter that cannot be cut must not cost the others their morning
            log.exception("edition.failed", newsletter=newsletter)
            self.alarm("edition.failed", newsletter=newsletter, date=str(day), slot=slot, error=type(error).__name__)

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
        jobs = scheduler(self.tick, self.poll, self.purge, rhythm.speed)
        jobs.start()
        try:
            await asyncio.Event().wait()
        finally:
            jobs.shutdown(wait=False)


@asynccontextmanager
async def wired(settings: Settings, clock: Clock, random: Random | None = None) -> AsyncIterator[Daybrief]:
    """Everything built and joined, nothing running yet; closed in order at the end.

    Raises SettingsError, CatalogueError or StoreError with sentences for the operator.
    """
    chance = random or Random()
    token = settings.token()
    catalogue = load(settings.catalogue)
    pace = Pace(clock, settings.messages_per_second)
    async with AsyncExitStack() as stack:
        database = await _database(settings, stack)
        news = await stack.enter_async_context(
            open_newsroom(
                catalogue,
                database,
                clock,
                chance,
                contact=settings.contact,
                allow_loopback=settings.allow_loopback,
            )
        )
        gateway = await stack.enter_async_context(Gateway(token, settings.telegram_api, pace=pace, clock=clock))
        yield await _joined(_Built(settings, clock, chance, catalogue, database, news, gateway, pace), stack)


@dataclass(frozen=True, slots=True)
class _Built:
    """The parts that hold something open, before the others are put around them."""

    settings: Settings
    clock: Clock
    random: Random
    catalogue: Catalogue
    database: Database
    news: Newsroom
    gateway: Gateway
    pace: Pace


async def _database(settings: Settings, stack: AsyncExitStack) -> Database:
    database = await Database.open(settings.database)
    stack.push_async_callback(database.close)
    await upgrade_open(database, shown(settings.database))
    return database


async def _joined(built: _Built, stack: AsyncExitStack) -> Daybrief:
    clock, database, news, newsletters = built.clock, built.database, built.news, built.catalogue.newsletters
    alarm = Alarm(clock, built.settings.admins)
    store, owed, inbox = ReaderStore(database), OwedStore(database), Inbox(database)
    readers = ReaderService(store, clock)
    outbox = Outbox(database)
    # Known before anybody speaks: answers to people must not break a silence that began in an earlier life.
    if (silent_until := await outbox.flood_until()) is not None:
        built.pace.hold(silent_until)
    sender = Sender(outbox, built.gateway, built.pace, clock=clock, random=built.random.random, alert=alarm)
    preparer = Preparer(
        owed,
        readers=store,
        editions=news,
        newsletters=newsletters,
        render=render,
        keyboard_of=briefing_keyboard,
        alert=alarm,
        ready=sender.wake,
    )
    desk = Desk(
        catalogue=built.catalogue,
        readers=readers,
        news=news,
        briefings=BriefingDesk(
            owed, LedgerLooks(database), preparer, library=news, newsletters=newsletters, clock=clock
        ),
        clock=clock,
    )
    handlers = registry(COMMANDS, buttons, words, location)
    dispatcher = await stack.enter_async_context(
        Dispatcher(built.gateway, desk, inbox=inbox, membership=Membership(readers), registry=handlers, clock=clock)
    )
    lanes = Lanes(inbox, dispatcher.handle, clock)
    return Daybrief(
        clock=clock,
        database=database,
        news=news,
        readers=readers,
        inbox=inbox,
        planner=Planner(database, newsletters),
        preparer=preparer,
        sender=sender,
        lanes=lanes,
        receiver=Receiver(built.gateway, inbox, clock, concerns=dispatcher.concerns, stored=lanes.wake),
        gateway=built.gateway,
        registry=handlers,
        alarm=alarm,
    )


async def run_until_stopped(settings: Settings, clock: Clock, rhythm: Rhythm) -> None:
    """Run until the process is asked to end (an interrupt or a termination); raises what `Daybrief.run` raises."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with wired(settings, clock) as daybrief:
        await daybrief.run(stop, rhythm)


async def run(settings: Settings) -> None:
    """`daybrief run`."""
    await run_until_stopped(settings, SystemClock(), Rhythm())


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, str]) -> str | None:
    """What comes of `work`; None when we are told to stop before it is done."""
    working, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((working, stopped), return_when=asyncio.FIRST_COMPLETED)
        return await working if working.done() else None
    finally:
        for task in (working, stopped):
            task.cancel()
        await asyncio.gather(working, stopped, return_exceptions=True)


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
