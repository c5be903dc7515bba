"""Asking a model: down the ladder, once more for what cannot be read, never longer than the deadline."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from briefings.scribes.model.client import ModelClient, Unanswered
from briefings.scribes.model.dialects import Endpoint, Rung
from briefings.scribes.model.purse import Purse, Tariff
from tests.briefings.scribes.model.scripted import chat, refusal, scripted
from tests.clock import ManualClock

SCHEMA = {"type": "object"}
GOOD = {"say": "yes"}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 24, 12, tzinfo=UTC))


async def ask(server, clock, *, key=None, url=None, purse=None, deadline=60.0):
    """One question; the answer, and the client for what it knows by now."""
    endpoint = Endpoint(url or server.url, "small", key)
    async with ModelClient(endpoint, clock, purse or Purse(), deadline=deadline) as client:
        return await client.ask("Be brief.", [("user", "Say yes.")], SCHEMA, json.loads), client


async def test_the_strictest_way_is_asked_first(clock):
    """With the schema, the key in its header and nowhere else."""
    async with scripted(chat(GOOD)) as server:
        (said, cost), client = await ask(server, clock, key="secret-key")
    assert (said, cost.tokens_in, cost.tokens_out, client.rung) == (GOOD, 100, 50, Rung.SCHEMA)
    (asked,) = server.asked
    assert asked["response_format"]["json_schema"]["schema"] == SCHEMA
    assert (asked["model"], asked["temperature"]) == ("small", 0)
    assert server.headers[0]["Authorization"] == "Bearer secret-key"
    assert "secret-key" not in json.dumps(server.asked)


@pytest.mark.parametrize("status", [400, 422, 500])
async def test_a_way_that_the_server_does_not_know_is_left_for_the_next(clock, status):
    """Down to plain words, and never asked again."""
    async with scripted(refusal(status), refusal(status), chat(GOOD), chat(GOOD)) as server:
        endpoint = Endpoint(server.url, "small")
        async with ModelClient(endpoint, clock, Purse()) as client:
            for _ in range(2):
                found = await client.ask("Be brief.", [("user", "Say yes.")], SCHEMA, json.loads)
                assert found[0] == GOOD
            assert client.rung is Rung.WORDS
    assert [asked.get("response_format", {}).get("type") for asked in server.asked] == [
        "json_schema",
        "json_object",
        None,
        None,
    ]
    assert str(SCHEMA) in server.asked[-1]["messages"][0]["content"]


async def test_the_other_wire_form(clock):
    """Messages, with its own headers and counts."""
    said = {"content": [{"type": "text", "text": json.dumps(GOOD)}], "usage": {"input_tokens": 7, "output_tokens": 3}}
    async with scripted((200, said, {})) as server:
        (found, cost), _ = await ask(server, clock, url=f"{server.url}/messages", key="k")
    assert (found, cost.tokens_in, cost.tokens_out) == (GOOD, 7, 3)
    assert server.headers[0]["x-api-key"] == "k"
    assert server.headers[0]["anthropic-version"]
    assert server.asked[0]["system"].startswith("Be brief.")
    assert server.asked[0]["messages"] == [{"role": "user", "content": "Say yes."}]


async def test_an_answer_that_will_not_do_is_asked_for_once_more(clock):
    """With what is wrong with it; and not a third time."""
    async with scripted(chat("not json"), chat(GOOD)) as server:
        (found, _), _ = await ask(server, clock)
    assert found == GOOD
    assert [turn["role"] for turn in server.asked[1]["messages"]] == ["system", "user", "assistant", "user"]
    async with scripted(chat("not json")) as server:
        found, _ = await ask(server, clock)
    assert isinstance(found, Unanswered)
    assert len(server.asked) == 2


async def test_a_server_that_wants_a_pause_gets_it(clock):
    """As long as it says."""
    began = clock.now()
    async with scripted(refusal(429, retry_after="7"), chat(GOOD)) as server:
        (found, _), _ = await ask(server, clock)
    assert found == GOOD
    assert clock.now() - began == timedelta(seconds=7)


@pytest.mark.parametrize(
    ("status", "words", "for_long"),
    [(401, "no", True), (402, "pay", True), (403, "no", True), (429, "quota exceeded", True), (503, "busy", False)],
)
async def test_a_refusal_is_a_sentence(clock, status, words, for_long):
    """Whether the next story may ask again is known."""
    async with scripted(refusal(status, words)) as server:
        found, _ = await ask(server, clock)
    assert isinstance(found, Unanswered)
    assert found.for_long is for_long
    assert found.reason.endswith(".")


@pytest.mark.parametrize(
    "body", ["", "<html>", "[]", "{}", '{"choices": []}', '{"choices": [{"message": {}}]}', "null"]
)
async def test_a_success_that_is_none_of_a_model(clock, body):
    """A proxy's page, a cut answer."""
    async with scripted((200, body, {})) as server:
        found, _ = await ask(server, clock)
    assert found == Unanswered("The server's answer is none of a model.")


async def test_nobody_there_and_too_slow(clock):
    """One deadline for all tries together."""
    async with scripted(chat(GOOD)) as server:
        server.hangs = asyncio.Event()
        found, _ = await ask(server, clock, deadline=0.05)
    assert found == Unanswered("The model took longer than 0.05 seconds.")
    found, _ = await ask(server, clock)
    assert found == Unanswered("The model cannot be reached.")


async def test_what_may_be_spent_is_not_overspent(clock):
    """In questions and in dollars, by the UTC day."""
    purse = Purse(Tariff(dollars_in=1.0, dollars_out=10.0, dollars_a_day=0.001, calls_a_day=9))
    async with scripted(chat(GOOD, (500, 100))) as server:
        first, _ = await ask(server, clock, purse=purse)
        second, _ = await ask(server, clock, purse=purse)
        assert first[0] == GOOD
        assert second == Unanswered("Today's $0.001 for the model are spent.", for_long=True)
        assert purse.dollars(purse.spending) == pytest.approx(0.0015)
        clock.advance(days=1)
        third, _ = await ask(server, clock, purse=purse)
        assert third[0] == GOOD
    few = Purse(Tariff(calls_a_day=1))
    few.spend(1, 1, clock.now())
    assert few.refuses(clock.now()) == "Today's 1 questions to the model are spent."
