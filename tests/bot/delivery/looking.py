"""What is looked at, and set up by hand, where the making of briefings is tested."""

from sqlalchemy import select, update

from bot.store.tables import parts, readers, subscriptions, texts
from briefings.store.tables import editions
from tests.bot.delivery.making import NOON


async def messages(ledger, *columns: str) -> list:
    """The texts of all parts, in the order of the parts; of one column, or tuples of several."""
    query = select(*(texts.c[name] for name in columns)).join(parts, parts.c.text_id == texts.c.id)
    async with ledger.database.read() as connection:
        found = [tuple(row) for row in await connection.execute(query.order_by(parts.c.id))]
    return [one for (one,) in found] if len(columns) == 1 else found


async def store_edition(ledger, edition, *, held: bool = False) -> None:
    """Where editions are kept, and held back."""
    row = {
        "id": edition.id,
        "newsletter": edition.newsletter,
        "date": edition.date,
        "slot": edition.slot,
        "cut": edition.cut,
        "briefs": [brief.id for brief in edition.briefs],
        "articles_read": 40,
        "held": held,
    }
    async with ledger.database.write() as connection:
        await connection.execute(editions.insert().values(row))


async def add_many(ledger, ids: range, slug: str = "denver") -> None:
    """Readers like those of `add_reader`, in one transaction."""
    rows = [
        {"id": one, "chat_id": one, "kind": "private", "zone": "UTC", "morning": "12:00", "standing": "active"}
        | {"created_at": NOON, "changed_at": NOON}
        for one in ids
    ]
    async with ledger.database.write() as connection:
        await connection.execute(readers.insert(), rows)
        chosen = [{"reader_id": one, "newsletter": slug, "since": NOON} for one in ids]
        await connection.execute(subscriptions.insert(), chosen)


async def lease_first(ledger, part_id: int = 1) -> None:
    async with ledger.database.write() as connection:
        await connection.execute(update(parts).where(parts.c.id == part_id).values(token=1))
