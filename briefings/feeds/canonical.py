"""Which canonical address a page may give itself. Pure.

Publishers link one article with trackers, through redirects, as AMP, for print and for telephones; the page then names
the address that it is kept under. But whole sites name their home page, a section or one and the same article on every
page, and believing them would make one article of all. So a page is believed where the address that it names is of its
own site and is evidently of the same article.
"""

import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from briefings.stories.identity import canonical_url

_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp|touch|edition|print)\.(?=[^.]+\.)")
_MARK = re.compile(r"^(?:amp|m|mobile|print|printable|printer-friendly|index|default|story|article)$", re.IGNORECASE)
_ENDING = re.compile(r"(?:\.amp)?\.(?:s?html?|php|aspx?|jsp|cms|ece)$|\.amp$|[-_.](?:amp|print)$", re.IGNORECASE)
_NUMBER = re.compile(r"\d{5,}")
_LEAST_NAME = 8
_VARIANT = re.compile(r"^(?:amp|print|printable|view|output(?:type)?|format|mode|mobile|layout)$", re.IGNORECASE)


def believed(asked: str, said: str | None) -> str | None:
    """The address that the page at `asked` may be known by: what it `said` in its canonical form, or None."""
    if not said:
        return None
    try:
        here, there = urlsplit(canonical_url(asked)), urlsplit(canonical_url(said))
    except ValueError:
        return None
    if not _is_one_site(here.hostname or "", there.hostname or "") or not _is_one_article(here, there):
        return None
    return canonical_url(said)


def _is_one_site(here: str, there: str) -> bool:
    one, other = _PREFIX.sub("", here), _PREFIX.sub("", there)
    return bool(one) and (one == other or one.endswith(f".{other}") or other.endswith(f".{one}")) and "." in other


def _is_one_article(here: SplitResult, there: SplitResult) -> bool:
    name, other = _name(here.path), _name(there.path)
    if not other and not there.query:
        return False
    if set(_NUMBER.findall(f"{here.path}?{here.query}")) & set(_NUMBER.findall(f"{there.path}?{there.query}")):
        return True
    kept = {value for _, value in parse_qsl(there.query)} | set(re.split(r"[/._-]", there.path))
    asked = [value for key, value in parse_qsl(here.query) if not _VARIANT.match(key)]
    if asked and kept.issuperset(asked):
        return True
    # What the query asks for may be what names the article, unless its path has a name that only it can have.
    is_own = not asked or (len(name) >= _LEAST_NAME and "-" in name)
    return is_own and bool(name) and name == other


def _name(path: str) -> str:
    """The last part of a path that can be an article's own, without its ending; empty where there is none."""
    parts = [_ENDING.sub("", part) for part in unquote(path).casefold().split("/")]
    return next((part for part in reversed(parts) if part and not _MARK.match(part)), "")
