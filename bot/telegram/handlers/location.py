"""A shared location: resolved to a time zone on this machine, and forgotten."""

from bot.readers.model import ChatKind
from bot.readers.places import Place
from bot.readers.schedule import known_zone
from bot.telegram.audience import Audience
from bot.telegram.conversation import meet
from bot.telegram.desk import Desk
from bot.telegram.handlers.timezone import set_place
from bot.telegram.language import blocks, later
from bot.telegram.screen import Answer, Ask, Say, Screen
from bot.telegram.text import Code

AUDIENCE = Audience.ADMINS
MOST_LATITUDE = 90
MOST_LONGITUDE = 180


async def handle(ask: Ask, desk: Desk) -> Answer:
    """Set the zone of the location, which is neither kept nor logged; one at sea has none.

    Where several share a chat a location is part of their talk, not an answer to us.
    """
    if ask.location is None or ask.kind is not ChatKind.PRIVATE:
        return Answer()
    zone = zone_at(*ask.location)
    if zone is None:
        words = later("I cannot tell the time there. Type the nearest city, for example {example}.")
        text = blocks(words, example=Code("/timezone Chicago"))
        return Answer((Say(Screen(text)),))
    name = zone.rpartition("/")[2].replace("_", " ")
    return await set_place(ask, desk, await meet(ask, desk), Place(name, "", "", zone))


def zone_at(latitude: float, longitude: float) -> str | None:
    """The IANA zone of a point on land; None at sea, off the globe, or for a zone this machine does not know."""
    if not (abs(latitude) <= MOST_LATITUDE and abs(longitude) <= MOST_LONGITUDE):
        return None
    from tzfpy import get_tz  # noqa: PLC0415 (its map of the world is for those who send a location)

    zone = str(get_tz(longitude, latitude))
    return zone if known_zone(zone) and not zone.startswith("Etc/") else None
