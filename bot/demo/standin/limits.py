"""Telegram's flood limits as sliding windows, and the silence that follows a broken one. Pure: `now` is a parameter.

The exact numbers are Telegram's secret and move; these are the documented ones, kept strictly: 30 messages a second
over all chats, one a second in a chat, 20 a minute in a group (edits count there). One broken limit silences the whole
bot for `retry_after` seconds, as mailing services report.
"""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Violation:
    """A call that went over a limit (`every chat`, `one chat`, `one group`), or came during the `flood wait`."""

    at: datetime
    limit: str
    chat_id: int | None


@dataclass
class Limits:
    """The windows of one bot.

    `per_chat` above 1 allows a burst of so many messages within a second. `lengthen` is by how much each call during a
    flood wait makes it longer. `enabled` false lets everything pass, but still counts nothing.
    """

    per_second: int = 30
    per_chat: int = 1
    per_group_minute: int = 20
    lengthen: timedelta = timedelta(0)
    enabled: bool = True
    violations: list[Violation] = field(default_factory=list)
    silent_until: datetime | None = None
    _every: deque[datetime] = field(default_factory=deque)
    _chats: dict[int, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))
    _groups: dict[int, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))

    def waiting(self, now: datetime, chat_id: int | None) -> int | None:
        """Seconds still to wait when a flood wait is on; the call is then a violation."""
        if not self.enabled or self.silent_until is None or now >= self.silent_until:
            return None
        self.violations.append(Violation(now, "flood wait", chat_id))
        self.silent_until += self.lengthen
        return _whole(self.silent_until - now)

    def message(self, now: datetime, chat_id: int, *, group: bool) -> int | None:
        """Count a new message; the seconds to wait when it is one too many (it then counts in no window)."""
        windows = [
            ("every chat", self._every, SECOND, self.per_second),
            ("one chat", self._chats[chat_id], SECOND, self.per_chat),
        ]
        if group:
            windows.append(("one group", self._groups[chat_id], MINUTE, self.per_group_minute))
        return self._count(now, chat_id, windows)

    def edit(self, now: datetime, chat_id: int, *, group: bool) -> int | None:
        """Count an edit: only groups limit them."""
        windows = [("one group", self._groups[chat_id], MINUTE, self.per_group_minute)] if group else []
        return self._count(now, chat_id, windows)

    def silence(self, now: datetime, seconds: int) -> None:
        """Begin a flood wait by hand."""
        self.silent_until = now + timedelta(seconds=seconds)

    def _count(
        self, now: datetime, chat_id: int, windows: list[tuple[str, deque[datetime], timedelta, int]]
    ) -> int | None:
        if not self.enabled:
            return None
        for name, window, width, most in windows:
            while window and window[0] <= now - width:
                window.popleft()
            if len(window) >= most:
                self.violations.append(Violation(now, name, chat_id))
                seconds = _whole(window[0] + width - now)
                self.silence(now, seconds)
                return seconds
        for _, window, _, _ in windows:
            window.append(now)
        return None


def _whole(wait: timedelta) -> int:
    """Seconds rounded up, at least one, as `retry_after` has them."""
    return max(1, math.ceil(wait.total_seconds()))
