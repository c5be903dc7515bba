"""Two passes over the lessons, a few stories at a step. The same lessons give the same parameters on one machine.

What is learned at once: the choice of the passage that says why its story matters (or of silence), and, weighted less,
what kind each passage is. AdamW (Loshchilov and Hutter 2019), a warm start and a straight line down to nothing; half
the precision where numbers are multiplied (bfloat16), for two cores are all there is.
"""

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from briefings.writing.train.encoder.lessons import KINDS, Lesson, shown
from briefings.writing.train.encoder.network import Parameters, judged, started

# Set by cross-validation against the editors' labels.
_PASSES = 2
_STORIES = 6  # at a step
_RATE, _HEAD_RATE = 7e-5, 1e-3
_WARM = 0.08  # share of the steps in which the rate rises
_KINDS_SHARE = 0.3
_DECAY = 0.01
_SEED = 1
_HEADS = ("why.", "silence.", "kinds.")


def fitted(lessons: Sequence[Lesson], base: Path, told: Callable[[str], None]) -> dict[str, np.ndarray]:
    """Return the parameters learned from all lessons, starting from the MiniLM in `base`; `told` hears of progress.

    One thread, so that sums are taken in the same order everywhere.
    """
    torch.set_num_threads(1)
    torch.manual_seed(_SEED)
    chance = np.random.default_rng(_SEED)
    known = started(base, len(KINDS))
    steps = _PASSES * math.ceil(len(lessons) / _STORIES)
    descent = _descent(known)
    step = 0
    for number in range(1, _PASSES + 1):
        losses = []
        order = chance.permutation(len(lessons)).tolist()
        for at in range(0, len(lessons), _STORIES):
            _slow(descent, step, steps)
            batch = [shown(lessons[n], chance) for n in order[at : at + _STORIES]]
            losses.append(_step(known, descent, batch))
            step += 1
        told(f"pass {number} of {_PASSES}: mean loss {sum(losses) / len(losses):.3f}")
    return {name: tensor.detach().numpy() for name, tensor in known.items()}


def _descent(known: Parameters) -> torch.optim.Optimizer:
    heads = [tensor for name, tensor in known.items() if name.startswith(_HEADS)]
    body = [tensor for name, tensor in known.items() if tensor.requires_grad and not name.startswith(_HEADS)]
    return torch.optim.AdamW([{"params": body}, {"params": heads}], weight_decay=_DECAY)


def _slow(descent: torch.optim.Optimizer, step: int, steps: int) -> None:
    """Set the rates for a step."""
    share = min(1.0, (step + 1) / (_WARM * steps)) * (1 - step / steps)
    for group, rate in zip(descent.param_groups, (_RATE, _HEAD_RATE), strict=True):
        group["lr"] = rate * share


def _step(known: Parameters, descent: torch.optim.Optimizer, batch: Sequence[Lesson]) -> float:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        answers = judged(known, [lesson.passages for lesson in batch], learning=True)
    loss = sum(
        (_loss(lesson, choice.float(), kinds.float()) for lesson, (choice, kinds) in zip(batch, answers, strict=True)),
        start=torch.zeros(()),
    ) / len(batch)
    descent.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_([tensor for tensor in known.values() if tensor.requires_grad], 1.0)
    descent.step()
    return float(loss.detach())


def _loss(lesson: Lesson, choice: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
    loss = torch.zeros(())
    if lesson.weight:
        options = choice if lesson.silence is not None else choice[:-1]
        shares = torch.tensor([*lesson.answers, *([] if lesson.silence is None else [lesson.silence])])
        loss = loss - lesson.weight * (shares / shares.sum() * torch.log_softmax(options, 0)).sum()
    named = [(n, kind) for n, kind in enumerate(lesson.kinds) if kind is not None]
    if named:
        at, right = (list(column) for column in zip(*named, strict=True))
        missed = functional.cross_entropy(kinds[at], torch.tensor(right), reduction="none")
        weights = torch.tensor([lesson.kind_weights[n] for n in at])
        loss = loss + _KINDS_SHARE * (missed * weights).sum() / 4
    return loss
