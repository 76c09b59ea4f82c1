"""What a register holds of the kinds that tables are about: what their rows are compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.exchange.table_form import TableChoice
from secdesk.exchange.table_rows import TableRow, read_rows
from secdesk.models import kinds
from secdesk.models.types import Value
from secdesk.rules.naming import names
from secdesk.rules.text import fold

KeyValues = tuple[object, ...]


class PresentRecords:
    """The records of a register by kind and uid; each kind is read once for each day that rows speak of."""

    def __init__(self, session: Session) -> None:
        """Read nothing yet."""
        self._session = session
        self._rows: dict[tuple[str, date], dict[str, TableRow]] = {}
        self._keys: dict[tuple[str, tuple[str, ...], date], dict[KeyValues, list[str]]] = {}
        self._names: dict[tuple[str, date], dict[str, str]] = {}

    def rows(self, kind: str, at: date) -> Mapping[str, TableRow]:
        """Return the records of a kind as at a day, by uid."""
        if (kind, at) not in self._rows:
            self._rows[kind, at] = {row.uid: row for row in read_rows(self._session, TableChoice(kind, at))}
        return self._rows[kind, at]

    def find(self, kind: str, key: Sequence[str], values: KeyValues, at: date) -> list[str]:
        """Return the uids of the records that have these values in these fields."""
        place = (kind, tuple(key), at)
        if place not in self._keys:
            index: defaultdict[KeyValues, list[str]] = defaultdict(list)
            for uid, row in self.rows(kind, at).items():
                index[tuple(comparable(row.values[name]) for name in key)].append(uid)
            self._keys[place] = dict(index)
        return self._keys[place].get(values, [])

    def names(self, kind: str, at: date) -> Mapping[str, str]:
        """Return the names of the records of a kind as at a day, by uid."""
        if (kind, at) not in self._names:
            self._names[kind, at] = names(self._session, kind, None, at)
        return self._names[kind, at]

    def kind_of(self, uid: str) -> str | None:
        """Return the kind of the record of a uid; None where there is none."""
        return self._kinds.get(uid)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {uid: kind for kind, model in kinds().items() for uid in self._session.scalars(select(model.uid))}


def comparable(value: Value) -> object:
    """Return a value as keys are compared: text without capitals and accents, nothing for empty text."""
    if isinstance(value, str):
        return fold(value) or None
    return value
