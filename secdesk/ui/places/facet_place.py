"""A place whose list stands under chips that count: consultations, assessments, releases (ux.md 2.9 to 2.11)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from secdesk.ui.desk import Desk
from secdesk.ui.models.record_table import Ask
from secdesk.ui.models.service_rows import ALL, ServiceRows
from secdesk.ui.places.list_detail import ListDetailPlace


class FacetPlace(ListDetailPlace):
    """One chip is always down. A record that leaves it by a change is followed while the person is at work on it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the place; typed numbers are looked for under the other chips as well."""
        super().__init__(desk, parent)
        self.list.find_elsewhere = self._find_elsewhere

    @property
    def listed(self) -> ServiceRows[Any]:
        """Where the rows come from."""
        source = self.table.source
        assert isinstance(source, ServiceRows)
        return source

    def clear_filters(self) -> None:
        """Show all records."""
        self.show_facet(ALL)

    def first_facet(self) -> str:
        """Return the first chip with something under it."""
        counts = self.listed.counts()
        return next((key for key, _ in self.facets() if counts[key]), self.facets()[0][0])

    def activate(self, uid: str = "") -> None:
        """Enter; where the chip that was down has nothing under it any more, another one is put down."""
        super().activate(uid)
        if not self.table.rowCount() and not self._search.text():
            self.show_facet(self.first_facet())
            self._focus_list()

    def refresh(self) -> None:
        """Read rows, detail and counts again, staying with the record that is being worked on."""
        if not self.is_entered:
            return
        had_rows = bool(self.table.rowCount())
        if self._is_in_detail():
            self._follow(self.detail.uid)
        super().refresh()
        if had_rows and not self.table.rowCount() and not self._search.text():
            self.show_facet(self.first_facet())
        self.show_counts()

    def show_counts(self) -> None:
        """Write on each chip how many rows are under it."""
        if self.chips is not None:
            counts = self.listed.counts()
            self.chips.show_counts({key: counts[key] for key, _ in self.facets()})

    def _ask(self, facet: str | None = None) -> None:
        super()._ask(facet)
        self.show_counts()

    def _follow(self, uid: str) -> None:
        """Put down the chip under which a record is now, unless it still shows it."""
        self.listed.forget()
        facet, shown = self.listed.facet_of(uid), self.table.question.facet
        if facet and shown not in (ALL, facet):
            self.show_facet(facet)

    def _find_elsewhere(self, typed: str) -> bool:
        """Put down the first other chip with a record that begins as typed, and go to it."""
        for key, _words in self.facets():
            window = self.listed.window(Ask(facet=key))
            row = self.listed.begins(window, typed)
            if row >= 0 and window.uids is not None:
                self.show_facet(key)
                return self.list.select_uid(window.uids[row])
        return False
