"""The `daybrief` command: one clear sentence and an exit code for what it cannot do."""

import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
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
    done = CliRunner(env={"COLUMNS": "200"}).invoke(app, [*words])
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


def test_the_database_is_made_and_counted(settings: pytest.MonkeyPatch) -> None:
    """A second migration changes nothing; an empty installation adds up."""
    assert says("migrate") == says("migrate") == (0, "The database has this version's schema.\n")
    code, said = says("stats")
    assert code == 0
    assert "Tampa Bay" in said
    assert "NO" not in said


@pytest.mark.parametrize("kept", ["none", "another's", "older", "newer", "no database"])
def test_who_only_counts_changes_nothing(settings: pytest.MonkeyPatch, tmp_path: Path, kept: str) -> None:
    """Where it cannot count it says why and what to do, and leaves the file as it is, byte for byte."""
    file = tmp_path / "daybrief.db"
    scripts = {
        "another's": "CREATE TABLE songs (id INTEGER)",
        "older": "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('0001')",
        "newer": "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('9999')",
    }
    if kept in scripts:
        with closing(sqlite3.connect(file)) as database:
            database.executescript(scripts[kept])
    elif kept == "no database":
        file.write_text("a shopping list " * 100, encoding="utf-8")
    before = file.read_bytes() if file.exists() else None
    code, said = says("stats")
    assert code == 2
    assert len(said.strip().splitlines()) == 1
    hints = {"none": "no such file", "another's": "Name another", "older": "daybrief migrate", "newer": "Update"}
    assert hints.get(kept, "not a database") in said
    assert (file.read_bytes() if file.exists() else None) == before
    assert list(tmp_path.iterdir()) == ([file] if before is not None else [])


def test_a_ledger_that_does_not_add_up_is_said_and_ends_with_one(settings: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Three were planned at seven, and of them there is nothing: a script of the operator's can see that."""
    assert says("migrate")[0] == 0
    with closing(sqlite3.connect(tmp_path / "daybrief.db")) as database:
        database.execute("INSERT INTO sends VALUES ('2026-11-24 07:00:00.000000', 1, 3)")
        database.commit()
    code, said = says("stats")
    assert code == 1
    assert re.search(r"due 2026-11-24 07:00 UTC +3( +0){5} +NO", said)
    assert re.search(r"all that is kept +3( +0){5} +NO", said)
    assert "does not add up" in said


def test_a_send_that_is_under_way_says_when_the_last_reader_has_theirs(
    settings: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """At the set pace; Telegram's silence comes first."""
    settings.setenv("DAYBRIEF_MESSAGES_PER_SECOND", "1")
    assert says("migrate")[0] == 0
    with closing(sqlite3.connect(tmp_path / "daybrief.db")) as database:
        due, many = "2026-11-24 07:00:00.000000", range(1, 61)
        database.executemany(
            "INSERT INTO readers (id, chat_id, kind, standing, created_at, changed_at) "
            "VALUES (?, ?, 'private', 'active', ?, ?)",
            [(one, one, due, due) for one in many],
        )
        database.executemany(
            "INSERT INTO deliveries (reader_id, local_date, slot, due_at, expires_at, lane, state, planned_at) "
            "VALUES (?, '2026-11-24', 'morning', ?, ?, 1, 'planned', ?)",
            [(one, due, due, due) for one in many],
        )
        database.execute("INSERT INTO sends VALUES (?, 1, 60)", (due,))
        database.execute("INSERT INTO marks VALUES ('flood_until', '2999-11-24T07:30:00+00:00')")
        database.commit()
    code, said = says("stats")
    assert code == 0
    assert re.search(r"due 2026-11-24 07:00 UTC +60 +0 +0 +0 +0 +60 +yes +at about 07:31", said)


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
