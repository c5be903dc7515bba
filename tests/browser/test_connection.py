"""The line between the chat page and the stand-in may break; nothing is lost over that."""

import pytest

from tests.browser.bot_side import BotSide
from tests.browser.running import ANN, Running
from tests.browser.screen import Screen

pytestmark = pytest.mark.browser


def test_a_lost_line_is_taken_up_again_with_all_that_happened(screen: Screen, standin: Running, bot: BotSide) -> None:
    """Messages sent, edited and deleted meanwhile are there, and new ones come."""
    kept, gone = bot.say("Kept."), bot.say("Gone later.")
    screen.open(standin.standin.url)
    standin.stop()
    screen.until(lambda: screen.one("#status").text == "connecting …")
    chat = standin.standin.chats[ANN]
    chat.messages[kept]["text"] = "Changed meanwhile."
    del chat.messages[gone]
    standin.start()
    screen.until(lambda: screen.one("#status").text == "bot")
    bot.say("New one.")
    screen.message("New one.")
    assert [" ".join(shown.text.split("\n")[:1]) for shown in screen.all(".message .content")] == [
        "Changed meanwhile.",
        "New one.",
    ]


def test_words_that_cannot_be_sent_come_back(screen: Screen, standin: Running, bot: BotSide) -> None:
    """Without the stand-in the page says so and keeps what was typed."""
    bot.say("Hello.")
    screen.open(standin.standin.url)
    standin.stop()
    screen.write("denver")
    assert "does not answer" in screen.one(".toast").text
    screen.until(lambda: screen.one("#input").get_property("value") == "denver")
    standin.start()


def test_a_press_on_a_button_that_went_says_why(screen: Screen, standin: Running, bot: BotSide) -> None:
    """What the stand-in refuses is said in its own sentence."""
    message_id = bot.say("Choose.", [[("Old", "old")]])
    screen.open(standin.standin.url)
    del standin.standin.chats[ANN].messages[message_id]
    screen.press("Old")
    assert screen.one(".toast").text == "That message is gone."


def test_a_chat_that_does_not_exist_is_named(screen: Screen, standin: Running) -> None:
    """The page of a mistyped address says what is wrong."""
    screen.driver.get(f"{standin.standin.url}/?chat=4711")
    screen.until(lambda: screen.one("#status").text == "There is no chat 4711 here.")


def test_leaving_the_page_ends_its_line(screen: Screen, standin: Running) -> None:
    """Browsers allow few lines to one host: ten visits in a row must not use them up."""
    for visit in range(10):
        screen.open(standin.standin.url, f"?visit={visit}")
