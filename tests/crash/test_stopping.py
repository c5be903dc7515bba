"""A program that is told to stop, stops; one that was frozen and replaced overwrites nothing when it wakes."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.demo.standin.faults import Fault
from tests.crash.forge import ROOT, Forge
from tests.crash.program import SPEED, Program

PEOPLE = range(1001, 1301)
NO_LEASE_AFTER = 0.1
"""Seconds of the machine's time after the request to stop."""
WHILE_LOADING = (0.0, 0.25, 0.5)
"""Seconds from the moment in which a program begins to hear."""
TELLS = Path("/proc/self/status").exists()
"""Whether the system tells which signals a process hears."""


async def sending(program: Program, people: Sequence[int], stalled: int) -> list[Fault]:
    """Settle people who are due now and get no news; the answers to the first so many messages will be held back."""
    await program.newsroom.stop()
    await program.settle(people)
    faults = program.telegram.faults
    return [faults.stall(method="sendMessage", after=True) for _ in range(stalled)]


def leases(program: Program) -> int:
    """How many leases were ever given: each raises the token of its part."""
    with program.opened() as connection:
        return int(connection.execute("SELECT coalesce(sum(token), 0) FROM parts").fetchone()[0])


async def test_a_stop_in_the_middle_of_sending_leases_nothing_more(program: Program) -> None:
    """Told five times, with an answer outstanding: no lease later than 0.1 s after it, and exit code 0 within 10 s."""
    (hanging,) = await sending(program, PEOPLE, 1)
    life = program.start()
    await program.telegram.until(lambda: sum(program.copies().values()) > len(PEOPLE) // 10, 60)
    assert hanging.reached.is_set()
    for _ in range(5):
        life.signal(signal.SIGTERM)
    await program.clock.sleep(NO_LEASE_AFTER * SPEED)
    before = leases(program)
    assert await life.ended(10) == 0
    assert 0 < leases(program) == before < len(PEOPLE)
    copies = program.copies()
    unsure = [part for part in program.parts() if part.state == "sending"]
    assert len(unsure) == 1
    assert all(copies[part.chat_id] == (part.state != "planned") for part in program.parts())


@pytest.mark.parametrize("method", ["getMe", "setMyCommands", "getUpdates"])
async def test_a_stop_is_heard_whatever_telegram_does_not_answer(program: Program, method: str) -> None:
    """Told again and again, to the last moment of the process: that never costs the exit code."""
    hanging = program.telegram.faults.stall(method=method)
    life = program.start()
    await asyncio.wait_for(hanging.reached.wait(), 60)
    ending = asyncio.create_task(life.ended(10))
    while not ending.done():
        life.signal(signal.SIGTERM)
        await asyncio.wait([ending], timeout=0.005)
    assert await ending == 0


@pytest.mark.skipif(not TELLS, reason="the system does not tell when a process begins to hear signals")
@pytest.mark.parametrize("request_to_end", [signal.SIGTERM, signal.SIGINT])
async def test_a_program_that_is_ended_while_it_loads_says_nothing_and_ends_well(
    program: Program, request_to_end: signal.Signals
) -> None:
    """Loading takes it some seconds; as the first process of a container it would not even end otherwise."""
    processes = [await begin(program) for _ in WHILE_LOADING]
    for process, seconds in zip(processes, WHILE_LOADING, strict=True):
        async with asyncio.timeout(20):
            while not hears(process, signal.SIGTERM):  # noqa: ASYNC110 (a process does not tell)
                await asyncio.sleep(0)
        await asyncio.wait([asyncio.ensure_future(process.wait())], timeout=seconds)
        process.send_signal(request_to_end)
        async with asyncio.timeout(10):
            _, said = await process.communicate()
        assert (process.returncode, said) == (0, b"")


async def begin(program: Program) -> Process:
    """`daybrief run`, not forked from anything that has loaded it already."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DAYBRIEF_")}
    command = (sys.executable, "-m", "bot.start", "run")
    return await asyncio.create_subprocess_exec(*command, env=kept | program.joined(), cwd=ROOT, stderr=PIPE)


def hears(process: Process, number: signal.Signals) -> bool:
    """Whether it has begun to hear this signal."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    caught = re.search(r"^SigCgt:\s*(\w+)$", status, re.MULTILINE)
    return caught is not None and bool(int(caught[1], 16) >> (number - 1) & 1)


async def test_a_worker_that_was_frozen_past_its_lease_overwrites_nothing(program: Program, forge: Forge) -> None:
    """Another one finds what it held in doubt and sends it again; the first one's answers, when it wakes, are stale.

    It also meets the other one at Telegram's door and ends, as two programs of one bot must.
    """
    people = PEOPLE[:4]
    hanging = await sending(program, people, len(people))
    frozen = program.start()
    await program.telegram.until(lambda: all(fault.reached.is_set() for fault in hanging), 60)
    frozen.signal(signal.SIGSTOP)
    other = program.start()
    await program.until(lambda: {part.doubts for part in program.parts()} == {1})
    program.telegram.faults.clear()
    await program.until(lambda: {part.state for part in program.parts()} == {"sent"})
    before = program.parts()
    frozen.signal(signal.SIGCONT)
    assert await frozen.ended() == 2
    assert program.parts() == before
    assert set(program.copies().values()) == {2}
    assert await other.stop() == 0
