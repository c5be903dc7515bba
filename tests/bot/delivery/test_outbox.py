from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.delivery.lease import Receipt
from bot.delivery.model import Event
from bot.delivery.outcome import AnswerLost, Flood, MessageRefused, Moved, NotSent, RecipientRefused, Sent
from bot.delivery.retry import Decision, decide
from bot.readers.model import Standing
from bot.store.made import Made, MadeText, Variant
from bot.store.receipts import NEVER
from bot.store.tables import deliveries, parts
from tests.bot.delivery.making import NOON, TUESDAY, add_reader, add_readers, lease_all, make_brief, make_edition

LEASE = timedelta(seconds=60)
SECOND = timedelta(seconds=1)
DELIVERED = Decision(Event.DELIVERED, message_id=1)
NOTHING = {"shown": [], "left_out": []}


def receipt(leased, outcome, now=NOON) -> Receipt:
    return Receipt(leased, decide(outcome, leased.tried, now, 0.5))


async def record(outbox, receipts, now=NOON) -> list[int]:
    """Write receipts and lease nothing; returns the stale ones."""
    leased, stale = await outbox.step(receipts, [], now)
    assert leased == []
    return stale


async def text_of(outbox, part) -> str:
    return (await outbox.text(part.text_id)).html


@pytest.fixture
async def outbox(ledger):
    """One reader's briefing, ready to go at noon."""
    await ledger.planner.tick(NOON - timedelta(minutes=1))
    await add_reader(ledger.readers, 1)
    ledger.newsroom.publish(make_edition("denver", make_brief("d1")))
    await ledger.plan(NOON)
    return ledger.outbox


async def make(
    ledger, reader_id: int, texts: list[str], *, update_id: int | None = None, now=NOON, content=None
) -> int:
    """A delivery with these messages; in the lane of answers."""
    delivery_id = await ledger.owed.ask(reader_id, update_id or reader_id, TUESDAY, now)
    (owed,) = await ledger.owed.get([delivery_id])
    made = tuple(MadeText(text, text, []) for text in texts)
    await ledger.owed.keep([Made(owed, Variant(made, (), content or NOTHING))], now)
    return delivery_id


async def test_a_part_is_leased_once(ledger, outbox):
    """Its lease lasts a minute, its token counts."""
    (leased,) = await lease_all(outbox, NOON, 8)
    assert (leased.token, leased.attempts, leased.address.chat_id) == (1, 1, 1)
    assert await lease_all(outbox, NOON, 8) == []
    assert await ledger.states() == ["sending"]


async def test_nothing_goes_before_its_time(outbox):
    """To the microsecond."""
    assert await lease_all(outbox, NOON - timedelta(microseconds=1), 8) == []
    assert await outbox.next_at(NOON) == NOON
    assert await lease_all(outbox, NOON, 0) == []


@pytest.mark.parametrize(("after", "recovered"), [(LEASE - SECOND, 0), (LEASE, 1), (LEASE + SECOND, 1)])
async def test_a_lease_ends_at_its_minute(ledger, outbox, after, recovered):
    """A second before it holds; at the minute the part is uncertain, and told."""
    await lease_all(outbox, NOON, 8)
    assert await outbox.recover(NOON + after) == recovered
    assert await ledger.states() == ["uncertain" if recovered else "sending"]
    assert await ledger.told() == ([(1, "story-d1")] if recovered else [])


async def test_a_receipt_with_an_old_token_changes_nothing(ledger, outbox):
    """A worker that slept through its lease cannot overwrite the newer one."""
    (old,) = await lease_all(outbox, NOON, 8)
    await outbox.recover(NOON + LEASE)
    (new,) = await lease_all(outbox, NOON + 2 * LEASE, 8)
    assert await record(outbox, [receipt(old, Sent(5))], NOON + 2 * LEASE) == [old.part_id]
    assert await ledger.states() == ["sending"]
    assert await record(outbox, [receipt(new, Sent(6))], NOON + 2 * LEASE) == []
    assert await ledger.rows(parts, "state", "message_id") == [("sent", 6)]


async def test_a_receipt_after_recovery_is_refused(ledger, outbox):
    """The token is the same, but the part is no longer in flight."""
    (leased,) = await lease_all(outbox, NOON, 8)
    await outbox.recover(NOON + LEASE)
    assert await record(outbox, [receipt(leased, Sent(5))], NOON + LEASE + SECOND) == [leased.part_id]
    assert await ledger.states() == ["uncertain"]


async def test_a_lease_that_is_renewed_holds(ledger, outbox):
    """A heartbeat keeps a slow but living worker's part."""
    (leased,) = await lease_all(outbox, NOON, 8)
    await outbox.renew([leased], NOON + 50 * SECOND)
    await outbox.renew([], NOON)
    assert await outbox.recover(NOON + LEASE) == 0
    assert await outbox.recover(NOON + 50 * SECOND + LEASE) == 1


async def test_a_receipt_is_final(ledger, outbox):
    """The same one twice changes nothing the second time."""
    (leased,) = await lease_all(outbox, NOON, 8)
    assert await record(outbox, [receipt(leased, Sent(5))], NOON) == []
    assert await record(outbox, [receipt(leased, RecipientRefused("blocked"))], NOON) == [leased.part_id]
    assert await ledger.states() == ["sent"]
    assert await ledger.rows(deliveries, "state") == [("sent",)]
    assert await ledger.told() == [(1, "story-d1")]


@pytest.mark.parametrize(
    ("outcomes", "states"),
    [
        ([Sent(1)], ["sent"]),
        ([NotSent("no route")], ["planned"]),
        ([NotSent("no route"), Sent(1)], ["planned", "sent"]),
        ([AnswerLost("timeout")], ["uncertain"]),
        ([AnswerLost("timeout"), Sent(1)], ["uncertain", "sent"]),
        ([AnswerLost("timeout"), AnswerLost("timeout")], ["uncertain", "uncertain"]),
        ([AnswerLost("timeout"), NotSent("no route"), AnswerLost("timeout")], ["uncertain", "planned", "uncertain"]),
        ([RecipientRefused("blocked")], ["failed"]),
        ([MessageRefused("too long")], ["failed"]),
        ([MessageRefused("tag", entities=True), Sent(1)], ["planned", "sent"]),
        ([MessageRefused("tag", entities=True), MessageRefused("tag", entities=True)], ["planned", "failed"]),
        ([Flood(30), Sent(1)], ["planned", "sent"]),
        ([Moved(-1009), Sent(1)], ["planned", "sent"]),
    ],
)
async def test_outcomes_lead_from_state_to_state(ledger, outbox, outcomes, states):
    """Each outcome, and each that may follow it; the delivery is as its part is."""
    now, seen = NOON, []
    for outcome in outcomes:
        now = max(now, await outbox.next_at(now) or now)
        (leased,) = await lease_all(outbox, now, 8)
        assert await record(outbox, [receipt(leased, outcome, now)], now) == []
        seen += await ledger.states()
    assert seen == states
    assert await ledger.rows(deliveries, "state") == [(states[-1],)]


async def test_a_second_doubt_is_the_end(ledger, outbox):
    """Sent once more after a minute, then only shown; not even later."""
    for number in (0, 1):
        assert await lease_all(outbox, NOON + number * LEASE - SECOND, 8) == []
        (leased,) = await lease_all(outbox, NOON + number * LEASE, 8)
        await record(outbox, [receipt(leased, AnswerLost("?"), NOON + number * LEASE)], NOON + number * LEASE)
    assert await lease_all(outbox, NOON + timedelta(hours=1), 8) == []
    assert await outbox.next_at(NOON + timedelta(hours=1)) is None
    assert await ledger.rows(parts, "doubts", "attempts", "state") == [(2, 2, "uncertain")]
    assert await ledger.rows(parts, "not_before") == [(NEVER,)]


async def test_several_receipts_are_one_transaction(ledger, outbox):
    """And a stale one among them does not spoil the others."""
    others = await add_readers(ledger.readers, [2, 3])
    for reader in others:
        await make(ledger, reader.id, ["text"])
    leased = await lease_all(outbox, NOON, 8)
    stale = Receipt(replace(leased[0], token=99), DELIVERED)
    written = [Receipt(one, DELIVERED) for one in leased[1:]]
    assert await record(outbox, [stale, *written], NOON) == [leased[0].part_id]
    assert sorted(await ledger.states()) == ["sending", "sent", "sent"]


async def test_answers_go_before_the_broadcast(ledger, outbox):
    """However long the broadcast has waited."""
    reader = await add_reader(ledger.readers, 2)
    await make(ledger, reader.id, ["answer"], now=NOON + SECOND)
    leased = await lease_all(outbox, NOON + SECOND, 8)
    assert [one.lane for one in leased] == [0, 1]


async def test_parts_go_in_order(ledger):
    """The second when the first is sent, a second later; not while the first is in flight, in doubt, or waits."""
    reader = await add_reader(ledger.readers, 1)
    await make(ledger, reader.id, ["one", "two"])
    outbox = ledger.outbox
    (first,) = await lease_all(outbox, NOON, 8)
    assert await text_of(outbox, first) == "one"
    await record(outbox, [receipt(first, NotSent("no route"))], NOON)
    (first,) = await lease_all(outbox, NOON + LEASE, 8)
    await record(outbox, [receipt(first, AnswerLost("?"), NOON + LEASE)], NOON + LEASE)
    (first,) = await lease_all(outbox, NOON + 3 * LEASE, 8)
    assert await text_of(outbox, first) == "one"
    await record(outbox, [receipt(first, Sent(1))], NOON + 3 * LEASE)
    assert await lease_all(outbox, NOON + 3 * LEASE, 8) == []
    assert await outbox.next_at(NOON + 3 * LEASE) == NOON + 3 * LEASE + SECOND
    (second,) = await lease_all(outbox, NOON + 3 * LEASE + SECOND, 8)
    assert await text_of(outbox, second) == "two"
    assert await ledger.rows(deliveries, "state") == [("sending",)]


@pytest.mark.parametrize("outcome", [MessageRefused("too long"), AnswerLost("?")])
async def test_the_rest_goes_after_a_part_that_is_lost_for_good(ledger, outcome):
    """A failed or finally uncertain first part does not take the second with it."""
    reader = await add_reader(ledger.readers, 1)
    await make(ledger, reader.id, ["one", "two"])
    now = NOON
    while (leased := (await lease_all(ledger.outbox, now, 8))[0]).number == 1:
        await record(ledger.outbox, [receipt(leased, outcome, now)], now)
        now += 2 * LEASE
    await record(ledger.outbox, [receipt(leased, Sent(2), now)], now)
    assert [state for (state,) in await ledger.rows(deliveries, "state")] in (["failed"], ["uncertain"])
    assert (await ledger.states())[1] == "sent"


async def test_a_flood_silences_everyone_and_outlives_a_restart(ledger, outbox):
    """Kept in the database; a shorter one does not shorten it."""
    reader = await add_reader(ledger.readers, 2)
    (leased,) = await lease_all(outbox, NOON, 8)
    await record(outbox, [receipt(leased, Flood(30))], NOON)
    await make(ledger, reader.id, ["answer"])
    assert await lease_all(outbox, NOON + 29 * SECOND, 8) == []
    assert await outbox.next_at(NOON + SECOND) == NOON + 30 * SECOND == await outbox.flood_until()
    leased = await lease_all(outbox, NOON + 30 * SECOND, 8)
    assert len(leased) == 2
    await record(outbox, [receipt(leased[0], Flood(60), NOON), receipt(leased[1], Flood(1), NOON)], NOON)
    assert await outbox.flood_until() == NOON + LEASE


async def test_a_refusing_recipient_gets_nothing_more(ledger, outbox):
    """What else is planned for that reader fails too, made or not; nobody else is touched."""
    other = await add_reader(ledger.readers, 2)
    await make(ledger, 1, ["two", "three"])
    await make(ledger, other.id, ["other"])
    await ledger.owed.ask(1, 77, TUESDAY, NOON)
    broadcast = [one for one in await lease_all(outbox, NOON, 8) if one.lane == 1]
    await record(outbox, [receipt(broadcast[0], RecipientRefused("blocked by the user"))], NOON)
    assert (await ledger.readers.get(1)).standing is Standing.BLOCKED
    assert (await ledger.readers.get(2)).standing is Standing.ACTIVE
    assert await ledger.rows(deliveries, "reader_id", "state") == [
        (1, "failed"),
        (1, "sending"),
        (2, "sending"),
        (1, "failed"),
    ]
    assert await ledger.states() == ["failed", "sending", "failed", "sending"]


async def test_a_moved_chat_gets_its_message_under_the_new_id(ledger, outbox):
    """The reader's address is replaced in the same transaction."""
    (leased,) = await lease_all(outbox, NOON, 8)
    await record(outbox, [receipt(leased, Moved(-1009))], NOON)
    (again,) = await lease_all(outbox, NOON, 8)
    assert again.address.chat_id == -1009


async def test_a_refused_message_stops_its_like(ledger):
    """All planned parts with the same text fail; no reader is marked; other texts go."""
    readers = await add_readers(ledger.readers, [1, 2, 3])
    for reader, text in zip(readers, ["bad", "bad", "good"], strict=True):
        await make(ledger, reader.id, [text])
    (leased,) = await lease_all(ledger.outbox, NOON, 1)
    await record(ledger.outbox, [receipt(leased, MessageRefused("can't parse"))], NOON)
    assert await ledger.states() == ["failed", "failed", "planned"]
    assert {(await ledger.readers.get(reader.id)).standing for reader in readers} == {Standing.ACTIVE}


async def test_six_hours_late_is_expired(ledger, outbox):
    """Not a second earlier; and what expired is never sent."""
    late = NOON + timedelta(hours=6)
    assert await outbox.expire(late - SECOND) == 0
    assert await lease_all(outbox, late, 8) == []
    assert await outbox.next_at(late) is None
    assert await outbox.expire(late) == 1
    assert await ledger.states() == ["expired"]
    assert await ledger.rows(deliveries, "state") == [("expired",)]


async def test_what_was_never_made_expires_too(ledger):
    """A delivery without messages is visible, not forgotten."""
    reader = await add_reader(ledger.readers, 1)
    await ledger.owed.ask(reader.id, 1, TUESDAY, NOON)
    assert await ledger.outbox.expire(NOON + timedelta(hours=6)) == 1
    assert await ledger.rows(deliveries, "state") == [("expired",)]


async def test_an_uncertain_part_stays_uncertain_when_it_is_too_late(ledger, outbox):
    """Nobody knows whether it arrived; expired would claim that it did not."""
    (leased,) = await lease_all(outbox, NOON, 8)
    await record(outbox, [receipt(leased, AnswerLost("?"))], NOON)
    late = NOON + timedelta(hours=7)
    assert await outbox.expire(late) == 0
    assert await lease_all(outbox, late, 8) == []
    assert await outbox.next_at(late) is None
    assert await outbox.expire(late + timedelta(hours=1)) == 0
    assert await ledger.states() == ["uncertain"]
    assert await ledger.rows(parts, "not_before", "doubts") == [(NEVER, 1)]


async def test_a_part_that_was_not_handed_over_counts_no_try(ledger, outbox):
    """It waits for its chat, and its back-off does not grow."""
    (leased,) = await lease_all(outbox, NOON, 8)
    back = Receipt(leased, Decision(Event.NOT_SENT, NOON + SECOND), tried=False)
    await record(outbox, [back], NOON)
    (again,) = await lease_all(outbox, NOON + SECOND, 8)
    assert (again.attempts, again.token) == (1, 2)


async def test_a_silence_is_no_try_either(ledger, outbox):
    """Telegram refused the moment, not the message."""
    for silence in range(3):
        now = NOON + silence * LEASE
        (leased,) = await lease_all(outbox, now, 8)
        assert leased.attempts == 1
        await record(outbox, [receipt(leased, Flood(30), now)], now)
    assert await ledger.rows(parts, "attempts", "state") == [(0, "planned")]


async def test_the_next_part_waits_at_least_as_long_as_the_one_before(ledger):
    """So that whoever looks for what may go does not meet it in vain."""
    reader = await add_reader(ledger.readers, 1)
    await make(ledger, reader.id, ["one", "two"])
    (first,) = await lease_all(ledger.outbox, NOON, 8)
    await record(ledger.outbox, [receipt(first, NotSent("no route"))], NOON)
    assert await ledger.rows(parts, "not_before") == [(NOON + 2 * SECOND,)] * 2
    (first,) = await lease_all(ledger.outbox, NOON + 2 * SECOND, 8)
    await record(ledger.outbox, [receipt(first, AnswerLost("?"), NOON + 2 * SECOND)], NOON + 2 * SECOND)
    assert await ledger.rows(parts, "not_before") == [(NOON + 2 * SECOND + LEASE,)] * 2


async def test_an_erased_readers_part_in_flight_harms_nobody(ledger, outbox):
    """Its receipt is stale."""
    (leased,) = await lease_all(outbox, NOON, 8)
    async with ledger.database.write() as connection:
        await connection.exec_driver_sql("delete from readers")
    assert await record(outbox, [receipt(leased, Sent(1))], NOON) == [leased.part_id]
    assert await ledger.rows(parts) == []


async def test_keyboards_survive_the_database(ledger, outbox):
    """With data and with addresses."""
    (leased,) = await lease_all(outbox, NOON, 8)
    ((sources, link),) = (await outbox.text(leased.text_id)).keyboard
    assert (sources.data, link.url) == ("1:src:{d}", "https://news.example")
    assert await outbox.text("no such text") is None


async def test_a_reader_who_left_is_not_written_to(ledger, outbox):
    """Told by Telegram, before any message is refused."""
    await ledger.readers.stand(1, Standing.BLOCKED, "left", NOON)
    assert await lease_all(outbox, NOON, 8) == []
    assert await ledger.states() == ["failed"]


async def test_a_lease_before_a_crash_in_the_ledger_is_found_by_its_date(ledger, outbox):
    """A lease of long ago (a machine that was off) is recovered like any other, but expired ones are not sent."""
    await lease_all(outbox, NOON, 8)
    async with ledger.database.write() as connection:
        await connection.execute(update(parts).values(lease_until=NOON - timedelta(days=1)))
    assert await outbox.recover(NOON + timedelta(hours=7)) == 1
    assert await lease_all(outbox, NOON + timedelta(hours=8), 8) == []
