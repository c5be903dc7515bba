"""What handlers say, as Telegram's own parser reads it."""

from bot.telegram.handlers import COMMANDS
from bot.telegram.text import html, length


async def test_every_screen_passes_telegrams_parser(settled, telegram_parser):
    """Hostile echoes included; lengths are counted as Telegram counts them."""
    hostile = "<b>&amp;</i> <a href='x'>\u202e\u0000"
    for line in [
        *(f"/{one.COMMAND}" for one in COMMANDS),
        *(f"/{one.COMMAND} {hostile}" for one in COMMANDS),
        "/start",
        "/timezone Portland",
        hostile,
        "/" + hostile,
        "x" * 300,
    ]:
        await settled.say(line)
    for screen in settled.messages:
        parsed = telegram_parser(html(screen.text))
        assert len(parsed["text"]) <= length(screen.text)
        assert "<b>" not in parsed["text"] or "&" in parsed["text"]
