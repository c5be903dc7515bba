"""What was understood: the end of the first minute, and the answer to every change after it. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.readers.model import Reader
from bot.readers.schedule import Due
from bot.telegram.callbacks import Verb, pack
from bot.telegram.keyboards import back_to_settings
from bot.telegram.language import tr
from bot.telegram.screen import Button, Screen
from bot.telegram.screens.phrases import getting, next_line
from bot.telegram.text import Block, Bold
from briefings.model import Newsletter


def send_now() -> Button:
    """A briefing at once."""
    return Button(tr("Send one now"), pack(Verb.NOW))


def all_set(reader: Reader, newsletters: Sequence[Newsletter], due: Due | None, now: datetime) -> Screen:
    """The first minute is over: what comes, when, and the next time of it."""
    text = (Bold(tr("All set.")), f" {getting(reader, newsletters)}\n{next_line(reader, newsletters, due, now)}")
    return Screen(text, ((send_now(), Button(tr("Change"), pack(Verb.SETTINGS))),))


def understood(
    reader: Reader, newsletters: Sequence[Newsletter], due: Due | None, now: datetime, done: Sequence[Block] = ()
) -> Screen:
    """The answer to a change: what was done, what comes now, and when next."""
    lead = (*done, "\n") if done else ()
    text = (*lead, f"{getting(reader, newsletters)}\n{next_line(reader, newsletters, due, now)}")
    return Screen(text, ((back_to_settings(), send_now()),))
