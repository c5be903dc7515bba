"""What the headers of an answer say, read leniently. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 30 * 24 * 3600
LONGEST_KEPT = 1_000


def kept(value: str | None) -> str | None:
    """A header that is stored, or sent back: None where it is no text, or longer than any honest one."""
    if value is None or len(value) > LONGEST_KEPT:
        return None
    try:
        # Bytes that are no UTF-8 are kept as lone surrogates, which nothing can send or store.
        value.encode()
    except UnicodeEncodeError:
        return None
    return value


def fresh_for(headers: Mapping[str, str]) -> int | None:
    """How many seconds more the answer stays fresh (RFC 9111, 4.2); None where nothing is said of it."""
    lifetime = max_age(headers.get("Cache-Control"))
    if lifetime is None:
        until, since = _moment(headers.get("Expires")), _moment(headers.get("Date"))
        # "Expires: 0" and the like are no dates, and mean "at once".
        lifetime = min(_seconds(until, since), _LONGEST) if until and since else 0 if "Expires" in headers else None
    age = headers.get("Age", "").strip()
    return lifetime and max(0, lifetime - (int(age[:12]) if age.isdecimal() else 0))


def max_age(cache_control: str | None) -> int | None:
    """How many seconds the answer stays fresh; 0 where it must not be cached, None where nothing is said."""
    if not cache_control:
        return None
    if re.search(r"\bno-(?:store|cache)\b", cache_control, re.IGNORECASE):
        return 0
    found = re.search(r"(?<![\w-])max-age\s*=\s*\"?(\d{1,12})", cache_control, re.IGNORECASE)
    return min(int(found[1]), _LONGEST) if found else None


def retry_after(value: str | None, now: datetime) -> int | None:
    """Seconds to wait, from a number or a date; None where it says neither."""
    if not value:
        return None
    value = value.strip()
    if re.fullmatch(r"\d{1,12}", value):
        return min(int(value), _LONGEST)
    moment = _moment(value)
    return min(_seconds(moment, now), _LONGEST) if moment else None


def _moment(value: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value or "")
        return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _seconds(later: datetime, earlier: datetime) -> int:
    return max(0, round((later - earlier).total_seconds()))


def media_type(content_type: str | None) -> str:
    """The type without parameters, in lower case; empty where there is none."""
    return (content_type or "").partition(";")[0].strip().lower()


def charset(content_type: str | None) -> str | None:
    """The character set that the header names, in lower case."""
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type or "", re.IGNORECASE)
    return found[1].lower() if found else None
