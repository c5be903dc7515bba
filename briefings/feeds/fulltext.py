"""The article on a web page: its paragraphs and what the page says about it. Runs in the limited child process.

trafilatura finds the text, preferring precision; four repairs follow from measuring it on news pages. Cards that pop
up over a name are taken out first, because their text would land inside a sentence, and so are lists of nothing but
links, which point elsewhere. A body that the layout cuts into several boxes loses all but one of them, so a large part
of like paragraphs that is missing is put back. And where next to nothing was found, the page's own JSON-LD text or its
largest group of paragraphs stands in.
"""

import logging
import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from copy import deepcopy
from datetime import UTC, datetime

from lxml import etree
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from briefings.feeds import dates
from briefings.feeds.boilerplate import is_boilerplate, without_boilerplate
from briefings.feeds.canonical import believed
from briefings.feeds.html_text import one_line, paragraphs
from briefings.feeds.metadata import Metadata, metadata
from briefings.feeds.readings import Page
from briefings.feeds.walls import asks_for_payment, is_enough, without_walls

LEAST_TEXT = 250
LEAST_ARTICLE = 60
_LONG_PARAGRAPH = 80
_LEAST_GAIN = 0.3
_CARDS = " or ".join(
    f"contains(@class, '{word}')" for word in ("rollover", "hovercard", "hover-card", "tooltip", "popover")
)
# The innermost of them: the outer ones hold the name that the card is about.
_POP_UPS = f"//*[({_CARDS}) and not(descendant::*[{_CARDS}]) and not(self::body or self::html)]"

# Broken pages are our daily bread, and what came of one is in the answer.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def extract(html: str, url: str | None, *, now: datetime | None = None) -> Page | None:
    """The article in `html`, or None where there is none to be found.

    `url` makes the page's addresses absolute; dates are judged against `now`, the machine's if not given.
    """
    root = load_html(html)
    if root is None:
        return None
    about = metadata(root, url)
    _prune(root)
    found = _found(root)
    text, whole = without_walls(_text(found, root, about))
    free = about.free and not any(map(asks_for_payment, found))
    if _length(text) < LEAST_ARTICLE:
        return None
    return Page(
        title=about.title,
        published=dates.instant(about.date, now or datetime.now(UTC)),
        author=about.author,
        image=about.image,
        section=about.section,
        canonical=believed(url, about.canonical) if url else None,
        paragraphs=text,
        whole=whole and (free or is_enough(text)),
    )


def _prune(root: etree._Element) -> None:
    lists = [element for element in root.iter("ul") if _is_links_only(element)]
    for element in (*root.xpath(_POP_UPS), *lists):
        if element.getparent() is not None:
            element.drop_tree()


def _is_links_only(element: etree._Element) -> bool:
    items = element.findall("li")
    return bool(items) and all(_words(_printed(item)) == _words(_printed(item.find(".//a"))) for item in items)


def _text(lines: Sequence[str], root: etree._Element, about: Metadata) -> tuple[str, ...]:
    found = without_boilerplate(lines)
    own = [(element, one_line(_printed(element))) for element in root.iter("p")]
    whole = _with_lost_boxes(found, own)
    if _length(whole) < LEAST_TEXT:
        stand_ins = (without_boilerplate(paragraphs(about.body or "")), _largest_group(own))
        whole = next((text for text in stand_ins if _length(text) > max(LEAST_TEXT, _length(whole))), whole)
    headings = {_words(_printed(heading)) for heading in root.iter("h1")}
    return _without_title(whole, headings | {_words(about.title or "")})


def _found(root: etree._Element) -> list[str]:
    # It takes a copy apart, since the page's own paragraphs are asked for afterwards.
    document = bare_extraction(deepcopy(root), favor_precision=True, include_comments=False)
    # With `python` output it is a Document; its text has one line a paragraph and "- " before list items.
    text = getattr(document, "text", None) or ""
    return [line for line in map(one_line, text.split("\n")) if line]


def _with_lost_boxes(found: Sequence[str], own: Sequence[tuple[etree._Element, str]]) -> tuple[str, ...]:
    """`found` and, in the page's order, the paragraphs that look like most of it and were left out."""
    places = {_words(paragraph): place for place, paragraph in enumerate(found)}
    looks = Counter(_look(element) for element, text in own if _words(text) in places)
    if not looks:
        return tuple(found)
    usual = looks.most_common(1)[0][0]
    after: dict[int, list[str]] = {}
    place = -1
    for element, text in own:
        if _words(text) in places:
            place = places[_words(text)]
        elif len(text) >= _LONG_PARAGRAPH and _look(element) == usual and not is_boilerplate(text):
            after.setdefault(place, []).append(text)
    if sum(map(_length, after.values())) < _LEAST_GAIN * _length(found):
        # A paragraph or two: more likely a notice in the article's dress than a box of the article.
        return tuple(found)
    whole = after.get(-1, [])
    for spot, paragraph in enumerate(found):
        whole = [*whole, paragraph, *after.get(spot, [])]
    return tuple(whole)


def _largest_group(own: Sequence[tuple[etree._Element, str]]) -> tuple[str, ...]:
    groups: dict[etree._Element, list[str]] = {}
    for element, text in own:
        parent = element.getparent()
        if text and parent is not None:
            groups.setdefault(parent, []).append(text)
    return without_boilerplate(max(groups.values(), key=lambda group: sum(map(len, group)), default=[]))


def _without_title(text: tuple[str, ...], titles: AbstractSet[str]) -> tuple[str, ...]:
    return text[1:] if len(text) > 1 and _words(text[0]) in titles - {""} else text


def _printed(element: etree._Element | None) -> str:
    return "" if element is None else "".join(element.itertext())


def _look(element: etree._Element) -> tuple[str, str, str]:
    parent = element.getparent()
    above = ("", "") if parent is None else (str(parent.tag), parent.get("class") or "")
    return (element.get("class") or "", *above)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text)).casefold()


def _length(text: Sequence[str]) -> int:
    return sum(map(len, text))
