"""Starts and stops that race each other: ten rounds of fifty lives of each part of the bot, and nothing left of them.

After each round no task, thread, child process or open file is there that was not there before, and the database
answers; no sender leases after its stop.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from bot.delivery.lease import Receipt, Step, Waiting
from bot.delivery.pace import Pace
from bot.jobs import SECONDS, Jobs
from bot.store.inbox import Inbox
from bot.store.outbox import Outbox
from bot.telegram.lanes import Lanes
from bot.telegram.receive import Receiver
from briefings.errors import BriefingsError
from briefings.feeds.child import ParserProcess
from briefings.model import Story
from briefings.scribes.child import WritingProcess
from briefings.scribes.wire import NotWrittenError
from briefings.store.database import Database
from tests.bot.delivery.conftest import Ledger
from tests.bot.delivery.making import NOON, Telegram, add_readers, make_brief, make_edition
from tests.clock import ManualClock
from tests.crash.holdings import Holdings
from tests.crash.racing import LIVES, ROUNDS, TURNS, race_many, turns, until_stopped

POOL = 15
"""Connections that the database has at most, besides the one of its desk."""
MINUTE = timedelta(minutes=1)
DUE = 30
"""Readers who are due at each round."""
UPDATES = 400
CHILDREN = 4
"""Processes that are started at a time: each costs 20 ms of the processor, so they are fewer."""
LONG_TURNS = (0, 10, 1_000, 6_000)
"""Until a process is made, until it is ready, until it has its job."""
SILENT = "tests.crash.silent_child"
NOTHING = text("UPDATE readers SET language = language")
COPIES = """
SELECT chat_id, parts.state, doubts FROM parts
JOIN deliveries ON deliveries.id = delivery_id JOIN readers ON readers.id = reader_id
"""


@pytest.fixture
async def before(database: Database) -> Holdings:
    """What is held by a database that has had as many connections as it ever has: SQLite keeps their files for new."""
    together = asyncio.Barrier(POOL)

    async def hold() -> None:
        async with database.read() as connection:
            await connection.execute(text("SELECT 1"))
            await together.wait()

    await database.look(lambda connection: connection.scalar(text("SELECT 1")))
    await asyncio.gather(*(hold() for _ in range(POOL)))
    return Holdings.now()


async def usable(database: Database) -> None:
    """Both ways into the database are open: no life left a transaction behind."""
    async with asyncio.timeout(5):
        async with database.write() as connection:
            await connection.execute(NOTHING)
        await database.change(lambda connection: connection.execute(NOTHING))


async def test_reads_and_writes_that_are_cancelled_leave_nothing_open(database: Database, before: Holdings) -> None:
    """Wherever it hits them, and twice."""
    random = Random(1)

    async def read(_stop: asyncio.Event) -> None:
        async with database.read() as connection:
            await connection.execute(text("SELECT * FROM readers"))

    async def write(_stop: asyncio.Event) -> None:
        async with database.write() as connection:
            await connection.execute(NOTHING)

    for _ in range(ROUNDS):
        await asyncio.gather(race_many(read, random, LIVES // 2, 25), race_many(write, random, LIVES // 2, 25))
        await before.regained()
        await usable(database)


class StrictOutbox(Outbox):
    """Whoever has been told to stop asks for no lease."""

    def __init__(self, database: Database, stop: asyncio.Event) -> None:
        super().__init__(database)
        self._stop = stop

    async def step(
        self, receipts: Sequence[Receipt], wanted: Sequence[Waiting], now: datetime, spent: Any = None
    ) -> Step:
        assert not (wanted and self._stop.is_set())
        return await super().step(receipts, wanted, now, spent)


class Slow(Telegram):
    """Answers a little later."""

    async def send(self, *message: Any, **how: Any) -> Any:
        outcome = await super().send(*message, **how)
        await turns(len(self.sent) % 7)
        return outcome


async def test_senders_leave_nothing_and_lease_nothing_after_their_stop(
    database: Database, clock: ManualClock, before: Holdings
) -> None:
    """And in the end everybody has the message, more than once only where its first try was in doubt."""
    ledger, random = Ledger(database, clock), Random(2)
    ledger.telegram = Slow(clock)
    ledger.newsroom.publish(make_edition("denver", make_brief("d1")))

    async def live(stop: asyncio.Event) -> None:
        ledger.outbox = StrictOutbox(database, stop)
        await ledger.new_sender(Pace(clock, None), grace=0.01).run(stop)

    for number in range(ROUNDS):
        await ledger.planner.tick(NOON + number * MINUTE - MINUTE)
        await add_readers(
            ledger.readers, range(number * DUE + 1, number * DUE + DUE + 1), morning=(NOON + number * MINUTE).time()
        )
        await ledger.plan(NOON + number * MINUTE)
        await race_many(live, random)
        await before.regained()
        await usable(database)
    ledger.outbox = Outbox(database)
    for _ in range(3):
        clock.advance(minutes=2)
        await ledger.new_sender(Pace(clock, None)).drain()
    async with database.read() as connection:
        done = (await connection.execute(text(COPIES))).all()
    assert len(done) == ROUNDS * DUE
    for chat_id, state, doubts in done:
        assert (state, ledger.telegram.copies[chat_id] <= 1 + doubts) == ("sent", True)


async def test_receivers_leave_nothing_and_lose_no_update(
    database: Database, clock: ManualClock, before: Holdings
) -> None:
    """Each takes up where the others were; what one was storing when it was cancelled is stored or asked for again."""
    inbox, random = Inbox(database), Random(3)

    class Feed:
        async def updates(self, offset: int | None, _timeout: int) -> list[dict[str, Any]]:
            await turns(random.randrange(20))
            first = offset or 1
            if first > UPDATES:
                await asyncio.Event().wait()
            return [said(number) for number in range(first, min(first + 7, UPDATES + 1))]

    async def live(stop: asyncio.Event) -> None:
        receiver = Receiver(Feed(), inbox, clock, concerns=lambda _: True, stored=bool, moved=nobody_moved)
        await until_stopped(receiver.run(), stop)

    for _ in range(ROUNDS):
        await race_many(live, random)
        await before.regained()
        await usable(database)
    everything, brought = list(range(1, UPDATES + 1)), asyncio.Event()
    last = Receiver(Feed(), inbox, clock, concerns=lambda _: True, stored=brought.set, moved=nobody_moved)
    living = asyncio.create_task(last.run())
    async with asyncio.timeout(60):
        while True:
            brought.clear()
            rows = [row.update_id for row in await inbox.waiting(UPDATES)]
            assert rows == everything[: len(rows)]
            if rows == everything:
                break
            await brought.wait()
    living.cancel()
    with suppress(asyncio.CancelledError):
        await living


async def test_lanes_leave_nothing_and_handle_every_update(
    database: Database, clock: ManualClock, before: Holdings
) -> None:
    """What one had begun when it was cancelled, the next one does."""
    inbox, random, handled = Inbox(database), Random(4), set[int]()
    await inbox.store([said(number) for number in range(1, UPDATES + 1)], clock.now())

    async def handle(row: Any) -> None:
        await turns(random.randrange(5))
        handled.add(row.update_id)

    async def live(stop: asyncio.Event) -> None:
        lanes = Lanes(inbox, handle, clock, grace=0.01, window=10)
        await until_stopped(lanes.run(), stop, lanes.stop)

    for _ in range(ROUNDS):
        # One at a time: beside each other, two would handle the same.
        await race_many(live, random, at_once=1)
        await before.regained()
        await usable(database)
    lanes = Lanes(inbox, handle, clock)
    living = asyncio.create_task(lanes.run())
    everything = set(range(1, UPDATES + 1))
    async with asyncio.timeout(60):
        while handled != everything:
            await turns(1)
    lanes.stop()
    await living
    assert await inbox.backlog() == 0


async def test_jobs_that_many_start_and_stop_at_once_are_over_after_the_last_stop(
    database: Database, before: Holdings
) -> None:
    """Twice, in any order, in the middle of a job; each can be started anew, and a stop that is cancelled is one."""
    random = Random(5)
    begun = ended = 0

    async def work() -> None:
        nonlocal begun, ended
        begun += 1
        try:
            await turns(random.choice(TURNS))
            async with database.read() as connection:
                await connection.execute(text("SELECT 1"))
        finally:
            ended += 1

    jobs = Jobs(dict.fromkeys(SECONDS, work), speed=600)

    async def live(stop: asyncio.Event) -> None:
        jobs.start()
        try:
            await stop.wait()
        finally:
            await jobs.stop()

    for number in range(ROUNDS):
        await race_many(live, random)
        await jobs.stop()
        assert begun == ended > number
        await before.regained()
    began = begun
    await turns(100)
    assert begun == began


async def test_children_that_are_started_and_ended_at_once_leave_no_process(before: Holdings) -> None:
    """Closed before they start, while they start, with a job under way; cancelled twice."""
    random = Random(6)

    async def parse(stop: asyncio.Event) -> None:
        async with ParserProcess(module=SILENT) as parser:
            await until_stopped(parser.parse(b"", None), stop)

    async def write(stop: asyncio.Event) -> None:
        async with WritingProcess(module=SILENT) as writing:
            jobs = [asyncio.ensure_future(writing.write(Story("s", ()))) for _ in range(3)]
            with suppress(asyncio.CancelledError):
                await stop.wait()
        # Closed under the hands of those who wait for it: each of them is told, and none starts it again.
        for said in await asyncio.gather(*jobs, return_exceptions=True):
            assert isinstance(said, BriefingsError | NotWrittenError)

    for _ in range(ROUNDS):
        await race_many(parse, random, CHILDREN, CHILDREN, LONG_TURNS)
        await race_many(write, random, CHILDREN, CHILDREN, LONG_TURNS)
        await before.regained()


async def nobody_moved(_old: int, _new: int) -> None: ...


def said(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": number % 20, "type": "private"}, "text": "hello"}}
