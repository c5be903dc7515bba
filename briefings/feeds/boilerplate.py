"""Lines that stand among an article's paragraphs without belonging to it, and the marks of a text that was cut. Pure.

Only short paragraphs are judged: a long one that mentions a newsletter is news about a newsletter.
"""

import re
from collections.abc import Iterable

from briefings.feeds.walls import asks_for_payment

MOST_WORDS = 45
MOST_SIGNS = 1_000
"""A "word" of any length is no line of theirs, and takes time that grows with the square of it."""
_WORDS_OF_CONTENT = 80
_WORDS_OF_SUMMARY = 150


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_READ_ON = _any(
    r"^[\W_]*(?:read|click|continue|keep|see|find out|learn|view|get)\b"
    r"(?: here)?(?: to| the)? ?(?:more|reading|on|full|rest)"
    r"(?: (?:here|on|at|about|story|article|post|coverage|from)\b.*)?[\W_]*$",
    r"^[\W_]*(?:read|continue reading|keep reading|view) (?:the )?(?:full|whole|entire|complete|original|rest of the)\b"
    r".{0,60}$",
    r"^[\W_]*(?:(?:continue|keep) reading|click here)\b.{0,80}$",
    r"^[\W_]*(?:read more|see more|learn more|more|full story|click here|weiterlesen)[\W_]*$",
)
# They point to something else: an article that ends with one of them is at its end.
_POINTER = _any(
    r"^[\W_]*(?:read more|read also|also read|more on this|related(?: \w+)?|see also|go deeper|watch(?: now| more)?"
    r"|listen)\s*[:\u2022»>].{0,200}$",
    r"^[\W_]*(?:go deeper|comments?)[\W_]*$",
    r"\bappeared first on\b.{0,80}$",
    r"^also on \w+\.\w+\b",
)
_SIGN_UP = _any(
    r"^[\W_]*(?:please )?(?:sign up|subscribe|register)\b.{0,60}"
    r"\b(?:for|to|now|today|here|newsletters?|free|alerts?)\b",
    r"\b(?:get|delivered|straight|right|sent|direct(?:ly)?)\b.{0,60}\b(?:to|in|into) your (?:e-?mail )?in-?box\b",
    r"\b(?:sign up|subscribe)\b.{0,60}\b(?:newsletters?|podcasts?|briefings?|alerts|in-?box|channel)\b",
    r"^[\W_]*(?:download|get) (?:the|our)\b.{0,40}\bapp\b",
    r"^[\W_]*follow (?:us|him|her|them|me|@\w+|[\w.' ]{3,40}) on "
    r"(?:twitter|facebook|instagram|x|threads|bluesky|linkedin|tiktok|google)\b",
    r"^[\W_]*(?:like|join|find) us on (?:facebook|twitter|instagram|whatsapp|telegram)\b",
    r"^[\W_]*like this story\?",
    r"^[\W_]*(?:have|got) (?:a|any) (?:news )?(?:tips?|story|questions?)\b.{0,40}\?",
    r"\b(?:may|can) be reached at \S+@\S+|^[\W_]*(?:write to|e-?mail|contact)\b[^.!?]{0,60}\bat \S+@\S+",
    r"^[\W_]*\S+@\S+\.\w+$",
    r"^[\W_]*follow (?:[\w ]{1,30}['’]s?|our) (?:full |complete |latest )?coverage (?:of|at|on)\b",
    r"^[\W_]*tell us what you think\b",
    r"^[\W_]*(?:support|donate to) (?:our|independent|local) journalism\b",
    r"^[\W_]*(?:advertisement|(?:story|article) continues below|sponsored content|recommended reading)\b.{0,30}$",
    r"^[\W_]*(?:share (?:this|on)|print this|email this)\b.{0,60}$",
    r"^this copy is for your personal\b",
)
_CAPTION = _any(
    r"^[\W_]*(?:photo|image|picture|illustration|graphic|video|file photo|credit|photograph|source image)s?"
    r"(?: (?:by|credit|courtesy(?: of)?|source|illustration|via))?\s*[:/©]",
    r"^[\W_]*(?:photo|image|picture|illustration)s? (?:by|courtesy of|via) [A-Z][^.!?]{0,80}\.?$",
    r"(?:getty images|ap photo|/\s?reuters|/\s?afp|via ap|shutterstock|istock(?:photo)?)[^.!?]{0,40}\)?\.?$",
    r"^(?:hide|toggle|show) caption$|^enlarge this image$",
    r"^[\W_]*(?:©|\(c\) ?\d{4}|copyright (?:©|\d{4}))",
    r"\ball rights reserved\.?$",
)
_CREDITS = _any(
    r"^\W*\((?:additional )?(?:reporting|writing|editing) by\b.{0,240}$",
    r"^\W*(?:additional )?(?:reporting|writing) by\b[^.!?]{3,120}[;,] (?:writing|editing) by\b[^.!?]{0,120}\W*$",
    r"^.{3,160}\bcontributed (?:reporting|to this (?:report|story|article))\b.{0,40}$",
    r"^[\W_]*sources?: [^.!?]{3,60}$",
    r"^\W*updated (?:at|on) [^.!?]{0,40}(?:[ap]\.?m\.?|\d{4})(?: [a-z]{2,4})?[\W_]*$",
)
# The same at the end of a paragraph that is the article's own.
_TAIL = _any(
    r"(?<=[.!?…\]\)\"”’])\s*(?:continue reading|keep reading|read (?:more|on|the (?:full|whole|rest of the)"
    r" (?:story|article|post)))(?: (?:on|at|here|»|→)[^.!?]{0,60})?[\W_]*$",
    r"\s*\bThe post .{1,200} (?:appeared first|was first published) on .{1,80}$",
)
_LEFT_OUT = re.compile(r"\s*\[(?:…|\.\.\.|&hellip;|[+\d, ]+chars)\]$")
_CUT = re.compile(
    r"(?:\[?(?:…|\.\.\.|&hellip;)\]?|\[[+\d, ]+chars\]|(?:read|see|learn) more|continue reading|keep reading)"
    r"[\W_]*$",
    re.IGNORECASE,
)


def is_boilerplate(paragraph: str) -> bool:
    """Whether a paragraph is a sign-up, read-more, share or rights line, a caption, or a credit of those who wrote."""
    if not _is_short(paragraph):
        return False
    return any(lines.search(paragraph) for lines in (_READ_ON, _POINTER, _SIGN_UP, _CAPTION, _CREDITS))


def without_boilerplate(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """The paragraphs that belong to the article, each once in a row."""
    kept: list[str] = []
    for paragraph in paragraphs:
        own = _LEFT_OUT.sub("…", _TAIL.sub("", paragraph))
        if own and not is_boilerplate(own) and own not in kept[-1:]:
            kept.append(own)
    return tuple(kept)


def is_complete(paragraphs: tuple[str, ...], *, is_content: bool) -> bool:
    """Whether a feed gave the whole article and not a teaser of it.

    A text that ends with an ellipsis, a read-more line or a pay wall was cut, whatever its length; "The post ...
    appeared first on ..." and pointers to other articles stand under whole ones too and say nothing. Otherwise length
    decides: 80 words where the feed has an element of its own for the whole content (`is_content`), and 150 where it
    has only a description, since few publishers write a summary longer than that and few articles are shorter.
    """
    text = [paragraph for paragraph in paragraphs if not _says_nothing(paragraph)]
    if not text or _CUT.search(text[-1]) or any(map(_is_cut, text[-2:])):
        return False
    words = sum(len(paragraph.split()) for paragraph in without_boilerplate(text))
    return words >= (_WORDS_OF_CONTENT if is_content else _WORDS_OF_SUMMARY)


def _is_short(paragraph: str) -> bool:
    return len(paragraph) <= MOST_SIGNS and len(paragraph.split()) <= MOST_WORDS


def _says_nothing(paragraph: str) -> bool:
    return (
        _is_short(paragraph)
        and not _READ_ON.search(paragraph)
        and is_boilerplate(paragraph)
        and not asks_for_payment(paragraph)
    )


def _is_cut(paragraph: str) -> bool:
    return bool(_READ_ON.search(paragraph)) or asks_for_payment(paragraph)
