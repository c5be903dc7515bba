"""Presses on the list: toggles, promises, Done, Back, and the names that were offered."""

from collections.abc import Sequence
from dataclasses import replace

from bot.readers.model import Reader, Standing, Step
from bot.telegram.callbacks import Press, Verb, pack
from bot.telegram.conversation import ask_step, changed, is_settled, meet, show, stale
from bot.telegram.desk import Desk
from bot.telegram.handlers import start, subscribe, unsubscribe
from bot.telegram.language import later, tr
from bot.telegram.screen import Answer, Ask, Button, Edit, Screen, Toast
from bot.telegram.screens.choosing import START, list_screen, promises

PICK_ONE = later("Pick at least one, then tap Done.")
LEFT_THE_LIST = later("That newsletter is not on the list any more.")


async def toggle(ask: Ask, desk: Desk, press: Press) -> Answer:
    """Bring a newsletter into the state that the button names, and redraw the same message."""
    mode, wish = press.args
    sign, slug = wish[0], wish[1:]
    reader = await meet(ask, desk)
    if desk.catalogue.get(slug) is None:
        return Answer((Toast(tr(LEFT_THE_LIST)), Edit(await _list(ask, desk, reader, mode))))
    others = tuple(other for other in reader.newsletters if other != slug)
    wanted = reader.newsletters if sign == "+" and slug in reader.newsletters else (*others, slug)
    wanted = others if sign == "-" else wanted
    if wanted != reader.newsletters:
        reader = await desk.readers.save(replace(reader, newsletters=wanted))
    return show(ask, await _list(ask, desk, reader, mode))


async def show_list(ask: Ask, desk: Desk, press: Press) -> Answer:
    """The list, also as the way back from the promises; asking for it changes nothing."""
    return show(ask, await _list(ask, desk, await desk.readers.find(ask.address), press.args[0]))


async def show_promises(ask: Ask, desk: Desk, press: Press) -> Answer:
    """What each newsletter promises, with the way back to the list it was asked from."""
    way_back = Button(tr("Back"), pack(Verb.LIST, press.args[0]))
    return show(ask, promises(await desk.readers.find(ask.address), desk.catalogue.newsletters, way_back))


async def done(ask: Ask, desk: Desk, _: Press) -> Answer:
    """Go on from the list; without a choice there is nothing to go on with."""
    reader = await meet(ask, desk)
    chosen = [slug for slug in reader.newsletters if desk.catalogue.get(slug)]
    if not chosen and reader.standing is Standing.NEW:
        return Answer((Toast(tr(PICK_ONE)),))
    if is_settled(reader, desk):
        return await changed(ask, desk, reader)
    return await changed(ask, desk, replace(reader, step=Step.LIST), answered=Step.LIST)


async def back(ask: Ask, desk: Desk, press: Press) -> Answer:
    """One question back."""
    reader = await meet(ask, desk)
    if is_settled(reader, desk):
        return await stale(ask, desk)
    step = Step(press.args[0])
    return await ask_step(ask, desk, reader, step if reader.newsletters else Step.LIST)


async def add(ask: Ask, desk: Desk, press: Press) -> Answer:
    """A name that was offered is wanted."""
    return await _offered(ask, desk, press.args, wanted=True)


async def drop(ask: Ask, desk: Desk, press: Press) -> Answer:
    """A name that was offered is to stop."""
    return await _offered(ask, desk, press.args, wanted=False)


async def _offered(ask: Ask, desk: Desk, slugs: Sequence[str], *, wanted: bool) -> Answer:
    if any(desk.catalogue.get(slug) is None for slug in slugs):
        return await stale(ask, desk)
    reader = await meet(ask, desk)
    return await (subscribe.add if wanted else unsubscribe.drop)(ask, desk, reader, slugs)


async def _list(ask: Ask, desk: Desk, reader: Reader | None, mode: str) -> Screen:
    if mode == START and reader is not None:
        return await start.greeting(ask, desk, reader)
    return list_screen(reader, desk.catalogue.newsletters)
