"""A step of the outbox: receipts and leases in one transaction, and what follows from many receipts at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.delivery.lease import Receipt
from bot.delivery.model import Event
from bot.delivery.outcome import AnswerLost, Flood, MessageRefused, NotSent, RecipientRefused, Sent
from bot.delivery.retry import Decision, decide
from bot.delivery.spend import Spent
from bot.failpoint import install
from bot.readers.model import Standing
from bot.store.made import Made, MadeText, Variant
from bot.store.tables import deliveries, parts, readers, told
from tests.bot.delivery.making import NOON, TUESDAY, add_readers, lease_all

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def receipt(leased, outcome, now=NOON) -> Receipt:
    return Receipt(leased, decide(outcome, leased.tried, now, 0.5))


def line(story: str, part: int) -> dict[str, object]:
    return {"story": story, "brief": f"{story}'s brief", "part": part, "update": None}


async def owe(ledger, reader_id: int, update_id: int, *texts: str, shown=(), now=NOON) -> int:
    """A delivery with these messages, in the lane of answers."""
    delivery_id = await ledger.owed.ask(reader_id, update_id, TUESDAY, now)
    (owed,) = await ledger.owed.get([delivery_id])
    content = {"shown": list(shown), "left_out": [line("left out", 1)]}
    variant = Variant(tuple(MadeText(text, text, []) for text in texts), (), content)
    await ledger.owed.keep([Made(owed, variant)], now)
    return delivery_id


@pytest.fixture
async def four(ledger):
    """Four readers, each with a message that may go."""
    for reader in await add_readers(ledger.readers, range(1, 5)):
        await owe(ledger, reader.id, 100 + reader.id, f"text {reader.id}")
    return ledger


async def test_a_step_writes_receipts_and_leases_what_comes_next(four):
    """At once: what comes next is what was looked at before the receipts were written."""
    outbox = four.outbox
    first = (await outbox.step([], await outbox.look(NOON, 2), NOON)).leased
    wanted = await outbox.look(NOON, 8)
    step = await outbox.step([receipt(one, Sent(5)) for one in first], wanted, NOON)
    assert [one.part_id for one in step.leased] == [one.part_id for one in wanted] == [3, 4]
    assert step.stale == []
    assert await four.states() == ["sent", "sent", "sending", "sending"]
    assert await four.rows(deliveries, "state") == [("sent",), ("sent",), ("sending",), ("sending",)]


async def test_a_look_changes_nothing_and_passes_over_what_is_in_hand(four):
    """Those of the ids that are named; those behind them take their places."""
    before = await four.rows(parts)
    assert [one.part_id for one in await four.outbox.look(NOON, 2)] == [1, 2]
    assert [one.part_id for one in await four.outbox.look(NOON, 2, [1, 3, 999])] == [2, 4]
    assert await four.outbox.look(NOON, 8, range(1, 5)) == []
    assert await four.rows(parts) == before


async def test_an_empty_step_opens_no_transaction(four):
    """Not even one that writes nothing."""
    async with four.database.write():
        assert await four.outbox.step([], [], NOON) == ([], [])


LEASED_BY_ANOTHER = update(parts).values(state="sending", token=1)
CAME_BACK = update(parts).values(state="planned", token=1)
PUT_OFF = update(parts).values(not_before=NOON + SECOND)
STOPPED = update(parts).values(state="failed")
ERASED = readers.delete()


@pytest.mark.parametrize("change", [LEASED_BY_ANOTHER, CAME_BACK, PUT_OFF, STOPPED, ERASED])
async def test_what_has_changed_since_it_was_looked_at_is_not_leased(four, change):
    """Whoever changed it knows better; the others are leased."""
    wanted = await four.outbox.look(NOON, 8)
    one = readers.c.id == 2 if change is ERASED else parts.c.id == 2
    async with four.database.write() as connection:
        await connection.execute(change.where(one))
    before = [row for row in await four.rows(parts) if row.id == 2]
    leased = (await four.outbox.step([], wanted, NOON)).leased
    assert [one.part_id for one in leased] == [1, 3, 4]
    assert [row for row in await four.rows(parts) if row.id == 2] == before


async def test_what_was_looked_at_too_long_ago_is_not_leased(four):
    """It has expired meanwhile, whether or not anybody has noticed."""
    wanted = await four.outbox.look(NOON, 8)
    assert (await four.outbox.step([], wanted, NOON + timedelta(hours=6))).leased == []


async def test_a_silence_that_begins_with_a_receipt_holds_for_the_leases_of_its_step(four):
    """Nothing is leased into it, nor found, to its last microsecond."""
    outbox = four.outbox
    first = (await outbox.step([], await outbox.look(NOON, 1), NOON)).leased
    wanted = await outbox.look(NOON, 8)
    assert (await outbox.step([receipt(first[0], Flood(30))], wanted, NOON)).leased == []
    almost = NOON + 30 * SECOND - timedelta(microseconds=1)
    assert await outbox.look(almost, 8) == await outbox.look(almost, 8, but=[1]) == []
    assert (await outbox.step([], wanted, almost)).leased == []
    assert len(await outbox.look(NOON + 30 * SECOND, 8, but=[1])) == 3
    assert len((await outbox.step([], wanted, NOON + 30 * SECOND)).leased) == 3


async def test_a_reader_whom_a_receipt_stops_is_not_leased_in_the_same_step(ledger):
    """What was looked at before the refusal is not sent after it."""
    await add_readers(ledger.readers, [1])
    await owe(ledger, 1, 1, "one")
    await owe(ledger, 1, 2, "two")
    outbox = ledger.outbox
    (first,) = (await outbox.step([], await outbox.look(NOON, 1), NOON)).leased
    wanted = await outbox.look(NOON, 8)
    step = await outbox.step([receipt(first, RecipientRefused("blocked"))], wanted, NOON)
    assert (step.leased, len(wanted)) == ([], 1)
    assert await ledger.states() == ["failed", "failed"]


async def test_of_two_receipts_of_a_lease_in_one_step_the_first_counts(four):
    """The second is as stale as if it had come later."""
    (leased,) = await lease_all(four.outbox, NOON, 1)
    both = [receipt(leased, Sent(5)), receipt(leased, RecipientRefused("blocked"))]
    assert (await four.outbox.step(both, [], NOON)).stale == [leased.part_id]
    assert (await four.rows(parts, "state", "message_id"))[0] == ("sent", 5)
    assert (await four.readers.get(1)).standing is Standing.ACTIVE


async def test_a_stale_receipt_does_not_hide_one_that_counts(four):
    """Of the same part: an old token first, then the one that stands."""
    (leased,) = await lease_all(four.outbox, NOON, 1)
    old = replace(leased, token=0)
    step = await four.outbox.step([receipt(old, RecipientRefused("?")), receipt(leased, Sent(5))], [], NOON)
    assert step.stale == [leased.part_id]
    assert (await four.states())[0] == "sent"


async def test_each_of_many_receipts_has_its_own_end(four):
    """However different they are: states, deliveries, attempts, doubts and times are each part's own."""
    outcomes = [Sent(77), NotSent("no route"), AnswerLost("timeout"), MessageRefused("too long")]
    leased = await lease_all(four.outbox, NOON, 4)
    step = await four.outbox.step([receipt(*pair) for pair in zip(leased, outcomes, strict=True)], [], NOON)
    assert step.stale == []
    assert await four.rows(parts, "state", "attempts", "doubts", "message_id", "sent_at", "not_before", "failure") == [
        ("sent", 1, 0, 77, NOON, NOON, None),
        ("planned", 1, 0, None, None, NOON + 2 * SECOND, "no route"),
        ("uncertain", 1, 1, None, None, NOON + 60 * SECOND, "timeout"),
        ("failed", 1, 0, None, None, NOON, "too long"),
    ]
    assert {row.lease_until for row in await four.rows(parts)} == {None}
    assert [state for (state,) in await four.rows(deliveries, "state")] == ["sent", "planned", "uncertain", "failed"]


async def test_a_failure_that_was_overcome_is_not_held_against_a_part(four):
    """Sent at the second try is sent."""
    (leased,) = await lease_all(four.outbox, NOON, 1)
    await four.outbox.step([receipt(leased, NotSent("no route"))], [], NOON)
    (again, *_) = [one for one in await lease_all(four.outbox, NOON + 9 * SECOND, 4) if one.part_id == leased.part_id]
    await four.outbox.step([receipt(again, Sent(5))], [], NOON + 9 * SECOND)
    assert (await four.rows(parts, "state", "attempts", "failure"))[0] == ("sent", 2, None)


@pytest.mark.parametrize(
    ("first", "whole"),
    [(Sent(1), "sent"), (MessageRefused("too long"), "failed"), (AnswerLost("?"), "uncertain")],
)
async def test_the_last_part_does_not_hide_what_became_of_the_first(ledger, first, whole):
    """The delivery is as bad as its worst part, also when the last is sent like any other."""
    await add_readers(ledger.readers, [1])
    await owe(ledger, 1, 1, "one", "two")
    now = NOON
    while (leased := (await lease_all(ledger.outbox, now))[0]).number == 1:
        assert not leased.last
        await ledger.outbox.step([receipt(leased, first, now)], [], now)
        assert (await ledger.rows(deliveries, "state")) == [("planned",)]
        now += timedelta(minutes=2)
    assert leased.last
    await ledger.outbox.step([receipt(leased, Sent(2), now)], [], now)
    assert await ledger.rows(deliveries, "state") == [(whole,)]


async def test_what_a_part_tells_is_told_with_its_receipt(ledger):
    """The stories of that part and no others; not what is left out, nor what certainly did not arrive."""
    await add_readers(ledger.readers, [1, 2])
    shown = [line("one", 1), line("one more", 1), line("two", 2)]
    await owe(ledger, 1, 1, "one", "two", shown=shown)
    await owe(ledger, 2, 2, "other", shown=[line("other", 1)])
    leased = await lease_all(ledger.outbox, NOON)
    await ledger.outbox.step([receipt(leased[0], Sent(1)), receipt(leased[1], NotSent("no route"))], [], NOON)
    assert await ledger.told() == [(1, "one"), (1, "one more")]
    later = NOON + 60 * SECOND
    leased = await lease_all(ledger.outbox, later)
    await ledger.outbox.step([receipt(one, AnswerLost("?"), later) for one in leased], [], later)
    assert await ledger.told() == [(1, "one"), (1, "one more"), (1, "two"), (2, "other")]


async def test_what_is_told_twice_counts_as_told_again(ledger):
    """Also when both are written at once; the later delivery has told it."""
    await add_readers(ledger.readers, [1])
    await owe(ledger, 1, 1, "one", shown=[line("story", 1)])
    await owe(ledger, 1, 2, "two", shown=[line("story", 1)])
    leased = await lease_all(ledger.outbox, NOON)
    await ledger.outbox.step([receipt(one, Sent(1)) for one in leased], [], NOON)
    assert await ledger.rows(told, "story", "delivery_id", "told_at") == [("story", 2, NOON)]
    await owe(ledger, 1, 3, "three", shown=[line("story", 1)])
    later = NOON + SECOND
    await ledger.outbox.step([receipt(one, Sent(1)) for one in await lease_all(ledger.outbox, later)], [], later)
    assert await ledger.rows(told, "story", "brief", "delivery_id", "told_at") == [("story", "story's brief", 3, later)]


async def test_a_chat_that_is_not_found_has_until_another_day(ledger):
    """Once proves nothing, nor twice on one day; a second day does, unless it was found in between."""
    (reader,) = await add_readers(ledger.readers, [1])
    lost = RecipientRefused("Bad Request: chat not found", unsure=True)

    async def sent(now, outcome) -> tuple[Standing, date | None]:
        await owe(ledger, reader.id, int(now.timestamp()), f"at {now}", now=now)
        (leased,) = await lease_all(ledger.outbox, now)
        await ledger.outbox.step([receipt(leased, outcome, now)], [], now)
        ((refused_on,),) = await ledger.rows(readers, "refused_on")
        return (await ledger.readers.get(reader.id)).standing, refused_on

    assert await sent(NOON, lost) == (Standing.ACTIVE, TUESDAY)
    assert await sent(NOON + SECOND, lost) == (Standing.ACTIVE, TUESDAY)
    assert await sent(NOON + DAY, Sent(1)) == (Standing.ACTIVE, None)
    assert await sent(NOON + 2 * DAY, lost) == (Standing.ACTIVE, TUESDAY + 2 * DAY)
    assert (await sent(NOON + 3 * DAY, lost))[0] is Standing.BLOCKED
    assert [state for (state,) in await ledger.rows(deliveries, "state")] == [
        "failed",
        "failed",
        "sent",
        *2 * ["failed"],
    ]


async def test_what_paid_broadcasts_cost_is_kept_with_the_step(four):
    """The last word counts; without one, it stays."""
    assert await four.outbox.spent() is None
    await four.outbox.step([], await four.outbox.look(NOON, 1), NOON, Spent(TUESDAY, 12))
    await four.outbox.step([], await four.outbox.look(NOON, 1), NOON)
    assert await four.outbox.spent() == Spent(TUESDAY, 12)
    await four.outbox.step([], [], NOON, Spent(TUESDAY + DAY, 3))
    assert await four.outbox.spent() == Spent(TUESDAY + DAY, 3)


async def test_the_world_may_be_stopped_before_and_after_each_commit(four):
    """Before: nothing is on disk. After: all of it is."""
    places = []
    stop_at = "receipt.before"

    def stop(place) -> None:
        places.append(place)
        if place == stop_at:
            raise InterruptedError(place)

    leased = await lease_all(four.outbox, NOON, 2)
    wanted = await four.outbox.look(NOON, 2)
    receipts = [receipt(one, Sent(1)) for one in leased]
    install(stop)
    try:
        with pytest.raises(InterruptedError):
            await four.outbox.step(receipts, wanted, NOON)
        assert await four.states() == ["sending", "sending", "planned", "planned"]
        stop_at = "lease.after"
        with pytest.raises(InterruptedError):
            await four.outbox.step(receipts, wanted, NOON)
        assert await four.states() == ["sent", "sent", "sending", "sending"]
    finally:
        install(None)
    assert places == ["receipt.before", "receipt.before", "lease.before", "receipt.after", "lease.after"]


async def test_what_waits_is_counted_no_further_than_asked(four):
    """A million need not be counted to know that there are many; what is in flight does not wait."""
    assert [await four.outbox.waiting(most) for most in (0, 3, 4, 99)] == [0, 3, 4, 4]
    await lease_all(four.outbox, NOON, 3)
    assert await four.outbox.waiting(99) == 1


async def test_the_backlog_is_what_the_broadcast_still_owes(ledger):
    """By the instant it is due: made or not, leased or not, until it is sent; answers are nobody's backlog."""
    await ledger.planner.tick(NOON - timedelta(minutes=1))
    await add_readers(ledger.readers, range(1, 4))
    await ledger.planner.tick(NOON)
    await owe(ledger, 1, 1, "answer")
    assert await ledger.outbox.backlog(NOON) == [(NOON, 3)]
    await ledger.preparer.prepare(NOON)
    leased = [one for one in await lease_all(ledger.outbox, NOON, 3) if one.lane == 1]
    assert await ledger.outbox.backlog(NOON) == [(NOON, 3)]
    await ledger.outbox.step([receipt(leased[0], Sent(1))], [], NOON)
    assert await ledger.outbox.backlog(NOON) == [(NOON, 2)]
    assert await ledger.outbox.backlog(NOON - SECOND) == []


async def test_the_id_of_a_part_is_never_given_again(ledger):
    """A late receipt of an erased reader's part cannot meet somebody else's."""
    first, second = await add_readers(ledger.readers, [1, 2])
    await owe(ledger, first.id, 1, "one")
    (leased,) = await lease_all(ledger.outbox, NOON)
    async with ledger.database.write() as connection:
        await connection.execute(readers.delete().where(readers.c.id == first.id))
    await owe(ledger, second.id, 1, "one")
    (other,) = await lease_all(ledger.outbox, NOON)
    assert other.part_id != leased.part_id
    assert (await ledger.outbox.step([receipt(leased, Sent(9))], [], NOON)).stale == [leased.part_id]
    assert await ledger.states() == ["sending"]


async def test_an_event_that_no_part_in_flight_can_meet_is_stale(four):
    """The table of transitions is asked, whatever a receipt says."""
    (leased,) = await lease_all(four.outbox, NOON, 1)
    assert (await four.outbox.step([Receipt(leased, Decision(Event.TOO_LATE))], [], NOON)).stale == [leased.part_id]
    assert (await four.states())[0] == "sending"
