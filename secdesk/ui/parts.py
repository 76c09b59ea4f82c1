"""The parts of a record (events, vote counts, affected parties, documents ...): a short list, and a form under it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from secdesk.models import kinds
from secdesk.services import records
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.form_values import short_name
from secdesk.ui.forms import RecordForm, Shape
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.widgets.row_list import ListRow, RowList
from secdesk.ui.widgets.words import make_button, make_label


def part_kinds(kind: str) -> list[str]:
    """Return the kinds whose records are parts of a record of this kind."""
    return [name for name, model in kinds().items() if owner_field(name, kind) and model is not None]


def owner_field(part_kind: str, kind: str) -> str:
    """Return the field by which a part points to its owner, empty where it is no part of such a record."""
    fields = records.model_of(part_kind).stored_fields()
    return next((name for name, info in fields.items() if info.owner and info.link == kind), "")


class PartForm(QWidget):
    """The form of one part with the parts of that part, opened under its list and closed with Done."""

    closed = Signal()
    created = Signal(str)

    def __init__(
        self, desk: Desk, lookup: Lookup, kind: str, owner: str, prefix: str, hidden: frozenset[str] = frozenset()
    ) -> None:
        """Build the boxes of a kind of part; the link to its owner is not among them, nor are the ``hidden``."""
        super().__init__()
        owners = {name for name, info in records.model_of(kind).stored_fields().items() if info.owner}
        self.form = RecordForm(desk, kind, lookup, prefix, Shape(hidden=owners | hidden, access_keys=False))
        self._owner_field = owner
        self._parts = [PartList(desk, lookup, kind, each, prefix) for each in part_kinds(kind)]
        done = make_button("Done", f"{prefix}.done", accessible="Close this form; everything is saved already")
        done.clicked.connect(self.close_form)
        row = QHBoxLayout()
        row.addWidget(done)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_2, 0, theme.SPACE_2)
        layout.setSpacing(theme.FIELD_GAP)
        layout.addWidget(self.form)
        for part in self._parts:
            layout.addWidget(part)
        layout.addLayout(row)
        self.form.created.connect(self._on_created)

    def show_part(self, uid: str) -> None:
        """Show one part."""
        self.form.show_record(uid)
        self._show_parts(uid)

    def start_new(self, owner: str) -> None:
        """Begin a new part of a record."""
        self.form.start_new({self._owner_field: owner})
        self._show_parts("")

    def close_form(self) -> None:
        """Store what is half typed, close, and say so."""
        self.put_away()
        self.closed.emit()

    def put_away(self) -> None:
        """Store what is half typed and close; the focus stays where it is."""
        self.form.commit()
        self.hide()

    def focus_first(self) -> None:
        """Put the caret into the first box."""
        first = next(iter(self.form.fields.values()))
        first.box.setFocus()

    def refresh(self) -> None:
        """Read the part again."""
        self.form.refresh()
        for part in self._parts:
            part.refresh()

    def _show_parts(self, uid: str) -> None:
        for part in self._parts:
            part.show_owner(uid)

    def _on_created(self, uid: str) -> None:
        self._show_parts(uid)
        self.created.emit(uid)


class PartList(QWidget):
    """The parts of one kind of one record."""

    def __init__(self, desk: Desk, lookup: Lookup, owner_kind: str, kind: str, prefix: str) -> None:
        """Make an empty list with its Add button; the form is made when it is first needed."""
        super().__init__()
        self.desk, self.lookup, self.kind = desk, lookup, kind
        self.owner = ""
        self._owner_kind = owner_kind
        self._prefix = f"{prefix}.{kind}"
        self._rows_of_kind = KindRows(desk, kind)
        self._form: PartForm | None = None
        words = records.model_of(kind).kind
        self._heading = make_label(words.plural.capitalize(), "strong")
        self.rows = RowList(f"{self._prefix}.list", words.plural.capitalize())
        self.rows.opened.connect(self.open_part)
        self.rows.removal_wanted.connect(self.remove_part)
        self._add = make_button("Add", f"{self._prefix}.add", accessible=f"Add {words.singular}")
        self._add.clicked.connect(self.add_part)
        self._lay_out()
        self.hide()

    def show_owner(self, uid: str) -> None:
        """Show the parts of a record; without one, nothing."""
        if uid != self.owner and self._form is not None and not self._form.isHidden():
            self._form.put_away()
        self.owner = uid
        self.setVisible(bool(uid))
        self.refresh()

    def refresh(self) -> None:
        """Read the parts again."""
        if not self.owner:
            return
        found = self.desk.read(self._read)
        self.rows.fill(found)
        self.rows.setVisible(bool(found))
        words = records.model_of(self.kind).kind
        self._heading.setText(f"{words.plural.capitalize()}  {len(found)}" if found else words.plural.capitalize())
        self._add.setEnabled(not self.desk.read_only)
        if self._form is not None and not self._form.isHidden():
            self._form.refresh()

    def commit(self) -> None:
        """Store what is half typed in the open form."""
        if self._form is not None and not self._form.isHidden():
            self._form.form.commit()

    def add_part(self) -> None:
        """Begin a new part."""
        form = self._open_form()
        form.start_new(self.owner)
        form.focus_first()

    def open_part(self, uid: str) -> None:
        """Show one part in the form."""
        form = self._open_form()
        form.show_part(uid)
        form.focus_first()

    def remove_part(self, uid: str) -> None:
        """Delete a part; undo brings it back."""
        singular = records.model_of(self.kind).kind.singular
        called = self.desk.read(lambda s: short_name(s, self._owner_kind, self.owner, self.desk.as_at))

        def act(session: Any) -> bool:
            records.delete_record(session, self.kind, uid, self.desk.today)
            return True

        if self._form is not None and not self._form.isHidden():
            self._form.put_away()
        if self.desk.run(f"Delete {singular} of {called}", act):
            self.desk.say(f"{singular.capitalize()} deleted", offers_undo=True)
            self.rows.setFocus()

    def _open_form(self) -> PartForm:
        if self._form is None:
            owner = owner_field(self.kind, self._owner_kind)
            self._form = PartForm(self.desk, self.lookup, self.kind, owner, self._prefix)
            self._form.closed.connect(self._on_form_closed)
            self._form.created.connect(self._on_created)
            self._body.addWidget(self._form)
        self._form.show()
        return self._form

    def _read(self, session: Any) -> list[ListRow]:
        found = records.list_records(session, self.kind, self.desk.as_at, owner=self.owner)
        rows = self._rows_of_kind.make_rows(session, [row.uid for row in found])
        return [ListRow(row.uid, " · ".join(c for c in row.cells if c) or row.sentence, row.sentence) for row in rows]

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addWidget(self._add)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(theme.SPACE_2)
        self._body.addLayout(top)
        self._body.addWidget(self.rows)

    def _on_form_closed(self) -> None:
        self._add.setFocus()

    def _on_created(self, uid: str) -> None:
        self.refresh()
        self.rows.select_key(uid)
