"""Inline mode: what the bot offers to somebody who types its name in any chat."""

from bot.demo.standin import keyboard
from bot.demo.standin.answers import QUERY_TOO_OLD, Json, Refusal, bad
from bot.demo.standin.formatted import formatted
from bot.demo.standin.scene import Scene

SECONDS = 30
"""How long an inline query may be answered; of the clients' patience nothing is published."""
MOST_RESULTS = 50
LONGEST_ID = 64


def answer_inline_query(scene: Scene, asked: Json) -> bool | Refusal:
    """answerInlineQuery: once, at most fifty articles, each with an id of its own and a text that can be sent."""
    query = scene.inline_queries.get(asked["inline_query_id"])
    if query is None or query.results is not None or scene.clock.now().timestamp() - query.at > SECONDS:
        return QUERY_TOO_OLD
    results: list[Json] = asked["results"]
    ids = [result["id"] for result in results]
    if len(results) > MOST_RESULTS:
        return bad("RESULTS_TOO_MUCH")
    if len(set(ids)) < len(ids):
        return bad("RESULT_ID_DUPLICATE")
    refused = next((found for result in results if (found := _refusal(scene, result)) is not None), None)
    if refused is None:
        query.results = results
        scene.moved()
    return refused or True


def _refusal(scene: Scene, result: Json) -> Refusal | None:
    if result["type"] != "article":
        return bad("RESULT_TYPE_INVALID")
    if not 1 <= len(result["id"].encode()) <= LONGEST_ID:
        return bad("RESULT_ID_INVALID")
    if not result["title"].strip():
        return bad("ARTICLE_TITLE_EMPTY")
    content = result["input_message_content"]
    made = formatted(content["message_text"], content.get("parse_mode"), content.get("entities"), scene.user)
    if isinstance(made, Refusal):
        return made
    return keyboard.refusal(result["reply_markup"]) if "reply_markup" in result else None
