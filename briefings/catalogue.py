"""The list of newsletters, read from TOML and checked whole: every mistake is named with its key and line.

An operator adds a newsletter or a city by adding a table; the form is that of `catalogue.toml` beside this module.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator

from briefings.errors import CatalogueError
from briefings.lines_of_toml import line_of
from briefings.model import Kind, Newsletter, Slot, Source

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LONGEST_SLUG = 24
"""A slug must fit into a button's 64 bytes beside a verb, and into a deep link's 64 characters beside others."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The newsletters in the order of the file."""

    newsletters: tuple[Newsletter, ...]

    def get(self, slug: str) -> Newsletter | None:
        """The newsletter of that slug, if there is one."""
        return next((newsletter for newsletter in self.newsletters if newsletter.slug == slug), None)

    def sources(self) -> tuple[Source, ...]:
        """Every source once, in order; a feed that serves several newsletters keeps its first row."""
        return self.sources_of(newsletter.slug for newsletter in self.newsletters)

    def sources_of(self, slugs: Iterable[str]) -> tuple[Source, ...]:
        """The sources of some newsletters, every feed once."""
        wanted = set(slugs)
        first: dict[str, Source] = {}
        for newsletter in self.newsletters:
            if newsletter.slug in wanted:
                for source in newsletter.sources:
                    first.setdefault(source.feed, source)
        return tuple(first.values())


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, str_strip_whitespace=True)


class _SourceRow(_Row):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    publisher: Annotated[str, Field(min_length=1, max_length=80)]
    feed: str
    homepage: str
    weight: Annotated[float, Field(gt=0, le=10, strict=False)] = 1.0

    @field_validator("feed", "homepage")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("an address begins with http:// or https://")
        return value


_NAMES = ("places", "landmarks", "state", "elsewhere", "doubtful", "subjects")
_Names = list[Annotated[str, Field(min_length=2, max_length=60)]]


class _NewsletterRow(_Row):
    slug: Annotated[str, Field(pattern=SLUG, max_length=LONGEST_SLUG)]
    title: Annotated[str, Field(min_length=1, max_length=30)]
    promise: Annotated[str, Field(min_length=1, max_length=120)]
    kind: Annotated[Kind, Field(strict=False)]
    zone: str
    slots: Annotated[list[Annotated[Slot, Field(strict=False)]], Field(min_length=1, max_length=2)]
    days: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)]
    places: _Names = Field(default_factory=list)
    landmarks: _Names = Field(default_factory=list)
    state: _Names = Field(default_factory=list)
    elsewhere: _Names = Field(default_factory=list)
    doubtful: _Names = Field(default_factory=list)
    subjects: _Names = Field(default_factory=list)
    source: Annotated[list[_SourceRow], Field(min_length=1)]

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, KeyError, OSError) as error:
            raise ValueError(f"{value!r} is not an IANA time zone; America/Denver is one") from error
        return value

    @field_validator(*_NAMES)
    @classmethod
    def _has_each_name_once(cls, value: list[str]) -> list[str]:
        if twice := sorted({name for name in value if value.count(name) > 1}):
            raise ValueError(f"{twice[0]!r} stands here twice")
        return value

    @field_validator("doubtful")
    @classmethod
    def _doubts_what_it_names(cls, value: list[str], info: ValidationInfo) -> list[str]:
        named = {*info.data.get("places", ()), *info.data.get("landmarks", ())}
        if strange := [name for name in value if name not in named]:
            raise ValueError(f"{strange[0]!r} is neither among the places nor among the landmarks")
        return value

    @field_validator("source")
    @classmethod
    def _has_each_feed_once(cls, value: list[_SourceRow]) -> list[_SourceRow]:
        feeds = [row.feed for row in value]
        if twice := sorted({feed for feed in feeds if feeds.count(feed) > 1}):
            raise ValueError(f"{twice[0]} stands here twice")
        return value


class _File(_Row):
    newsletter: Annotated[list[_NewsletterRow], Field(min_length=1)]

    @model_validator(mode="after")
    def _has_each_slug_once(self) -> "_File":
        slugs = [row.slug for row in self.newsletter]
        if twice := sorted({slug for slug in slugs if slugs.count(slug) > 1}):
            raise ValueError(f"the slug {twice[0]!r} is used twice")
        return self


def load(path: Path | None = None) -> Catalogue:
    """The catalogue in `path`, or the one that comes with the program. Raises CatalogueError."""
    try:
        if path is None:
            text = resources.files("briefings").joinpath("catalogue.toml").read_text(encoding="utf-8")
        else:
            text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"The catalogue {path} cannot be read: {error}.") from error
    return parse(text, name=str(path or "catalogue.toml"))


def parse(text: str, name: str = "catalogue.toml") -> Catalogue:
    """A catalogue from its text; `name` is what the message calls the file. Raises CatalogueError."""
    try:
        rows = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"The catalogue {name} is not TOML: {error}.") from error
    except ValidationError as error:
        raise CatalogueError(_all_mistakes(error, text, name)) from error
    return Catalogue(tuple(_newsletter(row) for row in rows.newsletter))


def _all_mistakes(error: ValidationError, text: str, name: str) -> str:
    mistakes = [_mistake(one["loc"], one["msg"], text) for one in error.errors()]
    return f"The catalogue {name} has {len(mistakes)} mistake(s):\n" + "\n".join(mistakes)


def _mistake(location: tuple[int | str, ...], message: str, text: str) -> str:
    key = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in location).lstrip(".")
    where = f"line {line_of(text, location)}: " if location else ""
    return f"  {where}{key or 'newsletter'}: {message.removeprefix('Value error, ')}"


def _newsletter(row: _NewsletterRow) -> Newsletter:
    fields: dict[str, Any] = row.model_dump(exclude={"source", "slots", "days", *_NAMES})
    return Newsletter(
        **fields,
        slots=tuple(row.slots),
        days=frozenset(row.days),
        places=tuple(row.places),
        landmarks=tuple(row.landmarks),
        state=tuple(row.state),
        elsewhere=tuple(row.elsewhere),
        doubtful=tuple(row.doubtful),
        subjects=tuple(row.subjects),
        sources=tuple(Source(**source.model_dump()) for source in row.source),
    )
