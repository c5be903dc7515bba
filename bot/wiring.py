"""The one place that sees everything: it builds the parts and joins them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random

from bot.alarm import Alarm
from bot.config import Settings
from bot.daybrief import Daybrief, Rhythm
from bot.delivery.amend import Amender
from bot.delivery.desk import BriefingDesk
from bot.delivery.pace import Pace
from bot.delivery.plan import Planner
from bot.delivery.prepare import Preparer
from bot.delivery.send import Sender
from bot.delivery.spend import Purse
from bot.ending import at_request
from bot.office import OperatorsOffice
from bot.readers.service import ReaderService
from bot.store.edits import EditStore
from bot.store.inbox import Inbox
from bot.store.looks import LedgerLooks
from bot.store.marks import FLOOD_UNTIL, raise_instant
from bot.store.migrate import upgrade_open
from bot.store.outbox import Outbox
from bot.store.owed import OwedStore
from bot.store.readers import ReaderStore
from bot.telegram.desk import Desk
from bot.telegram.dispatch import Dispatcher
from bot.telegram.gateway import Gateway
from bot.telegram.handlers import COMMANDS, OPERATORS, buttons, location, words
from bot.telegram.inline import Quotes
from bot.telegram.keyboards import briefing_keyboard
from bot.telegram.lanes import Lanes
from bot.telegram.membership import Membership
from bot.telegram.receive import Receiver
from bot.telegram.registry import registry
from bot.telegram.render import render
from briefings.catalogue import Catalogue, load
from briefings.clock import Clock, SystemClock
from briefings.opening import Model, open_newsroom
from briefings.pipeline import Newsroom
from briefings.store.database import Database, shown


@asynccontextmanager
async def wired(
    settings: Settings, clock: Clock, random: Random | None = None, *, write_apart: bool = False
) -> AsyncIterator[Daybrief]:
    """Everything built and joined, nothing running yet; closed in order at the end.

    `write_apart`: briefs are written in a process of their own.

    Raises SettingsError, CatalogueError or StoreError with sentences for the operator.
    """
    chance = random or Random()
    token = settings.token()
    catalogue = load(settings.catalogue)
    pace = Pace(clock, settings.messages_per_second)
    alarm = Alarm(clock, settings.admins, settings.error_chat)
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
                write_apart=write_apart,
                model=_model(settings, alarm),
            )
        )
        gateway = await stack.enter_async_context(
            Gateway(
                token,
                settings.telegram_api,
                pace=pace,
                clock=clock,
                on_flood=partial(_keep_silence, database),
                on_moved=ReaderService(ReaderStore(database), clock).moved,
            )
        )
        yield await _joined(_Built(settings, clock, chance, catalogue, database, news, gateway, pace, alarm), stack)


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
    alarm: Alarm


def _model(settings: Settings, alarm: Alarm) -> Model | None:
    endpoint = settings.model()
    return None if endpoint is None else Model(endpoint, settings.tariff(), partial(_model_silent, alarm))


def _model_silent(alarm: Alarm, reason: str | None) -> None:
    if reason is None:
        alarm("model.back")
    else:
        alarm("model.silent", reason=reason)


async def _database(settings: Settings, stack: AsyncExitStack) -> Database:
    database = await Database.open(settings.database)
    stack.push_async_callback(database.close)
    await upgrade_open(database, shown(settings.database))
    return database


async def _keep_silence(database: Database, until: datetime) -> None:
    """A bot that is restarted within a silence must know of it, whatever request was told to wait."""
    async with database.write() as connection:
        await raise_instant(connection, FLOOD_UNTIL, until)


async def _joined(built: _Built, stack: AsyncExitStack) -> Daybrief:
    clock, database, newsletters = built.clock, built.database, built.catalogue.newsletters
    alarm = built.alarm
    readers, inbox, outbox = ReaderService(ReaderStore(database), clock), Inbox(database), Outbox(database)
    preparer = Preparer(
        OwedStore(database),
        editions=built.news,
        newsletters=newsletters,
        render=render,
        keyboard_of=briefing_keyboard,
        alert=alarm,
        ready=lambda: sender.wake(),  # noqa: PLW0108 (the sender is made later, with the preparer's help)
    )
    sender = await _sender(built, outbox, preparer, alarm)
    handlers = registry(COMMANDS, buttons, words, location, OPERATORS)
    dispatcher = await stack.enter_async_context(
        Dispatcher(
            built.gateway,
            _desk(built, readers, preparer),
            inbox=inbox,
            membership=Membership(readers),
            registry=handlers,
            clock=clock,
        )
    )
    quotes = Quotes(built.news, built.catalogue, built.gateway)
    lanes = Lanes(inbox, dispatcher.handle, clock)
    return Daybrief(
        clock=clock,
        database=database,
        news=built.news,
        readers=readers,
        inbox=inbox,
        planner=Planner(database, newsletters),
        preparer=preparer,
        outbox=outbox,
        pace=built.pace,
        sender=sender,
        lanes=lanes,
        receiver=_receiver(built, inbox, dispatcher, lanes, quotes, readers),
        quotes=quotes,
        gateway=built.gateway,
        registry=handlers,
        alarm=alarm,
        amender=Amender(built.news, EditStore(database), outbox, built.gateway, built.pace, clock),
    )


def _receiver(  # noqa: PLR0917 (everybody who hears of an update)
    built: _Built, inbox: Inbox, dispatcher: Dispatcher, lanes: Lanes, quotes: Quotes, readers: ReaderService
) -> Receiver:
    return Receiver(
        built.gateway,
        inbox,
        built.clock,
        concerns=dispatcher.concerns,
        stored=lanes.wake,
        moved=readers.moved,
        inline=quotes.ask,
    )


async def _sender(built: _Built, outbox: Outbox, preparer: Preparer, alarm: Alarm) -> Sender:
    settings, clock = built.settings, built.clock
    # Known before anybody speaks: answers to people must not break a silence that began in an earlier life.
    if (silent_until := await outbox.flood_until()) is not None:
        built.pace.hold(silent_until)
    return Sender(
        outbox,
        built.gateway,
        built.pace,
        clock=clock,
        random=built.random.random,
        alert=alarm,
        purse=_purse(settings) if settings.allow_paid_broadcast else None,
        refused=preparer.refused,
    )


def _purse(settings: Settings) -> Purse:
    return Purse(settings.paid_stars_a_day, settings.paid_messages_per_second)


def _desk(built: _Built, readers: ReaderService, preparer: Preparer) -> Desk:
    briefings = BriefingDesk(
        OwedStore(built.database),
        LedgerLooks(built.database),
        preparer,
        library=built.news,
        newsletters=built.catalogue.newsletters,
        clock=built.clock,
    )
    return Desk(
        catalogue=built.catalogue,
        readers=readers,
        news=built.news,
        briefings=briefings,
        clock=built.clock,
        office=_office(built, preparer),
        called=lambda: built.gateway.username,
    )


def _office(built: _Built, preparer: Preparer) -> OperatorsOffice | None:
    if not built.settings.admins:
        return None
    return OperatorsOffice(
        ids=frozenset(built.settings.admins),
        database=built.database,
        catalogue=built.catalogue,
        news=built.news,
        preparer=preparer,
        pace=built.pace,
        render=render,
        clock=built.clock,
    )


async def run_until_stopped(settings: Settings, clock: Clock, rhythm: Rhythm) -> None:
    """Run until the process is asked to end (an interrupt or a termination); raises what `Daybrief.run` raises."""
    stop = asyncio.Event()
    tell = partial(asyncio.get_running_loop().call_soon_threadsafe, stop.set)
    with at_request(tell):
        async with wired(settings, clock, write_apart=True) as daybrief:
            await daybrief.run(stop, rhythm)


async def run(settings: Settings) -> None:
    """`daybrief run`."""
    await run_until_stopped(settings, SystemClock(), Rhythm())
