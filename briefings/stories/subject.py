"""Whether a story is about the subject of a topic newsletter. Pure.

General feeds bring what the newsletter is not about. An article is about it if its feed, its section or the folders of
its address are named for the subject, if its title uses one of the subject's words, or its opening two of them. A word
stands for itself and its plural, with a star for all that begins with it ("vaccin*" finds vaccination). Small letters
match any case; a capital is matched as it is written: Apple is a company.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from briefings.model import Article, Newsletter, Story

_OPENING = 600  # characters
_ENOUGH = 2


def is_about(story: Story, newsletter: Newsletter) -> bool:
    """Tell whether the leading article, or more than half of all articles, are about the newsletter's subject."""
    if not newsletter.subjects:
        return True
    feeds = {source.feed: f"{source.feed} {source.homepage}" for source in newsletter.sources}
    about = [_is_about(article, newsletter.subjects, feeds.get(article.feed, "")) for article in story.articles]
    return about[0] or 2 * sum(about) > len(about)


def _is_about(article: Article, subjects: tuple[str, ...], feed: str) -> bool:
    words = _pattern(subjects)
    path = _folders(article.url.partition("://")[2].partition("?")[0].rpartition("/")[0])
    named = f"{_folders(feed)} {article.section or ''} {path}"
    if words.search(named) or words.search(article.title):
        return True
    opening = "\n".join(article.paragraphs)[:_OPENING]
    return len({found.casefold() for found in words.findall(opening)}) >= _ENOUGH


def _folders(addresses: str) -> str:
    return re.sub(r"[/._-]+", " ", addresses)


@lru_cache(maxsize=64)
def _pattern(subjects: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_form, subjects))})(?!\w)")


def _form(subject: str) -> str:
    end = r"\w*" if subject.endswith("*") else "s?"
    word = re.escape(subject.removesuffix("*")) + end
    return word if subject != subject.lower() else f"(?i:{word})"
