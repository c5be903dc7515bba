"""Which entries of a feed are new, changed, known, too old or of no use: each is exactly one of these. Pure.

An article is named by its canonical address. Entries without an address of their own (no link, or a link that several
entries or the whole site share) are named by the feed and the entry's id instead, so none swallows another.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from briefings.feeds.readings import Page
from briefings.feeds.walls import is_about
from briefings.model import Article, Entry, Source
from briefings.stories.identity import article_id, canonical_url

LONGEST_MADE_UP_TITLE = 100
LEAST_WORDS_OF_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Appearance:
    """An article in a feed; `entry` is the feed's own id of it, `position` its place (0 is the top)."""

    article: str
    feed: str
    entry: str
    position: int


@dataclass(frozen=True, slots=True)
class Named:
    """An entry with its article's `id` and address, and its place in the feed."""

    entry: Entry
    id: str
    url: str
    position: int


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The entries of one feed, sorted. `known` counts also those that `changed` and repetitions within the feed."""

    new: tuple[Named, ...]
    changed: tuple[Article, ...]
    appearances: tuple[Appearance, ...]
    known: int
    old: int
    unusable: int


def named(entries: Sequence[Entry], source: Source) -> tuple[Named, ...]:
    """The entries with their articles' ids."""
    shared = Counter(article_id(entry.link) for entry in {(e.link, e.title): e for e in entries}.values() if entry.link)
    home = article_id(source.homepage)
    return tuple(
        _named(entry, place, source, own=_has_own_link(entry, home, shared)) for place, entry in enumerate(entries)
    )


def sort_out(
    entries: Sequence[Named], known: Mapping[str, Article], source: Source, now: datetime, max_age: timedelta
) -> Arrivals:
    """Put each entry in its place; `known` are the stored articles by id."""
    new: dict[str, Named] = {}
    changed: dict[str, Article] = {}
    old = unusable = 0
    for one in entries:
        stored = known.get(one.id)
        if stored is not None:
            after = _changed(stored, one, source)
            if after is not None:
                changed.setdefault(one.id, after)
        elif one.id in new:
            continue
        elif not (one.entry.title or one.entry.text or one.entry.link):
            unusable += 1
        elif is_old(one.entry.published, now, max_age):
            old += 1
        else:
            new[one.id] = one
    seen = tuple({one.id: appearance(one, source) for one in reversed(entries) if one.id in known}.values())
    rest = len(entries) - len(new) - old - unusable
    return Arrivals(tuple(new.values()), tuple(changed.values()), seen, rest, old, unusable)


def appearance(one: Named, source: Source) -> Appearance:
    """That the article appeared in that feed."""
    return Appearance(one.id, source.feed, one.entry.id, one.position)


def is_old(published: datetime | None, now: datetime, max_age: timedelta) -> bool:
    """Whether an entry is too old to be stored at first sight; one without a date is not."""
    return published is not None and published < now - max_age


def article_of(one: Named, source: Source, page: Page | None, now: datetime) -> Article | None:
    """The article that an entry and its page (if it was read) make; None without a title or any text for one."""
    teaser = tuple(_lines(one.entry))
    fuller = page if page and _is_fuller_page(page, one.entry.title, teaser) else None
    paragraphs = fuller.paragraphs if fuller else teaser
    title = one.entry.title or (page.title if page else None) or _made_up_title(paragraphs)
    if not title:
        return None
    said = one.entry.published or (page.published if page else None)
    return Article(
        id=one.id,
        url=one.url,
        feed=source.feed,
        publisher=source.publisher,
        title=title,
        # A time to come is a publisher's wrong clock or an embargo; it is news now.
        published=min(said or now, now),
        first_seen=now,
        paragraphs=paragraphs,
        author=one.entry.author or (page.author if page else None),
        section=page.section if page else None,
        position=one.position,
        complete=one.entry.complete or (fuller is not None and fuller.whole),
    )


def with_page(teaser: Article, page: Page) -> Article | None:
    """A stored teaser with the text of its page, which could be read at last; None where the page has no more."""
    if teaser.complete or not _is_fuller_page(page, teaser.title, teaser.paragraphs):
        return None
    return replace(
        teaser,
        paragraphs=page.paragraphs,
        complete=page.whole,
        author=teaser.author or page.author,
        section=teaser.section or page.section,
    )


def has_own_page(one: Named) -> bool:
    """Whether the entry's link leads to its article, and not to a page that it shares with others."""
    return bool(one.entry.link) and one.id == article_id(one.entry.link or "")


def _named(entry: Entry, position: int, source: Source, *, own: bool) -> Named:
    if own and entry.link:
        return Named(entry, article_id(entry.link), canonical_url(entry.link), position)
    own_id = article_id(f"entry:{source.feed}:{entry.id}")
    page, _, _ = (entry.link or source.homepage).partition("#")
    return Named(entry, own_id, f"{page}#{own_id}", position)


def _has_own_link(entry: Entry, home: str, shared: Counter[str]) -> bool:
    if not entry.link:
        return False
    name = article_id(entry.link)
    parts = urlsplit(entry.link)
    return name != home and shared[name] == 1 and bool(parts.path.strip("/") or parts.query)


def _changed(stored: Article, one: Named, source: Source) -> Article | None:
    # Two feeds may word one article differently; only the one it was first seen in may correct it.
    if stored.feed != source.feed:
        return None
    text = tuple(_lines(one.entry))
    better = one.entry.complete or not (stored.complete or _is_fuller(stored.paragraphs, text))
    after = replace(
        stored,
        title=one.entry.title or stored.title,
        paragraphs=text if better and text else stored.paragraphs,
        complete=stored.complete or one.entry.complete,
    )
    return after if after != stored else None


def _is_fuller_page(page: Page, title: str, teaser: Sequence[str]) -> bool:
    return _is_fuller(page.paragraphs, teaser) and is_about(title, page.paragraphs)


def _is_fuller(text: Sequence[str], teaser: Sequence[str]) -> bool:
    words = sum(len(paragraph.split()) for paragraph in text)
    return words >= LEAST_WORDS_OF_A_PAGE and words > sum(len(paragraph.split()) for paragraph in teaser)


def _lines(entry: Entry) -> Iterator[str]:
    return (line for line in entry.text.split("\n") if line)


def _made_up_title(paragraphs: Sequence[str]) -> str:
    first = paragraphs[0].removeprefix("- ") if paragraphs else ""
    if len(first) <= LONGEST_MADE_UP_TITLE:
        return first
    return first[:LONGEST_MADE_UP_TITLE].rpartition(" ")[0] + "…"
