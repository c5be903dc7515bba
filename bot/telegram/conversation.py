"""How an answer follows from a change: the open question of the first minute, or what is now understood.

Handlers change a Reader in memory and hand it over here; here it is saved, once, and the next screen chosen.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.readers.model import Reader, Standing, Step
from bot.readers.questions import chosen, next_question, question_before
from bot.readers.schedule import DAY, Due, local_date, next_delivery
from bot.telegram.desk import Desk
from bot.telegram.keyboards import back
from bot.telegram.language import later, tr
from bot.telegram.screen import Answer, Ask, Edit, Say, Screen, Toast
from bot.telegram.screens import asking, choosing, overview, settled
from bot.telegram.text import Block
from briefings.model import Slot

STALE = later("That button is out of date. Here is where we are.")


async def meet(ask: Ask, desk: Desk) -> Reader:
    """The reader of the chat that asks."""
    return await desk.readers.meet(ask.address, ask.kind, ask.language)


async def due(desk: Desk, reader: Reader, now: datetime) -> Due | None:
    """The reader's next briefing. A slot that the reader had today already does not come again at a later time."""
    if reader.zone is None:
        return None
    had = await desk.briefings.had(reader.id, local_date(now, reader.zone) - DAY)
    return next_delivery(reader, desk.catalogue.newsletters, now, had)


def show(ask: Ask, screen: Screen, before: Screen | None = None) -> Answer:
    """The screen in place of the pressed message, or as a new message.

    A screen that asks for a location has to be a new message; `before` is then what the pressed one becomes.
    """
    if ask.pressed is None:
        return Answer((Say(screen),))
    if screen.ask_location:
        return Answer(((Edit(before),) if before else ()) + (Say(screen),))
    return Answer((Edit(screen),))


def is_settled(reader: Reader, desk: Desk) -> bool:
    """Whether the first minute is over; it begins again where newsletters were chosen and the place is unknown."""
    known = reader.zone is not None or not chosen(reader, desk.catalogue.newsletters)
    return reader.standing is not Standing.NEW and known


async def changed(
    ask: Ask, desk: Desk, reader: Reader, *, answered: Step | None = None, done: Sequence[Block] = ()
) -> Answer:
    """Save the reader and answer: with the next question in the first minute, later with what is now understood.

    `answered` is the question that the change answers, `done` is said first.
    """
    newsletters = desk.catalogue.newsletters
    if is_settled(reader, desk):
        saved = await desk.readers.save(replace(reader, step=None))
        return show(ask, settled.understood(saved, newsletters, await due(desk, saved, ask.at), ask.at, done))
    step = next_question(reader, newsletters, answered)
    if step is not None:
        return await ask_step(ask, desk, reader, step, done)
    saved = await desk.readers.save(replace(reader, standing=Standing.ACTIVE, step=None))
    return show(ask, settled.all_set(saved, newsletters, await due(desk, saved, ask.at), ask.at))


async def ask_step(ask: Ask, desk: Desk, reader: Reader, step: Step, done: Sequence[Block] = ()) -> Answer:
    """Open the question `step` and show it; `done` is said above it."""
    saved = reader if reader.step is step else await desk.readers.save(replace(reader, step=step))
    screen = question(desk, saved, step)
    if not screen.ask_location or ask.pressed is None:
        return show(ask, _under(done, screen))
    way_back = back(saved, question_before(step, saved, desk.catalogue.newsletters))
    return show(ask, screen, Screen(tuple(done) or (tr("One more question."),), (way_back,)))


def question(desk: Desk, reader: Reader, step: Step) -> Screen:
    """The screen of a question."""
    newsletters = desk.catalogue.newsletters
    match step:
        case Step.LIST:
            return choosing.list_screen(reader, newsletters)
        case Step.MORNING:
            return asking.ask_slot(reader, newsletters, Slot.MORNING)
        case Step.EVENING:
            return asking.ask_slot(reader, newsletters, Slot.EVENING)
        case Step.PLACE:
            return asking.ask_place(reader, newsletters)


async def still_open(ask: Ask, desk: Desk, reader: Reader, done: Sequence[Block] = ()) -> Answer | None:
    """The open question for a reader whose first minute is not over; None for a settled one."""
    if is_settled(reader, desk):
        return None
    step = next_question(reader, desk.catalogue.newsletters, None) or Step.PLACE
    return await ask_step(ask, desk, reader, step, done)


async def applied(ask: Ask, desk: Desk) -> Answer:
    """The answer to what an earlier life did, and did not live to say: what is asked or understood now."""
    reader = await desk.readers.find(ask.address)
    if reader is None:
        return Answer()
    newsletters = desk.catalogue.newsletters
    step = reader.step
    if step is None and not is_settled(reader, desk):
        step = next_question(reader, newsletters, None)
    if step is not None:
        return show(ask, question(desk, reader, step))
    return show(ask, settled.understood(reader, newsletters, await due(desk, reader, ask.at), ask.at))


async def stale(ask: Ask, desk: Desk) -> Answer:
    """The answer to a button that means nothing any more: a toast, and where we are as a new message.

    New, because the pressed message may be a briefing. Where several share a chat anyone can press: a toast is enough.
    """
    toast = Toast(tr(STALE))
    reader = await desk.readers.find(ask.address)
    if reader is None or ask.address.chat_id < 0:
        return Answer((Toast(tr("That button is out of date.")),))
    if not is_settled(reader, desk):
        step = next_question(reader, desk.catalogue.newsletters, None) or Step.LIST
        return Answer((toast, Say(question(desk, reader, step))))
    screen = overview.settings(reader, desk.catalogue.newsletters, await due(desk, reader, ask.at), ask.at)
    return Answer((toast, Say(screen)))


def _under(done: Sequence[Block], screen: Screen) -> Screen:
    return replace(screen, text=(*done, "\n", *screen.text)) if done else screen
