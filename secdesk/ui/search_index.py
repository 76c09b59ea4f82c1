"""What searches look at, read beside the window and kept up to date with every change (ux.md 2.14, design.md 5.13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from secdesk.errors import KnownError, RegisterHeld
from secdesk.ui.tasks import Task

if TYPE_CHECKING:
    from secdesk.register.register import Announcement
    from secdesk.services.search import Entry, Found
    from secdesk.ui.desk import Desk

FEW = 60
"""So many changed records are read again at once; more are read beside the window."""
_TRIES = 20
_QUICK = 8

Entries = dict[str, dict[str, "Entry"]]


class SearchIndex(QObject):
    """The entries of one desk by kind and uid. Until they are read, numbers and titles are asked of the register."""

    ready = Signal()
    """Everything was read: what was found before may now be found again, and more."""

    def __init__(self, desk: Desk) -> None:
        """Read nothing before :meth:`begin`."""
        super().__init__(desk)
        self._desk = desk
        self._entries: Entries | None = None
        self._task: Task[Entries] | None = None
        self._is_stale = False
        desk.records_changed.connect(self._on_records_changed)
        desk.as_at_changed.connect(self._forget)

    @property
    def is_ready(self) -> bool:
        """Whether everything was read."""
        return self._entries is not None

    def begin(self) -> None:
        """Read the register beside the window, unless that is done or under way."""
        if self._entries is not None or self._task is not None:
            return
        self._is_stale = False
        path, at = self._desk.register.path, self._desk.as_at
        self._task = Task(lambda: _read_all(path, at), self._on_read, self._on_refused, self)
        self._task.start()

    def find(self, typed: str) -> list[Found]:
        """Return what fits, the best first; begins to read where nobody did."""
        from secdesk.services.search import search, search_numbers_and_titles

        self.begin()
        if self._entries is None:
            return self._desk.read(lambda session: search_numbers_and_titles(session, typed, _QUICK))
        return search(self._all(self._entries), typed)

    def close(self) -> None:
        """Wait for what reads the register; before it is closed."""
        if self._task is not None:
            self._task.forget()
            self._task.wait()
            self._task = None

    def _all(self, entries: Entries) -> Iterator[Entry]:
        for of_kind in entries.values():
            yield from of_kind.values()

    def _on_read(self, entries: Entries) -> None:
        self._task = None
        if self._is_stale:
            self.begin()
            return
        self._entries = entries
        self.ready.emit()

    def _on_refused(self, _error: KnownError) -> None:
        """Try again with the next search: somebody was writing all the while."""
        self._task = None

    def _forget(self) -> None:
        self._entries = None
        self._is_stale = True

    def _on_records_changed(self, announcement: Announcement) -> None:
        if self._entries is None or len(announcement.touched) > FEW:
            self._forget()
            return
        from secdesk.services.search import KINDS, owners_of

        touched: dict[str, set[str]] = {}
        for kind, uid in announcement.touched:
            touched.setdefault(kind, set()).add(uid)
        dated = touched.pop("dated_value", set())
        if dated:
            owners = self._desk.read(lambda session: owners_of(session, dated))
            if not owners:  # taken away: whose they were is not known any more
                self._forget()
                return
            touched.setdefault("proposal", set()).update(owners)
        for kind in KINDS:
            if kind in touched:
                self._read_again(kind, sorted(touched[kind]))

    def _read_again(self, kind: str, uids: list[str]) -> None:
        from secdesk.services.search import read_entries

        assert self._entries is not None, "only entries that were read are read again"
        fresh = self._desk.read(lambda session: read_entries(session, kind, self._desk.as_at, uids))
        of_kind = self._entries[kind]
        for uid in uids:
            of_kind.pop(uid, None)
        of_kind.update({entry.record: entry for entry in fresh})


def _read_all(path: Path, at: date) -> Entries:
    """Read every kind through a connection of its own, each in a read of its own, so that saves get in between."""
    from secdesk.register.register import Register
    from secdesk.services.search import KINDS, read_entries

    for left in reversed(range(_TRIES)):
        try:
            with Register.open(path, read_only=True) as register:
                found: Entries = {}
                for kind in KINDS:
                    with register.read() as session:
                        found[kind] = {entry.record: entry for entry in read_entries(session, kind, at)}
                return found
        except RegisterHeld:
            if not left:
                raise
    raise AssertionError("the last try returns or raises")
