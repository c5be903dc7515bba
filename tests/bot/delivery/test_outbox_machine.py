"""The outbox against a plain model: plan, lease, crash, answer, wait, in any order."""

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from bot.delivery.lease import LEASE, Leased, Receipt
from bot.delivery.model import TRANSITIONS, Event, PartState
from bot.delivery.outcome import AnswerLost, Flood, MessageRefused, NotSent, Outcome, Sent
from bot.delivery.retry import SECOND_TRY, decide
from bot.store.halt import delivery_state
from bot.store.outbox import Outbox
from bot.store.owed import Made, MadePart, OwedStore
from bot.store.readers import ReaderStore
from bot.store.tables import deliveries, parts
from briefings.store.database import Database
from briefings.store.tables import metadata
from tests.bot.delivery.making import NOON, TUESDAY, add_reader


@dataclass
class Part:
    """What a part must be, in plain words; `copies` is how many messages the person may have seen."""

    state: PartState = PartState.PLANNED
    doubts: int = 0
    copies: int = 0
    token: int = 0
    not_before: object = None

    def happen(self, event: Event) -> None:
        self.state = TRANSITIONS[self.state, event]
        self.doubts += event in (Event.ANSWER_LOST, Event.LEASE_ENDED)


OUTCOMES: list[Outcome] = [Sent(1), NotSent("no route"), AnswerLost("?"), Flood(30), MessageRefused("too long")]


class OutboxMachine(RuleBasedStateMachine):
    """Each rule changes the outbox and the model; the invariants compare them."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.now = NOON
        self.model: dict[int, Part] = {}
        self.order: dict[int, list[int]] = {}
        self.in_hand: list[tuple[Leased, object]] = []
        self.asked = 0
        self.flood_until = NOON
        self.run(self._open())

    def run(self, work):
        return self.runner.run(work)

    async def _open(self) -> None:
        self.database = await Database.open(f"sqlite:///{Path(self.folder.name) / 'daybrief.db'}")
        async with self.database.write() as connection:
            await connection.run_sync(metadata.create_all)
        self.outbox, self.owed = Outbox(self.database), OwedStore(self.database)
        self.reader = await add_reader(ReaderStore(self.database), 1)

    def teardown(self) -> None:
        self.run(self.database.close())
        self.runner.close()
        self.folder.cleanup()

    @precondition(lambda self: len(self.model) < 8)
    @rule(count=st.integers(1, 2))
    def plan(self, count: int) -> None:
        """Owe a briefing of one or two messages; each text is its own, so none stops another."""
        self.asked += 1
        delivery = self.run(self.owed.ask(self.reader.id, self.asked, TUESDAY, self.now))
        (owed,) = self.run(self.owed.get([delivery]))
        made = tuple(MadePart("x", "x", [], f"{delivery}-{number}") for number in range(count))
        self.run(self.owed.keep([Made(owed, made, (), {"shown": [], "left_out": []})], self.now))
        known = set(self.model)
        ids = [one for one in self._rows() if one not in known]
        self.order[delivery] = ids
        self.model |= {one: Part(not_before=self.now) for one in ids}

    @rule(limit=st.integers(1, 4))
    def lease(self, limit: int) -> None:
        """What is leased was free to go: in time, in order, not in doubt twice, and not in a silence."""
        leased = self.run(self.outbox.claim(self.now, limit))
        for one in leased:
            part, siblings = self.model[one.part_id], self.order[one.delivery_id]
            assert self.now >= self.flood_until
            assert part.doubts < 2
            assert part.not_before <= self.now
            before = [self.model[earlier] for earlier in siblings[: siblings.index(one.part_id)]]
            assert all(_done(earlier) for earlier in before)
            part.happen(Event.LEASED)
            part.token += 1
            assert one.token == part.token
            self.in_hand.append((one, self.now + LEASE))

    @precondition(lambda self: self.in_hand)
    @rule(outcome=st.sampled_from(OUTCOMES), which=st.integers(0, 9))
    def answer(self, outcome: Outcome, which: int) -> None:
        """A receipt of the present lease is written, one of an older lease changes nothing."""
        leased, _ = self.in_hand.pop(which % len(self.in_hand))
        part = self.model[leased.part_id]
        decision = decide(outcome, leased.tried, self.now, 0.5)
        stale = self.run(self.outbox.record([Receipt(leased.part_id, leased.token, decision)], self.now))
        if part.token != leased.token or part.state is not PartState.SENDING:
            assert stale == [leased.part_id]
            return
        assert stale == []
        part.copies += isinstance(outcome, Sent | AnswerLost)
        part.happen(decision.event)
        part.not_before = decision.not_before or part.not_before
        self.flood_until = max(self.flood_until, decision.flood_until or self.flood_until)
        if part.state in (PartState.SENT, PartState.UNCERTAIN):
            self._space_out(leased.part_id)

    @rule(seconds=st.sampled_from([1, 30, 60, 61, 3_600]))
    def wait(self, seconds: int) -> None:
        """Time goes by; leases that ended are found, and each may have been a copy."""
        self.now += timedelta(seconds=seconds)
        self.run(self.outbox.recover(self.now))
        for leased, until in self.in_hand:
            part = self.model[leased.part_id]
            if until <= self.now and part.token == leased.token and part.state is PartState.SENDING:
                part.copies += 1
                part.happen(Event.LEASE_ENDED)
                part.not_before = self.now + SECOND_TRY
                self._space_out(leased.part_id)

    @invariant()
    def the_outbox_is_as_the_model(self) -> None:
        """State, doubts and tokens of every part; and every delivery follows from its parts."""
        rows = self._rows()
        assert {one: (row.state, row.doubts, row.token) for one, row in rows.items()} == {
            one: (part.state.value, part.doubts, part.token) for one, part in self.model.items()
        }
        states = self.run(self._delivery_states())
        assert states == {
            delivery: delivery_state([self.model[one].state for one in ids]).value
            for delivery, ids in self.order.items()
        }

    @invariant()
    def nobody_sees_a_message_three_times(self) -> None:
        """Two copies at most, however the crashes and the lost answers fall."""
        assert all(part.copies <= 2 for part in self.model.values())

    def _space_out(self, part_id: int) -> None:
        soon = self.now + timedelta(seconds=1)
        for ids in self.order.values():
            if part_id in ids:
                for other in ids:
                    if other != part_id and self.model[other].state is PartState.PLANNED:
                        self.model[other].not_before = max(self.model[other].not_before, soon)

    def _rows(self):
        async def read():
            async with self.database.read() as connection:
                return {row.id: row for row in await connection.execute(select(parts).order_by(parts.c.id))}

        return self.run(read())

    async def _delivery_states(self) -> dict[int, str]:
        async with self.database.read() as connection:
            return dict((await connection.execute(select(deliveries.c.id, deliveries.c.state))).all())


def _done(part: Part) -> bool:
    final = part.state in (PartState.SENT, PartState.FAILED, PartState.EXPIRED)
    return final or (part.state is PartState.UNCERTAIN and part.doubts == 2)


OutboxMachine.TestCase.settings = settings(max_examples=20, stateful_step_count=30, deadline=None)
TestTheOutboxAgainstAPlainModel = OutboxMachine.TestCase
