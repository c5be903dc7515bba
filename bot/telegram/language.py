"""The words of the interface in the reader's language.

Every text that a reader sees is written in English where it is used and goes through one of these functions; the
catalogues are gettext's (`bot/locales/`). `{name}` in a text is filled in afterwards, so that a translation can put it
where its language wants it. Numbers and dates come in as words already.

Which language is spoken is known at two edges only, and holds for all that happens inside: when somebody is answered
(`bot.telegram.errand`) and when a briefing is drawn (`bot.delivery.variants`).
"""

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

from bot.telegram.text import Inline

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "es": "Español"}
"""What is spoken, each by its own name; the first is that of the texts themselves."""

_PLACES = re.compile(r"\{(\w+)\}")
_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def known(code: str | None) -> str:
    """The language that is spoken with somebody whose client says this code: "es-MX" is Spanish, others English."""
    short = (code or "").lower().replace("_", "-").partition("-")[0]
    return short if short in LANGUAGES else ENGLISH


@contextmanager
def speaking(code: str | None) -> Iterator[None]:
    """Speak that language, as far as it is known, until the end of the block."""
    before = _spoken.set(known(code))
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> str:
    """The language that is spoken now."""
    return _spoken.get()


def later(words: str) -> str:
    """Marks words for the catalogues that are translated where they are used, by `tr` of their name."""
    return words


def tr(words: str, /, **values: str) -> str:
    """The words in the reader's language, with the values filled in."""
    return _filled(_catalogue(spoken()).gettext(words) if words else "", values)


def trn(one: str, many: str, count: int, /, **values: str) -> str:
    """Of two forms the one for `count` (more where a language has more); `{count}` is filled in by itself."""
    return _filled(_catalogue(spoken()).ngettext(one, many, count), {"count": str(count), **values})


def blocks(words: str, /, **values: Inline) -> tuple[Inline, ...]:
    """Words with bold, code or linked values in them, for a screen."""
    pieces = _PLACES.split(_catalogue(spoken()).gettext(words))
    return tuple(values[piece] if place % 2 else piece for place, piece in enumerate(pieces) if piece)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == ENGLISH:
        return gettext.NullTranslations()
    with files("bot").joinpath("locales", language, "LC_MESSAGES", "daybrief.mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def _filled(words: str, values: dict[str, str]) -> str:
    return _PLACES.sub(lambda found: values[found[1]], words)
