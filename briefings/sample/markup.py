"""Paragraphs of sample articles as HTML, and the mark that every page and feed of the sample carries. Pure."""

import re
from collections.abc import Iterable, Sequence
from html import escape

MARK = "Invented story, part of Daybrief's sample newsroom"

_LABEL = re.compile(r"\*\*(.+?)\*\*")


def html(paragraphs: Sequence[str]) -> str:
    """Paragraphs as `<p>`, runs of bullets as one `<ul>`, labels in `<strong>`."""
    return "\n".join(_blocks(paragraphs))


def _blocks(paragraphs: Sequence[str]) -> Iterable[str]:
    bullets: list[str] = []
    for paragraph in paragraphs:
        if paragraph.startswith("- "):
            bullets.append(f"<li>{_inline(paragraph[2:])}</li>")
            continue
        yield from _list(bullets)
        bullets = []
        yield f"<p>{_inline(paragraph)}</p>"
    yield from _list(bullets)


def _list(bullets: Sequence[str]) -> Iterable[str]:
    if bullets:
        yield f"<ul>{''.join(bullets)}</ul>"


def _inline(text: str) -> str:
    return _LABEL.sub(r"<strong>\1</strong>", escape(text, quote=False))
