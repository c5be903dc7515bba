"""/mute, /follow, Less like this and Follow."""

from dataclasses import replace

import pytest

from bot.readers.words import MOST
from bot.telegram.handlers.sources import NOT_KEPT, share_link
from bot.telegram.keyboards import briefing_keyboard


@pytest.fixture
async def delivered(settled, briefings, brief, delivery):
    """Delivery 41 of the settled chat showed two stories."""
    shown = (replace(brief(1), headline="Why Ana Ruiz left Denver"), replace(brief(2), headline="Ferry crews strike"))
    briefings.kept[41] = delivery(settled.address, shown)
    return settled


async def less(chat) -> None:
    """Tap Less like this under the briefing."""
    (button,) = [one for row in briefing_keyboard(41) for one in row if one.text == "Less like this"]
    await chat.press(button.data)


async def test_a_word_is_muted_shown_and_taken_back(settled):
    """By typing, and by its button."""
    await settled.say("/mute Rate  Cuts")
    assert settled.text.startswith("Stories with rate cuts stay out.")
    assert (await settled.known()).muted == ("rate cuts",)
    await settled.say("/mute off rate cuts")
    assert (await settled.known()).muted == ()
    await settled.say("/mute snow")
    await settled.tap("\u2715 snow")
    assert settled.text.startswith("snow is a word like any other again.")
    assert (await settled.known()).muted == ()


async def test_a_word_is_muted_or_followed_and_never_both(settled):
    """The last word counts; saying it twice changes nothing."""
    await settled.say("/mute snow")
    await settled.say("/follow snow")
    await settled.say("/follow Snow")
    reader = await settled.known()
    assert (reader.muted, reader.followed) == ((), ("snow",))


@pytest.mark.parametrize("words", ["x", "...", "w" * 61, "off ..", "off w" + "w" * 60])
@pytest.mark.parametrize("command", ["mute", "follow"])
async def test_what_is_no_word_gets_one_sentence(settled, command, words):
    """It says what a word is, with an example, and keeps nothing."""
    await settled.say(f"/{command} {words}")
    assert "is no word I could look for" in settled.text
    reader = await settled.known()
    assert (reader.muted, reader.followed) == ((), ())


async def test_there_is_an_end_to_words(settled):
    """Each is looked for in every story; one that is there already may be said again."""
    for number in range(MOST):
        await settled.say(f"/{'mute' if number % 2 else 'follow'} word {number}")
    await settled.say("/mute one more")
    assert settled.text.startswith(f"You have {MOST} words already.")
    await settled.say("/mute word 0")
    assert settled.text.startswith("Stories with word 0 stay out.")


async def test_taking_back_what_was_not_said_changes_nothing(settled):
    """Also by an old button."""
    before = await settled.known()
    await settled.say("/follow off snow")
    assert settled.text.startswith("snow was neither muted nor followed.")
    await settled.press("1:unsay:0123456789ab", message=-1)
    assert settled.text.startswith("No word is muted or followed.")
    assert await settled.known() == before


async def test_less_like_this_asks_which_story_and_what_of_it_and_can_be_undone(delivered):
    """Names of the headline as buttons; the tap mutes one, another takes it back."""
    await less(delivered)
    assert "1. Why Ana Ruiz left Denver" in delivered.text
    await delivered.tap("1")
    assert delivered.buttons == ["Less of Ana Ruiz", "Less of Denver", "Back", "Close"]
    await delivered.tap("Less of Ana Ruiz")
    assert delivered.text == "Stories with ana ruiz stay out from now on."
    assert (await delivered.known()).muted == ("ana ruiz",)
    await delivered.tap("Undo")
    assert (await delivered.known()).muted == ()


async def test_a_newsletter_that_carried_the_story_can_be_stopped_there(settled, briefings, brief, delivery, desk):
    """One of the reader's own, by the outlets of the story."""
    denver = desk.catalogue.get("denver")
    outlet = replace(brief(1).outlets[0], publisher=denver.sources[0].publisher)
    briefings.kept[41] = delivery(settled.address, (replace(brief(1), outlets=(outlet,)),))
    await less(settled)
    await settled.tap("Stop Denver")
    assert (await settled.known()).newsletters == ("markets",)


async def test_a_story_is_followed_and_left(delivered):
    """By the button under its sources; the notice says what it means."""
    await delivered.press("1:story:41:1", message=0)
    await delivered.tap("Follow", message=0)
    assert delivered.toast == "What is new of it comes first, until it goes quiet."
    assert (await delivered.known()).stories == ("s1",)
    await delivered.tap("Unfollow", message=0)
    assert (await delivered.known()).stories == ()


@pytest.mark.parametrize("data", ["1:less:41", "1:of:41:1", "1:mute:41:1:1", "1:follow:41:1", "1:unfol:41:1"])
async def test_what_was_sent_elsewhere_or_is_kept_no_more_gets_a_notice(
    *, settled, someone, briefings, brief, delivery, data
):
    """A payload may be borrowed; nothing changes."""
    briefings.kept[41] = delivery(someone(6).address, (brief(1),))
    before = await settled.known()
    await settled.press(data)
    assert settled.toast == NOT_KEPT
    briefings.kept.clear()
    await settled.press(data)
    assert settled.toast == NOT_KEPT
    assert await settled.known() == before


@pytest.mark.parametrize("data", ["1:of:41:9", "1:mute:41:1:9", "1:mute:41:9:1", "1:follow:41:9"])
async def test_a_story_or_a_name_that_is_not_there_gets_a_notice(delivered, data):
    """Somebody made the payload up."""
    before = await delivered.known()
    await delivered.press(data)
    assert delivered.toast == NOT_KEPT
    assert await delivered.known() == before


async def test_a_story_is_shared_by_a_link_that_starts_the_bot_with_its_newsletter(settled, desk, brief):
    """Telegram's own page asks to whom; without the bot's name, or a newsletter of the reader's, there is none."""
    denver = desk.catalogue.get("denver")
    told = replace(brief(1), outlets=(replace(brief(1).outlets[0], publisher=denver.sources[0].publisher),))
    named = replace(desk, called=lambda: "daybrief_bot")
    link = share_link(named, told, desk.catalogue.newsletters)
    assert link.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fdaybrief_bot%3Fstart%3D")
    assert share_link(desk, told, desk.catalogue.newsletters) is None
    assert share_link(named, brief(1), desk.catalogue.newsletters) is None
