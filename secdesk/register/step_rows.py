"""What a step leaves in the change log: a row for each record that it touched, written a few hundred at a time.

An import makes one step of a whole register, so neither rows nor changes are held all at once.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from secdesk.models import Change
from secdesk.register.log import RecordChange, canonical, digest_of_change
from secdesk.register.progress import Progress

_AT_ONCE = 500
Touched = frozenset[tuple[str, str]]
"""The kinds and uids of the records that a step touched."""


def write_changes(
    session: Session, step: int, changes: Iterable[RecordChange], progress: Progress, total: int
) -> tuple[list[str], Touched]:
    """Add the change rows of a step and return their digests, in order, and what they touched.

    The step itself is added afterwards: its hash is made of the digests.
    """
    digests: list[str] = []
    touched: set[tuple[str, str]] = set()
    waiting = iter(changes)
    while some := list(islice(waiting, _AT_ONCE)):
        progress("Writing the history", len(digests), total)
        rows = []
        for position, change in enumerate(some, start=len(digests)):
            rows.append(_change_row(step, position, change))
            touched.add((change.kind, change.record))
        session.execute(insert(Change), rows)
        digests += [digest_of_change(row["salt"], change) for row, change in zip(rows, some, strict=True)]
    return digests, frozenset(touched)


def _change_row(step: int, position: int, change: RecordChange) -> dict[str, Any]:
    fields = {name: list(values) for name, values in change.fields.items()}
    return {
        "step": step,
        "position": position,
        "kind": change.kind,
        "record": change.record,
        "action": change.action,
        "fields": canonical(fields),
        "salt": secrets.token_hex(16),
    }
