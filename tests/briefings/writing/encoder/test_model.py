import fnmatch
import io
import json
import random
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import numpy as np
import pytest

from briefings.writing.encoder import model as module
from briefings.writing.encoder.model import SHIPPED, load, shipped
from briefings.writing.encoder.passages import PIECES
from briefings.writing.linear import WHY
from briefings.writing.weights import Weights, WeightsError
from tests.briefings.writing.encoder.invented import KINDS, LAYERS, THRESHOLDS, VOCABULARY, arrays

MOST_BYTES = 35_000_000


def parts_of(path):
    """The arrays that lie in a file."""
    with np.load(path) as found:
        return {name: found[name] for name in found.files}


def saved(path, parts, **more: object):
    """A file with other arrays in it."""
    np.savez(path, allow_pickle=True, **(parts | more))
    return path


def refused(path):
    """What is said of a file that is none: one sentence that names it."""
    with pytest.raises(WeightsError) as raised:
        load(path)
    said = str(raised.value)
    assert re.fullmatch(r"[^\n]+\.", said)
    assert str(path) in said
    return said.replace(str(path), "FILE")


NOT_ONE = "FILE is not an encoder's file."


def test_the_same_model_is_the_same_bytes_in_whatever_order_it_came(encoder_file):
    """Nothing of the hour or the machine is in them."""
    straight = encoder_file("a.npz").read_bytes()
    turned = dict(reversed(arrays().items()))
    thresholds = dict(reversed(THRESHOLDS.items()))
    assert encoder_file("b.npz", arrays=turned, thresholds=thresholds).read_bytes() == straight
    assert encoder_file("c.npz", arrays=arrays(2)).read_bytes() != straight


def test_what_is_written_is_read_again_within_half_a_bytes_step(encoder_file):
    """A step is what one byte more is worth: for each column, of the table of words for each row. Vectors are whole."""
    given, found = arrays(), load(encoder_file()).network
    assert found.words.dtype == np.int8
    read = dict(found.arrays)
    read["words"] = found.words * read.pop("words.scale")
    assert read.keys() == given.keys()
    for name, array in given.items():
        axis = 1 if name == "words" else 0
        step = np.abs(array).max(axis=axis, keepdims=True) / 127 if array.ndim > 1 else 0
        assert (np.abs(read[name] - array) <= step / 2 + 1e-6).all(), name
        assert read[name].dtype == np.float32


def test_words_names_and_the_linear_model_are_read_as_they_were(encoder_file, weights):
    """Whatever letters they have."""
    vocabulary = (*VOCABULARY[:-1], "é")
    linear = weights({"why": 0.5}, why={"grant": 2.0, '"': 1.0, "año": -1.0})
    thresholds = THRESHOLDS | {"why": 0.25, "more": 1.0}
    found = load(encoder_file(vocabulary=vocabulary, linear=linear, thresholds=thresholds))
    assert (found.kinds, found.thresholds, found.linear) == (KINDS, thresholds, linear)
    assert found.network.layers == LAYERS
    assert found.network.worth([[2, 3], [2, 5, 3]]).why


def test_an_array_of_nothings_is_read_as_one(encoder_file):
    """A column without any number has a scale all the same."""
    given = arrays() | {"why.down.weight": np.zeros((10, 1))}
    assert not load(encoder_file(arrays=given)).network.arrays["why.down.weight"].any()


def test_a_file_that_cannot_be_opened_is_named_with_the_reason(tmp_path):
    """As the system says it."""
    assert refused(tmp_path / "none.npz") == "The weights file FILE cannot be read: No such file or directory."
    assert refused(tmp_path) == "The weights file FILE cannot be read: Is a directory."


def zipped(name, content):
    """A zip of something else."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(name, content)
    return out.getvalue()


def plain_array():
    """One array without a zip around it."""
    out = io.BytesIO()
    np.save(out, np.zeros(3))
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\n", b"why\tother\n", b"{}", b"PK", b"PK\x03\x04 and no more", b"\x80\x04N."),
        *(zipped("a.txt", "text"), zipped("head", "{}"), zipped("head.npy", "\x93NUMPY"), plain_array()),
    ],
)
def test_what_is_no_encoders_file_is_said_to_be_none(tmp_path, content):
    """Text, a pickle, a zip of something else, a bare array."""
    path = tmp_path / "e.npz"
    path.write_bytes(content)
    assert refused(path) == NOT_ONE


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_half_a_file_is_not_taken_for_a_whole_one(encoder_file, share):
    """Wherever it was cut off."""
    path = encoder_file()
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    assert refused(path) == NOT_ONE


def test_no_broken_byte_gets_anything_but_a_sentence(encoder_file):
    """The file is read as it was, or refused."""
    path = encoder_file()
    whole, chance = path.read_bytes(), random.Random(1)
    refusals = 0
    for _ in range(300):
        broken = bytearray(whole)
        broken[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        try:
            load(path)
        except WeightsError:
            refusals += 1
    assert refusals > 200


@pytest.mark.parametrize(
    "name",
    [
        *("head", "vocabulary", "linear", "words", "words.scale of bytes"),
        *(name for name in arrays() if name != "words"),
        *("places.scale of bytes", "1.mix.weight.scale of bytes", "why.up.weight.scale of bytes"),
    ],
)
def test_a_file_that_lacks_one_of_its_arrays_is_none(encoder_file, name):
    """Each of them, of the last layer, too."""
    path = encoder_file()
    parts = parts_of(path)
    del parts[name]
    refused(saved(path, parts))


@pytest.mark.parametrize("name", [name for name, array in arrays().items() if array.ndim > 1])
@pytest.mark.parametrize("axis", [0, 1])
def test_a_file_with_an_array_of_another_size_is_none(encoder_file, name, axis):
    """A row less or a column less; it shows when the file is read, not in a brief."""
    array = arrays()[name]
    refused(encoder_file(arrays=arrays() | {name: np.delete(array, 0, axis=axis)}))


@pytest.mark.parametrize("name", [name for name, array in arrays().items() if array.ndim == 1 and len(array) > 1])
def test_a_file_with_a_vector_of_another_size_is_none(encoder_file, name):
    """One number less."""
    refused(encoder_file(arrays=arrays() | {name: arrays()[name][1:]}))


def test_scales_that_end_before_the_last_word_are_none(encoder_file):
    """A rare word would have found out."""
    path = encoder_file()
    parts = parts_of(path)
    refused(saved(path, parts, **{"words.scale of bytes": parts["words.scale of bytes"][:-1]}))


def test_a_file_without_a_place_for_the_longest_passage_is_none(encoder_file):
    """One place less than pieces that are read, with their start and end."""
    assert refused(encoder_file(arrays=arrays() | {"places": np.ones((PIECES + 1, 24))})) == NOT_ONE


def test_nothing_in_a_file_is_run(encoder_file, tmp_path):
    """An array of objects is refused, for what unpacks it could do anything."""

    class Sly:
        def __reduce__(self) -> object:
            return Path.touch, (tmp_path / "ran",)

    path = encoder_file()
    for name in ("head", "more"):
        assert refused(saved(path, parts_of(encoder_file()), **{name: np.array([Sly()], dtype=object)})) == NOT_ONE
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "vocabulary",
    [VOCABULARY[:-1], (*VOCABULARY, "more"), *((*VOCABULARY[:n], "x", *VOCABULARY[n + 1 :]) for n in (1, 2, 3))],
)
def test_a_vocabulary_that_does_not_go_with_the_table_is_refused(encoder_file, vocabulary):
    """Of another length, or without a sign for the start, the end, what is unknown."""
    assert "its words and its table of words differ" in refused(encoder_file(vocabulary=vocabulary))


@pytest.mark.parametrize(
    "head",
    [
        *("", "why", "[]", "5", "null", "{}", '{"kinds": []}', "\udcff"),
        pytest.param("[" * 100_000, id="deep"),
        *(json.dumps({"kinds": kinds, "thresholds": THRESHOLDS}) for kinds in (5, None)),
        *(
            json.dumps({"kinds": KINDS, "thresholds": thresholds})
            for thresholds in ([], {"why": None}, {"why": "high"})
        ),
    ],
)
def test_a_head_that_is_not_what_it_should_be_is_refused(encoder_file, head):
    """No JSON, or another form."""
    path = encoder_file()
    content = np.frombuffer(head.encode(errors="surrogateescape"), dtype=np.uint8)
    assert refused(saved(path, parts_of(path), head=content)) == NOT_ONE


@pytest.mark.parametrize("name", [*THRESHOLDS])
def test_a_file_that_lacks_a_threshold_is_none(encoder_file, name):
    """It is found out before the first story."""
    rest = {other: least for other, least in THRESHOLDS.items() if other != name}
    assert "a kind or a threshold is missing" in refused(encoder_file(thresholds=rest))


@pytest.mark.parametrize("name", [name for name in THRESHOLDS if name != WHY])
def test_a_file_that_does_not_know_a_point_is_none(encoder_file, name):
    """The kind of each point has to be told apart."""
    kinds = ["something else" if kind == name else kind for kind in KINDS]
    assert "a kind or a threshold is missing" in refused(encoder_file(kinds=kinds))


def test_kinds_that_are_not_those_computed_are_refused(encoder_file):
    """One name more than numbers: no name would be sure."""
    assert "its kinds and what it computes differ" in refused(encoder_file(kinds=(*KINDS, "more")))


def test_a_linear_model_that_lacks_a_column_or_is_none_is_refused(encoder_file, weights):
    """Both judge together."""
    whole = weights(why={"grant": 2.0})
    columns = tuple("something else" if column == WHY else column for column in whole.columns)
    linear = Weights(columns, whole.thresholds, whole.rows)
    assert refused(encoder_file(linear=linear)) == (
        "FILE holds no weights for a brief: a column or a threshold is missing."
    )
    path = encoder_file()
    for text, said in (
        ("", "is not a weights file"),
        ('{"columns": [], "thresholds": {}}\n', "is not a whole weights"),
    ):
        content = np.frombuffer(text.encode(), dtype=np.uint8)
        assert said in refused(saved(path, parts_of(encoder_file()), linear=content))


def test_a_model_without_layers_above_its_words_is_read(encoder_file):
    """What a file has is what is computed."""
    assert load(encoder_file(arrays=arrays(layers=0))).network.layers == 0


def test_the_shipped_encoder_is_read_once_and_small_enough_to_ship():
    """It has all that a brief asks for."""
    assert shipped() is shipped()
    assert shipped().network.layers > 0
    assert SHIPPED.stat().st_size < MOST_BYTES


def test_the_shipped_encoder_is_installed_with_the_package():
    """A file that is not Python is installed only where the project names it."""
    root = Path(module.__file__).parents[3]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["briefings"]
    name = str(SHIPPED.relative_to(root / "briefings"))
    assert any(fnmatch.fnmatch(name, pattern.replace("**/", "*")) for pattern in patterns if "/" in pattern)


def test_a_program_that_writes_no_brief_does_not_wait_for_the_encoder():
    """Neither for its file nor for numpy."""
    code = """
import sys
import briefings.filters.brief, briefings.pipeline
from briefings.writing.scorers import best
assert "numpy" not in sys.modules, "numpy on import"
assert best.cache_info().misses == 0, "made on import"
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
