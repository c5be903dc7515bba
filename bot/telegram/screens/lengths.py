"""The screens of /length. Pure."""

from bot.readers.model import Reader
from bot.telegram.callbacks import Verb, pack
from bot.telegram.keyboards import CHOSEN, back_to_settings
from bot.telegram.language import blocks, later, tr, trn
from bot.telegram.screen import Button, Screen
from bot.telegram.screens.phrases import echo
from bot.telegram.text import Code

CHOICES = (1, 3, 6)


def length_screen(reader: Reader) -> Screen:
    """The lengths to tap, the present one marked, and what each brings."""
    lines = (
        tr("How long may a briefing be?"),
        tr("1 minute: what happened and why it matters."),
        tr("3 minutes: more stories, and what else is to know of the first."),
        tr("6 minutes: two messages."),
    )
    row = tuple(
        Button((CHOSEN if reader.length == minutes else "") + in_minutes(minutes), pack(Verb.LENGTH, str(minutes)))
        for minutes in CHOICES
    )
    return Screen(("\n".join(lines),), (row, (back_to_settings(),)))


def unknown_length(typed: str, reader: Reader) -> Screen:
    """What is said to a length that is none; names what is kept."""
    words = later('I have no briefings of "{typed}". Try {one}, {three} or {six}. Yours still take {kept} at most.')
    examples = {"one": Code("/length 1"), "three": Code("3"), "six": Code("6")}
    return Screen(blocks(words, typed=echo(typed), kept=in_minutes(reader.length), **examples))


def in_minutes(minutes: int) -> str:
    """Says "1 minute", "3 minutes"."""
    return trn("{count} minute", "{count} minutes", minutes)
