"""The screens of /language. Pure."""

from bot.readers.model import Reader
from bot.telegram.callbacks import Verb, pack
from bot.telegram.keyboards import CHOSEN, back_to_settings
from bot.telegram.language import LANGUAGES, blocks, known, tr
from bot.telegram.screen import Button, Screen
from bot.telegram.screens.phrases import echo
from bot.telegram.text import Code


def language_screen(reader: Reader) -> Screen:
    """The languages to tap, each by its own name, the present one marked."""
    now = known(reader.language)
    row = tuple(
        Button((CHOSEN if code == now else "") + name, pack(Verb.LANGUAGE, code)) for code, name in LANGUAGES.items()
    )
    words = tr("Which language should I speak? The news stays in that of its sources.")
    return Screen((words,), (row, (back_to_settings(),)))


def unknown_language(typed: str) -> Screen:
    """What is said to a language that is not spoken."""
    return Screen(blocks('I do not speak "{typed}". Try {example}.', typed=echo(typed), example=Code("/language es")))
