"""Dates in the forms that publishers use; what cannot be meant is None."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.feeds.dates import believable, instant

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("Mon, 06 Jan 2025 07:08:09 GMT", "2025-01-06T07:08:09"),
        ("Mon, 06 Jan 2025 07:08:09 +0200", "2025-01-06T05:08:09"),
        ("Mon, 06 Jan 2025 07:08:09 -05:30", "2025-01-06T12:38:09"),
        ("Mon, 06 Jan 2025 07:08:09 EST", "2025-01-06T12:08:09"),
        ("Mon, 06 Jan 2025 07:08:09 (PDT)", "2025-01-06T14:08:09"),
        ("Mon, 06 Jan 2025 07:08:09 XYZ", "2025-01-06T07:08:09"),
        ("Mon, 06 Jan 2025 07:08:09 +99:00", "2025-01-06T07:08:09"),
        ("6 Jan 25 07:08", "2025-01-06T07:08:00"),
        ("6 Jan 97 07:08", "1997-01-06T07:08:00"),
        ("Mon,06 Jan 2025 07:08:09 Z", "2025-01-06T07:08:09"),
        ("06-Jan-2025 07:08", "2025-01-06T07:08:00"),
        ("Mon Jan  6 07:08:09 2025", "2025-01-06T07:08:09"),
        ("Jan 6, 2025 7:08 am", "2025-01-06T07:08:00"),
        ("Jan 6, 2025 12:08 a.m.", "2025-01-06T00:08:00"),
        ("Jan 6, 2025 7:08 PM EST", "2025-01-07T00:08:00"),
        ("Monday, January 6, 2025 - 07:08", "2025-01-06T07:08:00"),
        ("Sept 6, 2025", "2025-09-06T00:00:00"),
        ("September 6th, 2025", "2025-09-06T00:00:00"),
        ("01/06/2025 07:08 AM", "2025-01-06T07:08:00"),
        ("13/01/2025 07:08", "2025-01-13T07:08:00"),
        ("06.01.2025 07:08", "2025-01-06T07:08:00"),
        ("2025年1月6日 07:08", "2025-01-06T07:08:00"),
        ("2025/01/06 07:08:09", "2025-01-06T07:08:09"),
        ("2025-01-06", "2025-01-06T00:00:00"),
        ("2025-1-6 7:08", "2025-01-06T07:08:00"),
        ("2025-01-06T07:08:09Z", "2025-01-06T07:08:09"),
        ("2025-01-06T07:08:09.123456789+01:00", "2025-01-06T06:08:09.123456"),
        ("2025-01-06 07:08:09 +0100", "2025-01-06T06:08:09"),
        ("2025-01-06 07:08:09 UTC", "2025-01-06T07:08:09"),
        ("20250106T070809Z", "2025-01-06T07:08:09"),
        ("20250106", "2025-01-06T00:00:00"),
        ("2025-W02-1", "2025-01-06T00:00:00"),
        ("2025-01-06T24:00:00Z", "2025-01-07T00:00:00"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00"),
        ("Mon, 06 Jan 2025 24:00:00 GMT", "2025-01-07T00:00:00"),
        ("1736147289", "2025-01-06T07:08:09"),
        ("1736147289000", "2025-01-06T07:08:09"),
        ("6 janvier 2025 07:08", "2025-01-06T07:08:00"),
        ("6. März 2025", "2025-03-06T00:00:00"),
        ("6 de enero de 2025", "2025-01-06T00:00:00"),
        ("lun, 06 dic 2025 07:08:09 +0000", "2025-12-06T07:08:09"),
        ("06 août 2025", "2025-08-06T00:00:00"),
        ("lun, 06 gen 2025 07:08:09 +0100", "2025-01-06T06:08:09"),
        ("6 maart 2025", "2025-03-06T00:00:00"),
        ("6 paź 2025", "2025-10-06T00:00:00"),
        ("6 мая 2025", "2025-05-06T00:00:00"),
        ("Updated 7:08 p.m. Jan. 6, 2025", "2025-01-06T19:08:00"),
    ],
)
def test_a_date_is_read_in_any_form_that_publishers_use(raw: str, iso: str) -> None:
    """RFC 822 and its mistakes, ISO 8601, seconds since 1970, American and European ways of writing."""
    assert instant(raw, NOW) == datetime.fromisoformat(iso).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        "   ",
        "yesterday",
        "0000-00-00 00:00:00",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Mon, 31 Feb 2025 07:08:09 GMT",
        "06 Foo 2025",
        "13/45/2025",
        "2025-13-01",
        "12:30",
        "1994-12-31T23:59:59Z",
        "2026-11-26T12:00:01Z",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+12:00",
        "123456789",
        "99999999999999",
    ],
)
def test_what_cannot_be_meant_is_no_date(raw: str | None) -> None:
    """Days that do not exist, times before 1995 and more than two days ahead."""
    assert instant(raw, NOW) is None


def test_two_days_ahead_are_believed() -> None:
    """Zones are often wrong by half a day, and embargoes are real."""
    assert instant("2026-11-26T12:00:00Z", NOW) == NOW + timedelta(days=2)
    assert believable(NOW + timedelta(days=2, seconds=1), NOW) is None


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    """Whatever stands there, it is a moment within bounds or None."""
    moment = instant(text, NOW)
    assert moment is None or datetime(1995, 1, 1, tzinfo=UTC) <= moment <= NOW + timedelta(days=2)


@given(st.datetimes(datetime(1995, 1, 1), datetime(2026, 11, 24)))  # noqa: DTZ001 (made aware below)
def test_the_standard_forms_are_read_exactly(naive: datetime) -> None:
    """To the second."""
    moment = naive.replace(microsecond=0, tzinfo=UTC)
    assert instant(moment.strftime("%a, %d %b %Y %H:%M:%S +0000"), NOW) == moment
    assert instant(moment.isoformat(), NOW) == moment
