"""From /start to the first briefing's time."""

from dataclasses import replace
from datetime import time

import pytest

from bot.readers.model import Address, ChatKind, Standing, Step
from bot.telegram.handlers import subscribe
from bot.telegram.screen import Ask


async def test_the_first_minute_takes_at_most_five_taps(chat):
    """Start, Denver, Done, 7:00, Yes: the reader is active and knows when the next one comes."""
    await chat.say("/start")
    for label in ("Denver", "Done (1)", "7:00", "Yes, Denver"):
        await chat.tap(label)
    reader = await chat.known()
    assert chat.taps <= 4
    assert (reader.standing, reader.step) == (Standing.ACTIVE, None)
    assert (reader.newsletters, reader.zone, reader.place) == (("denver",), "America/Denver", "Denver")
    assert chat.text == "All set. Denver, mornings at 7:00 Denver time.\nNext: today, Tuesday November 24, 7:00."
    assert chat.buttons == ["Send one now", "Change"]
    assert len(chat.messages) == 1


async def test_the_first_message_is_as_drawn(chat, snapshot):
    """The whole first screen, words and buttons."""
    await chat.say("/start")
    assert (chat.text, [[button.text for button in row] for row in chat.messages[-1].keyboard]) == snapshot


async def test_without_an_edition_the_sample_is_called_a_sample(chat, news):
    """An invented story never passes as news."""
    news.today.invented = True
    await chat.say("/start")
    assert "A sample story:\n" in chat.text


async def test_an_old_story_is_dated(chat, clock):
    """The sample does not pretend to be of today."""
    clock.advance(days=2)
    await chat.say("/start")
    assert "A story from Tuesday, November 24:" in chat.text


@pytest.mark.parametrize(
    ("payload", "chosen"),
    [
        ("denver", ("denver",)),
        ("denver-markets", ("denver", "markets")),
        ("am-pm-twin-cities", ("am-pm", "twin-cities")),
        ("sneak-peek_des-moines", ("sneak-peek", "des-moines")),
        ("ad-campaign-7", ()),
        ("denver-campaign", ("denver",)),
        ("-", ()),
    ],
)
async def test_a_deep_link_chooses_what_it_names(chat, payload, chosen):
    """Slugs with dashes are read greedily; what is not on the list is let be."""
    await chat.say(f"/start {payload}")
    assert set((await chat.known()).newsletters) == set(chosen)
    assert f"Done ({len(chosen)})" in chat.buttons


async def test_a_tap_marks_and_another_unmarks_in_the_same_message(chat):
    """The list is one message, edited in place."""
    await chat.say("/start")
    await chat.tap("Sports")
    assert "\u2713 Sports" in chat.buttons
    assert "Done (1)" in chat.buttons
    await chat.tap("Sports")
    assert "Sports" in chat.buttons
    assert len(chat.messages) == 1
    assert (await chat.known()).newsletters == ()


async def test_the_same_press_twice_changes_nothing(chat):
    """A payload names the state wanted: a doubled update is harmless."""
    await chat.say("/start")
    await chat.press("1:t:s:+denver")
    await chat.press("1:t:s:+denver")
    assert (await chat.known()).newsletters == ("denver",)
    await chat.press("1:t:s:-denver")
    await chat.press("1:t:s:-denver")
    assert (await chat.known()).newsletters == ()


async def test_done_with_nothing_chosen_asks_to_pick_one(chat):
    """A toast, and the list stays."""
    await chat.say("/start")
    await chat.tap("Done (0)")
    assert chat.toast == "Pick at least one, then tap Done."
    assert (await chat.known()).step is Step.LIST


async def test_the_promises_have_a_way_back_to_the_greeting(chat):
    """What are these? and back again, in the same message."""
    await chat.say("/start denver")
    await chat.tap("What are these?")
    assert "\u2713 Denver: " in chat.text
    await chat.tap("Back")
    assert "Done (1)" in chat.buttons
    assert "Why it matters:" in chat.text


async def test_only_an_evening_newsletter_asks_only_for_the_evening(chat):
    """Closer comes in the evening: no word about mornings."""
    await chat.say("/start closer")
    await chat.tap("Done (1)")
    assert chat.text == "When is your evening?"
    assert chat.buttons == ["17:00", "18:00", "20:00", "Other", "Back"]


async def test_both_slots_are_asked_for_in_turn_and_a_topic_asks_where(chat):
    """AM/PM comes twice a day and implies no place."""
    await chat.say("/start am-pm")
    await chat.tap("Done (1)")
    await chat.tap("6:30")
    assert "When is your evening?" in chat.text
    await chat.tap("20:00")
    assert len(chat.messages) == 2
    assert chat.buttons == []
    assert chat.messages[-1].ask_location
    assert chat.text == "Where are you? Type a city or send your location; it is not kept."
    await chat.say("Chicago")
    assert "AM/PM, mornings at 6:30 and evenings at 20:00 Chicago time." in chat.text
    assert (await chat.known()).standing is Standing.ACTIVE


async def test_other_waits_for_a_typed_time(chat):
    """A typed time answers the open question."""
    await chat.say("/start denver")
    await chat.tap("Done (1)")
    await chat.tap("Other")
    await chat.say("half past six")
    assert "Denver time?" in chat.text
    assert (await chat.known()).morning == time(6, 30)


async def test_nonsense_in_place_of_a_time_keeps_the_question_open(chat):
    """One sentence, nothing changed."""
    await chat.say("/start denver")
    await chat.tap("Done (1)")
    before = await chat.known()
    await chat.say("25:00")
    assert chat.text.startswith("25:00 is not a time I know.")
    assert await chat.known() == before


async def test_cities_of_one_zone_need_one_question(chat):
    """Charlotte and Tampa Bay share the Eastern clock."""
    await chat.say("/start charlotte-tampa-bay")
    await chat.tap("Done (2)")
    await chat.tap("8:00")
    assert [label for label in chat.buttons if label.startswith("Yes")] == ["Yes, Tampa Bay"]


async def test_cities_of_several_zones_are_offered_each(chat):
    """Denver or Charlotte: the reader says whose time it is."""
    await chat.say("/start denver-charlotte")
    await chat.tap("Done (2)")
    await chat.tap("8:00")
    assert chat.buttons == ["Denver time", "Charlotte time", "Other place", "Back"]
    await chat.tap("Charlotte time")
    assert (await chat.known()).zone == "America/New_York"


async def test_other_place_asks_for_a_typed_one(chat):
    """Someone in Boston who reads Denver."""
    await chat.say("/start denver")
    for label in ("Done (1)", "7:00", "Other place"):
        await chat.tap(label)
    await chat.say("Boston")
    reader = await chat.known()
    assert (reader.zone, reader.place, reader.standing) == ("America/New_York", "Boston", Standing.ACTIVE)


async def test_a_location_sets_the_zone_and_is_forgotten(chat, database):
    """The coordinates are nowhere in the database."""
    await chat.say("/start markets")
    for label in ("Done (1)", "7:00"):
        await chat.tap(label)
    await chat.send_location(39.7392, -104.9903)
    reader = await chat.known()
    assert (reader.zone, reader.standing) == ("America/Denver", Standing.ACTIVE)
    assert "104.99" not in repr(reader)


@pytest.mark.parametrize("point", [(0.0, -140.0), (91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0), (float("inf"), 1.0)])
async def test_a_location_at_sea_or_off_the_globe_changes_nothing(settled, point):
    """One sentence with an example."""
    before = await settled.known()
    await settled.send_location(*point)
    assert settled.text.startswith("I cannot tell the time there.")
    assert await settled.known() == before


async def test_every_question_has_a_way_back(chat):
    """Back leads from the place to the evening, the morning, the list."""
    await chat.say("/start denver-closer")
    for label in ("Done (2)", "7:00", "18:00"):
        await chat.tap(label)
    assert "Denver time?" in chat.text
    await chat.tap("Back")
    assert "evening" in chat.text
    await chat.tap("Back")
    assert "morning" in chat.text
    await chat.tap("Back")
    assert "Done (2)" in chat.buttons


async def test_start_again_keeps_the_choices_and_says_what_comes(settled):
    """Nothing is lost by /start."""
    before = await settled.known()
    await settled.say("/start")
    assert await settled.known() == before
    assert "\u2713 Denver" in settled.buttons
    assert "Next: today, Tuesday November 24, 7:00." in settled.text
    await settled.tap("Done (2)")
    assert "Denver and Markets" in settled.text or "Markets and Denver" in settled.text


async def test_start_in_the_middle_keeps_what_was_chosen(chat):
    """The list again, with marks."""
    await chat.say("/start denver")
    await chat.tap("Done (1)")
    await chat.say("/start")
    assert "\u2713 Denver" in chat.buttons
    await chat.tap("Done (1)")
    assert "When is your morning?" in chat.text


async def test_subscribe_by_name_goes_on_with_the_missing_questions(chat):
    """A newcomer who knows what they want still says when and where."""
    await chat.say("/subscribe denver")
    assert "When is your morning?" in chat.text
    await chat.tap("7:00")
    await chat.tap("Yes, Denver")
    assert chat.text.startswith("All set.")


async def test_commands_in_any_order_lead_to_the_same_end(chat):
    """Place, then time, then newsletter: each answer is kept and only what is missing is asked."""
    await chat.say("/timezone Chicago")
    assert "Tap what you want" in chat.text
    await chat.say("/time 6:15")
    await chat.say("markets")
    assert "When is your morning?" in chat.text
    await chat.say("6:15")
    assert chat.text.startswith("All set. Markets, mornings at 6:15 Chicago time.")


async def test_a_group_speaks_of_this_chat(group):
    """No location button, and the answers are asked for as replies."""
    await group.say("/start markets")
    assert "this chat" in group.text
    await group.tap("Done (1)")
    assert group.text == "When is this chat's morning?"
    await group.tap("7:00")
    assert "Where is this chat? Type a city. Send it as a reply to this message." in group.text
    assert not group.messages[-1].ask_location
    await group.say("qqqqqq")
    assert group.text.startswith('I do not know where "qqqqqq" is.')
    await group.say("chicago")
    assert group.text.startswith("All set.")


async def test_lists_and_places_can_be_asked_for_before_anything_else(chat):
    """/subscribe and /timezone without words open their questions."""
    await chat.say("/timezone")
    assert chat.messages[-1].ask_location
    await chat.say("Boston")
    assert "Boston, Massachusetts: it is 7:00 there.\n" in chat.text
    assert "Done (0)" in chat.buttons
    await chat.say("/subscribe")
    assert "Done (0)" in chat.buttons


async def test_a_sample_that_says_no_why_shows_none(chat, news, brief):
    """Nothing is made up."""
    news.today.brief = replace(brief(1), why=None)
    await chat.say("/start")
    assert "Why it matters" not in chat.text


async def test_a_group_goes_back_from_the_place_to_what_was_asked(group):
    """Markets comes in the morning: no question about the evening."""
    await group.say("/start markets")
    for label in ("Done (1)", "7:00", "Back"):
        await group.tap(label)
    assert group.text == "When is this chat's morning?"


async def test_a_forum_topic_is_a_reader_of_its_own(desk, clock):
    """Two topics of one chat choose apart."""
    for thread, slug in ((1, "denver"), (2, "sports")):
        ask = Ask(thread, Address(-100, thread), ChatKind.SUPERGROUP, clock.now(), 7, words=slug)
        await subscribe.handle(ask, desk)
    first, second = [await desk.readers.find(Address(-100, thread)) for thread in (1, 2)]
    assert (first.newsletters, second.newsletters) == (("denver",), ("sports",))
