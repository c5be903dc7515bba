"""The sample newsroom's catalogue, in the format of `briefings/catalogue.toml`. Pure."""

import json
from collections.abc import Iterable, Sequence

from briefings.sample.model import SampleFeed, SampleNewsletter
from briefings.sample.newsroom import Newsroom

_EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]


def catalogue(newsroom: Newsroom, address: str) -> str:
    """The catalogue whose feeds lie on the server at `address` (`http://host:port`, no slash at the end)."""
    lines = ["# The sample newsroom: invented publishers and stories."]
    for newsletter in newsroom.newsletters:
        feeds = [feed for feed in newsroom.feeds() if feed.newsletter == newsletter]
        lines += ["", "[[newsletter]]", *_newsletter(newsletter)]
        for feed in feeds:
            lines += ["", "[[newsletter.source]]", *_source(feed, address)]
    return "\n".join(lines) + "\n"


def _newsletter(newsletter: SampleNewsletter) -> Iterable[str]:
    yield _line("slug", newsletter.slug)
    yield _line("title", newsletter.title)
    yield _line("promise", newsletter.promise)
    yield _line("kind", newsletter.kind)
    yield _line("zone", newsletter.zone)
    yield _line("slots", newsletter.slots)
    yield _line("days", _EVERY_DAY)
    if newsletter.places:
        yield _line("places", newsletter.places)


def _source(feed: SampleFeed, address: str) -> Iterable[str]:
    yield _line("name", feed.name)
    yield _line("publisher", feed.outlet.name)
    yield _line("feed", f"{address}{feed.path}")
    yield _line("homepage", f"{address}/{feed.outlet.slug}/")
    yield _line("weight", 1.0)


def _line(key: str, value: str | float | Sequence[str] | Sequence[int]) -> str:
    """A key and its value; JSON's texts, numbers and lists of these are TOML's too."""
    return f"{key} = {json.dumps(value, ensure_ascii=False)}"
