"""The values that one dated field has had: since when, agreed by whom, why (ux.md 2.6, 2.11)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from secdesk.rules.dates import format_date
from secdesk.services import records
from secdesk.services.records import DatedRow
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.form_values import short_name
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.widgets.label import menu_text
from secdesk.ui.widgets.words import make_button, make_label


class DatedHistory(QWidget):
    """The history of one field as a list, newest first; a value entered in error can be taken out."""

    def __init__(self, desk: Desk, lookup: Lookup, kind: str, prefix: str) -> None:
        """Make the list; it is filled when it is asked for."""
        super().__init__()
        self._desk, self._lookup, self._kind = desk, lookup, kind
        self._uid = self._field = ""
        self._heading = make_label(role="strong")
        self._rows = QListWidget()
        self._rows.setObjectName(f"{prefix}.dated")
        self._rows.setWordWrap(True)
        self._remove = make_button("Remove this value", f"{prefix}.dated.remove")
        self._remove.clicked.connect(self._on_remove)
        row = QHBoxLayout()
        row.addWidget(self._remove)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self._heading)
        layout.addWidget(self._rows)
        layout.addLayout(row)

    def toggle(self, uid: str, field: str) -> None:
        """Show the values of a field, or hide them when they are shown."""
        if self.isVisible() and (uid, field) == (self._uid, self._field):
            self.hide()
            return
        self._uid, self._field = uid, field
        self._fill()
        self.show()

    def refresh(self) -> None:
        """Read the values again."""
        if not self.isHidden():
            self._fill()

    def _fill(self) -> None:
        info = records.model_of(self._kind).dated_fields()[self._field]
        self._heading.setText(menu_text(f"History of {info.label}"))
        self._rows.setAccessibleName(f"History of {info.label}")
        found = self._desk.read(lambda session: records.dated_rows(session, self._kind, self._uid))
        self._rows.clear()
        for row in reversed([each for each in found if each.field == self._field]):
            item = QListWidgetItem(self._words(row))
            item.setData(Qt.ItemDataRole.UserRole, row.uid)
            self._rows.addItem(item)
        self._rows.setCurrentRow(0)
        self._rows.setFixedHeight(max(self._rows.sizeHintForRow(0), 24) * min(max(self._rows.count(), 1), 5) + 4)
        self._remove.setEnabled(self._rows.count() > 0 and not self._desk.read_only)

    def _words(self, row: DatedRow) -> str:
        info = records.model_of(self._kind).dated_fields()[self._field]
        when = f"since {format_date(row.effective_from)}" if row.effective_from else "from the beginning"
        parts = [self._lookup.words(info, row.value) or "not known", when]
        parts += [f"asked by {row.asked_by}"] if row.asked_by else []
        parts += [f"agreed by {row.decided_by}"] if row.decided_by else []
        parts += [row.reason] if row.reason else []
        return " · ".join(parts)

    def _on_remove(self) -> None:
        item = self._rows.currentItem()
        if item is None:
            return
        uid = str(item.data(Qt.ItemDataRole.UserRole))
        info = records.model_of(self._kind).dated_fields()[self._field]
        called = self._desk.read(lambda s: short_name(s, self._kind, self._uid, self._desk.as_at))

        def act(session: Any) -> bool:
            records.delete_record(session, "dated_value", uid, self._desk.today)
            return True

        if self._desk.run(f"Remove a value of {info.label} of {called}", act):
            self._desk.say(f"A value of {info.label} removed", offers_undo=True)
