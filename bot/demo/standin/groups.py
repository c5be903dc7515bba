"""What happens to groups and channels: the bot is added, promoted, thrown out; a group becomes a supergroup."""

from bot.demo.standin.answers import Json
from bot.demo.standin.people import Impossible, People
from bot.demo.standin.world import Chat, Status

SUPERGROUP_BASE = -1_000_000_000_000


class Groups(People):
    """The changes of chats that hold more than one person. Every method gives the id of the update, or 0."""

    def add_bot(self, chat_id: int, by: int) -> int:
        """Someone adds the bot: my_chat_member and, in groups, a service message."""
        chat = self.chat(chat_id)
        update = self.stand(chat, self.bot_id, "administrator" if chat.kind == "channel" else "member", self._who(by))
        return self.service(chat, self._who(by), {"new_chat_members": [self.bot]}) if chat.kind == "group" else update

    def kick(self, chat_id: int, by: int | None = None) -> int:
        """The bot is thrown out."""
        return self._stands(chat_id, "kicked", by)

    def remove_bot(self, chat_id: int, by: int | None = None) -> int:
        """The bot is taken out without a ban: it is no member any more."""
        return self._stands(chat_id, "left", by)

    def restrict(self, chat_id: int, by: int | None = None) -> int:
        """The bot may stay and not write."""
        return self._stands(chat_id, "restricted", by)

    def promote(self, chat_id: int, user_id: int | None = None, by: int | None = None) -> int:
        """Make a person, or the bot, an administrator."""
        return self._stands(chat_id, "administrator", by, user_id)

    def demote(self, chat_id: int, user_id: int | None = None, by: int | None = None) -> int:
        """Make a person, or the bot, a plain member."""
        return self._stands(chat_id, "member", by, user_id)

    def delete_account(self, user_id: int) -> None:
        """A person deletes the account; the bot hears nothing of it."""
        self.people[user_id].deleted = True

    def delete_group(self, chat_id: int) -> None:
        """A group is deleted; the bot hears nothing of it."""
        self.chat(chat_id).deleted = True

    def close_topic(self, chat_id: int, thread_id: int) -> None:
        """Close a topic: only administrators may write in it."""
        self.chat(chat_id).topics[thread_id].closed = True

    def migrate(self, chat_id: int) -> int:
        """Make a group a supergroup, with both service messages; the new chat's id."""
        old = self.chat(chat_id)
        if old.kind != "group" or old.moved_to is not None:
            raise Impossible("Only a group can become a supergroup, and only once.")
        new_id = SUPERGROUP_BASE + chat_id
        new = self.group(new_id, old.title, supergroup=True)
        new.members = dict(old.members)
        by = self._any_admin(old)
        self.service(old, by, {"migrate_to_chat_id": new_id})
        old.moved_to = new_id
        self.service(new, by, {"migrate_from_chat_id": chat_id})
        return new_id

    def service(self, chat: Chat, by: Json, content: Json) -> int:
        """A service message, which the bot always gets while it is in the chat."""
        return self.post(chat, self.keep(chat, content, by))

    def _stands(self, chat_id: int, status: Status, by: int | None, user_id: int | None = None) -> int:
        chat = self.chat(chat_id)
        actor = self._who(by) if by is not None else self._any_admin(chat)
        return self.stand(chat, self.bot_id if user_id is None else user_id, status, actor)

    def _any_admin(self, chat: Chat) -> Json:
        """Who acts when nobody is named: the first administrator who is known, else anybody."""
        admins = [user_id for user_id in chat.members if chat.is_admin(user_id) and user_id in self.people]
        known = admins or list(self.people)
        if not known:
            raise Impossible("Nobody is there who could do that; make a person first.")
        return self.people[known[0]].user()
