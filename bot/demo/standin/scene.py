"""Everything the stand-in knows at one moment, and how it grows: people, chats, messages, calls, listeners."""

import asyncio
import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.demo.standin.answers import Json
from bot.demo.standin.faults import Faults
from bot.demo.standin.limits import Limits
from bot.demo.standin.spec import Upload
from bot.demo.standin.updates import Updates
from bot.demo.standin.world import Chat, InlineQuery, Person, Query, Status, Toast, Topic, member
from briefings.clock import Clock

TEST_TOKEN = "1234567890:TEST-0123456789abcdefghijklmnopqrst"  # noqa: S105 - opens nothing but a stand-in
FIRST_UPDATE = 700_000_001


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot, getUpdates excepted. `answered` is false when the answer was lost on the way."""

    at: datetime
    method: str
    parameters: Json
    chat_id: int | None
    ok: bool
    error: str | None
    code: int
    result: Any
    answered: bool


class Scene:
    """The state of the stand-in; `moved` wakes everyone who waits for something to happen.

    `query_seconds` is how long a pressed button may be answered, in real time; `speed` is how fast `clock` runs, which
    the chat page shows.
    """

    def __init__(
        self,
        clock: Clock,
        token: str = TEST_TOKEN,
        username: str = "daybrief_demo_bot",
        *,
        limits: Limits | None = None,
        query_seconds: float = 150,
        speed: float = 1,
    ) -> None:
        self.clock = clock
        self.token = token
        self.bot: Json = {
            "id": int(token.split(":", maxsplit=1)[0]),
            "is_bot": True,
            "first_name": "Daybrief",
            "username": username,
        }
        # On a hurried clock milliseconds of the machine become seconds: pace cannot be kept to the second there.
        self.limits = limits or (Limits() if speed == 1 else Limits(per_second=60, per_chat=3))
        self.query_seconds = query_seconds * max(1, speed)
        self.speed = speed
        self.faults = Faults()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.files: dict[str, Upload] = {}
        self.calls: list[Call] = []
        self.toasts: list[Toast] = []
        self.running = 0
        self.listeners: dict[int, list[asyncio.Queue[Json | None]]] = {}
        self._moved = asyncio.Event()
        self._shared_message_id = 0
        self.updates = Updates(FIRST_UPDATE, self.moved)

    @property
    def bot_id(self) -> int:
        """The bot's own id."""
        return int(self.bot["id"])

    def person(self, id: int, first_name: str, language_code: str = "en", *, started: bool = True) -> Person:  # noqa: A002 - Telegram's own name
        """Somebody with an account and a private chat; `started` false: they never wrote to the bot."""
        person = Person(id, first_name, language_code, started)
        self.people[id] = person
        self.chats[id] = Chat(id, "private", first_name, members={id: "member", self.bot_id: "member"})
        return person

    def user(self, user_id: int) -> Json | None:
        """A person, or the bot itself, as Telegram's User."""
        if user_id == self.bot_id:
            return self.bot
        return self.people[user_id].user() if user_id in self.people else None

    def group(
        self,
        id: int,  # noqa: A002 - Telegram's own name
        title: str,
        *,
        admins: tuple[int, ...] = (),
        members: tuple[int, ...] = (),
        forum: bool = False,
        supergroup: bool | None = None,
        bot: Status = "member",
    ) -> Chat:
        """A group; ids that begin with -100, and forums, are supergroups. `bot` is the bot's standing there."""
        large = supergroup if supergroup is not None else forum or str(id).startswith("-100")
        standing: dict[int, Status] = dict.fromkeys(members, "member")
        standing.update(dict.fromkeys(admins, "administrator"))
        chat = Chat(id, "supergroup" if large else "group", title, forum, standing | {self.bot_id: bot})
        self.chats[id] = chat
        return chat

    def channel(
        self,
        id: int,  # noqa: A002 - Telegram's own name
        title: str,
        *,
        admins: tuple[int, ...] = (),
        bot: Status = "administrator",
        username: str = "",
    ) -> Chat:
        """A channel, public if it has a username; the bot may post there as an administrator."""
        standing: dict[int, Status] = dict.fromkeys(admins, "administrator")
        self.chats[id] = Chat(id, "channel", title, members=standing | {self.bot_id: bot}, username=username)
        return self.chats[id]

    def topic(self, chat_id: int, thread_id: int, name: str, *, closed: bool = False) -> Topic:
        """A topic of a forum; its id is used up as a message id, as in Telegram."""
        chat = self.chats[chat_id]
        chat.topics[thread_id] = Topic(thread_id, name, closed)
        chat.last_message_id = max(chat.last_message_id, thread_id)
        return chat.topics[thread_id]

    def messages(self, chat_id: int, thread_id: int | None = None) -> list[Json]:
        """All messages of a chat (of a topic), the people's and the bot's, as last edited, oldest first."""
        found = [m for m in self.chats[chat_id].messages.values() if thread_id in (None, m.get("message_thread_id"))]
        return copy.deepcopy(found)

    def sent(self, chat_id: int, thread_id: int | None = None) -> list[Json]:
        """The bot's own messages of a chat, as last edited, oldest first."""
        own = self.chats[chat_id].own
        return [m for m in self.messages(chat_id, thread_id) if m["message_id"] in own]

    def next_message_id(self, chat: Chat) -> int:
        """Private chats and small groups share one count, supergroups and channels have their own."""
        if chat.kind in ("supergroup", "channel"):
            chat.last_message_id += 1
            return chat.last_message_id
        self._shared_message_id += 1
        return self._shared_message_id

    def keep(
        self, chat: Chat, content: Json, sender: Json | None, thread_id: int | None = None, *, own: bool = False
    ) -> Json:
        """Store a new message and tell the listeners; the stored message."""
        message: Json = {"message_id": self.next_message_id(chat)}
        if thread_id is not None:
            message |= {"message_thread_id": thread_id, "is_topic_message": True}
        anonymous = sender is None or chat.kind == "channel"
        message |= {"sender_chat": chat.short()} if anonymous else {"from": sender}
        message |= {"chat": chat.short(), "date": int(self.clock.now().timestamp())} | content
        chat.messages[message["message_id"]] = message
        if own:
            chat.own.add(message["message_id"])
        self.tell(chat.id, {"kind": "message", "message": message})
        return message

    def change(self, chat: Chat, message: Json, old: Json, new: Json) -> Json:
        """Put `new` fields in the place of the `old` ones and tell the listeners; the stored message."""
        for name in old:
            del message[name]
        message |= new | {"edit_date": int(self.clock.now().timestamp())}
        self.tell(chat.id, {"kind": "edited", "message": message})
        return message

    def remove(self, chat: Chat, message_id: int) -> None:
        """Delete a message and tell the listeners."""
        del chat.messages[message_id]
        self.tell(chat.id, {"kind": "deleted", "message_id": message_id})

    def show_keyboard(self, chat: Chat, markup: Json | None) -> None:
        """Show a reply keyboard under the chat, or take it away."""
        chat.reply_keyboard = markup
        self.tell(chat.id, {"kind": "keyboard", "reply_keyboard": markup})

    def stand(self, chat: Chat, user_id: int, status: Status, by: Json) -> int:
        """Give the bot or a person another standing; the bot's own becomes a my_chat_member update."""
        old, chat.members[user_id] = chat.status(user_id), status
        if user_id != self.bot_id:
            self.moved()
            return 0
        change = {
            "chat": chat.short(),
            "from": by,
            "date": int(self.clock.now().timestamp()),
            "old_chat_member": member(self.bot, old),
            "new_chat_member": member(self.bot, status),
        }
        return self.updates.add("my_chat_member", change, self.clock.now())

    def tell(self, chat_id: int, event: Json) -> None:
        """Pass an event to the pages that show the chat, and wake whoever waits."""
        for queue in self.listeners.get(chat_id, []):
            queue.put_nowait(copy.deepcopy(event))
        self.moved()

    def record(self, call: Call) -> None:
        """Note a finished request."""
        self.calls.append(call)
        self.moved()

    def moved(self) -> None:
        """Something happened."""
        self._moved.set()
        self._moved = asyncio.Event()

    async def until(self, ready: Callable[[], bool], seconds: float = 5) -> None:
        """Wait until `ready()`, at most `seconds` of real time; then TimeoutError."""
        async with asyncio.timeout(seconds):
            while not ready():
                await self._moved.wait()

    async def wait_for_calls(self, count: int, method: str | None = None, seconds: float = 5) -> list[Call]:
        """Wait until the bot made `count` calls (of `method`); these calls."""

        def made() -> list[Call]:
            return [call for call in self.calls if method in (None, call.method)]

        await self.until(lambda: len(made()) >= count, seconds)
        return made()

    async def wait_for_sent(self, chat_id: int, count: int, seconds: float = 5) -> list[Json]:
        """Wait until the chat holds `count` messages of the bot; these messages."""
        await self.until(lambda: len(self.sent(chat_id)) >= count, seconds)
        return self.sent(chat_id)

    async def settled(self, seconds: float = 5) -> None:
        """Wait until every update is confirmed by the bot and no request but getUpdates is in progress."""
        await self.until(lambda: not self.updates.waiting and self.running == 0, seconds)
