"""The request to end is heard once, and what comes after it changes nothing."""

import signal
from collections.abc import Iterator

import pytest

from bot import start
from bot.ending import REQUESTS, at_request


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = {request: signal.getsignal(request) for request in REQUESTS}
    yield
    for request, handler in before.items():
        signal.signal(request, handler)


@pytest.mark.parametrize("request_to_end", REQUESTS)
def test_the_first_request_is_heard_and_no_other(request_to_end: signal.Signals) -> None:
    """Not even after the block: a process that ends must not be ended by the next one with another exit code."""
    heard: list[int] = []
    with at_request(lambda: heard.append(1)):
        for _ in range(3):
            signal.raise_signal(request_to_end)
    for request in REQUESTS:
        signal.raise_signal(request)
    assert heard == [1]


def test_without_a_request_all_is_as_it_was_before() -> None:
    """Blocks may stand in one another; the inner one hears."""
    heard: list[str] = []
    before = [signal.getsignal(request) for request in REQUESTS]
    with at_request(lambda: heard.append("outer")):
        outer = signal.getsignal(signal.SIGTERM)
        with at_request(lambda: heard.append("inner")):
            pass
        assert signal.getsignal(signal.SIGTERM) is outer
    assert [signal.getsignal(request) for request in REQUESTS] == before
    with at_request(lambda: heard.append("outer")), at_request(lambda: heard.append("inner")):
        signal.raise_signal(signal.SIGTERM)
    signal.raise_signal(signal.SIGTERM)
    assert heard == ["inner"]


@pytest.mark.parametrize(("words", "hears"), [(["run"], True), (["demo"], True), (["doctor"], False), ([], False)])
def test_commands_that_stay_hear_it_while_they_load(
    monkeypatch: pytest.MonkeyPatch, words: list[str], hears: bool
) -> None:
    """And end well; a check that was broken off must not look like one that found nothing."""
    heard: list[bool] = []

    def loads() -> None:
        heard.append(signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL)
        if hears:
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr("sys.argv", ["daybrief", *words])
    monkeypatch.setattr("bot.__main__.app", loads)
    if hears:
        with pytest.raises(SystemExit) as ended:
            start.main()
        assert ended.value.code == 0
    else:
        start.main()
    assert heard == [hears]
