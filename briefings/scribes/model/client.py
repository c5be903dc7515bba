"""Asks a model over HTTP: one deadline a story, pauses as the server wishes, never an exception for what it does.

A way of asking for JSON that the endpoint does not know is tried once in the life of the process. What is spent is
counted where it is answered, before anything is done with the answer.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import aiohttp
import structlog

from briefings.clock import Clock
from briefings.scribes.model.dialects import Endpoint, Rung, Said, Turn, answer, body, headers
from briefings.scribes.model.purse import Purse

DEADLINE = 60.0
"""Seconds for a story, all tries together."""
AT_ONCE = 2
LARGEST = 1 << 20
TRIES = 4
_STEPS_DOWN = frozenset({400, 404, 415, 422, 500, 501})
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_FIRST_PAUSE = 1.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Why there is no answer, in a sentence; `for_long` when the next story need not ask: no key, no money."""

    reason: str
    for_long: bool = False


class ModelClient:
    """Asks one endpoint; use it as an asynchronous context. `purse` knows what may be spent today."""

    def __init__(
        self, endpoint: Endpoint, clock: Clock, purse: Purse, *, deadline: float = DEADLINE, at_once: int = AT_ONCE
    ) -> None:
        self.endpoint = endpoint
        self._clock = clock
        self._purse = purse
        self._deadline = deadline
        self._turns = asyncio.Semaphore(at_once)
        self._rung = endpoint.first_rung
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(trust_env=False)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    @property
    def rung(self) -> Rung:
        """How JSON is asked for by now."""
        return self._rung

    async def ask(
        self, system: str, turns: list[Turn], schema: dict[str, Any], accept: Callable[[str], Any]
    ) -> tuple[Any, Said] | Unanswered:
        """What `accept` makes of the answer; where it raises ValueError, the model is asked once more."""
        async with self._turns:
            try:
                async with asyncio.timeout(self._deadline):
                    return await self._with_repair(system, turns, schema, accept)
            except TimeoutError:
                return Unanswered(f"The model took longer than {self._deadline:g} seconds.")

    async def _with_repair(
        self, system: str, turns: list[Turn], schema: dict[str, Any], accept: Callable[[str], Any]
    ) -> tuple[Any, Said] | Unanswered:
        reason = ""
        for _ in range(2):
            said = await self._said(system, turns, schema)
            if isinstance(said, Unanswered):
                return said
            try:
                return accept(said.text), said
            except ValueError as error:
                reason = str(error)
                turns = [*turns, ("assistant", said.text or "(nothing)"), ("user", f"{reason} Answer with JSON only.")]
        return Unanswered(f"The model's answer cannot be read: {reason}")

    async def _said(self, system: str, turns: list[Turn], schema: dict[str, Any]) -> Said | Unanswered:
        refusal = Unanswered("The model was not asked.")
        pause = _FIRST_PAUSE
        for _ in range(TRIES + len(Rung)):
            if (refused := self._purse.refuses(self._clock.now())) is not None:
                return Unanswered(refused, for_long=True)
            status, wish, raw = await self._posted(body(self.endpoint, self._rung, system, turns, schema))
            if status == HTTPStatus.OK:
                return self._counted(raw)
            refusal = _refused(status, raw)
            if status in _STEPS_DOWN and self._rung < Rung.WORDS:
                self._rung = Rung(self._rung + 1)
                log.info("model.steps_down", rung=self._rung.name, status=status)
                continue
            if status is not None and status not in _PASSING:
                return refusal
            await self._clock.sleep(max(pause, wish))
            pause *= 2
        return refusal

    def _counted(self, raw: bytes) -> Said | Unanswered:
        try:
            said = answer(self.endpoint, json.loads(raw))
        except ValueError:
            said = None
        if said is None:
            return Unanswered("The server's answer is none of a model.")
        self._purse.spend(said.tokens_in, said.tokens_out, self._clock.now())
        return said

    async def _posted(self, asked: dict[str, Any]) -> tuple[int | None, float, bytes]:
        """Status, the seconds that the server wishes to be left alone, and the body; no status without a connection."""
        assert self._session is not None  # noqa: S101 (used as a context)
        try:
            async with self._session.post(
                self.endpoint.address, json=asked, headers=headers(self.endpoint), allow_redirects=False
            ) as response:
                return response.status, _wish(response.headers.get("retry-after")), await response.content.read(LARGEST)
        except aiohttp.ClientError as error:
            # Its words may hold the address, and that a key.
            log.info("model.unreachable", error=type(error).__name__)
            return None, 0.0, b""


def _refused(status: int | None, raw: bytes) -> Unanswered:
    match status:
        case None:
            return Unanswered("The model cannot be reached.")
        case 401 | 403:
            return Unanswered("The model's server does not take the key.", for_long=True)
        case 402:
            return Unanswered("The model's server wants to be paid.", for_long=True)
        case 404:
            return Unanswered("The server does not know that model.", for_long=True)
        case 429:
            quota = b"quota" in raw.lower() or b"billing" in raw.lower()
            return Unanswered("The model's server wants a pause.", for_long=quota)
    return Unanswered(f"The model's server answered {status}.")


def _wish(header: str | None) -> float:
    try:
        return min(max(float(header or 0), 0.0), DEADLINE)
    except ValueError:
        return 0.0
