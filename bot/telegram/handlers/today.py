"""/today: a briefing now, from the newest editions."""

from datetime import timedelta

from bot.delivery.desk import Stopped
from bot.readers.questions import chosen
from bot.telegram.audience import Audience
from bot.telegram.conversation import meet, still_open
from bot.telegram.desk import Desk
from bot.telegram.language import later, tr
from bot.telegram.screen import Answer, Ask, Say, Screen, Toast
from bot.telegram.screens.choosing import list_screen

COMMAND = "today"
DESCRIPTION = later("A briefing now")
AUDIENCE = Audience.ADMINS
MOST_AN_HOUR = 6


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Owe a briefing now; the outbox sends it. Without newsletters there is the list instead."""
    return await owe(ask, desk, catch_up=False)


async def owe(ask: Ask, desk: Desk, *, catch_up: bool) -> Answer:
    """The same for what was missed in the last days, with `catch_up`."""
    reader = await meet(ask, desk)
    if not chosen(reader, desk.catalogue.newsletters):
        first = tr("Choose first, then I can send one.")
        return Answer((*_toast(ask, first), Say(list_screen(reader, desk.catalogue.newsletters, (first,)))))
    unfinished = await still_open(ask, desk, reader, (tr("One question first."),))
    if unfinished:
        return unfinished
    if await desk.briefings.asked_since(reader.id, ask.at - timedelta(hours=1)) >= MOST_AN_HOUR:
        words = later("That was {count} in an hour; the news needs a little longer. Ask again later.")
        return _refuse(ask, tr(words, count=str(MOST_AN_HOUR)))
    asked = await desk.briefings.ask_now(reader, ask.update_id, catch_up=catch_up)
    if asked.stopped is Stopped.NOT_MADE:
        return _refuse(ask, tr("The news is being read. Your briefing comes as soon as it is made."))
    if asked.stopped is Stopped.ON_ITS_WAY:
        return _refuse(ask, tr("One is on its way already."))
    return Answer(_toast(ask, tr("It is on its way.")))


def _toast(ask: Ask, words: str) -> tuple[Toast, ...]:
    """A toast where a button was pressed; a typed command is answered by the briefing itself."""
    return (Toast(words),) if ask.pressed is not None else ()


def _refuse(ask: Ask, words: str) -> Answer:
    return Answer(_toast(ask, words) or (Say(Screen((words,))),))
