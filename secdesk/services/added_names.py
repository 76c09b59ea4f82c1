"""People, organisations and releases that an import names: those that are there, and those added on the way."""

from __future__ import annotations

from sqlalchemy.orm import Session

from secdesk.exchange.csv_preview import Name
from secdesk.exchange.csv_words import key_of
from secdesk.services.records import create_record


class AddedNames:
    """Adds each light record once, when it is first needed."""

    def __init__(self, session: Session) -> None:
        """Add nothing yet."""
        self._session = session
        self._added: dict[tuple[str, str], str] = {}

    def uid(self, name: Name) -> str:
        """Return the record that a name stands for."""
        if name.uid:
            return name.uid
        key = (name.kind, key_of(name.kind, name.name))
        if key not in self._added:
            organisation = {"organisation": self.uid(name.organisation)} if name.organisation else {}
            self._added[key] = create_record(self._session, name.kind, {"name": name.name, **organisation})
        return self._added[key]

    def count(self, kind: str) -> int:
        """Return how many were added of a kind."""
        return sum(added == kind for added, _ in self._added)
