"""Every text of the interface is translated, and what is compiled is what people edit."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.locales.build import path, read, texts
from bot.telegram.language import ENGLISH, LANGUAGES

BOT = Path(__file__).parents[3] / "bot"
DRAWN = sorted(
    one
    for folder in ("telegram/screens", "telegram/handlers", "telegram")
    for one in (BOT / folder).glob("*.py")
    # Operators are spoken with in English; the rest says nothing to readers.
    if one.stem
    not in {"office", "admin", "answers", "request", "desk", "library", "registry", "receive", "lanes", "measure"}
)
WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+")
SAID_TO_NOBODY = {
    "<blockquote expandable>",
    "English",
    "Español",
    "Etc/",
    "Telegram cannot be reached: ",
    "Telegram does not know this token; ask BotFather for a new one.",
    "all of them",
    "an answer that is not a list of updates",
    "an answer without a message",
    "in the ",
    "unreadable update: ",
}
"""What people type, names of zones and languages, and the log."""
HARMLESS = {"tr", "trn", "blocks", "later", "Code", "compile", "fullmatch", "sub"}
"""Functions whose words are translated, are typed letter by letter, or are patterns."""
PLACES = re.compile(r"\{\w+\}")

languages = pytest.mark.parametrize("language", [code for code in LANGUAGES if code != ENGLISH])


@languages
def test_every_text_is_translated(language):
    """None is missing, none is left over: `make texts` brings the list up to date."""
    catalogue = read(language)
    assert {message.id for message in catalogue if message.id} == set(texts())
    empty = [message.id for message in catalogue if message.id and not all(_forms(message.string))]
    assert empty == []
    assert not any(message.fuzzy for message in catalogue if message.id)


@languages
def test_every_place_is_filled_in_every_translation(language):
    """One that is lost would lose a time; one that is new has nothing to stand there."""
    for message in read(language):
        pairs = zip(_forms(message.id), _forms(message.string), strict=True) if message.id else ()
        for text, form in pairs:
            assert set(PLACES.findall(form)) == set(PLACES.findall(text)), message.id


@languages
def test_what_is_compiled_is_what_people_edit(language):
    """`make texts` compiles."""
    with path(language).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in read(language):
        if isinstance(message.id, tuple):
            assert [compiled.ngettext(*message.id, count) for count in (1, 2)] == list(message.string)
        elif message.id:
            assert compiled.gettext(message.id) == message.string


@pytest.mark.parametrize("module", DRAWN, ids=lambda one: f"{one.parent.name}/{one.stem}")
def test_no_text_goes_past_the_catalogues(module):
    """A sentence in the code that no function of the language sees would stay English for everybody."""
    assert set(_loose(ast.parse(module.read_text(encoding="utf-8")))) - SAID_TO_NOBODY == set()


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple | list) else (text,)


def _loose(tree: ast.Module) -> Iterator[str]:
    """The literals with words in them, but for docstrings, names of errors and what `HARMLESS` takes."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        words = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if WORDS.search(words) and not any(_excuses(*step) for step in _upwards(node, parents)):
            yield words


def _upwards(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[tuple[ast.AST, ast.AST]]:
    while node in parents:
        yield parents[node], node
        node = parents[node]


def _excuses(parent: ast.AST, child: ast.AST) -> bool:
    match parent:
        case ast.Expr():
            return True
        case ast.Raise():
            return True
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name in HARMLESS and child in parent.args
    return False
