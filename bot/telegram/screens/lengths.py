"""The screens of /length. Pure."""

from bot.readers.model import Reader
from bot.telegram.callbacks import Verb, pack
from bot.telegram.keyboards import BACK_TO_SETTINGS, CHOSEN
from bot.telegram.screen import Button, Screen
from bot.telegram.screens.phrases import echo
from bot.telegram.text import Code
from bot.telegram.wording import counted

CHOICES = {1: "1 minute", 3: "3 minutes", 6: "6 minutes"}


def length_screen(reader: Reader) -> Screen:
    """The lengths to tap, the present one marked, and what each brings."""
    text = (
        "How long may a briefing be?\n"
        "1 minute: what happened and why it matters.\n"
        "3 minutes: more stories, and what else is to know of the first.\n"
        "6 minutes: two messages."
    )
    row = tuple(
        Button((CHOSEN if reader.length == minutes else "") + name, pack(Verb.LENGTH, str(minutes)))
        for minutes, name in CHOICES.items()
    )
    return Screen((text,), (row, (BACK_TO_SETTINGS,)))


def unknown_length(typed: str, reader: Reader) -> Screen:
    """What is said to a length that is none; names what is kept."""
    kept = counted(reader.length, "minute")
    example = ("Try ", Code("/length 1"), ", ", Code("3"), " or ", Code("6"))
    return Screen((f'I have no briefings of "{echo(typed)}". ', *example, f". Yours still take {kept} at most."))
