"""What operators may see and do from their chats, as the handlers know it; `bot.office` does it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from bot.delivery.model import PartState
from bot.survey import Survey
from bot.telegram.screen import Screen
from briefings.model import Newsletter
from briefings.store.shelf import Shelved


@dataclass(frozen=True, slots=True)
class FailingSource:
    """A source that cannot be read: why, how often in a row, and since when (None: it never could)."""

    name: str
    newsletters: tuple[str, ...]
    reason: str
    times: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Feeding:
    """How the newsletters are fed: the sources that fail, and by newsletter (its title) what its supply lacks."""

    sources: int
    failing: tuple[FailingSource, ...]
    short: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Opened:
    """An edition with its neighbours (ids) and how the deliveries that were made of it stand.

    `newsletter` is None where the list has it no more.
    """

    edition: Shelved
    newsletter: Newsletter | None
    older: str | None
    newer: str | None
    deliveries: Mapping[PartState, int]


class Done(Enum):
    """What became of an operator's order."""

    CHANGED = auto()
    WAS_SO = auto()
    """It was so before; nothing is lost by asking twice."""
    FOR_GOOD = auto()
    """It was withdrawn, and stays so."""
    NOT_KEPT = auto()


@dataclass(frozen=True, slots=True)
class Ruling:
    """The same, with how many briefings that wait are made anew for it."""

    done: Done
    unmade: int = 0


class Office(Protocol):
    """The operators' side of the bot; `ids` are the people who may use it. Editions are named by their ids."""

    @property
    def ids(self) -> Collection[int]: ...
    async def survey(self) -> Survey: ...
    async def feeding(self) -> Feeding: ...
    async def editions(self) -> Mapping[str, Shelved]:
        """The newest of each newsletter, by slug."""
        ...

    async def open(self, edition: str) -> Opened | None: ...
    async def drawn(self, edition: str) -> Sequence[Screen]:
        """As a reader of that newsletter alone gets it, without buttons; nothing where it cannot be drawn any more."""
        ...

    async def hold(self, edition: str, operator: int) -> Ruling: ...
    async def release(self, edition: str, operator: int) -> Ruling: ...
    async def withdraw(self, edition: str, operator: int) -> Ruling: ...
