"""The detail beside a list: what the record is called, its fields, and its parts. No tabs (ux.md 2.6)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from secdesk.errors import NotFound
from secdesk.models.types import Value
from secdesk.services import records
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.documents import DocumentList
from secdesk.ui.forms import RecordForm, Shape
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.parts import PartList, part_kinds
from secdesk.ui.widgets.words import make_label


class RecordDetail(QWidget):
    """One record of a kind: header, form and parts. Places add to it with :meth:`insert`."""

    created = Signal(str)
    renamed = Signal(str)
    """What the record shown is called, when that changes."""

    def __init__(
        self,
        desk: Desk,
        kind: str,
        lookup: Lookup,
        prefix: str,
        shape: Shape | None = None,
        without_parts: frozenset[str] = frozenset(),
    ) -> None:
        """Build the form and a list for each kind of part; nothing is read."""
        super().__init__()
        self.desk, self.kind, self.lookup = desk, kind, lookup
        self.form = RecordForm(desk, kind, lookup, prefix, shape)
        wanted = [each for each in part_kinds(kind) if each not in without_parts]
        lists = {"document": DocumentList}
        self.parts = [lists.get(each, PartList)(desk, lookup, kind, each, prefix) for each in wanted]
        self._name = make_label(role="section", wraps=True, name=f"{prefix}.heading")
        self._about = make_label(role="caption", wraps=True, name=f"{prefix}.about")
        self._fix = make_label(role="error", name=f"{prefix}.to_fix")
        self._fix.hide()
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(theme.MARGIN, theme.SPACE_4, theme.MARGIN, theme.MARGIN)
        self._body.setSpacing(theme.SPACE_4)
        self._header = QVBoxLayout()
        self._header.setSpacing(theme.SPACE_1)
        for label in (self._name, self._about, self._fix):
            self._header.addWidget(label)
        self._body.addLayout(self._header)
        self._body.addWidget(self.form)
        for part in self.parts:
            self._body.addWidget(part)
        self._body.addStretch(1)
        self.form.created.connect(self._on_created)
        self.form.stored.connect(lambda _field: self.show_header())
        self.form.fix_count_changed.connect(self._on_fix_count)

    @property
    def uid(self) -> str:
        """The record shown, empty for a new one or none."""
        return self.form.uid

    def show_record(self, uid: str) -> bool:
        """Show a record; say whether it is there."""
        try:
            self.form.show_record(uid)
        except NotFound:
            self.leave()
            return False
        self._show_parts()
        self.show_header()
        return True

    def start_new(self, given: Mapping[str, Value]) -> None:
        """Show an empty form; its first finished field makes the record."""
        self.form.start_new(given)
        self._show_parts()
        self.show_header()

    def leave(self) -> None:
        """Show no record."""
        self.form.leave()
        self._show_parts()
        self.show_header()

    def refresh(self) -> None:
        """Read the record and its parts again."""
        self.form.refresh()
        for part in self.parts:
            part.refresh()
        # While a field is being stored the form still holds the old values; the header follows when it is done.
        if not self.form.is_storing:
            self.show_header()

    def commit(self) -> None:
        """Store what is half typed, in the form and in the forms of parts."""
        self.form.commit()
        for part in self.parts:
            part.commit()

    def insert(self, widget: QWidget, place: int | None = None) -> None:
        """Put a widget under the header, or at another place among form and parts."""
        self._body.insertWidget(1 if place is None else place, widget)

    def append(self, widget: QWidget) -> None:
        """Put a widget after everything else."""
        self._body.insertWidget(self._body.count() - 1, widget)

    def add_to_header(self, layout: QHBoxLayout) -> None:
        """Put a row of chips or words into the header."""
        self._header.addLayout(layout)

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll to a widget of the detail, once it has found its place."""
        viewport = self.parentWidget()
        area = viewport.parentWidget() if viewport is not None else None
        if isinstance(area, QScrollArea):
            QTimer.singleShot(0, widget, lambda: area.ensureWidgetVisible(widget, 0, theme.SPACE_3))

    def show_header(self) -> None:
        """Show what the record is called."""
        name, about = self.header_words()
        if name != self._name.text():
            self._name.setText(name)
            self.renamed.emit(name)
        self._about.setText(about)
        self._about.setVisible(bool(about))

    def header_words(self) -> tuple[str, str]:
        """Return the record's name and a line about it."""
        singular = records.model_of(self.kind).kind.singular
        if not self.uid:
            return f"New {singular}", ""
        return self.lookup.name(self.kind, self.uid) or singular.capitalize(), ""

    def _show_parts(self) -> None:
        for part in self.parts:
            part.show_owner(self.uid)

    def _on_created(self, uid: str) -> None:
        self._show_parts()
        self.show_header()
        self.created.emit(uid)

    def _on_fix_count(self, count: int) -> None:
        self._fix.setText(f"{count} field{'' if count == 1 else 's'} to fix")
        self._fix.setVisible(count > 0)


class DetailArea(QScrollArea):
    """Scrolls a detail, and brings the box with the focus into view."""

    def __init__(self, detail: QWidget, name: str, accessible: str) -> None:
        """Hold a detail."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(detail)
