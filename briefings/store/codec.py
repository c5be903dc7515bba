"""Briefs as JSON values and back: what a brief is in the database. Pure."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from briefings.model import Brief, Move, Outlet, Point, Span


def brief_to_json(brief: Brief) -> dict[str, Any]:
    """A brief as JSON values; instants in RFC 3339."""
    return asdict(brief) | {"newest": brief.newest.isoformat()}


def brief_from_json(value: dict[str, Any]) -> Brief:
    """The brief that `brief_to_json` made the value from."""
    return Brief(
        id=value["id"],
        story=value["story"],
        headline=value["headline"],
        lede=point_from_json(value["lede"]),
        why=point_from_json(value["why"]) if value["why"] else None,
        points=tuple(point_from_json(point) for point in value["points"]),
        outlets=tuple(Outlet(**outlet) for outlet in value["outlets"]),
        articles=tuple(value["articles"]),
        newest=datetime.fromisoformat(value["newest"]),
        writer=value["writer"],
        reason=value["reason"],
    )


def point_from_json(value: dict[str, Any]) -> Point:
    """One point of a brief."""
    return Point(
        text=value["text"],
        spans=tuple(Span(**span) for span in value["spans"]),
        article=value["article"],
        label=value["label"],
        move=Move(value["move"]) if value["move"] else None,
    )
