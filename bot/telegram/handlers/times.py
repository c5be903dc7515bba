"""/time: when the morning and the evening are."""

from dataclasses import replace
from datetime import time

from bot.readers.clocktime import parse_time
from bot.readers.model import Reader, Step
from bot.telegram.audience import Audience
from bot.telegram.conversation import changed, meet, show
from bot.telegram.desk import Desk
from bot.telegram.handlers.quiet import silences
from bot.telegram.language import later, tr
from bot.telegram.screen import Answer, Ask, Say
from bot.telegram.screens.asking import ask_slot, doubtful_time
from bot.telegram.screens.habits import one_stays_on, times_screen, unknown_time
from bot.telegram.screens.phrases import clock
from bot.telegram.screens.quiet import nothing_left
from briefings.model import Slot

COMMAND = "time"
DESCRIPTION = later("When it comes: /time 7:30, /time evening 18:00")
AUDIENCE = Audience.ADMINS
OFF = frozenset({"off", "no", "none", "never"})
STEPS = {Slot.MORNING: Step.MORNING, Slot.EVENING: Step.EVENING}
_DONE = {Slot.MORNING: later("Mornings at {time}."), Slot.EVENING: later("Evenings at {time}.")}
_NONE = {Slot.MORNING: later("No mornings."), Slot.EVENING: later("No evenings.")}
_MORNING_ENDS = time(16, 0)
"""A "morning" after this and an "evening" before noon are asked back."""


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Set a slot's time or switch it off; without words show both."""
    reader = await meet(ask, desk)
    words = " ".join(ask.words.lower().split())
    if not words:
        return Answer((Say(times_screen(reader)),))
    slot, wanted = _slot_of(words)
    if wanted in OFF:
        return await set_slot(ask, desk, reader, slot, None)
    if not wanted:
        return Answer((Say(ask_slot(reader, desk.catalogue.newsletters, slot)),))
    return await typed_time(ask, desk, reader, slot, wanted)


async def typed_time(ask: Ask, desk: Desk, reader: Reader, slot: Slot, words: str) -> Answer:
    """Set a time that was typed, unless it is none or hardly meant."""
    at = parse_time(words)
    if at is None:
        return show(ask, unknown_time(words, reader))
    if at >= _MORNING_ENDS if slot is Slot.MORNING else at < time(12, 0):
        return show(ask, doubtful_time(at, slot))
    return await set_slot(ask, desk, reader, slot, at)


async def set_slot(ask: Ask, desk: Desk, reader: Reader, slot: Slot, at: time | None) -> Answer:
    """Give a slot its time; None switches it off, unless it is the last one."""
    other = reader.evening if slot is Slot.MORNING else reader.morning
    if at is None and other is None:
        return show(ask, one_stays_on(reader))
    after = replace(reader, morning=at) if slot is Slot.MORNING else replace(reader, evening=at)
    if silences(after):
        return show(ask, nothing_left(after, reader))
    done = tr(_DONE[slot], time=clock(at)) if at else tr(_NONE[slot])
    return await changed(ask, desk, after, answered=STEPS[slot], done=(done,))


def _slot_of(words: str) -> tuple[Slot, str]:
    """The slot named first or last, and the rest; the morning when none is named."""
    for slot in Slot:
        for name in (f"{slot}s", slot):
            if words == name or words.startswith(f"{name} "):
                return slot, words[len(name) :].strip()
            if words.endswith(f" {name}") and not words.endswith(f"in the {name}"):
                return slot, words[: -len(name)].strip()
    return Slot.MORNING, words
