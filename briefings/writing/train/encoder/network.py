"""The encoder as torch computes it while it learns: the twin of `briefings/writing/encoder/network.py`.

The parameters are one dictionary under the names that the model's file has, so nothing is translated but the start
from MiniLM. Paragraphs of like length are computed together, padded.
"""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch.nn import functional

from briefings.errors import BriefingsError
from briefings.writing.encoder.network import HEADS, SMALL

Parameters = dict[str, torch.Tensor]

FIXED = frozenset({"words", "places"})
"""What is kept as MiniLM has it: too few stories speak of most words to say more about them."""

LAYERS = 4
WIDTH = 384
PLACES = 128
_HEAD, _SILENCE = 128, 64
_DROPPED = 0.1  # share of numbers left out while learning, as in the original
_STEP = 16  # pieces: paragraphs are filled up to a multiple
_ROWS, _ROWS_STEP = 48, 8  # paragraphs computed together: at most, and in multiples of


class BaseModelError(BriefingsError):
    """The model to start from cannot be read; the message says which and why."""


def started(base: Path, kinds: int) -> Parameters:
    """Return the first layers of the MiniLM in the folder `base`, and heads that know nothing yet."""
    from safetensors import SafetensorError  # noqa: PLC0415 (nothing but the start reads this format)
    from safetensors.torch import load_file  # noqa: PLC0415

    try:
        given = load_file(base / "model.safetensors")
        found = dict(_body(given))
    except (OSError, KeyError, SafetensorError) as error:
        raise BaseModelError(f"{base} holds no MiniLM to start from: {error}.") from None
    heads = {"why": (4 * WIDTH, _HEAD, 1), "silence": (2 * WIDTH, _SILENCE, 1), "kinds": (4 * WIDTH, _HEAD, kinds)}
    for name, (wide, inner, out) in heads.items():
        found |= _dense(f"{name}.up", wide, inner) | _dense(f"{name}.down", inner, out)
    return {name: tensor.float().clone().requires_grad_(name not in FIXED) for name, tensor in found.items()}


def _body(given: Parameters) -> Iterator[tuple[str, torch.Tensor]]:
    yield "words", given["embeddings.word_embeddings.weight"]
    kind = given["embeddings.token_type_embeddings.weight"][0]
    yield "places", given["embeddings.position_embeddings.weight"][:PLACES] + kind
    yield from _norm(given, "opening", "embeddings")
    for layer in range(LAYERS):
        old = f"encoder.layer.{layer}"
        parts = [f"{old}.attention.self.{name}" for name in ("query", "key", "value")]
        yield f"{layer}.mix.weight", torch.cat([given[f"{part}.weight"] for part in parts]).T
        yield f"{layer}.mix.bias", torch.cat([given[f"{part}.bias"] for part in parts])
        for new, name in (("seen", "attention.output"), ("up", "intermediate"), ("down", "output")):
            yield f"{layer}.{new}.weight", given[f"{old}.{name}.dense.weight"].T
            yield f"{layer}.{new}.bias", given[f"{old}.{name}.dense.bias"]
        yield from _norm(given, f"{layer}.seen", f"{old}.attention.output")
        yield from _norm(given, f"{layer}.down", f"{old}.output")


def _norm(given: Parameters, new: str, old: str) -> Iterator[tuple[str, torch.Tensor]]:
    yield f"{new}.scale", given[f"{old}.LayerNorm.weight"]
    yield f"{new}.shift", given[f"{old}.LayerNorm.bias"]


def _dense(name: str, wide: int, out: int) -> Parameters:
    """Return a layer as torch starts one: uniform, less far the more numbers come in."""
    far = 1 / math.sqrt(wide)
    weight, bias = torch.empty(wide, out).uniform_(-far, far), torch.empty(out).uniform_(-far, far)
    return {f"{name}.weight": weight, f"{name}.bias": bias}


def judged(
    known: Parameters, stories: Sequence[Sequence[Sequence[int]]], *, learning: bool
) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Return for each story the scores of its choice (each paragraph behind the first, then silence), and its kinds."""
    every = [pieces for story in stories for pieces in story]
    found = _dropped(_encoded(known, every, learning).float(), learning)
    answers = []
    for own in torch.split(found, [len(story) for story in stories]):
        opening, mean = own[:1].expand_as(own), own.mean(0, keepdim=True)
        seen = torch.cat([own, own * opening, own - mean, opening], 1)
        why = _head(known, "why", seen, learning)[1:, 0]
        silence = _head(known, "silence", torch.cat([own[:1], mean], 1), learning)[0]
        answers.append((torch.cat([why, silence]), _head(known, "kinds", seen, learning)))
    return answers


def _head(known: Parameters, name: str, seen: torch.Tensor, learning: bool) -> torch.Tensor:
    return _through(known, f"{name}.down", _dropped(functional.gelu(_through(known, f"{name}.up", seen)), learning))


def _encoded(known: Parameters, every: Sequence[Sequence[int]], learning: bool) -> torch.Tensor:
    """Return one row a paragraph."""
    lengths = [_STEP * math.ceil(len(pieces) / _STEP) for pieces in every]
    order, rows = [], []
    for length in sorted(set(lengths)):
        alike = [n for n, other in enumerate(lengths) if other == length]
        for at in range(0, len(alike), _ROWS):
            batch = alike[at : at + _ROWS]
            order += batch
            rows.append(_means(known, [every[n] for n in batch], length, learning)[: len(batch)])
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(rows)[back]


def _means(known: Parameters, batch: Sequence[Sequence[int]], length: int, learning: bool) -> torch.Tensor:
    """Return the mean of each paragraph's pieces after the last layer, and some rows more that mean nothing.

    Few different shapes are asked for: the first product of each costs more than many later ones.
    """
    rows = [*batch, *[[0]] * (-len(batch) % _ROWS_STEP)]
    numbers = torch.tensor([[*pieces, *[0] * (length - len(pieces))] for pieces in rows])
    there = torch.tensor([[n < len(pieces) for n in range(length)] for pieces in rows])
    state = known["words"][numbers] + known["places"][:length]
    state = _dropped(_normed(known, "opening", state), learning)
    for layer in range(LAYERS):
        seen = _attended(_through(known, f"{layer}.mix", state), there)
        seen = _dropped(_through(known, f"{layer}.seen", seen), learning)
        state = _normed(known, f"{layer}.seen", state + seen)
        up = functional.gelu(_through(known, f"{layer}.up", state))
        down = _dropped(_through(known, f"{layer}.down", up), learning)
        state = _normed(known, f"{layer}.down", state + down)
    mask = there.unsqueeze(-1).to(state.dtype)
    return (state * mask).sum(1) / mask.sum(1)


def _attended(mixed: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
    count, length, width = mixed.shape
    query, key, value = mixed.view(count, length, 3, HEADS, width // 3 // HEADS).permute(2, 0, 3, 1, 4)
    likeness = query @ key.transpose(-1, -2) * (width // 3 // HEADS) ** -0.5
    likeness = likeness.masked_fill(~there[:, None, None, :], float("-inf"))
    seen = torch.softmax(likeness, -1).to(value.dtype) @ value
    return seen.transpose(1, 2).reshape(count, length, width // 3)


def _through(known: Parameters, name: str, state: torch.Tensor) -> torch.Tensor:
    return state @ known[f"{name}.weight"] + known[f"{name}.bias"]


def _normed(known: Parameters, name: str, state: torch.Tensor) -> torch.Tensor:
    return functional.layer_norm(state, (WIDTH,), known[f"{name}.scale"], known[f"{name}.shift"], SMALL)


def _dropped(state: torch.Tensor, learning: bool) -> torch.Tensor:
    return functional.dropout(state, _DROPPED, learning)
