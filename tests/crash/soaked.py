"""Run as a program: stores updates and handles them for some seconds, and says which are safely kept.

Two of these and a database: `python -m tests.crash.soaked URL FIRST SECONDS`. A line is an update that is kept.
"""

import asyncio
import sys
import time
from datetime import UTC, datetime

from bot.store.inbox import Inbox
from briefings.store.database import Database

CHAT = 5


async def soak(url: str, first: int, seconds: float) -> None:
    """Write and read, one transaction after another."""
    database = await Database.open(url)
    inbox, end, number = Inbox(database), time.monotonic() + seconds, first
    while time.monotonic() < end:
        update = {"update_id": number, "message": {"chat": {"id": CHAT}}}
        await inbox.store([update], datetime.now(UTC))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        await inbox.handled(number, datetime.now(UTC))
        await inbox.received_since(CHAT, datetime.now(UTC), number)
        number += 1
    await database.close()


if __name__ == "__main__":
    asyncio.run(soak(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
