"""What stands above and below the stories of a briefing, and what stands there when there are none. Pure."""

from bot.delivery.briefing import Briefing
from bot.telegram.dates import full_date
from bot.telegram.language import later, tr, trn
from bot.telegram.measure import minutes
from bot.telegram.putright import corrections
from bot.telegram.text import Block, Bold, Italic
from bot.telegram.wording import home_first, in_words, listed, one_line
from briefings.model import Slot

LATE = later("This one is late; the next comes at its usual time.")
THIN = 2
"""So few stories, with nothing left out, are a thin day; it says so."""
LONGEST_NAME = 60
NAMED = 12
"""Newsletters listed by name; the list of one reader is seldom longer."""
_GREETING = {Slot.MORNING: later("Good morning. {day}"), Slot.EVENING: later("Good evening. {day}")}
_THIN = {
    Slot.MORNING: later("A thin morning: this is all that is new."),
    Slot.EVENING: later("A thin evening: this is all that is new."),
}
_NOTHING = {
    Slot.MORNING: (
        later("Nothing in {newsletters} this morning: no article has come in since the last one."),
        later("Nothing in {newsletters} is worth your time this morning."),
    ),
    Slot.EVENING: (
        later("Nothing in {newsletters} this evening: no article has come in since the last one."),
        later("Nothing in {newsletters} is worth your time this evening."),
    ),
}
"""By slot: without any article, and without one that matters."""


def heading(briefing: Briefing, stories: int, words: int) -> tuple[Block, ...]:
    """Date, newsletters, and how much is shown: `stories` in number, `words` to read."""
    told = trn("{count} story", "{count} stories", stories)
    shown = f"{told}, {trn('{count} minute', '{count} minutes', minutes(words))}"
    late: tuple[Block, ...] = (Italic(tr(LATE)), "\n") if briefing.late else ()
    wrong = corrections(briefing.corrections)
    return (_greeting(briefing), f"\n{listed(_titles(briefing))}: {shown}\n", *late, "\n", *wrong)


def footer(briefing: Briefing, left_out: int) -> tuple[Block, ...]:
    """What was left out, which newsletters had nothing, and whose times these are."""
    said: list[str] = []
    if left_out:
        number = in_words(left_out).capitalize()
        said.append(
            trn(
                "{number} smaller story is under More.",
                "{number} smaller stories are under More.",
                left_out,
                number=number,
            )
        )
    elif len(briefing.items) <= THIN and not briefing.unwanted:
        said.append(tr(_THIN[briefing.slot]))
    if briefing.unwanted:
        said.append(_unwanted(briefing.unwanted))
    silent = _silent(briefing)
    if quiet := _titles(briefing, silent - briefing.unread):
        said.append(tr("Nothing new in {newsletters}.", newsletters=listed(quiet, either=True)))
    if unread := _titles(briefing, silent & briefing.unread):
        said.append(_unread(unread))
    said.append(tr("Times are yours ({place}).", place=_place(briefing)))
    return (Italic(" ".join(said)),)


def nothing(briefing: Briefing) -> tuple[Block, ...]:
    """The briefing of a day without news, and why there is none."""
    late: tuple[Block, ...] = (Italic(tr(LATE)), "\n") if briefing.late else ()
    wrong = corrections(briefing.corrections)
    return (_greeting(briefing), "\n", *late, "\n", *wrong, f"{_why(briefing)}\n\n", *_signature(briefing))


def _why(briefing: Briefing) -> str:
    chosen = frozenset(newsletter.slug for newsletter in briefing.newsletters)
    if chosen <= briefing.unread:
        again = tr("They are tried again; /today asks once more.")
        return f"{_unread(_titles(briefing))} {again}"
    said = _nothing_in(briefing, listed(_titles(briefing, chosen - briefing.unread), either=True))
    if briefing.unwanted:
        nothing_else = tr("Nothing else in {newsletters}.", newsletters=listed(_titles(briefing, chosen)))
        said = f"{nothing_else} {_unwanted(briefing.unwanted)}"
    unread = _titles(briefing, chosen & briefing.unread)
    return f"{said} {_unread(unread)}" if unread else said


def _unwanted(count: int) -> str:
    return trn(
        "{number} story was kept out by your words (/mute).",
        "{number} stories were kept out by your words (/mute).",
        count,
        number=in_words(count).capitalize(),
    )


def _unread(titles: list[str]) -> str:
    return tr("The sources of {newsletters} could not be read.", newsletters=listed(titles))


def _nothing_in(briefing: Briefing, names: str) -> str:
    silent, poor = _NOTHING[briefing.slot]
    if briefing.articles_read == 0:
        return tr(silent, newsletters=names)
    read = trn(
        "{count} article read, told already or minor.",
        "{count} articles read, all of them told already or minor.",
        briefing.articles_read,
    )
    return f"{tr(poor, newsletters=names)} {read}"


def _signature(briefing: Briefing) -> tuple[Block, ...]:
    return (Italic(tr("Times are yours ({place}).", place=_place(briefing))),)


def _greeting(briefing: Briefing) -> Bold:
    if briefing.catches_up:
        return Bold(tr("What you missed, up to {day}", day=full_date(briefing.day)))
    return Bold(tr(_GREETING[briefing.slot], day=full_date(briefing.day)))


def _titles(briefing: Briefing, slugs: frozenset[str] | None = None) -> list[str]:
    """The names of the briefing's newsletters, of all or of these."""
    some = [one for one in home_first(briefing.newsletters) if slugs is None or one.slug in slugs]
    return _some([one_line(newsletter.title, LONGEST_NAME) for newsletter in some])


def _silent(briefing: Briefing) -> frozenset[str]:
    """The newsletters of which no story is in it."""
    told = {slug for item in briefing.items for slug in item.newsletters}
    return frozenset(one.slug for one in briefing.newsletters) - told


def _some(titles: list[str]) -> list[str]:
    return (
        titles
        if len(titles) <= NAMED
        else [*titles[: NAMED - 1], tr("{count} more", count=str(len(titles) - NAMED + 1))]
    )


def _place(briefing: Briefing) -> str:
    named = one_line(briefing.place or "", LONGEST_NAME)
    return named or briefing.zone.rpartition("/")[2].replace("_", " ")
