"""The real program, killed and stopped: nothing is lost, nothing comes three times, the file stays whole."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.delivery.send import IN_FLIGHT
from tests.crash.program import Program

PEOPLE = range(1001, 1049)
READY = 20
"""Seconds of a busy machine until the first message of a started program."""


@pytest.fixture
async def program(tmp_path: Path) -> AsyncIterator[Program]:
    async with Program(tmp_path) as there:
        yield there


async def test_three_kills_lose_nothing_and_double_only_what_was_in_flight(program: Program) -> None:
    """Killed before Telegram acted, after it acted, and anywhere; then a stop with an answer outstanding exits 0."""
    telegram = program.telegram
    await program.owe(PEOPLE)
    in_flight: set[int] = set()
    for kind in ("after", "before", "anywhere"):
        waiting = [chat for chat, state in (await program.states()).items() if state == "planned"] or [*PEOPLE]
        await program.start()
        await reach(program, kind, waiting[4])
        await program.kill()
        caught = {chat for chat, state in (await program.states()).items() if state == "sending"}
        assert len(caught) <= IN_FLIGHT
        in_flight |= caught
        telegram.faults.clear()
        await program.hurry()
    assert in_flight

    planned = {chat for chat, state in (await program.states()).items() if state == "planned"}
    hanging = telegram.faults.stall(method="sendMessage", chat_id=max(planned), after=True)
    await program.start()
    await telegram.until(lambda: all(telegram.sent(chat) for chat in planned), READY)
    assert hanging.met == 1
    assert await program.stop(10) == 0

    copies = {chat: len(telegram.sent(chat)) for chat in PEOPLE}
    states = await program.states()
    lost = [chat for chat in PEOPLE if not copies[chat] and states[chat] not in ("uncertain", "sending")]
    assert not lost
    assert max(copies.values()) <= 2
    assert {chat for chat in PEOPLE if copies[chat] > 1} <= in_flight
    assert {chat for chat, state in states.items() if state == "sent"} >= set(PEOPLE) - in_flight - {max(planned)}
    assert await program.integrity() == "ok"


async def reach(program: Program, kind: str, chat: int) -> None:
    """Let the program come to a bad moment: in the send to `chat`, or when that one is done."""
    telegram = program.telegram
    if kind == "anywhere":
        await telegram.wait_for_sent(chat, 1, READY)
        return
    fault = telegram.faults.stall(method="sendMessage", chat_id=chat, after=kind == "after")
    async with asyncio.timeout(READY):
        await fault.reached.wait()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"DAYBRIEF_TELEGRAM_TOKEN": f"42:{'x' * 35}"}, "Telegram does not know this token"),
        ({}, "Another process polls for this bot, or a webhook is set"),
    ],
)
async def test_what_cannot_be_run_says_why_in_one_sentence(
    program: Program, settings: dict[str, str], sentence: str
) -> None:
    """A wrong token and a second poller: exit code 2, one line, no traceback."""
    program.telegram.updates.webhook = "https://elsewhere.example/hook"
    await program.start(**settings)
    code, said = await program.ended(READY)
    assert code == 2
    (line,) = said.strip().splitlines()
    assert line.startswith(sentence)
    assert program.telegram.token not in said
