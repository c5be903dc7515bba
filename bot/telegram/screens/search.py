"""The screen of /search: what past editions told, a page at a time. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.readers.words import LONGEST, SHORTEST
from bot.telegram.callbacks import LONGEST_BYTES, VERSION, Verb, pack, unpack
from bot.telegram.dates import full_date
from bot.telegram.language import blocks, later, tr
from bot.telegram.screen import Button, Screen
from bot.telegram.screens.phrases import echo
from bot.telegram.screens.sources import also_links
from bot.telegram.text import Block, Bold, Code
from bot.telegram.wording import one_line
from briefings.model import Brief, Newsletter

A_PAGE = 8
OUTLETS = 3
LAST_PAGE = 5


class Found(Protocol):
    """A brief, and the newsletter (slug) and local date of the edition that told it."""

    @property
    def brief(self) -> Brief: ...
    @property
    def newsletter(self) -> str: ...
    @property
    def day(self) -> date: ...


def found_screen(words: str, found: Sequence[Found], page: int, newsletters: Sequence[Newsletter]) -> Screen:
    """Page `page` (from 1) of what was found, the newest first."""
    shown = found[(page - 1) * A_PAGE : page * A_PAGE]
    if not shown:
        return Screen((tr('No edition of the last 90 days has "{sought}" in a story.', sought=echo(words)),))
    titles = {one.slug: one.title for one in newsletters}
    text: list[Block] = [Bold(tr('Stories with "{sought}"', sought=echo(words))), "\n"]
    for one in shown:
        where = f"{titles.get(one.newsletter, one.newsletter)}, {full_date(one.day)}: "
        text += [f"\n{one_line(one.brief.headline, 160)}\n", where, *also_links(one.brief.outlets, OUTLETS), "\n"]
    turns = ((tr("Newer"), page - 1), (tr("Older"), page + 1))
    more = len(found) > page * A_PAGE
    wanted = [(name, to) for name, to in turns if 1 <= to <= (page + 1 if more else page) and to <= LAST_PAGE]
    row = tuple(Button(name, data) for name, to in wanted if (data := _payload(to, words)) is not None)
    return Screen((*text,), (row,) if row else ())


def no_search(typed: str) -> Screen:
    """For words that no story could say."""
    example = Code("/search harbor vote")
    if not typed.strip():
        return Screen(
            blocks("What should I look for in the editions of the last 90 days? Try {example}.", example=example)
        )
    line = later('I cannot look for "{typed}": I need {least} to {most} letters or digits. ')
    said = tr(line, typed=echo(typed), least=str(SHORTEST), most=str(LONGEST))
    return Screen((said, *blocks("Try {example}.", example=example)))


def _payload(page: int, words: str) -> str | None:
    """A button's; None where the words are longer than it holds."""
    data = f"{VERSION}:{Verb.FIND}:{page}:{words}"
    return pack(Verb.FIND, str(page), words) if len(data.encode()) <= LONGEST_BYTES and unpack(data) else None
