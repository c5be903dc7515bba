"""A briefing as Telegram messages. Pure."""

from dataclasses import dataclass

from bot.delivery.briefing import Briefing
from bot.telegram.fit import fit
from bot.telegram.heading import nothing
from bot.telegram.screen import Screen


@dataclass(frozen=True, slots=True)
class Rendered:
    """The messages, without buttons, and the ids of the briefs in them (in order as numbered) and not in them."""

    parts: tuple[Screen, ...]
    shown: tuple[str, ...]
    left_out: tuple[str, ...]


def render(briefing: Briefing) -> Rendered:
    """Draw the briefing within Telegram's limits and the reader's length; one without stories says why."""
    if not briefing.items:
        return Rendered((Screen(nothing(briefing)),), (), ())
    fitted = fit(briefing)
    return Rendered(
        tuple(Screen(message) for message in fitted.messages),
        tuple(item.brief.id for item in fitted.shown),
        tuple(item.brief.id for item in fitted.left_out),
    )
