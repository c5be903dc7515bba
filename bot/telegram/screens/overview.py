"""Screens that sum up: settings, status, help. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.readers.model import ChatKind, Reader
from bot.readers.questions import chosen
from bot.readers.schedule import Due
from bot.telegram.callbacks import Verb, pack
from bot.telegram.desk import Freshness
from bot.telegram.keyboards import back_to_settings
from bot.telegram.language import later, tr, trn
from bot.telegram.screen import Button, Screen
from bot.telegram.screens.choosing import PLAIN
from bot.telegram.screens.habits import resume_now
from bot.telegram.screens.lengths import in_minutes
from bot.telegram.screens.phrases import (
    ago,
    clock,
    getting,
    is_paused,
    moment,
    name_days,
    next_line,
    titles,
    zone_name,
)
from bot.telegram.screens.quiet import quiet_line, said_quiet
from bot.telegram.screens.settled import send_now
from bot.telegram.text import Block, Bold
from bot.telegram.wording import listed
from briefings.model import Newsletter

MOST_LINES = 40
"""Newsletters whose freshness is told one by one."""


def settings(reader: Reader, newsletters: Sequence[Newsletter], due: Due | None, now: datetime) -> Screen:
    """Everything that can be set, with a button to each."""
    rows: list[tuple[str, str]] = [
        (tr("Newsletters"), titles(chosen(reader, newsletters)) or tr("none")),
        (tr("Morning"), clock(reader.morning) if reader.morning else tr("off")),
        (tr("Evening"), clock(reader.evening) if reader.evening else tr("off")),
        (tr("Place"), f"{zone_name(reader)} ({reader.zone})" if reader.zone else tr("not known")),
        (tr("Days"), name_days(reader.days)),
        (tr("Quiet hours"), said_quiet(reader.quiet) if reader.quiet else tr("none")),
        (tr("Length"), in_minutes(reader.length)),
        *_words(reader),
    ]
    text: list[Block] = []
    for name, value in rows:
        text += [Bold(f"{name}:"), f" {value}\n"]
    text.append(next_line(reader, newsletters, due, now))
    pause = resume_now() if is_paused(reader, now) else Button(tr("Pause"), pack(Verb.PAUSE))
    keyboard = (
        (Button(tr("Newsletters"), pack(Verb.LIST, PLAIN)), Button(tr("Times"), pack(Verb.TIMES))),
        (Button(tr("Place"), pack(Verb.OTHER_PLACE)), Button(tr("Days"), pack(Verb.DAYS)), pause),
        (
            Button(tr("Length"), pack(Verb.LENGTHS)),
            Button(tr("Words"), pack(Verb.WORDS)),
            Button(tr("Status"), pack(Verb.STATUS)),
        ),
        (
            Button(tr("Quiet hours"), pack(Verb.OPEN_QUIET)),
            Button(tr("Language"), pack(Verb.OPEN_LANGUAGES)),
            send_now(),
        ),
    )
    return Screen((*text,), keyboard)


def _words(reader: Reader) -> list[tuple[str, str]]:
    """What is muted and followed; nothing where nothing is."""
    rows = ((tr("Muted"), reader.muted), (tr("Followed"), reader.followed))
    return [(name, listed(list(words))) for name, words in rows if words]


def status(
    reader: Reader,
    newsletters: Sequence[Newsletter],
    due: Due | None,
    now: datetime,
    *,
    freshness: Mapping[str, Freshness],
    last: datetime | None,
) -> Screen:
    """What comes, when next, how fresh the sources are, what came last."""
    mine = chosen(reader, newsletters)
    words = later("You get {what}") if reader.kind is ChatKind.PRIVATE else later("This chat gets {what}")
    what = getting(reader, newsletters)
    text: list[Block] = [(tr(words, what=what) if mine else what) + "\n"]
    text.append(f"{next_line(reader, newsletters, due, now)}\n")
    if reader.quiet is not None:
        text.append(f"{quiet_line(reader)}\n")
    before = tr("Last: {moment}.", moment=moment(last, now, reader.zone or "UTC")) if last else tr("Last: none yet.")
    text.append(f"{before}\n")
    lines = [_fresh(one, freshness.get(one.slug), now) for one in mine[:MOST_LINES]]
    if lines:
        text.append("\n" + "\n".join(lines))
    return Screen((*text,), ((back_to_settings(), send_now()),))


def nothing_here(kind: ChatKind) -> Screen:
    """The status of a chat that has chosen nothing yet."""
    to_you = later("Nothing comes to you yet. /start asks three things and takes a minute.")
    to_chat = later("Nothing comes to this chat yet. /start asks three things and takes a minute.")
    choose = Button(tr("Show the list"), pack(Verb.LIST, PLAIN))
    return Screen((tr(to_you if kind is ChatKind.PRIVATE else to_chat),), ((choose,),))


def help_screen(commands: Sequence[tuple[str, str]], kind: ChatKind) -> Screen:
    """What can be said, one line each."""
    text: list[Block] = [tr("One short briefing at your time: what happened and why it matters.") + "\n\n"]
    text += [f"/{command} \u2013 {tr(description)}\n" for command, description in commands]
    if kind is ChatKind.PRIVATE:
        text.append("\n" + tr("A name works too: type denver."))
    else:
        text.append("\n" + tr("What changes this chat is for its admins."))
    return Screen((*text,), ((Button(tr("Newsletters"), pack(Verb.PROMISES, PLAIN)), back_to_settings()),))


def _fresh(newsletter: Newsletter, fresh: Freshness | None, now: datetime) -> str:
    """Says "Denver: 5 sources, newest 12 minutes ago"."""
    count = len(newsletter.sources) if fresh is None else fresh.sources
    said = [trn("{count} source", "{count} sources", count)]
    if fresh is None:
        said.append(tr("not read yet"))
    elif fresh.newest:
        said.append(tr("newest {ago}", ago=ago(fresh.newest, now)))
    else:
        said.append(tr("nothing read yet"))
    if fresh is not None and fresh.failing:
        said.append(tr("{count} not answering", count=str(fresh.failing)))
    return f"{newsletter.title}: {', '.join(said)}"
