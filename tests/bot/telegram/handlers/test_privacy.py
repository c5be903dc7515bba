"""/mydata hands out all that is kept, /forget erases it after one question."""

import json

from bot.store.holdings import tables_of_readers
from bot.telegram.screens.privacy import ABOUT


async def test_mydata_hands_out_a_file_of_what_is_kept(settled):
    """What was set is in it, each table says what it is for, and the words of the file are plain."""
    await settled.say("/mydata")
    (file,) = settled.files
    tables = json.loads(file.content)
    assert tables["readers"]["rows"][0]["zone"] == "America/Denver"
    assert [row["newsletter"] for row in tables["subscriptions"]["rows"]] == ["denver", "markets"]
    assert all(table["about"] for table in tables.values())


def test_every_table_about_a_reader_is_explained():
    """A new table that names readers cannot be handed out without a word."""
    assert {table.name for table in tables_of_readers()} <= set(ABOUT)


async def test_a_stranger_is_told_that_nothing_is_kept_and_is_not_kept_for_asking(chat):
    """Neither question makes a reader."""
    for line in ("/mydata", "/forget"):
        await chat.say(line)
        assert chat.text == "I keep nothing about this chat. /start begins."
    assert await chat.reader() is None
    assert not chat.files


async def test_forget_asks_once_and_then_erases_all(settled):
    """It says what is held, and what went; the next word is a stranger's."""
    await settled.say("/forget")
    assert "your 2 newsletters, times, place and 0 delivery records" in settled.text
    assert await settled.reader() is not None
    await settled.tap("Erase everything")
    assert settled.text == ("Erased: your 2 newsletters, times, place and 0 delivery records. I no longer know you.")
    assert await settled.reader() is None


async def test_whoever_keeps_it_loses_nothing(settled):
    """The other button changes nothing and leads on."""
    before = await settled.known()
    await settled.say("/forget")
    await settled.tap("Keep it")
    assert settled.text == "Nothing was erased."
    assert await settled.known() == before


async def test_pressing_twice_erases_once(settled):
    """The second press finds nobody."""
    await settled.say("/forget")
    payload = settled.messages[-1].keyboard[0][0].data
    await settled.press(payload, -1)
    await settled.press(payload, -1)
    assert settled.text == "I keep nothing about this chat. /start begins."


async def test_an_old_button_does_not_erase_who_came_back(settled, someone):
    """Nor does one that was shown in another chat."""
    await settled.say("/forget")
    payload = settled.messages[-1].keyboard[0][0].data
    other = someone(6)
    await other.say("/start denver")
    await other.press(payload)
    assert await other.reader() is not None
