"""Bare words: names, answers, talk."""

from bot.telegram.handlers import words
from bot.telegram.screen import Ask


async def test_a_name_subscribes(settled):
    """By title or slug."""
    await settled.say("twin cities")
    assert "twin-cities" in (await settled.known()).newsletters


async def test_a_newcomer_can_begin_with_a_name(chat):
    """Then the questions follow."""
    await chat.say("Denver")
    assert "Added Denver.\nWhen is your morning?" in chat.text


async def test_names_among_other_words_are_asked_back(settled):
    """Talk is not taken for a wish."""
    before = await settled.known()
    await settled.say("I like sports a lot")
    assert settled.text == "Did you mean Sports?"
    assert await settled.known() == before


async def test_near_names_are_offered(settled):
    """A slip of the finger."""
    await settled.say("charlot")
    assert settled.text == 'I have no "charlot". Did you mean Charlotte?'


async def test_what_is_not_understood_leads_to_the_list(settled):
    """And to /help."""
    await settled.say("xyzzy plugh")
    assert settled.text.startswith('I do not know "xyzzy plugh". /help shows what I know.')


async def test_a_wrong_command_gets_the_nearest(settled):
    """/subscibe."""
    await settled.say("/subscibe denver")
    assert settled.text == 'I have no command "/subscibe". Did you mean /subscribe?'
    await settled.say("/qqqqq")
    assert settled.text == 'I have no command "/qqqqq". /help shows those I have.'


async def test_a_name_while_a_time_is_asked_is_still_a_name(chat):
    """The question stays open."""
    await chat.say("/start denver")
    await chat.tap("Done (1)")
    await chat.say("markets")
    assert "Added Markets.\nWhen is your morning?" in chat.text


async def test_a_command_of_another_bot_is_left_alone(group):
    """Neither answered nor remembered."""
    assert (await group.say("/weather denver")).acts == ()
    assert await group.reader() is None


async def test_talk_is_answered_but_makes_no_reader(group):
    """What a group says to the bot gets an answer; nothing is kept of it."""
    for line in ("hello everyone", "I like sports", "word " * 100):
        assert len((await group.say(line)).acts) == 1
    assert await group.reader() is None


async def test_a_name_in_a_group_subscribes(group):
    """In a reply or with a mention: other talk does not come here."""
    await group.say("denver")
    assert "When is this chat's morning?" in group.text


async def test_empty_words_are_nothing(chat):
    """A message of spaces."""
    assert (await chat.say("   ")).acts == ()


async def test_a_location_in_a_group_is_talk(group):
    """And one without coordinates is nothing."""
    assert (await group.send_location(39.7, -104.9)).acts == ()


async def test_an_ask_without_words_is_nothing(desk, chat):
    """Photos have none."""
    ask: Ask = chat.ask()
    assert (await words.handle(ask, desk)).acts == ()
