"""What `daybrief doctor` found, as values, and as the JSON that machines read. Pure.

The JSON is one object: `well` (as the exit code says), `telegram`, `database` and `machine` as lists of remarks with
`wrong` and `says`, `newsletters` by slug (null, or what they are short of), and `sources` in the order of the list.
Instants are in RFC 3339 and UTC, `age_seconds` is the age of the newest entry, `milliseconds` how long the source took.
Fields may be added; none changes its meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from briefings.catalogue import Catalogue
from briefings.feeds.advice import advice
from briefings.feeds.findings import Condition, Finding
from briefings.model import Newsletter
from briefings.supply import Shortage, reach


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about something; `wrong` when the bot cannot work with it so."""

    says: str
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that was found at an instant; `shortages` are by slug, None where all is well."""

    at: datetime
    telegram: Remark
    database: Remark
    machine: tuple[Remark, ...]
    sources: tuple[Finding, ...]
    shortages: Mapping[str, Shortage | None]

    @property
    def well(self) -> bool:
        """Whether the bot can do its work: with Telegram, with its database, and for every newsletter."""
        remarks = (self.telegram, self.database, *self.machine)
        return not any(one.wrong for one in remarks) and not any(self.shortages.values())

    @property
    def offline(self) -> bool:
        """Whether nothing out there answered at all: then it is not the sources that are ill."""
        unheard = all(one.condition is Condition.FAILED and one.status is None for one in self.sources)
        return unheard and bool(self.sources)


def shortages(catalogue: Catalogue, findings: Mapping[str, Finding], now: datetime) -> dict[str, Shortage | None]:
    """By slug, what each newsletter is short of, judged by what its sources (by feed) have just said."""
    return {one.slug: _shortage(one, findings, now) for one in catalogue.newsletters}


def _shortage(newsletter: Newsletter, findings: Mapping[str, Finding], now: datetime) -> Shortage | None:
    found = [findings[source.feed] for source in newsletter.sources]
    useful = [one for one in found if one.condition is not Condition.FAILED]
    if not useful:
        return Shortage.UNREAD
    newest = max((one.newest for one in useful if one.newest), default=None)
    stale = newest is not None and now - newest > reach(newsletter, now.date())
    return Shortage.STALE if stale or not any(one.entries for one in useful) else None


def to_json(found: Diagnosis) -> dict[str, Any]:
    """The form that is documented above."""
    return {
        "well": found.well,
        "at": found.at.isoformat(),
        "telegram": _remark(found.telegram),
        "database": _remark(found.database),
        "machine": [_remark(one) for one in found.machine],
        "newsletters": dict(found.shortages),
        "sources": [_source(one, found.at) for one in found.sources],
    }


def _remark(remark: Remark) -> dict[str, Any]:
    return {"wrong": remark.wrong, "says": remark.says}


def _source(found: Finding, now: datetime) -> dict[str, Any]:
    return {
        "name": found.source.name,
        "feed": found.source.feed,
        "status": found.condition,
        "error": found.error,
        "newest": found.newest.isoformat() if found.newest else None,
        "age_seconds": round((now - found.newest).total_seconds()) if found.newest else None,
        "entries": found.entries,
        "full_text": found.whole,
        "page_read": found.page,
        "milliseconds": found.milliseconds,
        "what_to_do": advice(found),
    }
