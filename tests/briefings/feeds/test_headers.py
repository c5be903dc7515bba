"""Headers are read leniently, and nonsense in them counts as nothing."""

from datetime import UTC, datetime

import pytest

from briefings.feeds.headers import charset, fresh_for, max_age, media_type, retry_after

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("public", None),
        ("max-age=600", 600),
        ('public, MAX-AGE = "900"', 900),
        ("s-maxage=5, max-age=60", 60),
        ("s-maxage=5", None),
        ("no-store, max-age=60", 0),
        ("no-cache", 0),
        ("max-age=-1", None),
        ("max-age=99999999999", 30 * 24 * 3600),
    ],
)
def test_max_age_is_what_a_cache_may_keep(header: str | None, seconds: int | None) -> None:
    """In seconds, at most thirty days."""
    assert max_age(header) == seconds


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("120", 120),
        (" 7 ", 7),
        ("Tue, 24 Nov 2026 12:01:30 GMT", 90),
        ("Tue, 24 Nov 2026 12:01:30 -0000", 90),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0),
        ("soon", None),
        ("Tue, 99 Nov 2026 12:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2300", None),
        ("9999999999", 30 * 24 * 3600),
    ],
)
def test_retry_after_is_a_number_or_a_date(header: str | None, seconds: int | None) -> None:
    """A date in the past means now."""
    assert retry_after(header, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": "max-age=600", "Age": "250"}, 350),
        ({"Cache-Control": "max-age=600", "Age": "9999"}, 0),
        ({"Cache-Control": "max-age=600", "Age": "old"}, 600),
        ({"Cache-Control": "max-age=600", "Expires": "0"}, 600),
        ({"Expires": "Tue, 24 Nov 2026 13:00:00 GMT", "Date": "Tue, 24 Nov 2026 12:30:00 GMT"}, 1800),
        ({"Expires": "Tue, 24 Nov 2026 12:00:00 GMT", "Date": "Tue, 24 Nov 2026 12:30:00 GMT"}, 0),
        ({"Expires": "Tue, 24 Nov 2026 12:00:00 GMT"}, 0),
        ({"Expires": "0", "Date": "Tue, 24 Nov 2026 12:30:00 GMT"}, 0),
    ],
)
def test_what_is_fresh_is_told_by_either_header(headers: dict[str, str], seconds: int | None) -> None:
    """By the server's own clock, less the time that it lay in somebody's cache; Cache-Control goes first."""
    assert fresh_for(headers) == seconds


def test_the_content_type_names_a_medium_and_a_character_set() -> None:
    """Both in lower case, either missing."""
    assert media_type("Text/HTML; charset=UTF-8") == "text/html"
    assert media_type(None) == ""
    assert charset("Text/HTML; Charset='ISO-8859-1'") == "iso-8859-1"
    assert charset("text/html") is None
    assert charset(None) is None
