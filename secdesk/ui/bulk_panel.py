"""The detail of several selected records: one field, one value for all of them (ux.md 1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from secdesk.errors import Invalid
from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.date_words import format_date
from secdesk.rules.wording import in_figures
from secdesk.services import bulk, records
from secdesk.services.bulk import BulkField, BulkPlan
from secdesk.ui import theme
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.widgets.choice_edit import ChoiceEdit
from secdesk.ui.widgets.date_edit import DateEdit
from secdesk.ui.widgets.field_edit import make_box
from secdesk.ui.widgets.line_edit import LineEdit
from secdesk.ui.widgets.words import make_button, make_label, set_words

if TYPE_CHECKING:
    from secdesk.ui.widgets.editor import Editor


class BulkPanel(QWidget):
    """Says how many are selected, asks for a field and a value, tells what would change, and changes it in one step."""

    done = Signal()

    def __init__(self, desk: Desk, kind: str, lookup: Lookup, name: str) -> None:
        """Build it for a kind; its fields are the declared ones."""
        super().__init__()
        self._desk, self._kind, self._lookup, self._prefix = desk, kind, lookup, f"{name}.bulk"
        self._words = records.model_of(kind).kind
        self._fields = bulk.bulk_fields(kind)
        self._uids: list[str] = []
        self._editor: Editor | None = None
        self._box: QWidget | None = None
        self._plan: BulkPlan | None = None
        self.setObjectName(self._prefix)
        self._heading = make_label(role="section", wraps=True, name=f"{self._prefix}.heading")
        self.field = QComboBox()
        self.field.setObjectName(f"{self._prefix}.field")
        self.field.setAccessibleName("Field to change")
        self._label = make_label()
        self._empty = QCheckBox("Make it empty")
        self._empty.setObjectName(f"{self._prefix}.empty")
        self._since = self._make_since()
        self._told = make_label(role="quiet", wraps=True, name=f"{self._prefix}.plan")
        self._refused = make_label(role="error", wraps=True, name=f"{self._prefix}.refused")
        self._act = make_button("Change them", f"{self._prefix}.now")
        self._lay_out()
        self._fill()
        self.field.currentIndexChanged.connect(lambda _index: self._show_field())
        self._empty.toggled.connect(self._on_empty_toggled)
        self._act.clicked.connect(self.change)

    def show_records(self, uids: Sequence[str]) -> None:
        """Show how many are selected, and what the value asked for would change in them."""
        self._uids = list(uids)
        self._heading.setText(f"{in_figures(len(uids), self._words.singular, self._words.plural)} selected")
        self._refused.hide()
        self.setEnabled(not self._desk.read_only)
        self._show_plan()

    def focus_first(self) -> None:
        """Put the focus on the choice of the field."""
        self.field.setFocus()

    def change(self) -> None:
        """Give every record the value, as one step; where one refuses it, none gets it and the reasons are told."""
        if self._plan is None or not self._plan.changing:
            return
        chosen, uids, at = self._chosen(), self._uids, self._desk.today
        value = self._value()
        since = self._since_day() if chosen.info.dated else None
        words = in_figures(len(self._plan.changing), self._words.singular, self._words.plural)

        def act(session: Any) -> int:
            return bulk.change_all(session, self._kind, chosen, uids, value, at, since)

        try:
            changed = self._desk.run(f"{chosen.info.label} of {words}", act)
        except Invalid as refused:
            self._refused.setText("\n".join(bulk.told(refused, len(uids))))
            self._refused.show()
            return
        if changed:
            self._desk.say(shorten(f"{chosen.info.label} of {words} changed"), offers_undo=True)
            self._show_field()
            self.done.emit()

    # --- what stands in it -----------------------------------------------------------------------------------------

    def _chosen(self) -> BulkField:
        return self._fields[max(0, self.field.currentIndex())]

    def _value(self) -> Value:
        if self._empty.isChecked() or self._editor is None:
            return None
        return self._editor.read(self._lookup.reading())

    def _since_day(self) -> date:
        return self._since_box.day() or self._desk.today

    def _show_field(self) -> None:
        """Put the box of the chosen field under it."""
        chosen = self._chosen()
        if self._box is not None:
            self._slot.removeWidget(self._box)
            self._box.hide()
            self._box.setParent(None)
            self._box.deleteLater()
        self._box = make_box(chosen.info, self._lookup, may_be_unknown=False)
        self._editor = cast("Editor", self._box)
        self._box.setObjectName(f"{self._prefix}.value")
        self._box.setAccessibleName(f"{chosen.info.label} for all of them")
        self._box.setAccessibleDescription(chosen.info.help)
        self._label.setText(f"{chosen.info.label} for all of them")
        self._label.setBuddy(self._box)
        if isinstance(self._box, LineEdit | ChoiceEdit):
            self._box.goes_on = False
        self._begin_box(chosen)
        self._slot.insertWidget(1, self._box)
        self._box.show()
        QWidget.setTabOrder(self.field, self._box)
        QWidget.setTabOrder(self._box, self._empty)
        with QSignalBlocker(self._empty):
            self._empty.setChecked(False)
        self._empty.setVisible(chosen.can_be_empty)
        self._since.setVisible(chosen.info.dated)
        self._refused.hide()
        self._show_plan()

    def _begin_box(self, chosen: BulkField) -> None:
        assert self._editor is not None
        if isinstance(self._box, ChoiceEdit):
            # Nothing is chosen yet; the first of the list would look like a wish.
            self._box.setPlaceholderText("Choose")
            with QSignalBlocker(self._box):
                self._box.setCurrentIndex(-1)
        else:
            self._editor.load(None, "")
        self._editor.edited.connect(self._show_plan)
        self._editor.left.connect(self._show_plan)
        chosen_signal = getattr(self._box, "chosen", None)
        if chosen_signal is not None:
            chosen_signal.connect(lambda _key: self._show_plan())

    def _on_empty_toggled(self, is_empty: bool) -> None:
        if self._editor is not None:
            self._editor.lock(is_empty)
        self._show_plan()

    def _show_plan(self) -> None:
        """Say what would change, as far as the value can be read."""
        self._plan, words = None, ""
        self._refused.hide()
        if self._asks_something():
            try:
                value = self._value()
            except Invalid as problem:
                words = problem.problems[0].sentence
            else:
                self._plan = self._read_plan(value)
                words = self._plan.sentence
        self._told.setText(words)
        self._told.setVisible(bool(words))
        count = len(self._plan.changing) if self._plan else 0
        many = in_figures(count or len(self._uids), self._words.singular, self._words.plural)
        set_words(self._act, f"{'Empty' if self._empty.isChecked() else 'Change'} {many}")
        self._act.setEnabled(count > 0)

    def _read_plan(self, value: Value) -> BulkPlan:
        chosen, at = self._chosen(), self._desk.today
        return self._desk.read(lambda session: bulk.plan_bulk(session, chosen, self._uids, value, at))

    def _asks_something(self) -> bool:
        if self._editor is None or not self._uids:
            return False
        if isinstance(self._box, ChoiceEdit) and self._box.currentIndex() < 0:
            return self._empty.isChecked()
        return self._empty.isChecked() or bool(self._editor.typed().strip())

    # --- how it is built -------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        with QSignalBlocker(self.field):
            for each in self._fields:
                self.field.addItem(each.info.label, each.info.name)
        self._show_field()

    def _make_since(self) -> QWidget:
        holder = QWidget()
        self._since_box = DateEdit(FieldInfo("since", "From", "date"), self._lookup.reading)
        self._since_box.setObjectName(f"{self._prefix}.since")
        self._since_box.setAccessibleName("From which day it changes")
        self._since_box.load(self._desk.today, format_date(self._desk.today))
        label = make_label("From")
        label.setBuddy(self._since_box)
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_1)
        layout.addWidget(label)
        layout.addWidget(self._since_box)
        layout.addWidget(make_label("Papers of earlier days keep the value of their day", "caption", wraps=True))
        return holder

    def _lay_out(self) -> None:
        label = make_label("Field")
        label.setBuddy(self.field)
        self._slot = QVBoxLayout()
        self._slot.setSpacing(theme.SPACE_1)
        self._slot.addWidget(self._label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.SPACE_4, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.FIELD_GAP)
        layout.addWidget(self._heading)
        layout.addWidget(make_label("Change one field for all of them", "quiet", wraps=True))
        layout.addWidget(label)
        layout.addWidget(self.field)
        layout.addLayout(self._slot)
        for widget in (self._empty, self._since, self._told, self._refused):
            layout.addWidget(widget)
        layout.addWidget(self._act, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self._refused.hide()
