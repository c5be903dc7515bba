"""Entities that Telegram finds by itself: they count towards the hundred and become clickable. Pure.

Simplified: common addresses, e-mails, mentions, hashtags, cashtags and commands; no phone or card numbers.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from bot.demo.standin.cleaning import units
from bot.demo.standin.entities import Entity, in_order

ENDINGS = "com|org|net|edu|gov|info|io|me|news|dev|app|co|us|uk|de|fr|ru|eu|tv|ai|example"
FINDERS = (
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{3,31}(?![\w@])")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}(?![\w#])")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])")),
    ("email", re.compile(r"(?<![\w.+-])[A-Za-z0-9_.+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,8}(?!\w)")),
    ("url", re.compile(r"(?<!\w)https?://[\w.-]+\.\w{2,}(?::\d+)?(?:[/?#][^\s<>\"]*[^\s<>\".,:;!?')\]])?/?", re.ASCII)),
    ("url", re.compile(rf"(?<![\w.@/])(?:[a-z0-9-]+\.)+(?:{ENDINGS})(?![\w@-])(?:/[^\s<>\"]*[\w/])?", re.IGNORECASE)),
)


def automatic(text: str) -> list[Entity]:
    """The entities of plain text, by place, those that overlap an earlier one left out."""
    narrow = units(text) == len(text)
    offsets = range(len(text) + 1) if narrow else [0, *accumulate(units(sign) for sign in text)]
    kept: list[Entity] = []
    for entity in in_order(_found(text, offsets)):
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _found(text: str, offsets: Sequence[int]) -> Iterator[Entity]:
    for kind, finder in FINDERS:
        for found in finder.finditer(text):
            start, end = offsets[found.start()], offsets[found.end()]
            yield Entity(kind, start, end - start)
