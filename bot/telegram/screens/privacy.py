"""The screens of /mydata and /forget. Pure."""

from bot.readers.model import ChatKind, Reader
from bot.readers.service import Held
from bot.telegram.callbacks import Verb, pack
from bot.telegram.keyboards import BACK_TO_SETTINGS
from bot.telegram.screen import Button, Screen
from bot.telegram.text import Bold
from bot.telegram.wording import counted, listed

ABOUT = {
    "readers": "the chat, and what was set for it",
    "subscriptions": "the newsletters that were chosen",
    "words": "what was not wanted, and what was wanted first",
    "told": "the stories that were told, so that none is told twice",
    "deliveries": "the briefings that were owed, and what they showed",
    "parts": "their messages: whether and when they were sent",
    "texts": "the words of those messages",
    "moves": "the id that the chat had before it moved",
    "inbox": "the numbers of what was typed and tapped; the words are gone once they are answered",
}
"""What each table of `bot.store.holdings` is kept for, as the file says it."""


def nothing_kept() -> Screen:
    """For a chat that is not known."""
    return Screen(("I keep nothing about this chat. /start begins.",))


def ask_to_forget(reader: Reader, held: Held) -> Screen:
    """What would go, and the one question."""
    text = (
        f"I keep {_what(reader, held)}, and what was typed and tapped as numbers without words. ",
        "Erase all of it? Nothing comes any more then, and it cannot be undone.",
    )
    erase = Button("Erase everything", pack(Verb.FORGET, str(reader.id)))
    return Screen(text, ((erase,), (Button("Keep it", pack(Verb.KEEP)),)))


def erased(reader: Reader, held: Held) -> Screen:
    """What went."""
    whom = "you" if reader.kind is ChatKind.PRIVATE else "this chat"
    return Screen((Bold("Erased:"), f" {_what(reader, held)}. I no longer know {whom}."))


def kept_on() -> Screen:
    """Nothing went."""
    return Screen(("Nothing was erased.",), ((BACK_TO_SETTINGS,),))


def _what(reader: Reader, held: Held) -> str:
    """Says "2 newsletters, times, the place and 31 delivery records"."""
    whose = "your" if reader.kind is ChatKind.PRIVATE else "this chat's"
    newsletters = counted(held.count("subscriptions"), "newsletter")
    records = counted(held.count("deliveries"), "delivery record")
    place = ("place",) if reader.zone else ()
    return f"{whose} {listed([newsletters, 'times', *place, records])}"
