"""Telegram's HTML, parsed as TDLib parses it. Pure.

Our own re-implementation of TDLib's rules (`parse_html`), tested against TDLib itself: the same acceptance, error
texts, text and entities. Offsets in errors count bytes of UTF-8; offsets of entities count UTF-16 code units. It is
the first step only: `repair` puts wrong nesting right afterwards.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from re import Pattern

from bot.demo.standin.cleaning import units
from bot.demo.standin.entities import Entity, in_order
from bot.demo.standin.links import LOWER, checked_link, link_user
from bot.demo.standin.references import has_surrogate, reference
from bot.demo.standin.times import NUMBER, TIME_FORMAT, unix_time

ORDINARY = re.compile("[^<&]+")
IN_QUOTES = re.compile("[^&\"'\\0]+")
WHITE = " \t\r\n\0\v"
END = "\0"
"""Stands behind the last character, as in C; a real one ends the tag it stands in."""

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = {*KINDS, "a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}
INT64 = 1 << 63
CLASSES = defaultdict(lambda: "tg-", code="language-")
"""What the class of a tag begins with to count."""

BROKEN = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The text without tags, and its entities in order."""

    text: str
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class MarkupError:
    """Why the HTML is refused, in Telegram's words."""

    text: str


@lru_cache(maxsize=128)
def parse(html: str) -> Parsed | MarkupError:
    """Parse Telegram's HTML."""
    parser = _Parser(html + END)
    error = parser.run(len(html))
    if error is not None:
        return MarkupError(error)
    text = "".join(parser.out)
    if has_surrogate(text):
        return MarkupError(BROKEN)
    plain = [_without_language(entity) for entity in parser.entities]
    return Parsed(text, tuple(in_order(plain)))


def _without_language(entity: Entity) -> Entity:
    return Entity("code", entity.offset, entity.length) if entity.kind == "code" else entity


@dataclass
class _Open:
    """A tag that waits for its end: where its text begins, in UTF-16 units and in pieces of output."""

    tag: str
    attributes: dict[str, str]
    offset: int
    piece: int


@dataclass
class _Parser:
    """One pass over the HTML; every step returns an error's text or None."""

    html: str
    at: int = 0
    units: int = 0
    out: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def run(self, end: int) -> str | None:
        while self.at < end:
            if self.html[self.at] == "<":
                begin = self.at
                self.at += 1
                error = self._end_tag(begin) if self.html[self.at] == "/" else self._start_tag(begin)
                if error is not None:
                    return error
            else:
                self._characters(end)
        if self.open:
            return f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"'
        return None

    def _characters(self, end: int) -> None:
        """What stands for itself, up to the next tag or reference; or one reference."""
        text, self.at = self._ordinary(ORDINARY, end) or self._sign()
        self.out.append(text)
        self.units += units(text)

    def _ordinary(self, run: Pattern[str], end: int) -> tuple[str, int] | None:
        found = run.match(self.html, self.at, end)
        return (found[0], found.end()) if found else None

    def _sign(self) -> tuple[str, int]:
        return reference(self.html, self.at) or (self.html[self.at], self.at + 1)

    def _start_tag(self, begin: int) -> str | None:
        tag = self._until(lambda sign: sign in WHITE or sign == ">").translate(LOWER)
        if self.html[self.at] == END:
            return f"Unclosed start tag at byte offset {self._byte(begin)}"
        if tag not in TAGS:
            return f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}'
        attributes: dict[str, str] = {}
        while self.html[self.at] != ">":
            error = self._attribute(tag, begin, attributes)
            if error is not None:
                return error
        self.at += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            return f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}'
        self.open.append(_Open(tag, attributes, self.units, len(self.out)))
        return None

    def _attribute(self, tag: str, begin: int, attributes: dict[str, str]) -> str | None:
        """Read one attribute into `attributes`, or the blanks before the end of the tag."""
        self._until(lambda sign: sign not in WHITE or sign == END)
        if self.html[self.at] == ">":
            return None
        name = self._until(lambda sign: sign in WHITE or sign in "=>/\"'")
        if not name:
            return f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}'
        self._until(lambda sign: sign not in WHITE or sign == END)
        if name == "expandable":
            attributes[name] = ""
        if self.html[self.at] == "=":
            self.at += 1
            self._until(lambda sign: sign not in WHITE or sign == END)
            if self.html[self.at] != END:
                return self._valued(tag, name, begin, attributes)
        if self.html[self.at] == END:
            return f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}'
        return None

    def _valued(self, tag: str, name: str, begin: int, attributes: dict[str, str]) -> str | None:
        """Read the value of an attribute."""
        value = self._value()
        if isinstance(value, MarkupError):
            return value.text
        if name != "class" or value.startswith(CLASSES[tag]):
            attributes[name] = value
        return f"Unclosed start tag at byte offset {self._byte(begin)}" if self.html[self.at] == END else None

    def _value(self) -> str | MarkupError:
        """A quoted value with its references opened, or a token of letters, digits, `.` and `-`."""
        quote = self.html[self.at]
        if quote not in "\"'":
            begin = self.at
            token = self._until(lambda sign: not (sign.isascii() and sign.isalnum()) and sign not in ".-")
            if self.html[self.at] not in WHITE and self.html[self.at] != ">":
                return MarkupError(f"Unexpected end of name token at byte offset {self._byte(begin)}")
            return token.translate(LOWER)
        self.at += 1
        signs: list[str] = []
        while self.html[self.at] not in (quote, END):
            text, self.at = self._ordinary(IN_QUOTES, len(self.html)) or self._sign()
            signs.append(text)
        if self.html[self.at] == quote:
            self.at += 1
        return "".join(signs)

    def _end_tag(self, begin: int) -> str | None:
        if not self.open:
            return f"Unexpected end tag at byte offset {self._byte(begin)}"
        self.at += 1
        found = self._until(lambda sign: sign in WHITE or sign == ">").translate(LOWER)
        self._until(lambda sign: sign not in WHITE or sign == END)
        if self.html[self.at] != ">":
            return f"Unclosed end tag at byte offset {self._byte(begin)}"
        self.at += 1
        closed = self.open.pop()
        if found and found != closed.tag:
            place = self._byte(begin)
            return f'Unmatched end tag at byte offset {place}, expected "</{closed.tag}>", found "</{found}>"'
        return self._close(closed) if self.units > closed.offset else None

    def _close(self, closed: _Open) -> str | None:
        """Add the entity of a closed tag that holds some text."""
        length = self.units - closed.offset
        match closed.tag:
            case "a":
                self._link(closed, length)
            case "pre" | "code":
                self._fixed(closed, length)
            case "blockquote":
                kind = "expandable_blockquote" if "expandable" in closed.attributes else "blockquote"
                self.entities.append(Entity(kind, closed.offset, length))
            case "tg-emoji":
                return self._emoji(closed, length)
            case "tg-time":
                return self._time(closed, length)
            case tag:
                self.entities.append(Entity(KINDS[tag], closed.offset, length))
        return None

    def _link(self, closed: _Open, length: int) -> None:
        """A link to its address or, without one, to its own text; what is no link leaves only the text."""
        url = closed.attributes.get("href") or "".join(self.out[closed.piece :])
        user = link_user(url)
        if user is not None:
            self.entities.append(Entity("text_mention", closed.offset, length, str(user)))
        elif address := checked_link(url):
            self.entities.append(Entity("text_link", closed.offset, length, address))

    def _fixed(self, closed: _Open, length: int) -> None:
        """Text in fixed width; pre and code with a language around the same text become one pre."""
        language = closed.attributes.get("class", "")
        language = language.removeprefix("language-") if language.startswith("language-") else ""
        inner = self.entities[-1] if self.entities else Entity("", -1, 0)
        same = inner.offset == closed.offset and inner.length == length
        if closed.tag == "pre":
            known = inner.argument if same and inner.kind == "code" else ""
        else:
            known = language if same and inner.kind == "pre" and not inner.argument else ""
        if known:
            self.entities[-1] = Entity("pre", closed.offset, length, known)
        else:
            self.entities.append(Entity(closed.tag, closed.offset, length, language if closed.tag == "code" else ""))

    def _emoji(self, closed: _Open, length: int) -> str | None:
        number = closed.attributes.get("emoji-id", "")
        if not NUMBER.fullmatch(number) or not -INT64 <= int(number) < INT64 or int(number) == 0:
            return "Invalid custom emoji identifier specified"
        self.entities.append(Entity("custom_emoji", closed.offset, length, number))
        return None

    def _time(self, closed: _Open, length: int) -> str | None:
        shape = closed.attributes.get("format", "")
        if not TIME_FORMAT.fullmatch(shape):
            return "Invalid date format used"
        moment = unix_time(closed.attributes.get("unix", ""))
        if moment is not None:
            self.entities.append(Entity("date_time", closed.offset, length, f"{moment}:{shape}"))
        return None

    def _until(self, stop: Callable[[str], bool]) -> str:
        """Move to the next character that stops, the end at the latest; what was passed."""
        begin = self.at
        while not stop(self.html[self.at]):
            self.at += 1
        return self.html[begin : self.at]

    def _byte(self, place: int) -> int:
        return len(self.html[:place].encode("utf-8", "surrogatepass"))
