"""Cuts any text to what one message holds, so that nothing a handler draws is refused for its length. Pure."""

from dataclasses import replace

from bot.telegram.measure import BYTES, CODE_POINTS
from bot.telegram.text import Block, Quote, Text, html, length
from bot.telegram.wording import cut


def clipped(text: Text) -> tuple[Block, ...]:
    """The text, or as much of its beginning as one message holds, ending in an ellipsis."""
    if length(text) <= CODE_POINTS and _bytes(text) <= BYTES:
        return tuple(text)
    return _beginning(text, CODE_POINTS - 1, BYTES - len("…".encode()))


def _beginning(text: Text, code_points: int, room: int) -> tuple[Block, ...]:
    kept: list[Block] = []
    for block in text:
        shorter = block if length([block]) <= code_points else _shortened(block, code_points, room)
        if shorter is None or _bytes([shorter]) > room:
            return (*kept, "…")
        kept.append(shorter)
        if shorter is not block:
            break
        code_points -= length([block])
        room -= _bytes([block])
    return tuple(kept)


def _shortened(block: Block, code_points: int, room: int) -> Block | None:
    if code_points <= 1:
        return None
    match block:
        case str():
            return cut(block, code_points)
        case Quote(blocks):
            return Quote(
                tuple(part for part in _beginning(blocks, code_points - 1, room) if not isinstance(part, Quote))
            )
    return replace(block, text=cut(block.text, code_points))


def _bytes(text: Text) -> int:
    return len(html(text).encode("utf-8", "surrogatepass"))
