"""/timezone: where the reader is, by city, IANA name or the short name of a US zone. Never by a bare offset."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.readers.atlas import atlas
from bot.readers.model import Reader, Standing, Step
from bot.readers.places import Found, Place, Unknown, Which, normal
from bot.telegram.audience import Audience
from bot.telegram.conversation import ask_step, changed, meet, show
from bot.telegram.desk import Desk
from bot.telegram.keyboards import back
from bot.telegram.language import later, tr
from bot.telegram.screen import Answer, Ask, Screen
from bot.telegram.screens.asking import ask_where, label, unknown_place, which_place
from bot.telegram.screens.phrases import clock, echo, zone_name
from briefings.model import Kind

COMMAND = "timezone"
DESCRIPTION = later("Where you are: /timezone Chicago")
AUDIENCE = Audience.ADMINS


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Set the place that is named; without words ask for one."""
    reader = await meet(ask, desk)
    if not ask.words.strip():
        return await ask_anew(ask, desk, reader)
    found = find(desk, ask.words)
    if isinstance(found, Unknown):
        return show(ask, unknown_place(echo(ask.words), reader, offset=found.offset))
    return await place_found(ask, desk, reader, found)


def find(desk: Desk, words: str) -> Found | Which | Unknown:
    """What the words mean; the cities of the list ("Twin Cities") are places too."""
    typed = normal(words)
    for newsletter in desk.catalogue.newsletters:
        if newsletter.kind is Kind.CITY and typed in {normal(newsletter.title), normal(newsletter.slug)}:
            return Found(Place(newsletter.title, "", "", newsletter.zone))
    return atlas().find(words)


async def place_found(ask: Ask, desk: Desk, reader: Reader, found: Found | Which) -> Answer:
    """Set the one place, or ask which of several."""
    if isinstance(found, Which):
        return show(ask, which_place(found.name, found.places, reader))
    return await set_place(ask, desk, reader, found.place)


async def set_place(ask: Ask, desk: Desk, reader: Reader, place: Place) -> Answer:
    """Take the place's zone and say the time there, so that a mistake shows."""
    local = ask.at.astimezone(ZoneInfo(place.zone)).time()
    done = tr("{place}: it is {time} there.", place=label(place), time=clock(local))
    return await changed(
        ask, desk, replace(reader, zone=place.zone, place=place.name), answered=Step.PLACE, done=(done,)
    )


async def ask_anew(ask: Ask, desk: Desk, reader: Reader) -> Answer:
    """Ask for another place than the one known or offered; the answer is typed or a location."""
    if reader.standing is Standing.NEW and reader.zone is None and ask.pressed is None:
        return await ask_step(ask, desk, reader, Step.PLACE)
    saved = await desk.readers.save(replace(reader, step=Step.PLACE))
    screen = ask_where(saved, desk.catalogue.newsletters)
    if reader.zone is None:
        return show(ask, screen, _before(saved, tr("Another place, then.")))
    local = clock(ask.at.astimezone(ZoneInfo(reader.zone)).time())
    now = tr("Yours is {place} time; it is {time} there.", place=zone_name(reader), time=local)
    if ask.pressed is not None and screen.ask_location:
        return show(ask, screen, _before(saved, now))
    return show(ask, replace(screen, text=(f"{now} ", *screen.text)))


def _before(reader: Reader, words: str) -> Screen:
    return Screen((words,), (back(reader, Step.PLACE),))
