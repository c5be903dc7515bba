"""How well a newsletter is fed, and when that is too little for its next edition. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from briefings.model import Newsletter

LONGEST_REACH = timedelta(days=3)
LEAST = 3
"""So few articles make a briefing that its readers would wonder about."""


@dataclass(frozen=True, slots=True)
class Supply:
    """The sources of a newsletter: how many there are, were ever asked, and fail now.

    `newest` is the time of the newest entry that any of them had; `articles` is how many its next edition could tell
    of if it were cut now.
    """

    sources: int
    asked: int
    failing: int
    newest: datetime | None
    articles: int

    @property
    def unread(self) -> bool:
        """Whether nothing is to be had from any of the sources."""
        return self.failing >= self.sources


class Shortage(StrEnum):
    """What is wrong with a supply, as an operator is told it."""

    UNREAD = "none of its sources can be read"
    STALE = "nothing new has come for too long"
    THIN = "too few articles for a briefing"


def reach(newsletter: Newsletter, day: date) -> timedelta:
    """How far back an edition looks: to the newsletter's last day before this one, at most three days."""
    gap = next(
        (days for days in range(1, LONGEST_REACH.days) if (day - timedelta(days=days)).isoweekday() in newsletter.days),
        LONGEST_REACH.days,
    )
    return timedelta(days=gap)


def shortage(newsletter: Newsletter, supply: Supply, now: datetime) -> Shortage | None:
    """What is wrong, the worst first: half of its reach without an entry is time to look, and time enough to act.

    Until all sources were asked once nobody knows.
    """
    if supply.asked < supply.sources:
        return None
    if supply.unread:
        return Shortage.UNREAD
    if supply.newest is not None and now - supply.newest > reach(newsletter, now.date()) / 2:
        return Shortage.STALE
    return Shortage.THIN if supply.articles < LEAST else None
