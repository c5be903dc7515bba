"""Whether people's messages wait too long to be answered, so that somebody must know.

Telegram keeps what we have not fetched for a day, and then it is lost.
"""

from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Protocol

from bot.alarm import Alarm

LONGEST = timedelta(hours=1)
"""A message that waits for longer is too late an answer: somebody is told."""
CATCHING_UP = timedelta(minutes=5)
"""What an outage left may be old and is soon answered: it is told only when this was not enough. And it is over when
nothing waits for longer than this."""


class Change(Enum):
    """What there is to tell."""

    BEHIND = auto()
    OVER = auto()


class Inbox(Protocol):
    """Where messages wait (`bot.store.inbox`)."""

    async def oldest(self) -> datetime | None: ...
    async def backlog(self) -> int: ...


class Patience:
    """Remembers what was told, so that falling behind is told once, and its end once. Pure."""

    def __init__(self) -> None:
        self._behind_since: datetime | None = None
        self._told = False

    def look(self, oldest: datetime | None, now: datetime) -> Change | None:
        """What is to be told, when the oldest message waits since then (None: none waits)."""
        waited = now - oldest if oldest is not None else timedelta(0)
        if self._told:
            self._told = waited > CATCHING_UP
            return None if self._told else Change.OVER
        if waited < LONGEST:
            self._behind_since = None
            return None
        # The machine's clock may have been set back.
        self._behind_since = min(self._behind_since or now, now)
        if now - self._behind_since < CATCHING_UP:
            return None
        self._behind_since, self._told = None, True
        return Change.BEHIND


class BacklogWatch:
    """Looks at the inbox now and then; the operator hears when it falls an hour behind, and when that is over."""

    def __init__(self) -> None:
        self._patience = Patience()

    async def look(self, inbox: Inbox, alarm: Alarm, now: datetime) -> None:
        """Once a minute or so: an episode is told when it has lasted for five minutes of this process's life."""
        oldest = await inbox.oldest()
        match self._patience.look(oldest, now):
            case Change.BEHIND:
                alarm.again("inbox.behind", since=f"{oldest:%Y-%m-%d %H:%M} UTC", waiting=await inbox.backlog())
            case Change.OVER:
                alarm.again("inbox.caught_up")
