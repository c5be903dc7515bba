"""Quotations in a sentence: where they are, whether they are whole, whether it says who speaks. Pure."""

import re

_MARK = re.compile(r"[\"“”]")
_LEAST = 6  # words: below that it is a phrase in quotation marks, not a quotation
_SAYS = (
    r"(?:said|says|say|told|tells|wrote|writes|tweeted|posted|added|adds|argued|argues|explained|explains|noted|notes|warned|warns|called|calls"
    r"|asked|testified|recalled|concluded|stated|states|declared|insisted|replied|acknowledged|reads?|predicted|described)"
)
_NAME = (
    r"(?:[A-Z][\w.'’-]+|[Tt]he\s(?:[\w'’-]+\s){0,4}[\w'’-]+|(?:a|an|one|another)\s(?:[\w'’-]+\s){0,4}[\w'’-]+|officials|police|lawmakers|officers"
    r"|prosecutors|critics|researchers|authorities|experts|analysts|[a-z]+ers|[a-z]+ists|[a-z]+men)"
)
# "said council president Dana Ruiz", but not "said on Tuesday" nor "said she met Ruiz".
_OFFICE_AND_NAME = (
    r"(?:(?!(?:on|in|at|that|as|to|of|during|after|before|when|while|by|for|from|with|about|it|he|she|they|we|you|the|an?|his|her|their"
    r"|its|this|there|last|late|early|if|and|but|or|not|no|nothing|so)\b)[a-z-]+\s){1,5}(?=[A-Z])"
)
_PRONOUN = r"(?:he|she|they|it|I|we|you|who|He|She|They|It|We|I|You)"
_SPEAKER = re.compile(
    rf"{_NAME}(?:,\s[^,]{{2,90}},|\s\([^)]*\))?\s(?:also\s|later\s|has\s|had\s|once\s|further\s)?{_SAYS}\b|\b{_SAYS}\s(?:{_NAME}|{_OFFICE_AND_NAME})|\b[Aa]ccording\sto\s{_NAME}"
)
_PRONOUN_SPEAKS = re.compile(
    rf"(?<!what\s)\b{_PRONOUN}\s(?:also\s|later\s|has\s|had\s|then\s)?{_SAYS}\b|(?:^|[?!…]\s){_SAYS}\s(?:he|she|they)\b"
    # ", said she." but not "Ruiz, the mayor, says she waits", where the verb is that of the name.
    rf"|,\s{_SAYS}\s(?:he|she|they)\b(?=[.,;:!?…]|\s(?:on|in|at|of|to|during|after|as|about|last|this|\w+day)\b|$)"
)


def quoted_ranges(text: str) -> list[tuple[int, int]]:
    """Return where the quotations of `text` begin and end, marks included; an open one runs to the end."""
    ranges: list[tuple[int, int]] = []
    opened: int | None = None
    for mark in _MARK.finditer(text):
        if opened is None:
            opened = mark.start()
        elif mark.group() != "“":
            ranges.append((opened, mark.end()))
            opened = None
    return ranges if opened is None else [*ranges, (opened, len(text))]


def is_whole(text: str) -> bool:
    """Tell whether every quotation that `text` opens is closed in it, and none is closed that it did not open."""
    depth = 0
    for mark in _MARK.findall(text):
        if mark == "“":
            depth += 1
        elif mark == "”":
            depth -= 1
        else:
            depth = 0 if depth else 1
        if depth not in (0, 1):
            return False
    return depth == 0


def quoted_words(text: str) -> int:
    """Return how many words of `text` are somebody's own: those of quotations of at least six words."""
    lengths = (len(text[start:end].split()) for start, end in quoted_ranges(text))
    return sum(length for length in lengths if length >= _LEAST)


def names_speaker(text: str) -> bool:
    """Tell whether `text` says, outside its quotations, who speaks: by name or by office, not by a pronoun alone."""
    own = outside(text)
    return bool(_SPEAKER.search(own)) and not _PRONOUN_SPEAKS.search(own)


def says(text: str) -> bool:
    """Tell whether `text` reports what somebody said."""
    own = outside(text)
    return bool(_SPEAKER.search(own) or _PRONOUN_SPEAKS.search(own))


def outside(text: str) -> str:
    """Return `text` with each of its quotations replaced by "…"."""
    for start, end in reversed(quoted_ranges(text)):
        text = f"{text[:start]}…{text[end:]}"
    return text
