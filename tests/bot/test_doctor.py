"""`daybrief doctor` tries everything and says what is wrong with what."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from bot.config import Settings
from bot.doctor import examine
from briefings.writing.linear import LinearScorer
from tests.end_to_end.town import Town


def settings(town: Town, tmp_path: Path, **more: object) -> Settings:
    catalogue = tmp_path / "list.toml"
    catalogue.write_text(town.newsroom.catalogue_toml(), encoding="utf-8")
    values: dict[str, object] = {
        "telegram_token": town.telegram.token,
        "telegram_api": town.telegram.url,
        "database": f"sqlite:///{tmp_path / 'doctor.db'}",
        "catalogue": catalogue,
        "allow_loopback": True,
    }
    return Settings(**(values | more))  # type: ignore[arg-type]


async def said(of: Settings) -> tuple[bool, str]:
    paper = io.StringIO()
    well = await examine(of, Console(file=paper, width=240))
    return well, paper.getvalue()


async def test_a_healthy_installation_is_listed_source_by_source(tmp_path: Path) -> None:
    """The bot's name, and a line a source with its status."""
    async with Town(tmp_path) as town:
        well, words = await said(settings(town, tmp_path))
    assert well
    assert "@daybrief_demo_bot" in words
    assert "Front Range Post" in words
    assert "failed" not in words


async def test_a_writer_without_numpy_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its briefs are worse, and nothing else shows it; where all is there, nothing is said."""
    async with Town(tmp_path) as town:
        of = settings(town, tmp_path, telegram_token="123456:" + "x" * 35)
        assert "numpy" not in (await said(of))[1]
        monkeypatch.setattr("bot.doctor.best", LinearScorer)
        assert "numpy is not installed" in (await said(of))[1]


async def test_a_wrong_token_ends_the_examination_with_its_sentence(tmp_path: Path) -> None:
    """Without it there is no use in the rest."""
    async with Town(tmp_path) as town:
        well, words = await said(settings(town, tmp_path, telegram_token="123456:" + "x" * 35))
    assert not well
    assert "does not know this token" in words


@pytest.mark.parametrize("broken", ["catalogue", "database"])
async def test_what_cannot_be_opened_is_said(tmp_path: Path, broken: str) -> None:
    """The list or the database."""
    wrong = {"catalogue": tmp_path / "none.toml", "database": f"sqlite:///{tmp_path}/none/x.db"}
    async with Town(tmp_path) as town:
        well, words = await said(settings(town, tmp_path, **{broken: wrong[broken]}))
    assert not well
    assert "cannot be" in words


async def test_sources_that_are_all_dead_make_it_fail(tmp_path: Path) -> None:
    """Each with its reason."""
    async with Town(tmp_path) as town:
        dead = settings(town, tmp_path)
        await town.newsroom.stop()
        well, words = await said(dead)
    assert not well
    assert "failed" in words
