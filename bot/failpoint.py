"""Places at which a test may stop the world: the program passes through them and nothing happens.

A crash test installs a hook that kills the process at a named place. Nothing in the program installs one, and no
setting or environment can.
"""

from collections.abc import Callable
from typing import Literal, get_args

Place = Literal[
    "lease.before",
    "lease.after",
    "send.after",
    "receipt.before",
    "receipt.after",
    "plan.middle",
    "prepare.middle",
    "migrate.middle",
    "inbox.stored",
    "command.done",
    "command.answered",
]
PLACES: tuple[Place, ...] = get_args(Place)

Hook = Callable[[Place], None]

_hooks: list[Hook] = []


def failpoint(place: Place) -> None:
    """The program is at `place`."""
    for hook in _hooks:
        hook(place)


def install(hook: Hook | None) -> None:
    """Call `hook` at every place from now on, in place of an earlier one; None takes it away."""
    _hooks[:] = [] if hook is None else [hook]
