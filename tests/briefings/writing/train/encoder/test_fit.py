import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="only training needs torch: pip install .[train]")
pytest.importorskip("safetensors", reason="only training needs safetensors: pip install .[train]")

from briefings.writing.train.encoder import fit  # noqa: E402 (torch may be missing)
from briefings.writing.train.encoder.fit import fitted  # noqa: E402
from briefings.writing.train.encoder.lessons import KINDS, Lesson  # noqa: E402
from briefings.writing.train.encoder.network import FIXED, judged  # noqa: E402

SAYS = 9  # the piece that says why


def lesson(right, count=5, *, silence: float | None = 0.0, weight=1.0, kinds=True):
    """A story in which the passage `right` says why, and is of the first kind."""
    return Lesson(
        passages=tuple((2, SAYS if n == right else 10 + n, 3) for n in range(count)),
        answers=tuple(float(n == right) for n in range(1, count)),
        silence=silence,
        weight=weight,
        kinds=tuple(0 if n == right else 1 for n in range(count)) if kinds else (None,) * count,
        kind_weights=(1.0,) * count,
    )


LESSONS = [
    *(lesson(1 + n % 4) for n in range(8)),
    lesson(0, silence=1.0),
    lesson(2, silence=None),
    lesson(3, weight=0.0),
    lesson(1, kinds=False),
]


@pytest.fixture(autouse=True)
def _threads():
    """As many threads as before."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def taught(lessons, folder):
    """The parameters learned, and what was told."""
    told = []
    return fitted(lessons, folder, told.append), told


def test_the_same_lessons_give_the_same_parameters(base):
    """To the last bit, on one machine."""
    folder = base()
    (one, said), (other, again) = taught(LESSONS, folder), taught(LESSONS, folder)
    assert one.keys() == other.keys()
    assert all(np.array_equal(one[name], other[name]) for name in one)
    assert said == again


def test_progress_is_told_pass_by_pass(base, monkeypatch):
    """With how much was missed."""
    monkeypatch.setattr(fit, "_PASSES", 3)
    _, told = taught(LESSONS[:7], base())
    assert [line.split(":")[0] for line in told] == ["pass 1 of 3", "pass 2 of 3", "pass 3 of 3"]
    assert all(float(line.rsplit(" ", 1)[1]) > 0 for line in told)


def test_what_is_kept_as_it_was_is_kept_and_the_rest_moves(base):
    """Words and places are not learned; every array of the heads and layers is a little another."""
    folder = base()
    torch.manual_seed(fit._SEED)
    start = fit.started(folder, len(KINDS))
    found, _ = taught(LESSONS, folder)
    still = {name for name in found if np.array_equal(found[name], start[name].detach().numpy())}
    assert still == FIXED
    assert all(array.dtype == np.float32 and np.isfinite(array).all() for array in found.values())


def test_what_was_taught_is_learned(base, monkeypatch):
    """Shown often enough, the passage that says why is chosen, and its kind is known; in a new story, too."""
    monkeypatch.setattr(fit, "_PASSES", 25)
    found, told = taught(LESSONS[:8], base())
    first, last = (float(line.rsplit(" ", 1)[1]) for line in (told[0], told[-1]))
    assert last < first / 4
    known = {name: torch.from_numpy(array) for name, array in found.items()}
    new = [[2, 11, 12, 3], [2, 20, 3], [2, SAYS, 3], [2, 21, 22, 3], [2, 23, 3]]
    ((choice, kinds),) = judged(known, [new], learning=False)
    assert int(choice.argmax()) == 1
    assert kinds[2, 0] > kinds[2, 1]
    assert kinds[1, 1] > kinds[1, 0]


def test_the_rate_rises_for_a_while_and_falls_to_nothing():
    """That of the heads is higher all the way."""
    descent = torch.optim.AdamW([{"params": [torch.zeros(1)]}, {"params": [torch.zeros(1)]}])
    rates = []
    for step in range(100):
        fit._slow(descent, step, 100)
        body, heads = (group["lr"] for group in descent.param_groups)
        rates.append(body)
        assert heads > body > 0
    top = rates.index(max(rates))
    assert rates[: top + 1] == sorted(rates[: top + 1])
    assert rates[top:] == sorted(rates[top:], reverse=True)
    assert 5 <= top <= 9
    assert rates[-1] < max(rates) / 50


def loss(given, choice, kinds):
    """What a lesson costs whose passages got these scores."""
    return float(fit._loss(given, torch.tensor(choice), torch.tensor(kinds)))


EVEN = [[0.0] * len(KINDS)] * 4


def test_knowing_nothing_costs_what_guessing_costs():
    """Silence is one option more, where it is asked for."""
    told = lesson(1, 4, kinds=False)
    assert loss(told, [0.0] * 4, EVEN) == pytest.approx(np.log(4))
    assert loss(lesson(1, 4, silence=None, kinds=False), [0.0] * 4, EVEN) == pytest.approx(np.log(3))
    assert loss(told, [30.0, 0.0, 0.0, 0.0], EVEN) == pytest.approx(0, abs=1e-6)
    assert loss(lesson(0, 4, silence=1.0, kinds=False), [0.0, 0.0, 0.0, 30.0], EVEN) == pytest.approx(0, abs=1e-6)


def test_a_story_that_teaches_kinds_alone_costs_nothing_for_its_choice():
    """However wrong it is."""
    assert loss(lesson(1, 4, weight=0.0, kinds=False), [-9.0, 9.0, 9.0, 9.0], EVEN) == 0
    assert loss(lesson(1, 4, weight=0.0), [-9.0, 9.0, 9.0, 9.0], EVEN) == pytest.approx(0.3 * np.log(len(KINDS)))
