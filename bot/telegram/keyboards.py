"""Rows of buttons that more than one screen uses. Pure."""

from collections.abc import Iterable, Sequence
from datetime import time

from bot.readers.model import Reader, Standing, Step
from bot.telegram.callbacks import Verb, pack
from bot.telegram.language import tr
from bot.telegram.screen import Button, Keyboard
from bot.telegram.screens.phrases import clock
from briefings.model import Kind, Newsletter, Slot

CHOSEN = "\u2713 "
WIDEST_ROW = 30
"""Characters of titles in a row: more would be cut on a narrow screen."""
MOST_IN_ROW = 3
MORNINGS = (time(6, 30), time(7, 0), time(8, 0))
EVENINGS = (time(17, 0), time(18, 0), time(20, 0))


def back_to_settings() -> Button:
    """The way to the settings, in the same message."""
    return Button(tr("Settings"), pack(Verb.SETTINGS))


def briefing_keyboard(delivery_id: int, something_left_out: bool = True) -> Keyboard:
    """The buttons under a briefing; More only where there is more."""
    one = str(delivery_id)
    more = (Button(tr("More"), pack(Verb.MORE, one)),) if something_left_out else ()
    return (
        (Button(tr("Sources"), pack(Verb.SOURCES, one)), *more),
        (Button(tr("Less like this"), pack(Verb.LESS, one)), Button(tr("Settings"), pack(Verb.OPEN_SETTINGS))),
    )


def toggles(newsletters: Sequence[Newsletter], selected: Iterable[str], mode: str) -> Keyboard:
    """The list as buttons, topics then cities; each press names the state that it wants."""
    on = frozenset(selected)
    return tuple(
        tuple(_toggle(newsletter, mode, on=newsletter.slug in on) for newsletter in row)
        for kind in (Kind.TOPIC, Kind.CITY)
        for row in rows([newsletter for newsletter in newsletters if newsletter.kind is kind])
    )


def rows(newsletters: Sequence[Newsletter]) -> list[list[Newsletter]]:
    """The newsletters in rows that fit by the length of their titles."""
    filled: list[list[Newsletter]] = []
    for newsletter in newsletters:
        width = sum(len(other.title) for other in filled[-1]) + len(newsletter.title) if filled else 0
        if filled and len(filled[-1]) < MOST_IN_ROW and width <= WIDEST_ROW:
            filled[-1].append(newsletter)
        else:
            filled.append([newsletter])
    return filled


def presets(slot: Slot, now_set: time | None = None) -> tuple[Button, ...]:
    """Times to choose from, the present one marked, and a way to type another."""
    offered = MORNINGS if slot is Slot.MORNING else EVENINGS
    return (
        *(
            Button(f"{CHOSEN if at == now_set else ''}{clock(at)}", pack(Verb.TIME, slot, f"{at:%H%M}"))
            for at in offered
        ),
        Button(tr("Other"), pack(Verb.OTHER_TIME, slot)),
    )


def back(reader: Reader, step: Step) -> tuple[Button, ...]:
    """The way back: in the first minute to the question `step`, later to the settings."""
    if reader.standing is not Standing.NEW:
        return (back_to_settings(),)
    return (Button(tr("Back"), pack(Verb.BACK, step)),)


def numbered(labels: Iterable[str], data: Iterable[str], a_row: int = 6) -> Keyboard:
    """Small buttons in rows of `a_row`."""
    buttons = [Button(label, payload) for label, payload in zip(labels, data, strict=True)]
    return tuple(tuple(buttons[at : at + a_row]) for at in range(0, len(buttons), a_row))


def _toggle(newsletter: Newsletter, mode: str, *, on: bool) -> Button:
    sign = "-" if on else "+"
    return Button((CHOSEN if on else "") + newsletter.title, pack(Verb.TOGGLE, mode, sign + newsletter.slug))
