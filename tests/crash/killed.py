"""Run as a program: lives of the real program, forked from a process that has imported it already.

Each line of standard input orders a life; each line of standard output says that one began or ended (JSON both). A
life runs `bot.__main__.app`, unchanged but for two things that only a test can bring in: a clock that runs faster, and
a hook that kills the process, as a power cut would, at the k-th pass of a named failpoint.
"""

import json
import os
import signal
import sys
import time
import traceback
from datetime import datetime, timedelta
from functools import partial
from types import FrameType
from typing import Any, NoReturn

import alembic.command  # noqa: F401 (imported once here instead of in each life)

from bot import wiring
from bot.__main__ import app
from bot.config import Settings
from bot.daybrief import Rhythm
from bot.failpoint import Place, install
from briefings.clock import FastClock


class KilledAt:
    """A hook that ends the process at the k-th pass of a place."""

    def __init__(self, place: str, passes: int) -> None:
        self._place = place
        self._left = passes

    def __call__(self, place: Place) -> None:
        if place != self._place:
            return
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)


async def run_fast(began: str, origin: float, speed: float, settings: Settings) -> None:
    """As `bot.wiring.run`, by a clock that stood at `began` when the machine's monotonic one stood at `origin`."""
    now = datetime.fromisoformat(began) + timedelta(seconds=(time.monotonic() - origin) * speed)
    await wiring.run_until_stopped(settings, FastClock(now, speed), Rhythm(speed))


def live(life: dict[str, Any]) -> NoReturn:
    """Be that life, to its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for name in [name for name in os.environ if name.startswith("DAYBRIEF_")]:
        del os.environ[name]
    os.environ.update(life["settings"])
    said = os.open(life["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDWR)
    for old, new in ((nothing, 0), (nothing, 1), (said, 2)):
        os.dup2(old, new)
    if life["killed_at"] is not None:
        install(KilledAt(*life["killed_at"]))
    if life["clock"] is not None:
        setattr(wiring, "run", partial(run_fast, *life["clock"]))  # noqa: B010 (it stands for another function)
    code = 70
    try:
        app(life["command"])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 (what nobody caught goes where the test looks for it)
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(code)


def say(event: str, pid: int, code: int = 0) -> None:
    """Tell the test, in one write."""
    os.write(1, json.dumps([event, pid, code]).encode() + b"\n")


def reap(_signal: int, _frame: FrameType | None) -> None:
    """Tell of lives that ended: the exit code, or the negative number of the signal that killed it."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        say("ended", pid, os.waitstatus_to_exitcode(status))


def main() -> None:
    """Until standard input ends."""
    signal.signal(signal.SIGCHLD, reap)
    say("ready", os.getpid())
    for line in iter(sys.stdin.readline, ""):
        pid = os.fork()
        if pid == 0:
            live(json.loads(line))
        say("began", pid)


if __name__ == "__main__":
    main()
