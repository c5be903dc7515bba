"""The invented encoder as a file and as a network."""

from collections.abc import Callable
from pathlib import Path

import pytest

from briefings.writing.encoder.model import load, packed
from briefings.writing.encoder.network import Network
from tests.briefings.writing.encoder.invented import KINDS, THRESHOLDS, VOCABULARY, arrays


@pytest.fixture
def encoder_file(tmp_path, weights) -> Callable[..., Path]:
    """Writes an encoder's file; what is given replaces its part of the invented model."""

    def make(name: str = "e.npz", **parts: object) -> Path:
        whole = {
            "arrays": arrays(),
            "vocabulary": VOCABULARY,
            "kinds": KINDS,
            "thresholds": THRESHOLDS,
            "linear": weights(why={"grant": 2.0}),
        }
        given = whole | parts
        path = tmp_path / name
        path.write_bytes(packed(given.pop("arrays"), **given))
        return path

    return make


@pytest.fixture
def network(encoder_file) -> Network:
    """The network of the invented model, as it is read from its file."""
    return load(encoder_file()).network
