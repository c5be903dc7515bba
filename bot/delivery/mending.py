"""A message as it was sent, with what a source took back put right in its place. Pure.

The words of the message are looked for as they were drawn; what is not found there was not shown, for want of room.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape, unescape

from bot.delivery.lease import Text
from bot.telegram.language import later, tr
from bot.telegram.measure import CODE_POINTS
from bot.telegram.story import LONGEST_HEADLINE, LONGEST_POINT
from bot.telegram.wording import cut, lines, one_line
from briefings.writing.taken_back import TakenBack

CORRECTED = later("(corrected)")
WITHDRAWN = later("(withdrawn)")
NO_LONGER = later("The source no longer says this.")
LEAST_LEFT = 40
"""Characters of a corrected line; with less room than that it only says that the source changed."""

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a message: how words stand in it, and how a remark does."""

    formatted: bool

    def words(self, text: str) -> str:
        return escape(text, quote=False) if self.formatted else text

    def aside(self, text: str) -> str:
        return f"<i>{self.words(text)}</i>" if self.formatted else text

    def length(self, text: str) -> int:
        return len(unescape(_TAG.sub("", text))) if self.formatted else len(text)


HTML, PLAIN = _Form(formatted=True), _Form(formatted=False)


def mended(text: Text, changes: Iterable[TakenBack]) -> Text | None:
    """The text with all of the changes that it shows; None when it shows none of them."""
    html, plain = text.html, text.plain
    for change in changes:
        html, plain = _put_right(html, change, HTML), _put_right(plain, change, PLAIN)
    return replace(text, html=html, plain=plain) if html != text.html else None


def _put_right(text: str, change: TakenBack, form: _Form) -> str:
    title = form.words(one_line(change.told, LONGEST_HEADLINE))
    start = r"(?<=<b>)" if form.formatted else r"^"
    headline = re.search(rf"{start}(\d+\. (?:{re.escape(tr('Update:'))} )?){re.escape(title)}", text, re.MULTILINE)
    if headline is not None:
        return _replaced(text, headline.start() + len(headline[1]), title, _title(change, form))
    line = form.words(lines(change.told, LONGEST_POINT))
    at = text.find(line)
    return _replaced(text, at, line, _line(change, form, _room(text, line, form))) if at >= 0 else text


def _title(change: TakenBack, form: _Form) -> str:
    if change.now is None:
        return f"{form.words(one_line(change.told, LONGEST_HEADLINE))} {form.aside(tr(WITHDRAWN))}"
    return f"{form.words(one_line(change.now, LONGEST_HEADLINE))} {form.aside(tr(CORRECTED))}"


def _line(change: TakenBack, form: _Form, room: int) -> str:
    if change.now is None or room < LEAST_LEFT:
        whole, short = tr(NO_LONGER), tr(CORRECTED)
        return form.aside(whole if len(whole) <= room + len(short) + 1 else short)
    return f"{form.words(cut(lines(change.now, LONGEST_POINT), room))} {form.aside(tr(CORRECTED))}"


def _room(text: str, line: str, form: _Form) -> int:
    """How long the words may be that stand there instead: a message holds 4,096 characters."""
    return CODE_POINTS - form.length(text) + form.length(line) - len(tr(CORRECTED)) - 1


def _replaced(text: str, at: int, old: str, new: str) -> str:
    return text[:at] + new + text[at + len(old) :]
