"""The front of the queue, as it was looked at last: who may be leased next, in which order, and who must wait.

A part whose chat is not ready is set aside in memory, so that it is in nobody's way; nothing is written for it.
"""

from collections import Counter, deque
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from bot.delivery.lease import Waiting
from bot.delivery.line import Lane
from bot.store.outbox import Outbox
from briefings.clock import Clock

AHEAD = timedelta(seconds=0.1)
"""A chat that is ready within this time counts as ready."""
CHAT_STEP = timedelta(seconds=1)
MOST_ASIDE = 1_000
MOST_LOOKS = 8
"""How often one choice looks again because the chats of all that it found must wait."""
STALE_SECONDS = 0.1
"""What was seen longer ago than this is looked at again."""

ReadyAt = Callable[[int], datetime]
"""From a chat's id to the instant at which it may get its next message."""


class Front:
    """Chooses what is leased next. It knows nothing for certain: a step of the outbox leases only what is still so."""

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        self._outbox = outbox
        self._clock = clock
        self._seen: deque[Waiting] = deque()
        self._aside: dict[int, int] = {}
        self._chats: dict[int, datetime] = {}
        self._looked_at: float | None = None
        self._full = False

    @property
    def aside(self) -> Collection[int]:
        """The ids of parts whose chats are not ready yet."""
        return self._aside.keys()

    @property
    def must_look(self) -> bool:
        """What was seen is used up, or was seen too long ago."""
        return not self._seen or self._looked_at is None or self._clock.monotonic() - self._looked_at > STALE_SECONDS

    @property
    def is_new(self) -> bool:
        """Something is new since it was looked at last."""
        return self._looked_at is None

    def forget(self) -> None:
        """Something is new: what was seen is not all any more."""
        self._looked_at = None

    def ready_again_at(self) -> datetime | None:
        """When the first of those set aside may go; None when there are none."""
        return min(self._chats.values(), default=None)

    async def choose(
        self, most: int, view: int, in_hand: Collection[int], *, ready_at: ReadyAt, only_replies: bool
    ) -> list[Waiting]:
        """At most `most` parts, answers first; looks `view` parts far; none that are in hand."""
        self._take_back()
        chosen: list[Waiting] = []
        for _ in range(MOST_LOOKS):
            if self.must_look:
                await self._look(view, [part.part_id for part in chosen], in_hand)
            self._pick(chosen, most, ready_at, only_replies=only_replies)
            if self._seen or not self._full or len(chosen) >= most or len(self._aside) >= MOST_ASIDE:
                break
        return chosen

    async def _look(self, view: int, chosen: Collection[int], in_hand: Collection[int]) -> None:
        found = await self._outbox.look(self._clock.now(), view, [*chosen, *self._aside])
        # What is in hand waits for nothing, unless its lease has ended and somebody found it.
        self._seen = deque(part for part in found if part.part_id not in in_hand)
        self._full = len(found) >= view
        self._looked_at = self._clock.monotonic()

    def _pick(self, chosen: list[Waiting], most: int, ready_at: ReadyAt, *, only_replies: bool) -> None:
        soon = self._clock.now() + AHEAD
        chats = Counter(part.address.chat_id for part in chosen)
        while self._seen and len(chosen) < most:
            if only_replies and self._seen[0].lane != Lane.REPLY:
                return
            part = self._seen.popleft()
            chat_id = part.address.chat_id
            at = self._chats.get(chat_id) or ready_at(chat_id) + chats[chat_id] * CHAT_STEP
            if at <= soon:
                chosen.append(part)
                chats[chat_id] += 1
            else:
                self._aside[part.part_id] = chat_id
                self._chats[chat_id] = at

    def _take_back(self) -> None:
        """When a chat is ready, all its parts are looked at again: so they keep their order."""
        soon = self._clock.now() + AHEAD
        ready = {chat_id for chat_id, at in self._chats.items() if at <= soon}
        if ready:
            self._chats = {chat_id: at for chat_id, at in self._chats.items() if chat_id not in ready}
            self._aside = {part_id: chat_id for part_id, chat_id in self._aside.items() if chat_id not in ready}
            self.forget()
