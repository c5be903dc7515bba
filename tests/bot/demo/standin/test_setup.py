"""What the bot says about itself: commands, descriptions."""

import pytest
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest

from bot.demo.standin import StandIn


async def test_commands_are_kept_by_scope_and_language(bot: Bot):
    """Each scope and language has its own list; deleting empties one."""
    await bot.set_my_commands([BotCommand("start", "Begin")])
    await bot.set_my_commands([BotCommand("now", "News")], scope=BotCommandScopeChat(1001), language_code="de")
    assert [command.command for command in await bot.get_my_commands()] == ["start"]
    assert [command.command for command in await bot.get_my_commands(BotCommandScopeChat(1001), "de")] == ["now"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([("Start", "x")], "bot_command_invalid"),
        ([("x" * 33, "x")], "bot_command_invalid"),
        ([("start", " ")], "bot_command_description_invalid"),
        ([("start", "x" * 257)], "bot_command_description_invalid"),
        ([("start", "x")] * 101, "bot_commands_too_much"),
    ],
)
async def test_wrong_commands_are_refused(bot: Bot, commands: list[tuple[str, str]], words: str):
    """Names, descriptions and their number have limits."""
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.set_my_commands(commands)


async def test_a_webhook_may_choose_kinds_of_updates(standin: StandIn, bot: Bot):
    """allowed_updates of setWebhook are remembered like those of getUpdates."""
    await bot.set_webhook("https://example.com/hook", allowed_updates=["callback_query"])
    await bot.delete_webhook()
    assert standin.send_text(1001, 1001, "x") == 0


async def test_descriptions_are_kept(bot: Bot):
    """Both, up to their lengths."""
    await bot.set_my_description("Long")
    await bot.set_my_short_description("Short")
    assert (await bot.get_my_description()).description == "Long"
    assert (await bot.get_my_short_description()).short_description == "Short"
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_description("x" * 513)
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("x" * 121)
