"""/pause: nothing until a day, or until the reader says so."""

from dataclasses import replace
from datetime import date

from bot.readers.model import Reader
from bot.readers.schedule import local_date
from bot.readers.spans import Past, TooLong, parse_pause
from bot.telegram.audience import Audience
from bot.telegram.conversation import meet, show, still_open
from bot.telegram.dates import full_date
from bot.telegram.desk import Desk
from bot.telegram.language import later, tr
from bot.telegram.screen import Answer, Ask, Say
from bot.telegram.screens.habits import pause_screen, paused, unknown_pause
from bot.telegram.screens.phrases import echo

COMMAND = "pause"
DESCRIPTION = later("Stop for a while: /pause 2w")
AUDIENCE = Audience.ADMINS


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Pause for the words' length; without words ask for how long."""
    reader = await meet(ask, desk)
    unfinished = await still_open(ask, desk, reader, (tr("Nothing comes yet, so there is nothing to pause."),))
    if unfinished:
        return unfinished
    if not ask.words.strip():
        return Answer((Say(pause_screen(reader, ask.at)),))
    until = parse_pause(ask.words, today(ask, reader))
    match until:
        case None:
            reason = tr('I do not know how long "{typed}" is.', typed=echo(ask.words))
        case TooLong():
            reason = tr("A year is the longest pause; longer is until you say so.")
        case Past(day):
            reason = tr("{day} is not after today.", day=full_date(day))
        case _:
            return await pause_until(ask, desk, reader, until)
    return show(ask, unknown_pause(reason, reader, ask.at))


async def pause_until(ask: Ask, desk: Desk, reader: Reader, until: date) -> Answer:
    """Keep the first day after the pause."""
    saved = await desk.readers.save(replace(reader, paused_until=until, step=None))
    return show(ask, paused(saved))


def today(ask: Ask, reader: Reader) -> date:
    """The reader's local date."""
    return local_date(ask.at, reader.zone) if reader.zone else ask.at.date()
