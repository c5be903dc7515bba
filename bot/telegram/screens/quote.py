"""A brief as somebody quotes it in another chat, and as it is offered to them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.telegram.callbacks import VERSION
from bot.telegram.clip import clipped
from bot.telegram.language import tr
from bot.telegram.screen import Button, Keyboard
from bot.telegram.screens.search import OUTLETS
from bot.telegram.screens.sources import also_links
from bot.telegram.text import Block, Bold
from bot.telegram.wording import lines, one_line
from briefings.model import Brief, Newsletter

LONGEST_TITLE = 100
LONGEST_DESCRIPTION = 160
LONGEST_POINT = 900


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to choose from: its title, a line below it, and the message that choosing it sends."""

    id: str
    title: str
    description: str
    text: tuple[Block, ...]
    keyboard: Keyboard


def offer(brief: Brief, newsletter: Newsletter, username: str | None) -> Offer:
    """A brief with headline, lede, why and outlets, and a button by which others get that newsletter."""
    text: list[Block] = [Bold(one_line(brief.headline, 250)), "\n", lines(brief.lede.text, LONGEST_POINT), "\n"]
    if brief.why is not None:
        text += [Bold(tr("Why it matters:")), f" {lines(brief.why.text, LONGEST_POINT)}\n"]
    text += also_links(brief.outlets, OUTLETS)
    title = one_line(brief.headline, LONGEST_TITLE) or newsletter.title
    description = one_line(f"{newsletter.title}: {brief.lede.text}", LONGEST_DESCRIPTION)
    return Offer(f"{VERSION}:{brief.id}", title, description, clipped(text), _getting(newsletter, username))


def offers(found: Sequence[tuple[Brief, Newsletter]], most: int, username: str | None) -> list[Offer]:
    """Each story once, in order."""
    once = {brief.story: (brief, newsletter) for brief, newsletter in reversed(found)}
    return [offer(*once[story], username) for story in reversed(once)][:most]


def _getting(newsletter: Newsletter, username: str | None) -> Keyboard:
    if not username:
        return ()
    link = f"https://t.me/{username}?start={newsletter.slug}"
    return ((Button(tr("Get {newsletter}", newsletter=newsletter.title), url=link),),)
