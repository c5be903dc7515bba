import math

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="only training needs torch: pip install .[train]")
pytest.importorskip("safetensors", reason="only training needs safetensors: pip install .[train]")

from briefings.writing.encoder.network import Network  # noqa: E402 (torch may be missing)
from briefings.writing.train.encoder.network import (  # noqa: E402
    FIXED,
    LAYERS,
    PLACES,
    BaseModelError,
    judged,
    started,
)

KINDS = 5
STORY = [[2, 5, 7, 3], [2, 12, 3], [2, *range(4, 39), 3], [2, 3], [2, 5, 5, 5, 9, 3], [2, *[8] * 14, 3]]
SECOND = [[2, 9, 3], [2, 11, 12, 3]]


def twin(known):
    """The network that writes, with these parameters; its table of words is in numbers as they are, not in bytes."""
    arrays = {name: tensor.detach().numpy() for name, tensor in known.items()}
    words = arrays.pop("words")
    return Network(arrays | {"words.scale": np.ones((len(words), 1), dtype=np.float32)}, words, LAYERS)


@pytest.fixture
def known(base):
    """Parameters as they are before the first step."""
    torch.manual_seed(1)
    return started(base(), KINDS)


def test_it_computes_what_the_network_that_writes_computes(known):
    """Though it fills paragraphs up to one length: what is learned is what is used."""
    with torch.no_grad():
        answers = judged(known, [STORY, SECOND], learning=False)
    for story, (choice, kinds) in zip((STORY, SECOND), answers, strict=True):
        worth = twin(known).worth(story)
        assert choice.numpy() == pytest.approx(np.array([*worth.why, worth.silence]), abs=1e-4)
        assert torch.log_softmax(kinds, 1).numpy() == pytest.approx(np.array(worth.kinds), abs=1e-4)


def test_many_paragraphs_are_computed_in_several_batches_and_come_back_in_order(known):
    """As if each had been alone."""
    many = [[2, 4 + n % 30, *[5] * (n % 20), 3] for n in range(120)]
    with torch.no_grad():
        ((choice, _),) = judged(known, [many], learning=False)
    assert choice.numpy()[:-1] == pytest.approx(np.array(twin(known).worth(many).why), abs=1e-4)


def test_while_learning_some_numbers_are_left_out(known):
    """By the seed of torch; otherwise none are."""
    with torch.no_grad():
        one, other = (judged(known, [STORY], learning=True)[0][0] for _ in range(2))
        still, again = (judged(known, [STORY], learning=False)[0][0] for _ in range(2))
    assert not torch.equal(one, other)
    assert torch.equal(still, again)


def test_it_starts_from_the_first_layers_and_places(known):
    """With the kind of text that MiniLM has for all of ours added to each place."""
    assert known["places"].shape == (PLACES, 384)
    assert {name.split(".")[0] for name in known if name[0].isdigit()} == set(map(str, range(LAYERS)))
    assert known["kinds.down.bias"].shape == (KINDS,)
    assert all(tensor.dtype == torch.float32 for tensor in known.values())


def test_all_but_words_and_places_is_learned(known):
    """Too few stories speak of most words."""
    assert {name for name, tensor in known.items() if not tensor.requires_grad} == FIXED


def test_heads_start_by_the_seed_and_small(base):
    """The more numbers come in, the smaller."""
    starts = []
    for seed in (1, 1, 2):
        torch.manual_seed(seed)
        starts.append(started(base(), KINDS)["why.up.weight"])
    assert torch.equal(starts[0], starts[1])
    assert not torch.equal(starts[0], starts[2])
    assert starts[0].abs().max() <= 1 / math.sqrt(4 * 384)


def test_a_folder_without_a_model_is_named(base, tmp_path):
    """One sentence; also where a part of it is missing."""
    with pytest.raises(BaseModelError, match=rf"^{tmp_path} holds no MiniLM to start from: .*\.$"):
        started(tmp_path, KINDS)
    with pytest.raises(BaseModelError, match=r"minilm holds no MiniLM to start from: .*encoder\.layer\.3.*\.$"):
        started(base(without="encoder.layer.3.output.dense.bias"), KINDS)


def test_a_file_that_is_no_model_is_named(tmp_path):
    """One sentence."""
    (tmp_path / "model.safetensors").write_bytes(b"so")
    with pytest.raises(BaseModelError, match=rf"^{tmp_path} holds no MiniLM to start from: .*\.$"):
        started(tmp_path, KINDS)
