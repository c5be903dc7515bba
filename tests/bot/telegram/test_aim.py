"""Payloads that are aimed at a channel, and the screens that carry them."""

import pytest

from bot.telegram.aim import Channel, about, aim, aimed, named
from bot.telegram.callbacks import LONGEST_BYTES, Verb, pack, unpack
from bot.telegram.screen import Answer, Button, Edit, Say, Screen, Toast
from bot.telegram.text import plain

CHANNEL = Channel(-1001234567890, "Town", "town_news")
TIME = pack(Verb.TIME, "morning", "0730")


def test_an_aim_is_read_back_and_means_nothing_without_being_read() -> None:
    """A payload with an aim is none that a chat's own handlers would take."""
    data = aimed(TIME, CHANNEL.id)
    assert data is not None
    assert unpack(data) is None
    assert aim(data) == (CHANNEL.id, TIME)
    assert aim(TIME) is None


@pytest.mark.parametrize("data", ["", "1@:time", "1@5:time", "1@-:x", "2@-100:t", "1@-0:t", "1@-1e5:t", "@-100:t"])
def test_what_is_no_aim_is_none(data: str) -> None:
    """Only channels, by their numbers."""
    assert aim(data) is None


def test_a_button_that_would_be_too_long_is_left_out() -> None:
    """What it does can be typed; a row without buttons goes, too, and links stay."""
    long = "1:place:" + "x" * (LONGEST_BYTES - 15) + ":US-OR"
    assert aimed(long, CHANNEL.id) is None
    keyboard = ((Button("Far", long),), (Button("Time", TIME), Button("Site", url="https://news.example/")))
    screen = Screen(("Where?",), keyboard, ask_location=True)
    answer = about(Answer((Edit(screen), Toast("Well."))), CHANNEL)
    edit, toast = answer.acts
    assert isinstance(edit, Edit)
    assert [[button.text for button in row] for row in edit.screen.keyboard] == [["Time", "Site"]]
    assert not edit.screen.ask_location
    assert toast == Toast("Well.")


def test_a_screen_says_which_channel_it_is_about_and_how_to_type_for_it() -> None:
    """By its name where it has one, by its number else."""
    for channel, handle in ((CHANNEL, "@town_news"), (Channel(-100, "Quiet"), "-100")):
        (act,) = about(Answer((Say(Screen(("All set.",))),)), channel).acts
        assert isinstance(act, Say)
        words = plain(act.screen.text)
        assert words.startswith(f"{channel.title}\nAll set.")
        assert words.endswith(f"/channel {handle} time 7:30")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("@town_news", "@town_news"),
        ("https://t.me/town_news", "@town_news"),
        ("t.me/town_news", "@town_news"),
        ("-1001234567890", -1001234567890),
        ("town_news", None),
        ("@t", None),
        ("@9lives", None),
        ("1234", None),
        ("https://elsewhere.example/town_news", None),
        ("", None),
    ],
)
def test_a_channel_is_named_by_its_sign_its_link_or_its_number(word: str, name: int | str | None) -> None:
    """Anything else is no name."""
    assert named(word) == name
