"""What the headers of an answer say, read leniently. Pure."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 30 * 24 * 3600


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
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return min(max(0, round((moment - now).total_seconds())), _LONGEST)


def media_type(content_type: str | None) -> str:
    """The type without parameters, in lower case; empty where there is none."""
    return (content_type or "").partition(";")[0].strip().lower()


def charset(content_type: str | None) -> str | None:
    """The character set that the header names, in lower case."""
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type or "", re.IGNORECASE)
    return found[1].lower() if found else None
