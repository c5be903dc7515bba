"""How far apart messages must be, for the whole bot and for one chat. Pure: `now` is a parameter.

All times are whole microseconds of a clock that never steps.
"""

from collections import deque

SECOND = 1_000_000
MINUTE = 60 * SECOND
GROUP_PER_MINUTE = 20
JUST_AFTER = 1
ON_THE_WAY = 10_000
"""Messages do not arrive as evenly as they go. A full second takes this much longer, so that those that are a little
late on their way make none too full; it costs a hundredth of the rate."""
FULL_SECOND = SECOND + ON_THE_WAY
BEATS = 100
"""In a second, at most: what is slower goes one by one."""
QUIET_MINUTES = 28
"""It takes no longer than that to come back to what is set."""


class Rate:
    """At most so many messages in any one second, wherever it begins, and those evenly spread.

    A timer is no finer than some milliseconds, so what is faster than a hundred a second goes in beats, a few messages
    each. Telegram publishes no firm numbers, so the rate gives way to each refusal and comes back slowly, up to what is
    set. Without a limit (None) everything goes at once.
    """

    def __init__(self, per_second: int | None) -> None:
        self._recent: deque[int] = deque()
        self._even: int | None = None
        self._began = 0
        self._left = 0
        self._quiet_since = 0
        self._set = self.per_second = per_second

    @property
    def step(self) -> int:
        """The even distance from one message to the next."""
        return -(-FULL_SECOND // self.per_second) if self.per_second else 0

    def free_at(self) -> int:
        """The earliest moment at which one more message may go."""
        if self.per_second is None or self._even is None:
            return 0
        # A beat that came late (the machine was busy) may be made up for, but never in a burst.
        beat = self._beat * self.step
        free = self._began if self._left else max(self._even + beat, self._began + beat // 2)
        if len(self._recent) >= self.per_second:
            free = max(free, self._recent[-self.per_second] + FULL_SECOND)
        return free

    def turns(self, now: int, span: int) -> int | None:
        """How many messages go within `span` microseconds from now for certain; None for any number."""
        if self.per_second is None:
            return None
        beats = (now + span - max(now, self.free_at())) // (self._beat * self.step)
        return self._left + beats * self._beat if beats >= 0 else 0

    def note(self, now: int) -> None:
        """A message goes now."""
        if self.per_second is None:
            return
        beat = self._beat * self.step
        if self._left and now < self._began + beat:
            self._left -= 1
        else:
            even = self._even + beat if self._even is not None else now
            self._even = even if now - even < SECOND // 2 else now
            self._began, self._left = now, self._beat - 1
        self._recent.append(now)
        self._forget(now)
        self._recover(now)

    def change(self, per_second: int) -> None:
        """Set another rate; who was slower than what was set is slower in the same proportion."""
        if self.per_second is None or self._set is None:
            return
        self.per_second = max(1, per_second * self.per_second // self._set)
        self._set, self._left = per_second, 0

    def slow_down(self) -> None:
        """Telegram refused: a tenth less, never under half of what is set."""
        if self.per_second is not None and self._set is not None:
            self.per_second = max(-(-self._set // 2), self.per_second * 9 // 10)
            self._left = 0

    def trouble_until(self, moment: int) -> None:
        """No minute before `moment` counts as a quiet one."""
        self._quiet_since = max(self._quiet_since, moment)

    @property
    def _beat(self) -> int:
        return -(-(self.per_second or 1) // BEATS)

    def _forget(self, now: int) -> None:
        while self._recent[0] < now - FULL_SECOND:
            self._recent.popleft()

    def _recover(self, now: int) -> None:
        minutes = (now - self._quiet_since) // MINUTE
        if self._set is not None and self.per_second is not None and self.per_second < self._set and minutes > 0:
            self.per_second = min(self._set, self.per_second + minutes * max(1, self._set // QUIET_MINUTES))
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
