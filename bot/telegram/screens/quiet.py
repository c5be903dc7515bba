"""The screens of quiet hours. Pure."""

from datetime import time

from bot.readers.model import Reader
from bot.readers.quiet import Quiet
from bot.readers.schedule import wall_time
from bot.telegram.callbacks import Verb, pack
from bot.telegram.keyboards import CHOSEN, back_to_settings
from bot.telegram.language import blocks, later, tr
from bot.telegram.screen import Button, Screen
from bot.telegram.screens.phrases import clock, echo
from bot.telegram.text import Block, Code
from bot.telegram.wording import listed
from briefings.model import Slot

CHOICES = (Quiet(time(22, 0), time(7, 0)), Quiet(time(23, 0), time(8, 0)), Quiet(time(9, 0), time(17, 0)))
EXAMPLE = Code("/quiet 22:00-7:00")


def quiet_screen(reader: Reader) -> Screen:
    """The hours as they are, what they mean, and the usual ones to tap."""
    now = reader.quiet
    text: list[Block] = [quiet_line(reader), "\n"]
    text.append(tr("What would come then comes with the next briefing after them; what you ask for comes at once.\n"))
    text += blocks("Type {example} or {off}.", example=EXAMPLE, off=Code("/quiet off"))
    row = tuple(
        Button((CHOSEN if one == now else "") + _short(one), pack(Verb.QUIET, f"{one.start:%H%M}-{one.end:%H%M}"))
        for one in CHOICES
    )
    off = (Button(tr("No quiet hours"), pack(Verb.QUIET, "off")),) if now else ()
    return Screen((*text,), (row, (*off, back_to_settings())))


def quiet_line(reader: Reader) -> str:
    """Says which hours are quiet, and what of the reader's own times is held until after them."""
    if reader.quiet is None:
        return tr("You have no quiet hours.")
    held = held_times(reader)
    if not held:
        return tr("Quiet from {hours}.", hours=said_quiet(reader.quiet))
    line = later("Quiet from {hours}: what is due at {held} comes with the next briefing.")
    return tr(line, hours=said_quiet(reader.quiet), held=held)


def held_times(reader: Reader) -> str:
    """The times that lie in the quiet hours: "6:30"."""
    times = {Slot.MORNING: reader.morning, Slot.EVENING: reader.evening}
    return listed([clock(at) for slot, at in times.items() if at and wall_time(reader, slot) is None])


def said_quiet(quiet: Quiet) -> str:
    """Says "22:00 to 7:00"."""
    return tr("{start} to {end}", start=clock(quiet.start), end=clock(quiet.end))


def unknown_quiet(typed: str, reader: Reader) -> Screen:
    """What is said to hours that are none."""
    reason = tr('I do not know the hours "{typed}". ', typed=echo(typed))
    return Screen((reason, *blocks("Try {example}. ", example=EXAMPLE), quiet_line(reader)))


def nothing_left(wanted: Reader, reader: Reader) -> Screen:
    """What is said to a wish after which nothing would come; `reader` is what is kept."""
    line = later(
        "{held} would lie in the quiet hours, and nothing would come any more; to stop for a while, use {pause}. "
    )
    return Screen((*blocks(line, held=held_times(wanted), pause=Code("/pause")), quiet_line(reader)))


def _short(quiet: Quiet) -> str:
    return f"{clock(quiet.start)}\u2013{clock(quiet.end)}"
