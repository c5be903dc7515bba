"""Trouble on demand: what the next calls shall meet instead of a plain answer."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from bot.demo.standin.answers import Refusal, flood

WORDS = {
    400: "Bad Request: chat not found",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error: restart",
}
"""What each status says unless told otherwise. 502 and above answer an HTML page, as a proxy does."""


class Kind(Enum):
    """How a call goes wrong."""

    ANSWER = "answers an error, without acting"
    DROP_BEFORE = "the connection breaks before anything was done"
    DROP_AFTER = "it is done, and the connection breaks before the answer"
    STALL = "it waits until it is released, then goes on as usual"
    STALL_AFTER = "it is done, and the answer waits until it is released"
    TRUNCATE = "it is done, and half of the answer's body comes"


@dataclass
class Fault:
    """One order of trouble, for the next `times` calls of `method` and `chat_id` (None: any but getUpdates)."""

    kind: Kind
    method: str | None = None
    chat_id: int | None = None
    times: int = 1
    refusal: Refusal | None = None
    met: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    def fits(self, method: str, chat_id: int | None) -> bool:
        """Whether a call meets this fault; getUpdates must be named."""
        named = method.lower() == self.method.lower() if self.method else method != "getUpdates"
        return named and self.met < self.times and self.chat_id in (None, chat_id)

    def release(self) -> None:
        """Let the stalled calls go on."""
        self.released.set()


@dataclass
class Faults:
    """The orders of trouble, first come, first met."""

    orders: list[Fault] = field(default_factory=list)

    def answer(
        self,
        code: int,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int = 1,
        description: str | None = None,
        retry_after: int = 1,
    ) -> Fault:
        """The next calls are refused with `code` and do nothing; 429 says `retry_after`."""
        words = description or WORDS.get(code, "Bad Gateway")
        refusal = flood(retry_after) if code == 429 else Refusal(code, words)  # noqa: PLR2004 - an HTTP status
        return self._add(Fault(Kind.ANSWER, method, chat_id, times, refusal))

    def drop_before(self, *, method: str | None = None, chat_id: int | None = None, times: int = 1) -> Fault:
        """The connection breaks before anything was done."""
        return self._add(Fault(Kind.DROP_BEFORE, method, chat_id, times))

    def drop_after(self, *, method: str | None = None, chat_id: int | None = None, times: int = 1) -> Fault:
        """The call is carried out and its answer is lost."""
        return self._add(Fault(Kind.DROP_AFTER, method, chat_id, times))

    def stall(
        self, *, method: str | None = None, chat_id: int | None = None, times: int = 1, after: bool = False
    ) -> Fault:
        """The calls wait for `Fault.release()`, before acting or (`after`) before answering."""
        return self._add(Fault(Kind.STALL_AFTER if after else Kind.STALL, method, chat_id, times))

    def truncate(self, *, method: str | None = None, chat_id: int | None = None, times: int = 1) -> Fault:
        """The call is carried out and half of its answer comes."""
        return self._add(Fault(Kind.TRUNCATE, method, chat_id, times))

    def clear(self) -> None:
        """No more trouble; stalled calls go on."""
        for order in self._all():
            order.release()
        self.orders.clear()

    def meet(self, method: str, chat_id: int | None) -> Fault | None:
        """The trouble this call meets, if any; it is used up by one."""
        for order in self._all():
            if order.fits(method, chat_id):
                order.met += 1
                order.reached.set()
                return order
        return None

    def _all(self) -> Iterator[Fault]:
        return iter(self.orders)

    def _add(self, order: Fault) -> Fault:
        self.orders.append(order)
        return order
