"""The dialog of an old report: each line as printed, how it was understood, what it would change (peers.md 0.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QCheckBox, QWidget

from secdesk.errors import KnownError
from secdesk.exchange.published_report.reading import ReadLine
from secdesk.register.progress import Progress
from secdesk.rules.date_words import format_date
from secdesk.rules.wording import in_figures
from secdesk.services.read_report import ProposedRecord
from secdesk.services.report_records.planned import STATE_WORDS
from secdesk.ui import theme
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.safety import words
from secdesk.ui.safety.preview_dialog import PreviewDialog
from secdesk.ui.safety.report_reading import ReportTold
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.flow import FlowLayout
from secdesk.ui.widgets.label import menu_text
from secdesk.ui.widgets.plain_table import PlainTable, TableRow
from secdesk.ui.widgets.words import make_button


class ReportDialog(PreviewDialog):
    """Everything that can be taken is ticked at first; Enter on a record, or the box below, leaves it out."""

    def __init__(
        self,
        told: ReportTold,
        read: Callable[[date | None, Progress], ReportTold],
        on_import: Callable[[date, frozenset[str]], object],
        lookup: Lookup,
        parent: QWidget,
    ) -> None:
        """Show what was read; ``read`` runs beside the window, ``on_import`` hears of the day and the records once."""
        rows = PlainTable("import.rows", words.REPORT_LINES, words.REPORT_LINE_COLUMNS, (1, 3), parent)
        cells = PlainTable("import.cells", words.REPORT_RECORDS, words.REPORT_RECORD_COLUMNS, (1, 4), parent)
        super().__init__(words.REPORT_OF.format(name=told.source), rows, cells, parent)
        self.told = told
        self._read, self._on_import = read, on_import
        self.left_out: set[str] = set()
        self.day = self.add_day(words.REPORT_DAY, lookup, self._on_day)
        self.day.load(told.day, format_date(told.day) if told.day else "")
        self._add_box()
        self.chips.chosen.connect(lambda _key: self._list())
        self.rows.chosen.connect(lambda _key: self._show_records())
        self.cells.chosen.connect(lambda _key: self._show_box())
        self.cells.opened.connect(lambda _key: self._box.click())
        self._show()
        self.rows.setFocus()

    @property
    def keys(self) -> frozenset[str]:
        """The records that are to be taken, without those that they need."""
        return frozenset(record.key for record in self.told.proposed.takeable() if record.key not in self.left_out)

    def take(self) -> None:
        """Import the chosen records."""
        if self.told.day is not None:
            self.accept()
            self._on_import(self.told.day, self.keys)

    def take_only_sure(self) -> None:
        """Leave out everything that was not read for sure."""
        self.left_out = {each.key for each in self.told.proposed.takeable() if each.origin.confidence != "sure"}
        self._show()

    # --- reading ---------------------------------------------------------------------------------------------------

    def _on_day(self, day: date | None) -> None:
        if day is not None and day != self.told.day:
            self.offer(self.take_button.text(), may=False)
            job = lambda progress: self._read(day, progress)  # noqa: E731 - a job takes the progress alone
            self.work.start(words.IMPORT_COMPARING, job, self._on_told, self._on_no)

    def _on_told(self, told: ReportTold) -> None:
        self.told = told
        self._show()
        announce(self, self.state.text())

    def _on_no(self, error: KnownError) -> None:
        self.tell(str(error), ())
        announce(self, str(error), urgent=True)

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        counts = {key: len(self._of(key)) for key in words.REPORT_FACETS}
        self.chips.offer([(key, words.REPORT_FACETS[key].format(n=counts[key])) for key in words.REPORT_FACETS])
        if not self.chips.current:
            self.chips.choose("changes" if counts["changes"] else "all")
        self._list()
        self._show_state()

    def _of(self, facet: str) -> list[ReadLine]:
        lines = [line for line in self.told.reading.lines if line.text.strip()]
        tests: dict[str, Callable[[ReadLine], bool]] = {
            "all": lambda _line: True,
            "changes": lambda line: any(each.can_be_taken for each in self.told.of_line(line)),
            "contradicts": lambda line: any(each.state == "contradicts" for each in self.told.of_line(line)),
            "likely": lambda line: line.confidence == "likely",
            "unknown": lambda line: line.confidence == "unknown",
        }
        return [line for line in lines if tests[facet](line)]

    def _list(self) -> None:
        more = self.list_rows([self._row(line) for line in self._of(self.chips.current or "all")])
        problem = "" if self.told.day is not None else words.REPORT_NO_DAY
        self.tell(problem, [*self.told.reading.remarks, *([more] if more else [])])
        self._show_records()

    def _row(self, line: ReadLine) -> TableRow:
        records = self.told.of_line(line)
        does = "; ".join(dict.fromkeys(f"{each.words} ({STATE_WORDS[each.state]})" for each in records)) or line.why
        text = " ".join(line.text.split())
        sure = words.CONFIDENCE[line.confidence]
        spoken = f"Line {line.number}: {text}. {sure}. {does}"
        return TableRow(line.number, (str(line.number), text, sure, does), spoken, does)

    def _line(self) -> ReadLine | None:
        number = self.rows.current_key()
        return next((line for line in self.told.reading.lines if line.number == number), None)

    def _records(self) -> tuple[ProposedRecord, ...]:
        line = self._line()
        return self.told.of_line(line) if line is not None else ()

    def _show_records(self) -> None:
        self.cells.fill([self._record(record) for record in self._records()])
        self._show_box()

    def _record(self, record: ProposedRecord) -> TableRow:
        why = "; ".join(filter(None, (record.note, *record.origin.repairs, record.origin.why)))
        taken = words.TAKEN_YES if record.key not in self.left_out else words.TAKEN_NO
        sure = words.CONFIDENCE[record.origin.confidence]
        first = taken if record.can_be_taken else words.TAKEN_NOTHING
        return TableRow(record.key, (first, record.words, STATE_WORDS[record.state], sure, why), tip=why)

    def _show_box(self) -> None:
        record = self._record_here()
        may = record is not None and record.can_be_taken
        self._box.setEnabled(may)
        self._box.blockSignals(True)
        self._box.setChecked(may and record is not None and record.key not in self.left_out)
        self._box.blockSignals(False)

    def _record_here(self) -> ProposedRecord | None:
        key = self.cells.current_key()
        return next((record for record in self._records() if record.key == key), None)

    def _on_box(self, on: bool) -> None:
        record = self._record_here()
        if record is not None:
            (self.left_out.discard if on else self.left_out.add)(record.key)
            self._show_records()
            self._show_state()

    def _show_state(self) -> None:
        proposed = self.told.proposed
        told = [f"{count:,} {said}" for state, said in STATE_WORDS.items() if (count := proposed.count(state))]
        self.state.setText(", ".join(told))
        taken = len(proposed.only(self.keys))
        if taken:
            self.offer(words.IMPORT_RECORDS.format(records=in_figures(taken, "record")), may=True)
        else:
            self.offer(words.IMPORT_NONE, may=False)

    # --- building --------------------------------------------------------------------------------------------------

    def _add_box(self) -> None:
        self._box = QCheckBox(menu_text(words.TAKE_RECORD), self)
        self._box.setObjectName("import.take")
        self._box.setAccessibleName(words.TAKE_RECORD)
        self._box.setMinimumHeight(theme.COMPACT_HEIGHT)
        self._box.toggled.connect(self._on_box)
        sure = make_button(words.TAKE_SURE, "import.sure")
        sure.clicked.connect(lambda _checked: self.take_only_sure())
        line = QWidget(self)
        row = FlowLayout(line)
        row.addWidget(self._box)
        row.addWidget(sure)
        self.under.addWidget(line)
