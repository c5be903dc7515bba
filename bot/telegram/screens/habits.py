"""The screens of times, days and pauses. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.readers.model import EVERY_DAY, Reader
from bot.readers.weekdays import WEEKDAYS, WEEKENDS, say_days
from bot.telegram.callbacks import Verb, pack
from bot.telegram.keyboards import BACK_TO_SETTINGS, CHOSEN, presets
from bot.telegram.screen import Button, Screen
from bot.telegram.screens.phrases import clock, echo, is_paused, paused_line, zone_name
from bot.telegram.text import Block, Code
from bot.telegram.wording import listed
from briefings.model import Slot

RESUME_NOW = Button("Resume now", pack(Verb.RESUME))


def times_screen(reader: Reader) -> Screen:
    """Both slots with times to tap; the slot that is off can be switched on by its times."""
    text: list[Block] = []
    for slot in Slot:
        at = reader.morning if slot is Slot.MORNING else reader.evening
        text.append(f"{slot.capitalize()}s: {clock(at) if at else 'off'}\n")
    if reader.zone:
        text.append(f"{zone_name(reader)} time\n")
    text += ["Or type ", Code("/time 7:15"), " or ", Code("/time evening 18:45"), "."]
    off = tuple(
        Button(f"No {slot}s", pack(Verb.TIME, slot, "off"))
        for slot, at, other in (
            (Slot.MORNING, reader.morning, reader.evening),
            (Slot.EVENING, reader.evening, reader.morning),
        )
        if at and other
    )
    switch = (off,) if off else ()
    keyboard = (presets(Slot.MORNING, reader.morning), presets(Slot.EVENING, reader.evening), *switch)
    return Screen((*text,), (*keyboard, (BACK_TO_SETTINGS,)))


def unknown_time(typed: str, reader: Reader) -> Screen:
    """What is said to a time that is none; names what is kept."""
    kept = listed([clock(at) for at in (reader.morning, reader.evening) if at])
    example = ("Try ", Code("/time 7:30"), " or ", Code("/time evening 18:00"), f". Yours is still {kept}.")
    return Screen((f"{echo(typed)} is not a time I know. ", *example))


def one_stays_on(reader: Reader) -> Screen:
    """Both slots off would be a pause without a name."""
    on = Slot.MORNING if reader.morning else Slot.EVENING
    return Screen((f"Your {on} is the only one that is on. To stop for a while, use ", Code("/pause"), "."))


def days_screen(reader: Reader) -> Screen:
    """The days with the usual choices to tap."""
    choices = (("Every day", EVERY_DAY), ("Weekdays", WEEKDAYS), ("Weekends", WEEKENDS))
    row = tuple(
        Button((CHOSEN if reader.days == days else "") + name, pack(Verb.THESE_DAYS, digits(days)))
        for name, days in choices
    )
    text = (f"Briefings come {say_days(reader.days)}. Or type ", Code("/days mon wed fri"), ".")
    return Screen(text, (row, (BACK_TO_SETTINGS,)))


def unknown_days(typed: str, reader: Reader) -> Screen:
    """What is said to days that are none."""
    example = ("Try ", Code("/days weekdays"), " or ", Code("/days mon wed fri"))
    return Screen(
        (f'I do not know the days "{echo(typed)}". ', *example, f". Yours still come {say_days(reader.days)}.")
    )


def pause_screen(reader: Reader, now: datetime) -> Screen:
    """How long; or how it stands, for a reader who is paused already."""
    row = (
        Button("1 week", pack(Verb.PAUSE_FOR, "7")),
        Button("2 weeks", pack(Verb.PAUSE_FOR, "14")),
        Button("Until I say", pack(Verb.PAUSE_FOR, "ever")),
    )
    if is_paused(reader, now):
        return Screen((paused_line(reader),), ((RESUME_NOW,), row, (BACK_TO_SETTINGS,)))
    text = ("Pause for how long? Or type ", Code("/pause 10 days"), " or ", Code("/pause until december 8"), ".")
    return Screen(text, (row, (BACK_TO_SETTINGS,)))


def paused(reader: Reader) -> Screen:
    """The answer to a pause."""
    return Screen((paused_line(reader),), ((RESUME_NOW, BACK_TO_SETTINGS),))


def unknown_pause(reason: str, reader: Reader, now: datetime) -> Screen:
    """What is said to a pause that cannot be; `reason` is one sentence."""
    kept = paused_line(reader) if is_paused(reader, now) else "You are not paused."
    return Screen((f"{reason} Try ", Code("/pause 2w"), " or ", Code("/pause until december 8"), f". {kept}"))


def digits(days: Sequence[int] | frozenset[int]) -> str:
    """Days as a button carries them: "12345"."""
    return "".join(str(day) for day in sorted(days))
