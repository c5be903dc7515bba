"""What the sample newsroom is made of: outlets, articles, newsletters, feeds. Pure and frozen.

Times of day are New York wall time on a numbered day: day 1 is the date that the demo starts, day 0 the evening before.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
_FIRST_SENTENCE = re.compile(r"(.+?)[.?]\"?(?=\s+[\"A-Z]|$)")
_LABEL = re.compile(r"\*\*(.+?)\*\*")
_WORDS_IN_ADDRESS = 9


class FeedForm(StrEnum):
    """How an outlet publishes a feed."""

    RSS = "rss"
    TEASER = "rss-teaser"
    ATOM = "atom"
    RDF = "rdf"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class SampleOutlet:
    """An invented publisher. `latest` is the form of its feeds, `top` that of the feeds of its chosen stories."""

    slug: str
    name: str
    tagline: str
    latest: FeedForm
    top: FeedForm | None = None


@dataclass(frozen=True, slots=True)
class SampleNewsletter:
    """A newsletter that the sample catalogue lists; it comes on all seven days, unlike the real one."""

    slug: str
    title: str
    promise: str
    kind: str
    zone: str
    slots: tuple[str, ...]
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """An invented article. `paragraphs` may begin with "- " (a bullet) or with a publisher's label in **bold**.

    `newsletter` is where it belongs first, `also` where it is told as well; articles with one `event` report the same
    event, follow-ups of the next day included. Of a `teaser` the feed carries the first sentence only.
    """

    outlet: str
    newsletter: str
    day: int
    at: time
    title: str
    author: str
    paragraphs: tuple[str, ...]
    event: str
    also: tuple[str, ...] = ()
    teaser: bool = False

    @property
    def slug(self) -> str:
        """The last part of its address, made of the title's first words."""
        words = re.findall(r"[a-z0-9]+", self.title.lower().replace("'", ""))
        return "-".join(words[:_WORDS_IN_ADDRESS])

    @property
    def path(self) -> str:
        """Its address on the server, beginning with a slash."""
        return f"/{self.outlet}/{self.slug}"

    @property
    def newsletters(self) -> tuple[str, ...]:
        """All newsletters that it belongs to."""
        return (self.newsletter, *self.also)

    @property
    def labelled(self) -> bool:
        """Whether its publisher labelled its points."""
        return any(paragraph.startswith("**") for paragraph in self.paragraphs)

    @property
    def first_sentence(self) -> str:
        """The first sentence without its final stop, as plain text."""
        opening = plain(self.paragraphs[0])
        found = _FIRST_SENTENCE.match(opening)
        return found[1] if found else opening

    def published(self, first_day: date) -> datetime:
        """When it appears if day 1 is `first_day`: an aware instant in UTC."""
        local = datetime.combine(first_day + timedelta(days=self.day - 1), self.at, NEW_YORK)
        return local.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class SampleFeed:
    """A feed of one outlet for one newsletter: everything ("latest", newest first) or the chosen ("top") stories."""

    outlet: SampleOutlet
    newsletter: SampleNewsletter
    form: FeedForm
    top: bool = False

    @property
    def name(self) -> str:
        """What a person would call it."""
        shelf = "top stories" if self.top else "latest"
        return f"{self.outlet.name}: {self.newsletter.title}, {shelf}"

    @property
    def path(self) -> str:
        """Its address on the server, beginning with a slash."""
        shelf = "-top" if self.top else ""
        ending = "json" if self.form is FeedForm.JSON else "xml"
        return f"/{self.outlet.slug}/feeds/{self.newsletter.slug}{shelf}.{ending}"


def plain(paragraph: str) -> str:
    """A paragraph without the marks of bold labels."""
    return _LABEL.sub(r"\1", paragraph)
