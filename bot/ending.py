"""The request to end, which a process may get at any moment: while it still loads, and when it ends already."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

REQUESTS = (signal.SIGINT, signal.SIGTERM)
"""An interrupt from the terminal, a termination by a service manager."""


@contextmanager
def at_request(act: Callable[[], object]) -> Iterator[None]:
    """Within the block, the first request to end does `act`, in the main thread, between any two steps of it.

    From then on, to the last moment of the process, further requests change nothing. Where none came, all is as it was
    before when the block is left.
    """

    def hear(_number: int, _frame: FrameType | None) -> None:
        for request in REQUESTS:
            signal.signal(request, signal.SIG_IGN)
        act()

    before = {request: signal.signal(request, hear) for request in REQUESTS}
    try:
        yield
    finally:
        for request, handler in before.items():
            if signal.getsignal(request) is hear:
                signal.signal(request, handler)
