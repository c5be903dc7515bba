"""Turns HTML into paragraphs of plain text. Pure.

Bold labels become plain text at the start of their paragraph, list items become paragraphs that begin with "- ";
scripts, figures, captions and forms are dropped. Depth does not matter: the walk is not recursive.
"""

import re
from collections.abc import Iterator
from html import unescape

from lxml import etree

BULLET = "- "
MOST_TAGS = 50_000

_DROPPED = frozenset(
    {"script", "style", "noscript", "template", "figure", "figcaption", "iframe", "svg", "math"}
    | {"video", "audio", "canvas", "form", "button", "select", "textarea", "input", "nav", "head", "title", "map"}
)
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "aside", "header", "footer", "main", "blockquote", "pre", "hr", "address"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "dt", "dd", "table", "tr", "caption", "center", "details"}
    | {"summary", "body", "html", "fieldset"}
)
_CELLS = frozenset({"td", "th"})
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|caption|photo-credit|image-credit|image__credit)(?:$|[\s_-])", re.IGNORECASE
)
_INVISIBLE = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b\u2060\ufeff\ud800-\udfff]")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&#?\w{2,10};")
# Pictures written into the page, and attributes by the thousand, whose reading takes the square of their number.
_HUGE_TAG = re.compile(r"<([\w:.-]+)\s[^<>]{4000,}>?")
_OPEN_COMMENT = re.compile(r"<!--(?:[^<>]*>)?")
_TAG = re.compile(r"<[^<>]*>")
_TYPED_BULLET = re.compile(r"^(?:[•▪●◦‣∙·]|[-*](?=\s))\s*")


def paragraphs(html: str) -> tuple[str, ...]:
    """The paragraphs of a fragment or a whole page, without empty ones."""
    if not _MARKUP.search(html):
        return plain_paragraphs(html)
    if html.count("<") > MOST_TAGS:
        return _words_between_tags(html)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    seen = _without_open_comment(_HUGE_TAG.sub(r"<\1>", _INVISIBLE.sub("", html)))
    root = etree.fromstring(f"<div>{seen}</div>".encode("utf-8", "replace"), parser)
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT or "depth" in error.message for error in parser.error_log):
        # What lies deeper than two thousand elements is not in the tree.
        return _words_between_tags(seen)
    return tuple(_Flattener().blocks(root)) if root is not None else ()


def plain_paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of plain text: blank lines divide them, and lines that begin with a bullet stand alone."""
    return tuple(_pieces(_INVISIBLE.sub("", text)))


def line(html: str) -> str:
    """HTML or text on one line, for titles and names."""
    return " ".join(paragraphs(html))


def one_line(text: str) -> str:
    """Plain text with its white space collapsed and invisible characters removed."""
    return " ".join(_INVISIBLE.sub("", text).split())


class _Flattener:
    """One walk over a tree. Text gathers in `_open` until a block ends."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._items = 0

    def blocks(self, root: etree._Element) -> Iterator[str]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if _is_dropped(element):
                    walk.skip_subtree()
                else:
                    yield from self._border(element.tag, starts=True)
                    self._open.append(_collapsed(element.text))
            else:
                if not _is_dropped(element):
                    yield from self._border(element.tag, starts=False)
                self._open.append(_collapsed(element.tail))
        yield from self._close()

    def _border(self, tag: str, *, starts: bool) -> Iterator[str]:
        if tag == "li":
            yield from self._close()
            self._items += 1 if starts else -1
        elif tag in _BLOCKS:
            if self._items and tag not in ("ul", "ol"):
                self._open.append(" ")
            else:
                yield from self._close()
        elif tag == "br" and starts:
            self._open.append(" " if self._items else "\n")
        elif tag in _CELLS:
            self._open.append(" ")

    def _close(self) -> Iterator[str]:
        text = "".join(self._open)
        self._open.clear()
        if self._items:
            item = _TYPED_BULLET.sub("", " ".join(text.split()))
            if item:
                yield BULLET + item
        else:
            yield from _pieces(text)


def _pieces(text: str) -> Iterator[str]:
    """Divide at blank lines (in HTML: at two line breaks) and before typed bullets."""
    gathered: list[str] = []
    for raw in text.split("\n"):
        words = " ".join(raw.split())
        bullet = _TYPED_BULLET.match(words)
        if gathered and (bullet or not words):
            yield " ".join(gathered)
            gathered = []
        if bullet and bullet.end() < len(words):
            yield BULLET + words[bullet.end() :]
        elif words and not bullet:
            gathered.append(words)
    if gathered:
        yield " ".join(gathered)


def _words_between_tags(html: str) -> tuple[str, ...]:
    # Not well told apart, but all there, and soon.
    return plain_paragraphs(unescape(_TAG.sub("\n\n", html)))


def _without_open_comment(html: str) -> str:
    # One that never ends would swallow the rest of the text.
    end = html.rfind("-->") + 1
    return html[:end] + _OPEN_COMMENT.sub("", html[end:]) if "<!--" in html[end:] else html


def _collapsed(text: str | None) -> str:
    # Only <br> breaks a line in HTML; the source's own line ends mean nothing.
    return re.sub(r"\s+", " ", text) if text else ""


def _is_dropped(element: etree._Element) -> bool:
    if element.tag in _DROPPED:
        return True
    return bool(_CAPTION_CLASS.search(element.get("class") or ""))
