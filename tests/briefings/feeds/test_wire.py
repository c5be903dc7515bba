"""Jobs and answers survive the way through the pipes."""

from datetime import UTC, datetime

import orjson
import pytest

from briefings.child import PREFIX, frame
from briefings.feeds.readings import Page, ParseFailed
from briefings.feeds.wire import Job, Overrun, Result, pack_job, pack_result, unpack_job, unpack_result
from briefings.model import Entry, Feed

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_a_job_arrives_as_it_was_sent() -> None:
    """The document goes as it is, in a frame of its own."""
    job = Job("parse", b"\x00\xff<rss/>", NOW, "https://news.example/", "text/xml", 200)
    packed = pack_job(job)
    length = int.from_bytes(packed[:PREFIX], "big")
    head, body = packed[PREFIX : PREFIX + length], packed[2 * PREFIX + length :]
    assert unpack_job(head, body) == job


@pytest.mark.parametrize(
    "result",
    [
        None,
        ParseFailed("No feed."),
        Overrun("Too slow."),
        Feed(
            "rss",
            "Post",
            (Entry("1", "a", None, NOW, None, "é", complete=True), Entry("2", "", "x", None, "y", "", complete=False)),
        ),
        Page("T", NOW, None, None, "City", None, ("One.", "- Two")),
        Page(None, None, None, None, None, None, ("One.",)),
    ],
)
def test_an_answer_arrives_as_it_was_sent(result: Result) -> None:
    """Of every kind."""
    assert unpack_result(pack_result(result)[PREFIX:]) == result


def test_an_answer_of_an_unknown_kind_is_refused() -> None:
    """Whatever took the child over, we do not build it."""
    with pytest.raises(ValueError, match="unknown kind"):
        unpack_result(orjson.dumps({"kind": "surprise", "value": 1}))


def test_a_frame_begins_with_its_length() -> None:
    """Four bytes, most significant first."""
    assert frame(b"abc") == b"\x00\x00\x00\x03abc"
