"""The `daybrief` command: run the bot, try it without Telegram, look after it.

Every command that cannot do its work says why in one sentence and exits with 2.
"""

import asyncio
from collections.abc import Coroutine
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.config import Settings, load, shown
from bot.errors import BotError
from bot.logs import configure
from briefings.errors import BriefingsError

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__, pretty_exceptions_enable=False)

CANNOT = 2
UNEVEN = 1
ILL = 1
INTERRUPTED = 130


@app.command()
def run() -> None:
    """Run the bot: poll the sources, answer people, send the briefings."""
    from bot.memory import be_thrifty  # noqa: PLC0415 (other commands start faster without these)
    from bot.wiring import run as run_bot  # noqa: PLC0415 (likewise)

    be_thrifty()
    _carry_out(run_bot(_settings()))


@app.command()
def demo(
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="of the chat page")] = 8080,
    speed: Annotated[float, typer.Option(min=1, max=600, help="how fast the demo's clock runs")] = 1,
    browser: Annotated[bool, typer.Option(help="open the chat page")] = True,
) -> None:
    """Try the real bot without Telegram: a chat page, and a newsroom of invented stories."""
    from bot.demo.run import run as run_demo  # noqa: PLC0415

    configure("WARNING")
    _carry_out(run_demo(port=port, speed=speed, open_browser=browser))


@app.command()
def doctor(
    *,
    json: Annotated[
        bool, typer.Option("--json", help="one JSON object, for machines; nothing else is printed")
    ] = False,
) -> None:
    """Check the token, the database and every source, now; the exit code is 1 when the bot could not do its work."""
    from bot.doctor import examine  # noqa: PLC0415

    settings = _settings()
    # What the parts log is in the table, too.
    configure("CRITICAL")
    if not _carry_out(examine(settings, Console(), Console(stderr=True), as_json=json)):
        raise typer.Exit(ILL)


@app.command()
def migrate() -> None:
    """Bring the database to this version's schema."""
    from bot.store.migrate import upgrade  # noqa: PLC0415

    settings = _settings()
    _carry_out(upgrade(settings.database))
    typer.echo("The database has this version's schema.")


@app.command()
def stats() -> None:
    """Count readers and deliveries, and reconcile the last sends; the exit code is 1 when they do not add up."""
    from bot.stats import show  # noqa: PLC0415

    if not _carry_out(show(_settings(), Console())):
        raise typer.Exit(UNEVEN)


@app.command()
def config() -> None:
    """Print the settings in force, without secrets."""
    table = Table("setting", "value", "what it is", box=None)
    for row in shown(_settings()):
        table.add_row(*row)
    Console().print(table)


def _settings() -> Settings:
    try:
        settings = load()
    except BotError as error:
        raise _exit(error) from None
    configure(settings.log_level)
    return settings


def _carry_out(work: Coroutine[Any, Any, Any]) -> Any:
    try:
        return asyncio.run(work)
    except (BotError, BriefingsError) as error:
        raise _exit(error) from None
    except KeyboardInterrupt:
        typer.echo("Interrupted.", err=True)
        raise typer.Exit(INTERRUPTED) from None


def _exit(error: Exception) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(CANNOT)


if __name__ == "__main__":
    app()
