"""A failpoint is nothing, until a test makes it something."""

from bot.failpoint import PLACES, failpoint, install


def test_nothing_happens_at_a_failpoint_unless_a_hook_is_installed() -> None:
    """The program may pass as often as it likes; a hook sees where it is, and only while it is installed."""
    passed: list[str] = []
    failpoint("lease.before")
    install(passed.append)
    try:
        for place in PLACES:
            failpoint(place)
    finally:
        install(None)
    failpoint("lease.after")
    assert passed == list(PLACES)
