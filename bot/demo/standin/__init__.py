"""A strict local stand-in for Telegram: the Bot API over HTTP, a chat page, and people who act.

Used by the demo and by the tests. `bot.demo.standin.standin.StandIn` is the whole of it.
"""

from bot.demo.standin.faults import Fault, Faults, Kind
from bot.demo.standin.limits import Limits, Violation
from bot.demo.standin.people import Impossible
from bot.demo.standin.scene import Call
from bot.demo.standin.standin import StandIn
from bot.demo.standin.world import Chat, Person, Toast, Topic

__all__ = [
    "Call",
    "Chat",
    "Fault",
    "Faults",
    "Impossible",
    "Kind",
    "Limits",
    "Person",
    "StandIn",
    "Toast",
    "Topic",
    "Violation",
]
