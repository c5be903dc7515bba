"""Every bad feed of our own gives what it holds, or one sentence; none is lost in silence."""

from datetime import UTC, datetime

import pytest

from briefings.feeds.parse import parse
from briefings.feeds.readings import ParseFailed
from briefings.model import Entry
from tests.briefings.feeds.bad_feeds import BAD_FEEDS, URL, BadFeed, Got

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def _got(entry: Entry) -> Got:
    day = entry.published
    assert day is None or day == datetime(2026, 11, day.day, 7, 0, tzinfo=UTC)
    return Got(entry.title, entry.link, day.day if day else None, entry.text)


@pytest.mark.parametrize("bad", BAD_FEEDS, ids=lambda bad: bad.why.replace(" ", "-"))
def test_a_bad_feed_gives_what_is_in_it(bad: BadFeed) -> None:
    """All its entries with title, link, date and text, or the reason why there are none."""
    found = parse(bad.body, bad.content_type, url=URL, now=NOW)
    if isinstance(bad.gives, str):
        assert found == ParseFailed(bad.gives)
    else:
        assert not isinstance(found, ParseFailed), found.reason
        assert tuple(map(_got, found.entries)) == bad.gives
