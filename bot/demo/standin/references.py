"""Character references in Telegram's HTML: `&lt; &gt; &amp; &quot;` and numbers; all else stays as typed. Pure."""

import re

REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*));?")
SURROGATE = re.compile("[\ud800-\udfff]")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
HIGHEST = 0x10FFFF
LONGEST = 10
"""A number's reference without its semicolon is shorter than this."""


def reference(html: str, at: int) -> tuple[str, int] | None:
    """The character that a reference at `at` stands for and the place behind it; None where there is none."""
    found = REFERENCE.match(html, at)
    if found is None:
        return None
    if found[3] is not None:
        return (NAMED[found[3]], found.end()) if found[3] in NAMED else None
    number = int(found[1] or "0", 16) if found[1] is not None else int(found[2] or "0")
    if not 0 < number < HIGHEST or len(found[0].rstrip(";")) >= LONGEST:
        return None
    return chr(number), found.end()


def has_surrogate(text: str) -> bool:
    """Whether halves of surrogate pairs are in the text."""
    return SURROGATE.search(text) is not None
