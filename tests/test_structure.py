"""The rules of the house that no linter knows: small files, small functions, honest names, locks that name no index."""

import ast
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
SKIPPED = re.compile(r"\.git|\.venv|\.hypothesis|\..+_cache|__pycache__|build|dist|.+\.egg-info")
MEDIAN_FILE, LONGEST_FILE = 120, 450
MEDIAN_FUNCTION, LONGEST_FUNCTION = 8, 50
MOST_DEPENDENCIES = 20
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "base", "misc"}
MACHINE_PATHS = re.compile("/" + r"(?:work|root)/")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def tracked() -> list[Path]:
    """The project's own files: what git tracks or would, or without git all but what tools leave behind."""
    git = shutil.which("git")
    if git is not None and (ROOT / ".git").exists():
        command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
        names = [ROOT / name for name in listed.split("\0") if name]
    else:
        names = [path for path in ROOT.rglob("*") if not any(map(SKIPPED.fullmatch, path.relative_to(ROOT).parts))]
    return [path for path in names if path.is_file()]


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """Every file of the project."""
    return tracked()


def python(files: list[Path], *folders: str) -> list[Path]:
    """The Python files under some top folders."""
    return [path for path in files if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders]


def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[Function]:
    """All functions of a file, methods and inner ones included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    """Lines from `def` to the end, without decorators and docstring."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    told = function.body[0]
    return lines - ((told.end_lineno or 0) - told.lineno + 1)


def dependencies() -> list[str]:
    """The names of the direct runtime dependencies, as packages are compared (PEP 503)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.match(r"[A-Za-z0-9._-]+", line) for line in project["dependencies"]]
    return [re.sub(r"[-_.]+", "-", name[0]).lower() for name in names if name]


def test_files_are_small(files: list[Path]) -> None:
    """Half of the product's files have 120 lines at most; no file, tests included, has more than 450."""
    assert median(line_count(path) for path in python(files, "bot", "briefings")) <= MEDIAN_FILE
    counts = {str(path.relative_to(ROOT)): line_count(path) for path in python(files, "bot", "briefings", "tests")}
    assert {name: count for name, count in counts.items() if count > LONGEST_FILE} == {}


def test_functions_are_small(files: list[Path]) -> None:
    """Half of the product's functions have 8 lines at most, docstring left out; none has more than 50."""
    sizes = {
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}": length(function)
        for path in python(files, "bot", "briefings")
        for function in functions(path)
    }
    assert median(sizes.values()) <= MEDIAN_FUNCTION
    assert {name: size for name, size in sizes.items() if size > LONGEST_FUNCTION} == {}


def test_every_module_is_named_by_what_it_holds(files: list[Path]) -> None:
    """No module is called by a word that fits anything."""
    modules = python(files, "bot", "briefings", "tests")
    empty = [path for path in modules if EMPTY_NAMES & {path.stem.removeprefix("test_"), path.parent.name}]
    assert empty == []


def test_lock_files_name_no_index() -> None:
    """They pin versions and hashes and say nothing of where packages come from: that is the machine's to know."""
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-peers.lock", "requirements-train.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        options = [line for line in text.splitlines() if re.search(r"https?://|^\s*-(?!-hash=sha256:)", line)]
        assert options == [], name


def test_no_file_knows_the_machine_it_was_written_on(files: list[Path]) -> None:
    """No text names a folder of somebody's own machine."""
    found = []
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in MACHINE_PATHS.finditer(text)]
    assert found == []


def test_every_dependency_earns_its_line() -> None:
    """At most twenty direct ones, each with its reason in the table of the decision."""
    names = dependencies()
    assert names
    assert len(names) <= MOST_DEPENDENCIES
    page = (ROOT / "docs" / "decisions" / "dependencies.md").read_text(encoding="utf-8")
    cells = [line.split("|")[1] for line in page.splitlines() if line.startswith("|")]
    listed = {re.sub(r"[-_.]+", "-", name.strip()).lower() for cell in cells for name in cell.split(",")}
    assert set(names) - listed == set()
