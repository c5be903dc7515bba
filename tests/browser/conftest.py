"""Headless Chromium, a stand-in for it to show, and the bot's side of that stand-in over plain HTTP."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from tests.browser.bot_side import BotSide
from tests.browser.running import Running
from tests.browser.screen import Screen
from tests.clock import ManualClock

QUIET = (
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""No window, and no request of the browser's own."""


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """One browser for the whole run, with an empty profile; skips where there is none."""
    program, driver = _found("chromium", "chromium-browser", "google-chrome"), _found("chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()  # Chromium's sandbox does not work for root
    profile = f"--user-data-dir={tmp_path_factory.mktemp('profile')}"
    for argument in (*QUIET, *sandbox, profile):
        options.add_argument(argument)
    # With its own path, Selenium does not look for a driver to download.
    browser = webdriver.Chrome(options=options, service=Service(executable_path=driver))
    yield browser
    browser.quit()


@pytest.fixture
def screen(chromium: webdriver.Chrome) -> Iterator[Screen]:
    """A screen of 412 x 860 points, light, without movement; see `Screen` for what it can do."""
    shown = Screen(chromium)
    shown.size(412, 860)
    shown.media(theme="light")
    yield shown
    shown.leave()


@pytest.fixture
def standin(clock: ManualClock) -> Iterator[Running]:
    """A stand-in in a thread of its own, with Ann, who has a private chat with the bot."""
    with Running(clock) as running:
        yield running


@pytest.fixture
def bot(standin: Running) -> BotSide:
    """What a bot would do, in its own words."""
    return BotSide(standin.standin.url, standin.standin.token)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """Where a screenshot may be kept."""
    return tmp_path / "screen.png"


def _found(*names: str) -> str:
    paths = [path for name in names if (path := shutil.which(name))]
    if not paths:
        pytest.skip(f"{names[0]} is not installed, and this test drives it")
    return paths[0]
