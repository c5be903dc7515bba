"""What the handlers work with: the catalogue, the readers, the news, the briefings, the clock.

The protocols say the little that the conversation needs of each, so that a test can lay a small one on the desk.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from bot.delivery.desk import Asked, ShownBriefing
from bot.readers.model import Address, ChatKind, Reader
from bot.readers.service import Held
from bot.telegram.office import Office
from bot.telegram.screens.search import Found
from briefings.catalogue import Catalogue
from briefings.clock import Clock
from briefings.model import Brief, Slot


class Readers(Protocol):
    """Who is known; `bot.readers.service` keeps them."""

    async def find(self, address: Address) -> Reader | None:
        """The reader of that chat, if it is known."""
        ...

    async def meet(self, address: Address, kind: ChatKind, language: str) -> Reader:
        """The reader of that chat, made new if it was not known; one that was blocked comes back."""
        ...

    async def home(self, address: Address) -> Address:
        """Where a chat is by now; a group that became a supergroup has a new id."""
        ...

    async def save(self, reader: Reader) -> Reader:
        """Keep the reader as given, subscriptions too."""
        ...

    async def held(self, reader_id: int) -> Held:
        """All that is kept about a reader."""
        ...

    async def erase(self, reader_id: int) -> Held:
        """Delete all of it; returns what went."""
        ...

    def during(self, update_id: int) -> "Readers":
        """The same while an update is handled: what is saved is what that update asked for."""
        ...


class Sample(Protocol):
    """A brief to show; `invented` when there is no real one yet."""

    @property
    def brief(self) -> Brief: ...
    @property
    def invented(self) -> bool: ...


class Freshness(Protocol):
    """How well a newsletter is fed: sources, how many of them fail, the newest article's time."""

    @property
    def sources(self) -> int: ...
    @property
    def failing(self) -> int: ...
    @property
    def newest(self) -> datetime | None: ...


class News(Protocol):
    """What the conversation asks of the newsroom (`briefings.pipeline`)."""

    async def sample(self, slugs: Sequence[str] = ()) -> Sample:
        """The top brief, of the wanted newsletters first."""
        ...

    async def search(self, words: Sequence[str], most: int) -> Sequence[Found]:
        """Past stories in which all the words, folded, stand; the newest first."""
        ...

    async def freshness(self) -> Mapping[str, Freshness]:
        """By slug."""
        ...


class Briefings(Protocol):
    """What the conversation asks of the deliveries (`bot.delivery.desk`)."""

    async def ask_now(self, reader: Reader, update_id: int, *, catch_up: bool = False) -> Asked:
        """Owe this reader a briefing now, of the last days with `catch_up`; the same update asks only once."""
        ...

    async def shown(self, delivery_id: int) -> ShownBriefing | None:
        """What a delivery showed and left out; None when it is not kept any more."""
        ...

    async def had(self, reader_id: int, since: date) -> Collection[tuple[date, Slot]]:
        """The slots from a local date on that this reader was owed a briefing for."""
        ...

    async def last(self, reader_id: int) -> datetime | None:
        """When this reader was last sent a briefing."""
        ...

    async def asked_since(self, reader_id: int, moment: datetime) -> int:
        """How many briefings this reader asked for since `moment`."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a handler may use; it has no way to Telegram, to the database or to a socket but through these."""

    catalogue: Catalogue
    readers: Readers
    news: News
    briefings: Briefings
    clock: Clock
    office: Office | None = None
    """For operators; None where nobody is one."""
    called: Callable[[], str | None] = lambda: None
    """The bot's username, for links that lead to it; None while it is not known."""

    @property
    def username(self) -> str | None:
        """What the bot is called now."""
        return self.called()

    def during(self, update_id: int) -> "Desk":
        """The desk while an update is handled: what it changes of a reader is noted as done."""
        return replace(self, readers=self.readers.during(update_id))
