"""How much one chat may ask for in a minute, so that nobody can wear the bot out. Pure.

The count comes from the stored updates, so it survives a restart.
"""

from datetime import timedelta
from enum import StrEnum

WINDOW = timedelta(minutes=1)
ACTIONS = 20
CALM = 10
"""So few in the last minute end the silence: one that stops at the limit would be answered and warned in turn."""


class Verdict(StrEnum):
    """What an action gets: its answer, the one kind sentence, or nothing."""

    WELCOME = "welcome"
    WARN = "warn"
    SILENT = "silent"


def verdict(count: int, *, quiet: bool) -> Verdict:
    """For the `count`-th action of the last minute, of a chat that was warned already when it is `quiet`."""
    if quiet:
        return Verdict.WELCOME if count <= CALM else Verdict.SILENT
    return Verdict.WELCOME if count <= ACTIONS else Verdict.WARN
