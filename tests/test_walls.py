"""The walls of the house: who may import whom, and what may stand nowhere; a breach is told with file and line."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

GROUND = {"errors"}
SHELF = {*GROUND, "paths", "files"}
BELOW = {*SHELF, "models", "rules", "register", "papers", "exchange", "services", "machine"}
MAY_IMPORT = {
    "errors": set(),
    "machine": set(),
    "paths": GROUND,
    "files": GROUND,
    "models": {*GROUND, "models"},
    "rules": {*GROUND, "models", "rules"},
    "register": {*SHELF, "models", "rules", "register"},
    "papers": {*SHELF, "models", "rules", "papers"},
    "exchange": {*SHELF, "models", "rules", "register", "exchange"},
    "services": {*SHELF, "models", "rules", "register", "papers", "exchange", "services"},
    "cli": {*BELOW, "cli", "app"},
    "ui": {*BELOW, "ui"},
    "app": {*BELOW, "ui", "app"},
    "__main__": {*BELOW, "cli", "app"},
}
"""Each part of the package and the parts that it may import. A new part gets a line here, or the test fails."""

QT = {"PySide6", "shiboken6", "qtawesome", "qtpy"}
ONLY_WITH = {
    "rules": {"holidays", "dateutil"},
    "machine": set(),
    "errors": set(),
    "files": set(),
}
"""Parts that may use the standard library and these libraries alone."""
EXCEPTIONS = {(f"secdesk.rules.{noun}", "sqlalchemy") for noun in ("status", "in_force", "naming")}
"""Rules over records that lists, papers and commands must read alike: status, settings in force, names."""

NO_CLOCK = {"models", "rules", "papers", "exchange", "services"}
CLOCKS = re.compile(r"\b(date\.today|datetime\.(today|now|utcnow)|time\.time)$")
UNSAFE_MODULES = {"pickle", "shelve", "marshal", "dill"}
UNSAFE_NAMES = {
    "extractall": "unpacks whatever an archive says",
    "setHtml": "reads a person's text as markup",
    "insertHtml": "reads a person's text as markup",
    "QDateEdit": "cannot be empty and guesses years; the project has its own date field",
}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
MACHINE_PATH = re.compile(r"(?<![\w./~])(/(home|Users|root|work|opt)/[\w.]|[A-Za-z]:\\{1,2}Users\\)")
LONGEST = 450


@dataclass(frozen=True, slots=True)
class Breach:
    """One place that breaks one rule."""

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words}"


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name, spelt out in full; `at_start` if it happens while the module itself is being imported."""

    line: int
    name: str
    at_start: bool


class Module:
    """One file of the package, read but not run."""

    def __init__(self, root: Path, path: Path) -> None:
        self.file = path.relative_to(root).as_posix()
        self.text = path.read_text(encoding="utf-8")
        self.lines = self.text.splitlines()
        self.tree = ast.parse(self.text)
        parts = path.relative_to(root).with_suffix("").parts
        self.is_package = parts[-1] == "__init__"
        self.name = ".".join(parts[:-1] if self.is_package else parts)
        self.part = parts[1] if len(parts) > 1 else ""
        self.imports = list(self._imports(self.tree, at_start=True))

    def breach(self, line: int, words: str) -> Breach:
        return Breach(self.file, line, words)

    def _imports(self, node: ast.AST, at_start: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                yield from (Import(child.lineno, alias.name, at_start) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                base = self._absolute(child)
                yield from (Import(child.lineno, f"{base}.{alias.name}", at_start) for alias in child.names)
            elif isinstance(child, ast.Call) and (name := named_at_run_time(child)):
                yield Import(child.lineno, name, at_start=False)
            later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or is_for_types_only(child)
            yield from self._imports(child, at_start and not later)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.name.split(".") if self.is_package else self.name.split(".")[:-1]
        return ".".join([*package[: len(package) - node.level + 1], *filter(None, [node.module])])


def named_at_run_time(call: ast.Call) -> str | None:
    """Return the module that `import_module("...")` or `__import__("...")` names."""
    name = ast.unparse(call.func).rpartition(".")[2]
    match call.args:
        case [ast.Constant(value=str(module)), *_] if name in {"import_module", "__import__"}:
            return module
    return None


def is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def read_house(root: Path) -> list[Module]:
    """Read every module of the package."""
    return [Module(root, path) for path in sorted((root / "secdesk").rglob("*.py"))]


# --- the walls ---------------------------------------------------------------------------------------------------


def parts_breached(house: list[Module]) -> Iterator[Breach]:
    """Yield imports of one part of the package by another that may not know it."""
    known = {module.part for module in house if module.part}
    for module in house:
        if module.part in {"", "__init__"}:
            continue
        if module.part not in MAY_IMPORT:
            yield module.breach(1, f"`{module.part}` is not on the map: say in MAY_IMPORT what it may know")
        for one in module.imports:
            top, _, rest = one.name.partition(".")
            part = rest.partition(".")[0]
            if top == "secdesk" and part in known and part not in MAY_IMPORT.get(module.part, set()):
                yield module.breach(one.line, f"{module.part} may not import {part} ({one.name})")


def libraries_breached(house: list[Module]) -> Iterator[Breach]:
    """Yield libraries used on a floor where they have no business."""
    for module in house:
        for one in module.imports:
            library = one.name.partition(".")[0]
            if library in QT and module.part not in {"ui", "app"}:
                yield module.breach(one.line, f"Qt stays in ui and app ({one.name})")
            if library in {"sqlalchemy", "reportlab"} and module.part == "ui":
                yield module.breach(one.line, f"the window reaches past the services ({one.name})")
            if module.part in ONLY_WITH and not is_at_home(library, module):
                yield module.breach(one.line, f"{module.part} is plain Python and may not use {library}")


def is_at_home(library: str, module: Module) -> bool:
    own = {"secdesk", "__future__", *ONLY_WITH[module.part]}
    return library in sys.stdlib_module_names or library in own or (module.name, library) in EXCEPTIONS


def cycles(house: list[Module]) -> Iterator[Breach]:
    """Yield each ring of modules that need one another before any of them is there."""
    modules = {module.name: module for module in house}
    needs = {module.name: dict(needed_at_start(module, modules)) for module in house}
    done: set[str] = set()

    def follow(name: str, way: list[str]) -> Iterator[Breach]:
        if name in way:
            ring = [*way[way.index(name) :], name]
            first, second = next(pairwise(ring))
            yield modules[first].breach(needs[first][second], f"an import cycle: {' -> '.join(ring)}")
        elif name not in done:
            for other in needs[name]:
                yield from follow(other, [*way, name])
            done.add(name)

    for name in needs:
        yield from follow(name, [])


def needed_at_start(module: Module, modules: dict[str, Module]) -> Iterator[tuple[str, int]]:
    """Yield the modules of the package that this one imports while it is being imported, each with the line."""
    for one in module.imports:
        name = one.name
        while name and name not in modules:
            name = name.rpartition(".")[0]
        if one.at_start and name and name != "secdesk" and name != module.name:
            yield name, one.line


def long_modules(house: list[Module]) -> Iterator[Breach]:
    """Yield modules that hold more than one noun, going by their length."""
    for module in house:
        if len(module.lines) > LONGEST:
            yield module.breach(LONGEST + 1, f"{len(module.lines)} lines, {LONGEST} at most: split it by noun")


def unfinished_work(house: list[Module]) -> Iterator[Breach]:
    """Yield the marks of work that was left for later."""
    for module in house:
        for number, line in enumerate(module.lines, 1):
            if found := UNFINISHED.search(line):
                yield module.breach(number, f"unfinished: {found[0]}")


def unsafe_things(house: list[Module]) -> Iterator[Breach]:
    """Yield calls that hand a file or a person's text to an interpreter."""
    for module in house:
        for one in module.imports:
            if one.name.partition(".")[0] in UNSAFE_MODULES:
                yield module.breach(one.line, f"{one.name} runs what it reads")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}:
                yield module.breach(node.lineno, f"{node.func.id}( runs what it reads")
            match node:
                case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) if name in UNSAFE_NAMES:
                    yield module.breach(node.lineno, f"{name} {UNSAFE_NAMES[name]}")


def clocks_read(house: list[Module]) -> Iterator[Breach]:
    """Yield places that ask for today where it must be an argument."""
    for module in house:
        for node in ast.walk(module.tree):
            if module.part in NO_CLOCK and isinstance(node, ast.Call) and CLOCKS.search(ast.unparse(node.func)):
                yield module.breach(node.lineno, f"today is an argument here ({ast.unparse(node)})")


def machine_paths(file: str, text: str) -> Iterator[Breach]:
    """Yield paths that exist on one machine only."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := MACHINE_PATH.search(line):
            yield Breach(file, number, f"a path of one machine: {found[0]}")


WALLS: list[Callable[[list[Module]], Iterator[Breach]]] = [
    parts_breached, libraries_breached, cycles, long_modules, unfinished_work, unsafe_things, clocks_read,
]


# --- the house as it stands --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def house() -> list[Module]:
    return read_house(ROOT)


@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: wall.__name__)
def test_the_house_keeps_its_walls(house: list[Module], wall: Callable[[list[Module]], Iterator[Breach]]) -> None:
    assert len(house) > 5
    found = sorted({str(breach) for breach in wall(house)})
    assert not found, "\n".join(["", *found])


def test_no_file_names_a_path_of_one_machine() -> None:
    folders = [*(ROOT / "secdesk").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    single = [ROOT / name for name in ("run.py", "setup.py", "pyproject.toml", "README.md", ".ci/run")]
    found = [
        str(breach)
        for file in [*folders, *single]
        for breach in machine_paths(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(["", *found])


# --- the checker itself: each wall falls on a bad line, and on no good one ----------------------------------------


def told(root: Path, files: dict[str, str]) -> list[str]:
    """Lay out these files as a package and return what every wall says of it."""
    for name, text in {"secdesk/__init__.py": "", **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    house = read_house(root)
    return [str(breach) for wall in WALLS for breach in wall(house)]


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("models/a.py", "import os\nfrom PySide6.QtCore import QDate", 2),
        ("services/a.py", "def f():\n    import PySide6", 2),
        ("cli.py", "from PySide6 import QtCore", 1),
        ("paths.py", "import importlib\nimportlib.import_module('PySide6.QtCore')", 2),
        ("ui/a.py", "from sqlalchemy.orm import Session", 1),
        ("ui/a.py", "import reportlab.lib", 1),
        ("rules/a.py", "import sqlalchemy", 1),
        ("rules/a.py", "\nimport platformdirs", 2),
        ("rules/a.py", "from secdesk.register import a", 1),
        ("rules/a.py", "from ..register import a", 1),
        ("rules/a.py", "from .. import register", 1),
        ("rules/a.py", "from secdesk import register", 1),
        ("papers/a.py", "import secdesk.register.a", 1),
        ("exchange/a.py", "from secdesk.services import a", 1),
        ("models/a.py", "from secdesk.rules import a", 1),
        ("services/a.py", "from secdesk.ui.a import b", 1),
        ("cli.py", "def f():\n    from secdesk.ui import a", 2),
        ("ui/a.py", "from secdesk.cli import f", 1),
        ("attic/a.py", "", 1),
        ("ui/a.py", "x = 1\n" * 451, 451),
        ("ui/a.py", "x = 1\n# TO" "DO: more", 2),
        ("ui/a.py", "raise NotImplemented" "Error", 1),
        ("register/a.py", "import pickle", 1),
        ("register/a.py", "def f(x):\n    return eval(x)", 2),
        ("register/a.py", "archive.extractall()", 1),
        ("ui/a.py", "view.setHtml(text)", 1),
        ("ui/a.py", "from PySide6.QtWidgets import QDateEdit", 1),
        ("rules/a.py", "import datetime\nx = datetime.date.today()", 2),
        ("papers/a.py", "from datetime import datetime\nx = datetime.now()", 2),
    ],
)
def test_a_bad_line_is_told_with_its_file_and_number(tmp_path: Path, file: str, text: str, line: int) -> None:
    others = {f"secdesk/{name}.py": "" for name in ("register/__init__", "rules/__init__", "services/a", "ui/b", "cli")}
    found = told(tmp_path, {**others, f"secdesk/{file}": text})
    assert [words for words in found if words.startswith(f"secdesk/{file}:{line}: ")], found


def test_good_lines_are_left_in_peace(tmp_path: Path) -> None:
    good = {
        "secdesk/models/__init__.py": "from secdesk.models.base import Base",
        "secdesk/models/base.py": "from sqlalchemy.orm import DeclarativeBase as Base",
        "secdesk/rules/a.py": "import holidays\nfrom dateutil import parser\nfrom secdesk.models import Base",
        "secdesk/rules/status.py": "from sqlalchemy import select",
        "secdesk/register/a.py": "import ast\nx = ast.literal_eval('1')",
        "secdesk/papers/a.py": "import reportlab\nfrom ..models import Base\n# https://example.org/home/x is no path",
        "secdesk/ui/a.py": '"""No setHtml( here."""\nfrom PySide6 import QtCore\nfrom secdesk.models import Base',
        "secdesk/cli.py": "def f():\n    from secdesk import app",
        "secdesk/app.py": "from secdesk.ui import a",
    }
    assert told(tmp_path, good) == []


def test_a_ring_of_imports_is_told_once(tmp_path: Path) -> None:
    ring = {
        "secdesk/models/a.py": "x = 1\nfrom secdesk.models.b import y",
        "secdesk/models/b.py": "from . import c",
        "secdesk/models/c.py": "import secdesk.models.a",
    }
    (found,) = told(tmp_path, {"secdesk/models/__init__.py": "", **ring})
    assert found == (
        "secdesk/models/a.py:2: an import cycle: "
        "secdesk.models.a -> secdesk.models.b -> secdesk.models.c -> secdesk.models.a"
    )


def test_an_import_for_types_or_inside_a_function_makes_no_ring(tmp_path: Path) -> None:
    pair = {
        "secdesk/models/a.py": "import typing\nif typing.TYPE_CHECKING:\n    from secdesk.models.b import y",
        "secdesk/models/b.py": "from secdesk.models.a import x\ndef f():\n    from secdesk.models import a",
    }
    assert told(tmp_path, pair) == []


@pytest.mark.parametrize(
    ("text", "is_bad"),
    [
        ("x = '/ho" "me/jo/register'", True),
        (r"x = 'C:\\Use" r"rs\\jo'", True),
        ("open('/ro" "ot/.config')", True),
        ("see https://example.org/home/page", False),
        ("x = root / 'work' / 'home'", False),
        ("~/home/notes", False),
    ],
)
def test_a_path_of_one_machine_is_told(text: str, is_bad: bool) -> None:
    assert [breach.line for breach in machine_paths("a.py", f"\n{text}")] == ([2] if is_bad else [])
