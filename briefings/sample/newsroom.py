"""The sample newsroom, read whole from its TOML files.

`outlets.toml` lists the publishers, `newsletters.toml` the newsletters, `stories/<slug>.toml` the articles of one
newsletter; within a day the more important articles stand first.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from briefings.errors import BriefingsError
from briefings.sample import reading
from briefings.sample.model import SampleArticle, SampleFeed, SampleNewsletter, SampleOutlet

FOLDER = Path(__file__).parent
_ENOUGH_FOR_A_TOP_FEED = 2


class SampleError(BriefingsError):
    """The sample newsroom's files are not usable; the message names every mistake with its file."""


@dataclass(frozen=True, slots=True)
class Newsroom:
    """All outlets, newsletters and articles of the sample."""

    outlets: tuple[SampleOutlet, ...]
    newsletters: tuple[SampleNewsletter, ...]
    articles: tuple[SampleArticle, ...]

    def of(self, newsletter: str) -> tuple[SampleArticle, ...]:
        """The articles that belong to a newsletter, in the order of the files."""
        return tuple(article for article in self.articles if newsletter in article.newsletters)

    def feeds(self) -> tuple[SampleFeed, ...]:
        """Every feed that is published, newsletter by newsletter."""
        return tuple(feed for newsletter in self.newsletters for feed in self._feeds_of(newsletter))

    def shown(self, feed: SampleFeed, first_day: date, now: datetime) -> tuple[SampleArticle, ...]:
        """The articles that stand in a feed at `now`, in its order."""
        out = [
            article
            for article in self.of(feed.newsletter.slug)
            if article.outlet == feed.outlet.slug and article.published(first_day) <= now
        ]
        if feed.top:
            return tuple(sorted(out, key=lambda article: -article.day))
        return tuple(sorted(out, key=lambda article: article.published(first_day), reverse=True))

    def _feeds_of(self, newsletter: SampleNewsletter) -> Iterable[SampleFeed]:
        told = Counter(article.outlet for article in self.of(newsletter.slug))
        for outlet in self.outlets:
            if told[outlet.slug]:
                yield SampleFeed(outlet, newsletter, outlet.latest)
            if outlet.top and told[outlet.slug] >= _ENOUGH_FOR_A_TOP_FEED:
                yield SampleFeed(outlet, newsletter, outlet.top, top=True)


def load(folder: Path = FOLDER) -> Newsroom:
    """Read and check the newsroom in `folder`.

    Raises:
        SampleError: a file is missing or wrong; every mistake of all files is named.
    """
    mistakes: list[str] = []
    outlets = [reading.outlet(table, mistakes) for table in _tables(folder / "outlets.toml", "outlet", mistakes)]
    letters = [
        reading.newsletter(table, mistakes) for table in _tables(folder / "newsletters.toml", "newsletter", mistakes)
    ]
    newsroom = Newsroom(
        outlets=tuple(outlet for outlet in outlets if outlet),
        newsletters=tuple(letter for letter in letters if letter),
        articles=tuple(_articles(folder, [letter.slug for letter in letters if letter], mistakes)),
    )
    mistakes += _contradictions(newsroom)
    if mistakes:
        raise SampleError("The sample newsroom cannot be read: " + "; ".join(mistakes))
    return newsroom


def _articles(folder: Path, newsletters: Sequence[str], mistakes: list[str]) -> Iterable[SampleArticle]:
    for slug in newsletters:
        for table in _tables(folder / "stories" / f"{slug}.toml", "article", mistakes):
            article = reading.article(table, slug, mistakes)
            if article:
                yield article


def _tables(path: Path, name: str, mistakes: list[str]) -> list[dict[str, Any]]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        mistakes.append(f"{path.name}: {error}")
        return []
    tables = content.get(name)
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        mistakes.append(f"{path.name}: there is no [[{name}]]")
        return []
    return tables


def _contradictions(newsroom: Newsroom) -> Iterable[str]:
    """What is wrong between records that are each right by themselves."""
    outlets = {outlet.slug for outlet in newsroom.outlets}
    newsletters = {newsletter.slug for newsletter in newsroom.newsletters}
    addresses = Counter(article.path for article in newsroom.articles)
    for article in newsroom.articles:
        where = f'{article.newsletter}.toml, "{article.title}"'
        if article.outlet not in outlets:
            yield f'{where}: there is no outlet "{article.outlet}"'
        for slug in article.also:
            if slug not in newsletters or slug == article.newsletter:
                yield f'{where}: also names "{slug}", which is not another newsletter'
        if addresses[article.path] > 1:
            yield f"{where}: two articles have the address {article.path}"
