"""Turns what is said in a private chat about a channel into an errand of that channel."""

from dataclasses import replace
from typing import Protocol

from bot.readers.model import Address, ChatKind
from bot.telegram.aim import Channel, about, aim, aimed, named
from bot.telegram.audience import Audience
from bot.telegram.callbacks import Verb, pack
from bot.telegram.desk import Desk
from bot.telegram.errand import Errand
from bot.telegram.handlers import channel as channel_command
from bot.telegram.language import blocks, later, tr
from bot.telegram.registry import Handle, Registry, Route
from bot.telegram.screen import Answer, Ask, Button, Say, Screen, Toast
from bot.telegram.text import Bold, Code


class Chats(Protocol):
    """Knows channels (`bot.telegram.gateway`)."""

    async def channel(self, name: int | str) -> Channel | None: ...


class Managing:
    """Looks for an aim in what people say, and for the channel that is meant. Whether they may is asked later."""

    def __init__(self, chats: Chats, registry: Registry) -> None:
        self._chats = chats
        self._registry = registry

    async def of_press(self, errand: Errand) -> Errand:
        """The errand of the channel that the pressed button is aimed at; else the errand as it is."""
        found = aim(errand.ask.pressed or "")
        if found is None or errand.ask.kind is not ChatKind.PRIVATE:
            return errand
        chat_id, data = found
        channel = await self._chats.channel(chat_id)
        if channel is None:
            return replace(errand, handle=_unseen(later("that channel")), audience=Audience.EVERYONE)
        return _aimed_errand(errand, replace(errand.ask, pressed=data), channel, errand.handle)

    async def of_command(self, errand: Errand) -> Errand:
        """The errand of the channel that /channel names, with the command that follows; else the errand as it is."""
        word, _, rest = errand.ask.words.partition(" ")
        name = named(word)
        if name is None or errand.ask.kind is not ChatKind.PRIVATE:
            return errand
        channel = await self._chats.channel(name)
        if channel is None:
            return replace(errand, handle=_unseen(word[:64]))
        route, words = self._route(rest.strip())
        return _aimed_errand(errand, replace(errand.ask, words=words), channel, route.handle)

    def _route(self, words: str) -> tuple[Route, str]:
        """The command that these words begin with and what follows it; without words the settings."""
        first, _, rest = words.partition(" ")
        first = first.removeprefix("/").lower() or "settings"
        for route in self._registry.commands:
            if route.name == first != channel_command.COMMAND:
                return route, rest.strip()
        return self._registry.words, words


def welcome(channel: Channel) -> Screen:
    """For somebody who made the bot an admin of a channel."""
    text = blocks(
        "I can post in {channel} now. What should come there, and when?\nLater, {command} opens this again.",
        channel=Bold(channel.title[:200]),
        command=Code(f"/channel {channel.handle}"),
    )
    data = aimed(pack(Verb.SETTINGS), channel.id)
    return Screen(text, ((Button(tr("Set it up"), data),),))


def _aimed_errand(errand: Errand, ask: Ask, channel: Channel, handle: Handle) -> Errand:
    """Whatever it asks, only who runs the channel may: its settings are nobody else's to see, either."""

    async def of_channel(ask: Ask, desk: Desk) -> Answer:
        return about(await handle(ask, desk), channel)

    theirs = replace(ask, address=Address(channel.id), kind=ChatKind.CHANNEL, speaker=ask.address)
    return replace(errand, ask=theirs, handle=of_channel, audience=Audience.ADMINS, channel=channel)


def _unseen(name: str) -> Handle:
    async def handle(ask: Ask, _desk: Desk) -> Answer:
        words = tr("I cannot see {name}. Make me an admin there first, with the right to post.", name=tr(name))
        return Answer((Toast(words),) if ask.pressed is not None else (Say(Screen((words,))),))

    return handle
