"""The answers' own shapes: every field that the stand-in makes exists in the Bot API, with the type it has there."""

import json
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup

from bot.demo.standin import StandIn
from tests.clock import ManualClock

ANN, GROUP, FORUM, TOPIC = 1001, -77, -1007, 5
PRIMITIVES: dict[str, Any] = {"Integer": int, "Float": (int, float), "String": str, "Boolean": bool, "True": bool}


def wrong(api: dict[str, Any], value: Any, kind: str) -> list[str]:
    """Fields of `value` that type `kind` does not have, or has not so."""
    if kind.startswith("Array of "):
        return [found for item in value for found in wrong(api, item, kind.removeprefix("Array of "))]
    if kind in PRIMITIVES:
        right = isinstance(value, PRIMITIVES[kind]) and (kind in ("Boolean", "True")) == isinstance(value, bool)
        return [] if right else [f"{value!r} is no {kind}"]
    entry = api["types"][kind]
    if "subtypes" in entry:
        return min((wrong(api, value, member) for member in entry["subtypes"]), key=len)
    fields = {field["name"]: field for field in entry["fields"]}
    found = [f"{kind} lacks {name}" for name, field in fields.items() if field["required"] and name not in value]
    for name, item in value.items():
        if name not in fields:
            found.append(f"{kind} has no {name}")
        else:
            found += min((wrong(api, item, each) for each in fields[name]["types"]), key=len)
    return found


@pytest.mark.data
async def test_every_answer_and_update_has_the_shape_of_the_reference(
    standin: StandIn, bot: Bot, clock: ManualClock, shared: Path
):
    """One of each method and each kind of update, checked field by field."""
    api = json.loads((shared / "data/telegram/api.json").read_text("utf-8"))
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])
    sent = await bot.send_message(ANN, "<b>x</b> <a href='e.org'>y</a>", parse_mode="HTML", reply_markup=keys)
    await bot.edit_message_text("z", chat_id=ANN, message_id=sent.message_id, reply_markup=keys)
    await bot.send_message(FORUM, "x", message_thread_id=TOPIC)
    clock.advance(seconds=1)
    await bot.send_document(ANN, b"x", filename="x", reply_to_message_id=sent.message_id)
    await bot.set_my_commands([BotCommand("start", "Begin")])
    for ask in (bot.get_me(), bot.get_my_commands(), bot.get_webhook_info(), bot.get_my_description()):
        await ask
    await bot.get_chat(FORUM)
    await bot.get_chat_member(GROUP, ANN)
    await bot.get_chat_administrators(GROUP)
    for call in standin.calls:
        assert call.ok
        kinds = api["methods"][call.method]["returns"]
        assert min((wrong(api, call.result, kind) for kind in kinds), key=len) == [], call.method
    standin.press(ANN, ANN, sent.message_id, "yes")
    standin.send_text(FORUM, ANN, "/today", TOPIC)
    standin.send_location(ANN, ANN, 1, 2)
    standin.send_text(-1008, ANN, "post")
    standin.add_bot(GROUP, ANN)
    standin.restrict(GROUP)
    standin.migrate(GROUP)
    assert wrong(api, [waiting.body for waiting in standin.updates.waiting], "Array of Update") == []
