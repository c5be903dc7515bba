"""Between the bot and Telegram: silences that are asked for, answers that are lost, connections that are refused."""

from datetime import timedelta

import pytest

from bot.demo.standin import Call, Fault
from tests.end_to_end.settled import account, attempts, later, part_states, people, settled
from tests.end_to_end.town import FIRST_DAY, NEW_YORK, Town, at

ANN = 11
SEVEN = at(FIRST_DAY, "7:00", NEW_YORK)


def send_calls(town: Town) -> list[Call]:
    return [call for call in town.telegram.calls if call.method == "sendMessage"]


async def flooded(town: Town, readers: int, after: int, seconds: int) -> list[int]:
    """A broadcast to so many readers in which the call after `after` others is told to wait."""
    ids = await people(town, readers)
    town.telegram.faults.answer(429, method="sendMessage", chat_id=ids[after], retry_after=seconds)
    return ids


async def test_a_silence_in_the_middle_of_a_broadcast_is_kept_to_the_second_and_costs_nobody(early: Town) -> None:
    """After a 429 nothing goes to anyone before its time, then everybody gets exactly one."""
    ids = await flooded(early, 40, 15, 90)
    await later(early, minutes=5)
    begun = next(call.at for call in send_calls(early) if call.code == 429)
    assert (await account(early)).pending > 0
    await later(early, seconds=60)
    await later(early, seconds=25)
    after = [call.at for call in send_calls(early) if call.at > begun]
    assert not after, "eight may be in flight when the silence begins, none follows"
    await later(early, seconds=10)
    assert all(call.at >= begun + timedelta(seconds=90) for call in send_calls(early) if call.at > begun)
    assert [len(early.briefings(one)) for one in ids] == [1] * 40
    assert (await account(early)).sent == 40


async def test_a_silence_survives_a_restart(early: Town) -> None:
    """The bot that starts within the wait keeps it, for briefings and for answers to people."""
    early.telegram.person(ANN, "Ann")
    ids = await flooded(early, 40, 15, 90)
    await later(early, minutes=5)
    begun = next(call.at for call in send_calls(early) if call.code == 429)
    await early.close_bot()
    early.clock.advance(seconds=20)
    early.telegram.limits.silence(begun, 90)
    early.telegram.send_text(ANN, ANN, "/help")
    await early.open_bot()
    await later(early, seconds=20)
    await later(early, seconds=20)
    assert not [call for call in send_calls(early) if begun < call.at < begun + timedelta(seconds=90)]
    await later(early, seconds=40)
    await early.answered()
    assert [len(early.briefings(one)) for one in ids] == [1] * 40
    assert len(early.texts(ANN)) == 1
    assert not [one for one in early.telegram.limits.violations if one.chat_id is not None]


async def test_a_tap_within_a_silence_waits_for_its_end(early: Town) -> None:
    """Not even an edit or the notice of a button goes out while Telegram wants silence."""
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN)
    await early.write(ANN, ANN, "/settings")
    early.telegram.faults.answer(429, method="sendMessage", chat_id=ANN, retry_after=30)
    await later(early, minutes=5)
    silence = early.clock.now() + timedelta(seconds=29)
    early.telegram.limits.silence(early.clock.now(), 29)
    early.telegram.press(ANN, ANN, early.telegram.sent(ANN)[0]["message_id"], "Times")
    await early.answered()
    assert [call.method for call in early.telegram.calls if call.code == 429] == ["sendMessage"]
    assert early.clock.now() > silence
    assert "Morning" in early.texts(ANN)[0]


@pytest.mark.parametrize("loss", ["drop_after", "truncate", "502"])
async def test_a_lost_answer_is_doubted_once_and_sent_once_more_after_a_minute(early: Town, loss: str) -> None:
    """Uncertain, then one more copy after sixty seconds: two at most, and none of the others waits."""
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN)
    others = await people(early, 3)
    lose(early, loss)
    await later(early, minutes=5)
    assert (await account(early)).uncertain == 1
    assert [len(early.briefings(one)) for one in others] == [1, 1, 1]
    await later(early, seconds=55)
    assert attempts(early, ANN) == 1
    await later(early, seconds=10)
    assert attempts(early, ANN) == 2
    assert (await account(early)).sent == 4
    assert 1 <= len(early.briefings(ANN)) <= 2


async def test_an_answer_lost_twice_stays_uncertain_for_all_to_see(early: Town) -> None:
    """Never more than two copies; the count shows the doubt and the operator hears of it; it survives a restart."""
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN)
    early.telegram.faults.drop_after(method="sendMessage", chat_id=ANN, times=9)
    await later(early, minutes=5)
    await early.close_bot()
    await early.open_bot()
    for _ in range(4):
        await later(early, minutes=2)
    assert len(early.briefings(ANN)) == 2
    assert (await account(early)).uncertain == 1
    assert await part_states(early) == {"uncertain": 1}
    assert "delivery.uncertain" in "".join(early.texts(9))


async def test_a_connection_that_breaks_before_anything_was_done_loses_and_doubles_nothing(early: Town) -> None:
    """Nobody can know that it was before; it is tried once more and arrives once."""
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN)
    early.telegram.faults.drop_before(method="sendMessage", chat_id=ANN)
    await later(early, minutes=5)
    await later(early, seconds=65)
    assert len(early.briefings(ANN)) == 1
    assert (await account(early)).sent == 1


async def test_telegram_down_over_the_morning_loses_and_doubles_nothing(early: Town) -> None:
    """Connections are refused for five minutes; then everybody gets exactly one, without a doubt."""
    ids = await people(early, 12)
    await early.close_bot()
    await early.open_bot(listening=False)
    port = early.telegram.port
    await early.telegram.stop()
    await later(early, minutes=5)
    for _ in range(3):
        await later(early, seconds=90)
    whole = await account(early)
    assert (whole.pending, whole.uncertain) == (12, 0)
    await early.telegram.start(port)
    for _ in range(4):
        await later(early, minutes=5)
    assert [len(early.briefings(one)) for one in ids] == [1] * 12
    assert (await account(early)).sent == 12


async def test_telegram_down_for_more_than_six_hours_expires_visibly(early: Town) -> None:
    """Yesterday's morning is not sent in the afternoon: it is counted as expired, and the next one comes."""
    early.telegram.person(ANN, "Ann")
    await settled(early, ANN)
    early.telegram.faults.answer(500, method="sendMessage", chat_id=ANN, times=99)
    await later(early, minutes=5)
    for _ in range(13):
        await later(early, minutes=30)
    assert (await account(early)).expired == 1
    early.telegram.faults.clear()
    early.clock.set(SEVEN + timedelta(days=1, minutes=-5))
    await later(early, seconds=0)
    await later(early, minutes=5)
    assert len(early.briefings(ANN)) == 1


def lose(town: Town, loss: str) -> Fault:
    """Lose the answer to Ann's next message."""
    match loss:
        case "drop_after":
            return town.telegram.faults.drop_after(method="sendMessage", chat_id=ANN)
        case "truncate":
            return town.telegram.faults.truncate(method="sendMessage", chat_id=ANN)
    return town.telegram.faults.answer(502, method="sendMessage", chat_id=ANN)
