"""One briefing out of several editions: no story twice, every newsletter's top story early. Pure.

The same story may stand in several editions, in different versions: the newest counts. Two briefs that share an
article are one story, whatever their ids say (stories that were found to be one later keep their old ids in what a
reader was told).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.delivery.briefing import Item
from briefings.model import Brief, Edition, Point


@dataclass(frozen=True, slots=True)
class _Placed:
    """A story with, by newsletter, its row: its place among what that newsletter still has to tell."""

    item: Item
    rows: tuple[int, ...]
    first_seen: int

    def order(self) -> tuple[int, bool, int, int, int]:
        """Row by row through the newsletters; what is in several counts a row higher for each.

        In a row news stands before updates, then what more outlets carry.
        """
        several = len(self.rows) - 1
        row = max(0, min(self.rows) - several)
        return (row, self.item.update is not None, -several, -len(self.item.brief.outlets), self.first_seen)


def merge(
    editions: Sequence[Edition],
    told: Mapping[str, Brief],
    news: Mapping[str, Point | None],
    told_on: Mapping[str, date] | None = None,
    towns: Collection[str] = (),
) -> tuple[Item, ...]:
    """The stories of `editions` (in the reader's order of newsletters), most important first.

    `told` is what this reader was told, by story id; `news` has, by the same ids, the one line that is new since, or
    None; `told_on` has the reader's local dates of the tellings. A told story without news is left out. `towns` are the
    slugs of city newsletters: the first story of the reader's town stands first or second, whatever happened elsewhere.
    """
    newest = _newest(editions)
    known = by_mark(told)
    placed: dict[str, _Placed] = {}
    updates: dict[str, str] = {}
    for edition in editions:
        row = 0
        for brief in _once(edition.briefs, newest):
            story = told_before(brief, known)
            item = _item(brief, told, story, news, told_on or {})
            # A told story that has fallen apart into two has one update, not the same one twice.
            if item is None or updates.setdefault(story or brief.id, brief.id) != brief.id:
                continue
            placed[brief.id] = _with(placed.get(brief.id), item, edition.newsletter, row, len(placed))
            row += 1
    return _town_early([found.item for found in sorted(placed.values(), key=_Placed.order)], towns)


def _town_early(items: list[Item], towns: Collection[str]) -> tuple[Item, ...]:
    """Move the first story of a town, if it stands further down, to the second place."""
    at = next((at for at, item in enumerate(items) if not set(towns).isdisjoint(item.newsletters)), 0)
    if at > 1:
        items.insert(1, items.pop(at))
    return tuple(items)


def marks(brief: Brief) -> tuple[str, ...]:
    """What a story is known by: two briefs that share one of these are of the same story."""
    return (brief.story, *brief.articles)


def by_mark(told: Mapping[str, Brief]) -> dict[str, str]:
    """By story id and by article id, the story id under which a reader was told."""
    marks = {article: story for story, brief in told.items() for article in brief.articles}
    return marks | {story: story for story in told}


def told_before(brief: Brief, known: Mapping[str, str]) -> str | None:
    """The id under which the reader was told this story, by its own id or by a shared article; None if never."""
    return next((known[mark] for mark in marks(brief) if mark in known), None)


def _newest(editions: Sequence[Edition]) -> dict[str, Brief]:
    """By brief id, the newest version of the same story."""
    stories: list[tuple[set[str], list[Brief]]] = []
    for edition in editions:
        for brief in edition.briefs:
            known_by = set(marks(brief))
            same = [story for story in stories if not story[0].isdisjoint(known_by)]
            versions = [brief]
            for story in same:
                known_by |= story[0]
                versions += story[1]
                stories.remove(story)
            stories.append((known_by, versions))
    return {
        brief.id: max(versions, key=lambda one: (one.newest, one.id)) for _, versions in stories for brief in versions
    }


def _once(briefs: Sequence[Brief], newest: Mapping[str, Brief]) -> list[Brief]:
    return list({newest[brief.id].id: newest[brief.id] for brief in briefs}.values())


def _item(
    brief: Brief,
    told: Mapping[str, Brief],
    story: str | None,
    news: Mapping[str, Point | None],
    told_on: Mapping[str, date],
) -> Item | None:
    if story is None:
        return Item(brief, ())
    point = news.get(story) if told[story].id != brief.id else None
    return Item(brief, (), point, told_on.get(story)) if point is not None else None


def _with(before: _Placed | None, item: Item, newsletter: str, row: int, count: int) -> _Placed:
    if before is None:
        return _Placed(replace(item, newsletters=(newsletter,)), (row,), count)
    if newsletter in before.item.newsletters:
        return before
    item = replace(before.item, newsletters=(*before.item.newsletters, newsletter))
    return _Placed(item, (*before.rows, row), before.first_seen)
