"""Every handler says who may use it; one that does not never gets to answer anybody."""

from types import SimpleNamespace
from typing import Any

import pytest

from bot.errors import BotError
from bot.telegram import handlers
from bot.telegram.audience import Audience
from bot.telegram.callbacks import Verb
from bot.telegram.handlers import buttons, location, words
from bot.telegram.registry import registry


async def nothing(_ask, _desk):
    return None


def module(name="start", **more: Any):
    return SimpleNamespace(COMMAND=name, DESCRIPTION="Words", handle=nothing, **({"AUDIENCE": Audience.ADMINS} | more))


PRESSES = SimpleNamespace(handle=nothing, audience_of=lambda _data: Audience.ADMINS)


def test_every_registered_handler_declares_its_audience():
    """All commands, bare words, locations, and every verb of a button."""
    real = registry(handlers.COMMANDS, buttons, words, location)
    assert len(real.routes()) == len(handlers.COMMANDS) + 2
    assert all(isinstance(route.audience, Audience) for route in real.routes())
    assert all(isinstance(real.audience_of(f"1:{verb}"), Audience) for verb in Verb)


def test_commands_and_descriptions_suit_telegrams_menu():
    """At most 100 commands of 1 to 32 small letters, digits and underscores, described in at most 256 characters."""
    menu = registry(handlers.COMMANDS, buttons, words, location).menu()
    assert 0 < len(menu) <= 100
    for name, description in menu:
        assert 1 <= len(name) <= 32
        assert name.replace("_", "a").isalnum()
        assert name == name.lower()
        assert 1 <= len(description) <= 256


@pytest.mark.parametrize("audience", [None, "admins"])
def test_a_handler_without_an_audience_is_refused(audience):
    """Default deny begins at the start of the program."""
    with pytest.raises(BotError, match="does not say who may use it"):
        registry([module(AUDIENCE=audience)], PRESSES, module(), module())
    with pytest.raises(BotError, match="words does not say"):
        registry([module()], PRESSES, module(AUDIENCE=audience), module())


def test_buttons_without_an_audience_and_doubled_names_are_refused():
    """Each in a sentence that names the trouble."""
    with pytest.raises(BotError, match="buttons"):
        registry([module()], module(), module(), module())
    with pytest.raises(BotError, match="/start"):
        registry([module(), module()], PRESSES, module(), module())
