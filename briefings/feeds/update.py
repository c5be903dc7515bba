"""What an answer means for a feed: what we remember of it and when we ask again. Pure.

A feed that brings news is asked more often and a quiet one less, between ten minutes and two hours, and before an
edition is cut in any case; a dead one backs off to a day. `chance` (0 to 1) spreads the times, so that feeds do not all
come due at once.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from briefings.feeds.answers import Fetched, FetchFailed, NotModified

FIRST_INTERVAL = 30 * 60.0
SHORTEST = 10 * 60.0
LONGEST = 2 * 3600.0
LONGEST_BACK_OFF = 24 * 3600.0
BROUGHT_NEWS = 0.75
BROUGHT_NOTHING = 1.25
FRESH = timedelta(minutes=10)
"""A feed that was asked so short a time ago is not asked once more only because an edition will be cut."""
FAILURES_TO_FORGET_THE_TAGS = 3
_BUSY = (429, 503)


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed; `url` is the catalogue's spelling. A new feed is only its `url`.

    `succeeded_at` is the last 200 or 304 that was of use; `failures` counts those in a row, `failure` is the sentence
    of the last; `interval` is in seconds.
    """

    url: str
    moved_to: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    format: str | None = None
    checked_at: datetime | None = None
    succeeded_at: datetime | None = None
    changed_at: datetime | None = None
    newest_at: datetime | None = None
    next_at: datetime | None = None
    failures: int = 0
    failure: str | None = None
    interval: float | None = None

    @property
    def address(self) -> str:
        """Where to ask: where permanent redirects led, if they did."""
        return self.moved_to or self.url


def is_due(state: FeedState, now: datetime, *, soon: bool = False) -> bool:
    """Whether the feed is to be asked again; `soon` says that an edition of it is about to be cut.

    A feed that fails waits for its time even so: its server may have asked us to.
    """
    # A time further ahead than any wait was set by a machine whose clock was wrong, and has been set back since.
    if state.next_at is None or not now < state.next_at <= now + timedelta(seconds=LONGEST_BACK_OFF):
        return True
    asked_long_ago = state.checked_at is None or abs(now - state.checked_at) >= FRESH
    return soon and not state.failures and asked_long_ago


def after_failure(state: FeedState, failed: FetchFailed, now: datetime, chance: float) -> FeedState:
    """Ask later each time, twice as late as before, and not before the server wishes; after a day at the latest.

    A move that leads nowhere may have been a mistake that the publisher took back, so then the catalogue's own address
    is asked next. If it still redirects, that costs one request.
    """
    failures = state.failures + 1
    lost = state.moved_to is not None and failed.status not in _BUSY
    forgets = lost or failures >= FAILURES_TO_FORGET_THE_TAGS
    base = min(state.interval or FIRST_INTERVAL, FIRST_INTERVAL)
    # The exponent is bounded, since a feed can be dead for years.
    longer = min(LONGEST_BACK_OFF, base * 2.0 ** min(failures - 1, 16))
    wait = LONGEST_BACK_OFF if failed.permanent and not lost else longer
    wait = max(wait * (0.8 + 0.2 * chance), min(failed.retry_after or 0, LONGEST_BACK_OFF))
    return replace(
        state,
        moved_to=None if lost else state.moved_to,
        etag=None if forgets else state.etag,
        last_modified=None if forgets else state.last_modified,
        checked_at=now,
        next_at=now + timedelta(seconds=wait),
        failures=failures,
        failure=failed.reason,
    )


def after_nothing_new(state: FeedState, answer: Fetched | NotModified, now: datetime, chance: float) -> FeedState:
    """The document is the one that was read already."""
    return _after_success(state, answer, now, chance, pace=BROUGHT_NOTHING)


def after_reading(
    state: FeedState,
    answer: Fetched,
    now: datetime,
    chance: float,
    *,
    body_hash: str,
    form: str,
    newest: datetime | None,
    brought_news: bool,
    wished: float = 0.0,
) -> FeedState:
    """The document was read; `newest` is the time of its newest entry, `wished` the least interval that it names."""
    pace = BROUGHT_NEWS if brought_news else BROUGHT_NOTHING
    after = _after_success(state, answer, now, chance, pace=pace, wished=wished)
    return replace(
        after,
        body_hash=body_hash,
        format=form,
        changed_at=now if brought_news else state.changed_at,
        newest_at=max(filter(None, (newest, state.newest_at)), default=None),
    )


def _after_success(
    state: FeedState, answer: Fetched | NotModified, now: datetime, chance: float, *, pace: float, wished: float = 0.0
) -> FeedState:
    interval = min(max((state.interval or FIRST_INTERVAL) * pace, SHORTEST, wished), LONGEST)
    # What a cache may keep is still the same document: asking for it sooner brings nothing.
    wait = min(max(interval, answer.max_age or 0), LONGEST) * (0.9 + 0.2 * chance)
    fetched = answer if isinstance(answer, Fetched) else None
    return replace(
        state,
        moved_to=answer.moved_to or state.moved_to,
        etag=fetched.etag if fetched else state.etag,
        last_modified=fetched.last_modified if fetched else state.last_modified,
        checked_at=now,
        succeeded_at=now,
        next_at=now + timedelta(seconds=wait),
        failures=0,
        failure=None,
        interval=interval,
    )
