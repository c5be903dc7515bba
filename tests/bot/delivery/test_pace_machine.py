"""Whatever comes in whatever order: the pace lets no more go than Telegram takes, and nobody waits for nothing."""

import asyncio
import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.pace import Lane, Pace
from tests.bot.delivery.making import most_within
from tests.clock import ManualClock

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECOND, MINUTE = 1_000_000, 60_000_000
FULL_SECOND = SECOND + 10_000


class HonestClock(ManualClock):
    """Time goes on only when nobody has anything left to do at this instant."""

    async def sleep(self, seconds: float) -> None:
        mine = (self._passed + timedelta(seconds=seconds), next(self._order))
        heapq.heappush(self._sleepers, mine)
        quiet = 0
        try:
            while quiet < 6:
                await asyncio.sleep(0)
                quiet = quiet + 1 if self._sleepers[0] == mine else 0
            self._now += mine[0] - self._passed
            self._passed = mine[0]
        finally:
            self._sleepers.remove(mine)
            heapq.heapify(self._sleepers)


@dataclass(frozen=True)
class Ask:
    """Somebody wants a turn, `after` so many microseconds since the one before."""

    after: int
    lane: Lane
    chat_id: int
    patience: float | None


@dataclass(frozen=True)
class Silence:
    """Telegram wants silence for so many seconds."""

    after: int
    seconds: float


@dataclass(frozen=True)
class Set:
    """Somebody sets the machine's time."""

    after: int
    seconds: float


@dataclass(frozen=True)
class Turn:
    """A turn that was given; times in microseconds that passed, `rate` what the pace was when it had been given."""

    asked: int
    ticket: int
    ask: Ask
    at: int
    rate: int


@dataclass
class Record:
    """What happened, in order."""

    turns: list[Turn] = field(default_factory=list)
    refused: list[tuple[int, Ask, int]] = field(default_factory=list)
    silences: list[tuple[int, int]] = field(default_factory=list)


AFTER = st.one_of(st.just(0), st.integers(0, 40_000), st.integers(0, 3 * SECOND))
CHATS = st.one_of(st.sampled_from([1, 2, -1, -2]), st.integers(3, 400), st.integers(-400, -3))
PATIENCE = st.one_of(st.none(), st.none(), st.sampled_from([0.0, 0.5, 5.0]))
ASKS = st.builds(Ask, AFTER, st.sampled_from(Lane), CHATS, PATIENCE)
CROWDS = st.builds(
    lambda first, lane, count, chats: [
        Ask(first if one == 0 else 0, lane, chats[one % len(chats)], None) for one in range(count)
    ],
    AFTER,
    st.sampled_from(Lane),
    st.integers(1, 80),
    st.one_of(st.just(range(500, 600)), st.just([-1]), st.just([1, -1, -2, 700, 701])),
)
OTHERS = st.one_of(
    ASKS,
    st.builds(Silence, AFTER, st.integers(1, 32).map(lambda quarters: quarters / 4)),
    st.builds(Set, AFTER, st.sampled_from([-3600.0, -2.0, -0.5, 0.5, 2.0, 3600.0])),
)
LIVES = st.lists(st.one_of(CROWDS, OTHERS.map(lambda one: [one])), max_size=40).map(lambda many: [*chain(*many)])


async def lived(life: Sequence[Ask | Silence | Set], per_second: int) -> Record:
    """What the pace did with all of it."""
    clock, record = HonestClock(NOON), Record()
    pace = Pace(clock, per_second)

    def passed() -> int:
        return round(clock.monotonic() * SECOND)

    async def take(ask: Ask, ticket: int) -> None:
        asked, turn = passed(), pace.reply_turn if ask.lane is Lane.REPLY else pace.broadcast_turn
        if await turn(ask.chat_id, ask.patience):
            record.turns.append(Turn(asked, ticket, ask, passed(), pace.per_second))
        else:
            record.refused.append((asked, ask, passed()))

    async with asyncio.TaskGroup() as group:
        for ticket, event in enumerate(life):
            if event.after:
                await clock.sleep(event.after / SECOND)
            match event:
                case Ask():
                    group.create_task(take(event, ticket))
                    await asyncio.sleep(0)
                case Silence(seconds=seconds):
                    pace.hold(clock.now() + timedelta(seconds=seconds))
                    record.silences.append((passed(), passed() + int(seconds * SECOND)))
                case Set(seconds=seconds):
                    clock.step(seconds=seconds)
    return record


def by_chat(turns: Sequence[Turn]) -> dict[int, list[int]]:
    """When each chat got its messages."""
    chats = defaultdict(list)
    for turn in turns:
        chats[turn.ask.chat_id].append(turn.at)
    return chats


def could_go(record: Record, index: int, turn: Turn) -> int:
    """The moment from which nothing stood in the way of a turn, when all before it are given."""
    before = record.turns[:index]
    own = [one.at for one in before if one.ask.chat_id == turn.ask.chat_id]
    free = [turn.asked]
    free += [end for began, end in record.silences if began <= turn.at]
    if before:
        rate = min(turn.rate, before[-1].rate)
        beat = -(-rate // 100)
        free.append(before[-1].at + beat * -(-FULL_SECOND // rate))
        free += [before[-rate].at + FULL_SECOND] if len(before) >= rate else []
    free += [own[-1] + SECOND] if own else []
    free += [own[-20] + MINUTE + 1] if turn.ask.chat_id < 0 and len(own) >= 20 else []
    return max(free)


@settings(max_examples=300, deadline=None)
@given(LIVES, st.sampled_from([3, 10, 28, 30, 250]))
def test_no_window_is_overfull_and_nobody_waits_for_nothing(life: list[Ask | Silence | Set], per_second: int) -> None:
    """At most the rate a second, one a second a chat, twenty a minute a group, none in a silence; no idle moment."""
    record = asyncio.run(lived(life, per_second))
    moments = [turn.at for turn in record.turns]
    assert len(record.turns) + len(record.refused) == sum(isinstance(event, Ask) for event in life)
    assert most_within(moments, FULL_SECOND - 1) <= per_second
    for chat_id, times in by_chat(record.turns).items():
        assert all(later - earlier >= SECOND for earlier, later in pairwise(times))
        assert chat_id > 0 or most_within(times, MINUTE) <= 20
    assert not [at for at in moments for began, end in record.silences if began < at < end]
    for index, turn in enumerate(record.turns):
        assert turn.at <= could_go(record, index, turn)


@settings(max_examples=200, deadline=None)
@given(LIVES, st.sampled_from([3, 28]))
def test_turns_go_in_order_and_no_patience_is_overdrawn(life: list[Ask | Silence | Set], per_second: int) -> None:
    """Nobody overtakes one of his own or a better lane whose chat was free; who has patience goes within it or not."""
    record = asyncio.run(lived(life, per_second))
    for index, turn in enumerate(record.turns):
        assert turn.ask.patience is None or turn.at - turn.asked <= turn.ask.patience * SECOND
        overtaken = [
            other
            for place, other in enumerate(record.turns[index + 1 :], index + 1)
            if (other.ask.lane, other.ticket) < (turn.ask.lane, turn.ticket)
            and other.asked < turn.at
            and could_go_by_chat(record, index, other) <= turn.at
        ]
        assert overtaken == []
    for asked, ask, ended in record.refused:
        assert ended - asked <= ask.patience * SECOND


def could_go_by_chat(record: Record, index: int, turn: Turn) -> int:
    """The moment from which a turn's own chat would have let it go, after the first `index` turns."""
    own = [one.at for one in record.turns[:index] if one.ask.chat_id == turn.ask.chat_id]
    free = [own[-1] + SECOND] if own else [0]
    free += [own[-20] + MINUTE + 1] if turn.ask.chat_id < 0 and len(own) >= 20 else []
    return max(free)
