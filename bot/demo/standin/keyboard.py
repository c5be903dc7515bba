"""The rules of keyboards under messages. Pure.

Sources: Bot API (callback_data 1-64 bytes), TDLib (a url that does not parse refuses the whole message), the constants
of python-telegram-bot (100 buttons, 8 a row). Telegram's answer to more than 8 in a row is not documented; they are
refused here.
"""

from bot.demo.standin.answers import Json, Refusal, bad
from bot.demo.standin.links import checked_link

MOST_BUTTONS = 100
MOST_IN_ROW = 8
LONGEST_DATA = 64
LONGEST_MARKUP = 10_000
"""Bytes of a whole inline keyboard; beyond it "reply markup is too long" (the exact figure is not documented)."""

ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def refusal(markup: Json) -> Refusal | None:
    """Why an InlineKeyboardMarkup of right types is refused all the same; None when it is not."""
    rows: list[list[Json]] = markup["inline_keyboard"]
    buttons = [button for row in rows for button in row]
    size = sum(len(str(value).encode()) for button in buttons for value in button.values())
    if len(buttons) > MOST_BUTTONS or any(len(row) > MOST_IN_ROW for row in rows) or size > LONGEST_MARKUP:
        return bad("reply markup is too long")
    return next((found for button in buttons if (found := _button(button)) is not None), None)


def _button(button: Json) -> Refusal | None:
    if not button["text"].strip():
        return bad("BUTTON_TEXT_INVALID")
    actions = [name for name in ACTIONS if name in button]
    if not actions:
        return bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        return bad(f"can't parse inline keyboard button: both {actions[0]} and {actions[1]} are specified")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= LONGEST_DATA:
        return bad("BUTTON_DATA_INVALID")
    if "url" in button and not checked_link(button["url"]):
        return bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return None


def buttons(message: Json) -> list[Json]:
    """All inline buttons of a message, row by row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]
