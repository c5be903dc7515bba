"""JSON Lines: one line out for each in, whatever is in it."""

from collections.abc import Iterator
from typing import Any

import orjson

from briefings.filters import lines


def double(record: dict[str, Any]) -> dict[str, Any]:
    if record["n"] < 0:
        raise ValueError("n is below zero")
    return {"id": record["id"], "n": 2 * record["n"]}


def test_each_record_gets_its_line_in_order() -> None:
    """Blank lines are no records."""
    given = [b'{"id": 1, "n": 2}\n', b"\n", b'{"id": 2, "n": 3}']
    assert list(lines.each(given, double)) == [{"id": 1, "n": 4}, {"id": 2, "n": 6}]


def test_a_record_that_fails_says_why_and_the_run_goes_on() -> None:
    """A missing key, a bad value, broken JSON and a list are each answered with an error."""
    given = [b'{"id": 1}', b'{"id": 2, "n": -1}', b"{", b"[]", b'{"id": 3, "n": 1}']
    out = list(lines.each(given, double))
    assert out[0] == {"id": 1, "error": "'n' is missing"}
    assert out[1] == {"id": 2, "error": "n is below zero"}
    assert out[2]["id"] is None
    assert "line 3 is not JSON" in out[2]["error"]
    assert out[3] == {"id": None, "error": "line 4 is not a JSON object"}
    assert out[4] == {"id": 3, "n": 2}


def test_records_can_be_answered_together() -> None:
    """A stage that compares records sees all that could be read."""

    def count(records: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        yield from ({"id": record["id"], "of": len(records)} for record in records)

    out = list(lines.together([b'{"id": 1}', b"nonsense", b" ", b'{"id": 2}'], count))
    assert "not JSON" in out[0]["error"]
    assert out[1:] == [{"id": 1, "of": 2}, {"id": 2, "of": 2}]


def test_lines_are_json_with_a_line_end() -> None:
    """Filters can be piped into each other."""
    assert [orjson.loads(line) for line in lines.encoded([{"a": "é"}])] == [{"a": "é"}]
    assert next(iter(lines.encoded([{"a": 1}]))).endswith(b"}\n")
