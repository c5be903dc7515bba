"""Lines that stand among an article's paragraphs without belonging to it, and the marks of a text that was cut. Pure.

Only short paragraphs are judged: a long one that mentions a newsletter is news about a newsletter.
"""

import re
from collections.abc import Iterable

MOST_WORDS = 45
_WORDS_OF_CONTENT = 80
_WORDS_OF_SUMMARY = 150


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_READ_MORE = _any(
    r"^[\W_]*(?:read|click|continue|keep|see|find out|learn|view|get)\b"
    r"(?: here)?(?: to| the)? ?(?:more|reading|on|full|rest)"
    r"(?: (?:here|on|at|about|story|article|post|coverage|from)\b.*)?[\W_]*$",
    r"^[\W_]*(?:read|continue reading|keep reading|view) (?:the )?(?:full|whole|entire|complete|original|rest of the)\b"
    r".{0,60}$",
    r"^[\W_]*(?:(?:continue|keep) reading|click here)\b.{0,80}$",
    r"^[\W_]*(?:read more|read also|also read|more on this|related(?: \w+)?|see also|go deeper|watch(?: now| more)?"
    r"|listen)\s*[:\u2022»>].{0,200}$",
    r"^[\W_]*(?:read more|see more|learn more|more|go deeper|full story|click here|comments?|weiterlesen)[\W_]*$",
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
    r"\bmay be reached at \S+@\S+|\bcan be reached at \S+@\S+",
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
_CUT = re.compile(
    r"(?:\[?(?:…|\.\.\.|&hellip;)\]?|\[[+\d, ]+chars\]|(?:read|see|learn) more|continue reading|keep reading)"
    r"[\W_]*$",
    re.IGNORECASE,
)


def is_boilerplate(paragraph: str) -> bool:
    """Whether a paragraph is a sign-up, read-more, share or rights line, or the caption of a picture."""
    if len(paragraph.split()) > MOST_WORDS:
        return False
    return any(lines.search(paragraph) for lines in (_READ_MORE, _SIGN_UP, _CAPTION))


def without_boilerplate(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """The paragraphs that belong to the article, each once in a row."""
    kept: list[str] = []
    for paragraph in paragraphs:
        if not is_boilerplate(paragraph) and paragraph not in kept[-1:]:
            kept.append(paragraph)
    return tuple(kept)


def is_complete(paragraphs: tuple[str, ...], *, is_content: bool) -> bool:
    """Whether a feed gave the whole article and not a teaser of it.

    A text that ends with an ellipsis or a read-more line was cut, whatever its length. Otherwise length decides: 80
    words where the feed has an element of its own for the whole content (`is_content`), and 150 where it has only a
    description, since few publishers write a summary longer than that and few articles are shorter.
    """
    if not paragraphs or _CUT.search(paragraphs[-1]) or any(map(_READ_MORE.search, paragraphs[-2:])):
        return False
    words = sum(len(paragraph.split()) for paragraph in without_boilerplate(paragraphs))
    return words >= (_WORDS_OF_CONTENT if is_content else _WORDS_OF_SUMMARY)
