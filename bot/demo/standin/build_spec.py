"""Makes `spec.json` from a machine-readable Bot API reference: `python -m bot.demo.standin.build_spec api.json`.

The reference is `api.json` of PaulSonOfLars/telegram-bot-api-spec (MIT, copyright (c) 2020 Paul Larsen). Only names,
types and "required" of the methods and types that the stand-in knows are taken; no sentence of the documentation is.
"""

import json
import sys
from pathlib import Path
from typing import Any

METHODS = (
    "answerCallbackQuery",
    "answerInlineQuery",
    "deleteMessage",
    "deleteMyCommands",
    "deleteWebhook",
    "editMessageReplyMarkup",
    "editMessageText",
    "getChat",
    "getChatAdministrators",
    "getChatMember",
    "getChatMemberCount",
    "getMe",
    "getMyCommands",
    "getMyDescription",
    "getMyShortDescription",
    "getUpdates",
    "getWebhookInfo",
    "leaveChat",
    "sendChatAction",
    "sendDocument",
    "sendMessage",
    "setMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "setWebhook",
)
"""The methods that the stand-in answers."""

LEFT_OUT = {"rich_message", "business_connection_id", "suggested_post_parameters", "direct_messages_topic_id"}
"""Parameters of features that the stand-in does not have; sending one is refused as unknown."""

ONLY = {"InlineQueryResult": ["InlineQueryResultArticle"], "InputMessageContent": ["InputTextMessageContent"]}
"""Of these unions, the members that the stand-in knows."""

PRIMITIVES = {"Integer", "Float", "String", "Boolean", "InputFile"}


def element(type_name: str) -> str:
    """The innermost type of an array: `Array of Array of X` gives X."""
    return type_name.rsplit(" of ", maxsplit=1)[-1]


def fields(entry: dict[str, Any]) -> dict[str, list[Any]]:
    """The fields of a method or type as name -> [types, required]."""
    return {
        field["name"]: [field["types"], field["required"]]
        for field in entry.get("fields", [])
        if field["name"] not in LEFT_OUT
    }


def build(api: dict[str, Any]) -> dict[str, Any]:
    """The table: methods, and every type that their parameters reach, with unions by their members."""
    methods = {name: fields(api["methods"][name]) for name in METHODS}
    types: dict[str, dict[str, list[Any]]] = {}
    unions: dict[str, list[str]] = {}
    wanted = [element(kind) for table in methods.values() for kinds, _ in table.values() for kind in kinds]
    while wanted:
        name = wanted.pop()
        if name in PRIMITIVES or name in types or name in unions:
            continue
        entry = api["types"][name]
        if "subtypes" in entry:
            unions[name] = ONLY.get(name, entry["subtypes"])
            wanted += unions[name]
        else:
            types[name] = fields(entry)
            wanted += [element(kind) for kinds, _ in types[name].values() for kind in kinds]
    return {
        "version": api["version"],
        "source": "names and types from PaulSonOfLars/telegram-bot-api-spec, MIT, copyright (c) 2020 Paul Larsen",
        "methods": methods,
        "types": dict(sorted(types.items())),
        "unions": dict(sorted(unions.items())),
    }


def main(arguments: list[str]) -> None:
    """Read the reference named on the command line and write `spec.json` beside this file."""
    api = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    table = json.dumps(build(api), indent=1, ensure_ascii=False)
    Path(__file__).with_name("spec.json").write_text(table + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
