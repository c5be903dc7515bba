"""What goes over the pipes between us and the child process: length-prefixed frames, jobs and answers.

A job is two frames: its kind and
parameters as JSON, then the document as it came. An answer is one frame of JSON: nothing the child says is executed.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

import orjson

from briefings.child import PREFIX, frame
from briefings.feeds.readings import Page, ParseFailed
from briefings.model import Entry, Feed


@dataclass(frozen=True, slots=True)
class Job:
    """A document to parse as a feed, or to extract an article from; `now` judges its dates."""

    kind: Literal["parse", "extract"]
    body: bytes
    now: datetime
    url: str | None = None
    content_type: str | None = None
    newest: int | None = None


@dataclass(frozen=True, slots=True)
class Overrun:
    """The job broke a limit inside the child; `reason` is one sentence."""

    reason: str


Result = Feed | ParseFailed | Page | Overrun | None
_NAMES: dict[type[Any], str] = {Feed: "feed", ParseFailed: "failed", Page: "page", Overrun: "overrun"}


def pack_job(job: Job) -> bytes:
    """The two frames of a job."""
    head = {key: value for key, value in asdict(job).items() if key != "body"}
    # In one go: of the document, which may have ten megabytes, no copy is made on the way.
    return b"".join((frame(orjson.dumps(head)), len(job.body).to_bytes(PREFIX, "big"), job.body))


def unpack_job(head: bytes, body: bytes) -> Job:
    """The job that two frames hold."""
    fields = orjson.loads(head)
    return Job(**{**fields, "now": datetime.fromisoformat(fields["now"]), "body": body})


def pack_result(result: Result) -> bytes:
    """The frame of an answer."""
    name = None if result is None else _NAMES[type(result)]
    return frame(orjson.dumps({"kind": name, "value": result}))


def unpack_result(payload: bytes) -> Result:
    """The answer that a frame holds; raises ValueError for one that is none of ours."""
    answer = orjson.loads(payload)
    kind, value = answer["kind"], answer["value"]
    if kind is None:
        return None
    if kind == "feed":
        return Feed(value["format"], value["title"], tuple(_entry(entry) for entry in value["entries"]))
    if kind == "page":
        paragraphs = tuple(value["paragraphs"])
        return Page(**{**value, "published": _moment(value["published"]), "paragraphs": paragraphs})
    if kind == "failed":
        return ParseFailed(**value)
    if kind == "overrun":
        return Overrun(**value)
    raise ValueError(f"the child answered with an unknown kind, {kind!r}")


def _entry(fields: dict[str, Any]) -> Entry:
    return Entry(**{**fields, "published": _moment(fields["published"])})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
