"""Logs are structured, and the bot's token is in none of them."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import REDACTED, configure, redacted

TOKEN = "123456789:" + "Canary_-" * 5


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the logs go for one test; the root logger gets its own handlers back."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    before = structlog.get_config()
    out = io.StringIO()
    configure("DEBUG", out)
    yield out
    root.handlers, root.level = handlers, level
    structlog.configure(**before)


def test_a_line_is_one_json_object_with_its_event(stream: io.StringIO) -> None:
    """Machines read it, and every line has a time and a level."""
    structlog.get_logger().info("edition.cut", newsletter="denver", briefs=5)
    line = json.loads(stream.getvalue())
    assert line["event"] == "edition.cut"
    assert line["newsletter"] == "denver"
    assert line["level"] == "info"
    assert "timestamp" in line


def test_the_token_is_in_no_line_whoever_writes_it(stream: io.StringIO) -> None:
    """Own lines, libraries' lines, nested values, exceptions and their tracebacks."""
    log = structlog.get_logger()
    log.info("asked", url=f"http://host/bot{TOKEN}/getMe", nested={"a": [TOKEN, 1, None]}, error=ValueError(TOKEN))
    logging.getLogger("telegram").warning("bot%s answered", TOKEN)
    try:
        raise RuntimeError(f"http://host/bot{TOKEN}/sendMessage")
    except RuntimeError:
        log.exception("failed")
        logging.getLogger("aiohttp").exception("failed as well")
    written = stream.getvalue()
    assert len(written.splitlines()) == 4
    assert "Canary" not in written
    assert REDACTED in written


def test_what_has_no_token_stays_as_it_is() -> None:
    """Times and addresses look a little like tokens and are none."""
    for value in ("2026-11-24T07:00:00Z", "http://127.0.0.1:8080/page", 5, None, 2.5):
        assert redacted(value) == value
    harmless = object()
    assert redacted(harmless) is harmless


def test_talkative_libraries_are_quiet_below_a_warning(stream: io.StringIO) -> None:
    """They would log every address they ask."""
    logging.getLogger("httpx").info("HTTP Request: POST")
    logging.getLogger("httpx").warning("something odd")
    logging.getLogger("apscheduler.scheduler").warning("skipped: maximum number of running instances reached")
    assert "HTTP Request" not in stream.getvalue()
    assert "skipped" not in stream.getvalue()
    assert "something odd" in stream.getvalue()
