"""Every command with good and bad input: a bad one is one sentence, and nothing changes."""

from datetime import date, time

import pytest

from bot.readers.model import EVERY_DAY, UNTIL_RESUMED, Standing
from bot.telegram.audience import Audience
from bot.telegram.handlers import COMMANDS
from briefings.model import Slot

NEXT = "Next: today, Tuesday November 24, 7:00."


async def test_the_commands_fit_telegrams_menu():
    """Names and descriptions within Telegram's limits, each command once."""
    names = [one.COMMAND for one in COMMANDS]
    assert len(set(names)) == len(names) <= 100
    assert all(name.isascii() and name.islower() and len(name) <= 32 for name in names)
    assert all(1 <= len(one.DESCRIPTION) <= 256 for one in COMMANDS)


async def test_only_reading_commands_are_for_everyone():
    """In a group what changes the chat is for its admins; /channel only says how, and asks the channel's own."""
    assert {one.COMMAND for one in COMMANDS if one.AUDIENCE is Audience.EVERYONE} <= READING


READING = {"help", "newsletters", "status", "channel", "search"}


@pytest.mark.parametrize(
    "line",
    [
        "/time 25:00",
        "/time 13 pm",
        "/time evening half past",
        "/time evening 7",
        "/time 19:30",
        "/time off off",
        "/time evening off",
        "/timezone Nowhereville",
        "/timezone UTC-5",
        "/timezone +3",
        "/timezone Portland",
        "/days someday",
        "/length 2",
        "/length long",
        "/length -1",
        "/length 6 hours",
        "/days mon funday",
        "/pause a bit",
        "/pause 9999w",
        "/pause until november 24",
        "/pause -3d",
        "/subscribe markts",
        "/subscribe zzzzzz",
        "/subscribe , ; and",
        "/unsubscribe markts",
        "/subscribe " + "x" * 4000,
        "/timezone " + "y " * 2000,
        "/time " + "7" * 4000,
        "/pause " + "9" * 4000,
        "/days " + "mon " * 900 + "x",
        "/start " + "z" * 64,
        "/nosuchthing",
        "hello there",
        "\U0001f642",
        "x" * 4000,
        "/",
    ],
)
async def test_bad_input_is_one_answer_and_changes_nothing(settled, line):
    """What was settled stays as it was; the answer is short."""
    before = await settled.known()
    if line == "/time evening off":
        line = "/time off"
        await settled.say("/time evening off")
        before = await settled.known()
    answer = await settled.say(line)
    assert len(answer.acts) == 1
    assert len(settled.text) < 600
    assert await settled.known() == before


async def test_a_change_is_repeated_in_local_time_with_the_next_delivery(settled):
    """What was understood, and when the next one comes."""
    await settled.say("/time 7:30 am")
    assert settled.text.endswith("mornings at 7:30 Denver time.\nNext: today, Tuesday November 24, 7:30.")
    assert (await settled.known()).morning == time(7, 30)


async def test_a_later_time_brings_no_second_briefing_of_a_day(settled, briefings, clock):
    """Who had this morning's at 7:00 and then chooses 9:00 is told the truth: the next one comes tomorrow."""
    clock.advance(hours=2, minutes=30)
    briefings.owed.add((date(2026, 11, 24), Slot.MORNING))
    await settled.say("/time 9:00")
    assert settled.text.endswith("Next: tomorrow, Wednesday November 25, 9:00.")
    for command in ("/settings", "/status"):
        await settled.say(command)
        assert "tomorrow" in settled.text.lower()
        assert "today" not in settled.text.lower()


async def test_the_evening_has_a_time_of_its_own(settled):
    """/time evening 18:30, in either order of words."""
    await settled.say("/time evening 18:30")
    assert (await settled.known()).evening == time(18, 30)
    await settled.say("/time 7 pm evening")
    assert (await settled.known()).evening == time(19, 0)


async def test_a_slot_can_be_off_but_not_both(settled):
    """The last one stays on and /pause is named."""
    await settled.say("/time morning off")
    assert (await settled.known()).morning is None
    assert "evenings at 18:00" in settled.text
    await settled.say("/time evening off")
    assert (await settled.known()).evening == time(18, 0)
    assert "/pause" in settled.text


async def test_a_time_that_is_hardly_meant_is_asked_back(settled):
    """An evening at 7 is 19:00 or a morning: the reader says which."""
    await settled.say("/time evening 7")
    assert settled.buttons == ["19:00", "7:00 in the morning", "Times"]
    await settled.tap("19:00")
    assert (await settled.known()).evening == time(19, 0)


async def test_bad_times_name_what_is_kept(settled):
    """The sentence of the drawing."""
    await settled.say("/time 25:00")
    assert settled.text == (
        "25:00 is not a time I know. Try /time 7:30 or /time evening 18:00. Yours is still 7:00 and 18:00."
    )


async def test_time_alone_shows_both_with_buttons(settled):
    """Presets of both slots, the present ones marked."""
    await settled.say("/time")
    assert "\u2713 7:00" in settled.buttons
    assert "\u2713 18:00" in settled.buttons
    await settled.tap("No evenings")
    assert (await settled.known()).evening is None
    await settled.tap("Settings")
    await settled.tap("Times")
    assert "Evenings: off" in settled.text
    await settled.tap("20:00")
    assert (await settled.known()).evening == time(20, 0)


async def test_time_evening_alone_asks_for_the_evening(settled):
    """A slot without a time."""
    await settled.say("/time evening")
    assert settled.text == "When is your evening?"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Chicago", "America/Chicago"),
        ("america/chicago", "America/Chicago"),
        ("CT", "America/Chicago"),
        ("portland, maine", "America/New_York"),
        ("twin cities", "America/Chicago"),
        ("Tokyo", "Asia/Tokyo"),
    ],
)
async def test_timezone_takes_cities_names_and_short_names(settled, typed, zone):
    """The answer says the time there, so that a mistake shows."""
    await settled.say(f"/timezone {typed}")
    assert (await settled.known()).zone == zone
    assert " there.\n" in settled.text


async def test_which_portland_is_asked(settled):
    """Two states, two clocks; a tap decides."""
    await settled.say("/timezone Portland")
    assert settled.text == "Which Portland?"
    assert settled.buttons[:2] == ["Oregon", "Maine"]
    await settled.tap("Maine")
    assert (await settled.known()).zone == "America/New_York"
    assert settled.text.startswith("Portland, Maine: it is 7:00 there.")


async def test_a_region_with_two_clocks_asks_for_the_nearest_city(settled):
    """Texas is mostly Central."""
    await settled.say("/timezone Texas")
    await settled.tap("El Paso, Texas")
    assert (await settled.known()).place == "El Paso"


async def test_an_offset_is_not_guessed(settled):
    """UTC-5 may be two zones; it says why."""
    await settled.say("/timezone UTC-5")
    assert settled.text.startswith("An offset does not know summer time.")


async def test_timezone_alone_asks_and_the_next_words_answer(settled):
    """The open question is answered by typing."""
    await settled.say("/timezone")
    assert settled.messages[-1].ask_location
    assert settled.text.startswith("Yours is Denver time; it is 5:00 there.")
    await settled.say("Phoenix")
    reader = await settled.known()
    assert (reader.zone, reader.step) == ("America/Phoenix", None)


async def test_a_place_that_is_not_known_keeps_the_question_open(settled):
    """Then a known one answers it."""
    await settled.say("/timezone")
    await settled.say("Qwertyville")
    assert "Yours is still Denver time." in settled.text
    await settled.say("+2")
    assert settled.text.startswith("An offset")
    await settled.say("Boston")
    assert (await settled.known()).zone == "America/New_York"


@pytest.mark.parametrize(
    ("typed", "days"),
    [("weekdays", {1, 2, 3, 4, 5}), ("weekends", {6, 7}), ("every day", set(EVERY_DAY)), ("mon wed fri", {1, 3, 5})],
)
async def test_days_are_kept(settled, typed, days):
    """In the words people use."""
    await settled.say(f"/days {typed}")
    assert (await settled.known()).days == days


async def test_days_on_which_nothing_comes_are_said(settled):
    """Markets comes on weekdays only."""
    await settled.say("/unsubscribe denver")
    await settled.say("/days weekends")
    assert "Nothing chosen comes on these days." in settled.text


async def test_days_alone_offers_choices(settled):
    """The present choice is marked."""
    await settled.say("/days")
    assert settled.buttons == ["\u2713 Every day", "Weekdays", "Weekends", "Settings"]
    await settled.tap("Weekdays")
    assert (await settled.known()).days == {1, 2, 3, 4, 5}
    assert ", on weekdays" in settled.text


async def test_a_pause_ends_on_the_day_that_is_said(settled):
    """Two weeks from Tuesday, November 24."""
    await settled.say("/pause 2w")
    assert settled.text == "Paused until Tuesday, December 8. The first briefing after that catches you up."
    assert settled.buttons[0] == "Resume now"
    assert (await settled.known()).paused_until == date(2026, 12, 8)
    await settled.tap("Resume now")
    assert (await settled.known()).paused_until == date(2026, 11, 24)
    assert NEXT in settled.text


async def test_pause_alone_offers_lengths(settled):
    """One week, two weeks, until I say."""
    await settled.say("/pause")
    await settled.tap("Until I say")
    assert (await settled.known()).paused_until == UNTIL_RESUMED
    assert settled.text == "Paused until you say /resume."
    await settled.say("/pause")
    await settled.tap("1 week")
    assert (await settled.known()).paused_until == date(2026, 12, 1)


async def test_resume_without_a_pause_says_so(settled):
    """Nothing changes."""
    await settled.say("/resume")
    assert settled.text.startswith("There was no pause.")


async def test_subscribe_adds_at_once_whatever_the_case(settled):
    """Titles and slugs, commas and spaces."""
    await settled.say("/subscribe TWIN CITIES, am/pm sports")
    assert set((await settled.known()).newsletters) == {"denver", "markets", "twin-cities", "am-pm", "sports"}
    assert settled.text.startswith("Added Twin Cities, AM/PM and Sports.")


async def test_known_names_are_added_though_others_are_unknown(settled):
    """Both are said."""
    await settled.say("/subscribe sports markts")
    assert "sports" in (await settled.known()).newsletters
    assert settled.text == 'Added Sports.\n\nI have no "markts". Did you mean Markets?'
    assert settled.buttons == ["Markets", "Show the list"]


async def test_an_offered_name_is_added_by_its_button(chat):
    """And a newcomer is led on."""
    await chat.say("/subscribe markts")
    await chat.tap("Markets")
    assert (await chat.known()).newsletters == ("markets",)
    assert "When is your morning?" in chat.text


async def test_what_is_chosen_already_is_said(settled):
    """No second subscription."""
    await settled.say("/subscribe denver")
    assert settled.text.startswith("You get Denver already.")


async def test_unsubscribe_takes_away_one_or_all(settled):
    """And says what still comes."""
    await settled.say("/unsubscribe markets")
    assert settled.text.startswith("Stopped Markets.\nDenver, mornings at 7:00")
    await settled.say("/unsubscribe sports")
    assert settled.text.startswith("You do not get Sports.")
    await settled.say("/unsubscribe all")
    assert settled.text == "Stopped Denver.\nNothing is chosen.\nChoose with /subscribe."
    assert (await settled.known()).standing is Standing.ACTIVE
    await settled.say("/unsubscribe all")
    assert settled.text.startswith("Nothing was chosen.")


async def test_unsubscribe_keeps_unknown_names_apart(settled):
    """The known one goes, the other is asked back, and its button stops it."""
    await settled.say("/unsubscribe denver, markts")
    assert settled.text.startswith('Stopped Denver.\n\nI have no "markts".')
    await settled.tap("Markets")
    assert (await settled.known()).newsletters == ()


async def test_lists_without_words(settled):
    """Both open the list with marks."""
    for command in ("/subscribe", "/unsubscribe"):
        await settled.say(command)
        assert "\u2713 Denver" in settled.buttons
    await settled.tap("Markets")
    await settled.tap("Done (1)")
    assert settled.text.startswith("Denver, mornings")


async def test_newsletters_tells_promises_with_marks(settled):
    """Every newsletter of the list."""
    await settled.say("/newsletters")
    assert all(f"{one.title}: {one.promise}" in settled.text for one in settled.desk.catalogue.newsletters)
    assert settled.text.count("\u2713") == 2
    await settled.tap("Choose")
    assert "Done (2)" in settled.buttons


async def test_reading_commands_make_no_reader(chat):
    """Looking is not joining."""
    for line in ("/newsletters", "/status", "/help"):
        await chat.say(line)
    await chat.tap("Newsletters")
    await chat.tap("Back")
    assert "Done (0)" in chat.buttons
    assert await chat.reader() is None


async def test_status_tells_what_comes_and_how_fresh_it_is(settled, news, briefings, clock):
    """What, when, freshness, last."""
    fresh = type("Fresh", (), {"sources": 5, "failing": 1, "newest": clock.now()})
    news.fresh = {"denver": fresh()}
    briefings.last_sent = clock.now()
    clock.advance(minutes=12)
    await settled.say("/status")
    assert "You get Denver and Markets, mornings at 7:00 Denver time.\n" + NEXT in settled.text
    assert "Last: today, Tuesday November 24, 5:00." in settled.text
    assert "Denver: 5 sources, newest 12 minutes ago, 1 not answering" in settled.text
    assert "Markets: " in settled.text


async def test_status_of_nobody_points_to_start(chat):
    """And makes no reader."""
    await chat.say("/status")
    assert "/start" in chat.text


async def test_settings_lead_everywhere_and_back(settled):
    """A button to each screen, and from each a way back."""
    await settled.say("/settings")
    for label in ("Newsletters", "Times", "Days", "Pause", "Status"):
        await settled.tap(label)
        await settled.tap("Settings")
        assert settled.text.startswith("Newsletters: Denver and Markets")
    assert len(settled.messages) == 2


async def test_place_from_the_settings_is_a_new_message(settled):
    """A message with a location button cannot take the place of another."""
    await settled.say("/settings")
    await settled.tap("Place")
    assert settled.messages[-1].ask_location
    assert "Yours is Denver time" in "".join(map(str, settled.messages[-2].text))
    await settled.tap("Settings", message=-2)
    assert (await settled.known()).step is None


async def test_settings_of_a_newcomer_are_the_open_question(chat):
    """Nothing to settle before it is chosen."""
    await chat.say("/settings")
    assert "Done (0)" in chat.buttons


async def test_pause_and_resume_of_a_newcomer_go_on_with_the_questions(chat):
    """There is nothing to pause yet."""
    await chat.say("/pause 2w")
    assert chat.text.startswith("Nothing comes yet")
    await chat.say("/resume")
    assert "Done (0)" in chat.buttons
    assert (await chat.known()).paused_until is None


async def test_help_names_every_command(chat, group):
    """In private and, with a word about admins, in a group."""
    await chat.say("/help")
    assert all(f"/{one.COMMAND} " in chat.text for one in COMMANDS)
    await group.say("/help")
    assert "admins" in group.text
