"""Opening a newsroom: its connection to the web and the processes that parse and write, closed in order at the end."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from random import Random

from aiohttp.abc import AbstractResolver

from briefings.catalogue import Catalogue
from briefings.clock import Clock
from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import DEADLINE, Fetcher
from briefings.pipeline import Newsroom
from briefings.scribes.child import WritingProcess
from briefings.scribes.model.client import ModelClient
from briefings.scribes.model.dialects import Endpoint
from briefings.scribes.model.purse import Purse, Tariff
from briefings.scribes.model.writer import ModelWriter
from briefings.scribes.writers import InThread, Writer
from briefings.store.database import Database

USER_AGENT = "Daybrief/0.1 (a reader's news briefing; {contact})"
NO_CONTACT = "no contact set"


def user_agent(contact: str) -> str:
    """What publishers are told about who asks."""
    return USER_AGENT.format(contact=contact or NO_CONTACT)


@dataclass(frozen=True, slots=True)
class Model:
    """A model that drafts briefs: where, at what cost, and who hears that it is silent (why), or back (None)."""

    endpoint: Endpoint
    tariff: Tariff = field(default_factory=Tariff)
    silent: Callable[[str | None], object] = lambda _: None


@asynccontextmanager
async def open_newsroom(
    catalogue: Catalogue,
    database: Database,
    clock: Clock,
    random: Random,
    *,
    contact: str,
    allow_loopback: bool,
    deadline: float = DEADLINE,
    resolver: AbstractResolver | None = None,
    write_apart: bool = False,
    model: Model | None = None,
) -> AsyncIterator[Newsroom]:
    """A newsroom that can poll; `database` has its tables already.

    `deadline` is what one fetch may take, in seconds; `resolver` answers for names instead of the machine's own.
    `write_apart`: briefs are written in a process of their own, which is for whoever has people waiting meanwhile.
    `model` drafts them where there is one; what it cannot do in time is written as without it.
    """
    fetcher = Fetcher(user_agent(contact), allow_loopback, clock, deadline=deadline, resolver=resolver)
    async with fetcher, ParserProcess() as parser, WritingProcess() as writing, AsyncExitStack() as stack:
        writer: Writer = writing if write_apart else InThread()
        if model is not None:
            client = await stack.enter_async_context(ModelClient(model.endpoint, clock, Purse(model.tariff)))
            writer = ModelWriter(client, writer, clock, model.silent)
        yield Newsroom(catalogue, database, fetcher=fetcher, parser=parser, clock=clock, random=random, writer=writer)
