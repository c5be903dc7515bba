"""One command a file: its name, its description, who may use it, what it does.

`COMMANDS` are in the order of the menu. Beside them stand what answers buttons, bare words and locations.
"""

from typing import Protocol

from bot.telegram.audience import Audience
from bot.telegram.desk import Desk
from bot.telegram.handlers import (
    admin,
    catchup,
    channel,
    days,
    follow,
    forget,
    help,  # noqa: A004 - the command's own name
    language,
    length,
    mute,
    mydata,
    newsletters,
    pause,
    quiet,
    resume,
    search,
    settings,
    start,
    status,
    stop,
    subscribe,
    times,
    timezone,
    today,
    unsubscribe,
)
from bot.telegram.screen import Answer, Ask


class Command(Protocol):
    """What a command's module offers."""

    @property
    def COMMAND(self) -> str: ...  # noqa: N802 - a module's constant
    @property
    def DESCRIPTION(self) -> str: ...  # noqa: N802 - a module's constant
    @property
    def AUDIENCE(self) -> Audience: ...  # noqa: N802 - a module's constant
    async def handle(self, ask: Ask, desk: Desk) -> Answer: ...


COMMANDS: tuple[Command, ...] = (
    start,
    subscribe,
    unsubscribe,
    newsletters,
    today,
    catchup,
    search,
    times,
    timezone,
    days,
    quiet,
    length,
    mute,
    follow,
    pause,
    resume,
    stop,
    status,
    settings,
    channel,
    language,
    mydata,
    forget,
    help,
)
"""In the order of Telegram's menu."""

OPERATORS: tuple[Command, ...] = (admin,)
"""For operators in their private chats; no menu and no /help names them."""
