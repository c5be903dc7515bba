"""The screens of times, days and pauses. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.readers.model import EVERY_DAY, Reader
from bot.readers.weekdays import WEEKDAYS, WEEKENDS
from bot.telegram.callbacks import Verb, pack
from bot.telegram.keyboards import CHOSEN, back_to_settings, presets
from bot.telegram.language import blocks, later, tr, trn
from bot.telegram.screen import Button, Screen
from bot.telegram.screens.phrases import clock, echo, is_paused, paused_line, say_days, zone_name
from bot.telegram.text import Block, Code
from bot.telegram.wording import listed
from briefings.model import Slot


def resume_now() -> Button:
    """The end of a pause."""
    return Button(tr("Resume now"), pack(Verb.RESUME))


def times_screen(reader: Reader) -> Screen:
    """Both slots with times to tap; the slot that is off can be switched on by its times."""
    text: list[Block] = []
    for slot in Slot:
        at = reader.morning if slot is Slot.MORNING else reader.evening
        words = later("Mornings: {time}") if slot is Slot.MORNING else later("Evenings: {time}")
        text.append(tr(words, time=clock(at) if at else tr("off")) + "\n")
    if reader.zone:
        text.append(tr("{place} time", place=zone_name(reader)) + "\n")
    text += blocks("Or type {one} or {other}.", one=Code("/time 7:15"), other=Code("/time evening 18:45"))
    off = tuple(
        Button(tr(words), pack(Verb.TIME, slot, "off"))
        for slot, words, at, other in (
            (Slot.MORNING, later("No mornings"), reader.morning, reader.evening),
            (Slot.EVENING, later("No evenings"), reader.evening, reader.morning),
        )
        if at and other
    )
    switch = (off,) if off else ()
    keyboard = (presets(Slot.MORNING, reader.morning), presets(Slot.EVENING, reader.evening), *switch)
    return Screen((*text,), (*keyboard, (back_to_settings(),)))


def unknown_time(typed: str, reader: Reader) -> Screen:
    """What is said to a time that is none; names what is kept."""
    kept = listed([clock(at) for at in (reader.morning, reader.evening) if at])
    words = later("{typed} is not a time I know. Try {one} or {other}. Yours is still {kept}.")
    examples = {"one": Code("/time 7:30"), "other": Code("/time evening 18:00")}
    return Screen(blocks(words, typed=echo(typed), kept=kept, **examples))


def one_stays_on(reader: Reader) -> Screen:
    """Both slots off would be a pause without a name."""
    morning = later("Your morning is the only one that is on. To stop for a while, use {pause}.")
    evening = later("Your evening is the only one that is on. To stop for a while, use {pause}.")
    return Screen(blocks(morning if reader.morning else evening, pause=Code("/pause")))


def days_screen(reader: Reader) -> Screen:
    """The days with the usual choices to tap."""
    choices = ((tr("Every day"), EVERY_DAY), (tr("Weekdays"), WEEKDAYS), (tr("Weekends"), WEEKENDS))
    row = tuple(
        Button((CHOSEN if reader.days == days else "") + name, pack(Verb.THESE_DAYS, digits(days)))
        for name, days in choices
    )
    words = later("Briefings come {days}. Or type {example}.")
    text = blocks(words, days=say_days(reader.days), example=Code("/days mon wed fri"))
    return Screen(text, (row, (back_to_settings(),)))


def unknown_days(typed: str, reader: Reader) -> Screen:
    """What is said to days that are none."""
    words = later('I do not know the days "{typed}". Try {one} or {other}. Yours still come {days}.')
    examples = {"one": Code("/days weekdays"), "other": Code("/days mon wed fri")}
    return Screen(blocks(words, typed=echo(typed), days=say_days(reader.days), **examples))


def pause_screen(reader: Reader, now: datetime) -> Screen:
    """How long; or how it stands, for a reader who is paused already."""
    row = (
        Button(trn("{count} week", "{count} weeks", 1), pack(Verb.PAUSE_FOR, "7")),
        Button(trn("{count} week", "{count} weeks", 2), pack(Verb.PAUSE_FOR, "14")),
        Button(tr("Until I say"), pack(Verb.PAUSE_FOR, "ever")),
    )
    if is_paused(reader, now):
        return Screen((paused_line(reader),), ((resume_now(),), row, (back_to_settings(),)))
    words = later("Pause for how long? Or type {one} or {other}.")
    text = blocks(words, one=Code("/pause 10 days"), other=Code("/pause until december 8"))
    return Screen(text, (row, (back_to_settings(),)))


def paused(reader: Reader) -> Screen:
    """The answer to a pause."""
    return Screen((paused_line(reader),), ((resume_now(), back_to_settings()),))


def unknown_pause(reason: str, reader: Reader, now: datetime) -> Screen:
    """What is said to a pause that cannot be; `reason` is one sentence."""
    kept = paused_line(reader) if is_paused(reader, now) else tr("You are not paused.")
    examples = {"one": Code("/pause 2w"), "other": Code("/pause until december 8")}
    return Screen(blocks("{reason} Try {one} or {other}. {kept}", reason=reason, kept=kept, **examples))


def digits(days: Sequence[int] | frozenset[int]) -> str:
    """Days as a button carries them: "12345"."""
    return "".join(str(day) for day in sorted(days))
