"""Messages a second through our request class and through the library's own client, no ledger. Run by hand.

`python -m tests.benchmarks.bench_request [messages] [in flight] [answer after, ms]`, in the project's folder: a Bot API
on loopback, in a process and on a core of its own, answers every request alike after a while, as the real one does from
far away. All clients send the same message of a briefing's size, each in a process of its own, in rotation; the medians
of three rounds count. What a delivery costs with all that belongs to it is in `tests.benchmarks.bench_delivery`.
"""

import json
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.peer_senders import WARM_UP
from tests.benchmarks.rounds import Entrant, compete, middle

ROUNDS = 3
MESSAGE = {
    "text": "<b>Headline</b> and a line of news about it, of ordinary length.\n" * 34,
    "reply_markup": {"inline_keyboard": [[{"text": "Sources", "callback_data": "1:src:1234567"}]]},
}
CLIENTS = {
    "ours (aiohttp, orjson, receipt only)": "raw",
    "ours, with the library's Message": "over-aiohttp",
    "the library's own (httpx)": "library",
}


def main(count: int = 1000, in_flight: int = 64, milliseconds: int = 60) -> None:
    """Measure and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "message.json"
        path.write_text(json.dumps(MESSAGE), encoding="utf-8")
        words = ("{api}", str(path), str(count), str(in_flight))
        entrants = {
            name: Entrant((sys.executable, "-m", "tests.benchmarks.peer_senders", client, *words), count + WARM_UP)
            for name, client in CLIENTS.items()
        }
        results = compete(entrants, ROUNDS, milliseconds)
    table = Table(title=f"{in_flight} in flight, answers after {milliseconds} ms")
    for name in ("client", "messages a second", "CPU ms each"):
        table.add_column(name, justify="left" if name == "client" else "right")
    for name, rounds in results.items():
        one = middle(rounds)
        table.add_row(name, f"{one.rate:,.0f}", f"{one.cpu:.2f}")
    Console().print(table, f"most possible: {in_flight * 1000 / milliseconds:,.0f} a second" if milliseconds else "")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
