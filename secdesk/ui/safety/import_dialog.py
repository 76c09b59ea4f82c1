"""The dialog of an import of tables: rows, the cells of one row, what each column is read as (ux.md 2.15)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from secdesk.errors import KnownError
from secdesk.exchange.csv_preview import RowState
from secdesk.register.progress import Progress
from secdesk.rules.wording import in_figures
from secdesk.services.importing import ImportCell, ImportRow, ImportTable, ImportTold, all_kinds
from secdesk.ui import theme
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.safety import words
from secdesk.ui.safety.preview_dialog import PreviewDialog
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.plain_table import PlainTable, TableRow
from secdesk.ui.widgets.words import make_label

_SHORT = 80
_STATES: tuple[RowState, ...] = ("new", "update", "unreadable", "unchanged")


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """What a person says of a file: what its rows are about (empty: as it says), of which day, which column is what."""

    kind: str = ""
    day: date | None = None
    picks: tuple[tuple[str, int, str], ...] = ()

    def picked(self) -> dict[str, dict[int, str]]:
        """Return the columns by kind and position."""
        found: dict[str, dict[int, str]] = {}
        for kind, position, name in self.picks:
            found.setdefault(kind, {})[position] = name
        return found


class ImportDialog(PreviewDialog):
    """Every choice reads the file anew; the readable rows are imported, or none."""

    def __init__(
        self,
        told: ImportTold,
        read: Callable[[ImportChoices, Progress], ImportTold],
        on_import: Callable[[ImportChoices, int], object],
        lookup: Lookup,
        parent: QWidget,
    ) -> None:
        """Show what was read; ``read`` runs beside the window, ``on_import`` hears of the choices and rows once."""
        rows = PlainTable("import.rows", words.IMPORT_ROWS, words.IMPORT_ROW_COLUMNS, (1, 2), parent)
        cells = PlainTable("import.cells", words.IMPORT_CELLS, words.IMPORT_CELL_COLUMNS, (2, 3, 4), parent)
        super().__init__(words.IMPORT_OF.format(name=told.source), rows, cells, parent)
        self.told, self.choices = told, ImportChoices()
        self._read, self._on_import = read, on_import
        self._about = QComboBox(self)
        self._about.setObjectName("import.about")
        self._about.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._about.setMinimumContentsLength(26)
        self.is_whole = len(told.tables) > 1
        label = words.IMPORT_TABLE if self.is_whole else words.IMPORT_ABOUT
        self._about.setAccessibleName(label)
        self.add_to_head(label, self._about)
        self.day = self.add_day(words.IMPORT_DAY, lookup, self._on_day)
        self._add_picker()
        self._about.activated.connect(self._on_about)
        self.chips.chosen.connect(lambda _key: self._list())
        self.rows.chosen.connect(lambda _key: self._show_cells())
        self.cells.chosen.connect(lambda _key: self._show_picker())
        self._show_about()
        self._show()
        self.rows.setFocus()

    @property
    def table(self) -> ImportTable:
        """The table that is shown."""
        return self.told.tables[max(0, self._about.currentIndex()) if self.is_whole else 0]

    def take(self) -> None:
        """Import the readable rows."""
        self.accept()
        self._on_import(self.choices, self.told.count("new", "update"))

    def pick(self, position: int, name: str) -> None:
        """Read a column as a field; the column that was read so until now is left out."""
        table = self.table
        kept = {place: meaning for kind, place, meaning in self.choices.picks if kind == table.kind}
        if name:
            kept.update({place: "" for place, meaning in table.meanings.items() if meaning == name})
        kept[position] = name
        others = tuple(each for each in self.choices.picks if each[0] != table.kind)
        picks = (*others, *((table.kind, place, meaning) for place, meaning in kept.items()))
        self._read_again(ImportChoices(self.choices.kind, self.choices.day, picks))

    # --- reading ---------------------------------------------------------------------------------------------------

    def _on_about(self, place: int) -> None:
        if self.is_whole:
            self._show()
        elif all_kinds()[place][0] != self.table.kind:
            self._read_again(ImportChoices(all_kinds()[place][0], self.choices.day))

    def _on_day(self, day: date | None) -> None:
        if day != self.choices.day:
            self._read_again(ImportChoices(self.choices.kind, day, self.choices.picks))

    def _read_again(self, choices: ImportChoices) -> None:
        self.choices = choices
        self.offer(self.take_button.text(), may=False)
        job = lambda progress: self._read(choices, progress)  # noqa: E731 - a job takes the progress alone
        self.work.start(words.IMPORT_COMPARING, job, self._on_told, self._on_no)

    def _on_told(self, told: ImportTold) -> None:
        self.told = told
        self._show_about()
        self._show()
        announce(self, told.problem or self.state.text())

    def _on_no(self, error: KnownError) -> None:
        self.tell(str(error), ())
        announce(self, str(error), urgent=True)

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show_about(self) -> None:
        place = self._about.currentIndex()
        self._about.clear()
        if self.is_whole:
            for table in self.told.tables:
                rows = in_figures(len(table.rows), "row")
                self._about.addItem(words.IMPORT_TABLE_ROWS.format(title=table.title, rows=rows))
            self._about.setCurrentIndex(place if place >= 0 else self._first_telling())
            return
        for _, title in all_kinds():
            self._about.addItem(title)
        self._about.setCurrentIndex([kind for kind, _ in all_kinds()].index(self.told.tables[0].kind))

    def _first_telling(self) -> int:
        """Return the first table of which something is taken or cannot be read; the first where there is none."""
        tables = enumerate(self.told.tables)
        return next((place for place, each in tables if len(each.rows) > each.count("unchanged")), 0)

    def _show(self) -> None:
        table = self.table
        counts: dict[str, int] = {state: table.count(state) for state in _STATES}
        counts["all"] = len(table.rows)
        self.chips.offer([(key, words.IMPORT_FACETS[key].format(n=counts[key])) for key in words.IMPORT_FACETS])
        if not self.chips.current:
            self.chips.choose("all")
        self._list()
        self._show_state()

    def _list(self) -> None:
        facet = self.chips.current or "all"
        found = [row for row in self.table.rows if facet in ("all", row.state)]
        more = self.list_rows([_row(row) for row in found])
        self.tell(self.told.problem, [*self.table.remarks, *([more] if more else [])])
        self._show_cells()

    def _show_cells(self) -> None:
        self.cells.fill([_cell(cell) for cell in self.table.cells(self.rows.current_key())])
        self._show_picker()

    def _show_picker(self) -> None:
        position = self.cells.current_key()
        self._picker.setEnabled(position is not None)
        if position is None:
            return
        heading = self.table.sheet.headings[position]
        told = words.COLUMN_READ_AS.format(column=heading[:_SHORT])
        self._picker_words.setText(told)
        self._picker.setAccessibleName(told)
        names = ["", *(name for name, _ in self.table.choices)]
        self._picker.clear()
        self._picker.addItems([words.COLUMN_NOT_READ, *(label for _, label in self.table.choices)])
        meaning = self.table.meanings.get(position, "")
        self._picker.setCurrentIndex(names.index(meaning) if meaning in names else 0)

    def _show_state(self) -> None:
        told = self.told
        counts = {state: told.count(state) for state in _STATES}
        takeable = told.count("new", "update")
        self.state.setText("" if told.problem else words.IMPORT_COUNTS.format(**counts))
        if not takeable or told.problem:
            self.offer(words.IMPORT_NONE, may=False)
        elif counts["unreadable"]:
            rows = in_figures(takeable, "readable row")
            self.offer(words.IMPORT_READABLE.format(rows=rows), may=True)
        else:
            self.offer(words.IMPORT_ALL.format(rows=in_figures(takeable, "row")), may=True)

    # --- building --------------------------------------------------------------------------------------------------

    def _add_picker(self) -> None:
        self._picker_words = make_label("", wraps=True, name="import.column.words")
        self._picker = QComboBox(self)
        self._picker.setObjectName("import.column")
        self._picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._picker.setMinimumContentsLength(12)
        self._picker_words.setBuddy(self._picker)
        self._picker.activated.connect(self._on_picked)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self._picker_words, 2)
        row.addWidget(self._picker, 3)
        self.under.addLayout(row)

    def _on_picked(self, place: int) -> None:
        position = self.cells.current_key()
        if position is not None:
            name = self.table.choices[place - 1][0] if place else ""
            if name != self.table.meanings.get(position, ""):
                self.pick(position, name)


def _row(row: ImportRow) -> TableRow:
    return TableRow(row.number, (str(row.number), row.name, row.words), f"Row {row.number}, {row.name}, {row.words}")


def _cell(cell: ImportCell) -> TableRow:
    becomes = ": ".join(filter(None, (words.CELL_STATES[cell.state], cell.sentence)))
    texts = tuple(" ".join(text.split())[: 3 * _SHORT] for text in (cell.text, cell.was))
    return TableRow(cell.position, (cell.heading, cell.meaning or words.COLUMN_NOT_READ, *texts, becomes), tip=becomes)
