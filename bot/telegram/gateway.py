"""The only caller of Telegram. What became of a message comes back as a value (`bot.delivery.outcome`)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from types import TracebackType
from typing import Any, Protocol, Self

import structlog
from telegram import Bot, BotCommand, Chat, InputFile
from telegram.error import TelegramError

from bot.delivery.outcome import AnswerLost, Flood, MessageRefused, Moved, NotSent, Outcome, PaymentRefused, Sent
from bot.delivery.retry import LONGEST_FLOOD
from bot.errors import BotError, SecondPollerError, TokenError, UnreachableError
from bot.readers.model import Address
from bot.telegram import markup
from bot.telegram.aim import Channel
from bot.telegram.answers import is_not_editable, is_unchanged, outcome_of, payment_refused
from bot.telegram.body import is_paid
from bot.telegram.clip import clipped
from bot.telegram.language import later, tr
from bot.telegram.library import TelegramBot
from bot.telegram.request import Refused, TelegramRequest, message_id
from bot.telegram.screen import Screen
from bot.telegram.screens.quote import Offer
from bot.telegram.text import html, plain
from briefings.clock import Clock

OFFICIAL_API = "https://api.telegram.org"
UPDATE_KINDS = ("message", "channel_post", "callback_query", "my_chat_member", "inline_query")
UPDATES_AT_ONCE = 100
POLL_MARGIN = 10.0
TOAST_LIMIT = 200
ADMINS = frozenset({"creator", "administrator"})
LOCATION_LINE = later("The button below sends your location.")

log = structlog.get_logger()


class ReplyPace(Protocol):
    """Holds an answer to a person back until its chat may get one (`bot.delivery.pace`)."""

    async def reply_turn(self, chat_id: int) -> object:
        """Return when a message may go to `chat_id`."""
        ...

    async def silence_over(self) -> None:
        """Return when Telegram wants no silence (any more)."""
        ...

    def hold(self, until: datetime) -> None:
        """Telegram wants silence from the whole bot until then."""
        ...


@dataclass(frozen=True, slots=True)
class PollFailed:
    """Updates could not be fetched; try again, not before `wait` seconds have passed."""

    reason: str
    wait: float = 0.0


class Gateway:
    """Speaks to the Bot API server at `api` as the bot that owns `token`; use it as a context.

    `pace` lets answers go in turn; with its `clock` at hand, it also hears of every silence that Telegram asks for,
    whatever request asked in vain. `on_flood` is told its end too, to keep it beyond the life of the process.

    What is asked of a group that has become a supergroup is asked of that; `on_moved` is told the old and the new id.
    """

    def __init__(
        self,
        token: str,
        api: str = OFFICIAL_API,
        *,
        pace: ReplyPace | None = None,
        clock: Clock | None = None,
        on_flood: Callable[[datetime], Awaitable[None]] | None = None,
        on_moved: Callable[[int, int], Awaitable[None]] | None = None,
        request: TelegramRequest | None = None,
    ) -> None:
        self._request = request or TelegramRequest()
        self._bot = TelegramBot(token, api, self._request)
        self._address = self._bot.address("sendMessage")
        self._edits = self._bot.address("editMessageText")
        self._pace = pace
        self._clock = clock
        self._on_flood = on_flood
        self._on_moved = on_moved
        self._with_location_key: set[int] = set()
        self._username: str | None = None

    async def __aenter__(self) -> Self:
        await self._request.initialize()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._request.shutdown()

    @property
    def bot(self) -> Bot:
        """The library's object, for its parsers of updates; nobody but the gateway sends through it."""
        return self._bot

    async def me(self) -> str:
        """The bot's username, after the silence that Telegram may want of a bot that starts anew.

        Raises TokenError, or UnreachableError when the server cannot be asked.
        """
        while await self._is_told_to_wait():
            log.warning("start.told_to_wait")
        self._username = self._bot.username
        return self._username

    @property
    def username(self) -> str | None:
        """The bot's username; None before `me` was asked."""
        return self._username

    async def _is_told_to_wait(self) -> bool:
        await self._silence_over()
        try:
            await self._bot.initialize()
        except TelegramError as error:
            if isinstance(await self._failed(error), Flood) and self._pace is not None:
                return True
            raise _unusable(error) from None
        except (TypeError, KeyError):
            raise UnreachableError("The server does not answer like a Bot API server.") from None
        return False

    async def set_menu(self, commands: Sequence[tuple[str, str]], language: str | None = None) -> bool:
        """Show (command, description) pairs in Telegram's menu; a failure is logged, the bot works without.

        With a `language`, to people whose Telegram is in that; else to all others. Whether it is shown now.
        """
        await self._silence_over()
        try:
            await self._bot.set_my_commands(
                [BotCommand(name, description) for name, description in commands], language_code=language
            )
        except TelegramError as error:
            await self._failed(error)
            log.warning("menu.failed", reason=error.message)
            return False
        return True

    async def deliver(self, body: bytes) -> Outcome:
        """One message of a briefing, as `bot.telegram.body` made it; never raises for what Telegram does. Not paced."""
        try:
            _, answer = await self._request.post_json(self._address, body)
            return Sent(message_id(answer))
        except TelegramError as error:
            if is_paid(body) and (reason := payment_refused(error)) is not None:
                return PaymentRefused(reason)
            return await self._failed(error)

    async def amend(self, body: bytes) -> Outcome:
        """A message of a briefing in other words, as `bot.telegram.body` made it. Not paced.

        `MessageRefused`: it cannot be edited (any more). What says so already is as good as done.
        """
        try:
            _, answer = await self._request.post_json(self._edits, body)
            return Sent(message_id(answer))
        except TelegramError as error:
            if is_unchanged(error):
                return Sent(0)
            return MessageRefused(error.message) if is_not_editable(error) else await self._failed(error)

    async def say(self, address: Address, screen: Screen) -> Outcome:
        """An answer to a person, as a new message."""
        return await self._follow(address, lambda where: self._say(where, screen))

    async def edit(self, address: Address, message_id: int, screen: Screen) -> Outcome:
        """Redraw a message in place; a new one where it cannot be edited.

        Telegram counts edits towards its limits in groups only, so a private one waits for nobody (but for the end of a
        silence): a list whose ticks follow the taps a second late is no list.
        """
        if address.chat_id < 0:
            await self._turn(address)
        await self._silence_over()
        try:
            await self._redraw(address, message_id, screen)
        except TelegramError as error:
            if is_not_editable(error):
                return await self.say(address, screen)
            if not is_unchanged(error):
                failed = await self._failed(error)
                # Where the group is now, messages have other numbers.
                return await self.say(address, screen) if isinstance(failed, Moved) else failed
        if _asks_location(address, screen):
            return await self._offer_location(address)
        return Sent(message_id)

    async def send_file(self, address: Address, name: str, content: bytes, caption: str = "") -> Outcome:
        """A document with `content` under the file name `name`."""
        file = {"document": InputFile(content, filename=name), "caption": caption or None}
        return await self._follow(address, lambda where: self._sent("sendDocument", _to(where) | file))

    async def offer(self, query_id: str, offers: Sequence[Offer], kept: timedelta) -> None:
        """What somebody may choose who typed the bot's name elsewhere; too late an answer is nobody's loss."""
        await self._silence_over()
        results = [markup.article(one) for one in offers]
        parameters = {"inline_query_id": query_id, "results": results, "cache_time": int(kept.total_seconds())}
        parameters["is_personal"] = True
        try:
            await self._bot.raw("answerInlineQuery", parameters)
        except TelegramError as error:
            await self._failed(error)
            log.info("offer.failed", reason=error.message)

    async def toast(self, callback_id: str, text: str | None) -> None:
        """Answer a button press, with a passing notice or silently; too late an answer is nobody's loss."""
        await self._silence_over()
        try:
            await self._bot.answer_callback_query(callback_id, text=text[:TOAST_LIMIT] if text else None)
        except TelegramError as error:
            await self._failed(error)
            log.info("toast.failed", reason=error.message)

    async def is_admin(self, chat_id: int, user_id: int) -> bool | None:
        """Whether the user may speak for the chat; None while Telegram cannot be asked."""
        status = await self._status(chat_id, user_id)
        if isinstance(status, Moved):
            await self._moved(chat_id, status)
            status = await self._status(status.chat_id, user_id)
        return None if isinstance(status, NotSent | Flood | AnswerLost) else status in ADMINS

    async def channel(self, name: int | str) -> Channel | None:
        """The channel of that id or @name; None where there is none, or the bot cannot see it (now)."""
        try:
            chat = await self._bot.raw("getChat", {"chat_id": name})
        except TelegramError as error:
            await self._failed(error)
            return None
        if not isinstance(chat, dict) or chat.get("type") != Chat.CHANNEL:
            return None
        return Channel(int(chat["id"]), str(chat.get("title", "")), chat.get("username"))

    async def updates(self, offset: int | None, timeout: int) -> list[dict[str, Any]] | PollFailed:  # noqa: ASYNC109 (Telegram waits, not we)
        """Updates from `offset` on, as they came; waits up to `timeout` seconds for the first.

        Raises TokenError, or SecondPollerError when somebody else polls.
        """
        parameters = {
            "offset": offset,
            "timeout": timeout,
            "limit": UPDATES_AT_ONCE,
            "allowed_updates": list(UPDATE_KINDS),
        }
        try:
            batch = await self._bot.raw("getUpdates", parameters, answer_within=timeout + POLL_MARGIN)
        except TelegramError as error:
            _raise_if_hopeless(error)
            what = await self._failed(error)
            return PollFailed(error.message, what.seconds if isinstance(what, Flood) else 0.0)
        if not isinstance(batch, list):
            return PollFailed("an answer that is not a list of updates")
        return [update for update in batch if isinstance(update, dict) and isinstance(update.get("update_id"), int)]

    async def _turn(self, address: Address) -> None:
        if self._pace is not None:
            await self._pace.reply_turn(address.chat_id)

    async def _silence_over(self) -> None:
        if self._pace is not None:
            await self._pace.silence_over()

    async def _follow(self, address: Address, send: Callable[[Address], Awaitable[Outcome]]) -> Outcome:
        """Send in turn; where the chat has moved, once more to where it is now."""
        await self._turn(address)
        done = await send(address)
        if not isinstance(done, Moved):
            return done
        await self._moved(address.chat_id, done)
        now_at = Address(done.chat_id)
        await self._turn(now_at)
        return await send(now_at)

    async def _moved(self, chat_id: int, to: Moved) -> None:
        if self._on_moved is not None:
            await self._on_moved(chat_id, to.chat_id)

    async def _status(self, chat_id: int, user_id: int) -> str | Outcome | None:
        """The user's standing in the chat as Telegram names it; None where there is none; or why it cannot be told."""
        await self._silence_over()
        try:
            member = await self._bot.raw("getChatMember", {"chat_id": chat_id, "user_id": user_id})
        except TelegramError as error:
            log.warning("membership.unknown", chat=chat_id, reason=error.message)
            return await self._failed(error)
        status = member.get("status") if isinstance(member, dict) else None
        return status if isinstance(status, str) else None

    async def _say(self, address: Address, screen: Screen) -> Outcome:
        text, keys = clipped(screen.text), self._keys(address, screen)
        said = await self._deliver(address, html(text), keys, formatted=True)
        if isinstance(said, MessageRefused) and said.entities:
            said = await self._deliver(address, plain(text), keys, formatted=False)
        if not isinstance(said, Sent):
            return said
        self._note_key(address.chat_id, keys)
        if screen.keyboard and _asks_location(address, screen):
            await self._offer_location(address)
        return said

    def _keys(self, address: Address, screen: Screen) -> dict[str, Any] | None:
        if screen.keyboard:
            return markup.inline(screen.keyboard)
        if _asks_location(address, screen):
            return markup.location()
        return markup.no_keys() if address.chat_id in self._with_location_key else None

    def _note_key(self, chat_id: int, keys: dict[str, Any] | None) -> None:
        """Remember which chats show the location key, so that the next plain answer takes it away."""
        if keys == markup.location():
            self._with_location_key.add(chat_id)
        elif keys == markup.no_keys():
            self._with_location_key.discard(chat_id)

    async def _offer_location(self, address: Address) -> Outcome:
        return await self.say(address, Screen((tr(LOCATION_LINE),), ask_location=True))

    async def _redraw(self, address: Address, message_id: int, screen: Screen) -> None:
        parameters = {
            "chat_id": address.chat_id,
            "message_id": message_id,
            "text": html(clipped(screen.text)),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_markup": markup.inline(screen.keyboard),
        }
        await self._bot.raw("editMessageText", parameters)

    async def _deliver(self, address: Address, text: str, keys: dict[str, Any] | None, *, formatted: bool) -> Outcome:
        return await self._sent(
            "sendMessage",
            _to(address)
            | {
                "text": text,
                "parse_mode": "HTML" if formatted else None,
                "link_preview_options": {"is_disabled": True},
                "reply_markup": keys,
            },
        )

    async def _sent(self, method: str, parameters: dict[str, Any]) -> Outcome:
        try:
            message = await self._bot.raw(method, parameters)
        except TelegramError as error:
            return await self._failed(error)
        if isinstance(message, dict) and isinstance(message.get("message_id"), int):
            return Sent(message["message_id"])
        return AnswerLost("an answer without a message")

    async def _failed(self, error: TelegramError) -> Outcome:
        what = outcome_of(error)
        if isinstance(what, Flood) and self._clock is not None:
            seconds = min(what.seconds, LONGEST_FLOOD.total_seconds())
            await self._hold(self._clock.now() + timedelta(seconds=seconds))
        return what

    async def _hold(self, until: datetime) -> None:
        if self._pace is not None:
            self._pace.hold(until)
        if self._on_flood is None:
            return
        try:
            await self._on_flood(until)
        except Exception:  # what Telegram said of the message is certain, and stays so on a full disk
            log.exception("flood.not_kept", until=until.isoformat())


def _to(address: Address) -> dict[str, Any]:
    return {"chat_id": address.chat_id, "message_thread_id": address.thread_id or None}


def _asks_location(address: Address, screen: Screen) -> bool:
    # Telegram offers to share a location in private chats only; their ids are positive.
    return screen.ask_location and address.chat_id > 0


def _raise_if_hopeless(error: TelegramError) -> None:
    if isinstance(error, Refused) and error.description is not None:
        if error.status == HTTPStatus.CONFLICT:
            raise SecondPollerError(f"Another process polls for this bot, or a webhook is set: {error.message}.")
        if error.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            raise _unusable(error)


def _unusable(error: TelegramError) -> BotError:
    if isinstance(error, Refused) and error.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
        return TokenError("Telegram does not know this token; ask BotFather for a new one.")
    return UnreachableError(f"Telegram cannot be reached: {error.message}.")
