"""What `tg-time` tags may say. Pure."""

import re

TIME_FORMAT = re.compile(r"[rR]|[wdDtT]*")
"""Relative, or any of weekday, date (short, long) and time (short, long)."""

NUMBER = re.compile(r"-?[0-9]+")
BITS = 1 << 32


def unix_time(text: str) -> int | None:
    """Seconds since 1970 from the leading digits, wrapped to 32 bits as in TDLib; None when that is not positive."""
    found = NUMBER.match(text)
    number = int(found[0]) % BITS if found else 0
    return number if 0 < number < BITS // 2 else None
