"""The bot object of python-telegram-bot, with its token kept out of sight and a way to raw answers."""

import logging
from typing import Any

from telegram import Bot
from telegram.request import BaseRequest

LOUD = ("telegram.Bot", "telegram.ext.ExtBot", "telegram.ext.Application")
"""Loggers of the library that write the address with the token, or whole messages, below WARNING."""


class TelegramBot(Bot):
    """A Bot against the server at `api` (`http://host:port`, without `/bot`)."""

    def __init__(self, token: str, api: str, request: BaseRequest) -> None:
        for name in LOUD:
            logging.getLogger(name).setLevel(logging.WARNING)
        server = api.rstrip("/")
        super().__init__(
            token,
            base_url=f"{server}/bot",
            base_file_url=f"{server}/file/bot",
            request=request,
            get_updates_request=request,
        )

    def __repr__(self) -> str:
        """Without the token, which the library would show."""
        return "TelegramBot[token hidden]"

    def address(self, method: str) -> str:
        """Where `method` is called. It holds the token: for requests only, never for a log or an exception."""
        return f"{self.base_url}/{method}"

    async def raw(self, method: str, parameters: dict[str, Any], *, answer_within: float | None = None) -> Any:
        """Call `method` and return its result as parsed JSON; parameters that are None are left out.

        A message is not built into the library's objects: only its id is of use, and an object that cannot be built
        from an answer would make a sent message look lost. `answer_within` is in seconds.
        """
        if answer_within is None:
            return await self._post(method, parameters)
        return await self._post(method, parameters, read_timeout=answer_within)
