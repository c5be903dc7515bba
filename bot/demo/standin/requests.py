"""One HTTP request of the bot, read: token, method and parameters from query, JSON, urlencoded or multipart bodies."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from bot.demo.standin.spec import Upload

LARGEST_BODY = 60 * 1024 * 1024
ATTACHED = "attach://"


@dataclass(frozen=True, slots=True)
class Asked:
    """The raw parameters of a request; `form` where they came as text. `error` says why the body is unreadable."""

    raw: dict[str, Any]
    form: bool
    error: str | None = None


async def read(request: web.Request) -> Asked:
    """Read the parameters, those of the address first."""
    address = dict(request.query)
    match request.content_type:
        case "application/json":
            return _json(address, await request.read())
        case "multipart/form-data":
            return Asked(address | await _multipart(request), form=True)
        case _:
            fields = await request.post() if request.body_exists else {}
            return Asked(address | {name: str(value) for name, value in fields.items()}, form=True)


def _json(address: dict[str, Any], body: bytes) -> Asked:
    try:
        content = json.loads(body or b"{}")
    except ValueError:
        return Asked({}, form=False, error="can't parse JSON object")
    if not isinstance(content, dict):
        return Asked({}, form=False, error="expected a JSON object")
    return Asked(address | content, form=False)


async def _multipart(request: web.Request) -> dict[str, Any]:
    """The fields of a form with files; `attach://name` is replaced by the file of that name."""
    fields: dict[str, Any] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read(decode=True))
        kind = part.headers.get("Content-Type", "application/octet-stream")
        fields[part.name] = Upload(part.filename, kind, content) if part.filename else content.decode("utf-8")
    attached = {
        name: fields[value.removeprefix(ATTACHED)]
        for name, value in fields.items()
        if isinstance(value, str) and value.startswith(ATTACHED) and value.removeprefix(ATTACHED) in fields
    }
    used = {fields[name].removeprefix(ATTACHED) for name in attached}
    return {name: value for name, value in (fields | attached).items() if name not in used}
