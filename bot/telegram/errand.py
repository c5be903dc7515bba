"""One thing that somebody asked, from the question whether they may to the last act of its answer."""

from dataclasses import dataclass, replace
from typing import Protocol

import structlog

from bot.failpoint import failpoint
from bot.readers.model import ChatKind
from bot.telegram.acts import Acts
from bot.telegram.aim import Channel, about
from bot.telegram.audience import Audience
from bot.telegram.conversation import applied
from bot.telegram.counter import Counter
from bot.telegram.desk import Desk
from bot.telegram.language import later, speaking, tr
from bot.telegram.limits import Verdict
from bot.telegram.registry import Handle
from bot.telegram.screen import Answer, Ask, Say, Screen, Toast

TOO_MANY = later("That was a lot at once. Give me a minute, then I am all yours again.")
NOT_ADMIN = later("Only the admins of this chat can do that.")
UNSURE = later("I cannot see right now who runs this chat. Please try again in a moment.")
SORRY = later("Something went wrong on my side. Please try again in a moment.")

log = structlog.get_logger()


class Admins(Protocol):
    """Knows who runs a chat (`bot.telegram.gateway`)."""

    async def is_admin(self, chat_id: int, user_id: int) -> bool | None: ...


@dataclass(frozen=True, slots=True)
class Errand:
    """What is asked, and of whom.

    `for_chat`: it was said in the chat's own name, which only its admins can do. `callback_id`: the pressed button
    waits for an answer. `loud`: somebody who may not is told so. `applied`: it was done in an earlier life of the
    process, which ended before the answer; doing it again could mean something else by now. `channel`: it is about that
    one, and is said in a private chat.
    """

    ask: Ask
    handle: Handle
    audience: Audience
    for_chat: bool = False
    callback_id: str | None = None
    loud: bool = True
    applied: bool = False
    channel: Channel | None = None


class Errands:
    """Runs errands."""

    def __init__(self, desk: Desk, acts: Acts, counter: Counter, admins: Admins) -> None:
        self._desk = desk
        self._acts = acts
        self._counter = counter
        self._admins = admins

    async def run(self, errand: Errand) -> str | None:
        """The reason why it failed; None when it was answered, or rightly not."""
        errand = replace(errand, ask=await self._at_home(errand.ask))
        with speaking(await self._language(errand.ask)):
            return await self._run(errand)

    async def _language(self, ask: Ask) -> str:
        """The language that is spoken where the answer goes; with a stranger, that of their Telegram."""
        reader = await self._desk.readers.find(ask.where)
        return reader.language if reader is not None else ask.language

    async def _run(self, errand: Errand) -> str | None:
        try:
            answer = await self._answer(errand)
        except Exception as error:  # the person is told, the other chats go on
            log.exception("handler.broke", update=errand.ask.update_id)
            await self._acts.carry_out(_said(errand, SORRY), errand.ask, errand.callback_id)
            return type(error).__name__
        failpoint("command.done")
        await self._acts.carry_out(answer, errand.ask, errand.callback_id)
        failpoint("command.answered")
        return None

    async def _at_home(self, ask: Ask) -> Ask:
        """What is asked in a group that is a supergroup by now is asked there.

        Messages have other numbers there: the pressed one cannot be redrawn.
        """
        if ask.kind is not ChatKind.GROUP:
            return ask
        home = await self._desk.readers.home(ask.address)
        if home == ask.address:
            return ask
        return replace(ask, address=home, kind=ChatKind.SUPERGROUP, message_id=None)

    async def _answer(self, errand: Errand) -> Answer:
        if errand.applied:
            answer = await applied(errand.ask, self._desk)
            return about(answer, errand.channel) if errand.channel else answer
        match await self._counter.verdict(errand.ask):
            case Verdict.SILENT:
                return Answer()
            case Verdict.WARN:
                return _said(errand, TOO_MANY)
        may = await self._may(errand)
        if not may:
            return _said(errand, UNSURE if may is None else NOT_ADMIN) if errand.loud else Answer()
        return await errand.handle(errand.ask, self._desk.during(errand.ask.update_id))

    async def _may(self, errand: Errand) -> bool | None:
        """Whether they may; None while nobody knows."""
        ask = errand.ask
        if errand.audience is Audience.EVERYONE or ask.kind is ChatKind.PRIVATE or errand.for_chat:
            return True
        return ask.user_id is not None and await self._admins.is_admin(ask.address.chat_id, ask.user_id)


def _said(errand: Errand, words: str) -> Answer:
    said = tr(words)
    return Answer((Toast(said),) if errand.callback_id is not None else (Say(Screen((said,))),))
