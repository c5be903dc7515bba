"""What to do about a source that was asked, in one sentence; None when nothing is to be done. Pure."""

from http import HTTPStatus

from briefings.feeds.findings import Condition, Finding

_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_REFUSED = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.PAYMENT_REQUIRED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
    }
)


def advice(found: Finding) -> str | None:
    """What somebody who keeps the list should do."""
    home = found.source.homepage
    if found.condition is Condition.FAILED:
        return _about_a_failure(found)
    if found.condition is Condition.EMPTY:
        return f"See whether it has another feed on {home}; it may only be a quiet day."
    if found.condition is Condition.STALE:
        return f"See on {home} whether the feed has moved; else take it off the list."
    if found.moved_to is not None:
        return f"Write its new address into the list: {found.moved_to}"
    if found.page is False and not found.whole:
        return "Nothing: its articles cannot be read on their pages, so it gives headlines and openings only."
    return None


def _about_a_failure(found: Finding) -> str:
    home = found.source.homepage
    if found.status in _GONE:
        return f"Find its new address on {home} and correct the list, or take it off."
    if found.status in _REFUSED:
        return "It does not want the bot: set DAYBRIEF_CONTACT so that it knows who asks, or take it off the list."
    if found.status == HTTPStatus.TOO_MANY_REQUESTS:
        return "Wait: it was asked too often, and the bot asks less often by itself."
    if found.status is not None and found.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "Wait: its server has trouble, and the bot tries again."
    if found.status is None and found.entries == 0 and found.moved_to is not None:
        return f"It has moved to {found.moved_to}, which is no feed: find the feed on {home}."
    return f"Try again in an hour; if it stays so, see whether {home} opens from this machine."
