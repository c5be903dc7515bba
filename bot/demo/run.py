"""`daybrief demo`: the real bot, a stand-in for Telegram with a chat page, and the sample newsroom, in one process.

Everything listens on 127.0.0.1 only. The clock starts in the morning of the samples' first day, a little before the
first briefing, and runs `speed` times as fast as a real one; nothing is kept when the demo ends.
"""

import os
import tempfile
import threading
import webbrowser
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from rich.console import Console

from bot.config import Settings
from bot.daybrief import Rhythm
from bot.demo.standin import StandIn
from bot.errors import BotError
from bot.wiring import run_until_stopped
from briefings.clock import FastClock
from briefings.sample.server import SampleServer

ZONE = ZoneInfo("America/New_York")
OPENING = time(6, 40)
"""Twenty minutes before the usual morning: at the page's speed that is soon, and the morning's news is there."""
FIRST_PERSON = 1001


async def run(*, port: int, speed: float, open_browser: bool, today: date | None = None) -> None:
    """Run the demo until it is interrupted; raises BotError with one sentence when a port is taken."""
    console = Console()
    first_day = today or datetime.now(ZONE).date()
    clock = FastClock(datetime.combine(first_day, OPENING, ZONE).astimezone(UTC), speed)
    standin = StandIn(clock, speed=speed)
    standin.person(FIRST_PERSON, "You", started=False)
    newsroom = SampleServer(clock, first_day)
    waking = console.status("The newsroom wakes up")

    def open_page() -> None:
        waking.stop()
        _greet(console, standin, speed)
        if open_browser:
            # In a thread of its own: a browser in the terminal would hold the bot up.
            threading.Thread(target=webbrowser.open, args=(standin.url,), daemon=True).start()

    with tempfile.TemporaryDirectory(prefix="daybrief-demo-") as folder:
        await _listen(standin, port)
        try:
            waking.start()
            await newsroom.start()
            settings = _settings(Path(folder), standin, newsroom)
            await run_until_stopped(settings, clock, Rhythm(speed, open_page))
        finally:
            waking.stop()
            await newsroom.stop()
            await standin.stop()


async def _listen(standin: StandIn, port: int) -> None:
    try:
        await standin.start(port)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise BotError(f"Port {port} cannot be used: {reason}. Try daybrief demo --port {port + 1}.") from error


def _settings(folder: Path, standin: StandIn, newsroom: SampleServer) -> Settings:
    catalogue = folder / "catalogue.toml"
    catalogue.write_text(newsroom.catalogue_toml(), encoding="utf-8")
    return Settings(
        telegram_token=SecretStr(standin.token),
        telegram_api=standin.url,
        database=f"sqlite:///{folder / 'demo.db'}",
        catalogue=catalogue,
        allow_loopback=True,
        admins=(),
    )


def _greet(console: Console, standin: StandIn, speed: float) -> None:
    console.print(f"\n[bold]Daybrief's demo[/] is at [link={standin.url}]{standin.url}[/link]")
    console.print(f"Its clock starts at 6:40 in New York and runs {speed:g} times as fast as yours.")
    console.print("The stories are invented. Nothing leaves this machine. Ctrl-C ends it.\n")
