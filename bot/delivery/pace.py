"""When the next message may go: one schedule for the whole bot, because Telegram's limit is per bot.

Telegram takes about thirty messages a second in all, one a second in a chat, twenty a minute in a group or channel,
and publishes no firm numbers. So messages go evenly, a little under the limit, and never more than
`per_second` in any one second, wherever that second begins: a bucket that may be full lets twice its rate through.
Replies to people go before broadcasts.
"""

import itertools
from collections import deque
from datetime import datetime, timedelta
from enum import IntEnum
from math import ceil

from briefings.clock import Clock

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
GROUP_PER_MINUTE = 20
JUST_AFTER = timedelta(microseconds=1)
SWEEP_ABOVE = 4096
"""Chats remembered before the quiet ones are swept out: more than can be busy within a minute."""


class Lane(IntEnum):
    """Who goes first."""

    REPLY = 0
    BROADCAST = 1


class Pace:
    """Gives out turns. Every turn that is given counts as a message sent at that instant."""

    def __init__(self, clock: Clock, per_second: int = 28) -> None:
        self._clock = clock
        self._step = timedelta(microseconds=ceil(1_000_000 / per_second))
        self._recent: deque[datetime] = deque(maxlen=per_second)
        self._even: datetime | None = None
        self._chats: dict[int, deque[datetime]] = {}
        self._waiting: dict[int, tuple[Lane, int]] = {}
        self._tickets = itertools.count()
        self._flood_until: datetime | None = None
        self._seen: datetime | None = None

    @property
    def flood_until(self) -> datetime | None:
        """Nothing is sent before this instant; None when Telegram never asked for silence."""
        return self._flood_until

    def hold(self, until: datetime) -> None:
        """No turn for anybody before `until`; a shorter silence never shortens a longer one."""
        self._flood_until = max(until, self._flood_until or until)

    async def reply_turn(self, chat_id: int, patience: float | None = None) -> bool:
        """Wait for a turn to answer a person, ahead of broadcasts. False: it would take over `patience` seconds."""
        return await self._turn(Lane.REPLY, chat_id, patience)

    async def broadcast_turn(self, chat_id: int, patience: float | None = None) -> bool:
        """Wait for a turn of the broadcast. False: it would take over `patience` seconds, and nothing was counted."""
        return await self._turn(Lane.BROADCAST, chat_id, patience)

    async def silence_over(self) -> None:
        """Return when Telegram wants no silence (any more): for requests that are no messages, and count as none."""
        while self._flood_until is not None and (left := self._flood_until - self._now()) > timedelta(0):
            await self._clock.sleep(left.total_seconds())

    def ready_at(self, chat_id: int) -> datetime:
        """The earliest instant at which this chat (and Telegram's wish for silence) would let a message go."""
        now = self._now()
        return max(now, self._flood_until or now, self._chat_free_at(chat_id, now))

    async def _turn(self, lane: Lane, chat_id: int, patience: float | None) -> bool:
        ticket = next(self._tickets)
        self._waiting[ticket] = (lane, chat_id)
        left = timedelta(seconds=patience) if patience is not None else timedelta.max
        try:
            while True:
                now = self._now()
                at = self._earliest(ticket, now)
                if at <= now:
                    self._take(now, chat_id)
                    return True
                left -= at - now
                if left < timedelta(0):
                    return False
                await self._clock.sleep((at - now).total_seconds())
        finally:
            del self._waiting[ticket]

    def _earliest(self, ticket: int, now: datetime) -> datetime:
        lane, chat_id = self._waiting[ticket]
        free = self._bot_free_at(now)
        own = max(free, self._chat_free_at(chat_id, now))
        # Only those who could go at once are in the way: a group that waits for its minute holds up nobody.
        ahead = sum(
            1
            for other, (its_lane, its_chat) in self._waiting.items()
            if (its_lane, other) < (lane, ticket) and self._chat_free_at(its_chat, now) <= free
        )
        return max(own, free + ahead * self._step)

    def _bot_free_at(self, now: datetime) -> datetime:
        free = max(now, self._flood_until or now)
        if self._even is not None:
            free = max(free, self._even + self._step)
        if self._recent:
            # A turn that came late (the machine was busy) may be made up for, but never in a burst.
            free = max(free, self._recent[-1] + self._step / 2)
        if len(self._recent) == self._recent.maxlen:
            free = max(free, self._recent[0] + SECOND + JUST_AFTER)
        return free

    def _chat_free_at(self, chat_id: int, now: datetime) -> datetime:
        sent = self._chats.get(chat_id)
        if not sent:
            return now
        free = sent[-1] + SECOND
        if chat_id < 0 and len(sent) == GROUP_PER_MINUTE:
            free = max(free, sent[0] + MINUTE + JUST_AFTER)
        return free

    def _now(self) -> datetime:
        now = self._clock.now()
        if self._seen is not None and now < self._seen:
            self._shift(self._seen - now)
        self._seen = now
        return now

    def _shift(self, span: timedelta) -> None:
        """The clock was set back: what happened moves with it, or the bot would be silent until it catches up."""
        self._recent = deque((sent - span for sent in self._recent), maxlen=self._recent.maxlen)
        self._even = self._even - span if self._even is not None else None
        self._flood_until = self._flood_until - span if self._flood_until is not None else None
        self._chats = {
            chat: deque((sent - span for sent in times), maxlen=times.maxlen) for chat, times in self._chats.items()
        }

    def _take(self, now: datetime, chat_id: int) -> None:
        even = self._even + self._step if self._even is not None else now
        self._even = even if now - even < SECOND / 2 else now
        self._recent.append(now)
        remembered = GROUP_PER_MINUTE if chat_id < 0 else 1
        self._chats.setdefault(chat_id, deque(maxlen=remembered)).append(now)
        if len(self._chats) > SWEEP_ABOVE:
            self._chats = {chat: sent for chat, sent in self._chats.items() if now - sent[-1] < MINUTE}
