"""Carries out an Answer, act by act. Whatever happens, a pressed button is answered exactly once."""

from typing import Protocol

import structlog

from bot.delivery.outcome import Flood, NotSent, Outcome, Sent
from bot.readers.model import Address
from bot.telegram.screen import Answer, Ask, Edit, Hand, Say, Screen, Toast
from briefings.clock import Clock

RETRIES = 3
LONGEST_WAIT = 60.0

log = structlog.get_logger()


class Mouth(Protocol):
    """What speaking needs of the gateway."""

    async def say(self, address: Address, screen: Screen) -> Outcome: ...
    async def edit(self, address: Address, message_id: int, screen: Screen) -> Outcome: ...
    async def toast(self, callback_id: str, text: str | None) -> None: ...
    async def send_file(self, address: Address, name: str, content: bytes, caption: str = "") -> Outcome: ...


class Acts:
    """Speaks through the gateway; what was certainly not sent is tried again, with growing pauses."""

    def __init__(self, gateway: Mouth, clock: Clock) -> None:
        self._gateway = gateway
        self._clock = clock

    async def carry_out(self, answer: Answer, ask: Ask, callback_id: str | None = None) -> None:
        """All acts in order. The button's notice goes first: Telegram shows a spinner until it comes."""
        if callback_id is not None:
            await self.notice(callback_id, answer)
        for act in answer.acts:
            if not isinstance(act, Toast):
                await self._draw(act, ask)

    async def notice(self, callback_id: str, answer: Answer | None = None) -> None:
        """Answer the press, with the first Toast of the answer if there is one."""
        toasts = [act.text for act in answer.acts if isinstance(act, Toast)] if answer else []
        await self._gateway.toast(callback_id, toasts[0] if toasts else None)

    async def _draw(self, act: Say | Edit | Hand, ask: Ask) -> None:
        done = await self._once(act, ask)
        for tried in range(RETRIES):
            if not isinstance(done, NotSent | Flood):
                break
            await self._clock.sleep(min(LONGEST_WAIT, done.seconds if isinstance(done, Flood) else 2.0**tried))
            done = await self._once(act, ask)
        if not isinstance(done, Sent):
            log.warning("answer.not_sent", chat=ask.where.chat_id, outcome=done)

    async def _once(self, act: Say | Edit | Hand, ask: Ask) -> Outcome:
        if isinstance(act, Edit) and ask.message_id is not None:
            return await self._gateway.edit(ask.where, ask.message_id, act.screen)
        if isinstance(act, Hand):
            return await self._gateway.send_file(ask.where, act.name, act.content, act.caption)
        return await self._gateway.say(ask.where, act.screen)
