"""The outbox against a plain model: plan, lease, crash, answer, wait, in any order.

Tens of thousands of steps are only quick without threads and without waiting for the disk. So the driver's thread does
its work at once, in the caller's, and the database of each run is a copy in memory. What is asked and answered is as
ever; that it survives a crash is shown elsewhere, on a real disk.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiosqlite
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event

from bot.delivery.lease import LEASE, Leased, Receipt, Waiting
from bot.delivery.model import TRANSITIONS, Event, PartState
from bot.delivery.outcome import AnswerLost, Flood, MessageRefused, NotSent, Outcome, Sent
from bot.delivery.retry import GIVE_UP, SECOND_TRY, decide
from bot.store.halt import delivery_state
from bot.store.made import Made, MadeText, Variant
from bot.store.outbox import Outbox
from bot.store.owed import OwedStore
from bot.store.readers import ReaderStore
from briefings.store.database import Database
from briefings.store.tables import metadata
from tests.bot.delivery.making import NOON, TUESDAY, add_reader


class AtOnce:
    """In the place of the driver's thread and its queue: what is put in is done by whoever puts it."""

    def start(self) -> None:
        """There is nothing to start."""

    def put_nowait(self, work: tuple[asyncio.Future[Any] | None, Callable[[], Any]]) -> None:
        future, function = work
        if future is None:
            function()
            return
        try:
            future.set_result(function())
        except sqlite3.Error as error:
            future.set_exception(error)


def connect_at_once(*where: Any, **how: Any) -> aiosqlite.Connection:
    connection = aiosqlite.connect(*where, **how)
    connection._thread = connection._tx = AtOnce()
    return connection


@dataclass
class World:
    """A loop, a database in memory, its driver's connection, and that database as it was in the beginning."""

    loop: asyncio.AbstractEventLoop
    database: Database
    driver: sqlite3.Connection
    beginning: sqlite3.Connection


@contextmanager
def world() -> Iterator[World]:
    """With all tables and one reader."""
    beginning = sqlite3.connect(":memory:")
    with asyncio.Runner() as runner:
        database, driver = runner.run(begin())
        driver.backup(beginning)
        try:
            yield World(runner.get_loop(), database, driver, beginning)
        finally:
            runner.run(database.close())
            beginning.close()


async def begin() -> tuple[Database, sqlite3.Connection]:
    database = await Database.open("sqlite://")
    at_once = {"async_creator_fn": connect_at_once}
    event.listen(database.engine.sync_engine, "do_connect", lambda *given: given[-1].update(at_once))
    async with database.write() as connection:
        await connection.run_sync(metadata.create_all)
    await add_reader(ReaderStore(database), 1)
    async with database.read() as connection:
        return database, (await connection.get_raw_connection()).driver_connection._conn


@dataclass
class Part:
    """What a part must be, in plain words; `copies` is how many messages the person may have seen."""

    expires_at: datetime
    not_before: datetime
    state: PartState = PartState.PLANNED
    doubts: int = 0
    copies: int = 0
    token: int = 0

    def happen(self, event: Event) -> None:
        self.state = TRANSITIONS[self.state, event]
        self.doubts += event in (Event.ANSWER_LOST, Event.LEASE_ENDED)

    @property
    def done(self) -> bool:
        """Nothing more becomes of it."""
        final = self.state in (PartState.SENT, PartState.FAILED, PartState.EXPIRED)
        return final or (self.state is PartState.UNCERTAIN and self.doubts == 2)

    @property
    def open(self) -> bool:
        """It may still be leased."""
        return self.state in (PartState.PLANNED, PartState.UNCERTAIN) and not self.done


OUTCOMES: list[Outcome] = [Sent(1), NotSent("no route"), AnswerLost("?"), Flood(30), MessageRefused("too long")]


class OutboxMachine(RuleBasedStateMachine):
    """Each rule changes the outbox and the model; the invariants compare them."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        world.beginning.backup(world.driver)
        self.run = world.loop.run_until_complete
        self.database = world.database
        self.outbox, self.owed = Outbox(self.database), OwedStore(self.database)
        self.now = NOON
        self.model: dict[int, Part] = {}
        self.order: dict[int, list[int]] = {}
        self.in_hand: list[tuple[Leased, object]] = []
        self.seen: list[Waiting] = []
        self.asked = 0
        self.flood_until = NOON

    @initialize(count=st.integers(1, 2))
    def begin(self, count: int) -> None:
        """There is something to send from the first step on."""
        self.plan(count)

    @precondition(lambda self: sum(not part.done for part in self.model.values()) < 8)
    @rule(count=st.integers(1, 2))
    def plan(self, count: int) -> None:
        """Owe a briefing of one or two messages; each text is its own, so none stops another."""
        self.asked += 1
        delivery = self.run(self.owed.ask(1, self.asked, TUESDAY, self.now))
        (owed,) = self.run(self.owed.get([delivery]))
        texts = tuple(MadeText(f"{delivery}-{number}", "x", []) for number in range(count))
        self.run(self.owed.keep([Made(owed, Variant(texts, (), {"shown": [], "left_out": []}))], self.now))
        known = set(self.model)
        ids = [one for one in self._parts() if one not in known]
        self.order[delivery] = ids
        self.model |= {one: Part(self.now + GIVE_UP, self.now) for one in ids}

    @rule(limit=st.integers(1, 4))
    def look(self, limit: int) -> None:
        """What may go: free, in time, in order, not in doubt twice, and not in a silence; and none of those in hand."""
        self.seen = self.run(self.outbox.look(self.now, limit, [one.part_id for one, _ in self.in_hand][:1]))
        for one in self.seen:
            siblings = self.order[one.delivery_id]
            assert self._may_go(one)
            assert all(self.model[earlier].done for earlier in siblings[: siblings.index(one.part_id)])
            assert one.part_id not in [held.part_id for held, _ in self.in_hand][:1]

    @precondition(lambda self: self.seen or self.in_hand)
    @rule(outcomes=st.lists(st.sampled_from(OUTCOMES), max_size=3), which=st.integers(0, 9))
    def step(self, outcomes: list[Outcome], which: int) -> None:
        """Receipts, then leases of what was seen, however long ago.

        A receipt of the present lease is written, one of an older lease changes nothing; leased is what is still as it
        was seen and may go.
        """
        answered = [self.in_hand.pop(which % len(self.in_hand))[0] for _ in outcomes[: len(self.in_hand)]]
        receipts = [
            Receipt(one, decide(outcome, one.tried, self.now, 0.5))
            for one, outcome in zip(answered, outcomes, strict=False)
        ]
        leased, stale = self.run(self.outbox.step(receipts, self.seen, self.now))
        assert stale == [receipt.part.part_id for receipt in receipts if not self._answer(receipt)]
        assert [one.part_id for one in leased] == [one.part_id for one in self.seen if self._may_go(one)]
        for one in leased:
            part = self.model[one.part_id]
            part.happen(Event.LEASED)
            part.token += 1
            assert one.token == part.token
            self.in_hand.append((one, self.now + LEASE))
        self.seen = []
        self._ask_when_the_next_may_go()

    @precondition(lambda self: self.in_hand)
    @rule(which=st.integers(0, 9))
    def renew(self, which: int) -> None:
        """A heartbeat prolongs a lease that still stands, and neither raises the dead nor helps a newer one."""
        place = which % len(self.in_hand)
        leased, until = self.in_hand[place]
        self.run(self.outbox.renew([leased], self.now))
        self.in_hand[place] = (leased, self.now + LEASE if self._stands(leased) else until)

    @rule()
    def expire(self) -> None:
        """What is too late and not in flight expires; what is in doubt stays so."""
        late = [
            ids
            for ids in self.order.values()
            if self._delivery(ids) is PartState.PLANNED and self.model[ids[0]].expires_at <= self.now
        ]
        assert self.run(self.outbox.expire(self.now)) == len(late)
        for part in (self.model[one] for ids in late for one in ids):
            if part.state is PartState.PLANNED:
                part.happen(Event.TOO_LATE)

    @rule(seconds=st.sampled_from([1, 2, 30, 60, 61, 3_600, 10_800]))
    def wait(self, seconds: int) -> None:
        """Time goes by; leases that ended are found, and each may have been a copy."""
        self.now += timedelta(seconds=seconds)
        self.run(self.outbox.recover(self.now))
        for leased, until in self.in_hand:
            part = self.model[leased.part_id]
            if until <= self.now and self._stands(leased):
                part.copies += 1
                part.happen(Event.LEASE_ENDED)
                part.not_before = self.now + SECOND_TRY
                self._space_out(leased.part_id)
        self._ask_when_the_next_may_go()

    @invariant()
    def the_outbox_is_as_the_model(self) -> None:
        """State, doubts and tokens of every part; and every delivery follows from its parts."""
        assert self._parts() == {one: (part.state.value, part.doubts, part.token) for one, part in self.model.items()}
        assert dict(self.world.driver.execute("select id, state from deliveries")) == {
            delivery: self._delivery(ids).value for delivery, ids in self.order.items()
        }

    @invariant()
    def nobody_sees_a_message_three_times(self) -> None:
        """Two copies at most, however the crashes and the lost answers fall."""
        assert all(part.copies <= 2 for part in self.model.values())

    def _answer(self, receipt: Receipt) -> bool:
        """Do in the model what the receipt says; False when it is stale."""
        decision, part = receipt.decision, self.model[receipt.part.part_id]
        if not self._stands(receipt.part):
            return False
        part.copies += decision.event in (Event.DELIVERED, Event.ANSWER_LOST)
        part.happen(decision.event)
        part.not_before = decision.not_before or part.not_before
        self.flood_until = max(self.flood_until, decision.flood_until or self.flood_until)
        self._space_out(receipt.part.part_id)
        return True

    def _may_go(self, seen: Waiting) -> bool:
        part = self.model[seen.part_id]
        in_time = part.not_before <= self.now < part.expires_at
        return part.open and part.token == seen.token and in_time and self.now >= self.flood_until

    def _ask_when_the_next_may_go(self) -> None:
        """The first of those that wait with nothing before them, and not in a silence."""
        fronts = (
            next((self.model[one] for one in ids if not self.model[one].done), None) for ids in self.order.values()
        )
        waiting = [part.not_before for part in fronts if part and part.open and self.now < part.expires_at]
        expected = max(min(waiting), self.flood_until) if waiting else None
        assert self.run(self.outbox.next_at(self.now)) == expected

    def _stands(self, leased: Leased) -> bool:
        part = self.model[leased.part_id]
        return part.token == leased.token and part.state is PartState.SENDING

    def _delivery(self, ids: list[int]) -> PartState:
        return delivery_state([self.model[one].state for one in ids])

    def _space_out(self, part_id: int) -> None:
        part = self.model[part_id]
        at = self.now + timedelta(seconds=1) if part.done else part.not_before
        (siblings,) = (ids for ids in self.order.values() if part_id in ids)
        for other in (self.model[one] for one in siblings if one != part_id):
            if other.state is PartState.PLANNED:
                other.not_before = max(other.not_before, at)

    def _parts(self) -> dict[int, tuple[str, int, int]]:
        rows = self.world.driver.execute("select id, state, doubts, token from parts order by id")
        return {one: tuple(what) for one, *what in rows}


def run_machine(runs: int) -> None:
    with world() as one:
        run_state_machine_as_test(
            lambda: OutboxMachine(one), settings=settings(max_examples=runs, stateful_step_count=50, deadline=None)
        )


def test_the_outbox_does_as_a_plain_model():
    """A hundred runs of fifty steps."""
    run_machine(100)


@pytest.mark.slow
def test_the_outbox_does_as_a_plain_model_for_long():
    """Ten thousand runs of fifty steps."""
    run_machine(10_000)
