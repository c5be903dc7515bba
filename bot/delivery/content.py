"""What a delivery keeps of its content: which briefs it shows, in which part, and which it leaves out. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.delivery.briefing import Item
from briefings.model import Point
from briefings.store.codec import point_from_json
from briefings.writing.taken_back import Correction

CORRECTS = "corrects"
"""Marks a line that only says what was wrong before."""


@dataclass(frozen=True, slots=True)
class Line:
    """A brief of a delivery; `part` is the message it stands in (0: left out), `update` what was new about it."""

    story: str
    brief: str
    part: int
    update: Point | None


def to_json(
    items: Iterable[Item],
    shown: Sequence[str],
    left_out: Sequence[str],
    texts: Sequence[str],
    corrected: Iterable[Correction] = (),
) -> dict[str, Any]:
    """The content as JSON values; `texts` are the plain texts of the messages, in order.

    What is corrected counts as told, in the version that is right, and is none of the numbered stories.
    """
    by_id = {item.brief.id: item for item in items}
    lines = []
    part = 1
    for number, brief_id in enumerate(shown, start=1):
        part = _part_of(number, texts, part)
        lines.append(_line(by_id[brief_id]) | {"part": part})
    right = [{"story": one.story, "brief": one.corrected, "update": None} for one in corrected]
    lines += [line | {"part": 1, CORRECTS: True} for line in right]
    return {"shown": lines, "left_out": [_line(by_id[brief_id]) for brief_id in left_out]}


def shown_lines(content: dict[str, Any]) -> list[Line]:
    """What is shown, in order as numbered."""
    return [_from_json(line) for line in content["shown"] if CORRECTS not in line]


def left_out_lines(content: dict[str, Any]) -> list[Line]:
    """What is left out, in order."""
    return [_from_json(line) for line in content["left_out"]]


def _part_of(number: int, texts: Sequence[str], least: int) -> int:
    """The message, from number `least` on, with a line that begins with the story's number; else where the last was."""
    start = re.compile(rf"^{number}\. ", re.MULTILINE)
    return next((part for part in range(least, len(texts) + 1) if start.search(texts[part - 1])), least)


def _line(item: Item) -> dict[str, Any]:
    update = asdict(item.update) if item.update is not None else None
    return {"story": item.brief.story, "brief": item.brief.id, "update": update}


def _from_json(line: dict[str, Any]) -> Line:
    update = point_from_json(line["update"]) if line["update"] else None
    return Line(line["story"], line["brief"], line.get("part", 0), update)
