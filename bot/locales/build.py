"""Brings the catalogues up to date with the texts in the code and compiles them: `make texts`.

A text is what the functions of `bot.telegram.language` are called with, as a literal. New ones come without a
translation, and a test fails until they have one; those that are gone are dropped. Needs Babel, which the bot does not.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
SOURCES = HERE.parent
KEYWORDS: dict[str, tuple[int, ...] | None] = {"tr": None, "trn": (1, 2), "blocks": None, "later": None}
NAME = "daybrief"
COMMENT = (
    "# The texts of Daybrief's interface in this language. `make texts` keeps the list; translate what is empty.\n#"
)


def texts() -> list[str | tuple[str, ...]]:
    """Every text in the code, each once; a tuple is one that depends on a count."""
    found = extract_from_dir(SOURCES, keywords=KEYWORDS)
    return sorted({message for _, _, message, _, _ in found}, key=str)


def path(language: str) -> Path:
    """Where a language's catalogue lies, as people edit it."""
    return HERE / language / "LC_MESSAGES" / f"{NAME}.po"


def read(language: str) -> Catalog:
    """A language's catalogue; an empty one where there is none yet."""
    if not path(language).exists():
        return Catalog(locale=language)
    with path(language).open("rb") as file:
        return read_po(file, locale=language)


def current(language: str) -> Catalog:
    """The catalogue with exactly the texts of the code, as far as they are translated."""
    before = read(language)
    after = Catalog(locale=language, header_comment=COMMENT, fuzzy=False)
    for text in texts():
        known = before.get(text[0] if isinstance(text, tuple) else text)
        after.add(text, known.string if known is not None and known.id == text else "")
    return after


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue in the form that is read at run time."""
    into = BytesIO()
    write_mo(into, catalogue)
    return into.getvalue()


def without_dates(catalogue: Catalog) -> bytes:
    """The catalogue as text, with no header that changes from day to day."""
    into = BytesIO()
    write_po(into, catalogue, width=110, sort_output=True, no_location=True)
    dated = (
        "Project-Id-Version",
        "Report-Msgid",
        "POT-Creation",
        "PO-Revision",
        "Last-Tr",
        "Language-Team",
        "Generated",
    )
    lines = into.getvalue().decode().split("\n")
    return "\n".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in dated))).encode()


def main() -> None:
    """Write both forms of every catalogue."""
    for folder in sorted(one for one in HERE.iterdir() if (one / "LC_MESSAGES").is_dir()):
        language = folder.name
        path(language).write_bytes(without_dates(current(language)))
        path(language).with_suffix(".mo").write_bytes(compiled(read(language)))


if __name__ == "__main__":
    main()
