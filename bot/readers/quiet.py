"""Quiet hours: wall times between which nothing comes by itself. Pure."""

import re
from dataclasses import dataclass
from datetime import time

from bot.readers.clocktime import parse_time

_BETWEEN = re.compile(r"\s*(?:-|\u2013|\u2014|\bto\b|\btill\b|\buntil\b|\band\b)\s*")
_LEAD = re.compile(r"^(?:from|between)\s+")


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `start` on, until just before `end`; over midnight where the end is the earlier of the two."""

    start: time
    end: time

    def holds(self, at: time) -> bool:
        """Whether a wall time lies in them."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


def parse_quiet(words: str) -> Quiet | None:
    """The hours that words name: "22:00-7:00", "from 10 pm to 7 am"; None when they name none.

    From a time to the same time would be all day, which is a pause.
    """
    ends = _BETWEEN.split(_LEAD.sub("", " ".join(words.lower().split())))
    times = [at for at in map(parse_time, ends) if at is not None]
    if len(ends) != len(times) or len(times) != 2 or times[0] == times[1]:  # noqa: PLR2004 (a start and an end)
        return None
    return Quiet(*times)
