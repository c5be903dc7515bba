"""What the documents say is there: paths, names, quotations, the picture of a part's states, links."""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.config import PREFIX, Settings
from bot.delivery.model import TRANSITIONS
from bot.telegram.callbacks import Verb, pack
from bot.telegram.screens.choosing import START

ROOT = Path(__file__).parents[1]
TOUR = ROOT / "docs" / "tour.md"
NAMING = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]
"""The documents that name code."""
INSIDE = re.compile(r"(?:bot|briefings|tests|docs|deploy|\.ci)/\S*")
FILE = re.compile(r"[\w.-]+\.(?:py|toml|tsv|md|json|lock|png)")
DOTTED = re.compile(r"(?:bot|briefings|tests)(?:\.\w+)+(?:\(\))?")
NAME = re.compile(r"[A-Z]\w*(?:\.\w+)*|\w+(?:\.\w+)*\(\)|[A-Za-z]\w*(?:\.\w+)+")
"""A class, a constant, something that is called, something inside something."""
ELSEWHERE = frozenset({PREFIX + "DATA", "INFO"})
"""Words of these forms that are no names of ours; nor are the sets of real articles."""


def documents() -> list[Path]:
    """Every Markdown file of the project, none that tools or an environment brought along."""
    found = (path for path in ROOT.rglob("*.md") if path.is_file())
    return sorted(path for path in found if not _is_brought(path.relative_to(ROOT)))


def _is_brought(path: Path) -> bool:
    return any(part.startswith(".") or part.endswith((".egg-info", "__")) for part in path.parts[:-1])


def spans(document: Path) -> list[str]:
    """What stands in backticks in running text."""
    return re.findall(r"`([^`\n]+)`", _without_fences(document.read_text(encoding="utf-8")))


def fences(document: Path, language: str) -> list[str]:
    """The blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", document.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def _without_fences(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)


def unknown(span: str) -> str | None:
    """What is wrong with a span that names something of the project; None where all is well, or it names nothing."""
    if span in ELSEWHERE or span.endswith(".jsonl"):
        return None
    if span.startswith(PREFIX):
        field = span.removeprefix(PREFIX).lower()
        return None if field in Settings.model_fields else f"there is no setting {span}"
    if INSIDE.fullmatch(span) or FILE.fullmatch(span):
        return None if _is_path(span) else f"there is no file or folder {span}"
    if DOTTED.fullmatch(span):
        return None if _resolves(span.removesuffix("()")) else f"nothing is called {span}"
    if NAME.fullmatch(span):
        return None if span.removesuffix("()") in names() else f"nothing in the code is called {span}"
    return None


def _is_path(span: str) -> bool:
    return (ROOT / span).exists()


def _resolves(dotted: str) -> bool:
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        return _has(found, parts[length:])
    return False


def _has(holder: object, names: list[str]) -> bool:
    for name in names:
        fields = getattr(holder, "__dataclass_fields__", {})
        if not hasattr(holder, name) and name not in fields:
            return False
        holder = getattr(holder, name, None)
    return True


@cache
def names() -> frozenset[str]:
    """Every name that our code or our tests define or import, members also behind their class."""
    return frozenset(name for path in _modules() for name in _names(ast.parse(path.read_text(encoding="utf-8")).body))


def _modules() -> Iterator[Path]:
    return (path for folder in ("bot", "briefings", "tests") for path in sorted((ROOT / folder).rglob("*.py")))


def _names(body: list[ast.stmt], holder: str = "") -> Iterator[str]:
    for statement in body:
        match statement:
            case ast.ClassDef(name=name):
                yield holder + name
                yield from _names(statement.body, f"{holder}{name}.")
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield from (holder + name, name)
            case ast.Assign(targets=[*targets]):
                yield from (holder + target.id for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield holder + name
            case ast.ImportFrom(names=aliases) | ast.Import(names=aliases):
                yield from (alias.asname or alias.name for alias in aliases)


@cache
def code() -> tuple[list[str], ...]:
    """The lines of every module, without indentation."""
    return tuple([line.strip() for line in path.read_text(encoding="utf-8").splitlines()] for path in _modules())


def _stands_somewhere(lines: list[str]) -> bool:
    """Whether the lines follow each other in one module."""
    return any(
        module[at : at + len(lines)] == lines
        for module in code()
        for at in range(len(module) - len(lines) + 1)
        if module[at] == lines[0]
    )


def anchors(document: Path) -> set[str]:
    """The headings of a document as the ends of links."""
    headings = re.findall(r"^#+ (.+)$", _without_fences(document.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def wrong_links(document: Path) -> list[str]:
    """The relative links, of texts and of pictures, that lead nowhere."""
    targets = re.findall(r"\]\(([^)\s]+)\)", _without_fences(document.read_text(encoding="utf-8")))
    return [target for target in targets if not re.match(r"[a-z]+:", target) and not _leads(document, target)]


def _leads(document: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    end = document.parent / path if path else document
    return end.exists() and (not anchor or anchor in anchors(end))


@pytest.mark.parametrize("document", NAMING, ids=lambda document: document.name)
def test_what_a_document_names_exists(document: Path) -> None:
    """Every path, module, class, function and setting in backticks is there."""
    assert [wrong for span in spans(document) if (wrong := unknown(span))] == []


def test_a_name_that_is_not_there_is_found_out() -> None:
    """The check above would notice a renamed module, member, function, file and setting."""
    gone = (
        "briefings.feeds.pull",
        "bot.delivery.model.PartState.LOST",
        "Poller.pull",
        "Pullers",
        "pulled_apart()",
        "bot/delivery/pull.py",
        "pull.toml",
        "DAYBRIEF_PULL",
    )
    assert [span for span in gone if unknown(span) is None] == []


@pytest.mark.parametrize("document", documents(), ids=lambda document: str(document.relative_to(ROOT)))
def test_relative_links_lead_somewhere(document: Path) -> None:
    """No link or picture of a document points at a file or heading that is not there."""
    assert wrong_links(document) == []


def test_a_link_that_leads_nowhere_is_found_out(tmp_path: Path) -> None:
    """A missing file, a missing heading and a missing picture are told from links that lead."""
    page = tmp_path / "page.md"
    page.write_text("# One\n[a](b.md) [c](#two) ![d](e.png) [f](page.md#one) [g](https://news.example/)\n", "utf-8")
    assert wrong_links(page) == ["b.md", "#two", "e.png"]


def test_the_tours_quotations_are_the_code() -> None:
    """What the tour quotes stands so in a module; "..." leaves lines out."""
    quoted = [block.strip("\n") for block in fences(TOUR, "python")]
    assert quoted
    for block in quoted:
        for piece in re.split(r"^\s*\.\.\.\s*$", block, flags=re.MULTILINE):
            lines = [line.strip() for line in piece.strip().splitlines()]
            assert _stands_somewhere(lines), piece


def test_the_tours_picture_of_a_parts_states_is_the_table() -> None:
    """Every arrow of the diagram is a transition, and every transition has its arrow."""
    (diagram,) = fences(TOUR, "mermaid")
    arrows = re.findall(r"^\s*(\w+) --> (\w+): (\w+)$", diagram, re.MULTILINE)
    table = [(before.value, after.value, event.value) for (before, event), after in TRANSITIONS.items()]
    assert sorted(arrows) == sorted(table)


def test_the_tours_button_carries_what_the_code_packs() -> None:
    """The payload in the tour is the one of a tap on Denver in the first minute."""
    assert pack(Verb.TOGGLE, START, "+denver") in spans(TOUR)
