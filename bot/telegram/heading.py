"""What stands above and below the stories of a briefing, and what stands there when there are none. Pure."""

from datetime import date

from bot.delivery.briefing import Briefing
from bot.telegram.language import tr, trn
from bot.telegram.measure import minutes
from bot.telegram.putright import corrections
from bot.telegram.text import Block, Bold, Italic
from bot.telegram.wording import counted, home_first, in_words, listed, one_line
from briefings.model import Slot

LATE = "This one is late; the next comes at its usual time."
THIN = 2
"""So few stories, with nothing left out, are a thin day; it says so."""
LONGEST_NAME = 60
NAMED = 12
"""Newsletters listed by name; the list of one reader is seldom longer."""


def heading(briefing: Briefing, stories: int, words: int) -> tuple[Block, ...]:
    """Date, newsletters, and how much is shown: `stories` in number, `words` to read."""
    shown = f"{counted(stories, 'story', 'stories')}, {counted(minutes(words), 'minute')}"
    late: tuple[Block, ...] = (Italic(LATE), "\n") if briefing.late else ()
    wrong = corrections(briefing.corrections)
    return (_greeting(briefing), f"\n{listed(_titles(briefing))}: {shown}\n", *late, "\n", *wrong)


def footer(briefing: Briefing, left_out: int) -> tuple[Block, ...]:
    """What was left out, which newsletters had nothing, and whose times these are."""
    said: list[str] = []
    if left_out:
        things = "smaller story is" if left_out == 1 else "smaller stories are"
        said.append(f"{in_words(left_out).capitalize()} {things} under More.")
    elif len(briefing.items) <= THIN and not briefing.unwanted:
        said.append(f"A thin {_time_of_day(briefing)}: this is all that is new.")
    if briefing.unwanted:
        said.append(_unwanted(briefing.unwanted))
    silent = _silent(briefing)
    if quiet := _titles(briefing, silent - briefing.unread):
        said.append(f"Nothing new in {listed(quiet, 'or')}.")
    if unread := _titles(briefing, silent & briefing.unread):
        said.append(_unread(unread))
    said.append(f"Times are yours ({_place(briefing)}).")
    return (Italic(" ".join(said)),)


def nothing(briefing: Briefing) -> tuple[Block, ...]:
    """The briefing of a day without news, and why there is none."""
    late: tuple[Block, ...] = (Italic(LATE), "\n") if briefing.late else ()
    wrong = corrections(briefing.corrections)
    return (_greeting(briefing), "\n", *late, "\n", *wrong, f"{_why(briefing)}\n\n", *_signature(briefing))


def _why(briefing: Briefing) -> str:
    chosen = frozenset(newsletter.slug for newsletter in briefing.newsletters)
    if chosen <= briefing.unread:
        return f"{_unread(_titles(briefing))} They are tried again; /today asks once more."
    said = _nothing_in(briefing, listed(_titles(briefing, chosen - briefing.unread), "or"))
    if briefing.unwanted:
        said = f"Nothing else in {listed(_titles(briefing, chosen))}. {_unwanted(briefing.unwanted)}"
    unread = _titles(briefing, chosen & briefing.unread)
    return f"{said} {_unread(unread)}" if unread else said


def _unwanted(count: int) -> str:
    one, many = (
        "{number} story was kept out by your words (/mute).",
        "{number} stories were kept out by your words (/mute).",
    )
    return trn(one, many, count, number=in_words(count).capitalize())


def _unread(titles: list[str]) -> str:
    return f"The sources of {listed(titles)} could not be read."


def _nothing_in(briefing: Briefing, names: str) -> str:
    when = f"this {_time_of_day(briefing)}"
    if briefing.articles_read == 0:
        return f"Nothing in {names} {when}: no article has come in since the last one."
    read = counted(briefing.articles_read, "article")
    verdict = "told already or minor" if briefing.articles_read == 1 else "all of them told already or minor"
    return f"Nothing in {names} is worth your time {when}. {read} read, {verdict}."


def _signature(briefing: Briefing) -> tuple[Block, ...]:
    return (Italic(f"Times are yours ({_place(briefing)})."),)


def _greeting(briefing: Briefing) -> Bold:
    if briefing.catches_up:
        return Bold(tr("What you missed, up to {day}", day=_day(briefing.day)))
    return Bold(f"Good {_time_of_day(briefing)}. {_day(briefing.day)}")


def _time_of_day(briefing: Briefing) -> str:
    return "evening" if briefing.slot is Slot.EVENING else "morning"


def _day(day: date) -> str:
    return f"{day:%A, %B} {day.day}"


def _titles(briefing: Briefing, slugs: frozenset[str] | None = None) -> list[str]:
    """The names of the briefing's newsletters, of all or of these."""
    some = [one for one in home_first(briefing.newsletters) if slugs is None or one.slug in slugs]
    return _some([one_line(newsletter.title, LONGEST_NAME) for newsletter in some])


def _silent(briefing: Briefing) -> frozenset[str]:
    """The newsletters of which no story is in it."""
    told = {slug for item in briefing.items for slug in item.newsletters}
    return frozenset(one.slug for one in briefing.newsletters) - told


def _some(titles: list[str]) -> list[str]:
    return titles if len(titles) <= NAMED else [*titles[: NAMED - 1], f"{len(titles) - NAMED + 1} more"]


def _place(briefing: Briefing) -> str:
    named = one_line(briefing.place or "", LONGEST_NAME)
    return named or briefing.zone.rpartition("/")[2].replace("_", " ")
