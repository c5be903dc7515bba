"""Run by Alembic: on the connection that `bot.store.migrate` hands over, or on the address of alembic.ini.

The connection that is handed over is inside a transaction already, so a step happens whole or not at all.
"""

from collections.abc import Collection, Mapping
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection, create_engine

import bot.store.tables  # noqa: F401 (hangs the bot's tables on the metadata)
from bot.failpoint import failpoint
from briefings.store.columns import Instant
from briefings.store.tables import metadata


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """How a new migration spells our own column type."""
    if kind == "type" and isinstance(item, Instant):
        autogen.imports.add("from briefings.store.columns import Instant")
        return "Instant()"
    return False


def between_steps(
    ctx: MigrationContext,  # noqa: ARG001 (Alembic calls it by these names)
    step: MigrationInfo,  # noqa: ARG001
    heads: Collection[Any],  # noqa: ARG001
    run_args: Mapping[str, Any],  # noqa: ARG001
) -> None:
    """A step is done, and nothing of it is committed."""
    failpoint("migrate.middle")


def run(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=metadata, render_item=render_item, on_version_apply=between_steps
    )
    with context.begin_transaction():
        context.run_migrations()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    run(handed_over)
else:
    with create_engine(context.config.get_main_option("sqlalchemy.url") or "").connect() as opened:
        run(opened)
