"""Inline mode: who types the bot's name in any chat is offered briefs to quote there.

A question that nobody waits for any more after some seconds is worth no promise: it is neither stored nor counted, and
what comes faster than it can be answered goes unanswered. Nothing is kept of what was typed.
"""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Protocol

import structlog

from bot.readers.names import understand
from bot.readers.words import plain_word
from bot.telegram.language import speaking
from bot.telegram.screens.quote import Offer, offers
from briefings.catalogue import Catalogue
from briefings.model import Brief, Edition, Newsletter
from briefings.store.search import Found

KIND = "inline_query"
AT_ONCE = 8
WAITING = 100
"""Questions in hand at a time; people type, and each letter asks anew."""
MOST = 20
KEPT = timedelta(minutes=5)
"""How long Telegram may give the same person the same answer to the same words: others may speak another language."""

log = structlog.get_logger()


class News(Protocol):
    """What there is to quote (`briefings.pipeline`)."""

    async def latest(self, slug: str) -> Edition | None:
        """The newest edition of a newsletter."""
        ...

    async def search(self, words: list[str], most: int) -> list[Found]:
        """Past stories in which all the words stand."""
        ...


class Answerer(Protocol):
    """Who hands the offers to Telegram (`bot.telegram.gateway`)."""

    @property
    def username(self) -> str | None: ...

    async def offer(self, query_id: str, offers: list[Offer], kept: timedelta) -> None:
        """Offer these; too late an answer is nobody's loss."""
        ...


class Quotes:
    """Answers inline queries."""

    def __init__(self, news: News, catalogue: Catalogue, answerer: Answerer) -> None:
        self._news = news
        self._catalogue = catalogue
        self._answerer = answerer
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._answering: set[asyncio.Task[None]] = set()

    def ask(self, update: dict[str, Any]) -> bool:
        """Answer an update, soon and beside all else; False where it is no inline query."""
        query = update.get(KIND)
        if not isinstance(query, dict):
            return False
        if isinstance(query.get("id"), str) and len(self._answering) < WAITING:
            task = asyncio.create_task(self._answer(query["id"], str(query.get("query", "")), _language(query)))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        return True

    async def answered(self) -> None:
        """Wait for those that are in hand."""
        while self._answering:
            await asyncio.gather(*self._answering)

    async def _answer(self, query_id: str, words: str, language: str) -> None:
        async with self._turns:
            try:
                found = await self._found(words.strip())
                with speaking(language):
                    await self._answerer.offer(query_id, offers(found, MOST, self._answerer.username), KEPT)
            except Exception:  # a question of the moment; the person types on
                log.exception("inline.broke")

    async def _found(self, words: str) -> list[tuple[Brief, Newsletter]]:
        """The newest stories of a newsletter that is named, else those with the words; without any, the top ones."""
        if not words:
            return [(edition.briefs[0], one) for one, edition in await self._newest(self._catalogue.newsletters)]
        understood = understand(words, self._catalogue.newsletters)
        if understood.known and not understood.unknown:
            named = [one for one in self._catalogue.newsletters if one.slug in understood.known]
            return [(brief, one) for one, edition in await self._newest(named) for brief in edition.briefs]
        sought = plain_word(words)
        found = await self._news.search(sought.split(), MOST) if sought else []
        by_slug = {one.slug: one for one in self._catalogue.newsletters}
        return [(one.brief, by_slug[one.newsletter]) for one in found if one.newsletter in by_slug]

    async def _newest(self, newsletters: Iterable[Newsletter]) -> list[tuple[Newsletter, Edition]]:
        found = [(one, await self._news.latest(one.slug)) for one in newsletters]
        return [(one, edition) for one, edition in found if edition is not None and edition.briefs]


def _language(query: dict[str, Any]) -> str:
    person = query.get("from")
    return str(person.get("language_code") or "") if isinstance(person, dict) else ""
