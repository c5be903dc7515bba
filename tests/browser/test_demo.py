"""A newcomer runs the demo, taps through /start on the chat page, and reads the first briefing."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.screen import Screen

pytestmark = pytest.mark.browser

PATIENCE = 60
"""Seconds from the start of the demo to the first briefing, the promise of the README."""
PHONE = (360, 860)
"""Points of a small screen."""
FIRST_MINUTE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Tap what you want.", ("Denver", "Markets", "Done (2)")),
    ("When is your morning?", ("7:00",)),
    ("Denver time?", ("Yes, Denver",)),
    ("All set. Denver and Markets, mornings at 7:00 Denver time.", ("Send one now",)),
)
"""What is asked, and the answers."""


@dataclass(frozen=True)
class Demo:
    url: str
    started: float


@pytest.fixture
def demo() -> Iterator[Demo]:
    """The demo as a process of its own, on a free port, its clock 60 times as fast as ours."""
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--speed", "60", "--no-browser"]
    started = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Demo(_address(process.stdout), started)
        process.terminate()
        assert process.wait(10) == 0, "the demo ends cleanly when it is told to"


def _address(lines: Iterator[str]) -> str:
    for line in lines:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found.group()
    raise AssertionError("the demo did not say where its page is")


def test_a_newcomer_taps_through_start_and_reads_the_briefing(
    demo: Demo, screen: Screen, pytestconfig: pytest.Config, record_testsuite_property: Callable[[str, object], None]
) -> None:
    """Five taps and one more for a briefing at once, within a minute of the start; the morning's comes by itself."""
    screen.size(*PHONE)
    screen.open(demo.url)
    screen.one("#start").click()
    for number, (words, labels) in enumerate(FIRST_MINUTE, start=1):
        asking = screen.message(words)
        _shoot(screen, pytestconfig, f"first-minute-{number}", asking)
        for label in labels:
            screen.press(label)

    briefing = screen.message("Good morning.")
    waited = time.monotonic() - demo.started
    record_testsuite_property("seconds to the first briefing", round(waited, 1))
    assert waited < PATIENCE
    assert "Why it matters:" in briefing.text
    _shoot(screen, pytestconfig, "briefing", briefing)

    screen.press("Sources")
    screen.message("Why it matters:")
    assert screen.complaints() == []


def _shoot(screen: Screen, config: pytest.Config, name: str, message: WebElement) -> None:
    """Keep the message as both themes show it, where pictures are wanted."""
    folder = config.getoption("--pictures")
    if not folder:
        return
    screen.until(lambda: not any(toast.is_displayed() for toast in screen.all(".toast")))
    for theme in ("dark", "light"):
        screen.media(theme=theme)
        screen.run("arguments[0].scrollIntoView({block: 'start'})", message)
        screen.shoot(Path(folder) / f"{name}-{theme}.png")
