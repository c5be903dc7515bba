"""Groups, forums and channels: who is who, who may what, and a group that becomes a supergroup."""

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.demo.standin import Impossible, StandIn
from tests.clock import ManualClock

ANN, BEN, GROUP, FORUM, CHANNEL = 1001, 1002, -77, -1007, -1008


async def test_members_are_told_apart(standin: StandIn, bot: Bot):
    """Administrators, members, strangers, the bot itself."""
    assert (await bot.get_chat_member(GROUP, ANN)).status == "administrator"
    assert (await bot.get_chat_member(GROUP, BEN)).status == "member"
    standin.promote(GROUP, BEN)
    assert (await bot.get_chat_member(GROUP, BEN)).status == "administrator"
    standin.demote(GROUP, BEN)
    standin.person(1003, "Cy")
    assert (await bot.get_chat_member(GROUP, 1003)).status == "left"
    assert (await bot.get_chat_member(FORUM, standin.bot_id)).status == "member"
    with pytest.raises(BadRequest, match=r"(?i)participant_id_invalid"):
        await bot.get_chat_member(GROUP, 4242)


@pytest.mark.parametrize("status", ["creator", "administrator", "member", "restricted", "left", "kicked"])
async def test_every_standing_can_be_read_by_the_library(standin: StandIn, bot: Bot, status: str):
    """A ChatMember of each kind has all that its type requires."""
    standin.chats[GROUP].members[BEN] = status  # type: ignore[assignment]  # the parameter is one of them
    found = await bot.get_chat_member(GROUP, BEN)
    assert (found.status, found.api_kwargs) == (status, {})


async def test_administrators_and_counts(standin: StandIn, bot: Bot):
    """The administrators of a group; private chats have none; those who left are not counted."""
    assert [admin.user.id for admin in await bot.get_chat_administrators(GROUP)] == [ANN]
    assert await bot.get_chat_member_count(GROUP) == 3
    with pytest.raises(BadRequest, match="There are no administrators"):
        await bot.get_chat_administrators(ANN)


async def test_a_channels_members_are_for_administrators(standin: StandIn, bot: Bot):
    """Without rights there the list is closed."""
    assert (await bot.get_chat_member(CHANNEL, ANN)).status == "administrator"
    standin.demote(CHANNEL)
    with pytest.raises(BadRequest, match="Member list is inaccessible"):
        await bot.get_chat_member(CHANNEL, ANN)


async def test_chats_describe_themselves(bot: Bot):
    """Kind, title, forum."""
    assert (await bot.get_chat(ANN)).first_name == "Ann"
    assert (await bot.get_chat(FORUM)).is_forum
    assert (await bot.get_chat(CHANNEL)).type == "channel"


async def test_the_bot_leaves_groups_only(standin: StandIn, bot: Bot):
    """After leaving it is no member; private chats cannot be left."""
    assert await bot.leave_chat(GROUP)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.get_chat(GROUP)
    with pytest.raises(BadRequest):
        await bot.leave_chat(ANN)
    assert standin.updates.waiting[-1].kind == "my_chat_member"


async def test_a_group_becomes_a_supergroup(standin: StandIn, bot: Bot, clock: ManualClock):
    """Both service messages come; the old id answers with the new one; the new one works."""
    new_id = standin.migrate(GROUP)
    old, new = (update.message for update in await bot.get_updates())
    assert old is not None
    assert new is not None
    assert (old.migrate_to_chat_id, new.migrate_from_chat_id) == (new_id, GROUP)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(GROUP, "x")
    assert moved.value.new_chat_id == new_id
    clock.advance(seconds=1)
    sent = await bot.send_message(new_id, "x")
    assert sent.chat.type == "supergroup"
    with pytest.raises(Impossible):
        standin.send_text(GROUP, ANN, "still here?")


async def test_messages_of_different_chats_may_have_the_same_number(standin: StandIn, bot: Bot):
    """Supergroups and channels count for themselves; private chats and small groups share a count."""
    assert (await bot.send_message(CHANNEL, "x")).message_id == 1
    assert (await bot.send_message(ANN, "x")).message_id == 1
    assert (await bot.send_message(BEN, "x")).message_id == 2


async def test_adding_the_bot_is_told(standin: StandIn, bot: Bot):
    """my_chat_member, and a service message in a group."""
    standin.kick(GROUP)
    standin.add_bot(GROUP, ANN)
    standin.remove_bot(CHANNEL)
    standin.add_bot(CHANNEL, ANN)
    kinds = [waiting.kind for waiting in standin.updates.waiting]
    assert kinds == ["my_chat_member", "my_chat_member", "message", "my_chat_member", "my_chat_member"]


def test_somebody_must_be_there_to_act(clock: ManualClock):
    """A stand-in without people cannot throw anybody out."""
    empty = StandIn(clock)
    empty.group(-5, "Empty")
    with pytest.raises(Impossible):
        empty.kick(-5)
