"""A survey as tables of words: the one form from which `daybrief stats` and /admin are drawn. Pure."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from bot.delivery.reconcile import Account, Send
from bot.survey import Survey
from briefings.model import Newsletter

COUNTS = ("planned", "sent", "failed", "uncertain", "expired", "pending", "adds up")
UNEVEN = "It does not add up: some deliveries were deleted, or made, behind the ledger's back."


@dataclass(frozen=True, slots=True)
class Figures:
    """A table: the names of its columns, and rows that begin with what they are about; "" where nothing is known."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def standings(found: Survey) -> Figures:
    """Readers by where they stand with the bot."""
    return Figures(("readers", "count"), tuple((standing, str(count)) for standing, count in found.standings.items()))


def choices(found: Survey, newsletters: Sequence[Newsletter]) -> Figures:
    """Subscriptions, in the order of the list."""
    return Figures(
        ("newsletter", "readers"), tuple((one.title, str(found.choices.get(one.slug, 0))) for one in newsletters)
    )


def ledger(found: Survey) -> Figures:
    """Each send that is shown, what was asked for, and all that is kept: reconciled."""
    sends = [
        (f"due {send.due_at:%Y-%m-%d %H:%M} UTC", *_counts(send.account), *_waited(send), _expected(found, send))
        for send in found.ledger.sends
    ]
    asked = ("asked for", *_counts(found.ledger.answers), "", "", "")
    whole = ("all that is kept", *_counts(found.ledger.whole, even=found.ledger.even), "", "", "")
    return Figures(("deliveries", *COUNTS, "p50 s", "p99 s", "last reader (UTC)"), (*sends, asked, whole))


def troubles(found: Survey) -> Figures:
    """What went wrong within a day, the most first."""
    rows = tuple((one.state.value, one.reason, str(one.messages), str(one.texts)) for one in found.troubles)
    return Figures(("of the last day", "why", "messages", "texts"), rows)


def remarks(found: Survey) -> tuple[str, ...]:
    """What must be said beside the figures: a silence that Telegram asked for, a ledger that is wrong."""
    silent = f"Telegram wants silence until {found.silent_until:%Y-%m-%d %H:%M} UTC." if found.silent_until else ""
    return tuple(one for one in (silent, "" if found.ledger.even else UNEVEN) if one)


def _expected(found: Survey, send: Send) -> str:
    coming = found.last_at.get(send.due_at)
    return f"at about {coming:%H:%M}" if coming else ""


def _waited(send: Send) -> list[str]:
    return [f"{seconds:.0f}" for seconds in astuple(send.waited)] if send.waited else ["", ""]


def _counts(account: Account, *, even: bool | None = None) -> list[str]:
    adds_up = account.even if even is None else even
    return [*(str(number) for number in astuple(account)), "yes" if adds_up else "NO"]
