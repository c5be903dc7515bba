"""Buttons in the form that the Bot API reads. Pure."""

from typing import Any

from bot.telegram.language import later, tr
from bot.telegram.screen import Button, Keyboard
from bot.telegram.screens.quote import Offer
from bot.telegram.text import html

LOCATION_BUTTON = later("Send my location")


def inline(keyboard: Keyboard) -> dict[str, Any] | None:
    """Buttons under a message; None for no buttons (an edit without any takes the old ones away)."""
    rows = [[_button(button) for button in row] for row in keyboard if row]
    return {"inline_keyboard": rows} if rows else None


def location() -> dict[str, Any]:
    """A keyboard in place of the letters whose one key shares the location; it folds away after use.

    A message carries either this or buttons, not both (Bot API, `reply_markup`).
    """
    key = {"text": tr(LOCATION_BUTTON), "request_location": True}
    return {"keyboard": [[key]], "one_time_keyboard": True, "resize_keyboard": True}


def no_keys() -> dict[str, Any]:
    """Takes the location keyboard away."""
    return {"remove_keyboard": True}


def article(offer: Offer) -> dict[str, Any]:
    """An offer of inline mode: what is shown, and the message that choosing it sends."""
    content = {
        "message_text": html(offer.text),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    shown = {"type": "article", "id": offer.id, "title": offer.title, "description": offer.description}
    buttons = {"reply_markup": inline(offer.keyboard)} if offer.keyboard else {}
    return shown | {"input_message_content": content} | buttons


def _button(button: Button) -> dict[str, str]:
    if button.url is not None:
        return {"text": button.text, "url": button.url}
    return {"text": button.text, "callback_data": button.data or ""}
