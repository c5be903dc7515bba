"""Editions that are kept back from readers, and why. Each function works within the caller's transaction.

A hold may be lifted again, but for one that was withdrawn: that is for good.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import Update, func, update
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.store.tables import editions


class Hold(StrEnum):
    """Why an edition is kept back."""

    REFUSED = "refused"
    """Telegram refused its messages as they are."""
    OPERATOR = "operator"
    """An operator wants it held."""
    WITHDRAWN = "withdrawn"
    """An operator wants it never to go."""


_HELD_FOR = func.coalesce(editions.c.held_for, "")


async def hold(connection: AsyncConnection, edition_id: str, why: Hold) -> bool:
    """Keep an edition back; whether that changed anything. What is withdrawn stays so."""
    changed = (editions.c.held.is_(False)) | (why != _HELD_FOR)
    this = update(editions).where(editions.c.id == edition_id, _HELD_FOR != Hold.WITHDRAWN, changed)
    return await _change(connection, this, held=True, held_for=why)


async def release(connection: AsyncConnection, edition_id: str) -> bool:
    """Give a held edition to readers again; whether that changed anything: one that was withdrawn stays back."""
    this = update(editions).where(editions.c.id == edition_id, editions.c.held.is_(True), _HELD_FOR != Hold.WITHDRAWN)
    return await _change(connection, this, held=False, held_for=None)


async def _change(connection: AsyncConnection, this: Update, **values: Any) -> bool:
    return (await connection.execute(this.values(values))).rowcount > 0
