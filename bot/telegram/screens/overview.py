"""Screens that sum up: settings, status, help. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.readers.model import ChatKind, Reader
from bot.readers.questions import chosen
from bot.readers.schedule import Due
from bot.readers.weekdays import say_days
from bot.telegram.callbacks import Verb, pack
from bot.telegram.desk import Freshness
from bot.telegram.keyboards import BACK_TO_SETTINGS
from bot.telegram.language import tr
from bot.telegram.screen import Button, Screen
from bot.telegram.screens.choosing import PLAIN
from bot.telegram.screens.habits import RESUME_NOW
from bot.telegram.screens.phrases import (
    ago,
    clock,
    getting,
    is_paused,
    moment,
    next_line,
    subject,
    titles,
    zone_name,
)
from bot.telegram.screens.quiet import quiet_line, said_quiet
from bot.telegram.screens.settled import NOW
from bot.telegram.text import Block, Bold
from bot.telegram.wording import counted, listed
from briefings.model import Newsletter

MOST_LINES = 40
"""Newsletters whose freshness is told one by one."""


def settings(reader: Reader, newsletters: Sequence[Newsletter], due: Due | None, now: datetime) -> Screen:
    """Everything that can be set, with a button to each."""
    rows: list[tuple[str, str]] = [
        ("Newsletters", titles(chosen(reader, newsletters)) or "none"),
        ("Morning", clock(reader.morning) if reader.morning else "off"),
        ("Evening", clock(reader.evening) if reader.evening else "off"),
        ("Place", f"{zone_name(reader)} ({reader.zone})" if reader.zone else "not known"),
        ("Days", say_days(reader.days).removeprefix("on ")),
        (tr("Quiet hours"), said_quiet(reader.quiet) if reader.quiet else tr("none")),
        ("Length", counted(reader.length, "minute")),
        *_words(reader),
    ]
    text: list[Block] = []
    for name, value in rows:
        text += [Bold(f"{name}:"), f" {value}\n"]
    text.append(next_line(reader, newsletters, due, now))
    pause = RESUME_NOW if is_paused(reader, now) else Button("Pause", pack(Verb.PAUSE))
    keyboard = (
        (Button("Newsletters", pack(Verb.LIST, PLAIN)), Button("Times", pack(Verb.TIMES))),
        (Button("Place", pack(Verb.OTHER_PLACE)), Button("Days", pack(Verb.DAYS)), pause),
        (
            Button("Length", pack(Verb.LENGTHS)),
            Button(tr("Words"), pack(Verb.WORDS)),
            Button("Status", pack(Verb.STATUS)),
        ),
        (Button(tr("Quiet hours"), pack(Verb.OPEN_QUIET)), NOW),
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
    text: list[Block] = [f"{subject(reader.kind)} {getting(reader, newsletters)}\n" if mine else "Nothing is chosen.\n"]
    text.append(f"{next_line(reader, newsletters, due, now)}\n")
    if reader.quiet is not None:
        text.append(f"{quiet_line(reader)}\n")
    text.append(f"Last: {moment(last, now, reader.zone or 'UTC')}.\n" if last else "Last: none yet.\n")
    lines = [_fresh(one, freshness.get(one.slug), now) for one in mine[:MOST_LINES]]
    if lines:
        text.append("\n" + "\n".join(lines))
    return Screen((*text,), ((BACK_TO_SETTINGS, NOW),))


def nothing_here(kind: ChatKind) -> Screen:
    """The status of a chat that has chosen nothing yet."""
    who = "you" if kind is ChatKind.PRIVATE else "this chat"
    choose = Button("Show the list", pack(Verb.LIST, PLAIN))
    return Screen((f"Nothing comes to {who} yet. /start asks three things and takes a minute.",), ((choose,),))


def help_screen(commands: Sequence[tuple[str, str]], kind: ChatKind) -> Screen:
    """What can be said, one line each."""
    text: list[Block] = ["One short briefing at your time: what happened and why it matters.\n\n"]
    text += [f"/{command} \u2013 {description}\n" for command, description in commands]
    if kind is ChatKind.PRIVATE:
        text.append("\nA name works too: type denver.")
    else:
        text.append("\nWhat changes this chat is for its admins.")
    return Screen((*text,), ((Button("Newsletters", pack(Verb.PROMISES, PLAIN)), BACK_TO_SETTINGS),))


def _fresh(newsletter: Newsletter, fresh: Freshness | None, now: datetime) -> str:
    """Says "Denver: 5 sources, newest 12 minutes ago"."""
    if fresh is None:
        return f"{newsletter.title}: {counted(len(newsletter.sources), 'source')}, not read yet"
    newest = f"newest {ago(fresh.newest, now)}" if fresh.newest else "nothing read yet"
    failing = f", {fresh.failing} not answering" if fresh.failing else ""
    return f"{newsletter.title}: {counted(fresh.sources, 'source')}, {newest}{failing}"
