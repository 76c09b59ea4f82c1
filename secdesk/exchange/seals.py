"""How a table remembers what stood in its cells when it was exported, so that an edit is told from an old value.

Between an export and the import of the same file the register goes on: people are renamed, dates are entered. A cell
that nobody touched must not put the old value back. So every row carries a short fingerprint of each of its cells,
bound to record and column: rows and columns may be sorted, moved or left out, and a cell whose fingerprint is not there
was edited.
"""

from __future__ import annotations

import hashlib

_START = "s"  # a letter first, so that no spreadsheet takes the whole for a number
_LENGTH = 8


def fingerprint(uid: str, column: str, text: str) -> str:
    """Return the fingerprint of a cell."""
    return hashlib.sha256(f"{uid}\n{column}\n{text}".encode("utf-8", "replace")).hexdigest()[:_LENGTH]


def join_fingerprints(found: list[str]) -> str:
    """Return the fingerprints of a row as one cell."""
    return _START + "".join(found)


def split_fingerprints(cell: str) -> frozenset[str]:
    """Return the fingerprints that a cell holds; none for anything else."""
    text = cell.strip()
    if not text.startswith(_START) or len(text) % _LENGTH != 1:
        return frozenset()
    return frozenset(text[place : place + _LENGTH] for place in range(1, len(text), _LENGTH))
