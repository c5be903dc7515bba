"""Structured logs: one event name a line, ids instead of contents, and the bot's token nowhere.

Libraries log whole URLs, and a Bot API URL carries the token; so every line of every logger passes one filter that
takes out anything of a token's form, and the talkative HTTP loggers are quietened besides.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,100}")
REDACTED = "(token)"
QUIET = ("alembic", "httpx", "httpcore", "aiosqlite", "trafilatura", "htmldate", "asyncio")
"""Libraries whose lines below WARNING say nothing an operator can use."""


def configure(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send all logs to `stream` (standard error), readable on a terminal and as JSON elsewhere."""
    out = stream or sys.stderr
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=_last_steps(out)),
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of each run skipped because the one before still goes on, which is how the jobs are meant (`bot.jobs`).
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def without_token(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A step that takes tokens out of every value of a line, nested ones and tracebacks included."""
    for key, value in line.items():
        line[key] = redacted(value)
    return line


def redacted(value: Any) -> Any:
    """The value with anything of a token's form taken out."""
    match value:
        case str():
            return TOKEN.sub(REDACTED, value)
        case dict():
            return {key: redacted(one) for key, one in value.items()}
        case list() | tuple():
            return [redacted(one) for one in value]
        case int() | float() | None:
            return value
        case _:
            text = str(value)
            return TOKEN.sub(REDACTED, text) if TOKEN.search(text) else value


def _last_steps(out: TextIO) -> list[Any]:
    drawn: list[Any] = (
        [structlog.dev.ConsoleRenderer(colors=True)]
        if out.isatty()
        else [structlog.processors.JSONRenderer(default=str, sort_keys=True)]
    )
    return [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        without_token,
        *drawn,
    ]
