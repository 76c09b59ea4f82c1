"""The schema of a register as text: what the models ask for, and what a file has. They must be equal.

``python -m secdesk.register.schema`` prints the statements of the models, for the migration of a new kind.
"""

from __future__ import annotations

import re
import sqlite3
from functools import cache

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from secdesk.models import Base


@cache
def statements() -> tuple[str, ...]:
    """Return the statements that make the schema of the models, tables before their indexes."""
    dialect = sqlite.dialect()
    found: list[str] = []
    for table in Base.metadata.sorted_tables:
        found.append(_even(str(CreateTable(table).compile(dialect=dialect))))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        found.extend(_even(str(CreateIndex(index).compile(dialect=dialect))) for index in indexes)
    return tuple(found)


def schema_of(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the statements that a file's schema consists of, sorted; triggers and views would show here."""
    rows = connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    return tuple(sorted(_even(row[0]) for row in rows))


def is_expected(connection: sqlite3.Connection) -> bool:
    """Say whether a file's schema is exactly that of the models: nothing missing, nothing more."""
    return schema_of(connection) == tuple(sorted(statements()))


def _even(text: str) -> str:
    """Return a statement with even blanks, as it is compared and kept."""
    return re.sub(r"\s*\n\s*", " ", re.sub(r"[ \t]+", " ", text.strip()))


if __name__ == "__main__":
    print("\n".join(statements()))  # noqa: T201 - what the command is for
