"""The child process that writes (`python -m briefings.scribes.child_process`): a story in, its brief out."""

import os
import signal
import sys

from briefings.child import frame, read_frame
from briefings.model import Brief
from briefings.scribes.wire import pack_brief, unpack_story
from briefings.writing.scorers import best
from briefings.writing.write import write

POLITENESS = 5
"""People who wait for an answer go before a story that is due in ten minutes."""


def main() -> None:
    """Write stories until the parent closes the pipe."""
    # What asks the parent to end often asks its whole group; the parent decides when this process ends.
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, signal.SIG_IGN)
    os.nice(POLITENESS)
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    # Whatever a library prints must not be taken for an answer.
    sys.stdout = sys.stderr
    best()
    answers.write(frame(b""))
    answers.flush()
    while (payload := read_frame(jobs)) is not None:
        answers.write(frame(pack_brief(_written(payload))))
        answers.flush()


def _written(payload: bytes) -> Brief | Exception:
    try:
        return write(unpack_story(payload))
    except Exception as error:  # noqa: BLE001 (a text that breaks the writer must not cost the others theirs)
        return error


if __name__ == "__main__":
    main()
