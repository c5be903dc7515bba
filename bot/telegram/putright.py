"""What an earlier briefing said and its source took back, told to those who read it. Pure."""

from collections.abc import Sequence

from bot.telegram.language import later, tr, trn
from bot.telegram.text import Block, Bold
from bot.telegram.wording import cut, one_line
from briefings.writing.taken_back import Correction

MOST_LINES = 3
"""Told line by line; of more it is only said that they are."""
LONGEST_LINE = 240
LONGEST_NAME = 60


def corrections(wrong: Sequence[Correction]) -> tuple[Block, ...]:
    """Each line with what the source says now; nothing where nothing was wrong."""
    told = [line for one in wrong for line in _lines(one)]
    blocks: list[Block] = []
    for line in told[:MOST_LINES]:
        blocks += [Bold(tr("Correction:")), f" {line}\n\n"]
    if rest := len(told) - MOST_LINES:
        more = trn("{count} more line was put right.", "{count} more lines were put right.", rest)
        blocks += [f"{more}\n\n"] if rest > 0 else []
    return tuple(blocks)


def _lines(one: Correction) -> list[str]:
    publisher = one_line(one.publisher, LONGEST_NAME)
    if one.changes and all(change.now is None for change in one.changes) and len(one.changes) > 1:
        said = _quoted(one.changes[0].told)
        return [tr("{publisher} has withdrawn what I told you: {said}", publisher=publisher, said=said)]
    lines = []
    for change in one.changes:
        said = _quoted(change.told)
        if change.now is None:
            lines.append(tr("I told you {said}. {publisher} no longer says so.", said=said, publisher=publisher))
        else:
            now = _quoted(change.now)
            words = later("I told you {said}. {publisher} now says {now}.")
            lines.append(tr(words, said=said, publisher=publisher, now=now))
    return lines


def _quoted(words: str) -> str:
    """The words in quotation marks, their own ones being single."""
    bare = one_line(words, LONGEST_LINE).rstrip(".").replace("\u201c", "\u2018").replace("\u201d", "\u2019")
    return f"\u201c{cut(bare, LONGEST_LINE)}\u201d"
