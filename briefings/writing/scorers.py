"""Which scorer writes: the encoder that comes with us, the linear one where numpy is missing, or one from a file."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from briefings.writing.linear import LinearScorer, complete
from briefings.writing.roles import Scorer, Scores
from briefings.writing.units import Unit
from briefings.writing.weights import WeightsError, load

_ZIP = b"PK"


def shipped(title: str, story: Sequence[Unit]) -> list[Scores]:
    """Score with the best scorer that can run here (a `roles.Scorer`); it is read when the first story comes."""
    return best()(title, story)


@cache
def best() -> Scorer:
    """Return the encoder that comes with us, or the linear scorer where numpy is not installed."""
    try:
        from briefings.writing.encoder.scorer import EncoderScorer  # noqa: PLC0415 (numpy may be missing)
    except ImportError:
        return LinearScorer()
    return EncoderScorer()


def scorer_from(path: Path) -> Scorer:
    """Return the scorer with a file's weights. Raises WeightsError where it is missing, none, or for something else."""
    if not _is_encoder(path):
        weights = complete(load(path), path)
        return LinearScorer(lambda: weights)
    try:
        from briefings.writing.encoder.model import load as load_encoder  # noqa: PLC0415
        from briefings.writing.encoder.scorer import EncoderScorer  # noqa: PLC0415
    except ImportError:
        raise WeightsError(f"{path} holds an encoder, which cannot run without numpy.") from None
    model = load_encoder(path)
    return EncoderScorer(lambda: model)


def _is_encoder(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_ZIP)) == _ZIP
    except OSError as error:
        raise WeightsError(f"The weights file {path} cannot be read: {error.strerror}.") from None
