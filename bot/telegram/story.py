"""One story of a briefing, drawn in as much detail as there is room for. Pure.

From the richest form to the leanest: all points folded under the why, fewer of them, lede and why, headline and
outlets. An update says what is new and nothing else.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from bot.delivery.briefing import Item
from bot.telegram.language import blocks, tr
from bot.telegram.text import Block, Bold, Inline, Italic, Link, Quote
from bot.telegram.wording import lines, one_line
from briefings.model import LABELS, Brief, Outlet, Point

LONGEST_HEADLINE = 250
LONGEST_POINT = 900
LONGEST_LABEL = 60
LONGEST_OUTLET = 60
LONGEST_ADDRESS = 1000
OUTLETS_NAMED = 2
MODEL = "model"
"""The writer of briefs that a language model drafted."""

Story = tuple[Block, ...]


def forms(item: Item, day: date) -> list[Story]:
    """The story from its richest form to its leanest, each without its number; at least one.

    `day` is the reader's date, against which "since yesterday" is said.
    """
    if item.update is not None:
        drawn = [_update(item, item.update, day), _headline_only(item)]
    else:
        drawn = [
            *_in_full(item.brief),
            (*_head(item.brief), *_outlets(item.brief.outlets), *_label_of(item.brief)),
            _headline_only(item),
        ]
    return [form for at, form in enumerate(drawn) if form not in drawn[:at]]


def numbered(number: int, story: Story) -> Story:
    """The story with its number before its headline."""
    first = story[0]
    assert isinstance(first, Bold)  # noqa: S101 (every form begins with its headline)
    return (Bold(f"{number}. {first.text}"), *story[1:])


def _in_full(brief: Brief) -> Iterator[Story]:
    points = [_labelled(point) for point in brief.points]
    for count in range(len(points), 0, -1):
        quote = Quote(_joined(points[:count]))
        yield (*_head(brief), quote, "\n", *_outlets(brief.outlets), *_label_of(brief))


def _head(brief: Brief) -> Story:
    story: Story = (_headline(brief), "\n")
    if lede := lines(brief.lede.text, LONGEST_POINT):
        story += (f"{lede}\n",)
    if brief.why is not None and (why := lines(brief.why.text, LONGEST_POINT)):
        story += (Bold(tr("Why it matters:")), f" {why}\n")
    return story


def _update(item: Item, news: Point, day: date) -> Story:
    yesterday = item.told_on == day - timedelta(days=1)
    label = tr("New since yesterday:") if yesterday else tr("New:")
    outlets = [outlet for outlet in item.brief.outlets if outlet.article == news.article] or item.brief.outlets
    return (
        _headline(item.brief, tr("Update:") + " "),
        "\n",
        Bold(label),
        f" {lines(news.text, LONGEST_POINT)}\n",
        *_outlets(outlets),
    )


def _headline_only(item: Item) -> Story:
    before = "" if item.update is None else tr("Update:") + " "
    return (_headline(item.brief, before), "\n", *_outlets(item.brief.outlets))


def _headline(brief: Brief, before: str = "") -> Bold:
    words = one_line(brief.headline, LONGEST_HEADLINE) or one_line(brief.lede.text, LONGEST_HEADLINE)
    return Bold(before + (words or tr("(no headline)")))


def _labelled(point: Point) -> tuple[Inline, ...]:
    words = lines(point.text, LONGEST_POINT)
    label = _label(point)
    if not label:
        return (words,)
    # Bullets begin on a line of their own.
    return (Bold(label), ("\n" if words.startswith("• ") else " ") + words)


def _label(point: Point) -> str:
    given = one_line(point.label or "", LONGEST_LABEL).rstrip(":").rstrip()
    label = given or (LABELS.get(point.move, "") if point.move else "")
    return label if not label or label.endswith(("?", ".", "!")) else f"{label}:"


def _joined(points: list[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    blocks: list[Inline] = []
    for point in points:
        blocks.extend(["\n", *point] if blocks else point)
    return tuple(blocks)


def _label_of(brief: Brief) -> Story:
    """What a machine has worded says so; sentences of the sources need no label."""
    return (" \u00b7 ", Italic(tr("machine-written"))) if brief.writer == MODEL else ()


def _outlets(outlets: tuple[Outlet, ...] | list[Outlet]) -> tuple[Inline, ...]:
    """Each publisher once, the first two by name: "A", "A and B", "A, B and 2 more"."""
    by_name: dict[str, Outlet] = {}
    for outlet in outlets:
        name = one_line(outlet.publisher, LONGEST_OUTLET)
        if name:
            by_name.setdefault(name, outlet)
    named = [_outlet(name, outlet.url) for name, outlet in list(by_name.items())[:OUTLETS_NAMED]]
    more = len(by_name) - len(named)
    if len(named) < OUTLETS_NAMED:
        return tuple(named)
    if more == 0:
        return blocks("{first} and {last}", first=named[0], last=named[1])
    return blocks("{first}, {second} and {count} more", first=named[0], second=named[1], count=str(more))


def _outlet(name: str, url: str) -> Inline:
    return Link(name, url) if _opens(url) else name


def _opens(url: str) -> bool:
    if len(url) > LONGEST_ADDRESS or not url.isprintable() or " " in url:
        return False
    try:
        address = urlsplit(url)
    except ValueError:
        return False
    return address.scheme in {"http", "https"} and bool(address.hostname)
