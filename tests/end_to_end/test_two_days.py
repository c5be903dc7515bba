"""Two whole days through the stand-in: choose by buttons, get each briefing once at one's own time, restart between."""

import re
from datetime import timedelta

from bot.readers.model import Address
from tests.end_to_end.town import DENVER, FIRST_DAY, MINUTE, NEW_YORK, Town, at

ANN, BEN, CLEO = 11, 22, 33
GROUP, FORUM, TOPIC = -100_555, -100_777, 42
SECOND_DAY = FIRST_DAY + timedelta(days=1)


def headlines(text: str) -> list[str]:
    """The numbered headlines of a briefing."""
    return re.findall(r"^\d+\. (.+)$", text, flags=re.MULTILINE)


async def ann_starts(town: Town) -> None:
    town.telegram.person(ANN, "Ann")
    await town.write(ANN, ANN, "/start")
    for label in ("Denver", "Markets", "Done (2)", "7:00", "Yes, Denver"):
        await town.press(ANN, ANN, label)


async def test_a_reader_chooses_by_buttons_and_gets_two_mornings_once_each(town: Town) -> None:
    """Five taps, then the briefing at 7:00 Denver time on both days, the second one telling only what is new."""
    await ann_starts(town)
    first_screen, *_ = town.texts(ANN)
    assert "All set." in first_screen, "the first minute is one message, edited in place"
    assert "mornings at 7:00 Denver time" in first_screen
    assert not town.briefings(ANN)

    await town.live_until(at(FIRST_DAY, "12:00", DENVER))
    await town.close_bot()
    await town.open_bot()
    await town.live_until(at(SECOND_DAY, "12:00", DENVER))

    mornings = town.briefings(ANN)
    assert len(mornings) == 2
    for (moment, text), day in zip(mornings, (FIRST_DAY, SECOND_DAY), strict=True):
        due = at(day, "7:00", DENVER)
        assert due <= moment < due + MINUTE
        assert "Denver and Markets" in text
        assert "Why it matters:" in text
    first, second = (headlines(text) for _, text in mornings)
    assert first
    assert second
    assert not set(first) & set(second), "no story is told twice in the same words"
    assert any(line.startswith("Update:") for line in second), "the follow-up is told as an update"
    assert "New since yesterday:" in mornings[1][1]
    assert not town.telegram.limits.violations


async def test_a_group_and_a_forum_topic_get_theirs_where_they_asked(town: Town) -> None:
    """Admins decide; the briefing comes to the chat, and in a forum to the topic, that asked."""
    town.telegram.person(BEN, "Ben")
    town.telegram.person(CLEO, "Cleo")
    town.telegram.group(GROUP, "Neighbours", admins=(BEN,), members=(CLEO,))
    town.telegram.group(FORUM, "Harbour club", admins=(BEN,), forum=True)
    town.telegram.topic(FORUM, TOPIC, "News")

    await town.write(GROUP, CLEO, "/subscribe charlotte")
    unchanged = await town.bot.readers.find(Address(GROUP))
    assert unchanged is None or not unchanged.newsletters, "a member who is no admin changes nothing"
    await town.write(GROUP, BEN, "/subscribe charlotte")
    await town.press(GROUP, BEN, "7:00")
    await town.press(GROUP, BEN, "Yes, Charlotte")
    await town.write(FORUM, BEN, "/subscribe tampa bay", TOPIC)
    await town.press(FORUM, BEN, "8:00", TOPIC)
    await town.press(FORUM, BEN, "Yes, Tampa Bay", TOPIC)

    await town.live_until(at(FIRST_DAY, "9:00", NEW_YORK))
    await town.close_bot()
    await town.open_bot()
    await town.live_until(at(SECOND_DAY, "9:00", NEW_YORK))

    for chat, topic, wall, title in ((GROUP, None, "7:00", "Charlotte"), (FORUM, TOPIC, "8:00", "Tampa Bay")):
        told = town.briefings(chat, topic)
        assert [moment.replace(second=0) for moment, _ in told] == [
            at(FIRST_DAY, wall, NEW_YORK),
            at(SECOND_DAY, wall, NEW_YORK),
        ]
        assert all(title in text for _, text in told)
        assert not set(headlines(told[0][1])) & set(headlines(told[1][1]))
    outside = [message for message in town.telegram.sent(FORUM) if message.get("message_thread_id") != TOPIC]
    assert not outside, "nothing is said outside the topic that asked"
