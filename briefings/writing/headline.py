"""A story's headline: its lead article's title without what belongs to the outlet. Pure."""

import re

_SEPARATED = re.compile(r"\s+(?:[|»·•]|[-–—])\s+")
_KICKER = re.compile(
    r"^(?:exclusive|breaking(?:\s+news)?|updated?|just\s+in|watch|video|opinion|analysis|developing|photos?|new)\s*[:|-]\s+",
    re.IGNORECASE,
)
_OUTLETISH = re.compile(
    r"\b(?:news|times|post|tribune|herald|journal|gazette|star|chronicle|register|observer|magazine|press|daily|online|radio|tv|report|reuters|bloomberg"
    r"|axios|cnn|cnbc|npr|bbc|ap|politico|vox|espn|fox|nbc|cbs|abc|pbs|msnbc|forbes|fortune|wired|guardian|independent|\w+\.(?:com|org|net|co))\b",
    re.IGNORECASE,
)
_LONGEST_SUFFIX = 5


def headline(title: str, publisher: str) -> str:
    """Return the title without outlet suffixes and kickers ("... - The Post", "Exclusive: ..."), on one line."""
    text = " ".join(title.split())
    while True:
        cut = _suffix_start(text, publisher)
        if cut is None:
            break
        text = text[:cut]
    bare = _KICKER.sub("", text)
    return bare[:1].upper() + bare[1:] if bare else text


def _suffix_start(text: str, publisher: str) -> int | None:
    """Return where an outlet's name begins at the end of a title, if one stands there."""
    found = list(_SEPARATED.finditer(text))
    if not found or found[-1].start() == 0:
        return None
    last = found[-1]
    suffix = text[last.end() :]
    if _same(suffix, publisher):
        return last.start()
    bar = "|" in last.group() or "»" in last.group()
    named = len(suffix.split()) <= _LONGEST_SUFFIX and _OUTLETISH.search(suffix) and suffix == _titled(suffix)
    return last.start() if bar or named else None


def _titled(text: str) -> str:
    """Return the text if it is written like a name: each word with a capital but the small ones."""
    names = all(
        word[0].isupper() or word.lower() in {"of", "the", "and", "for", "in"} or "." in word for word in text.split()
    )
    return text if names else ""


def _same(one: str, other: str) -> bool:
    def bare(name: str) -> str:
        return re.sub(r"^the|[^a-z0-9]|\.(?:com|org|net)$", "", name.lower())

    return bool(bare(one)) and (bare(one) == bare(other) or (bool(bare(other)) and bare(one).startswith(bare(other))))
