"""What goes over the pipes between us and the process that writes: a story there, a brief back. Pure."""

from datetime import datetime
from typing import Any

import orjson

from briefings.model import Article, Brief, Story
from briefings.store.codec import brief_from_json, brief_to_json


class NotWrittenError(Exception):
    """The writer failed at a story; the message is the name of its error."""


def pack_story(story: Story) -> bytes:
    """A story as JSON."""
    return orjson.dumps(story)


def unpack_story(payload: bytes) -> Story:
    """The story that `pack_story` packed."""
    value = orjson.loads(payload)
    return Story(value["id"], tuple(_article(article) for article in value["articles"]))


def pack_brief(brief: Brief | Exception) -> bytes:
    """A brief as JSON, or that there is none."""
    if isinstance(brief, Exception):
        return orjson.dumps({"error": type(brief).__name__})
    return orjson.dumps({"brief": brief_to_json(brief)})


def unpack_brief(payload: bytes) -> Brief:
    """The brief that `pack_brief` packed; raises NotWrittenError where it was an error."""
    value = orjson.loads(payload)
    if "error" in value:
        raise NotWrittenError(value["error"])
    return brief_from_json(value["brief"])


def _article(fields: dict[str, Any]) -> Article:
    moments = {name: datetime.fromisoformat(fields[name]) for name in ("published", "first_seen")}
    return Article(**{**fields, **moments, "paragraphs": tuple(fields["paragraphs"])})
