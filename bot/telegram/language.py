"""The words of the interface in the reader's language.

Every text that a reader sees is written in English where it is used and goes through one of these three. `{name}` in it
is filled in afterwards, so that a translation can put it where its language wants it. Numbers and dates come in as
words already.
"""

import re

from bot.telegram.text import Inline

_PLACES = re.compile(r"\{(\w+)\}")


def tr(words: str, **values: str) -> str:
    """The words in the reader's language, with the values filled in."""
    return _filled(words, values)


def trn(one: str, many: str, count: int, **values: str) -> str:
    """Of two forms the one for `count` (more where a language has more); `{count}` is filled in by itself."""
    return _filled(one if count == 1 else many, {"count": str(count), **values})


def blocks(words: str, **values: Inline) -> tuple[Inline, ...]:
    """Words with bold, code or linked values in them, for a screen."""
    pieces = _PLACES.split(words)
    return tuple(values[piece] if place % 2 else piece for place, piece in enumerate(pieces) if piece)


def _filled(words: str, values: dict[str, str]) -> str:
    return _PLACES.sub(lambda found: values[found[1]], words)
