"""Under which address an article is kept that a feed links by another one: a redirect, AMP, a tracker of its own kind.

A page tells its canonical address only once it was read (`briefings.feeds.canonical` says when it is believed). What
was learnt is kept in memory: after a start the page of such a link is read once more, and found to be known.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from briefings.feeds.arrivals import Named
from briefings.feeds.readings import Page
from briefings.stories.identity import article_id

MOST = 20_000
"""Addresses in mind at a time; the oldest are forgotten."""


class Aliases:
    """The canonical addresses of articles, by the ids that their links would give them."""

    def __init__(self) -> None:
        self._addresses: dict[str, str] = {}

    def applied(self, entries: Sequence[Named]) -> tuple[Named, ...]:
        """The entries, those with a known alias under the name of their article."""
        return tuple(_renamed(one, self._addresses.get(one.id)) for one in entries)

    def learnt(self, entries: Sequence[Named], pages: Mapping[str, Page]) -> list[Named]:
        """The entries under the names that their `pages` (by link) give them.

        A page that several headlines claim for themselves is no article's own: the site names it on all its pages.
        """
        said = {one.id: address for one in entries if (address := _said(one, pages))}
        titles = {(article_id(said[one.id]), one.entry.title) for one in entries if one.id in said}
        claims = Counter(name for name, _ in titles)
        own = {name: address for name, address in said.items() if claims[article_id(address)] == 1}
        self._addresses |= {name: address for name, address in own.items() if name != article_id(address)}
        while len(self._addresses) > MOST:
            del self._addresses[next(iter(self._addresses))]
        return [_renamed(one, own.get(one.id)) for one in entries]


def _said(one: Named, pages: Mapping[str, Page]) -> str | None:
    page = pages.get(one.entry.link or "")
    return page.canonical if page else None


def _renamed(one: Named, address: str | None) -> Named:
    name = article_id(address) if address else one.id
    # Its own spelling of an address that names the same article is as good.
    return one if address is None or name == one.id else replace(one, id=name, url=address)
