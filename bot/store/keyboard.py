"""Buttons as JSON values and back. Pure."""

from bot.telegram.screen import Button, Keyboard

Rows = list[list[dict[str, str | None]]]


def keyboard_to_json(keyboard: Keyboard) -> Rows:
    """Rows of buttons."""
    return [[{"text": button.text, "data": button.data, "url": button.url} for button in row] for row in keyboard]


def keyboard_from_json(rows: Rows | None) -> Keyboard:
    """The keyboard that was kept; none for none."""
    return tuple(
        tuple(Button(button["text"] or "", button.get("data"), button.get("url")) for button in row)
        for row in rows or []
    )
