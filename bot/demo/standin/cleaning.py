"""How Telegram cleans and trims a text, moving the entities along. Pure. Source: TDLib."""

import re
from dataclasses import replace

from bot.demo.standin.entities import Entity

DELETED = {"\r", "\u0333", "\u033f", "\u030a", *map(chr, range(0x2028, 0x202F))}
MARKS = "\u200e\u200f"
"""Left-to-right and right-to-left marks: in a run of them only the last stays, the others become joiners' absence."""

NON_JOINER = "\u200c"
BLANK = " \n"


_TO_CLEAN = re.compile(f"[\\0-\\x09\\x0b-\\x1f{''.join(sorted(DELETED - {chr(13)}))}{MARKS}]")


def units(text: str) -> int:
    """UTF-16 code units of a text."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cleaned(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without control characters and the marks that break layouts; entities that became empty are gone."""
    if not _TO_CLEAN.search(text):
        return text, [entity for entity in entities if entity.length > 0]
    out: list[str] = []
    moved = [0]
    here = 0
    for place, sign in enumerate(text):
        kept = _clean(sign, text[place + 1 : place + 2])
        out.append(kept)
        here += units(kept) if kept else 0
        moved += [here] * units(sign)
    found = [replace(e, offset=moved[e.offset], length=moved[e.end] - moved[e.offset]) for e in entities]
    return "".join(out), [entity for entity in found if entity.length > 0]


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without blanks at the ends (in front only before the first entity) and entities of nothing but blanks."""
    wide = text if units(text) == len(text) else "".join(sign if units(sign) == 1 else "xx" for sign in text)
    full = [entity for entity in entities if wide[entity.offset : entity.end].strip(BLANK)]
    before = wide[: full[0].offset] if full else wide
    start = len(before) - len(before.lstrip(BLANK))
    end = len(wide.rstrip(BLANK))
    shifted = [replace(e, offset=e.offset - start, length=min(e.end, end) - e.offset) for e in full]
    return text[start : len(text) - (len(wide) - end)] if end > start else "", shifted


def _clean(sign: str, following: str) -> str:
    if sign in DELETED:
        return ""
    if sign < " " and sign != "\n":
        return " "
    return NON_JOINER if sign in MARKS and following and following in MARKS else sign
