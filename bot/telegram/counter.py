"""Decides about each action what it gets: an answer, the one kind sentence, or silence (`bot.telegram.limits`)."""

from datetime import datetime
from typing import Protocol

from bot.telegram.limits import WINDOW, Verdict, verdict
from bot.telegram.screen import Ask


class Received(Protocol):
    """Knows what arrived (`bot.store.inbox`)."""

    async def received_since(self, chat_id: int, moment: datetime, up_to: int | None = None) -> int:
        """How many updates of a chat arrived since `moment`, none later than the update `up_to`."""
        ...


class Counter:
    """Counts the actions of chats. Only who was warned is held in memory; a restart costs one more kind sentence."""

    def __init__(self, received: Received) -> None:
        self._received = received
        self._quiet: set[int] = set()

    async def verdict(self, ask: Ask) -> Verdict:
        """What the action gets."""
        chat = ask.where.chat_id
        count = await self._received.received_since(chat, ask.at - WINDOW, ask.update_id)
        decided = verdict(count, quiet=chat in self._quiet)
        if decided is Verdict.WARN:
            self._quiet.add(chat)
        elif decided is Verdict.WELCOME:
            self._quiet.discard(chat)
        return decided
