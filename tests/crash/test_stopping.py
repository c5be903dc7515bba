"""A program that is told to stop, stops; one that was frozen and replaced overwrites nothing when it wakes."""

import signal
from collections.abc import Sequence

from bot.demo.standin.faults import Fault
from tests.crash.forge import Forge
from tests.crash.program import SPEED, Program

PEOPLE = range(1001, 1301)
NO_LEASE_AFTER = 0.1
"""Seconds of the machine's time after the request to stop."""


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
