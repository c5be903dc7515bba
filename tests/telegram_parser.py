"""Telegram's own parser of HTML messages (tdjson), as an oracle."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Parse = Callable[[str], dict[str, Any]]


def telegram_parser() -> Parse:
    """Parses HTML as Telegram's servers do; gives {"text", "entities"} or fails the test with Telegram's words."""
    tdjson = pytest.importorskip("tdjson", reason="Telegram's own parser (tdjson) is not installed")
    tdjson.td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 1}).encode())

    def parse(text: str) -> dict[str, Any]:
        query = {"@type": "parseTextEntities", "text": text, "parse_mode": {"@type": "textParseModeHTML"}}
        answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(query).encode()))
        assert answer["@type"] == "formattedText", answer
        return answer

    return parse
