"""The bot's side of the stand-in: its Bot API over plain HTTP, without any client library."""

import json
import uuid
from typing import Any
from urllib.request import Request, urlopen

from tests.browser.running import ANN

Keys = list[list[tuple[str, str]]]


class BotSide:
    """Calls methods and reads updates as a bot would, one at a time."""

    def __init__(self, url: str, token: str) -> None:
        self._base = f"{url}/bot{token}"
        self._offset = 0

    def call(self, method: str, **parameters: Any) -> Any:
        """The result of a method; a refusal is an error of the test."""
        body = json.dumps(parameters).encode()
        return self._ask(method, body, "application/json")

    def say(self, html: str, keys: Keys | None = None, chat: int = ANN) -> int:
        """Send a message with rows of (label, data); its id."""
        return int(self.call("sendMessage", chat_id=chat, text=html, parse_mode="HTML", **_markup(keys))["message_id"])

    def rewrite(self, message_id: int, html: str, keys: Keys | None = None) -> None:
        """Edit a message in place."""
        self.call("editMessageText", chat_id=ANN, message_id=message_id, text=html, parse_mode="HTML", **_markup(keys))

    def hand_over(self, name: str, content: bytes) -> None:
        """Send a file."""
        edge = uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n{ANN}\r\n--{edge}\r\n'
        part = f'Content-Disposition: form-data; name="document"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
        body = (head + part).encode() + content + f"\r\n--{edge}--\r\n".encode()
        self._ask("sendDocument", body, f"multipart/form-data; boundary={edge}")

    def next_update(self) -> dict[str, Any]:
        """The oldest update not read yet; waits for it up to five seconds."""
        found = self.call("getUpdates", offset=self._offset, limit=1, timeout=5)
        assert found, "no update came"
        self._offset = found[0]["update_id"] + 1
        return dict(found[0])

    def _ask(self, method: str, body: bytes, content_type: str) -> Any:
        request = Request(f"{self._base}/{method}", body, {"Content-Type": content_type})  # noqa: S310 - always http://127.0.0.1
        with urlopen(request, timeout=10) as answer:  # noqa: S310 - always http://127.0.0.1
            return json.load(answer)["result"]


def _markup(keys: Keys | None) -> dict[str, Any]:
    if keys is None:
        return {}
    rows = [[{"text": label, "callback_data": data} for label, data in row] for row in keys]
    return {"reply_markup": {"inline_keyboard": rows}}
