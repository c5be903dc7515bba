"""What operators see: one screen with three sides, redrawn in place, and an edition by itself. Pure.

In English whatever the operator's language: so are the log, the alarms and docs/operating.md, whose words these are.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from bot import figures
from bot.delivery.model import PartState
from bot.figures import COUNTS, Figures
from bot.survey import Survey
from bot.telegram.callbacks import Verb, pack
from bot.telegram.office import FailingSource, Feeding, Opened
from bot.telegram.screen import Button, Keyboard, Screen
from bot.telegram.text import Block, Bold, Code
from bot.telegram.wording import counted, cut, one_line
from briefings.model import Newsletter
from briefings.store.holding import Hold
from briefings.store.shelf import Shelved

T = TypeVar("T")

SIDES = ("overview", "sources", "editions")
A_PAGE = 12
"""Sources or newsletters on one screen."""
A_ROW = 3
SENDS = 3
LONGEST_LIST, LONGEST_REASON = 900, 120
SUM = len(COUNTS) - 1
"""How many of the columns of a send are the sum that must come out even."""

STATES = {
    None: "open to readers",
    Hold.REFUSED: "stopped, Telegram refused its messages",
    Hold.OPERATOR: "held",
    Hold.WITHDRAWN: "withdrawn for good",
}


def overview(found: Survey, newsletters: Sequence[Newsletter]) -> Screen:
    """Readers, subscriptions, and every delivery accounted for: the figures of `daybrief stats`, the newest sends."""
    text: list[Block] = [Bold(f"{remark}\n") for remark in figures.remarks(found)]
    text += [Bold("Readers: "), _pairs(figures.standings(found)) or "none", "\n"]
    text += [Bold("Newsletters: "), _pairs(figures.choices(found, newsletters)), "\n", Bold("Deliveries\n")]
    text += [f"{line}\n" for line in _sends(figures.ledger(found))]
    amiss = figures.troubles(found).rows
    text.append(Bold("Amiss within a day" if amiss else "Nothing went amiss within a day."))
    text += [_trouble(row) for row in amiss]
    return Screen((*text,), (_sides("overview"),))


def feeding(found: Feeding, page: int) -> Screen:
    """The sources that fail, page by page, and what newsletters lack."""
    text: list[Block] = [Bold(f"{len(found.failing)} of {counted(found.sources, 'source')} cannot be read.\n")]
    text += [_failing(one) for one in _page(found.failing, page)]
    short = ", ".join(f"{title}: {why}" for title, why in found.short.items())
    text += [Bold("Short of news: "), cut(short, LONGEST_LIST)] if short else ["Every newsletter has news enough."]
    return Screen((*text,), (*_pager("sources", page, len(found.failing)), _sides("sources")))


def editions(found: Mapping[str, Shelved], newsletters: Sequence[Newsletter], page: int) -> Screen:
    """The newest edition of each newsletter, with a button to each."""
    text: list[Block] = [Bold("The newest edition of each newsletter\n")]
    buttons: list[Button] = []
    for one in _page(newsletters, page):
        edition = found.get(one.slug)
        if edition is None:
            text.append(f"{one.title}: none yet\n")
            continue
        text.append(f"{one.title}: {_edition(edition)}\n")
        buttons.append(Button(one_line(one.title, 30), pack(Verb.EDITION, "open", edition.id)))
    rows = tuple(tuple(buttons[at : at + A_ROW]) for at in range(0, len(buttons), A_ROW))
    return Screen((*text,), (*rows, *_pager("editions", page, len(newsletters)), _sides("editions")))


def edition(found: Opened) -> Screen:
    """One edition, what became of it, and what can be done about it."""
    title = found.newsletter.title if found.newsletter else f"{found.edition.newsletter} (not on the list any more)"
    made = ", ".join(f"{count} {state}" for state, count in found.deliveries.items())
    text = (
        Bold(title),
        f"\n{_edition(found.edition)}\n",
        f"Briefings made of it: {made or 'none'}\n",
        Code(found.edition.id),
    )
    return Screen(text, (*_orders(found), _beside(found), _sides("editions")))


def asked_to_withdraw(found: Opened) -> Screen:
    """Before what cannot be undone."""
    waiting = found.deliveries.get(PartState.PLANNED, 0)
    text = (
        Bold("Withdraw this edition for good?"),
        "\nNobody gets it any more, and it cannot be released. What was sent stays where it is; ",
        f"{counted(waiting, 'briefing')} made of it and not yet on the way would be made anew without it.",
    )
    return Screen(text, ((_order(found, "Withdraw", "withdraw"), _order(found, "Keep", "open")),))


def preview(drawn: Screen, edition_id: str) -> Screen:
    """An edition as its readers get it, with a way back."""
    back = Button("Back to the edition", pack(Verb.EDITION, "open", edition_id))
    return Screen(drawn.text, ((back,),))


def _edition(one: Shelved) -> str:
    stories = counted(one.stories, "story", "stories")
    return f"{one.date:%a %b} {one.date.day}, {one.slot}, cut {_utc(one.cut)}, {stories}, {STATES[one.held]}"


def _orders(found: Opened) -> Keyboard:
    looks = (_order(found, "Preview", "preview"), _order(found, "Send to me", "send")) if found.newsletter else ()
    held = found.edition.held
    turns = {None: ("Hold", "hold"), Hold.WITHDRAWN: None}.get(held, ("Release", "release"))
    orders = (_order(found, *turns), _order(found, "Withdraw", "ask")) if turns else ()
    return tuple(row for row in (looks, orders) if row)


def _beside(found: Opened) -> tuple[Button, ...]:
    neighbours = (("Older", found.older), ("Newer", found.newer))
    again = Button("Refresh", pack(Verb.EDITION, "open", found.edition.id))
    return (*(Button(label, pack(Verb.EDITION, "open", one)) for label, one in neighbours if one), again)


def _order(found: Opened, label: str, order: str) -> Button:
    return Button(label, pack(Verb.EDITION, order, found.edition.id))


def _sides(here: str) -> tuple[Button, ...]:
    return tuple(
        Button(f"· {side.title()} ·" if side == here else side.title(), pack(Verb.OFFICE, side, "1")) for side in SIDES
    )


def _pager(side: str, page: int, count: int) -> Keyboard:
    last = _pages(count)
    here = min(page, last)
    turns = [("Back", here - 1)] * (here > 1) + [("Further", here + 1)] * (here < last)
    return (tuple(Button(label, pack(Verb.OFFICE, side, str(to))) for label, to in turns),) if turns else ()


def _page(things: Sequence[T], page: int) -> Sequence[T]:
    start = (min(page, _pages(len(things))) - 1) * A_PAGE
    return things[start : start + A_PAGE]


def _pages(count: int) -> int:
    return max(1, -(-count // A_PAGE))


def _pairs(shown: Figures) -> str:
    return cut(", ".join(f"{name} {count}" for name, count in shown.rows), LONGEST_LIST)


def _sends(shown: Figures) -> list[str]:
    """The newest sends, those that do not add up, and the sums: planned = sent + failed + ... ."""
    sends, sums = shown.rows[:-2], shown.rows[-2:]
    wanted = [row for at, row in enumerate(sends) if at < SENDS or "NO" in row]
    return [_sum(shown.columns, row) for row in (*wanted[: 2 * SENDS], *sums)]


def _sum(columns: Sequence[str], row: Sequence[str]) -> str:
    cells = [f"{cell} {column}" for column, cell in zip(columns[1 : SUM + 1], row[1 : SUM + 1], strict=True)]
    rest = zip(columns[SUM + 1 :], row[SUM + 1 :], strict=True)
    more = "".join(f"; {column} {cell}" for column, cell in rest if cell and (column, cell) != (COUNTS[-1], "yes"))
    return f"{row[0]}: {cells[0]} = {' + '.join(cells[1:])}{more}"


def _trouble(row: Sequence[str]) -> str:
    state, why, messages, texts = row
    said = "" if texts == "0" else f", {counted(int(texts), 'text')}"
    return f"\n{state}: {one_line(why, LONGEST_REASON)} ({counted(int(messages), 'message')}{said})"


def _failing(one: FailingSource) -> str:
    since = f"since {_utc(one.since)}" if one.since else "never read yet"
    named = cut(", ".join(one.newsletters), LONGEST_REASON)
    why = one_line(one.reason, LONGEST_REASON) or "no reason was given"
    return f"{one.name} ({named}): {why} ({since}, {counted(one.times, 'time')})\n"


def _utc(moment: datetime) -> str:
    return f"{moment:%b} {moment.day}, {moment:%H:%M} UTC"
