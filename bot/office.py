"""The operators' side of the bot: what they see, and the editions that they hold, release and withdraw.

Each order names the state that is wanted, so giving it twice changes nothing more. Each is logged with who gave it, as
a warning: it must be found however little is logged.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.delivery.briefing import Briefing
from bot.delivery.merge import merge
from bot.delivery.prepare import Preparer
from bot.delivery.variants import Rendered
from bot.store.fates import fates
from bot.survey import Survey, survey
from bot.telegram.office import Done, FailingSource, Feeding, Opened, Ruling
from bot.telegram.screen import Screen
from briefings.catalogue import Catalogue
from briefings.clock import Clock
from briefings.model import Edition, Newsletter
from briefings.pipeline import Newsroom
from briefings.store.database import Database
from briefings.store.feeds import FeedStore
from briefings.store.holding import Hold
from briefings.store.shelf import EditionShelf, Shelved
from briefings.supply import shortage

log = structlog.get_logger()


class Pace(Protocol):
    """How fast the broadcast goes now (`bot.delivery.pace`)."""

    @property
    def per_second(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class OperatorsOffice:
    """See `bot.telegram.office`; `render` draws a briefing as readers get it."""

    ids: frozenset[int]
    database: Database
    catalogue: Catalogue
    news: Newsroom
    preparer: Preparer
    pace: Pace
    render: Callable[[Briefing], Rendered]
    clock: Clock

    async def survey(self) -> Survey:
        """Readers and deliveries, as `daybrief stats` counts them."""
        return await survey(self.database, self.pace.per_second, self.clock.now())

    async def feeding(self) -> Feeding:
        """Sources that fail, the longest silent first, and newsletters whose next edition would be empty or old."""
        now, sources = self.clock.now(), {source.feed: source for source in self.catalogue.sources()}
        states = await FeedStore(self.database).states(list(sources))
        failing = [
            FailingSource(source.name, self._fed_by(feed), state.failure or "", state.failures, state.succeeded_at)
            for feed, source in sources.items()
            if (state := states[feed]).failures
        ]
        supplies = await self.news.supplies()
        short = {one.title: shortage(one, supplies[one.slug], now) for one in self.catalogue.newsletters}
        return Feeding(
            sources=len(sources),
            failing=tuple(sorted(failing, key=lambda one: (one.since is not None, one.since or now, one.name))),
            short={title: why.value for title, why in short.items() if why is not None},
        )

    async def editions(self) -> dict[str, Shelved]:
        """The newest edition of each newsletter, held or not."""
        return await self._shelf.newest()

    async def open(self, edition: str) -> Opened | None:
        """An edition, its neighbours, and its deliveries."""
        found = await self._shelf.find(edition)
        if found is None:
            return None
        older, newer = await self._shelf.before(found), await self._shelf.after(found)
        return Opened(
            edition=found,
            newsletter=self.catalogue.get(found.newsletter),
            older=older.id if older else None,
            newer=newer.id if newer else None,
            deliveries=await fates(self.database, edition, found.cut),
        )

    async def drawn(self, edition: str) -> tuple[Screen, ...]:
        """As a reader of that newsletter alone gets it."""
        found = await self.news.editions.by_id(edition)
        newsletter = self.catalogue.get(found.newsletter) if found else None
        if found is None or newsletter is None:
            return ()
        unread = frozenset[str]() if found.briefs else await self.news.unread([newsletter.slug])
        return self.render(briefing_of(found, newsletter, unread)).parts

    async def hold(self, edition: str, operator: int) -> Ruling:
        """No reader gets it until it is released; what was made of it and has not left is made anew without it."""
        return await self._keep_back(edition, operator, Hold.OPERATOR)

    async def withdraw(self, edition: str, operator: int) -> Ruling:
        """The same, for good."""
        return await self._keep_back(edition, operator, Hold.WITHDRAWN)

    async def release(self, edition: str, operator: int) -> Ruling:
        """Readers get it again, whoever held it; who waited for it alone gets a briefing of it."""
        done = Done.CHANGED if await self.news.editions.release(edition) else await self._left_alone(edition)
        if done is Done.CHANGED:
            self.preparer.released(edition)
        log.warning("operator.release", operator=operator, edition=edition, done=done.name.lower())
        return Ruling(done)

    @property
    def _shelf(self) -> EditionShelf:
        return EditionShelf(self.database)

    def _fed_by(self, feed: str) -> tuple[str, ...]:
        return tuple(one.title for one in self.catalogue.newsletters if feed in {source.feed for source in one.sources})

    async def _keep_back(self, edition: str, operator: int, why: Hold) -> Ruling:
        found = await self._shelf.find(edition)
        if found is None:
            return Ruling(Done.NOT_KEPT)
        if found.held is Hold.WITHDRAWN and why is not Hold.WITHDRAWN:
            return Ruling(Done.FOR_GOOD)
        # Also where it is held already: the taking back goes in steps, and an earlier order may have been cut short.
        unmade = await self.preparer.hold_back(edition, why)
        done = Done.WAS_SO if found.held is why else Done.CHANGED
        log.warning("operator.hold", operator=operator, edition=edition, why=why, done=done.name.lower(), unmade=unmade)
        return Ruling(done, unmade)

    async def _left_alone(self, edition: str) -> Done:
        found = await self._shelf.find(edition)
        if found is None:
            return Done.NOT_KEPT
        return Done.FOR_GOOD if found.held is Hold.WITHDRAWN else Done.WAS_SO


def briefing_of(edition: Edition, newsletter: Newsletter, unread: frozenset[str]) -> Briefing:
    """What a reader gets who chose this newsletter alone and was told nothing before."""
    return Briefing(
        day=edition.date,
        slot=edition.slot,
        zone=newsletter.zone,
        place=None,
        newsletters=(newsletter,),
        items=merge([edition], {}, {}),
        articles_read=edition.articles_read,
        unread=unread,
    )
