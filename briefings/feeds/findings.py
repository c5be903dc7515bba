"""What came of asking a source how it does. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from briefings.model import Source


class Condition(StrEnum):
    """How a source does."""

    WELL = "well"
    STALE = "stale"
    EMPTY = "empty"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of asking one source.

    Of its `entries`, `whole` have their text in the feed; `page` says whether the newest of the others could be read on
    its page (None: not tried). `status` is of HTTP, where one refused; `moved_to` is where it permanently redirects.
    """

    source: Source
    condition: Condition
    entries: int = 0
    whole: int = 0
    page: bool | None = None
    newest: datetime | None = None
    milliseconds: int = 0
    error: str | None = None
    status: int | None = None
    moved_to: str | None = None
