"""Where readers are: a private chat, a group, a topic and a channel, each with a settled reader. For tests."""

from dataclasses import dataclass
from typing import Any

from bot.readers.model import Address, ChatKind, Reader
from bot.store.holdings import Holdings
from tests.end_to_end.settled import settled
from tests.end_to_end.town import Town

ANN, BOB = 11, 22
"""Ann runs the group, the forum and the channel; Bob is a member."""
SETTINGS = ("readers", "subscriptions", "words", "follows")
"""The tables that say what a reader wants."""
SECONDS = 4.0
"""Between two things that are asked: slower than what Telegram and the bot itself allow a group."""


@dataclass(frozen=True, slots=True)
class Surface:
    """A place to talk to the bot."""

    name: str
    chat: int
    topic: int
    kind: ChatKind

    @property
    def address(self) -> Address:
        """Where its reader is."""
        return Address(self.chat, self.topic)


PRIVATE = Surface("private chat", ANN, 0, ChatKind.PRIVATE)
GROUP = Surface("group", -700, 0, ChatKind.GROUP)
TOPIC = Surface("topic", -100_900, 44, ChatKind.SUPERGROUP)
CHANNEL = Surface("channel", -100_800, 0, ChatKind.CHANNEL)
SURFACES = (PRIVATE, GROUP, TOPIC, CHANNEL)


class There:
    """The settled reader of a surface, with who talks to the bot there."""

    def __init__(self, town: Town, surface: Surface) -> None:
        self.town, self.surface = town, surface

    def open(self) -> None:
        """The people and the chat."""
        telegram, surface = self.town.telegram, self.surface
        telegram.person(ANN, "Ann")
        telegram.person(BOB, "Bob")
        if surface.kind is ChatKind.GROUP:
            telegram.group(surface.chat, "Council", admins=(ANN,), members=(BOB,))
        if surface.topic:
            telegram.group(surface.chat, "Forum", admins=(ANN,), members=(BOB,), forum=True)
            telegram.topic(surface.chat, surface.topic, "News")
        if surface.kind is ChatKind.CHANNEL:
            telegram.channel(surface.chat, "Town", admins=(ANN,))

    async def settle(self, *newsletters: str, **wishes: Any) -> Reader:
        """A reader whose first minute is over."""
        surface = self.surface
        return await settled(self.town, surface.chat, *newsletters, topic=surface.topic, kind=surface.kind, **wishes)

    async def say(self, text: str, person: int = ANN) -> list[dict[str, Any]]:
        """What the bot answers, there and in no other topic of the chat."""
        self._in_time()
        before = len(self._everywhere())
        await self.town.write(self.surface.chat, person, text, self.surface.topic or None)
        answers = self._everywhere()[before:]
        assert all(answer.get("message_thread_id", 0) == self.surface.topic for answer in answers)
        return answers

    async def press(self, message: dict[str, Any], data: str, person: int = ANN) -> list[dict[str, Any]]:
        """The new messages that come of pressing a button."""
        self._in_time()
        before = len(self._everywhere())
        self.town.telegram.press(self.surface.chat, person, message["message_id"], data)
        await self.town.answered()
        return self._everywhere()[before:]

    def messages(self) -> list[dict[str, Any]]:
        """The bot's, as they are now."""
        return list(self.town.telegram.sent(self.surface.chat, self.surface.topic or None))

    async def wishes(self) -> dict[str, list[dict[str, object]]]:
        """What is kept about what the reader wants."""
        reader = await self.town.bot.readers.find(self.surface.address)
        if reader is None:
            return {}
        held = await Holdings(self.town.bot.database).of(reader.id)
        return {
            table: [{name: value for name, value in row.items() if name != "changed_at"} for row in rows]
            for table, rows in held.items()
            if table in SETTINGS
        }

    def _everywhere(self) -> list[dict[str, Any]]:
        return list(self.town.telegram.sent(self.surface.chat))

    def _in_time(self) -> None:
        """Nobody is so fast that the bot asks for a minute."""
        self.town.clock.advance(seconds=SECONDS)
