"""The one base exception of `bot`. Expected failures (a blocked reader, a flood wait) are values, not exceptions."""


class BotError(Exception):
    """Something in `bot` that a caller must hear about; the message is one sentence for a person."""


class SettingsError(BotError):
    """The settings are not usable; the message names every mistake at once."""


class TokenError(BotError):
    """Telegram does not know the bot's token: nothing can be sent or received."""


class SecondPollerError(BotError):
    """Another process polls Telegram with the same token, or a webhook is set."""


class UnreachableError(BotError):
    """The Bot API server cannot be asked at all, or does not answer like one."""
