"""Meeting readers, keeping their wishes, and noticing when they leave: what handlers and the sender ask for."""

from copy import copy
from dataclasses import dataclass, replace

from bot.readers.model import Address, ChatKind, Reader, Standing
from bot.store.holdings import Holdings
from bot.store.readers import ReaderStore, newcomer
from briefings.clock import Clock


@dataclass(frozen=True, slots=True)
class Held:
    """All that is kept about a reader, as JSON values by table, and how many rows of each."""

    tables: dict[str, list[dict[str, object]]]

    def count(self, table: str) -> int:
        """How many rows of a table are this reader's."""
        return len(self.tables.get(table, []))


class ReaderService:
    """The one door to readers."""

    def __init__(self, store: ReaderStore, clock: Clock, holdings: Holdings | None = None) -> None:
        self._store = store
        self._clock = clock
        self._holdings = holdings or Holdings(store.database)
        self._asked_by: int | None = None

    def during(self, update_id: int) -> "ReaderService":
        """The same door while an update is handled: a wish that is kept is noted as what that update asked for."""
        mine = copy(self)
        mine._asked_by = update_id  # noqa: SLF001 (our own)
        return mine

    async def find(self, address: Address) -> Reader | None:
        """The reader at an address, if there is one."""
        return await self._store.find(address)

    async def meet(self, address: Address, kind: ChatKind, language: str) -> Reader:
        """Find the reader or make one; one that had blocked the bot, or was thought gone, is back."""
        now = self._clock.now()
        reader = await self._store.find_or_add(newcomer(address, kind, language, now), now)
        return await self._welcome(reader, kind)

    async def _welcome(self, reader: Reader, kind: ChatKind) -> Reader:
        now = self._clock.now()
        if reader.standing in (Standing.BLOCKED, Standing.GONE):
            back = Standing.ACTIVE if set_up(reader) else Standing.NEW
            await self._store.stand(reader.id, back, None, now)
            reader = replace(reader, standing=back)
        if reader.kind is not kind:
            reader = replace(reader, kind=kind)
            await self._store.save(reader, now)
        return reader

    async def save(self, reader: Reader) -> Reader:
        """Keep a reader as it is handed in, row and subscriptions; nothing happens to one that was erased."""
        await self._store.save(reader, self._clock.now(), self._asked_by)
        return reader

    async def refused(self, reader_id: int, reason: str, *, for_ever: bool) -> None:
        """Telegram will not deliver to this reader; nothing more is sent until it returns."""
        standing = Standing.GONE if for_ever else Standing.BLOCKED
        await self._store.stand(reader_id, standing, reason, self._clock.now())

    async def left(self, address: Address) -> None:
        """The bot was blocked in, or removed from, a chat: all its topics are left."""
        await self._store.stand(address, Standing.BLOCKED, "the bot was blocked or removed", self._clock.now())

    async def returned(self, address: Address, kind: ChatKind) -> None:
        """The bot may write in a chat: its readers, in all its topics, get their briefings again. Nobody is made."""
        for reader in await self._store.of_chat(address.chat_id):
            await self._welcome(reader, kind)

    async def home(self, address: Address) -> Address:
        """Where a chat is by now: a group that became a supergroup has a new id."""
        return await self._store.home(address)

    async def moved(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group became a supergroup with a new id."""
        await self._store.moved(old_chat_id, new_chat_id, self._clock.now())

    async def held(self, reader_id: int) -> Held:
        """All rows that are about this reader, for /mydata and for the count that /forget states."""
        return Held(await self._holdings.of(reader_id))

    async def erase(self, reader_id: int) -> Held:
        """Delete all of it, queued messages included; returns what went."""
        held = await self.held(reader_id)
        await self._holdings.erase(reader_id)
        return held


def set_up(reader: Reader) -> bool:
    """Whether there is all that a briefing needs: a place and a newsletter.

    An open question does not count: one about a new time may have been open when the bot was blocked.
    """
    return reader.zone is not None and bool(reader.newsletters)
