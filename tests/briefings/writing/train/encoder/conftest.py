"""A folder with an invented MiniLM: as wide as the real one, with few words and a narrow middle."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

WORDS, WIDE, MIDDLE, PLACES, LAYERS = 40, 384, 16, 140, 5


@pytest.fixture
def base(tmp_path: Path) -> Callable[..., Path]:
    """Writes the folder; `without` leaves one array out."""
    numpy = pytest.importorskip("safetensors.numpy", reason="only training needs safetensors: pip install .[train]")

    def make(*, without: str | None = None) -> Path:
        chance = np.random.default_rng(1)
        shapes = {"embeddings.LayerNorm": (WIDE,)}
        for layer in range(LAYERS):
            old = f"encoder.layer.{layer}"
            shapes |= {f"{old}.attention.self.{name}": (WIDE, WIDE) for name in ("query", "key", "value")}
            shapes |= {f"{old}.attention.output.dense": (WIDE, WIDE), f"{old}.attention.output.LayerNorm": (WIDE,)}
            shapes |= {f"{old}.intermediate.dense": (MIDDLE, WIDE), f"{old}.output.dense": (WIDE, MIDDLE)}
            shapes |= {f"{old}.output.LayerNorm": (WIDE,)}
        found = {
            "embeddings.word_embeddings.weight": chance.normal(size=(WORDS, WIDE)),
            "embeddings.token_type_embeddings.weight": chance.normal(size=(2, WIDE)),
            "embeddings.position_embeddings.weight": chance.normal(size=(PLACES, WIDE)),
        }
        for name, shape in shapes.items():
            scaled = chance.normal(size=shape) / shape[-1] ** 0.5
            found[f"{name}.weight"] = 1 + scaled if name.endswith("LayerNorm") else scaled
            found[f"{name}.bias"] = 0.1 * chance.normal(size=shape[0])
        folder = tmp_path / "minilm"
        folder.mkdir(exist_ok=True)
        kept = {name: array.astype(np.float32) for name, array in found.items() if name != without}
        numpy.save_file(kept, folder / "model.safetensors")
        return folder

    return make
