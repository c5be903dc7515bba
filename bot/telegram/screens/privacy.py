"""The screens of /mydata and /forget. Pure."""

from bot.readers.model import ChatKind, Reader
from bot.readers.service import Held
from bot.telegram.callbacks import Verb, pack
from bot.telegram.keyboards import back_to_settings
from bot.telegram.language import later, tr, trn
from bot.telegram.screen import Button, Screen
from bot.telegram.text import Bold
from bot.telegram.wording import listed

ABOUT = {
    "readers": later("the chat, and what was set for it"),
    "subscriptions": later("the newsletters that were chosen"),
    "words": later("what was not wanted, and what was wanted first"),
    "told": later("the stories that were told, so that none is told twice"),
    "deliveries": later("the briefings that were owed, and what they showed"),
    "parts": later("their messages: whether and when they were sent"),
    "texts": later("the words of those messages"),
    "moves": later("the id that the chat had before it moved"),
    "inbox": later("the numbers of what was typed and tapped; the words are gone once they are answered"),
}
"""What each table of `bot.store.holdings` is kept for, as the file says it."""


def nothing_kept() -> Screen:
    """For a chat that is not known."""
    return Screen((tr("I keep nothing about this chat. /start begins."),))


def ask_to_forget(reader: Reader, held: Held) -> Screen:
    """What would go, and the one question."""
    keep = tr("I keep {what}, and what was typed and tapped as numbers without words.", what=_what(reader, held))
    text = (f"{keep} ", tr("Erase all of it? Nothing comes any more then, and it cannot be undone."))
    erase = Button(tr("Erase everything"), pack(Verb.FORGET, str(reader.id)))
    return Screen(text, ((erase,), (Button(tr("Keep it"), pack(Verb.KEEP)),)))


def erased(reader: Reader, held: Held) -> Screen:
    """What went."""
    private = reader.kind is ChatKind.PRIVATE
    unknown = tr("I no longer know you.") if private else tr("I no longer know this chat.")
    return Screen((Bold(tr("Erased:")), f" {_what(reader, held)}. {unknown}"))


def kept_on() -> Screen:
    """Nothing went."""
    return Screen((tr("Nothing was erased."),), ((back_to_settings(),),))


def _what(reader: Reader, held: Held) -> str:
    """Says "2 newsletters, times, the place and 31 delivery records"."""
    newsletters = trn("{count} newsletter", "{count} newsletters", held.count("subscriptions"))
    records = trn("{count} delivery record", "{count} delivery records", held.count("deliveries"))
    place = (tr("place"),) if reader.zone else ()
    things = listed([newsletters, tr("times"), *place, records])
    private = reader.kind is ChatKind.PRIVATE
    return tr("your {things}", things=things) if private else tr("this chat's {things}", things=things)
