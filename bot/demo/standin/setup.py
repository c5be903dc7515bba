"""The methods about the bot itself: who it is, its menu of commands, its descriptions, how it gets updates."""

import re

from bot.demo.standin.answers import Json, Refusal, bad
from bot.demo.standin.scene import Scene

MOST_COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LONGEST_COMMAND_DESCRIPTION = 256
LONGEST_DESCRIPTION = 512
LONGEST_SHORT_DESCRIPTION = 120


def get_me(scene: Scene, _asked: Json) -> Json:
    """GetMe."""
    return scene.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def set_my_commands(scene: Scene, asked: Json) -> bool | Refusal:
    """setMyCommands: at most 100; names of a-z, 0-9 and _; a description each."""
    commands = asked["commands"]
    if len(commands) > MOST_COMMANDS:
        return bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(command["command"].removeprefix("/")):
            return bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"].strip()) <= LONGEST_COMMAND_DESCRIPTION:
            return bad("BOT_COMMAND_DESCRIPTION_INVALID")
    scene.commands[_scope(asked)] = [
        {"command": command["command"].removeprefix("/"), "description": command["description"].strip()}
        for command in commands
    ]
    return True


def get_my_commands(scene: Scene, asked: Json) -> list[Json]:
    """GetMyCommands."""
    return scene.commands.get(_scope(asked), [])


def delete_my_commands(scene: Scene, asked: Json) -> bool:
    """DeleteMyCommands."""
    scene.commands.pop(_scope(asked), None)
    return True


def set_my_description(scene: Scene, asked: Json) -> bool | Refusal:
    """setMyDescription, at most 512 characters."""
    return _describe(scene, "description", asked, LONGEST_DESCRIPTION)


def set_my_short_description(scene: Scene, asked: Json) -> bool | Refusal:
    """setMyShortDescription, at most 120 characters."""
    return _describe(scene, "short_description", asked, LONGEST_SHORT_DESCRIPTION)


def get_my_description(scene: Scene, asked: Json) -> Json:
    """GetMyDescription."""
    return {"description": scene.descriptions.get(("description", asked.get("language_code", "")), "")}


def get_my_short_description(scene: Scene, asked: Json) -> Json:
    """GetMyShortDescription."""
    return {"short_description": scene.descriptions.get(("short_description", asked.get("language_code", "")), "")}


def set_webhook(scene: Scene, asked: Json) -> bool | Refusal:
    """setWebhook: remembered, so that polling conflicts with it; nothing is ever posted to the address."""
    if asked["url"] and not asked["url"].startswith("https://"):
        return bad("bad webhook: An HTTPS URL must be provided for webhook")
    scene.updates.webhook = asked["url"]
    return _after_webhook(scene, asked)


def delete_webhook(scene: Scene, asked: Json) -> bool:
    """DeleteWebhook."""
    scene.updates.webhook = ""
    return _after_webhook(scene, asked)


def get_webhook_info(scene: Scene, _asked: Json) -> Json:
    """GetWebhookInfo."""
    return {
        "url": scene.updates.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(scene.updates.waiting),
    }


def _after_webhook(scene: Scene, asked: Json) -> bool:
    if asked.get("drop_pending_updates"):
        scene.updates.forget()
    if "allowed_updates" in asked:
        scene.updates.allowed = tuple(asked["allowed_updates"])
    return True


def _scope(asked: Json) -> tuple[str, str]:
    """Commands are kept by scope and language."""
    scope = asked.get("scope", {"type": "default"})
    return ":".join(str(value) for value in scope.values()), asked.get("language_code", "")


def _describe(scene: Scene, which: str, asked: Json, longest: int) -> bool | Refusal:
    text = asked.get(which, "")
    if len(text) > longest:
        return bad(f"bot {which.replace('_', ' ')} is too long")
    scene.descriptions[which, asked.get("language_code", "")] = text
    return True
