"""What a person does on the chat page reaches the bot, and what the bot answers reaches the person."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.bot_side import BotSide
from tests.browser.running import Running
from tests.browser.screen import Screen

pytestmark = pytest.mark.browser

COMMANDS = [
    {"command": "start", "description": "Begin"},
    {"command": "status", "description": "What comes when"},
    {"command": "today", "description": "The briefing now"},
]


@pytest.fixture
def room(screen: Screen, standin: Running, bot: BotSide) -> Screen:
    """The chat page of Ann, after the bot's first message."""
    bot.call("setMyCommands", commands=COMMANDS)
    bot.say("Hello, Ann.")
    screen.open(standin.standin.url)
    return screen


def test_an_empty_chat_offers_start_and_nothing_else(screen: Screen, standin: Running, bot: BotSide) -> None:
    """START sends the command, and the line to type in takes its place."""
    screen.open(standin.standin.url)
    start = screen.one("#start")
    assert not screen.all("#composer")[0].is_displayed()
    start.click()
    assert bot.next_update()["message"]["text"] == "/start"
    screen.one("#composer")
    assert not start.is_displayed()


def test_a_deep_link_goes_with_start(screen: Screen, standin: Running, bot: BotSide) -> None:
    """As from t.me/bot?start=denver."""
    screen.open(standin.standin.url, "?start=denver")
    screen.one("#start").click()
    assert bot.next_update()["message"]["text"] == "/start denver"


def test_typed_words_arrive_as_a_message(room: Screen, bot: BotSide) -> None:
    """The bot gets them from Ann, the page shows them as hers, and the line is empty again."""
    room.write("denver")
    update = bot.next_update()["message"]
    assert (update["text"], update["from"]["first_name"]) == ("denver", "Ann")
    assert "outgoing" in (room.message("denver").get_attribute("class") or "")
    assert room.one("#input").get_property("value") == ""


def test_the_send_button_sends(room: Screen, bot: BotSide) -> None:
    """It wakes when there is something to send."""
    send = room.one("#send")
    assert not send.is_enabled()
    room.one("#input").send_keys("markets")
    send.click()
    assert bot.next_update()["message"]["text"] == "markets"


def test_a_press_reaches_the_bot_and_its_toast_the_person(room: Screen, bot: BotSide) -> None:
    """The press carries the button's data; the answer passes over the chat as plain words."""
    bot.say("What do you want?", [[("Denver", "n:denver"), ("Markets", "n:markets")], [("Done", "done")]])
    room.press("Markets")
    query = bot.next_update()["callback_query"]
    assert query["data"] == "n:markets"
    bot.call("answerCallbackQuery", callback_query_id=query["id"], text="<i>Noted</i>")
    assert room.one(".toast").text == "<i>Noted</i>"


def test_an_alert_waits_for_ok(room: Screen, bot: BotSide) -> None:
    """An answer that must be read stays until it was."""
    bot.say("What do you want?", [[("Done", "done")]])
    room.press("Done")
    query = bot.next_update()["callback_query"]
    bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Choose first.", show_alert=True)
    assert room.one("#alert-words").text == "Choose first."
    room.one("#alert .ok").click()
    room.until(lambda: not room.all("#alert")[0].is_displayed())


def test_keys_of_a_row_are_equally_wide(room: Screen, bot: BotSide) -> None:
    """However long their labels are."""
    bot.say("Which?", [[("A", "a"), ("Twin Cities", "b"), ("Des Moines", "c")]])
    room.message("Which?")
    widths = [key.rect["width"] for key in room.all(".key")]
    assert max(widths) - min(widths) < 1


def test_a_key_that_changes_keeps_the_focus(room: Screen, bot: BotSide) -> None:
    """Choosing by keyboard goes on from the same key after its label changed, and after another row came."""
    keys = [[("Denver", "n:denver"), ("Markets", "n:markets")]]
    message_id = bot.say("What do you want?", keys)
    room.message("What do you want?")
    room.run("document.querySelectorAll('.key')[1].focus()")
    room.type(Keys.ENTER)
    assert bot.next_update()["callback_query"]["data"] == "n:markets"
    bot.rewrite(message_id, "What do you want?", [[("Denver", "n:denver"), ("✓ Markets", "n:markets")]])
    room.until(lambda: room.focused().text == "✓ Markets")
    bot.rewrite(message_id, "And now?", [[("One", "1"), ("Two", "2")], [("Three", "3")]])
    room.until(lambda: room.focused().text == "Two")


def test_the_menu_lists_the_bots_commands(room: Screen, bot: BotSide) -> None:
    """Each with its description; a choice sends the command."""
    room.one("#menu").click()
    items = room.all("#commands [role=menuitem]")
    assert [item.text.replace("\n", " ") for item in items] == [
        "/start Begin",
        "/status What comes when",
        "/today The briefing now",
    ]
    items[2].click()
    assert bot.next_update()["message"]["text"] == "/today"
    assert not room.all("#commands")[0].is_displayed()


def test_an_open_menu_keeps_the_focus_while_the_list_is_asked_anew(room: Screen) -> None:
    """The page reads the commands again at each opening, and the same list must not take the focus away."""
    room.one("#menu").click()
    asked = "return performance.getEntriesByType('resource').filter((one) => one.name.includes('/chat/state')).length"
    room.until(lambda: room.run(asked) == 2)
    assert room.focused().get_attribute("role") == "menuitem"


def test_a_typed_slash_suggests_the_commands_that_fit(room: Screen, bot: BotSide) -> None:
    """Arrow keys choose among them; Escape gives up."""
    line = room.one("#input")
    line.send_keys("/st")
    room.until(lambda: len(room.all("#commands [role=menuitem]")) == 2)
    line.send_keys(Keys.ARROW_DOWN)
    room.type(Keys.ARROW_DOWN)
    room.type(Keys.ENTER)
    assert bot.next_update()["message"]["text"] == "/status"
    assert line.get_property("value") == ""
    line.send_keys("/")
    room.one("#commands")
    line.send_keys(Keys.ESCAPE)
    assert not room.all("#commands")[0].is_displayed()


def test_a_command_in_a_message_is_sent_by_a_tap(room: Screen, bot: BotSide) -> None:
    """As in Telegram."""
    bot.say("Say /status to see.")
    room.message("Say /status").find_element("css selector", ".tappable").click()
    assert bot.next_update()["message"]["text"] == "/status"


def test_a_city_can_be_shared_as_a_location(room: Screen, bot: BotSide) -> None:
    """The bot gets its coordinates, and the clock then shows that city's time."""
    room.one("#attach").click()
    room.one("#places [data-city=Denver]").click()
    place = bot.next_update()["message"]["location"]
    assert (place["latitude"], place["longitude"]) == pytest.approx((39.7392, -104.9903))
    room.message("Denver")
    room.until(lambda: room.one("#clock-face").text == "Tue 24 Nov, 5:00 a.m. Denver time")


def test_a_message_may_ask_for_the_location(room: Screen, bot: BotSide) -> None:
    """Its button opens the cities, and goes when one was shared."""
    asking = {"keyboard": [[{"text": "Send my location", "request_location": True}]], "one_time_keyboard": True}
    bot.call("sendMessage", chat_id=1001, text="Where are you?", reply_markup=asking)
    room.press("Send my location")
    room.one("#places [data-city=London]").click()
    assert bot.next_update()["message"]["location"]["latitude"] == pytest.approx(51.5074)
    room.until(lambda: not room.all("#replies")[0].is_displayed())


def test_a_whole_conversation_leaves_the_console_clean(room: Screen, bot: BotSide) -> None:
    """No error, no refused resource, nothing asked of any other machine."""
    bot.say("<b>Bold</b> <code>/time 7:30</code> <tg-spoiler>x</tg-spoiler>", [[("Key", "k")]])
    room.press("Key")
    room.write("words")
    room.message("words")
    script = "return performance.getEntriesByType('resource').map((one) => new URL(one.name).host)"
    assert set(room.run(script)) == {room.run("return location.host")}
    assert room.complaints() == []
