"""What news is made of: newsletters, sources, entries, articles, stories, briefs, editions. Pure and frozen.

The words are the glossary's (docs/tour.md). Every instant is aware and in UTC; a `date` is the local date of a slot.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a newsletter is about."""

    TOPIC = "topic"
    CITY = "city"


class Slot(StrEnum):
    """A time of day at which editions appear; each reader sets the clock time of each."""

    MORNING = "morning"
    EVENING = "evening"


class Move(StrEnum):
    """What a labelled part of a story does for its reader; the normal form of the publishers' many labels."""

    WHY_IT_MATTERS = "why_it_matters"
    BIG_PICTURE = "big_picture"
    DRIVING_THE_NEWS = "driving_the_news"
    THEY_SAY = "they_say"
    BY_THE_NUMBERS = "by_the_numbers"
    WHATS_NEXT = "whats_next"
    BETWEEN_THE_LINES = "between_the_lines"
    YES_BUT = "yes_but"
    BOTTOM_LINE = "bottom_line"
    ZOOM_IN = "zoom_in"
    CONTEXT = "context"
    OUR_TAKE = "our_take"
    OTHER = "other"


LABELS: dict[Move, str] = {
    Move.WHY_IT_MATTERS: "Why it matters",
    Move.BIG_PICTURE: "The big picture",
    Move.DRIVING_THE_NEWS: "Driving the news",
    Move.THEY_SAY: "What they're saying",
    Move.BY_THE_NUMBERS: "By the numbers",
    Move.WHATS_NEXT: "What's next",
    Move.BETWEEN_THE_LINES: "Between the lines",
    Move.YES_BUT: "Yes, but",
    Move.BOTTOM_LINE: "The bottom line",
    Move.ZOOM_IN: "Zoom in",
    Move.CONTEXT: "Background",
    Move.OUR_TAKE: "The newsroom's take",
}
"""How a reader sees each move; a label of no known move (`Move.OTHER`) keeps its publisher's wording."""


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher's feed that feeds newsletters. `weight` scales its voice in ranking (1.0 is ordinary)."""

    name: str
    publisher: str
    feed: str
    homepage: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Newsletter:
    """One line of the list. `days` are ISO weekdays (Monday is 1).

    The names of a city make a story local: `places`, `landmarks` (teams, institutions), `state`; `elsewhere` are towns
    that are not it; those of the names that also mean something else are `doubtful`. `subjects` are words of a
    topic's stories.
    """

    slug: str
    title: str
    promise: str
    kind: Kind
    zone: str
    slots: tuple[Slot, ...]
    days: frozenset[int]
    sources: tuple[Source, ...]
    places: tuple[str, ...] = ()
    landmarks: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed as its publisher served it. `text` holds paragraphs divided by blank lines.

    A line of `text` that begins with "- " is a bullet of the paragraph above it. `complete` is false for a teaser.
    """

    id: str
    title: str
    link: str | None
    published: datetime | None
    author: str | None
    text: str
    complete: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """A parsed feed document; `format` is one of rss, atom, rdf, json."""

    format: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One item of one feed with its text, unique by its canonical URL.

    `id` is a hash of that URL; `feed` is the address of the source it was first seen in; `position` is its place in
    that feed (0 is the top); `published` is the publisher's time, repaired, or the time first seen; `story` is the id
    of the story it belongs to once it was grouped. `paragraphs` of a bulleted list begin with "- ".
    """

    id: str
    url: str
    feed: str
    publisher: str
    title: str
    published: datetime
    first_seen: datetime
    paragraphs: tuple[str, ...]
    author: str | None = None
    section: str | None = None
    position: int = 0
    complete: bool = True
    story: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """Articles of several publishers about one event, the leading article first; at least one."""

    id: str
    articles: tuple[Article, ...]

    @property
    def lead(self) -> Article:
        """The article that tells the story best."""
        return self.articles[0]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a line of a brief comes from: characters `start` to `end` of one paragraph of one article."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Point:
    """A labelled part of a brief, the words of its spans. The lede's label and move are None.

    `article` is the id of the article that the spans point into.
    """

    text: str
    spans: tuple[Span, ...]
    article: str
    label: str | None = None
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher that carries a story, and the address of its article."""

    publisher: str
    url: str
    article: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A story in smart brevity form. Immutable: `id` is a hash of its content.

    `articles` are the ids of all articles it knew; `newest` is the time of the newest of them; `writer` names who
    wrote it (labels, extract) and `reason` says why a part is missing, if one is; `why` is None when nothing in the
    story says why it matters.
    """

    id: str
    story: str
    headline: str
    lede: Point
    why: Point | None
    points: tuple[Point, ...]
    outlets: tuple[Outlet, ...]
    articles: tuple[str, ...]
    newest: datetime
    writer: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """The briefs of one newsletter for one slot of one date, in order, immutable; `id` is a hash of its content.

    `cut` is when it was made; `articles_read` counts the articles that were weighed for it.
    """

    id: str
    newsletter: str
    date: date
    slot: Slot
    cut: datetime
    briefs: tuple[Brief, ...]
    articles_read: int
