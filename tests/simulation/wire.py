"""The way to Telegram without a network: the stand-in's scene at the end of a line that may be bad.

Whatever goes wrong is drawn from one seeded source. What left is carried out even if the process that sent it dies
meanwhile, as it is in life.
"""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from random import Random
from typing import Any

import orjson

from bot.demo.standin import spec
from bot.demo.standin.answers import Refusal, flood
from bot.demo.standin.groups import Groups
from bot.demo.standin.methods import METHODS, chat_of, check
from bot.demo.standin.requests import Asked
from bot.telegram.request import AnswerMissing, Exchange, NeverSent
from tests.simulation.inline import Killed, Power
from tests.simulation.loop import LoopClock

SPEC = spec.load()
THERE, QUICKEST_BACK, SLOWEST_BACK = 0.03, 0.01, 0.09
"""Seconds: what leaves a second apart arrives a second apart, or no pace could be kept; answers take their time."""
PATIENCE = 20.0
"""Seconds after which the bot takes an answer for lost."""
Answer = tuple[int, bytes] | Exception


class Trouble(StrEnum):
    """What may happen to a request."""

    FLOOD = "429, and silence for everybody"
    ERROR = "500, nothing done"
    GATEWAY_BEFORE = "502 of something in between, nothing done"
    GATEWAY_AFTER = "502 of something in between, done"
    DROP_BEFORE = "the connection breaks, nothing done"
    DROP_AFTER = "the connection breaks, done"
    HALF = "done, and half of the answer comes"
    STALL = "no answer within the patience, nothing done"
    STALL_AFTER = "no answer within the patience, done long after"
    UNREACHABLE = "no connection"


LOSES = frozenset(Trouble) - {Trouble.FLOOD, Trouble.ERROR, Trouble.UNREACHABLE}
"""Those after which nobody knows whether it was done."""
NOT_DONE = {Trouble.GATEWAY_BEFORE, Trouble.DROP_BEFORE, Trouble.STALL}


@dataclass(frozen=True, slots=True)
class Spell:
    """That a share of the requests meets a trouble."""

    trouble: Trouble
    share: float


@dataclass(frozen=True, slots=True)
class Request:
    """One request on its way: what it meets, when it left, and what the listener called it (`what`)."""

    method: str
    asked: dict[str, Any]
    trouble: Trouble | None
    what: Any
    left_at: datetime


class TrueClock:
    """Telegram's own clock, which is right."""

    def __init__(self, clock: LoopClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.true()

    def monotonic(self) -> float:
        return self._clock.monotonic()

    async def sleep(self, seconds: float) -> None:
        await self._clock.sleep(seconds)


class Wire:
    """`handed_over` is called with every message that leaves the bot, `arrived` with every one that a chat got.

    What the first returns comes back in the second. `met` counts the troubles.
    """

    def __init__(self, clock: LoopClock, random: Random) -> None:
        self.clock = clock
        self.scene = Groups(TrueClock(clock))
        self.scene.updates.allowed = ()
        self.random = random
        self.spell: Spell | None = None
        self.handed_over: Callable[[dict[str, Any]], Any] = lambda _asked: None
        self.arrived: Callable[[Any], None] = lambda _what: None
        self.met: Counter[Trouble] = Counter()
        self.requests = 0
        self._told_at: datetime | None = None
        self._then: tuple[int, float, Callable[[], None]] | None = None
        self._trace = hashlib.sha256()

    def note(self, *what: object) -> None:
        """One more line of the trace."""
        self._trace.update(repr((self.clock.true().timestamp(), *what)).encode())

    def trace(self) -> str:
        """What happened so far, as a fingerprint."""
        return self._trace.hexdigest()

    def line(self, power: Power) -> Exchange:
        """The way of one process."""

        async def exchange(url: str, body: bytes) -> tuple[int, bytes]:
            if not power.on:
                raise Killed
            method, asked = url.rsplit("/", 1)[1], orjson.loads(body)
            self.requests += 1
            if method == "getUpdates":
                return await self._poll(asked)
            return await self._send(method, asked)

        return exchange

    def at_message(self, number: int, seconds: float, then: Callable[[], None]) -> None:
        """Call `then` so long after the next message, or one of those that follow, has left."""
        self._then = number, seconds, then

    def forget_silence(self) -> None:
        """The process cannot know (any more) that it was told to be silent: it died before it could write it down."""
        self._told_at = None

    async def _send(self, method: str, asked: dict[str, Any]) -> tuple[int, bytes]:
        trouble = self._draw()
        what = self._message(asked) if method == "sendMessage" else None
        request = Request(method, asked, trouble, what, self.clock.true())
        self.note("left", method, asked.get("chat_id"), trouble)
        if trouble is Trouble.UNREACHABLE:
            await self.clock.sleep(self._distance())
            raise NeverSent("no connection (simulated)")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        loop.call_later(THERE + PATIENCE * (trouble is Trouble.STALL_AFTER), self._arrive, request, answer)
        if trouble in {Trouble.STALL, Trouble.STALL_AFTER}:
            await self.clock.sleep(PATIENCE)
            raise AnswerMissing("no answer (simulated)")
        came = await answer
        if isinstance(came, Exception):
            raise came
        return came

    def _message(self, asked: dict[str, Any]) -> Any:
        if self._then is not None:
            left, seconds, then = self._then
            self._then = (left - 1, seconds, then) if left > 1 else None
            if self._then is None:
                asyncio.get_running_loop().call_later(seconds, then)
        return self.handed_over(asked)

    def _arrive(self, request: Request, answer: "asyncio.Future[Answer]") -> None:
        """The request is there: carry it out, and send the answer back."""
        result = self.carried_out(request)
        refusal = result if isinstance(result, Refusal) else None
        if request.method == "sendMessage" and refusal is None and request.trouble not in NOT_DONE:
            self.arrived(request.what)
        self.note("came", request.method, chat_of(request.asked), refusal.code if refusal else "ok")
        asyncio.get_running_loop().call_later(self._distance(), self._answer, result, request.trouble, answer)

    def carried_out(self, request: Request) -> Any:
        """What Telegram makes of a request that has arrived."""
        now, limits = self.clock.true(), self.scene.limits
        if request.trouble in NOT_DONE:
            return None
        if request.trouble is Trouble.ERROR:
            return Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal Server Error: restart")
        if request.trouble is Trouble.FLOOD:
            limits.silence(now, self.random.randint(2, 40))
            self._told_at = None
        if limits.silent_until is not None and now < limits.silent_until:
            seconds = max(1, round((limits.silent_until - now) / timedelta(seconds=1) + 0.5))
            if self._told_at is None or request.left_at < self._told_at:
                return flood(seconds)
        checked = check(self.scene, SPEC, SPEC.method(request.method), Asked(request.asked, form=False))
        return checked if isinstance(checked, Refusal) else METHODS[request.method](self.scene, checked)

    def _answer(self, result: Any, trouble: Trouble | None, answer: "asyncio.Future[Answer]") -> None:
        """The answer is back, or what is left of it."""
        if answer.done():
            return
        told = isinstance(result, Refusal) and result.retry_after is not None and trouble not in LOSES
        if told and self._told_at is None:
            # Whose answer is lost has not been told.
            self._told_at = self.clock.true()
        if trouble in {Trouble.GATEWAY_BEFORE, Trouble.GATEWAY_AFTER}:
            answer.set_result((HTTPStatus.BAD_GATEWAY, b"<html>Bad Gateway</html>"))
        elif trouble in {Trouble.DROP_BEFORE, Trouble.DROP_AFTER}:
            answer.set_result(AnswerMissing("no answer (simulated)"))
        elif trouble is Trouble.HALF:
            whole = _body(result)[1]
            answer.set_result((HTTPStatus.OK, whole[: len(whole) // 2]))
        else:
            answer.set_result(_body(result))

    async def _poll(self, asked: dict[str, Any]) -> tuple[int, bytes]:
        """A long poll: it waits for as long as there is nothing to say."""
        trouble = self._draw()
        await self.clock.sleep(self._distance())
        if trouble is Trouble.UNREACHABLE:
            raise NeverSent("no connection (simulated)")
        if trouble is Trouble.ERROR:
            return _body(Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal Server Error: restart"))
        if trouble is Trouble.FLOOD:
            return _body(flood(self.random.randint(2, 40)))
        batch = await self._updates(asked)
        if trouble in LOSES:
            raise AnswerMissing("no answer (simulated)")
        return _body(batch)

    async def _updates(self, asked: dict[str, Any]) -> Any:
        updates, given = self.scene.updates, asked.get("allowed_updates")
        while True:
            batch = await updates.poll(self.clock.true(), asked.get("offset", 0), asked["limit"], 0, given)
            if batch:
                return batch
            updates._came.clear()
            await updates._came.wait()

    def _draw(self) -> Trouble | None:
        """What this request meets."""
        if self.spell is None or self.random.random() >= self.spell.share:
            return None
        self.met[self.spell.trouble] += 1
        return self.spell.trouble

    def _distance(self) -> float:
        return round(self.random.uniform(QUICKEST_BACK, SLOWEST_BACK), 3)


def _body(result: Any) -> tuple[int, bytes]:
    if isinstance(result, Refusal):
        return result.code, orjson.dumps(result.body())
    return HTTPStatus.OK, orjson.dumps({"ok": True, "result": result})
