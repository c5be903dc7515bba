"""The screens of /mute, /follow and Less like this. Pure."""

from collections.abc import Sequence

from bot.delivery.desk import ShownBriefing, ShownItem
from bot.readers.model import Reader
from bot.readers.words import LONGEST, MOST, SHORTEST, names_in, short_name
from bot.telegram.callbacks import Verb, pack
from bot.telegram.keyboards import back_to_settings, numbered
from bot.telegram.language import blocks, later, tr
from bot.telegram.screen import Button, Keyboard, Screen
from bot.telegram.screens.phrases import echo
from bot.telegram.text import Block, Bold, Code
from bot.telegram.wording import listed, one_line
from briefings.model import Brief, Newsletter

NAMES = 4
"""Names of a headline that are offered."""
LISTED = 30
"""Words with a button each; who has more takes them back by typing."""


def words_screen(reader: Reader, done: str = "") -> Screen:
    """What is muted and followed, with a button to take each back."""
    text: list[Block] = [f"{done}\n\n"] if done else []
    if reader.muted:
        text += [Bold(tr("Muted:")), f" {listed(list(reader.muted))}\n"]
    if reader.followed:
        text += [Bold(tr("Followed:")), f" {listed(list(reader.followed))}\n"]
    if reader.stories:
        text.append(tr("Stories that you follow come first while they go on.") + "\n")
    if not (reader.muted or reader.followed):
        text.append(tr("No word is muted or followed.") + "\n")
    text += blocks("{mute} keeps stories with that word out, {follow} puts them first.", mute=MUTE, follow=FOLLOW)
    return Screen((*text,), (*_taking_back((*reader.muted, *reader.followed)), (back_to_settings(),)))


MUTE, FOLLOW = Code("/mute WORD"), Code("/follow WORD")


def no_word(typed: str) -> Screen:
    """For something that no story could say."""
    few, many = str(SHORTEST), str(LONGEST)
    words = later(
        '"{typed}" is no word I could look for: {few} to {many} signs, letters or digits among them. Try {example}.'
    )
    text = blocks(words, typed=echo(typed), few=few, many=many, example=Code("/mute rate cuts"))
    return Screen(text)


def too_many() -> Screen:
    """For one word more than anybody's stories are searched for."""
    return Screen((tr("You have {most} words already. Take one back first: /mute shows them.", most=str(MOST)),))


def which_story(found: ShownBriefing) -> Screen:
    """The stories of a briefing, to say of which there should be less."""
    text: list[Block] = [Bold(tr("Less like which story?")), "\n"]
    text += [f"{item.number}. {one_line(item.brief.headline, 120)}\n" for item in found.items]
    numbers = [str(item.number) for item in found.items]
    return Screen(
        (*text,),
        (*numbered(numbers, [_of(Verb.LESS_OF, found, number) for number in numbers]), (_close(found),)),
    )


def less_of_what(found: ShownBriefing, item: ShownItem, newsletters: Sequence[Newsletter]) -> Screen:
    """Names of the story to have less of, and the newsletters that may be stopped altogether."""
    names = offered(item)
    text = (Bold(one_line(item.brief.headline, 200)), "\n", tr("What do you want less of?"))
    less = [
        (Button(tr("Less of {name}", name=name), _of(Verb.MUTE, found, str(item.number), str(at))),)
        for at, name in enumerate(names, start=1)
    ]
    stop = [(Button(tr("Stop {newsletter}", newsletter=one.title), pack(Verb.DROP, one.slug)),) for one in newsletters]
    back = Button(tr("Back"), _of(Verb.LESS, found)) if len(found.items) > 1 else None
    return Screen(text, (*less, *stop, ((back, _close(found)) if back else (_close(found),))))


def carrying(brief: Brief, newsletters: Sequence[Newsletter]) -> list[Newsletter]:
    """Those of the newsletters that have a source by an outlet of the story."""
    outlets = {outlet.publisher for outlet in brief.outlets}
    return [one for one in newsletters if not outlets.isdisjoint(source.publisher for source in one.sources)]


def offered(item: ShownItem) -> list[str]:
    """The names that `less_of_what` offers, in its order."""
    return names_in(item.brief.headline, NAMES)


def muted(word: str) -> Screen:
    """A word was muted by a tap; another takes it back."""
    text = blocks("Stories with {word} stay out from now on.", word=Bold(word))
    return Screen(
        text, ((Button(tr("Undo"), pack(Verb.UNSAY, short_name(word))), Button(tr("All words"), pack(Verb.WORDS))),)
    )


def _taking_back(words: Sequence[str]) -> Keyboard:
    return tuple((Button(f"\u2715 {word}", pack(Verb.UNSAY, short_name(word))),) for word in words[:LISTED])


def _of(verb: Verb, found: ShownBriefing, *args: str) -> str:
    return pack(verb, str(found.delivery_id), *args)


def _close(found: ShownBriefing) -> Button:
    return Button(tr("Close"), _of(Verb.CLOSE, found))
