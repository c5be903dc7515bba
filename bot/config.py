"""The settings: one frozen object from the environment, all mistakes reported at once, secrets never shown.

Nothing else in the program reads the environment.
"""

import re
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError
from briefings.scribes.model.dialects import Endpoint
from briefings.scribes.model.purse import Tariff

PREFIX = "DAYBRIEF_"
MOST_PER_SECOND = 30
"""What the Bot API allows a broadcast that is not paid for."""
MOST_PAID_PER_SECOND = 1000
TOKEN_FORM = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{20,100}")


class Settings(BaseSettings):
    """What an operator decides. Every field is read from `DAYBRIEF_` and its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    telegram_token: SecretStr | None = Field(default=None, description="the bot's token from BotFather")
    telegram_token_file: Path | None = Field(default=None, description="a file that holds the token instead")
    telegram_api: str = Field(default="https://api.telegram.org", description="a Bot API server, without /bot")
    database: str = Field(default="sqlite:///daybrief.db", description="where everything is kept")
    catalogue: Path | None = Field(
        default=None, description="a list of newsletters instead of the one that comes along"
    )
    admins: Annotated[tuple[int, ...], NoDecode] = Field(default=(), description="Telegram ids of operators, by commas")
    error_chat: int | None = Field(
        default=None,
        description="a chat (a group's or a channel's id, too) that hears of trouble instead of each admin",
    )
    messages_per_second: int = Field(default=28, description="the pace of the broadcast, 30 at most")
    allow_paid_broadcast: bool = Field(default=False, description="pay Stars to send faster when many wait")
    paid_messages_per_second: int = Field(default=1000, description="the pace of a paid broadcast, 31 to 1000")
    paid_stars_a_day: int = Field(
        default=0, validate_default=True, description="the most Stars to spend in a UTC day; one sends ten messages"
    )
    allow_loopback: bool = Field(default=False, description="sources on this machine, for the demo and tests")
    model_url: str = Field(default="", description="a language model's server, such as http://127.0.0.1:8080/v1")
    model_name: str = Field(default="", description="the model's name there")
    model_key: SecretStr | None = Field(default=None, description="the key that the server wants")
    model_key_file: Path | None = Field(default=None, description="a file that holds the key instead")
    model_calls_a_day: int = Field(
        default=0, ge=0, description="the most questions to the model in a UTC day; 0 for any"
    )
    model_dollars_a_day: float = Field(default=0, ge=0, description="the most it may cost in a UTC day; 0 for any")
    model_dollars_in: float = Field(default=0, ge=0, description="what a million tokens cost that it reads, in dollars")
    model_dollars_out: float = Field(default=0, ge=0, description="what a million tokens cost that it writes")
    contact: str = Field(default="", description="an address for publishers, told to them with every request")
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="how much is logged")

    @field_validator("admins", mode="before")
    @classmethod
    def _split_by_commas(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        words = [word.strip() for word in value.split(",") if word.strip()]
        if wrong := [word for word in words if not word.isdecimal()]:
            raise ValueError(f"{wrong[0]!r} is not a Telegram id; 123456,234567 would do")
        return tuple(int(word) for word in words)

    @field_validator("error_chat", mode="before")
    @classmethod
    def _is_a_chat(cls, value: Any) -> Any:
        if isinstance(value, str) and not re.fullmatch(r"-?[1-9][0-9]{0,17}", value.strip()):
            raise ValueError(f"{value!r} is not the id of a chat; 123456 or -1001234567890 would do")
        return value

    @field_validator("telegram_api")
    @classmethod
    def _is_a_server(cls, value: str) -> str:
        address = urlsplit(value)
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise ValueError("a Bot API server looks like http://127.0.0.1:8081")
        return value.rstrip("/")

    @field_validator("messages_per_second")
    @classmethod
    def _is_a_pace(cls, value: int) -> int:
        if not 1 <= value <= MOST_PER_SECOND:
            raise ValueError(
                f"Telegram takes {MOST_PER_SECOND} messages a second from a bot and then silences it; "
                f"set 1 to {MOST_PER_SECOND}, 28 leaves a little room"
            )
        return value

    @field_validator("paid_messages_per_second")
    @classmethod
    def _is_a_paid_pace(cls, value: int) -> int:
        if not MOST_PER_SECOND < value <= MOST_PAID_PER_SECOND:
            raise ValueError(
                f"{MOST_PER_SECOND} messages a second are free and {MOST_PAID_PER_SECOND} the most to be paid for; "
                f"set {MOST_PER_SECOND + 1} to {MOST_PAID_PER_SECOND}"
            )
        return value

    @field_validator("paid_stars_a_day")
    @classmethod
    def _is_a_cap(cls, value: int, info: ValidationInfo) -> int:
        if value < 0:
            raise ValueError("Stars that may be spent in a day are none or some; set 0 or more")
        if value == 0 and info.data.get("allow_paid_broadcast"):
            raise ValueError(
                "a paid broadcast needs to know where to stop; set at least 1 (10 messages cost 1 Star), "
                f"or leave {PREFIX}ALLOW_PAID_BROADCAST out"
            )
        return value

    @field_validator("model_url")
    @classmethod
    def _is_a_model_s_server(cls, value: str) -> str:
        address = urlsplit(value)
        if value and (address.scheme not in {"http", "https"} or not address.hostname):
            raise ValueError("a model's server looks like http://127.0.0.1:8080/v1")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _has_a_whole_model(self) -> Self:
        if bool(self.model_url) != bool(self.model_name):
            raise ValueError(f"a model needs both {PREFIX}MODEL_URL and {PREFIX}MODEL_NAME")
        if self.model_key and self.model_key_file:
            raise ValueError("set the model's key or the key file, not both")
        if self.model_dollars_a_day and not (self.model_dollars_in or self.model_dollars_out):
            raise ValueError(f"a limit in dollars needs {PREFIX}MODEL_DOLLARS_IN and {PREFIX}MODEL_DOLLARS_OUT")
        return self

    @model_validator(mode="after")
    def _has_one_token(self) -> Self:
        if self.telegram_token and self.telegram_token_file:
            raise ValueError("set the token or the token file, not both")
        return self

    def token(self) -> str:
        """The bot's token in the clear; raises SettingsError where there is none or it has not a token's form."""
        secret = self._secret()
        if secret is None:
            raise SettingsError(f"Set {PREFIX}TELEGRAM_TOKEN to the token that BotFather gave you.")
        if not _has_token_form(secret):
            raise SettingsError(
                f"{PREFIX}TELEGRAM_TOKEN has not the form of a token; 123456:ABC-DEF is one, but longer."
            )
        return secret

    def model(self) -> Endpoint | None:
        """Where a model drafts briefs; None where none does. Raises SettingsError for a key that cannot be read."""
        if not self.model_url:
            return None
        return Endpoint(self.model_url, self.model_name, _kept(self.model_key, self.model_key_file, "key"))

    def tariff(self) -> Tariff:
        """What a model costs, and may cost in a day."""
        return Tariff(self.model_dollars_in, self.model_dollars_out, self.model_dollars_a_day, self.model_calls_a_day)

    def _secret(self) -> str | None:
        return _kept(self.telegram_token, self.telegram_token_file, "token")


def _kept(secret: SecretStr | None, file: Path | None, what: str) -> str | None:
    """A secret from the environment, else from its file."""
    if secret is not None:
        return secret.get_secret_value().strip()
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The {what} file cannot be read: {error}.") from error


def load(**overrides: Any) -> Settings:
    """The settings of the environment, `overrides` going before it; raises SettingsError with every mistake."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        lines = [_mistake(one["loc"], one["msg"]) for one in error.errors()]
        raise SettingsError("The settings have mistakes:\n" + "\n".join(lines)) from None


def shown(settings: Settings) -> list[tuple[str, str, str]]:
    """Every setting as (name in the environment, value without secrets, what it is)."""
    return [
        (PREFIX + name.upper(), _shown(getattr(settings, name)), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def _shown(value: Any) -> str:
    match value:
        case SecretStr():
            return "(set)"
        case None | () | "":
            return "(not set)"
        case tuple():
            return ",".join(str(one) for one in value)
        case str() if "@" in value and "://" in value:
            scheme, _, rest = value.partition("://")
            return f"{scheme}://***@{rest.rpartition('@')[2]}"
        case _:
            return str(value)


def _mistake(location: tuple[int | str, ...], message: str) -> str:
    name = PREFIX + str(location[0]).upper() if location else PREFIX + "TELEGRAM_TOKEN"
    return f"  {name}: {message.removeprefix('Value error, ')}"


def _has_token_form(secret: str) -> bool:
    return TOKEN_FORM.fullmatch(secret) is not None
