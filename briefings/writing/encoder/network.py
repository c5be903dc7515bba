"""A small encoder in plain numpy: the paragraphs of a story in, what each is worth out. Pure.

The first layers of MiniLM (Wang et al. 2020: 384 numbers a word piece, 12 heads, GELU, normed behind each step), then
three small heads. All word pieces of a story lie in one matrix, so that nothing is padded; only attention goes
paragraph by paragraph. What it computes is what `train/encoder/network.py` learns, to six digits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

HEADS = 12
SMALL = 1e-12
"""What keeps a division from zero where numbers are normed, as in the original."""

# The error function by Abramowitz and Stegun 7.1.26: within 1.5e-7, and made of what numpy has.
_ERF = tuple(map(np.float32, (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)))
_ERF_AT = np.float32(0.3275911 * 0.5**0.5)
_ROWS = 256  # word pieces whose wide numbers are held at a time
_STORIES = 512  # that are remembered: some megabytes


@dataclass(frozen=True, slots=True)
class Worth:
    """What a story's paragraphs are worth.

    `why` has a score for each behind the first; `silence` is the score of "none of them". `kinds` has for each,
    the first included, the logarithm of how likely it is each of the model's kinds.
    """

    why: tuple[float, ...]
    silence: float
    kinds: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The trained arrays by name, and what they compute. The table of words is kept in bytes, with a scale a row.

    What it said of the last stories is remembered: one story is told in several newsletters and editions.
    """

    arrays: Mapping[str, Floats]
    words: npt.NDArray[np.int8]
    layers: int

    def worth(self, paragraphs: Sequence[Sequence[int]]) -> Worth:
        """Return what the paragraphs of one story are worth, given as word pieces; the first is the opening."""
        return self._worth(tuple(map(tuple, paragraphs)))

    @lru_cache(maxsize=_STORIES)  # noqa: B019 (a network lives as long as its process)
    def _worth(self, paragraphs: tuple[tuple[int, ...], ...]) -> Worth:
        own = self._encoded(paragraphs)
        opening = np.broadcast_to(own[:1], own.shape)
        mean = own.mean(axis=0, keepdims=True)
        seen = np.concatenate([own, own * opening, own - mean, opening], axis=1)
        why = self._judged(seen, "why")[1:, 0]
        silence = self._judged(np.concatenate([own[:1], mean], axis=1), "silence")
        kinds = self._judged(seen, "kinds")
        kinds = kinds - kinds.max(axis=1, keepdims=True)
        kinds = kinds - np.log(np.exp(kinds).sum(axis=1, keepdims=True))
        return Worth(tuple(map(float, why)), float(silence[0, 0]), tuple(tuple(map(float, row)) for row in kinds))

    def _encoded(self, paragraphs: Sequence[Sequence[int]]) -> Floats:
        """Return one row a paragraph: the mean of its word pieces after the last layer."""
        lengths = np.array([len(pieces) for pieces in paragraphs])
        ends = np.cumsum(lengths)
        runs = list(zip(ends - lengths, ends, strict=True))
        numbers = np.concatenate([np.asarray(pieces) for pieces in paragraphs])
        places = np.concatenate([np.arange(length) for length in lengths])
        words = self.words[numbers] * self.arrays["words.scale"][numbers]
        state = self._normed(words + self.arrays["places"][places], "opening")
        for layer in range(self.layers):
            mixed = self._dense(state, f"{layer}.mix")
            seen = np.concatenate([_attended(mixed[start:end]) for start, end in runs])
            state = self._normed(state + self._dense(seen, f"{layer}.seen"), f"{layer}.seen")
            state = self._normed(state + self._thought(state, layer), f"{layer}.down")
        sums: Floats = np.add.reduceat(state, ends - lengths, axis=0)
        means: Floats = (sums / lengths[:, None]).astype(np.float32)
        return means

    def _thought(self, state: Floats, layer: int) -> Floats:
        """Return what a layer makes of each word piece; some rows at a time, for they are four times as wide."""
        parts = (state[at : at + _ROWS] for at in range(0, len(state), _ROWS))
        return np.concatenate([self._judged(part, str(layer)) for part in parts])

    def _judged(self, seen: Floats, name: str) -> Floats:
        return self._dense(_gelu(self._dense(seen, f"{name}.up")), f"{name}.down")

    def _dense(self, state: Floats, name: str) -> Floats:
        out: Floats = state @ self.arrays[f"{name}.weight"] + self.arrays[f"{name}.bias"]
        return out

    def _normed(self, state: Floats, name: str) -> Floats:
        centred = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(SMALL))
        out: Floats = centred / spread * self.arrays[f"{name}.scale"] + self.arrays[f"{name}.shift"]
        return out


def _attended(mixed: Floats) -> Floats:
    """Return what each word piece of one paragraph takes from the others."""
    length, width = len(mixed), mixed.shape[1] // 3
    query, key, value = mixed.reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
    likeness = np.matmul(query, key.swapaxes(-1, -2)) * np.float32((width // HEADS) ** -0.5)
    likeness = np.exp(likeness - likeness.max(axis=-1, keepdims=True))
    likeness /= likeness.sum(axis=-1, keepdims=True)
    out: Floats = np.matmul(likeness, value).transpose(1, 0, 2).reshape(length, width)
    return out


def _gelu(x: Floats) -> Floats:
    """Return max(x, 0) - |x|/2 erfc(|x|/sqrt 2), which is GELU, in few passes over few copies."""
    size = np.abs(x)
    t: Floats = np.reciprocal(1 + _ERF_AT * size)
    tail = _ERF[-1] * t
    for factor in reversed(_ERF[:-1]):
        tail += factor
        tail *= t
    np.multiply(size, size, out=t)
    t *= np.float32(-0.5)
    tail *= np.exp(t, out=t)
    tail *= size
    tail *= np.float32(-0.5)
    tail += np.maximum(x, 0)
    out: Floats = tail
    return out
