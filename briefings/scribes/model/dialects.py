"""Two wire forms of asking a model, and three ways to ask for JSON in the first of them. Pure.

OpenAI's chat completions, which Ollama, vLLM and llama.cpp speak too, and Anthropic's messages. A server that does not
know a way of asking for JSON answers 400, 422 or 500; then the next one is asked, down to plain words.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any
from urllib.parse import urlsplit

MOST_TOKENS = 900
"""Of an answer: a brief has some three hundred."""
ANTHROPIC_VERSION = "2023-06-01"
NAME = "brief"


class Rung(IntEnum):
    """How JSON is asked for, the strictest first."""

    SCHEMA = 0
    OBJECT = 1
    WORDS = 2


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers: a base address ending in /v1 or so, the model's name there, and a key if it wants one."""

    url: str
    model: str
    key: str | None = None

    @property
    def speaks_messages(self) -> bool:
        """Whether it is Anthropic's form: an address of theirs, or one that ends in /messages."""
        address = urlsplit(self.url)
        return address.path.endswith("/messages") or (address.hostname or "").endswith("anthropic.com")

    @property
    def address(self) -> str:
        """Where the question is posted to."""
        base = self.url.rstrip("/")
        if self.speaks_messages:
            return base if base.endswith("/messages") else f"{base.removesuffix('/v1')}/v1/messages"
        return base if base.endswith("/chat/completions") else f"{base}/chat/completions"

    @property
    def first_rung(self) -> Rung:
        """The strictest way that the form has."""
        return Rung.WORDS if self.speaks_messages else Rung.SCHEMA


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered, and the tokens that it cost."""

    text: str
    tokens_in: int
    tokens_out: int
    cut: bool = False


Turn = tuple[str, str]
"""Who speaks (user, assistant) and what."""


def headers(endpoint: Endpoint) -> dict[str, str]:
    """The headers of a question; the key is nowhere else."""
    if endpoint.speaks_messages:
        key = {"x-api-key": endpoint.key} if endpoint.key else {}
        return {"content-type": "application/json", "anthropic-version": ANTHROPIC_VERSION} | key
    return {"content-type": "application/json"} | ({"authorization": f"Bearer {endpoint.key}"} if endpoint.key else {})


def body(endpoint: Endpoint, rung: Rung, system: str, turns: list[Turn], schema: dict[str, Any]) -> dict[str, Any]:
    """The question in the endpoint's form. On the last rung the schema stands in the words."""
    told = system if rung is not Rung.WORDS else f"{system} Answer with one JSON object of this schema: {schema}"
    said = [{"role": role, "content": words} for role, words in turns]
    if endpoint.speaks_messages:
        return {"model": endpoint.model, "max_tokens": MOST_TOKENS, "temperature": 0, "system": told, "messages": said}
    asked: dict[str, Any] = {
        "model": endpoint.model,
        "max_tokens": MOST_TOKENS,
        "temperature": 0,
        "messages": [{"role": "system", "content": told}, *said],
    }
    match rung:
        case Rung.SCHEMA:
            form = {"name": NAME, "strict": True, "schema": schema}
            asked["response_format"] = {"type": "json_schema", "json_schema": form}
        case Rung.OBJECT:
            asked["response_format"] = {"type": "json_object", "schema": schema}
    return asked


def answer(endpoint: Endpoint, said: Any) -> Said | None:
    """What a 200 said; None where it is none of the form."""
    try:
        if endpoint.speaks_messages:
            text = "".join(part["text"] for part in said["content"] if part.get("type") == "text")
            usage, cut = said.get("usage") or {}, said.get("stop_reason") == "max_tokens"
            return Said(text, int(usage.get("input_tokens", 0)), int(usage.get("output_tokens", 0)), cut)
        choice = said["choices"][0]
        usage = said.get("usage") or {}
        tokens = int(usage.get("prompt_tokens", 0)), int(usage.get("completion_tokens", 0))
        return Said(str(choice["message"]["content"] or ""), *tokens, choice.get("finish_reason") == "length")
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return None
