"""A briefing before it is drawn: the editions of one reader's newsletters, merged. Pure.

No story stands twice in it; a story that this reader was already told stands in it only with what is new.
"""

from dataclasses import dataclass
from datetime import date

from briefings.model import Brief, Newsletter, Point, Slot
from briefings.writing.taken_back import Correction


@dataclass(frozen=True, slots=True)
class Item:
    """One story of a briefing. `update` is the one line that is new when the reader was told this story before.

    `told_on` is the reader's local date of that telling, where it is known.
    """

    brief: Brief
    newsletters: tuple[str, ...]
    update: Point | None = None
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Briefing:
    """What one reader gets in one slot, in order of importance, before it is fitted into messages.

    `day` is the reader's local date; `length` is minutes (1, 3 or 6); `late` when it could not be sent at its time;
    `asked` when the reader asked for it now (`slot` is then the nearest one); `articles_read` is what was weighed;
    `catches_up` when it is of the last days, too;
    `unread` are those of the newsletters (slugs) none of whose sources could be read; `unwanted` counts the stories
    that the reader's own words kept out; `corrections` are of what this reader was told before;
    `language` is that of the words around the stories.
    """

    day: date
    slot: Slot
    zone: str
    place: str | None
    newsletters: tuple[Newsletter, ...]
    items: tuple[Item, ...]
    articles_read: int
    length: int = 3
    late: bool = False
    asked: bool = False
    catches_up: bool = False
    unread: frozenset[str] = frozenset()
    unwanted: int = 0
    corrections: tuple[Correction, ...] = ()
    language: str = "en"
