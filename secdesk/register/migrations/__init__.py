"""The steps from an empty file to the present schema: one numbered module each, never changed once released.

Each module has ``VERSION`` and ``upgrade(connection)``. All run in one transaction, after a safety copy.
"""

from __future__ import annotations

import importlib
import pkgutil
import sqlite3
from collections.abc import Callable
from functools import cache


@cache
def migrations() -> tuple[tuple[int, Callable[[sqlite3.Connection], None]], ...]:
    """Return all migrations by version, in order."""
    modules = [importlib.import_module(f"{__name__}.{item.name}") for item in pkgutil.iter_modules(__path__)]
    return tuple(sorted((module.VERSION, module.upgrade) for module in modules))


def newest() -> int:
    """Return the schema version that this program writes."""
    return migrations()[-1][0]


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring an open transaction's schema to the newest version; the caller commits."""
    present = connection.execute("PRAGMA user_version").fetchone()[0]
    for version, step in migrations():
        if version > present:
            step(connection)
            connection.execute(f"PRAGMA user_version={version}")
