"""Strict parameters: every request is checked against the Bot API's own names and types.

Stricter than Telegram on purpose, so that a misspelt parameter is found here: unknown parameters are refused (Telegram
ignores them), a JSON body must have real numbers and booleans (Telegram also takes strings), and a form field that is
a boolean must be `true` or `false`. Objects and arrays may be real JSON or a JSON-encoded string, as Telegram has it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

INTEGER = re.compile(r"-?\d{1,19}")
FLOAT = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in a multipart body."""

    name: str
    content_type: str
    content: bytes


CLASSES: Mapping[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
    "String": (str,),
    "InputFile": (Upload,),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a value is refused, as the words after "Bad Request: "."""

    text: str


Table = Mapping[str, tuple[list[str], bool]]


@dataclass(frozen=True, slots=True)
class Spec:
    """The methods and types the stand-in knows."""

    methods: Mapping[str, Table]
    types: Mapping[str, Table]
    unions: Mapping[str, list[str]]

    def method(self, name: str) -> str | None:
        """The method's own spelling; names are not case sensitive."""
        return next((known for known in self.methods if known.lower() == name.lower()), None)

    def read(self, method: str, raw: Mapping[str, Any], *, form: bool) -> dict[str, Any] | Wrong:
        """The parameters of `method` with their types made right; `form` where all values came as text."""
        table = self.methods[method]
        read: dict[str, Any] = {}
        for name, value in raw.items():
            if name not in table:
                return Wrong(f'unknown parameter "{name}" of the method {method}')
            value_read = self._any_of(value, table[name][0], name, form=form)
            if isinstance(value_read, Wrong):
                return value_read
            read[name] = value_read
        missing = [name for name, (_, required) in table.items() if required and name not in read]
        return Wrong(_missing(missing[0])) if missing else read

    def _any_of(self, value: Any, kinds: list[str], where: str, *, form: bool) -> Any:
        """The first of `kinds` that takes the value; else the most telling refusal, the last one's."""
        result: Any = Wrong(f"no type for {where}")
        for kind in kinds:
            result = self._one(value, kind, where, form=form)
            if not isinstance(result, Wrong):
                return result
        if len(kinds) > 1 and all(kind in self.types for kind in kinds):
            return self._nearest(value, kinds, where)
        return result

    def _nearest(self, value: Any, kinds: list[str], where: str) -> Any:
        """The refusal of the type that shares the most field names with what was sent."""
        decoded = _decoded(value)
        names = set(decoded) if isinstance(decoded, dict) else set()
        return self._one(value, max(kinds, key=lambda kind: len(names & set(self.types[kind]))), where, form=False)

    def _one(self, value: Any, kind: str, where: str, *, form: bool) -> Any:
        if kind.startswith("Array of "):
            return self._array(value, kind.removeprefix("Array of "), where)
        if kind in self.unions:
            return self._any_of(value, self.unions[kind], where, form=False)
        if kind in self.types:
            return self._object(value, kind, where)
        return _primitive(value, kind, where, form=form)

    def _array(self, value: Any, kind: str, where: str) -> Any:
        value = _decoded(value)
        if not isinstance(value, list):
            return Wrong(f"can't parse {where}: expected an Array of {kind}")
        items = [self._one(item, kind, f"{where}[{place}]", form=False) for place, item in enumerate(value)]
        return next((item for item in items if isinstance(item, Wrong)), items)

    def _object(self, value: Any, kind: str, where: str) -> Any:
        value = _decoded(value)
        if not isinstance(value, dict):
            return Wrong(f"can't parse {where}: expected a JSON object {kind}")
        table = self.types[kind]
        unknown = [name for name in value if name not in table]
        if unknown:
            return Wrong(f'can\'t parse {where}: unknown field "{unknown[0]}" of {kind}')
        missing = [name for name, (_, required) in table.items() if required and name not in value]
        if missing:
            return Wrong(f"can't parse {where}: Can't find field \"{missing[0]}\"")
        read = {name: self._any_of(item, table[name][0], f"{where}.{name}", form=False) for name, item in value.items()}
        return next((item for item in read.values() if isinstance(item, Wrong)), read)


def load() -> Spec:
    """The table shipped beside this module, made by `build_spec`."""
    table = json.loads(files(__package__).joinpath("spec.json").read_text(encoding="utf-8"))
    return Spec(table["methods"], table["types"], table["unions"])


def _decoded(value: Any) -> Any:
    """A JSON-encoded string opened; anything else, and text that is no JSON, as it is."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _primitive(value: Any, kind: str, where: str, *, form: bool) -> Any:
    if form and isinstance(value, str):
        value = _opened(value, kind)
    if isinstance(value, CLASSES[kind]) and not (isinstance(value, bool) and kind != "Boolean"):
        return value
    return Wrong(f'wrong type of the parameter "{where}": expected {kind}')


def _opened(value: str, kind: str) -> Any:
    """A number or boolean out of a form field; the text itself where it is neither."""
    match kind:
        case "Integer" if INTEGER.fullmatch(value):
            return int(value)
        case "Float" if FLOAT.fullmatch(value):
            return float(value)
        case "Boolean" if value in ("true", "false"):
            return value == "true"
        case _:
            return value


def _missing(name: str) -> str:
    """Telegram's own words where it has some."""
    known = {
        "text": "message text is empty",
        "chat_id": "chat_id is empty",
        "document": "there is no document in the request",
    }
    return known.get(name, f'parameter "{name}" is required')
