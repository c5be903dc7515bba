"""Sources: one story, each line beside what the article says, with outlet, time and link. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.delivery.desk import ShownItem
from bot.delivery.support import Support
from bot.telegram.callbacks import Verb, pack
from bot.telegram.keyboards import numbered
from bot.telegram.language import tr, trn
from bot.telegram.screen import Button, Keyboard, Screen
from bot.telegram.screens.phrases import moment
from bot.telegram.story import MODEL
from bot.telegram.text import Block, Bold, Inline, Italic, Link, Quote, entities, length
from bot.telegram.wording import one_line
from briefings.model import Outlet

MOST_LENGTH = 4000
"""Under Telegram's 4,096, with room for the last line."""
MOST_ENTITIES = 90
LONGEST_LINE = 700
MOST_STORIES = 60
"""Buttons for stories; Telegram takes a hundred in all."""


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks at sources: their time zone, whether they follow the story, and the link by which they share it."""

    zone: str
    follows: bool = False
    share: str | None = None


def sources_screen(
    delivery: int, items: Sequence[ShownItem], shown: ShownItem, *, looker: Looker, now: datetime
) -> Screen:
    """One story of those that a delivery showed."""
    text: list[Block] = [Bold(f"{shown.number}. {one_line(shown.brief.headline, 200)}"), "\n"]
    if shown.brief.writer == MODEL:
        words = tr("Worded by a machine; each line was held against the sentences beside it.")
        text += [Italic(words), "\n"]
    for at, line in enumerate(shown.support):
        blocks = _blocks(line, looker.zone, now)
        if _too_much((*text, *blocks)):
            more = len(shown.support) - at
            text.append("\n" + trn("{count} more line would not fit.", "{count} more lines would not fit.", more))
            break
        text += blocks
    lost = _told(shown) - len(shown.support)
    if lost:
        gone = trn(
            "{count} line of an article that is not kept any more.",
            "{count} lines of an article that is not kept any more.",
            lost,
        )
        text.append(f"\n{gone}\n")
    also = _also(shown)
    if not _too_much((*text, *also)):
        text += also
    return Screen((*text,), _keyboard(delivery, items, shown.number, looker))


def nothing_shown(delivery: int) -> Screen:
    """A briefing that told no story has no sources."""
    return Screen((tr("That briefing told no story, so there are no sources."),), ((_close(delivery),),))


def put_away(delivery: int) -> Screen:
    """What a closed message becomes: the way back in."""
    one = str(delivery)
    row = (Button(tr("Sources"), pack(Verb.STORY, one, "1")), Button(tr("More"), pack(Verb.PAGE, one, "1")))
    return Screen((tr("Put away."),), (row,))


def also_links(outlets: Sequence[Outlet], most: int) -> list[Block]:
    """Outlets as links, divided by commas."""
    said: list[Block] = []
    for outlet in outlets[:most]:
        said += [", " if said else "", link(outlet.publisher, outlet.url)]
    return said


def link(publisher: str, url: str) -> Inline:
    """An outlet by its name; an address that Telegram would not open is left out."""
    name = one_line(publisher, 60) or tr("Source")
    return Link(name, url) if url.startswith(("https://", "http://")) else name


def _blocks(line: Support, zone: str, now: datetime) -> list[Block]:
    told: list[Block] = ["\n"]
    label, words = one_line(line.point.label or "", 60).rstrip(":"), one_line(line.point.text, LONGEST_LINE)
    kept_whole = words in line.sentence  # then the quotation alone shows it
    if label:
        told += [Bold(f"{label}:"), "\n" if kept_whole else " "]
    if not kept_whole:
        told.append(f"{words}\n")
    if line.sentence:
        told += [Quote((one_line(line.sentence, LONGEST_LINE),)), "\n"]
    else:
        told += [Italic(tr("The article has changed since.")), "\n"]
    return [*told, link(line.publisher, line.url), f", {moment(line.published, now, zone)}\n"]


def _told(shown: ShownItem) -> int:
    brief = shown.brief
    return 1 if shown.update else 1 + (brief.why is not None) + len(brief.points)


def _also(shown: ShownItem) -> list[Block]:
    cited = {line.url for line in shown.support}
    others = [outlet for outlet in shown.brief.outlets if outlet.url not in cited]
    return ["\n" + tr("Also told by") + " ", *also_links(others, 5)] if others else []


def _too_much(text: Sequence[Block]) -> bool:
    return length(text) > MOST_LENGTH or entities(text) > MOST_ENTITIES


def _keyboard(delivery: int, items: Sequence[ShownItem], open_one: int, looker: Looker) -> Keyboard:
    one, numbers = str(delivery), [item.number for item in items[:MOST_STORIES]]
    labels = [f"\u00b7 {at} \u00b7" if at == open_one else str(at) for at in numbers]
    switch = numbered(labels, [pack(Verb.STORY, one, str(at)) for at in numbers]) if len(numbers) > 1 else ()
    verb, word = (Verb.UNFOLLOW, tr("Unfollow")) if looker.follows else (Verb.FOLLOW, tr("Follow"))
    follow = Button(word, pack(verb, one, str(open_one)))
    share = (Button(tr("Share"), url=looker.share),) if looker.share else ()
    return (*switch, (follow, *share, _close(delivery)))


def _close(delivery: int) -> Button:
    return Button(tr("Close"), pack(Verb.CLOSE, str(delivery)))
