"""The list: as toggle buttons, as promises, and what is said to a name that is not on it. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.readers.model import ChatKind, Reader, Standing
from bot.readers.names import nearest
from bot.readers.questions import chosen
from bot.readers.schedule import Due
from bot.telegram.callbacks import Verb, pack
from bot.telegram.dates import full_date
from bot.telegram.keyboards import CHOSEN, back_to_settings, toggles
from bot.telegram.language import blocks, later, tr
from bot.telegram.screen import Button, Keyboard, Screen
from bot.telegram.screens.phrases import echo, getting, next_line
from bot.telegram.text import Block, Bold, Code, Inline
from bot.telegram.wording import listed, one_line
from briefings.model import Brief, Newsletter

START = "s"
"""The list under the greeting of /start."""
PLAIN = "l"
"""The list by itself."""
LONGEST_SENTENCE = 500
TAP = later("Tap what you want. You can change it any time.")
TAP_CHAT = later("Tap what this chat wants. You can change it any time.")


def list_keyboard(reader: Reader | None, newsletters: Sequence[Newsletter], mode: str) -> Keyboard:
    """The toggles with Done (n) below them; a settled reader can go to the settings."""
    mine = chosen(reader, newsletters) if reader else ()
    done = tr("Done ({count})", count=str(len(mine)))
    last = (Button(tr("What are these?"), pack(Verb.PROMISES, mode)), Button(done, pack(Verb.DONE, mode)))
    way_back = ((back_to_settings(),),) if reader and reader.standing is Standing.ACTIVE else ()
    return (*toggles(newsletters, (one.slug for one in mine), mode), last, *way_back)


def list_screen(reader: Reader | None, newsletters: Sequence[Newsletter], lead: Sequence[Block] = ()) -> Screen:
    """The list by itself; `lead` is what is said above it."""
    text = (*lead, "\n\n" if lead else "", tr(TAP))
    return Screen(text, list_keyboard(reader, newsletters, PLAIN))


def welcome(
    reader: Reader, newsletters: Sequence[Newsletter], sample: Brief, due: Due | None, now: datetime, *, invented: bool
) -> Screen:
    """The first message: what this is, a story as proof, the list. A settled reader also sees what comes next."""
    settled: tuple[Block, ...] = ()
    if reader.standing is Standing.ACTIVE:
        settled = (f"{getting(reader, newsletters)}\n{next_line(reader, newsletters, due, now)}\n\n",)
    text = (
        Bold(tr("News that says why it matters. Once a day, in minutes.")),
        "\n\n",
        f"{_sample_heading(sample, now, invented=invented)}\n",
        *_story(sample),
        "\n\n",
        *settled,
        tr(TAP if reader.kind is ChatKind.PRIVATE else TAP_CHAT),
    )
    return Screen(text, list_keyboard(reader, newsletters, START))


def promises(reader: Reader | None, newsletters: Sequence[Newsletter], way_back: Button | None) -> Screen:
    """What each newsletter promises, marks before those chosen."""
    mine = reader.newsletters if reader else ()
    text: list[Block] = []
    for newsletter in newsletters:
        text += [CHOSEN if newsletter.slug in mine else "", Bold(newsletter.title), f": {newsletter.promise}\n"]
    back = way_back or Button(tr("Choose"), pack(Verb.LIST, PLAIN))
    return Screen((*text,), ((back,),))


def not_found(unknown: Sequence[str], newsletters: Sequence[Newsletter], verb: Verb, done: Sequence[Block]) -> Screen:
    """The answer to names that are not on the list: the nearest ones as buttons, what was done with the others."""
    near = {one.slug: one for word in unknown for one in nearest(word, newsletters)}
    text: list[Block] = [*done, "\n\n" if done else ""]
    words = listed([tr('"{word}"', word=echo(word)) for word in unknown[:3]], either=True)
    text.append(tr("I have no {words}.", words=words) + " ")
    if near:
        text += _did_you_mean(list(near.values()))
    else:
        text += blocks("Try {example} or look at the list.", example=Code("/subscribe denver"))
    return Screen((*text,), _choices(tuple(Button(one.title, pack(verb, one.slug)) for one in near.values())))


def offer(near: Sequence[Newsletter], verb: Verb) -> Screen:
    """Names that were found among other words: asked back, not taken."""
    return Screen(_did_you_mean(near), _choices(tuple(Button(one.title, pack(verb, one.slug)) for one in near)))


def _choices(named: tuple[Button, ...]) -> Keyboard:
    show_list = Button(tr("Show the list"), pack(Verb.LIST, PLAIN))
    if len(named) == 1:
        return ((*named, show_list),)
    return (*(named[at : at + 3] for at in range(0, len(named), 3)), (show_list,))


def _did_you_mean(near: Sequence[Newsletter]) -> tuple[Inline, ...]:
    names = [Bold(one.title) for one in near]
    match names:
        case [one]:
            return blocks("Did you mean {one}?", one=one)
        case [one, other]:
            return blocks("Did you mean {one} or {other}?", one=one, other=other)
    # No name that was typed has more than three near it; of several, more are listed with commas.
    first = [piece for name in names[:-1] for piece in (name, ", ")][:-1]
    start, end = tr("Did you mean"), blocks("or {last}?", last=names[-1])
    return (f"{start} ", *first, " ", *end)


def _sample_heading(sample: Brief, now: datetime, *, invented: bool) -> str:
    """Honest about its age: an invented story is called a sample, an old one is dated."""
    if invented:
        return tr("A sample story:")
    if (now - sample.newest).days < 1:
        return tr("A story from today:")
    return tr("A story from {day}:", day=full_date(sample.newest.date()))


def _story(brief: Brief) -> list[Block]:
    told: list[Block] = [Bold(one_line(brief.headline, 200)), f"\n{one_line(brief.lede.text, LONGEST_SENTENCE)}"]
    if brief.why:
        told += ["\n", Bold(tr("Why it matters:")), f" {one_line(brief.why.text, LONGEST_SENTENCE)}"]
    return told
