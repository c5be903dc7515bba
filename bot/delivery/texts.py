"""The prepared texts that were needed last: thousands get the same, so each is read and prepared once."""

from collections import OrderedDict
from collections.abc import Collection

from bot.store.outbox import Outbox
from bot.telegram.body import Prepared, prepared

MOST_KEPT = 256


class Texts:
    """Reads texts from the outbox and keeps some hundreds in memory, ready to be sent."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._kept: OrderedDict[str, Prepared] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    async def of(self, ids: Collection[str]) -> dict[str, Prepared]:
        """The texts of these ids; one that is kept nowhere is missing."""
        found = {}
        for text_id in ids:
            ready = self._kept.get(text_id)
            if ready is None:
                text = await self._outbox.text(text_id)
                if text is None:
                    continue
                ready = self._kept[text_id] = prepared(text)
            found[text_id] = ready
            self._kept.move_to_end(text_id)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return found
