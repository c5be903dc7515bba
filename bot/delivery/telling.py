"""Who else must hear what became of a message: the operator, once, and whoever can stop the edition it belongs to."""

from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.delivery.lease import Leased, Receipt
from bot.delivery.prepare import Alert

log = structlog.get_logger()

MOST_ALERTS = 1_000
"""Alerts remembered so that one bad message sent to thousands makes one alert."""

Refused = Callable[[Leased, str], Awaitable[None]]
"""Hears of a part whose message Telegram refuses for itself, and why, once that is written."""


async def nobody_hears(_part: Leased, _reason: str) -> None:
    """For a sender whose refused messages concern nobody else."""


class Telling:
    """Passes on what receipts say."""

    def __init__(self, alert: Alert, refused: Refused) -> None:
        self._alert = alert
        self._refused = refused
        self._alerted: set[tuple[str, str]] = set()
        self.token_refused = False

    def settled(self, receipt: Receipt) -> None:
        """A receipt is made, and not written yet."""
        part, decision = receipt.part, receipt.decision
        if decision.stop_all:
            self.token_refused = True
        if decision.alert is None or (decision.alert, part.text_id) in self._alerted:
            return
        if len(self._alerted) >= MOST_ALERTS:
            self._alerted.clear()
        self._alerted.add((decision.alert, part.text_id))
        self._alert(decision.alert, part=part.part_id, delivery=part.delivery_id, reason=decision.failure)

    async def written(self, receipts: Sequence[Receipt]) -> None:
        """Receipts are on disk, with all that follows from them there."""
        for part, reason in ((one.part, one.decision.failure) for one in receipts if one.decision.stop_variant):
            try:
                await self._refused(part, reason or "refused")
            except Exception as error:  # what is written is written; that the others go on is worth an alert
                log.exception("edition.not_stopped", part=part.part_id)
                self._alert("edition.not_stopped", part=part.part_id, error=type(error).__name__)
