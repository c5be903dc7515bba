"""How far apart messages must be, for the whole bot and for one chat. Pure: `now` is a parameter.

All times are whole microseconds of a clock that never steps.
"""

from collections import deque

SECOND = 1_000_000
MINUTE = 60 * SECOND
GROUP_PER_MINUTE = 20
JUST_AFTER = 1


class Rate:
    """At most so many messages in any one second, wherever it begins, and those evenly spread.

    Telegram publishes no firm numbers, so the rate gives way to each refusal and comes back slowly, up to `per_second`.
    """

    def __init__(self, per_second: int) -> None:
        self._set = per_second
        self._recent: deque[int] = deque(maxlen=per_second)
        self._even: int | None = None
        self._quiet_since = 0
        self.per_second = per_second

    @property
    def step(self) -> int:
        """The even distance from one message to the next."""
        return -(-SECOND // self.per_second)

    def free_at(self) -> int:
        """The earliest moment at which one more message may go."""
        if not self._recent or self._even is None:
            return 0
        # A turn that came late (the machine was busy) may be made up for, but never in a burst.
        free = max(self._even + self.step, self._recent[-1] + self.step // 2)
        if len(self._recent) >= self.per_second:
            free = max(free, self._recent[-self.per_second] + SECOND + JUST_AFTER)
        return free

    def note(self, now: int) -> None:
        """A message goes now."""
        even = self._even + self.step if self._even is not None else now
        self._even = even if now - even < SECOND // 2 else now
        self._recent.append(now)
        self._recover(now)

    def slow_down(self) -> None:
        """Telegram refused: a tenth less, never under half of what is set."""
        self.per_second = max(-(-self._set // 2), self.per_second * 9 // 10)

    def trouble_until(self, moment: int) -> None:
        """No minute before `moment` counts as a quiet one."""
        self._quiet_since = max(self._quiet_since, moment)

    def _recover(self, now: int) -> None:
        minutes = (now - self._quiet_since) // MINUTE
        if self.per_second < self._set and minutes > 0:
            self.per_second = min(self._set, self.per_second + minutes)
            self._quiet_since += minutes * MINUTE


class Chats:
    """One message a second in a chat, twenty a minute in a group or channel; a chat is forgotten when it is free again.

    What is remembered is bounded by what may be sent: private chats of one second, groups of one minute.
    """

    def __init__(self) -> None:
        self._private: dict[int, int] = {}
        self._groups: dict[int, deque[int]] = {}
        self._fading: tuple[deque[tuple[int, int]], deque[tuple[int, int]]] = (deque(), deque())

    def __len__(self) -> int:
        return len(self._private) + len(self._groups)

    def free_at(self, chat_id: int) -> int:
        """The earliest moment at which this chat may get a message."""
        if chat_id >= 0:
            last = self._private.get(chat_id)
            return last + SECOND if last is not None else 0
        sent = self._groups.get(chat_id)
        if not sent:
            return 0
        free = sent[-1] + SECOND
        return free if len(sent) < GROUP_PER_MINUTE else max(free, sent[0] + MINUTE + JUST_AFTER)

    def note(self, now: int, chat_id: int) -> None:
        """A message goes there now."""
        private, groups = self._fading
        if chat_id >= 0:
            self._private[chat_id] = now
            private.append((now, chat_id))
        else:
            self._groups.setdefault(chat_id, deque(maxlen=GROUP_PER_MINUTE)).append(now)
            groups.append((now, chat_id))
        self._forget(now)

    def _forget(self, now: int) -> None:
        # Each message is noted once and taken out once, so a turn costs the same however many chats were spoken to.
        private, groups = self._fading
        while private and now - private[0][0] >= SECOND:
            sent, chat_id = private.popleft()
            if self._private.get(chat_id) == sent:
                del self._private[chat_id]
        while groups and now - groups[0][0] > MINUTE:
            sent, chat_id = groups.popleft()
            if self._groups[chat_id][-1] == sent:
                del self._groups[chat_id]
