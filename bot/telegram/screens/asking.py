"""Questions: when is your morning, where are you, which Portland. Pure."""

from collections.abc import Sequence
from datetime import time

from bot.readers.model import ChatKind, Reader, Standing, Step
from bot.readers.places import Place
from bot.readers.questions import implied_zones, question_before
from bot.telegram.callbacks import Verb, pack
from bot.telegram.keyboards import back, presets
from bot.telegram.language import blocks, later, tr
from bot.telegram.screen import Button, Screen
from bot.telegram.screens.phrases import clock
from bot.telegram.text import Block, Code
from briefings.model import Newsletter, Slot

_STEPS = {Slot.MORNING: Step.MORNING, Slot.EVENING: Step.EVENING}
_WHEN = {
    (Slot.MORNING, True): later("When is your morning?"),
    (Slot.EVENING, True): later("When is your evening?"),
    (Slot.MORNING, False): later("When is this chat's morning?"),
    (Slot.EVENING, False): later("When is this chat's evening?"),
}
"""By slot, and whether it is a private chat."""


def ask_slot(reader: Reader, newsletters: Sequence[Newsletter], slot: Slot) -> Screen:
    """Says "When is your morning?" with times to tap; the present one is marked once the reader is settled."""
    step = _STEPS[slot]
    now_set = reader.morning if slot is Slot.MORNING else reader.evening
    marked = None if reader.standing is Standing.NEW else now_set
    text = (tr(_WHEN[slot, reader.kind is ChatKind.PRIVATE]),)
    return Screen(text, (presets(slot, marked), back(reader, question_before(step, reader, newsletters))))


def ask_other_time(reader: Reader, slot: Slot) -> Screen:
    """Type a time, after the button Other."""
    morning = later("Type a time for the morning, for example {example}.")
    evening = later("Type a time for the evening, for example {example}.")
    in_morning = slot is Slot.MORNING
    text = blocks(morning if in_morning else evening, example=Code("7:15" if in_morning else "18:45"))
    return Screen((*text, _reply_hint(reader.kind)), (back(reader, _STEPS[slot]),))


def ask_place(reader: Reader, newsletters: Sequence[Newsletter]) -> Screen:
    """Says "Denver time?" where the chosen cities tell; else the open question."""
    cities = implied_zones(reader, newsletters)
    if not cities:
        return ask_where(reader, newsletters)
    way_back = back(reader, question_before(Step.PLACE, reader, newsletters))
    other = Button(tr("Other place"), pack(Verb.OTHER_PLACE))
    if len(cities) == 1:
        city = cities[0]
        row = (Button(tr("Yes, {city}", city=city.title), pack(Verb.CITY, city.slug)), other)
        return Screen((tr("{place} time?", place=city.title),), (row, way_back))
    named = tuple((Button(tr("{place} time", place=city.title), pack(Verb.CITY, city.slug)),) for city in cities)
    private = reader.kind is ChatKind.PRIVATE
    question = tr("Whose time is your time?") if private else tr("Whose time is this chat's time?")
    return Screen((question,), (*named, (other,), way_back))


def ask_where(reader: Reader, newsletters: Sequence[Newsletter]) -> Screen:
    """Type a city, or send the location where Telegram lets people do so.

    A message cannot carry both the location button and buttons of its own: the way back is then on the message above.
    """
    if reader.kind is ChatKind.PRIVATE:
        return Screen((tr("Where are you? Type a city or send your location; it is not kept."),), ask_location=True)
    way_back = back(reader, question_before(Step.PLACE, reader, newsletters))
    return Screen((tr("Where is this chat? Type a city."), _reply_hint(reader.kind)), (way_back,))


def which_place(name: str, places: Sequence[Place], reader: Reader) -> Screen:
    """Says "Which Portland?" with a button for each region, or for each city where a region was named."""
    regions = {place.region for place in places}
    same_name = len({place.name for place in places}) == 1 and len(regions) == len(places)
    buttons = tuple(
        (Button(place.region if same_name else label(place), pack(Verb.PLACE, place.name, place.code)),)
        for place in places
    )
    pair = (tuple(row[0] for row in buttons),) if len(buttons) == 2 and same_name else buttons  # noqa: PLR2004 - two short names fit a row
    several = later("{name} has more than one clock. Which is nearest?")
    question = tr("Which {name}?", name=name) if same_name else tr(several, name=name)
    return Screen((question,), (*pair, back(reader, Step.PLACE)))


def doubtful_time(at: time, slot: Slot) -> Screen:
    """A time that hardly belongs to its slot is asked back rather than taken or refused."""
    if slot is Slot.EVENING:
        later = time((at.hour + 12) % 24, at.minute)
        choices = (
            Button(clock(later), pack(Verb.TIME, slot, f"{later:%H%M}")),
            Button(tr("{time} in the morning", time=clock(at)), pack(Verb.TIME, Slot.MORNING, f"{at:%H%M}")),
        )
        return Screen((tr("{time} is in the morning. Which do you mean?", time=clock(at)),), (choices, (_times(),)))
    earlier = time(at.hour - 12, at.minute)
    choices = (
        Button(tr("{time} in the evening", time=clock(at)), pack(Verb.TIME, Slot.EVENING, f"{at:%H%M}")),
        Button(clock(earlier), pack(Verb.TIME, slot, f"{earlier:%H%M}")),
    )
    return Screen((tr("{time} is in the evening. Which do you mean?", time=clock(at)),), (choices, (_times(),)))


def label(place: Place) -> str:
    """A place with what tells it from others of its name: "Portland, Oregon"."""
    return place.name if place.region in {"", place.name} else f"{place.name}, {place.region}"


def unknown_place(typed: str, reader: Reader, *, offset: bool) -> Screen:
    """What is said to a place that is not known: an example, and that nothing changed."""
    if offset:
        reason = tr("An offset does not know summer time.")
    else:
        reason = tr('I do not know where "{typed}" is.', typed=typed) if typed else tr("A place is missing.")
    kept: tuple[Block, ...] = ()
    if reader.zone:
        kept = (" " + tr("Yours is still {place} time.", place=reader.place or reader.zone),)
    examples = {"one": Code("/timezone Chicago"), "other": Code("/timezone Europe/Paris")}
    return Screen((f"{reason} ", *blocks("Try {one} or {other}.", **examples), *kept))


def _times() -> Button:
    return Button(tr("Times"), pack(Verb.TIMES))


def _reply_hint(kind: ChatKind) -> str:
    return "" if kind is ChatKind.PRIVATE else " " + tr("Send it as a reply to this message.")
