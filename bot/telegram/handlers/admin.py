"""/admin: for operators, in a private chat: what goes on, and editions held, released and withdrawn.

To anybody else it is a command that does not exist, and its buttons are out of date: the dispatcher never comes here
with their commands, and a press is asked about here.
"""

from collections.abc import Awaitable, Callable, Mapping

from bot.readers.model import ChatKind
from bot.telegram.audience import Audience
from bot.telegram.callbacks import Press
from bot.telegram.conversation import show, stale
from bot.telegram.desk import Desk
from bot.telegram.office import Done, Office, Ruling
from bot.telegram.screen import Answer, Ask, Edit, Say, Screen, Toast
from bot.telegram.screens import office as screens
from bot.telegram.wording import counted

COMMAND = "admin"
DESCRIPTION = "For who runs the bot"
AUDIENCE = Audience.EVERYONE
NOT_KEPT = "That edition is not kept any more."
NOT_DRAWN = "Its newsletter is not on the list any more; there is nothing to draw it with."


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Open the overview."""
    found = _office(ask, desk)
    return show(ask, await _overview(found, desk, 1)) if found else await stale(ask, desk)


async def turn(ask: Ask, desk: Desk, press: Press) -> Answer:
    """Another side of the screen, or another page of it."""
    found = _office(ask, desk)
    if found is None:
        return await stale(ask, desk)
    side, page = press.args
    return Answer((Edit(await _SIDES[side](found, desk, int(page))),))


async def order(ask: Ask, desk: Desk, press: Press) -> Answer:
    """Look at an edition, or have something done about it."""
    found = _office(ask, desk)
    if found is None or ask.user_id is None:
        return await stale(ask, desk)
    what, edition = press.args
    if what in _RULINGS:
        return await _rule(found, desk, what, edition, ask.user_id)
    opened = await found.open(edition)
    if opened is None:
        return await _gone(found, desk)
    if what in {"preview", "send"}:
        return await _draw(found, edition, send=what == "send")
    return Answer((Edit(screens.asked_to_withdraw(opened) if what == "ask" else screens.edition(opened)),))


def _office(ask: Ask, desk: Desk) -> Office | None:
    """The office, for an operator in a private chat with the bot."""
    there = ask.kind is ChatKind.PRIVATE and desk.office is not None and ask.user_id in desk.office.ids
    return desk.office if there else None


async def _overview(office: Office, desk: Desk, _page: int) -> Screen:
    return screens.overview(await office.survey(), desk.catalogue.newsletters)


async def _sources(office: Office, _desk: Desk, page: int) -> Screen:
    return screens.feeding(await office.feeding(), page)


async def _editions(office: Office, desk: Desk, page: int) -> Screen:
    return screens.editions(await office.editions(), desk.catalogue.newsletters, page)


async def _rule(office: Office, desk: Desk, what: str, edition: str, operator: int) -> Answer:
    call = {"hold": office.hold, "release": office.release, "withdraw": office.withdraw}[what]
    ruling = await call(edition, operator)
    opened = await office.open(edition)
    if ruling.done is Done.NOT_KEPT or opened is None:
        return await _gone(office, desk)
    return Answer((Toast(_said(what, ruling)), Edit(screens.edition(opened))))


async def _draw(office: Office, edition: str, *, send: bool) -> Answer:
    drawn = await office.drawn(edition)
    if not drawn:
        return Answer((Toast(NOT_DRAWN),))
    return Answer((*map(Say, drawn),) if send else (Edit(screens.preview(drawn[0], edition)),))


async def _gone(office: Office, desk: Desk) -> Answer:
    return Answer((Toast(NOT_KEPT), Edit(await _editions(office, desk, 1))))


def _said(what: str, ruling: Ruling) -> str:
    if ruling.done is Done.FOR_GOOD:
        return "It was withdrawn, and that is for good."
    first = _RULINGS[what][ruling.done is Done.WAS_SO]
    return f"{first} {counted(ruling.unmade, 'briefing')} made anew." if ruling.unmade else first


_SIDES: Mapping[str, Callable[[Office, Desk, int], Awaitable[Screen]]] = {
    "overview": _overview,
    "sources": _sources,
    "editions": _editions,
}
_RULINGS = {
    "hold": ("Held.", "It is held already."),
    "release": ("Released: readers who still wait get it.", "It is not held."),
    "withdraw": ("Withdrawn.", "It is withdrawn already."),
}
"""What is said of an order that changed something, and of one that found it so."""
