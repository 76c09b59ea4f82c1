"""The tables of a register as lines of JSON: one object a row, its columns in the order of the schema.

The shape of every table follows from the schema itself, also from that of an older version, so a backup of any version
can be read strictly: a line must be, byte for byte, what secdesk writes for the row that it holds.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias, TypedDict

import msgspec

from secdesk.models.base import row_hash
from secdesk.models.compact_json import packed, parse
from secdesk.models.types import Plain
from secdesk.register import migrations

Cell: TypeAlias = str | int | None
Row: TypeAlias = dict[str, Cell]

LEFT_OUT = frozenset({"draft", "blob"})
"""Tables that are no lines: unfinished text is no part of the register, stored files are members of their own."""

_SMALLEST, _GREATEST = -(2**63), 2**63 - 1
_FLAG = re.compile(r"CONSTRAINT ck_\w+?_yes_no CHECK \((\w+) IN \(0, 1\)\)")
_CLASSES: Mapping[str, tuple[type, str]] = {"TEXT": (str, "text"), "INTEGER": (int, "a whole number")}
_TYPES: Mapping[str, Any] = {"TEXT": str, "INTEGER": Annotated[int, msgspec.Meta(ge=_SMALLEST, le=_GREATEST)]}


class WrongLine(ValueError):
    """A line is not what secdesk writes; the text says what is wrong, to stand after the place."""


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table of one version of the schema.

    ``classes`` are the column types, ``required`` the columns that are never empty, ``key`` those that rows are
    sorted by and known by, ``flags`` those that hold yes or no as 1 or 0. ``decode`` takes a line whose columns all
    hold what they may hold; of another it raises msgspec.DecodeError, which does not tell a person enough.
    """

    name: str
    columns: tuple[str, ...]
    classes: tuple[str, ...]
    required: frozenset[str]
    key: tuple[str, ...]
    flags: frozenset[str]
    decode: Callable[[bytes], Row] = field(compare=False, repr=False)

    @property
    def is_record(self) -> bool:
        """Whether the rows are records, each with a hash of its own."""
        return "row_hash" in self.columns

    def hash_of(self, row: Mapping[str, Cell]) -> str:
        """Return the hash that a record should carry."""
        said = {name: self.plain(name, row[name]) for name in self.flags}
        return row_hash(self.name, {**row, **said} if said else row)

    def plain(self, name: str, cell: Cell) -> Plain:
        """Return a cell as the history holds it: yes and no as truth values."""
        return bool(cell) if name in self.flags and cell is not None else cell

    def write(self, cells: tuple[Cell, ...]) -> bytes:
        """Return a row as its line, with the line feed."""
        return packed(dict(zip(self.columns, cells, strict=True))) + b"\n"

    def read(self, line: bytes) -> Row:
        """Return the row of a line, given without its line feed; raises WrongLine."""
        try:
            row = self.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return self._read_in_words(line)
        return row if tuple(row) == self.columns and packed(row) == line else self._read_in_words(line)

    def _read_in_words(self, line: bytes) -> Row:
        """Return the row of a line, looked at column by column so as to say what is wrong with it."""
        row = _object_of(line)
        if tuple(row) != self.columns:
            raise WrongLine(f"the fields of {self.name} are expected")
        for name, kind in zip(self.columns, self.classes, strict=True):
            self._check(name, kind, row[name])
        try:
            if self.write(tuple(row.values())) == line + b"\n":
                return row
        except UnicodeEncodeError:  # one half of a surrogate pair
            pass
        raise WrongLine("it is not written as secdesk writes it")

    def _check(self, name: str, kind: str, value: Any) -> None:
        if value is None and name not in self.required:
            return
        expected, words = _CLASSES[kind]
        if type(value) is not expected or (isinstance(value, int) and not _SMALLEST <= value <= _GREATEST):
            raise WrongLine(f"field '{name}': {words} is expected")
        if name in self.flags and value not in (0, 1):
            raise WrongLine(f"field '{name}': 0 or 1 is expected")


def _object_of(line: bytes) -> dict[str, Any]:
    """Return the object of a line; what Python reads more kindly than it is written shows when it is written again."""
    try:
        found = parse(line)
    except (ValueError, RecursionError) as error:
        raise WrongLine("it is not JSON in UTF-8") from error
    if not isinstance(found, dict):
        raise WrongLine("an object is expected")
    return found


@cache
def shapes(version: int) -> Mapping[str, TableShape]:
    """Return the tables of a version of the schema that become lines, by name, in the order of the alphabet."""
    with closing(sqlite3.connect(":memory:")) as connection:
        build_schema(connection, version)
        query = "SELECT name, sql FROM sqlite_schema WHERE type='table' ORDER BY name"
        rows = connection.execute(query).fetchall()
        return {name: _shape(connection, name, sql) for name, sql in rows if name not in LEFT_OUT}


def build_schema(connection: sqlite3.Connection, version: int) -> None:
    """Make the schema of a version in an empty database."""
    for number, upgrade in migrations.migrations():
        if number <= version:
            upgrade(connection)
    connection.execute(f"PRAGMA user_version={version}")


def _shape(connection: sqlite3.Connection, name: str, sql: str) -> TableShape:
    columns = connection.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (name,)).fetchall()
    key = sorted((place, column) for column, _, _, place in columns if place)
    flags = frozenset(_FLAG.findall(sql))
    return TableShape(
        name=name,
        columns=tuple(column for column, *_ in columns),
        classes=tuple(kind for _, kind, *_ in columns),
        required=frozenset(column for column, _, required, place in columns if required or place),
        key=tuple(column for _, column in key),
        flags=flags,
        decode=_decoder(name, columns, flags),
    )


def _decoder(name: str, columns: Iterable[tuple[str, str, bool, int]], flags: frozenset[str]) -> Callable[[bytes], Row]:
    """Return what reads a line of a table and checks that each column holds what it may hold."""
    types: dict[str, Any] = {}
    for column, kind, required, place in columns:
        found: Any = Literal[0, 1] if column in flags else _TYPES[kind]
        types[column] = found if required or place else found | None
    make: Any = TypedDict  # made of the schema, so no type that a checker could know
    decoder: msgspec.json.Decoder[Row] = msgspec.json.Decoder(make(name, types))
    return decoder.decode


def count_rows(connection: sqlite3.Connection, table: str) -> int:
    """Return how many rows a table has; its name is one of our own."""
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608


def read_rows(connection: sqlite3.Connection, shape: TableShape) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of a table in the order of its key, cells as they stand in the file."""
    names, key = (", ".join(f'"{name}"' for name in found) for found in (shape.columns, shape.key))
    # Not "yield from": that would close the cursor when the reader gives up, maybe after the connection.
    for row in connection.execute(f'SELECT {names} FROM "{shape.name}" ORDER BY {key}'):  # noqa: S608, UP028
        yield row


def insert_statement(shape: TableShape) -> str:
    """Return the statement that adds a row."""
    names = ", ".join(f'"{name}"' for name in shape.columns)
    return f'INSERT INTO "{shape.name}" ({names}) VALUES ({", ".join("?" * len(shape.columns))})'  # noqa: S608
