"""Writes receipts, those that arrive together in one transaction; what arrived is written whatever is cancelled."""

import asyncio

from bot.delivery.lease import Receipt
from bot.store.outbox import Outbox
from briefings.clock import Clock


class Recorder:
    """Collects receipts while one transaction is under way and writes them all in the next."""

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        self._outbox = outbox
        self._clock = clock
        self._waiting: list[tuple[Receipt, asyncio.Future[None]]] = []
        self._writing = asyncio.Lock()

    async def write(self, receipt: Receipt) -> None:
        """Return when the receipt is on disk; raises what the database raised."""
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((receipt, written))
        # Shielded: the caller may be cancelled, the receipt may not.
        await asyncio.shield(self._flush(written))

    async def _flush(self, mine: "asyncio.Future[None]") -> None:
        async with self._writing:
            if not mine.done():
                batch, self._waiting = self._waiting, []
                await self._write(batch)
        await mine

    async def _write(self, batch: list[tuple[Receipt, "asyncio.Future[None]"]]) -> None:
        try:
            await self._outbox.record([receipt for receipt, _ in batch], self._clock.now())
        except Exception as error:  # noqa: BLE001 (handed to everyone who waits for this transaction)
            for _, written in batch:
                written.set_exception(error)
        else:
            for _, written in batch:
                written.set_result(None)
