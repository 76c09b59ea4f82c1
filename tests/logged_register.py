"""A made-up register of any size that its own checks find sound: the rows of :mod:`tests.generated` with their history.

One base step says of every record that it was added, so such a register can be backed up, restored and merged like
one that people made. The same size and seed give the same records; identity and salts are new each time.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from secdesk.models import kinds
from secdesk.register.log import ROOT, row_digest, step_hash
from secdesk.register.migrations import newest
from secdesk.register.tables import shapes
from tests.generated import make_register

_BOOKKEEPING = ("uid", "rev", "row_hash")


def make_logged_register(path: Path, size: int, seed: int = 1) -> Path:
    """Make a register of ``size`` proposals with one base step in its history, and return its path."""
    make_register(path, size, seed)
    connection = sqlite3.connect(path)
    reader = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        _log_everything(connection, [*_changes(reader)])
        connection.commit()
    finally:
        reader.close()
        connection.close()
    return path


def _log_everything(connection: sqlite3.Connection, rows: list[dict[str, Any]]) -> None:
    step = {
        "seq": 1, "uid": uuid.uuid4().hex, "kind": "base", "label": "Made up", "who": "Generator",
        "at": "2020-02-07T12:00:00+00:00", "target": None, "parent": ROOT, "merge_parent": None,
    }  # fmt: skip
    step["hash"] = step_hash(step, [row_digest(row) for row in rows])
    for table, found in (("step", [step]), ("change", rows)):
        names = list(found[0])
        columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join(f":{name}" for name in names)
        connection.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', found)


def _changes(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    position = 0
    for kind in kinds():
        shape = shapes(newest())[kind]
        for cells in connection.execute(f'SELECT {", ".join(shape.columns)} FROM "{kind}" ORDER BY uid'):
            row = dict(zip(shape.columns, cells, strict=True))
            said = {name: shape.plain(name, cell) for name, cell in row.items() if name not in _BOOKKEEPING}
            fields = {name: [None, value] for name, value in said.items() if value is not None}
            text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            yield {
                "step": 1, "position": position, "kind": kind, "record": row["uid"], "action": "add",
                "fields": text, "salt": secrets.token_hex(16),
            }  # fmt: skip
            position += 1
