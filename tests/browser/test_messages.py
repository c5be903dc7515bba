"""What messages look like on the chat page."""

from functools import partial

import pytest

from tests.browser.bot_side import BotSide
from tests.browser.running import ANN, Running
from tests.browser.screen import Screen

pytestmark = pytest.mark.browser

POINTS = (
    "<b>By the numbers:</b> 31,000 riders a day; 11 miles of road; 18 of the 54 stops are rebuilt by the spring.\n"
    "<b>Yes, but:</b> Shop owners want the lanes ended at <i>York Street</i>, and their lawyer says so in court.\n"
    '<b>Read:</b> <a href="https://news.example/1">Front Range Post</a> on the hearing.'
)
FOLDED = f"<b>1. A vote waits 🚌</b>\nThe lede.\n<blockquote expandable>{POINTS}</blockquote>\nThe outlets."

BELOW = """return document.getElementById('room').getBoundingClientRect().bottom
    - arguments[0].getBoundingClientRect().bottom"""


@pytest.fixture
def room(screen: Screen, standin: Running) -> Screen:
    """The chat page of Ann."""
    screen.open(standin.standin.url)
    return screen


def test_entities_are_elements_nested_as_telegram_sent_them(room: Screen, bot: BotSide) -> None:
    """Bold and links inside a quotation lie inside it, and a character of two units before them shifts nothing."""
    bot.say(FOLDED)
    message = room.message("A vote waits")
    bold = [found.get_property("textContent") for found in message.find_elements("css selector", "blockquote strong")]
    assert bold == ["By the numbers:", "Yes, but:", "Read:"]
    assert message.find_element("css selector", ".words > strong").text == "1. A vote waits 🚌"
    assert message.find_element("css selector", "blockquote em").get_property("textContent") == "York Street"


def test_the_line_after_a_quotation_follows_without_an_empty_one(room: Screen, bot: BotSide) -> None:
    """The break that ends the quotation in the text is not shown again."""
    bot.say(FOLDED)
    after = "return document.querySelector('.message blockquote').nextSibling.textContent"
    room.message("A vote waits")
    assert room.run(after) == "The outlets."


def test_a_link_opens_elsewhere_and_tells_nothing_of_this_page(room: Screen, bot: BotSide) -> None:
    """A new tab, without a way back to the page."""
    bot.say('<a href="https://news.example/1?a=1&amp;b=2">Front Range Post</a>')
    link = room.message("Front Range Post").find_element("css selector", "a")
    assert link.get_attribute("href") == "https://news.example/1?a=1&b=2"
    assert link.get_attribute("target") == "_blank"
    assert "noopener" in (link.get_attribute("rel") or "")


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("https://news.example/1", True),
        ("http://news.example/", True),
        ("tg://user?id=7", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,<b>x</b>", False),
        ("file:///etc/hosts", False),
        ("//news.example/", False),
        ("", False),
    ],
)
def test_only_web_and_telegram_addresses_are_opened(room: Screen, address: str, *, opened: bool) -> None:
    """Whatever an address pretends to be, other schemes become plain words."""
    found = room.run("return import('/page/entities.js').then(({ opened }) => opened(arguments[0]))", address)
    assert (found is not None) is opened


@pytest.mark.parametrize(
    "entities",
    [
        [{"type": "bold", "offset": 2, "length": 4}, {"type": "italic", "offset": 4, "length": 5}],
        [{"type": "bold", "offset": 0, "length": 99}],
        [{"type": "bold", "offset": -3, "length": 5}, {"type": "bold", "offset": 30, "length": 2}],
        [{"type": "bold", "offset": 1, "length": 0}, {"type": "bold"}, None],
        [{"type": "from the future", "offset": 2, "length": 3}],
    ],
    ids=["crossing", "too long", "outside", "broken", "unknown"],
)
def test_odd_entities_lose_formatting_but_no_letter(room: Screen, entities: list[object]) -> None:
    """The text is whole whatever the entities say."""
    script = "return import('/page/entities.js').then(({ render }) => render(...arguments).textContent)"
    assert room.run(script, "ten digits", entities, {}) == "ten digits"


def test_markup_in_words_stays_words(room: Screen, bot: BotSide) -> None:
    """Nothing that a person or the bot writes becomes an element, nor runs."""
    attack = "<img src=x onerror=\"document.title='hit'\"><script>document.title='hit'</script>"
    escaped = attack.replace("<", "&lt;").replace(">", "&gt;")
    message_id = bot.say(escaped, [[(attack[:40], "d")]])
    room.write(attack)
    room.message(attack[:30])
    bot.rewrite(message_id, f"again <b>{escaped}</b>")
    room.until(lambda: "again" in room.all(".message")[0].text)
    assert room.all("#log img, #log script") == []
    assert "hit" not in room.driver.title


def test_a_short_quotation_has_nothing_to_unfold(room: Screen, bot: BotSide) -> None:
    """No chevron on a quotation of one line."""
    bot.say("<blockquote expandable>One line.</blockquote>")
    room.message("One line.")
    assert room.until(lambda: room.all("blockquote.short"))
    assert not room.all(".unfold")[0].is_displayed()


def test_a_long_quotation_unfolds_on_a_tap_and_folds_again(room: Screen, bot: BotSide) -> None:
    """Three lines at first, then everything; assistive software is told."""
    bot.say(FOLDED)
    quotation, toggle = room.one("blockquote.expandable"), room.one(".unfold")
    folded = quotation.size["height"]
    assert toggle.get_attribute("aria-expanded") == "false"
    quotation.click()
    assert toggle.get_attribute("aria-expanded") == "true"
    assert quotation.size["height"] > folded * 1.5
    toggle.click()
    assert toggle.get_attribute("aria-expanded") == "false"
    assert quotation.size["height"] == folded


def test_a_quotation_unfolds_by_keyboard(room: Screen, bot: BotSide) -> None:
    """Enter on its button is enough, and the focus stays there."""
    bot.say(FOLDED)
    toggle = room.one(".unfold")
    room.run("arguments[0].focus()", toggle)
    room.type("\ue007")
    assert toggle.get_attribute("aria-expanded") == "true"
    assert room.focused() == toggle


def test_tabbing_to_a_link_in_the_folded_part_unfolds_it(room: Screen, bot: BotSide) -> None:
    """Nobody gets a focus that cannot be seen."""
    bot.say(FOLDED)
    room.run("document.querySelector('blockquote a').focus()")
    assert room.one(".unfold").get_attribute("aria-expanded") == "true"


def test_an_edit_shows_in_place(room: Screen, bot: BotSide) -> None:
    """The same message says something else, marked as edited; what was unfolded stays so."""
    first = bot.say(FOLDED)
    bot.say("A later one.")
    room.one(".unfold").click()
    bot.rewrite(first, FOLDED.replace("The lede.", "Another lede."))
    room.message("Another lede.")
    first_shown, last_shown = room.all(".message")
    assert "edited" in first_shown.text
    assert "A later one." in last_shown.text
    assert "The lede." not in first_shown.text
    assert first_shown.find_element("css selector", ".unfold").get_attribute("aria-expanded") == "true"


def test_an_edit_above_does_not_move_what_is_read(room: Screen, bot: BotSide) -> None:
    """A message that grows out of sight pushes nothing down."""
    first = bot.say("Short.")
    for number in range(24):
        bot.say(f"Line {number}.\n" * 4)
    room.message("Line 23.")
    room.run("const room = document.getElementById('room'); room.scrollTop = room.scrollHeight / 2")
    place = "return document.querySelectorAll('.message')[16].getBoundingClientRect().top"
    before = room.run(place)
    bot.rewrite(first, "Much longer.\n" * 20)
    room.until(lambda: "Much longer." in room.all(".message")[0].text)
    assert room.run(place) == pytest.approx(before, abs=2)


def test_the_end_stays_in_sight_when_a_message_there_grows(room: Screen, bot: BotSide) -> None:
    """Who is at the end sees the whole of what the last message has become."""
    for number in range(12):
        bot.say(f"Line {number}.\n" * 4)
    last = bot.say("Short.")
    room.message("Short.")
    bot.rewrite(last, "Longer.\n" * 15, [[("Key", "k")]])
    room.message("Longer.")
    assert room.run(BELOW, room.one(".key")) >= 0


def test_an_opened_chat_shows_its_end(screen: Screen, standin: Running, bot: BotSide) -> None:
    """The last key of the last message lies above the line to type in."""
    for number in range(12):
        bot.say(f"Line {number}.\n" * 4, [[("Key", f"k{number}")]])
    screen.open(standin.standin.url)
    screen.message("Line 11.")
    assert screen.run(BELOW, screen.all(".key")[-1]) >= 0


def test_a_message_taller_than_the_screen_is_read_from_its_top(room: Screen, bot: BotSide) -> None:
    """A new briefing begins at its beginning."""
    bot.say("First line.\n" + "More.\n" * 60)
    message = room.message("First line.")
    top = (
        "return arguments[0].getBoundingClientRect().top - document.getElementById('room').getBoundingClientRect().top"
    )
    assert 0 <= room.run(top, message) < 60


def test_messages_that_come_fast_are_followed_to_the_last(room: Screen, bot: BotSide) -> None:
    """Who is at the end stays there, also while the room still moves to the one before."""
    bot.say("Before.\n" * 50)
    room.message("Before.")
    room.one("#to-end").click()
    room.until(lambda: not room.all("#to-end")[0].is_displayed())
    room.media(theme="light", motion="no-preference")
    place = "return document.getElementById('room').scrollTop"
    for number in range(4):
        before = room.run(place)
        bot.say(f"Line {number}.\n" * 20)
        room.until(partial(room.run, f"{place} > arguments[0]", before))
    last = room.message("Line 3.")
    room.until(lambda: room.run("return arguments[0].getBoundingClientRect().bottom < innerHeight - 60", last))
    assert not room.all("#to-end")[0].is_displayed()


def test_who_reads_above_is_told_of_new_messages_and_not_moved(room: Screen, bot: BotSide) -> None:
    """A button counts them and leads down."""
    for number in range(12):
        bot.say(f"Line {number}.\n" * 4)
    room.message("Line 11.")
    room.run("document.getElementById('room').scrollTop = 0")
    to_end = room.one("#to-end")
    bot.say("New one.")
    bot.say("New two.")
    room.until(lambda: room.all("#to-end .badge")[0].text == "2")
    assert room.run("return document.getElementById('room').scrollTop") == 0
    to_end.click()
    room.until(lambda: not to_end.is_displayed())


def test_a_deleted_message_goes(room: Screen, bot: BotSide) -> None:
    """With it goes its day, when it was the only message."""
    message_id = bot.say("Soon gone.")
    room.message("Soon gone.")
    bot.call("deleteMessage", chat_id=ANN, message_id=message_id)
    room.until(lambda: not room.all(".message"))
    assert room.all(".day") == []


def test_a_file_can_be_saved(room: Screen, bot: BotSide) -> None:
    """The reader's data arrives as a file with its name and size, and can be fetched."""
    bot.hand_over("mydata.json", b'{"times": 1}')
    link = room.message("mydata.json 12 bytes").find_element("css selector", "a")
    assert link.get_attribute("download") == "mydata.json"
    assert (
        room.run("return fetch(arguments[0]).then((file) => file.text())", link.get_attribute("href")) == '{"times": 1}'
    )
