"""A name is looked up in a thread of its own, and its whole answer is judged."""

import asyncio
import socket
from threading import Event
from typing import Any

import pytest

from briefings.feeds.guard import RefusedError
from briefings.feeds.names import Judged, Lookup

STUCK = 40
"""More than the event loop has threads to share."""


async def test_names_that_nobody_answers_hold_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor anything else that is done in a thread; who gives up is not called back."""
    release, ask = Event(), socket.getaddrinfo

    def slow(host: str, *rest: Any, **more: Any) -> Any:
        if host == "dead.example":
            release.wait()
            raise socket.gaierror(socket.EAI_AGAIN, "no answer")
        return ask(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    stuck = [asyncio.create_task(Lookup().resolve("dead.example", 80)) for _ in range(STUCK)]
    async with asyncio.timeout(20):
        found = await Lookup().resolve("127.0.0.1", 80)
        assert await asyncio.to_thread(lambda: "done") == "done"
    assert [(one["host"], one["port"], one["family"]) for one in found] == [("127.0.0.1", 80, socket.AF_INET)]
    stuck[0].cancel()
    await asyncio.sleep(0)
    release.set()
    ends = await asyncio.gather(*stuck, return_exceptions=True)
    assert isinstance(ends[0], asyncio.CancelledError)
    assert {type(end) for end in ends[1:]} == {socket.gaierror}


@pytest.mark.parametrize("allow_loopback", [True, False])
async def test_an_answer_is_refused_as_a_whole(allow_loopback: bool) -> None:
    """Loopback passes where it is asked for, and only there."""
    judged = Judged(Lookup(), allow_loopback=allow_loopback)
    if allow_loopback:
        assert [one["host"] for one in await judged.resolve("127.0.0.1", 8080)] == ["127.0.0.1"]
    else:
        with pytest.raises(RefusedError, match="not on the public internet"):
            await judged.resolve("127.0.0.1", 80)
    await judged.close()
