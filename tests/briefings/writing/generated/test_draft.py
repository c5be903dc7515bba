"""A model's answer is a draft or it is none."""

import json

import pytest

from briefings.writing.generated.draft import NoDraftError, read
from briefings.writing.generated.prompt import schema

LINE = {"text": "It rained.", "sentences": [1]}


@pytest.mark.parametrize(
    "answer",
    [
        json.dumps({"lede": LINE}),
        f"```json\n{json.dumps({'lede': LINE})}\n```",
        f"Here it is: {json.dumps({'lede': LINE, 'why_it_matters': None, 'points': []})} Good?",
    ],
)
def test_a_draft_is_found_in_what_models_say(answer):
    """Fenced or talked around."""
    assert read(answer).lede.text == "It rained."


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "It rained.",
        "[]",
        "{}",
        '{"lede": "It rained."}',
        json.dumps({"lede": LINE | {"text": ""}}),
        json.dumps({"lede": LINE | {"sentences": []}}),
        json.dumps({"lede": LINE | {"sentences": ["one"]}}),
        json.dumps({"lede": LINE | {"url": "https://evil.example"}}),
        json.dumps({"lede": LINE, "tool": "send"}),
        json.dumps({"lede": LINE | {"text": "x" * 2_000}}),
        "[" * 10_000,
    ],
)
def test_anything_else_is_no_draft(answer):
    """And the model is told in a sentence."""
    with pytest.raises(NoDraftError, match=r"\.$"):
        read(answer)


def test_the_form_that_is_asked_for_is_the_form_that_is_read():
    """The same fields, none more."""
    form = schema()
    assert set(form["properties"]) == {"lede", "why_it_matters", "points"}
    assert form["additionalProperties"] is False
    point = form["properties"]["points"]["items"]
    assert set(point["properties"]) == set(point["required"]) == {"label", "text", "sentences"}
