"""How often a feed itself wants to be read: RSS's `ttl` and the syndication module's `updatePeriod`. Pure.

Read off the first bytes of the document as it came, since what stands there is plain ASCII in all encodings but rare
ones, and a wish that is overlooked does no harm.
"""

import re

_HEAD = 16 * 1024
_FIRST_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>")
_PERIOD = re.compile(rb"<sy:updatePeriod>\s*(hourly|daily|weekly|monthly|yearly)\s*</sy:updatePeriod>")
_FREQUENCY = re.compile(rb"<sy:updateFrequency>\s*(\d{1,6})\s*</sy:updateFrequency>")
_HOUR = 3600
_PERIODS = {
    b"hourly": _HOUR,
    b"daily": 24 * _HOUR,
    b"weekly": 7 * 24 * _HOUR,
    b"monthly": 30 * 24 * _HOUR,
    b"yearly": 365 * 24 * _HOUR,
}


def wished_interval(document: bytes) -> float:
    """Seconds between two readings, the longer one where it names two; 0 where it says nothing."""
    head = document[:_HEAD]
    entries = _FIRST_ENTRY.search(head)
    head = head[: entries.start()] if entries else head
    minutes = _TTL.search(head)
    period, frequency = _PERIOD.search(head), _FREQUENCY.search(head)
    often = max(1, int(frequency[1])) if frequency else 1
    return max(60.0 * int(minutes[1]) if minutes else 0.0, _PERIODS[period[1]] / often if period else 0.0)
