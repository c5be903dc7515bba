"""What of a briefing its reader does not want, and what they want first. Pure."""

from collections.abc import Sequence

from bot.delivery.briefing import Item
from bot.readers.model import Reader
from briefings.folding import said, stands_in
from briefings.model import Brief


def wanted(items: Sequence[Item], reader: Reader) -> tuple[Item, ...]:
    """The stories without those that have a muted word; those that the reader follows stand first.

    A story that is followed itself stays, whatever words are in it.
    """
    if not (reader.muted or reader.followed or reader.stories):
        return tuple(items)
    stay = [item for item in items if item.brief.story in reader.stories or not _says(reader.muted, item.brief)]
    first = [item for item in stay if _is_followed(item, reader)]
    return (*first, *(item for item in stay if item not in first))


def _is_followed(item: Item, reader: Reader) -> bool:
    return item.brief.story in reader.stories or _says(reader.followed, item.brief)


def _says(words: Sequence[str], brief: Brief) -> bool:
    text = said(brief) if words else ""
    return any(stands_in(word, text) for word in words)
