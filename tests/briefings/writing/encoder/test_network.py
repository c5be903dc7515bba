import math

import numpy as np
import pytest

from briefings.writing.encoder.network import HEADS, SMALL, Network
from tests.briefings.writing.encoder.invented import KINDS, LAYERS, VOCABULARY, WIDTH

STORY = [[2, 5, 7, 3], [2, 12, 3], [2, *range(8, 30), 3], [2, 3], [2, 5, 5, 5, 9, 3]]


def gelu(x):
    """As it is defined, number by number."""
    return np.vectorize(lambda number: number * 0.5 * (1 + math.erf(number / math.sqrt(2))))(x)


class Plain:
    """The same network, straightforward and in float64: paragraph by paragraph, head by head."""

    def __init__(self, network: Network) -> None:
        self.arrays = {name: array.astype(np.float64) for name, array in network.arrays.items()}
        self.words = network.words * self.arrays["words.scale"]

    def dense(self, state, name):
        return state @ self.arrays[f"{name}.weight"] + self.arrays[f"{name}.bias"]

    def normed(self, state, name):
        spread = np.sqrt(state.var(axis=1, keepdims=True) + SMALL)
        scaled = (state - state.mean(axis=1, keepdims=True)) / spread
        return scaled * self.arrays[f"{name}.scale"] + self.arrays[f"{name}.shift"]

    def attended(self, mixed):
        query, key, value = np.split(mixed, 3, axis=1)
        size = WIDTH // HEADS
        found = []
        for at in range(0, WIDTH, size):
            part = slice(at, at + size)
            shares = np.exp(query[:, part] @ key[:, part].T / math.sqrt(size))
            found.append(shares / shares.sum(axis=1, keepdims=True) @ value[:, part])
        return np.concatenate(found, axis=1)

    def encoded(self, pieces):
        state = self.normed(self.words[pieces] + self.arrays["places"][: len(pieces)], "opening")
        for layer in range(LAYERS):
            seen = self.dense(self.attended(self.dense(state, f"{layer}.mix")), f"{layer}.seen")
            state = self.normed(state + seen, f"{layer}.seen")
            thought = self.dense(gelu(self.dense(state, f"{layer}.up")), f"{layer}.down")
            state = self.normed(state + thought, f"{layer}.down")
        return state.mean(axis=0)

    def head(self, name, *parts: np.ndarray):
        return self.dense(gelu(self.dense(np.concatenate(parts)[None], f"{name}.up")), f"{name}.down")[0]

    def worth(self, story):
        own = [self.encoded(pieces) for pieces in story]
        opening, mean = own[0], np.mean(own, axis=0)
        why, kinds = (
            [self.head(name, one, one * opening, one - mean, opening) for one in own] for name in ("why", "kinds")
        )
        shares = [np.exp(kind) / np.exp(kind).sum() for kind in kinds]
        return [score[0] for score in why[1:]], self.head("silence", opening, mean)[0], np.log(shares)


def test_it_computes_what_the_plain_definition_gives(network):
    """To five digits, though in single precision and with an error function of five terms."""
    why, silence, kinds = Plain(network).worth(STORY)
    worth = network.worth(STORY)
    assert worth.why == pytest.approx(why, abs=1e-5)
    assert worth.silence == pytest.approx(silence, abs=1e-5)
    assert np.array(worth.kinds) == pytest.approx(kinds, abs=1e-5)


def test_numbers_are_single_precision_all_the_way(network):
    """Twice as wide would be twice as slow."""
    assert network._encoded(STORY).dtype == np.float32


def test_what_a_paragraph_is_does_not_depend_on_its_neighbours(network):
    """Long ones or short ones: nothing is padded, nothing leaks."""
    together = network._encoded(STORY)
    for row, pieces in zip(together, STORY, strict=True):
        assert row == pytest.approx(network._encoded([pieces])[0], abs=1e-5)


def test_the_order_of_the_pieces_counts(network):
    """A sentence is no bag of words."""
    one, other = network._encoded([[2, 12, 13, 3], [2, 13, 12, 3]])
    assert np.abs(one - other).max() > 1e-2


def test_every_paragraph_has_kinds_and_all_but_the_first_a_why(network):
    """How likely the kinds are sums up to one."""
    worth = network.worth(STORY)
    assert len(worth.why) == len(STORY) - 1
    assert [len(kinds) for kinds in worth.kinds] == [len(KINDS)] * len(STORY)
    for kinds in worth.kinds:
        assert sum(map(math.exp, kinds)) == pytest.approx(1, abs=1e-5)
        assert max(kinds) <= 0


def test_an_opening_alone_has_no_why_but_silence_and_kinds(network):
    """A story of one paragraph is a story."""
    worth = network.worth(STORY[:1])
    assert worth.why == ()
    assert math.isfinite(worth.silence)
    assert len(worth.kinds) == 1


def test_where_a_paragraph_stands_behind_the_opening_is_not_asked(network):
    """Another order only puts the answers in that order."""
    order = [0, 3, 1, 4, 2]
    straight, turned = network.worth(STORY), network.worth([STORY[n] for n in order])
    assert turned.why == pytest.approx([straight.why[n - 1] for n in order[1:]], abs=1e-5)
    assert turned.silence == pytest.approx(straight.silence, abs=1e-5)
    assert np.array(turned.kinds) == pytest.approx(np.array([straight.kinds[n] for n in order]), abs=1e-5)


def test_what_a_paragraph_says_is_judged_by_its_opening(network):
    """The same paragraph below another one is worth something else."""
    other = network.worth([STORY[2], *STORY[1:]])
    assert abs(other.why[0] - network.worth(STORY).why[0]) > 1e-3


def test_numbers_beyond_all_measure_break_nothing(network):
    """Exponentials are taken of differences from the largest."""
    arrays = dict(network.arrays)
    for name in ("kinds.down.weight", "0.mix.weight"):
        arrays[name] = arrays[name] * np.float32(1e4)
    worth = Network(arrays, network.words, network.layers).worth(STORY)
    assert np.isfinite(np.array(worth.kinds)).all()
    assert np.isfinite(worth.why).all()


def test_every_word_of_the_vocabulary_can_be_read(network):
    """The table of words has a row for each."""
    assert network._encoded([[number] for number in range(len(VOCABULARY))]).shape == (len(VOCABULARY), WIDTH)


def test_a_story_that_is_told_again_is_not_read_again(network, monkeypatch):
    """One story stands in several newsletters and editions; another one is read."""
    read = []
    encoded = type(network)._encoded
    monkeypatch.setattr(type(network), "_encoded", lambda self, story: read.append(story) or encoded(self, story))
    story = [[0, 5, 6, 1], [0, 7, 1]]
    assert network.worth(story) == network.worth([tuple(pieces) for pieces in story])
    network.worth([[0, 5, 6, 1], [0, 8, 1]])
    assert len(read) == 2
