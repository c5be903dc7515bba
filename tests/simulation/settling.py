"""Many readers at once, written straight into the tables."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert

from bot.readers.model import ChatKind, Standing
from bot.store.tables import readers, subscriptions
from briefings.store.database import Database

IN_STEP = 500


async def settle(database: Database, chats: Sequence[int], morning: datetime) -> None:
    """A reader in UTC for each chat, who wants a briefing in the minute of `morning`."""
    for first in range(0, len(chats), IN_STEP):
        some = chats[first : first + IN_STEP]
        rows = [
            {
                "id": chat,
                "chat_id": chat,
                "kind": ChatKind.PRIVATE,
                "zone": "UTC",
                "morning": f"{morning:%H:%M}",
                "standing": Standing.ACTIVE,
                "created_at": morning,
                "changed_at": morning,
            }
            for chat in some
        ]
        chosen = [{"reader_id": chat, "newsletter": "sports", "since": morning} for chat in some]
        async with database.write() as connection:
            await connection.execute(insert(readers), rows)
            await connection.execute(insert(subscriptions), chosen)
