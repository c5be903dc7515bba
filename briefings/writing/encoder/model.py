"""The file of a trained encoder: arrays in bytes with their scales, the vocabulary, and the linear model beside it.

A zip of plain arrays as numpy writes it (`.npz`), nothing in it that could run. Each number of a matrix is kept in one
byte, times a scale for its column (of the table of words: for its row); that costs no answer (docs/measurements.md).
The linear model is whole in it, for the two judge together.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from briefings.writing.encoder.network import Floats, Network
from briefings.writing.encoder.passages import PIECES, Passages
from briefings.writing.encoder.wordpieces import END, START, UNKNOWN
from briefings.writing.linear import WHY, complete
from briefings.writing.roles import ROLES
from briefings.writing.weights import Weights, WeightsError, dumped, parsed

SHIPPED = Path(__file__).parent / "encoder.npz"
"""The encoder that comes with the project, made by `python -m briefings.writing.train --encoder`."""

_HEAD, _VOCABULARY, _LINEAR, _WORDS = "head", "vocabulary", "linear", "words"
_SCALE = ".scale of bytes"
_STEPS = 127


@dataclass(frozen=True, slots=True)
class Model:
    """All that one file holds.

    `kinds` names what the network tells apart; `thresholds` are the scores from which a role counts.
    """

    network: Network
    passages: Passages
    kinds: tuple[str, ...]
    thresholds: Mapping[str, float]
    linear: Weights


def packed(
    arrays: Mapping[str, npt.NDArray[Any]],
    *,
    vocabulary: Sequence[str],
    kinds: Sequence[str],
    thresholds: Mapping[str, float],
    linear: Weights,
) -> bytes:
    """Return the bytes of the file that holds a model; the same model gives the same bytes."""
    head = {"kinds": list(kinds), "thresholds": dict(sorted(thresholds.items()))}
    found: dict[str, npt.NDArray[Any]] = {
        _HEAD: _as_bytes(json.dumps(head)),
        _VOCABULARY: _as_bytes("\n".join(vocabulary)),
        _LINEAR: _as_bytes(dumped(linear)),
    }
    for name, array in sorted(arrays.items()):
        found |= _in_bytes(name, array) if array.ndim > 1 else {name: array.astype(np.float32)}
    out = io.BytesIO()
    np.savez(out, allow_pickle=False, **found)
    return out.getvalue()


def _as_bytes(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _in_bytes(name: str, array: npt.NDArray[Any]) -> dict[str, npt.NDArray[Any]]:
    axis = 1 if name == _WORDS else 0
    scale = np.maximum(np.abs(array).max(axis=axis, keepdims=True), np.finfo(np.float32).tiny) / _STEPS
    return {name: np.round(array / scale).astype(np.int8), name + _SCALE: scale.astype(np.float32)}


def load(path: Path) -> Model:
    """Read an encoder's file. Raises WeightsError with one sentence where it is missing or is none."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as found:
            return _model({name: found[name] for name in found.files}, path)
    except WeightsError:
        raise
    except OSError as error:
        raise WeightsError(f"The weights file {path} cannot be read: {error.strerror or error}.") from None
    except Exception as error:  # what zipfile and numpy raise for strange bytes is no closed list
        raise WeightsError(f"{path} is not an encoder's file.") from error


def _model(found: Mapping[str, npt.NDArray[Any]], path: Path) -> Model:
    head = json.loads(_text(found[_HEAD]))
    arrays: dict[str, Floats] = {}
    for name, array in found.items():
        if array.dtype == np.float32 and not name.endswith(_SCALE):
            arrays[name] = array
        elif array.dtype == np.int8 and name != _WORDS:
            arrays[name] = array * found[name + _SCALE]
    arrays["words.scale"] = found[_WORDS + _SCALE]
    vocabulary = tuple(_text(found[_VOCABULARY]).split("\n"))
    layers = len({name.partition(".")[0] for name in arrays if name[:1].isdigit()})
    if len(vocabulary) != len(found[_WORDS]) or not {START, END, UNKNOWN} <= set(vocabulary):
        raise WeightsError(f"{path} is not a whole encoder's file: its words and its table of words differ.")
    model = Model(
        network=Network(arrays, found[_WORDS], layers),
        passages=Passages(vocabulary),
        kinds=tuple(str(kind) for kind in head["kinds"]),
        thresholds={str(name): float(least) for name, least in head["thresholds"].items()},
        linear=complete(parsed(_text(found[_LINEAR]).split("\n")[:-1], path), path),
    )
    return _checked(model, len(vocabulary), path)


def _checked(model: Model, words: int, path: Path) -> Model:
    """Return the model if briefs can be written with it: what it lacks shows here, not in a brief."""
    asked = {move.value for move in ROLES}
    if not asked <= set(model.kinds) or not {WHY, *asked} <= set(model.thresholds):
        raise WeightsError(f"{path} holds no encoder for a brief: a kind or a threshold is missing.")
    longest = [words - 1] * (PIECES + 2)  # the last word in every place, so that no array can be too short
    if {len(kinds) for kinds in model.network.worth([longest, longest]).kinds} != {len(model.kinds)}:
        raise WeightsError(f"{path} is not a whole encoder's file: its kinds and what it computes differ.")
    return model


def _text(array: npt.NDArray[Any]) -> str:
    return array.tobytes().decode()


@cache
def shipped() -> Model:
    """Return the encoder that comes with the project; it is read once, when the first brief is written."""
    return load(SHIPPED)
