"""Articles that feeds link by another address are kept under their own."""

from datetime import UTC, datetime

import pytest

from briefings.feeds import aliases
from briefings.feeds.aliases import Aliases
from briefings.feeds.arrivals import Named
from briefings.feeds.readings import Page
from briefings.model import Entry
from briefings.stories.identity import article_id

OWN = "https://news.example/2026/vote"
AMP = "https://news.example/mobile/vote"


def entry(link: str, title: str = "Vote put off") -> Named:
    made = Entry(link, title, link, datetime(2026, 11, 24, tzinfo=UTC), None, "Text.", complete=False)
    return Named(made, article_id(link), link, 0)


def page(canonical: str | None) -> Page:
    return Page(None, None, None, None, None, canonical, ("Text.",))


def test_an_entry_gets_the_name_of_its_page_and_keeps_it() -> None:
    """Also the next time, when its page is not read."""
    names = Aliases()
    (learnt,) = names.learnt([entry(AMP)], {AMP: page(OWN)})
    assert (learnt.id, learnt.url, learnt.entry) == (article_id(OWN), OWN, entry(AMP).entry)
    assert names.applied([entry(AMP), entry(OWN)]) == (learnt, entry(OWN))


def test_an_entry_whose_page_says_nothing_new_stays_as_it_is() -> None:
    """No page, no canonical address, the address that it has."""
    entries = [entry(OWN), entry(f"{OWN}-1"), entry(f"{OWN}-2")]
    pages = {OWN: page(OWN.replace("https", "http")), f"{OWN}-1": page(None)}
    assert Aliases().learnt(entries, pages) == entries


def test_an_address_that_pages_of_several_headlines_claim_is_nobodys() -> None:
    """The same headline twice is one article by two links."""
    entries = [entry(AMP, "Vote put off"), entry(f"{AMP}?a", "Storm comes")]
    pages = {one.url: page(OWN) for one in entries}
    assert Aliases().learnt(entries, pages) == entries
    twice = [entry(AMP), entry(f"{AMP}?a")]
    assert {one.id for one in Aliases().learnt(twice, pages)} == {article_id(OWN)}


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest are forgotten."""
    monkeypatch.setattr(aliases, "MOST", 2)
    names, links = Aliases(), [f"{AMP}{number}" for number in range(4)]
    names.learnt([entry(link) for link in links], {link: page(f"{OWN}{link[-1]}") for link in links})
    assert [one.url == one.entry.link for one in names.applied([entry(link) for link in links])] == [
        True,
        True,
        False,
        False,
    ]
