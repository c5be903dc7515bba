"""A tiny invented encoder: random numbers in the form of the trained ones, and a handful of words."""

import numpy as np
import numpy.typing as npt

from briefings.writing.encoder.passages import PIECES
from briefings.writing.linear import OTHER, WHY
from briefings.writing.roles import ROLES

WIDTH = 24
LAYERS = 2
INNER = 10
KINDS = ("why_it_matters", *(move.value for move in ROLES), OTHER)
THRESHOLDS = dict.fromkeys((WHY, *(move.value for move in ROLES)), 0.0)

VOCABULARY = (
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", ".", ",", "-", "'", "$", "“", "”"),
    *("har", "harlow", "##low", "##lo", "##w", "low", "put", "off", "a", "vote", "on", "its", "bus", "##es", "lane"),
    *("##s", "riders", "could", "lose", "federal", "grant", "fares", "stay", "as", "they", "are", "cafe", "##2", "2"),
)
"""The order gives each piece its number."""

Arrays = dict[str, npt.NDArray[np.float64]]


def arrays(seed: int = 1, *, words: int = len(VOCABULARY), width: int = WIDTH, layers: int = LAYERS) -> Arrays:
    """The arrays of a model that knows nothing, by the names of its file."""
    chance = np.random.default_rng(seed)
    shapes: dict[str, tuple[int, ...]] = {"words": (words, width), "places": (PIECES + 2, width)}
    for layer in range(layers):
        dense = {"mix": (width, 3 * width), "seen": (width, width), "up": (width, INNER), "down": (INNER, width)}
        shapes |= {f"{layer}.{name}.weight": shape for name, shape in dense.items()}
        shapes |= {f"{layer}.{name}.bias": shape[1:] for name, shape in dense.items()}
    for head, (wide, out) in {"why": (4, 1), "silence": (2, 1), "kinds": (4, len(KINDS))}.items():
        shapes |= {f"{head}.up.weight": (wide * width, INNER), f"{head}.up.bias": (INNER,)}
        shapes |= {f"{head}.down.weight": (INNER, out), f"{head}.down.bias": (out,)}
    found = {name: chance.normal(size=shape) / shape[0] ** 0.5 for name, shape in shapes.items()}
    for norm in ("opening", *(f"{layer}.{name}" for layer in range(layers) for name in ("seen", "down"))):
        found[f"{norm}.scale"] = 1 + 0.1 * chance.normal(size=width)
        found[f"{norm}.shift"] = 0.1 * chance.normal(size=width)
    return found
