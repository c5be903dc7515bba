"""Counts the messages of each edition that Telegram refused as they are. Pure."""

from collections.abc import Collection

MOST_REFUSED = 3
"""So many different texts of one edition refused, and it is stopped: the fault is not in one reader's mix."""
MOST_COUNTED = 1_000


class Refusals:
    """By edition, the ids of the texts that were refused. In memory: a restart begins to count anew."""

    def __init__(self) -> None:
        self._texts: dict[str, set[str]] = {}

    def add(self, text_id: str, editions: Collection[str]) -> set[str]:
        """One more text of these editions was refused; returns those of them that this is too often for."""
        if len(self._texts) > MOST_COUNTED:
            self._texts.clear()
        for edition in editions:
            self._texts.setdefault(edition, set()).add(text_id)
        return {edition for edition in editions if len(self._texts[edition]) >= MOST_REFUSED}

    def forget(self, edition: str) -> None:
        """It was stopped, and its texts say nothing against the editions that stood beside it."""
        texts = self._texts.pop(edition, set())
        for others in self._texts.values():
            others.difference_update(texts)
