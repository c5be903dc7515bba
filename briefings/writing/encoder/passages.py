"""A story's passages as the encoder reads them. Pure. Training and scoring both read this module."""

from collections.abc import Sequence

from briefings.writing.encoder.wordpieces import Wordpieces
from briefings.writing.features import Features
from briefings.writing.units import Unit

PIECES = 78
"""Word pieces of a passage that are read; one in ten has more, and says what it says before them."""


class Passages:
    """Cuts the passages of a story into word pieces. `vocabulary` is the model's."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._wordpieces = Wordpieces(vocabulary)

    def __call__(self, title: str, story: Sequence[Unit], found: Features) -> list[tuple[int, ...]]:
        """Return the word pieces of each passage; the title, which says what all is about, stands before the first."""
        texts = [" ".join(story[n].text for n in passage.units) for passage in found.passages]
        heads = [f"{title.strip()}. " if title.strip() else "", *[""] * len(texts)]
        return [tuple(self._wordpieces(head + text, PIECES)) for head, text in zip(heads, texts, strict=False)]
