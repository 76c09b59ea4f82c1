"""The dialog that brings back only some records of a backup: choose, see what comes along, one step (ux.md 2.15)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from secdesk.register.difference import Key
from secdesk.register.record_differences import RecordDifference, with_needs
from secdesk.rules.wording import in_figures, join_and
from secdesk.ui import texts, theme
from secdesk.ui.safety import words
from secdesk.ui.safety.backup_lines import RecordsTold
from secdesk.ui.safety.restore_dialog import fit_to_window
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.chips import Chips
from secdesk.ui.widgets.filter_box import FilterBox
from secdesk.ui.widgets.label import menu_text
from secdesk.ui.widgets.plain_table import PlainTable, TableRow
from secdesk.ui.widgets.primary_button import PrimaryButton
from secdesk.ui.widgets.words import make_button, make_label, set_words

_LETTERS_WIDE, _ROWS_HIGH = 130, 18
_NAMED = 3
MOST_ROWS = 1000
"""So many records are listed at once; the filter finds the others."""


class RecordTable(PlainTable):
    """The records; Space chooses the current one or leaves it."""

    toggled = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the space bar."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.toggled.emit()
            return
        super().keyPressEvent(event)


class RecordsDialog(QDialog):
    """Nothing is chosen at first; the filled button says how many records come back."""

    def __init__(self, told: RecordsTold, on_take: Callable[[frozenset[Key]], object], parent: QWidget | None) -> None:
        """Build it over its window; ``on_take`` hears of the chosen records once."""
        super().__init__(parent)
        self.setObjectName("records_back")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.RECORDS_TITLE.format(backup=told.title))
        self.setAccessibleName(self.windowTitle())
        self._told, self._on_take = told, on_take
        self._records = {record.key: record for record in told.records}
        self.chosen: set[Key] = set()
        self._build_parts()
        self._lay_out()
        self._chips.chosen.connect(lambda _key: self._list())
        self._filter.textChanged.connect(lambda _text: self._list())
        self._filter.returnPressed.connect(self._table.setFocus)
        self._table.chosen.connect(lambda _key: self._show_record())
        self._table.toggled.connect(self._box.click)
        self._table.opened.connect(lambda _key: self._box.click())
        self._box.toggled.connect(self._on_box)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.take)
        QShortcut(QKeySequence("Ctrl+F"), self, self._filter.setFocus)
        self._list()
        self._show_state()
        self._table.setFocus()

    def take(self) -> None:
        """Bring the chosen records back."""
        if self.chosen:
            self.accept()
            self._on_take(frozenset(self.chosen))

    # --- building --------------------------------------------------------------------------------------------------

    def _build_parts(self) -> None:
        counts = {key: len(self._of(key)) for key in words.RECORDS_FACETS}
        facets = [(key, words.RECORDS_FACETS[key].format(n=counts[key])) for key in words.RECORDS_FACETS]
        self._chips = Chips("records_back.chip", facets)
        self._filter = FilterBox("records_back.filter", words.RECORDS_FILTER, "Ctrl+F")
        self._table = RecordTable("records_back.rows", words.RECORDS_LIST, words.RECORD_COLUMNS, (1,), self)
        self._more = make_label("", "caption", wraps=True, name="records_back.more")
        self._fields = PlainTable("records_back.fields", words.RECORD_FIELDS, words.RECORD_FIELD_COLUMNS, (1, 2), self)
        self._box = QCheckBox(menu_text(words.BRING_THIS_BACK), self)
        self._box.setObjectName("records_back.box")
        self._box.setAccessibleName(words.BRING_THIS_BACK)
        self._box.setMinimumHeight(theme.COMPACT_HEIGHT)
        self._along = make_label("", wraps=True, name="records_back.along")
        self._take = PrimaryButton("", self)
        self._take.setObjectName("records_back.take")
        self._take.setAutoDefault(False)
        self._take.clicked.connect(lambda _checked: self.take())

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(theme.SPACE_3)
        head.addWidget(self._chips, 3)
        head.addWidget(self._filter, 2)
        foot.setSpacing(theme.SPACE_2)
        cancel = make_button(texts.CANCEL, "records_back.cancel")
        cancel.clicked.connect(lambda _checked: self.reject())
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.SPACE_4] * 4)
        layout.setSpacing(theme.SPACE_2)
        layout.addLayout(head)
        layout.addWidget(self._table, 3)
        layout.addWidget(self._more)
        layout.addWidget(self._box)
        layout.addWidget(self._fields, 2)
        layout.addWidget(self._along)
        layout.addWidget(make_label(words.RECORDS_SAFE, "quiet", wraps=True, name="records_back.safe"))
        layout.addLayout(foot)
        letter, row = self.fontMetrics().averageCharWidth(), theme.row_height(self.fontMetrics())
        for table in (self._table, self._fields):
            table.setMinimumHeight(2 * row)
        fit_to_window(self, letter * _LETTERS_WIDE, row * _ROWS_HIGH)

    # --- listing ---------------------------------------------------------------------------------------------------

    def _of(self, facet: str) -> list[RecordDifference]:
        return [record for record in self._told.records if facet in ("all", record.state)]

    def _list(self) -> None:
        asked = self._filter.text().casefold().split()
        found = [record for record in self._of(self._chips.current or "all") if _answers(record, asked)]
        self._table.fill([self._row(record) for record in found[:MOST_ROWS]])
        told = words.RECORDS_MORE.format(shown=MOST_ROWS, all=len(found)) if len(found) > MOST_ROWS else ""
        told = told or ("" if found else words.RECORDS_NONE)
        self._more.setText(told)
        self._more.setVisible(bool(told))
        self._show_record()

    def _row(self, record: RecordDifference) -> TableRow:
        comes = record.key in with_needs(self.chosen, self._records)
        mark = words.TAKEN_YES if record.key in self.chosen else words.COMES_ALONG if comes else ""
        what = words.RECORD_STATES[record.state]
        if record.parts:
            what = words.WITH_PARTS.format(state=what, parts=in_figures(record.parts, "part"))
        cells = (mark, record.name, record.title, what)
        spoken = ", ".join(filter(None, (record.title, record.name, what, mark)))
        return TableRow(record.key, cells, spoken, record.name)

    # --- choosing --------------------------------------------------------------------------------------------------

    def _on_box(self, on: bool) -> None:
        key = self._table.current_key()
        if key is not None:
            (self.chosen.add if on else self.chosen.discard)(key)
            self._list()
            self._show_state()

    def _show_record(self) -> None:
        key = self._table.current_key()
        record = self._records.get(key) if key is not None else None
        self._box.blockSignals(True)
        self._box.setChecked(record is not None and record.key in self.chosen)
        self._box.blockSignals(False)
        self._box.setEnabled(record is not None)
        fields = record.fields if record is not None else ()
        self._fields.fill(
            [TableRow(number, (each.label, each.now, each.then)) for number, each in enumerate(fields)]
        )  # fmt: skip

    def _show_state(self) -> None:
        along = with_needs(self.chosen, self._records) - self.chosen
        told = words.COME_ALONG.format(records=_named([self._records[key] for key in along])) if along else ""
        self._along.setText(told)
        self._along.setVisible(bool(told))
        records = in_figures(len(self.chosen) + len(along), "record")
        set_words(self._take, words.BRING_BACK_RECORDS.format(records=records) if self.chosen else words.BRING_NOTHING)
        self._take.setEnabled(bool(self.chosen))
        if told:
            announce(self, told)


def _answers(record: RecordDifference, asked: Sequence[str]) -> bool:
    """Say whether a record has every word that was typed."""
    text = f"{record.title} {record.name}".casefold()
    return all(word in text for word in asked)


def _named(records: Sequence[RecordDifference]) -> str:
    """Return records by kind and name; of many only the first, and how many more."""
    ordered = sorted(records, key=lambda each: (each.title, each.name))
    names = [f"{each.title[:1].lower()}{each.title[1:]} {each.name}" for each in ordered[:_NAMED]]
    if len(ordered) > _NAMED:
        return f"{', '.join(names)} and {len(ordered) - _NAMED:,} more"
    return join_and(names)
