"""A model's answer, read strictly: anything that is not the form that was asked for is no draft. Pure."""

import json
import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MOST_LINES_CITED = 8
LONGEST_TEXT = 1_000

_FENCED = re.compile(r"```(?:json)?\s*(\{.*\})\s*```", re.DOTALL)


class DraftLine(BaseModel):
    """One line and the numbers of the sentences that it comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    sentences: Annotated[list[int], Field(min_length=1, max_length=MOST_LINES_CITED)]


class DraftPoint(DraftLine):
    """A line with a label."""

    label: str


class Draft(BaseModel):
    """A brief as a model would have it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lede: DraftLine
    why_it_matters: DraftLine | None = None
    points: Annotated[list[DraftPoint], Field(max_length=10)] = []


class NoDraftError(ValueError):
    """An answer that is no draft; the message tells the model what is wrong with it."""


def read(answer: str) -> Draft:
    """The draft in an answer; raises NoDraftError with one sentence."""
    try:
        return Draft.model_validate(_json(answer))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise NoDraftError(f"{where or 'The answer'}: {first['msg']}.") from None


def _json(answer: str) -> Any:
    fenced = _FENCED.search(answer)
    start, end = answer.find("{"), answer.rfind("}")
    candidates = [answer, *([fenced[1]] if fenced else []), *([answer[start : end + 1]] if 0 <= start < end else [])]
    for text in candidates:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return found
    raise NoDraftError("The answer is not one JSON object.")
