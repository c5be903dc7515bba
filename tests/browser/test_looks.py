"""Themes, sizes and the clock of the chat page."""

from pathlib import Path

import pytest

from tests.browser.bot_side import BotSide
from tests.browser.running import Running
from tests.browser.screen import Screen
from tests.clock import ManualClock

pytestmark = pytest.mark.browser

SURFACE = "return getComputedStyle(document.querySelector('.top')).backgroundColor"
LONG = "A headline that goes on and on " + "unbreakable" * 12


def test_the_page_follows_the_systems_theme(screen: Screen, standin: Running) -> None:
    """Light and dark differ, and a change shows at once."""
    screen.open(standin.standin.url)
    light = screen.run(SURFACE)
    screen.media(theme="dark")
    assert screen.until(lambda: screen.run(SURFACE) != light)


def test_the_switch_overrules_the_system_and_is_remembered(screen: Screen, standin: Running) -> None:
    """Who chose dark on a light system finds it dark the next time."""
    screen.open(standin.standin.url)
    light = screen.run(SURFACE)
    screen.one("#theme").click()
    dark = screen.run(SURFACE)
    assert dark != light
    screen.open(standin.standin.url)
    assert screen.run(SURFACE) == dark
    assert screen.one("#theme").get_attribute("aria-label") == "Switch to light colours"


@pytest.mark.parametrize("width", [360, 412, 700, 1280])
def test_nothing_is_cut_off_at_any_width(screen: Screen, standin: Running, bot: BotSide, width: int) -> None:
    """No word and no button reaches over the edge of the screen, nor of the phone."""
    screen.size(width, 760)
    bot.say(f"{LONG}\n<code>{LONG}</code>\n<pre>{LONG}</pre>", [[(LONG[:60], "a"), ("B", "b"), ("C", "c")]])
    screen.open(standin.standin.url)
    screen.message("A headline")
    script = """const edge = document.getElementById('phone').getBoundingClientRect();
        const over = (one) => one.getBoundingClientRect().right > edge.right + 1;
        return [...document.querySelectorAll('#phone :is(.bubble, .key, button, input, h1)')].filter(over).length"""
    assert screen.run(script) == 0
    assert screen.run("return document.documentElement.scrollWidth") <= width


def test_the_clock_stands_in_the_header(screen: Screen, standin: Running) -> None:
    """The demo's time in New York, unless another city is chosen."""
    screen.open(standin.standin.url)
    assert screen.one("#clock-face").text == "Tue 24 Nov, 7:00 a.m. New York time"
    screen.one("#clock").click()
    screen.until(lambda: [item for item in screen.all("#clock-cities .item") if item.text == "London"])[0].click()
    screen.until(lambda: screen.one("#clock-face").text == "Tue 24 Nov, 12:00 p.m. London time")


def test_a_hurried_clock_says_how_fast_it_runs(screen: Screen, clock: ManualClock) -> None:
    """It goes on between two words of the stand-in, and a clock that was moved is followed."""
    with Running(clock, speed=600) as fast:
        screen.open(fast.standin.url)
        assert screen.one("#clock-face").text.endswith("a.m. New York time, 600\N{MULTIPLICATION SIGN} speed")
        screen.until(lambda: "7:00" not in screen.one("#clock-face").text)
        clock.advance(hours=5)
        screen.until(lambda: screen.one("#clock-face").text.startswith("Tue 24 Nov, 12:"))


def test_a_picture_of_the_page_can_be_kept(screen: Screen, standin: Running, picture: Path) -> None:
    """A PNG of the screen's own size."""
    screen.size(360, 700)
    screen.open(standin.standin.url)
    screen.shoot(picture)
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")) == (360, 700)
