"""From when a changed value holds, and why: asked in the row under the box (ux.md 2.6, design.md 5.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from secdesk.models import FieldInfo
from secdesk.rules.dates import format_date
from secdesk.rules.values import Reading
from secdesk.services.records import Effect
from secdesk.ui.widgets.date_edit import DateEdit
from secdesk.ui.widgets.line_edit import LineEdit
from secdesk.ui.widgets.words import make_label, set_role

CHANGE, CORRECTION, OTHER_DAY = "change", "correction", "other"


class EffectEdit(QWidget):
    """A change from today, a correction of what stood there, or a change from another day; with its reason."""

    changed = Signal()
    """The person chose another day or gave a reason, and left the box."""

    def __init__(self, info: FieldInfo, reading: Callable[[], Reading], name: str) -> None:
        """Make the row for a dated field; ``name`` begins the names of its boxes."""
        super().__init__()
        self._in_force: date | None = None
        self._today = date.min
        self.ways = _NoWheel()
        self.ways.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.ways.setObjectName(f"{name}.from_when")
        self.ways.setAccessibleName(f"From when {info.label} changes")
        for key in (CHANGE, CORRECTION, OTHER_DAY):
            self.ways.addItem("", key)
        self.day = DateEdit(FieldInfo(f"{info.name}_from", "From", "date"), reading)
        self.day.setObjectName(f"{name}.from_day")
        self.day.setAccessibleName(f"The day from which {info.label} changes")
        self.reason = LineEdit(FieldInfo(f"{info.name}_reason", "Reason", "line", limit=2000))
        self.reason.setObjectName(f"{name}.reason")
        self.reason.setAccessibleName(f"Why {info.label} changes")
        self.reason.setPlaceholderText("Reason, if there is one")
        self._hint = make_label(role="caption", wraps=True)
        self._lay_out()
        self.ways.activated.connect(self._on_way_chosen)
        self.day.left.connect(self._on_left)
        self.reason.left.connect(self._on_left)
        self.day.hinted.connect(self._on_hinted)

    def begin(self, today: date, in_force: date | None) -> None:
        """Offer the day, and the correction of the value that holds since ``in_force`` (None: the beginning)."""
        self._today, self._in_force = today, in_force
        since = f"since {format_date(in_force)}" if in_force else "from the beginning"
        with QSignalBlocker(self.ways):
            self.ways.setItemText(0, f"From today, {format_date(today)}")
            self.ways.setItemText(1, f"Correction: it was so {since}")
            self.ways.setItemText(2, "From another day")
            self.ways.setCurrentIndex(0)
        self.day.load(None, "")
        self.reason.load(None, "")
        self.day.hide()

    def effect(self) -> Effect:
        """Return from when and why, as chosen; a day that is none counts as today."""
        reason = self.reason.text().strip() or None
        way = self.ways.currentData()
        if way == CORRECTION:
            return Effect(self._in_force, reason=reason)
        chosen = self.day.day() if way == OTHER_DAY else None
        return Effect(chosen or self._today, reason=reason)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.ways, 1)
        row.addWidget(self.day, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self._hint)
        layout.addWidget(self.reason)
        self._hint.hide()

    def _on_way_chosen(self) -> None:
        picks_day = self.ways.currentData() == OTHER_DAY
        self.day.setVisible(picks_day)
        self._hint.setVisible(picks_day and bool(self._hint.text()))
        if picks_day:
            self.day.setFocus()
        else:
            self.changed.emit()

    def _on_left(self) -> None:
        if self.day.is_touched() or self.reason.is_touched():
            self.day.load(None, self.day.text())
            self.reason.load(None, self.reason.text())
            self.changed.emit()

    def _on_hinted(self, words: str, is_advice: bool) -> None:
        set_role(self._hint, "warning" if is_advice else "caption")
        self._hint.setText(words)
        self._hint.setVisible(bool(words) and not self.day.isHidden())


class _NoWheel(QComboBox):
    """A list that a turn of the wheel leaves alone."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the form scroll."""
        event.ignore()
