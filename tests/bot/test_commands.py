"""The `daybrief` command: one clear sentence and an exit code for what it cannot do."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from bot.__main__ import app

TOKEN = "123456:" + "a" * 35


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """A clean environment whose database is in a folder of the test; the logs go back where they went."""
    for name in ("TELEGRAM_TOKEN", "TELEGRAM_TOKEN_FILE", "TELEGRAM_API", "CATALOGUE", "ADMINS"):
        monkeypatch.delenv(f"DAYBRIEF_{name}", raising=False)
    monkeypatch.setenv("DAYBRIEF_DATABASE", f"sqlite:///{tmp_path / 'daybrief.db'}")
    monkeypatch.setenv("DAYBRIEF_LOG_LEVEL", "ERROR")
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers, root.level
    yield monkeypatch
    root.handlers, root.level = handlers, level
    structlog.configure(**before)


def says(*words: str) -> tuple[int, str]:
    """(exit code, everything said) of a run of the command."""
    done = CliRunner().invoke(app, [*words])
    return done.exit_code, done.output


def test_without_a_token_nothing_runs(settings: pytest.MonkeyPatch) -> None:
    """An operator is told where to get one."""
    code, said = says("run")
    assert code == 2
    assert "BotFather" in said
    assert len(said.strip().splitlines()) == 1


def test_every_wrong_setting_is_named_at_once(settings: pytest.MonkeyPatch) -> None:
    """Before anything is started."""
    settings.setenv("DAYBRIEF_ADMINS", "me")
    settings.setenv("DAYBRIEF_MESSAGES_PER_SECOND", "many")
    code, said = says("run")
    assert code == 2
    assert "DAYBRIEF_ADMINS" in said
    assert "DAYBRIEF_MESSAGES_PER_SECOND" in said


def test_a_broken_catalogue_and_a_missing_database_folder_get_a_sentence(
    settings: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With the key of the mistake, or the address."""
    settings.setenv("DAYBRIEF_TELEGRAM_TOKEN", TOKEN)
    (tmp_path / "list.toml").write_text('[[newsletter]]\nslug = "A"\n', encoding="utf-8")
    settings.setenv("DAYBRIEF_CATALOGUE", str(tmp_path / "list.toml"))
    code, said = says("run")
    assert code == 2
    assert "newsletter[1].slug" in said
    settings.delenv("DAYBRIEF_CATALOGUE")
    settings.setenv("DAYBRIEF_DATABASE", f"sqlite:///{tmp_path}/none/daybrief.db")
    for command in ("run", "migrate", "stats"):
        code, said = says(command)
        assert code == 2
        assert "cannot be opened" in said


def test_a_server_that_is_not_there_gets_a_sentence(settings: pytest.MonkeyPatch, unused_tcp_port: int) -> None:
    """Nothing was sent, nothing is lost, the exit code says so."""
    settings.setenv("DAYBRIEF_TELEGRAM_TOKEN", TOKEN)
    settings.setenv("DAYBRIEF_TELEGRAM_API", f"http://127.0.0.1:{unused_tcp_port}")
    code, said = says("run")
    assert code == 2
    assert "Telegram cannot be reached" in said
    assert TOKEN not in said


def test_the_database_is_made_and_counted(settings: pytest.MonkeyPatch) -> None:
    """A second migration changes nothing; an empty installation adds up."""
    assert says("migrate") == says("migrate") == (0, "The database has this version's schema.\n")
    code, said = says("stats")
    assert code == 0
    assert "Tampa Bay" in said
    assert "NO" not in said


def test_the_settings_in_force_are_shown_without_the_token(settings: pytest.MonkeyPatch) -> None:
    """`daybrief config` may be pasted anywhere."""
    settings.setenv("DAYBRIEF_TELEGRAM_TOKEN", TOKEN)
    code, said = says("config")
    assert code == 0
    assert "(set)" in said
    assert "a" * 10 not in said


def test_an_unknown_command_is_refused() -> None:
    """Like every program does it."""
    code, said = says("telephone")
    assert code == 2
    assert "telephone" in said
