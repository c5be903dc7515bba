"""/quiet: hours in which nothing comes by itself."""

from dataclasses import replace
from datetime import time

from bot.readers.model import Reader
from bot.readers.quiet import Quiet, parse_quiet
from bot.readers.schedule import wall_time
from bot.telegram.audience import Audience
from bot.telegram.callbacks import Press
from bot.telegram.conversation import changed, meet, show, still_open
from bot.telegram.desk import Desk
from bot.telegram.language import later, tr
from bot.telegram.screen import Answer, Ask, Say
from bot.telegram.screens.quiet import nothing_left, quiet_screen, said_quiet, unknown_quiet
from briefings.model import Slot

COMMAND = "quiet"
DESCRIPTION = later("Quiet hours: /quiet 22:00-7:00, /quiet off")
AUDIENCE = Audience.ADMINS
OFF = frozenset({"off", "no", "none", "never"})


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Set the hours that are named, or none; without words show them."""
    reader = await meet(ask, desk)
    unfinished = await still_open(ask, desk, reader)
    if unfinished:
        return unfinished
    words = " ".join(ask.words.lower().split())
    if not words:
        return Answer((Say(quiet_screen(reader)),))
    quiet = parse_quiet(words)
    if quiet is None and words not in OFF:
        return show(ask, unknown_quiet(ask.words, reader))
    return await _set(ask, desk, reader, quiet)


async def open_quiet(ask: Ask, desk: Desk, _: Press) -> Answer:
    """A pressed button that asks for the choices."""
    reader = await meet(ask, desk)
    return await still_open(ask, desk, reader) or show(ask, quiet_screen(reader))


async def set_quiet(ask: Ask, desk: Desk, press: Press) -> Answer:
    """A pressed choice: HHMM-HHMM, or off."""
    reader = await meet(ask, desk)
    start, _, end = press.args[0].partition("-")
    quiet = Quiet(_wall(start), _wall(end)) if end else None
    return await still_open(ask, desk, reader) or await _set(ask, desk, reader, quiet)


def silences(reader: Reader) -> bool:
    """Whether all that is on lies in the quiet hours, so that nothing would ever come."""
    return all(wall_time(reader, slot) is None for slot in Slot)


async def _set(ask: Ask, desk: Desk, reader: Reader, quiet: Quiet | None) -> Answer:
    after = replace(reader, quiet=quiet)
    if silences(after):
        return show(ask, nothing_left(after, reader))
    done = tr("Quiet from {hours}.", hours=said_quiet(quiet)) if quiet else tr("No quiet hours.")
    return await changed(ask, desk, after, done=(done,))


def _wall(digits: str) -> time:
    return time(int(digits[:2]), int(digits[2:]))
