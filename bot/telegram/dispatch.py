"""From a stored update to what is done about it: parsed, routed, asked of its handler, answered.

python-telegram-bot parses and routes; who is served when is decided by our own lanes (`bot.telegram.lanes`).
"""

from dataclasses import replace
from typing import Any, Protocol, Self

import structlog
from telegram import Message, Update
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.telegram import asks
from bot.telegram.acts import Acts
from bot.telegram.aim import Channel
from bot.telegram.audience import Audience
from bot.telegram.counter import Counter, Received
from bot.telegram.desk import Desk
from bot.telegram.errand import Errand, Errands
from bot.telegram.gateway import Gateway
from bot.telegram.handlers import channel
from bot.telegram.lanes import Row
from bot.telegram.language import later, speaking, tr
from bot.telegram.managing import Managing, welcome
from bot.telegram.membership import Membership
from bot.telegram.registry import Registry, Route
from bot.telegram.relevance import addressee, concerns
from bot.telegram.screen import Answer, Ask, Say, Screen
from briefings.clock import Clock

POSTS = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
WORDS_ONLY = later("I read words and locations, nothing else. /help shows what I know.")
UNKNOWN = later("I have no such command. /help shows those I have.")

log = structlog.get_logger()


class Stored(Row, Protocol):
    """A row of the inbox."""

    @property
    def applied(self) -> bool:
        """Whether it was done in an earlier life, and only its answer is missing."""
        ...


class Dispatcher:
    """Handles rows of the inbox; use it as a context, within the gateway's. Entering it asks nothing of Telegram."""

    def __init__(
        self, gateway: Gateway, desk: Desk, *, inbox: Received, membership: Membership, registry: Registry, clock: Clock
    ) -> None:
        self._gateway = gateway
        self._membership = membership
        self._registry = registry
        self._clock = clock
        self._operators = desk.office.ids if desk.office is not None else ()
        self._managing = Managing(gateway, registry)
        self._acts = Acts(gateway, clock)
        self._errands = Errands(desk, self._acts, Counter(inbox), gateway)
        self._failures: dict[int, str] = {}
        self._applied: set[int] = set()
        self._introduced = False
        self._application = self._routed()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._failures.clear()

    def concerns(self, raw: dict[str, Any]) -> bool:
        """Whether a raw update is meant for this bot, which must have introduced itself (`Gateway.me`)."""
        bot = self._gateway.bot
        return concerns(raw, bot.id, bot.username)

    async def handle(self, row: Stored) -> str | None:
        """Do what the update asks; the reason when that failed."""
        await self._introduce()
        if not self.concerns(row.content):
            return None
        try:
            update = Update.de_json(row.content, self._gateway.bot)
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            return f"unreadable update: {type(error).__name__}"
        if row.applied:
            self._applied.add(row.update_id)
        await self._application.process_update(update)
        self._applied.discard(row.update_id)
        return self._failures.pop(row.update_id, None)

    async def _introduce(self) -> None:
        """Learn the bot's own name, once. Never undone: that would close the session under those who still send."""
        if not self._introduced:
            await self._gateway.me()
            await self._application.initialize()
            self._introduced = True

    def _routed(self) -> Application[Any, Any, Any, Any, Any, Any]:
        # A command for operators that anybody else sends finds no route but that of unknown ones.
        operators = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & filters.User(self._operators)
        application = Application.builder().bot(self._gateway.bot).updater(None).job_queue(None).build()
        application.add_handlers(
            [
                ChatMemberHandler(self._on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
                CallbackQueryHandler(self._on_press),
                *(
                    CommandHandler(route.name, self._on_command(route), filters=POSTS)
                    for route in self._registry.commands
                ),
                *(
                    CommandHandler(route.name, self._on_command(route), filters=operators)
                    for route in self._registry.operators
                ),
                MessageHandler(filters.TEXT & POSTS, self._on_words),
                MessageHandler(filters.LOCATION & filters.ChatType.PRIVATE, self._on_location),
                MessageHandler(filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL, self._on_anything),
            ]
        )
        application.add_error_handler(self._on_error)
        return application

    def _on_command(self, route: Route) -> Any:
        async def serve(update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
            message = _message(update)
            ask = asks.command_ask(update, message, self._clock.now())
            errand = Errand(ask, route.handle, route.audience, for_chat=asks.speaks_for_chat(message))
            await self._run(await self._managing.of_command(errand) if route.name == channel.COMMAND else errand)

        return serve

    async def _on_press(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        query = update.callback_query
        if query is None:
            return
        ask = asks.press_ask(update, query, self._clock.now())
        if ask is None:
            await self._gateway.toast(query.id, None)
            return
        audience = self._registry.audience_of(ask.pressed or "")
        errand = Errand(ask, self._registry.press, audience, callback_id=query.id)
        await self._run(await self._managing.of_press(errand))

    async def _on_words(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        message = _message(update)
        ask = asks.words_ask(update, message, self._clock.now(), self._gateway.bot.username)
        route = self._registry.words
        if message.chat.type != message.chat.PRIVATE and addressee(message.text or ""):
            # Somebody called this bot by name for a command that it does not have.
            await self._run(Errand(ask, _says(UNKNOWN), Audience.EVERYONE))
            return
        for_chat = asks.speaks_for_chat(message)
        await self._run(Errand(ask, route.handle, route.audience, for_chat=for_chat, loud=False))

    async def _on_location(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        route = self._registry.location
        ask = asks.location_ask(update, _message(update), self._clock.now())
        await self._run(Errand(ask, route.handle, route.audience))

    async def _on_anything(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        ask = asks.words_ask(update, _message(update), self._clock.now(), self._gateway.bot.username)
        await self._run(Errand(ask, _says(WORDS_ONLY), Audience.EVERYONE))

    async def _on_membership(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        change = update.my_chat_member
        if change is None:
            return
        await self._membership.changed(change)
        if (welcomed := asks.welcome_ask(update, change, self._clock.now())) is not None:
            with speaking(welcomed.language):
                greeting = welcome(Channel(change.chat.id, change.chat.title or "", change.chat.username))
                await self._acts.carry_out(Answer((Say(greeting),)), welcomed)

    async def _on_error(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """What went wrong outside a handler of ours."""
        log.error("update.broke", exc_info=context.error)
        if isinstance(update, Update):
            self._failures[update.update_id] = type(context.error).__name__

    async def _run(self, errand: Errand) -> None:
        reason = await self._errands.run(replace(errand, applied=errand.ask.update_id in self._applied))
        if reason is not None:
            self._failures[errand.ask.update_id] = reason


def _message(update: Update) -> Message:
    message = update.effective_message
    assert message is not None  # noqa: S101 (the route's filter asked for one)
    return message


def _says(words: str) -> Any:
    async def handle(_ask: Ask, _desk: Desk) -> Answer:
        return Answer((Say(Screen((tr(words),))),))

    return handle
