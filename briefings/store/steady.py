"""A connection whose driver is never interrupted.

A driver that is cancelled within a statement gives its connection up: measured, of 50 readers and writers cancelled at
once some dozens of open files were left, and tasks that never ended. So each thing that is asked of the connection is
done to its end, which is soon, and whoever was cancelled meanwhile goes then.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.whole import whole

Asked = ParamSpec("Asked")
Result = TypeVar("Result")


class SteadyConnection(AsyncConnection):
    """Use it as a context. What was not committed at its end is rolled back."""

    __slots__ = ()

    async def start(self, is_ctxmanager: bool = False) -> Self:
        try:
            _ = await whole(super().start(is_ctxmanager))
        except asyncio.CancelledError:
            if self.sync_connection is not None:
                await self.close()
            raise
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def close(self) -> None:
        await whole(super().close())

    async def commit(self) -> None:
        await whole(super().commit())

    async def execute(self, *asked: Any, **options: Any) -> Any:
        return await whole(super().execute(*asked, **options))

    async def exec_driver_sql(self, *asked: Any, **options: Any) -> Any:
        return await whole(super().exec_driver_sql(*asked, **options))

    async def run_sync(
        self, fn: Callable[Concatenate[Connection, Asked], Result], *arg: Asked.args, **kw: Asked.kwargs
    ) -> Result:
        return await whole(super().run_sync(fn, *arg, **kw))
