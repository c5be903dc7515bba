"""Presses about times."""

from dataclasses import replace
from datetime import time

from bot.telegram.callbacks import Press
from bot.telegram.conversation import meet, show
from bot.telegram.desk import Desk
from bot.telegram.handlers.times import STEPS, set_slot
from bot.telegram.screen import Answer, Ask
from bot.telegram.screens.asking import ask_other_time
from bot.telegram.screens.habits import times_screen
from briefings.model import Slot


async def times(ask: Ask, desk: Desk, _: Press) -> Answer:
    """Both slots."""
    return show(ask, times_screen(await meet(ask, desk)))


async def set_time(ask: Ask, desk: Desk, press: Press) -> Answer:
    """The time on the button, or off."""
    slot, digits = Slot(press.args[0]), press.args[1]
    at = None if digits == "off" else time(int(digits[:2]), int(digits[2:]))
    return await set_slot(ask, desk, await meet(ask, desk), slot, at)


async def other_time(ask: Ask, desk: Desk, press: Press) -> Answer:
    """Wait for a typed time."""
    slot = Slot(press.args[0])
    reader = await meet(ask, desk)
    saved = await desk.readers.save(replace(reader, step=STEPS[slot]))
    return show(ask, ask_other_time(saved, slot))
