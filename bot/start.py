"""Where the `daybrief` command begins. Loading the bot takes seconds, and a service manager may not want it any more.

As the first process of a container it could not even be ended then: the kernel keeps what is not heard from it.
"""

import sys
from functools import partial

from bot.ending import at_request

STAYING = ("run", "demo")
"""Commands that live until they are asked to end: when they do, all is well."""


def main() -> None:
    """Load the commands and carry one out."""
    if sys.argv[1:2] and sys.argv[1] in STAYING:
        with at_request(partial(sys.exit, 0)):
            _carry_out()
    else:
        _carry_out()


def _carry_out() -> None:
    from bot.__main__ import app  # noqa: PLC0415 (this is what takes so long)

    app()


if __name__ == "__main__":
    main()
