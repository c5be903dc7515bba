"""Buttons as JSON values and back, and keyboards that do for every delivery. Pure."""

from collections.abc import Callable
from dataclasses import replace

from bot.telegram.screen import Button, Keyboard

Rows = list[list[dict[str, str | None]]]

DELIVERY = "{d}"
"""Stands for the id of the delivery in the data of a button that is kept for many."""
LARGEST_ID = 2**63 - 1
"""No id is longer: what can be packed with this one can be packed with any."""


def keyboard_to_json(keyboard: Keyboard) -> Rows:
    """Rows of buttons."""
    return [[{"text": button.text, "data": button.data, "url": button.url} for button in row] for row in keyboard]


def keyboard_from_json(rows: Rows | None) -> Keyboard:
    """The keyboard that was kept; none for none."""
    return tuple(
        tuple(Button(button["text"] or "", button.get("data"), button.get("url")) for button in row)
        for row in rows or []
    )


def for_any_delivery(keyboard_of: Callable[[int], Keyboard]) -> Keyboard:
    """The buttons that `keyboard_of` gives to a delivery of some id, with `DELIVERY` in the place of the id."""
    some = keyboard_of(LARGEST_ID)
    return tuple(tuple(replace(button, data=_without_id(button.data)) for button in row) for row in some)


def _without_id(data: str | None) -> str | None:
    return data.replace(str(LARGEST_ID), DELIVERY) if data is not None else None
