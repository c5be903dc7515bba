"""Whether every delivery is accounted for, looked at once an hour: the operator hears when it is not, and when it is.

The same count as `daybrief stats` makes (`bot.delivery.reconcile`).
"""

from datetime import datetime, timedelta

from bot.alarm import Alarm
from bot.delivery.reconcile import Reconciliation, reconcile
from briefings.store.database import Database

EVERY = timedelta(hours=1)


class LedgerWatch:
    """Looks once an hour; called as often as you like."""

    def __init__(self) -> None:
        self._looked: datetime | None = None
        self._odd: frozenset[str] = frozenset()

    async def look(self, database: Database, alarm: Alarm, now: datetime) -> None:
        """Tell which sends do not add up, when others do than were told last; and once that all do again."""
        if self._looked is not None and timedelta(0) <= now - self._looked < EVERY:
            return
        self._looked = now
        before, self._odd = self._odd, odd(await reconcile(database))
        if self._odd - before:
            alarm("ledger.uneven", sends=", ".join(sorted(self._odd)))
        elif before and not self._odd:
            alarm.again("ledger.even")


def odd(found: Reconciliation) -> frozenset[str]:
    """The sends that do not add up, by when they were due."""
    sends = {f"{send.due_at:%Y-%m-%d %H:%M} UTC" for send in found.sends if not send.account.even}
    asked = set() if found.answers.even else {"what was asked for"}
    return frozenset(sends | asked)
