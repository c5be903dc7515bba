"""Reading the newsroom's files: what is right is read as it stands, what is wrong is named, all of it at once."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from briefings.sample.newsroom import FOLDER, SampleError, load

OUTLETS = '[[outlet]]\nslug = "reed"\nname = "Reed Post"\ntagline = "By the lake"\nlatest = "rss"\ntop = "atom"\n'
NEWSLETTERS = (
    '[[newsletter]]\nslug = "lake"\ntitle = "Lake"\npromise = "News of the lake."\nkind = "city"\n'
    'zone = "America/Chicago"\nslots = ["morning"]\n'
)
ARTICLE = """
[[article]]
outlet = "reed"
day = 1
at = "06:05"
event = "ice"
title = "The ice on Reed's lake is 12 inches thick"
author = "Ada Fenn"
text = '''
The ice is thick. It is
also white.

**By the numbers:**
- 12 inches.
- 3 sheds.
'''
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small newsroom that is right."""
    (tmp_path / "stories").mkdir()
    (tmp_path / "outlets.toml").write_text(OUTLETS)
    (tmp_path / "newsletters.toml").write_text(NEWSLETTERS)
    (tmp_path / "stories" / "lake.toml").write_text(ARTICLE)
    return tmp_path


def test_an_article_is_read_with_its_paragraphs_bullets_and_time(folder: Path) -> None:
    """Wrapped lines are one paragraph, each bullet is one, the time is New York's."""
    article = load(folder).articles[0]
    assert article.paragraphs == (
        "The ice is thick. It is also white.",
        "**By the numbers:**",
        "- 12 inches.",
        "- 3 sheds.",
    )
    assert article.labelled
    assert article.first_sentence == "The ice is thick"
    assert article.path == "/reed/the-ice-on-reeds-lake-is-12-inches-thick"
    assert article.published(date(2026, 7, 1)) == datetime(2026, 7, 1, 10, 5, tzinfo=UTC)
    assert article.published(date(2026, 1, 1)) == datetime(2026, 1, 1, 11, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("found", "put", "said"),
    [
        ('outlet = "reed"', "", "outlet is missing"),
        ('outlet = "reed"', 'outlet = "wren"', 'there is no outlet "wren"'),
        ("day = 1", "day = 3", "day 3 is none of 0, 1, 2"),
        ("day = 1", 'day = "1"', "day is not a whole number"),
        ("day = 1", "day = true", "day is not a whole number"),
        ('"06:05"', '"6:5"', '"6:5" is not a time'),
        ('"06:05"', '"24:00"', '"24:00" is not a time'),
        ('event = "ice"', 'event = "The Ice"', '"The Ice" is not a slug'),
        ('author = "Ada Fenn"', 'author = " "', "author is empty"),
        ('author = "Ada Fenn"', 'auther = "Ada Fenn"', "auther is not a key I know"),
        ('author = "Ada Fenn"', 'author = "Ada Fenn"\nalso = ["sea"]', 'also names "sea"'),
        ('author = "Ada Fenn"', 'author = "Ada Fenn"\nalso = ["lake"]', 'also names "lake"'),
        ('author = "Ada Fenn"', 'author = "Ada Fenn"\nalso = [1]', "also is not a list of texts"),
        ('author = "Ada Fenn"', 'author = "Ada Fenn"\nteaser = "yes"', "teaser is not true or false"),
        ("The ice is thick. It is\nalso white.", "- The ice is thick.", "begins with a bullet"),
        ("[[article]]", "[[articles]]", "there is no [[article]]"),
        ("[[article]]", "[[article", "lake.toml: "),
    ],
)
def test_a_wrong_article_is_named(folder: Path, found: str, put: str, said: str) -> None:
    """The message tells the file and what is wrong there."""
    path = folder / "stories" / "lake.toml"
    path.write_text(path.read_text().replace(found, put, 1))
    with pytest.raises(SampleError) as caught:
        load(folder)
    assert said in str(caught.value)
    assert "lake.toml" in str(caught.value)


def test_all_mistakes_of_all_files_are_named_at_once(folder: Path) -> None:
    """Nobody must mend them one run at a time."""
    (folder / "outlets.toml").write_text(OUTLETS.replace('"rss"', '"fax"'))
    (folder / "newsletters.toml").write_text(NEWSLETTERS.replace('slug = "lake"', 'slug = "The Lake"'))
    with pytest.raises(SampleError) as caught:
        load(folder)
    assert '"fax" is none of rss' in str(caught.value)
    assert '"The Lake" is not a slug' in str(caught.value)


def test_a_missing_file_is_named(folder: Path) -> None:
    """A newsletter without stories is a mistake, not an empty newsletter."""
    (folder / "stories" / "lake.toml").unlink()
    with pytest.raises(SampleError, match=r"lake\.toml"):
        load(folder)


def test_two_articles_may_not_share_an_address(folder: Path) -> None:
    """The second would never be seen."""
    (folder / "stories" / "lake.toml").write_text(ARTICLE + ARTICLE)
    with pytest.raises(SampleError, match="two articles have the address"):
        load(folder)


def test_the_newsroom_that_comes_along_survives_a_move(tmp_path: Path) -> None:
    """Nothing is read from outside its folder."""
    shutil.copytree(FOLDER, tmp_path / "moved")
    assert load(tmp_path / "moved") == load()
