"""What was understood: the end of the first minute, and the answer to every change after it. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.readers.model import Reader
from bot.readers.schedule import Due
from bot.telegram.callbacks import Verb, pack
from bot.telegram.keyboards import BACK_TO_SETTINGS
from bot.telegram.screen import Button, Screen
from bot.telegram.screens.phrases import getting, next_line
from bot.telegram.text import Block, Bold
from briefings.model import Newsletter

NOW = Button("Send one now", pack(Verb.NOW))


def all_set(reader: Reader, newsletters: Sequence[Newsletter], due: Due | None, now: datetime) -> Screen:
    """The first minute is over: what comes, when, and the next time of it."""
    text = (Bold("All set."), f" {getting(reader, newsletters)}\n{next_line(reader, newsletters, due, now)}")
    return Screen(text, ((NOW, Button("Change", pack(Verb.SETTINGS))),))


def understood(
    reader: Reader, newsletters: Sequence[Newsletter], due: Due | None, now: datetime, done: Sequence[Block] = ()
) -> Screen:
    """The answer to a change: what was done, what comes now, and when next."""
    lead = (*done, "\n") if done else ()
    text = (*lead, f"{getting(reader, newsletters)}\n{next_line(reader, newsletters, due, now)}")
    return Screen(text, ((BACK_TO_SETTINGS, NOW),))
