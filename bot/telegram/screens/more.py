"""More: what a briefing left out, as headlines and outlets, a page at a time. Pure."""

from collections.abc import Sequence

from bot.telegram.callbacks import Verb, pack
from bot.telegram.language import tr, trn
from bot.telegram.screen import Button, Screen
from bot.telegram.screens.sources import also_links
from bot.telegram.text import Block, Bold
from bot.telegram.wording import one_line
from briefings.model import Brief

A_PAGE = 10
"""Stories on a page: at most 260 characters and four entities each, well inside a message."""
OUTLETS = 3


def pages(left_out: Sequence[Brief]) -> int:
    """How many pages there are, at least one."""
    return max(1, -(-len(left_out) // A_PAGE))


def more_screen(delivery: int, left_out: Sequence[Brief], page: int) -> Screen:
    """Page `page` (from 1) of what was left out."""
    close = Button(tr("Close"), pack(Verb.CLOSE, str(delivery)))
    if not left_out:
        return Screen((tr("Nothing was left out: you have seen it all."),), ((close,),))
    first = (page - 1) * A_PAGE
    heading = trn("{count} smaller story of this briefing", "{count} smaller stories of this briefing", len(left_out))
    text: list[Block] = [Bold(heading), "\n"]
    for brief in left_out[first : first + A_PAGE]:
        text += [f"\n{one_line(brief.headline, 160)}\n", *also_links(brief.outlets, OUTLETS), "\n"]
    turns = tuple(
        Button(name, pack(Verb.PAGE, str(delivery), str(to)))
        for name, to in ((tr("Earlier"), page - 1), (tr("Next"), page + 1))
        if 1 <= to <= pages(left_out)
    )
    return Screen((*text,), (*((turns,) if turns else ()), (close,)))
