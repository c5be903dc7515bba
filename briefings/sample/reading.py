"""From one TOML table to one record of the sample newsroom; mistakes go to a list and the record is then None. Pure."""

import re
from datetime import time
from typing import Any

from briefings.sample.model import FeedForm, SampleArticle, SampleNewsletter, SampleOutlet

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_LAST_DAY = 2

_TYPE_NAMES = {str: "a text", int: "a whole number", bool: "true or false", list: "a list of texts"}


class _Table:
    """Takes values out of a TOML table and notes what is wrong with them."""

    def __init__(self, table: dict[str, Any], where: str, mistakes: list[str]) -> None:
        self._left = dict(table)
        self._where = where
        self._mistakes = mistakes
        self._before = len(mistakes)

    def wrong(self, key: str, what: str) -> None:
        self._mistakes.append(f"{self._where}: {key} {what}")

    def text(self, key: str, default: str | None = None) -> str:
        value = self._typed(key, str, default)
        if value is not None and not value.strip() and default is None:
            self.wrong(key, "is empty")
        return str(value or "").strip()

    def whole(self, key: str) -> int:
        return int(self._typed(key, int, None) or 0)

    def flag(self, key: str) -> bool:
        return bool(self._typed(key, bool, default=False))

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        value = self._typed(key, list, None if needed else [])
        if not all(isinstance(part, str) for part in value or ()):
            self.wrong(key, "is not a list of texts")
            return ()
        return tuple(value or ())

    def fits(self, key: str, value: str, pattern: re.Pattern[str], what: str) -> None:
        if value and not pattern.fullmatch(value):
            self.wrong(key, f'"{value}" is not {what}')

    def done(self) -> bool:
        """Whether nothing was wrong; keys that nobody asked for are wrong too."""
        for key in self._left:
            self.wrong(key, "is not a key I know")
        return len(self._mistakes) == self._before

    def _typed(self, key: str, kind: type, default: Any) -> Any:
        value = self._left.pop(key, None)
        if value is None and default is None:
            self.wrong(key, "is missing")
        elif value is not None and type(value) is not kind:
            self.wrong(key, f"is not {_TYPE_NAMES[kind]}")
            return default
        return default if value is None else value


def outlet(table: dict[str, Any], mistakes: list[str]) -> SampleOutlet | None:
    """An outlet of `outlets.toml`."""
    fields = _Table(table, f"outlets.toml, {table.get('slug', '?')}", mistakes)
    slug, name, tagline = fields.text("slug"), fields.text("name"), fields.text("tagline")
    forms = [_form(fields, "latest"), _form(fields, "top", needed=False)]
    fields.fits("slug", slug, _SLUG, "a slug")
    if not fields.done() or forms[0] is None:
        return None
    return SampleOutlet(slug=slug, name=name, tagline=tagline, latest=forms[0], top=forms[1])


def newsletter(table: dict[str, Any], mistakes: list[str]) -> SampleNewsletter | None:
    """A newsletter of `newsletters.toml`."""
    fields = _Table(table, f"newsletters.toml, {table.get('slug', '?')}", mistakes)
    read = SampleNewsletter(
        slug=fields.text("slug"),
        title=fields.text("title"),
        promise=fields.text("promise"),
        kind=fields.text("kind"),
        zone=fields.text("zone"),
        slots=fields.texts("slots", needed=True),
        places=fields.texts("places"),
    )
    fields.fits("slug", read.slug, _SLUG, "a slug")
    return read if fields.done() else None


def article(table: dict[str, Any], slug: str, mistakes: list[str]) -> SampleArticle | None:
    """An article of `stories/<slug>.toml`; its paragraphs are divided by blank lines, bullets by lines."""
    fields = _Table(table, f'{slug}.toml, "{table.get("title", "?")}"', mistakes)
    read = SampleArticle(
        outlet=fields.text("outlet"),
        newsletter=slug,
        day=_day(fields),
        at=_clock(fields),
        title=fields.text("title"),
        author=fields.text("author"),
        paragraphs=_paragraphs(fields),
        event=fields.text("event"),
        also=fields.texts("also"),
        teaser=fields.flag("teaser"),
    )
    fields.fits("event", read.event, _SLUG, "a slug")
    return read if fields.done() else None


def _form(fields: _Table, key: str, *, needed: bool = True) -> FeedForm | None:
    value = fields.text(key, None if needed else "")
    if not value:
        return None
    if value not in set(FeedForm):
        fields.wrong(key, f'"{value}" is none of {", ".join(FeedForm)}')
        return None
    return FeedForm(value)


def _day(fields: _Table) -> int:
    day = fields.whole("day")
    if not 0 <= day <= _LAST_DAY:
        fields.wrong("day", f"{day} is none of 0, 1, 2")
    return day


def _clock(fields: _Table) -> time:
    value = fields.text("at")
    fields.fits("at", value, _CLOCK, 'a time like "06:15"')
    found = _CLOCK.fullmatch(value)
    return time(int(found[1]), int(found[2])) if found else time(0)


def _paragraphs(fields: _Table) -> tuple[str, ...]:
    blocks = re.split(r"\n\s*\n", fields.text("text"))
    paragraphs = tuple(part for block in blocks for part in _lines(block))
    if paragraphs and paragraphs[0].startswith("- "):
        fields.wrong("text", "begins with a bullet")
    return paragraphs


def _lines(block: str) -> list[str]:
    """The bullets of a block each by itself; other lines are one paragraph, however they are wrapped."""
    parts: list[str] = []
    for line in block.strip().splitlines():
        if line.startswith("- ") or not parts:
            parts.append(line.strip())
        else:
            parts[-1] += f" {line.strip()}"
    return parts
