"""What people do in chats: write, share a place, press buttons, block, join and leave. Each makes the bot's updates."""

import copy

from bot.demo.standin.answers import Json, Refusal
from bot.demo.standin.automatic import automatic
from bot.demo.standin.entities import as_json
from bot.demo.standin.formatted import formatted
from bot.demo.standin.keyboard import buttons
from bot.demo.standin.scene import Scene
from bot.demo.standin.world import PRESENT, Chat, InlineQuery, Query, Status
from bot.errors import BotError


class Impossible(BotError):  # noqa: N818 - it reads as the sentence that a person gets
    """What a person cannot do here, in one sentence."""


class People(Scene):
    """The people's side of the stand-in."""

    def send_text(self, chat_id: int, user_id: int, text: str, thread_id: int | None = None) -> int:
        """Write a message; the id of the bot's update, or 0 where Telegram does not tell the bot of it."""
        if not text.strip():
            raise Impossible("Write something first.")
        entities = [as_json(entity, self.user) for entity in automatic(text)]
        content = {"text": text} | ({"entities": entities} if entities else {})
        return self._write(chat_id, user_id, content, thread_id)

    def send_location(
        self, chat_id: int, user_id: int, latitude: float, longitude: float, thread_id: int | None = None
    ) -> int:
        """Share a place, in degrees; the id of the update."""
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - degrees
            raise Impossible("A place has a latitude from -90 to 90 and a longitude from -180 to 180.")
        self.chat(chat_id).reply_keyboard = None
        return self._write(chat_id, user_id, {"location": {"latitude": latitude, "longitude": longitude}}, thread_id)

    def press(self, chat_id: int, user_id: int, message_id: int, data_or_label: str) -> int:
        """Press a button under a message, by its data or its label; the id of the update."""
        chat = self.chat(chat_id)
        message = chat.messages.get(message_id)
        if message is None:
            raise Impossible("That message is gone.")
        data = _data(message, data_or_label)
        query = Query(str(4_000_000_000 + len(self.queries)), chat_id, user_id, self.clock.now().timestamp())
        self.queries[query.id] = query
        asked = {
            "id": query.id,
            "from": self._who(user_id),
            "message": copy.deepcopy(message),
            "chat_instance": str(-(chat_id * 7_919)),
            "data": data,
        }
        return self.updates.add("callback_query", asked, self.clock.now())

    def ask_inline(self, user_id: int, words: str) -> str:
        """Type the bot's name and some words in any chat; the id under which its offers will be found."""
        query = InlineQuery(str(5_000_000_000 + len(self.inline_queries)), user_id, self.clock.now().timestamp())
        self.inline_queries[query.id] = query
        asked = {"id": query.id, "from": self._who(user_id), "query": words, "offset": ""}
        self.updates.add("inline_query", asked, self.clock.now())
        return query.id

    def choose_inline(self, chat_id: int, user_id: int, query_id: str, title: str) -> Json:
        """Send what the bot offered under a title to a chat; the message, which the bot is not told of."""
        found = self.inline_queries.get(query_id)
        result = next((one for one in (found.results if found else None) or [] if one["title"] == title), None)
        if result is None:
            raise Impossible("The bot has not offered that.")
        content = result["input_message_content"]
        made = formatted(content["message_text"], content.get("parse_mode"), content.get("entities"), self.user)
        if isinstance(made, Refusal):
            raise Impossible(made.description)
        markup = {"reply_markup": result["reply_markup"]} if "reply_markup" in result else {}
        text = {"text": made.text} | ({"entities": made.entities} if made.entities else {})
        return self.keep(self.chat(chat_id), text | {"via_bot": self.bot} | markup, self._who(user_id), None)

    def chat(self, chat_id: int) -> Chat:
        """The chat, or `Impossible` for an unknown one."""
        if chat_id not in self.chats:
            raise Impossible(f"There is no chat {chat_id} here.")
        return self.chats[chat_id]

    def _write(self, chat_id: int, user_id: int, content: Json, thread_id: int | None) -> int:
        chat = self.chat(chat_id)
        if chat.moved_to is not None or chat.deleted:
            raise Impossible("Nobody can write in this chat any more.")
        sender = None if chat.kind == "channel" else self._who(user_id)
        if chat.kind == "private":
            self._come_back(chat_id)
        if thread_id is not None and thread_id not in chat.topics:
            raise Impossible(f"There is no topic {thread_id} in this chat.")
        message = self.keep(chat, content, sender, thread_id)
        return self.post(chat, message) if self._is_told(chat, message) else 0

    def post(self, chat: Chat, message: Json) -> int:
        """Queue a message as the bot's update, without what only the chat page needs."""
        kind = "channel_post" if chat.kind == "channel" else "message"
        return self.updates.add(kind, copy.deepcopy(message), self.clock.now())

    def _is_told(self, chat: Chat, message: Json) -> bool:
        """Privacy mode: in groups a bot that is no admin gets commands and mentions only."""
        if chat.status(self.bot_id) not in PRESENT:
            return False
        if chat.kind == "private" or chat.is_admin(self.bot_id):
            return True
        text = str(message.get("text", ""))
        name = f"@{self.bot['username']}".lower()
        command, _, rest = text.partition(" ")
        addressed = command.startswith("/") and ("@" not in command or command.lower().endswith(name))
        return addressed or name in f"{command if not command.startswith('/') else ''} {rest}".lower()

    def _who(self, user_id: int) -> Json:
        if user_id not in self.people:
            raise Impossible(f"There is nobody with the id {user_id} here.")
        return self.people[user_id].user()

    def _come_back(self, user_id: int) -> None:
        """Writing starts the bot, or unblocks it."""
        person = self.people[user_id]
        if person.blocked:
            self.unblock(user_id)
        person.started = True

    def block(self, user_id: int) -> int:
        """Block the bot; the id of the my_chat_member update."""
        return self._blocked(user_id, "kicked", blocked=True)

    def unblock(self, user_id: int) -> int:
        """Unblock the bot; the id of the my_chat_member update."""
        return self._blocked(user_id, "member", blocked=False)

    def _blocked(self, user_id: int, status: Status, *, blocked: bool) -> int:
        person = self.people[user_id]
        person.blocked = blocked
        return self.stand(self.chats[user_id], self.bot_id, status, person.user())


def _data(message: Json, data_or_label: str) -> str:
    """The data of the button that is meant."""
    found = [button for button in buttons(message) if data_or_label in (button.get("callback_data"), button["text"])]
    if not found:
        raise Impossible("That button is not there any more.")
    if "callback_data" not in found[0]:
        raise Impossible("That button opens a link; it is not the bot's to answer.")
    return str(found[0]["callback_data"])
