"""What a test does at a screen: open the chat page, look, type, press, take a picture."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

T = TypeVar("T")

PATIENCE = 10.0
"""Seconds to wait for what must happen."""


class Screen:
    """A person at the chat page; every look waits for what it looks for."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, url: str, query: str = "") -> None:
        """Open the chat page of the stand-in at `url` and wait until its line is there."""
        self.driver.get(f"{url}/{query}")
        self.until(lambda: self.driver.find_element(By.ID, "status").text == "bot")

    def until(self, ready: Callable[[], T | None], seconds: float = PATIENCE) -> T:
        """Wait until `ready()` is true, and answer it; elements that come and go meanwhile do not matter."""
        gone = (NoSuchElementException, StaleElementReferenceException)
        found: T = WebDriverWait(self.driver, seconds, 0.05, gone).until(lambda _: ready())  # type: ignore[assignment]
        return found

    def one(self, css: str) -> WebElement:
        """The first element that is displayed."""
        return self.until(lambda: next((found for found in self.all(css) if found.is_displayed()), None))

    def all(self, css: str) -> list[WebElement]:
        """What is there now."""
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def message(self, words: str) -> WebElement:
        """The newest message that says `words`, line breaks as spaces."""

        def saying() -> WebElement | None:
            return next((m for m in reversed(self.all(".message")) if words in " ".join(m.text.split())), None)

        return self.until(saying)

    def write(self, words: str) -> None:
        """Type into the line at the bottom and press Enter."""
        self.one("#input").send_keys(words, Keys.ENTER)

    def press(self, label: str) -> None:
        """Press the newest button with this label, under a message or as a suggested answer."""
        self.until(lambda: self._pressed(label))

    def focused(self) -> WebElement:
        """Where the keyboard's focus is."""
        return self.driver.switch_to.active_element

    def type(self, *keys: str) -> None:
        """Press keys where the focus is."""
        self.focused().send_keys(*keys)

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a piece of JavaScript; it answers through `return`, or as a promise."""
        return self.driver.execute_script(script, *arguments)

    def size(self, width: int, height: int) -> None:
        """Be a screen of so many points."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def media(self, theme: str, motion: str = "reduce") -> None:
        """Prefer a theme (`dark`, `light`) and `reduce`d movement, or `no-preference`."""
        features = [
            {"name": "prefers-color-scheme", "value": theme},
            {"name": "prefers-reduced-motion", "value": motion},
        ]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def shoot(self, path: Path) -> None:
        """Keep a picture (PNG) of the screen."""
        assert self.driver.save_screenshot(str(path)), f"no picture could be written to {path}"

    def complaints(self) -> list[str]:
        """What the browser's console says since the last look: errors, refused resources."""
        return [str(entry["message"]) for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]

    def leave(self) -> None:
        """Close the page, so that its line ends; the next test starts with an empty one."""
        self.driver.get("about:blank")
        self.complaints()

    def _pressed(self, label: str) -> bool:
        """Look and press in one go: an edit may replace the key in between, and then both are done again."""
        keys = [key for key in self.all(".key") if key.is_displayed() and key.text.strip() == label]
        if keys:
            keys[-1].click()
        return bool(keys)
