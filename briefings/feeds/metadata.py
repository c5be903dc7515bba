"""What a page says about itself in JSON-LD and in its meta elements. Pure.

JSON-LD is asked first: it is written for machines by the newsroom's system, while the others are often the site's.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from briefings.feeds.html_text import line, one_line

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review)$")
_NOISE = re.compile(r"[\x00-\x1f]+")
_COMMENT = re.compile(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*$")
_DEEPEST = 12
_NOT_FREE = ("false", "no", "0")
_SECTIONS = {"LiveBlogPosting": "Live blog", "AdvertiserContentArticle": "Sponsored content"}

Named = dict[str, dict[str, Any]]
"""The nodes of a page by their `@id`; of several with one id the one that says most, for the others point to it."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """As the page gives them; `date` is raw, addresses are absolute. `body` is JSON-LD's text of the article.

    `free` is false where the page says that it is behind a pay wall.
    """

    title: str | None
    date: str | None
    author: str | None
    image: str | None
    section: str | None
    canonical: str | None
    body: str | None
    free: bool = True


def metadata(root: etree._Element, url: str | None) -> Metadata:
    """What the page at `url` with this `root` says."""
    nodes = list(_nodes(root))
    named = {str(node["@id"]): node for node in sorted(nodes, key=len) if "@id" in node}
    article, meta = _article(nodes), _Meta(root).first
    return Metadata(
        title=_text(article.get("headline"))
        or meta("og:title", "twitter:title", "dc.title")
        or _element(root, "//h1")
        or _element(root, "//title"),
        date=_text(article.get("datePublished"))
        or meta("article:published_time", "article:published", "og:published_time", "datepublished", "publishdate")
        or meta("pubdate", "dc.date")
        or meta("date", "parsely-pub-date", "sailthru.date", "article.published", "dc.date.issued", "timestamp")
        or _attribute(root, "//time[@datetime]", "datetime"),
        author=_names(article.get("author"), named) or _name(meta("author", "parsely-author", "article:author", "byl")),
        image=_address(_first_url(article.get("image"), named), url)
        or _address(meta("og:image", "twitter:image"), url),
        section=_kind_of_page(article, meta("og:type"))
        or _text(article.get("articleSection"))
        or meta("article:section", "section", "parsely-section"),
        canonical=_address(_attribute(root, "//link[@rel='canonical']", "href"), url)
        or _address(meta("og:url"), url)
        or _address(_text(article.get("url")), url),
        body=_body(article.get("articleBody")),
        free=str(article.get("isAccessibleForFree")).lower() not in _NOT_FREE
        and meta("article:content_tier") != "locked",
    )


def _kind_of_page(article: dict[str, Any], open_graph: str | None) -> str | None:
    """What stands for a section where the page is no ordinary article and says so."""
    told = next((_SECTIONS[kind] for kind in _kinds(article) if kind in _SECTIONS), None)
    return told or ("Video" if (open_graph or "").startswith("video") else None)


def _article(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """The first node of JSON-LD that is an article, with one that has a date or a body preferred."""
    found = [node for node in nodes if any(_ARTICLE.search(kind) for kind in _kinds(node))]
    return max(found, key=lambda node: ("articleBody" in node, "datePublished" in node), default={})


def _kinds(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _nodes(root: etree._Element) -> Iterator[dict[str, Any]]:
    for script in root.iterfind(".//script[@type]"):
        if "ld+json" not in script.get("type", "").lower():
            continue
        text = _NOISE.sub(" ", _COMMENT.sub("", script.text or ""))
        try:
            yield from _inner(json.loads(text, strict=False), 0)
        except (ValueError, RecursionError):
            continue


def _inner(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _inner(value.get(name), depth + 1)
    elif isinstance(value, list):
        for part in value:
            yield from _inner(part, depth + 1)


class _Meta:
    """The page's meta elements by name, the first of each."""

    def __init__(self, root: etree._Element) -> None:
        self._found: dict[str, str] = {}
        for element in root.iter("meta"):
            content = one_line(element.get("content") or "")
            for attribute in ("property", "name", "itemprop"):
                name = (element.get(attribute) or "").strip().lower()
                if name and content:
                    self._found.setdefault(name, content)

    def first(self, *names: str) -> str | None:
        return next((self._found[name] for name in names if name in self._found), None)


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((part for part in value if isinstance(part, str)), None)
    return (line(value) or None) if isinstance(value, str) else None


def _body(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _names(value: Any, named: Named) -> str | None:
    people = [_meant(person, named) for person in (value if isinstance(value, list) else [value])]
    names = [_text(person.get("name")) if isinstance(person, dict) else _text(person) for person in people]
    return ", ".join(dict.fromkeys(filter(None, map(_name, names)))) or None


def _name(text: str | None) -> str | None:
    if not text or re.match(r"https?://|@", text):
        return None
    return re.sub(r"^by\s+", "", text, flags=re.IGNORECASE) or None


def _first_url(value: Any, named: Named) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    value = _meant(value, named)
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl")
    return value if isinstance(value, str) else None


def _meant(value: Any, named: Named) -> Any:
    """The node that `value` only points to, or `value` itself."""
    return named.get(str(value.get("@id")), value) if isinstance(value, dict) else value


def _address(value: str | None, url: str | None) -> str | None:
    if not value:
        return None
    try:
        address = urljoin(url or "", one_line(value))
        return address if urlsplit(address).scheme in ("http", "https") else None
    except ValueError:
        return None


def _element(root: etree._Element, path: str) -> str | None:
    for element in root.iterfind("." + path):
        text = one_line("".join(element.itertext()))
        if text:
            return text
    return None


def _attribute(root: etree._Element, path: str, name: str) -> str | None:
    return next((element.get(name) for element in root.iterfind("." + path) if element.get(name)), None)
