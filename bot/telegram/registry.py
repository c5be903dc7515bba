"""Everything that answers people, with its audience. What has none is refused at the start: default deny."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.errors import BotError
from bot.telegram.audience import Audience
from bot.telegram.desk import Desk
from bot.telegram.language import tr
from bot.telegram.screen import Answer, Ask

Handle = Callable[[Ask, Desk], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Route:
    """A handler and who may use it."""

    name: str
    audience: Audience
    handle: Handle


@dataclass(frozen=True, slots=True)
class Registry:
    """All handlers: commands in the order of the menu, and what answers presses, words and locations.

    `audience_of` tells who may press a button with the given data. `operators` are commands for those who run the bot:
    to everybody else they do not exist, and the menu does not name them.
    """

    commands: tuple[Route, ...]
    descriptions: tuple[str, ...]
    press: Handle
    audience_of: Callable[[str], Audience]
    words: Route
    location: Route
    operators: tuple[Route, ...] = ()

    def menu(self) -> list[tuple[str, str]]:
        """Commands and descriptions for Telegram's menu, in the language that is spoken."""
        return [(route.name, tr(words)) for route, words in zip(self.commands, self.descriptions, strict=True)]

    def routes(self) -> tuple[Route, ...]:
        """Every handler that has an audience of its own."""
        return (*self.commands, self.words, self.location, *self.operators)


def registry(
    commands: Sequence[Any], buttons: Any, words: Any, location: Any, operators: Sequence[Any] = ()
) -> Registry:
    """Collect handler modules; raises BotError for one without an audience or a name taken twice."""
    routes = tuple(_route(module.COMMAND, module) for module in commands)
    private = tuple(_route(module.COMMAND, module) for module in operators)
    names = [route.name for route in (*routes, *private)]
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise BotError(f"Two handlers answer /{doubled[0]}.")
    if not callable(getattr(buttons, "audience_of", None)):
        raise BotError("The handler of buttons does not say who may press them.")
    return Registry(
        commands=routes,
        descriptions=tuple(module.DESCRIPTION for module in commands),
        press=buttons.handle,
        audience_of=buttons.audience_of,
        words=_route("words", words),
        location=_route("location", location),
        operators=private,
    )


def _route(name: str, module: Any) -> Route:
    audience = getattr(module, "AUDIENCE", None)
    if not isinstance(audience, Audience):
        raise BotError(f"The handler of {name} does not say who may use it.")
    return Route(name, audience, module.handle)
