"""Edits messages that were sent, where a source took back what they say.

Each edit takes its turn like a message of the broadcast, because Telegram counts it as one in groups. It is done at
least once; one that is done again changes nothing.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.delivery.lease import Text
from bot.delivery.mending import mended
from bot.delivery.outcome import AnswerLost, Flood, NotSent, Outcome, Sent
from bot.delivery.pace import Pace
from bot.store.edits import DONE, LOST, UNSEEN, Amendment, EditStore
from bot.store.outbox import Outbox
from bot.telegram.body import edit_body, prepared
from bot.telegram.language import speaking
from briefings.clock import Clock
from briefings.writing.taken_back import Correction

log = structlog.get_logger()

CORRECTED_FOR = timedelta(days=2)
"""So long after a correction was noticed, messages that went out later are looked for, too."""
MARGIN = timedelta(minutes=5)
"""A receipt may be written that much later than the instant it names."""
AT_ONCE = 8
BATCH = 100
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""Before the second to the last try."""
EVER = timedelta(days=30)


class Editor(Protocol):
    """Who edits a message (`bot.telegram.gateway`)."""

    async def amend(self, body: bytes) -> Outcome:
        """A message in other words."""
        ...


class News(Protocol):
    """Who knows what was taken back (`briefings.pipeline`)."""

    async def corrections(self, moment: datetime) -> dict[str, Correction]:
        """By the brief that was told: what was noticed since then."""
        ...


class Amender:
    """Puts right what was sent."""

    def __init__(self, news: News, store: EditStore, outbox: Outbox, editor: Editor, pace: Pace, clock: Clock) -> None:  # noqa: PLR0917 (six collaborators)
        self._news = news
        self._store = store
        self._outbox = outbox
        self._editor = editor
        self._pace = pace
        self._clock = clock
        self._spread: dict[tuple[str, datetime], datetime] = {}

    async def amend(self) -> int:
        """Find the messages that say what was taken back, and edit them; returns how many were tried."""
        await self._find()
        count = 0
        while batch := await self._store.waiting(self._clock.now(), BATCH):
            known = await self._news.corrections(self._clock.now() - EVER)
            texts = {name: await self._outbox.text(name) for name in {one.text_id for one in batch}}
            turns = asyncio.Semaphore(AT_ONCE)
            await asyncio.gather(*(self._one(one, texts[one.text_id], known, turns) for one in batch))
            count += len(batch)
        if count:
            log.info("messages.amended", count=count)
        return count

    async def _find(self) -> None:
        now = self._clock.now()
        lately = await self._news.corrections(now - CORRECTED_FOR)
        looked = {(brief, one.noticed_at): self._spread.get((brief, one.noticed_at)) for brief, one in lately.items()}
        for (brief, noticed_at), before in looked.items():
            since = before - MARGIN if before is not None else now - EVER
            found = await self._store.spread(brief, noticed_at, now, since)
            if found:
                log.info("messages.to_amend", brief=brief, count=found)
        self._spread = dict.fromkeys(looked, now)

    async def _one(
        self, one: Amendment, text: Text | None, known: dict[str, Correction], turns: asyncio.Semaphore
    ) -> None:
        if text is None:
            await self._store.settle(dict.fromkeys(_keys(one), LOST), "its text is not kept any more")
            return
        with speaking(one.language):
            right, shown = _put_right(text, one, known)
        if not shown and not _was_right(one, known):
            await self._store.settle(dict.fromkeys(_keys(one), UNSEEN))
            return
        async with turns:
            await self._pace.broadcast_turn(one.address.chat_id)
            body = edit_body(prepared(right), one.address, one.message_id, one.delivery_id, as_plain=one.as_plain)
            outcome = await self._editor.amend(body)
        await self._note(one, shown, outcome)

    async def _note(self, one: Amendment, shown: set[str], outcome: Outcome) -> None:
        match outcome:
            case Sent():
                became, failure = DONE, None
            case NotSent(reason) | AnswerLost(reason) if one.attempts < len(WAITS):
                await self._store.later([one.part_id], WAITS[one.attempts], self._clock.now(), reason)
                return
            case Flood(seconds) if one.attempts < len(WAITS):
                await self._store.later([one.part_id], timedelta(seconds=seconds), self._clock.now(), "told to wait")
                return
            case _:
                became, failure = LOST, type(outcome).__name__
        await self._store.settle({key: became if key[1] in shown else UNSEEN for key in _keys(one)}, failure)


def _keys(one: Amendment) -> list[tuple[int, str]]:
    return [(one.part_id, brief) for brief in one.briefs]


def _put_right(text: Text, one: Amendment, known: dict[str, Correction]) -> tuple[Text, set[str]]:
    """The text with all that was corrected of it, and the briefs whose wrong lines it showed."""
    shown: set[str] = set()
    for brief in one.briefs:
        after = mended(text, known[brief].changes) if brief in known else None
        if after is not None:
            text = after
            shown.add(brief)
    return text, shown


def _was_right(one: Amendment, known: dict[str, Correction]) -> bool:
    """Whether the message was edited before for what turned out to be right: then it gets its own words back."""
    return any(brief in known and not known[brief].changes for brief in one.briefs)
