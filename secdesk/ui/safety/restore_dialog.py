"""The dialog of a restore: backups at the left, what the chosen one holds and does at the right (ux.md 2.15)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from secdesk.errors import KnownError
from secdesk.register.progress import Progress
from secdesk.ui import texts, theme
from secdesk.ui.safety import words
from secdesk.ui.safety.backup_lines import BackupLine, RestoreTold
from secdesk.ui.safety.dialog_work import DialogWork
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.flow import FlowLayout
from secdesk.ui.widgets.label import menu_text
from secdesk.ui.widgets.plain_table import PlainTable, TableRow
from secdesk.ui.widgets.primary_button import PrimaryButton
from secdesk.ui.widgets.words import make_button, make_label, set_words

_LETTERS_WIDE, _ROWS_HIGH = 140, 17
_REST_MS = 150
"""How long the arrows rest on a backup before it is read."""


@dataclass(frozen=True, slots=True)
class RestoreWays:
    """What the dialog asks for: the list and one backup are read beside the window, the others act on the window."""

    read_list: Callable[[Progress], Sequence[BackupLine]]
    read: Callable[[Path, Progress], RestoreTold]
    ask_file: Callable[[], Path | None]
    act: Callable[[RestoreTold], object]
    look: Callable[[Path], object]
    choose_records: Callable[[Path], object]
    second: str = ""
    """What to say of the second place under the list."""


class RestoreDialog(QDialog):
    """Nothing is restored before the filled button is pressed, and nothing much smaller before the box is ticked."""

    def __init__(self, ways: RestoreWays, names_registers: bool, parent: QWidget | None) -> None:
        """Build it over its window and begin to read; ``names_registers`` says of which register each backup is."""
        super().__init__(parent)
        self.setObjectName("restore")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.RESTORE_TITLE)
        self.setAccessibleName(words.RESTORE_TITLE)
        self._ways, self._names = ways, names_registers
        self._lines: dict[Path, BackupLine] = {}
        self._chosen: Path | None = None
        self.told: RestoreTold | None = None
        self._work, self._list_work = DialogWork("restore", self), DialogWork("restore.list", self)
        self._build_parts()
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._read)
        self._lay_out()
        self._table.chosen.connect(self._on_chosen)
        self._list_work.start(words.READING_BACKUPS, ways.read_list, self._show_list, self._show_refusal)
        self._show()

    def done(self, result: int) -> None:
        """Stop reading before the dialog goes."""
        self._rest.stop()
        self._work.wait()
        self._list_work.wait()
        super().done(result)

    # --- building --------------------------------------------------------------------------------------------------

    def _build_parts(self) -> None:
        columns = words.BACKUP_REGISTER_COLUMNS if self._names else words.BACKUP_COLUMNS
        self._table = PlainTable("restore.list", words.BACKUPS_LIST, columns, (len(columns) - 1,), self)
        self._none = make_label(words.NO_BACKUPS_HERE, "quiet", wraps=True, name="restore.none")
        self._none.hide()
        self._file = make_button(words.CHOOSE_FILE, "restore.file")
        self._file.clicked.connect(lambda _checked: self._choose_file())
        self._title = make_label(words.CHOOSE_ONE, "strong", wraps=True, name="restore.title")
        self._warning = make_label("", "warning", wraps=True, name="restore.warning")
        self._counts = PlainTable("restore.counts", words.COUNTS_NAME, words.COUNT_COLUMNS, (0,), self)
        self._sentences = make_label("", wraps=True, name="restore.sentences")
        self._later_title = make_label(words.LATER_TITLE, "section", wraps=True)
        self._later = PlainTable("restore.later", words.LATER_TITLE, words.LATER_COLUMNS, (1,), self)
        self._agree = QCheckBox(self)
        self._agree.setObjectName("restore.agree")
        self._agree.setMinimumHeight(theme.COMPACT_HEIGHT)
        self._agree.toggled.connect(lambda _on: self._show_buttons())
        self._second = make_label(self._ways.second, "caption", wraps=True, name="restore.second")
        self._second.setVisible(bool(self._ways.second))
        self._some = make_button(words.ONLY_SOME, "restore.some")
        self._some.clicked.connect(lambda _checked: self._choose_records())
        self._look = make_button(words.OPEN_READ_ONLY, "restore.look")
        self._look.clicked.connect(lambda _checked: self._open_read_only())
        self._restore = PrimaryButton("", self)
        self._restore.setObjectName("restore.restore")
        self._restore.setAutoDefault(False)
        self._restore.clicked.connect(lambda _checked: self._take())

    def _lay_out(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(theme.SPACE_4)
        columns.addLayout(self._left(), 2)
        columns.addWidget(self._right(), 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.MARGIN] * 4)
        layout.setSpacing(theme.SPACE_3)
        layout.addLayout(columns, 1)
        layout.addWidget(self._agree)
        layout.addWidget(self._buttons())
        letter, row = self.fontMetrics().averageCharWidth(), theme.row_height(self.fontMetrics())
        self._table.setMinimumHeight(3 * row)
        fit_to_window(self, letter * _LETTERS_WIDE, row * _ROWS_HIGH)

    def _left(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(self._table, 1)
        rows.addWidget(self._none)
        rows.addWidget(self._list_work)
        rows.addWidget(self._second)
        rows.addWidget(self._file, 0, Qt.AlignmentFlag.AlignLeft)
        return rows

    def _right(self) -> QScrollArea:
        page = QWidget(self)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, theme.SPACE_2, 0)
        rows.setSpacing(theme.SPACE_2)
        parts = (self._title, self._warning, self._work, self._sentences, self._counts, self._later_title, self._later)
        for part in parts:
            rows.addWidget(part)
        rows.addStretch(1)
        area = QScrollArea(self)
        area.setObjectName("restore.area")
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        return area

    def _buttons(self) -> QWidget:
        line = QWidget(self)
        row = FlowLayout(line, to_right=True)
        cancel = make_button(texts.CANCEL, "restore.cancel")
        cancel.clicked.connect(lambda _checked: self.reject())
        for button in (self._some, self._look, cancel, self._restore):
            row.addWidget(button)
        return line

    # --- reading ---------------------------------------------------------------------------------------------------

    def _show_list(self, lines: Sequence[BackupLine]) -> None:
        self._lines = {line.path: line for line in lines}
        self._none.setVisible(not lines)
        self._table.setVisible(bool(lines))
        self._table.fill([self._row(line) for line in lines])
        (self._table if lines else self._file).setFocus()

    def _row(self, line: BackupLine) -> TableRow:
        cells = (line.when, line.holds, line.why, *((line.register,) if self._names else ()))
        return TableRow(line.path, cells, line.spoken, line.held)

    def _on_chosen(self, path: Path | None) -> None:
        if path is not None and path != self._chosen:
            self._choose(path)

    def _choose_file(self) -> None:
        path = self._ways.ask_file()
        if path is not None:
            self._choose(path)

    def _choose(self, path: Path) -> None:
        self._chosen, self.told = path, None
        self._agree.setChecked(False)
        self._show()
        self._rest.start()

    def _read(self) -> None:
        path = self._chosen
        if path is not None:
            job = lambda progress: self._ways.read(path, progress)  # noqa: E731 - a job takes the progress alone
            self._work.start(words.READING_BACKUP, job, self._on_told, self._show_refusal)

    def _on_told(self, told: RestoreTold) -> None:
        self.told = told
        self._show()
        announce(self, ". ".join(filter(None, (told.title, told.warning, *told.sentences))))

    def _show_refusal(self, error: KnownError) -> None:
        self.told = None
        self._show(str(error))
        announce(self, str(error), urgent=True)

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show(self, refusal: str = "") -> None:
        told = self.told
        self._title.setText(told.title if told is not None else self._name())
        warning = told.warning if told is not None else refusal
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))
        sentences = "\n".join(told.sentences) if told is not None else ""
        self._sentences.setText(sentences)
        self._sentences.setVisible(bool(sentences))
        _fill(self._counts, told.rows if told is not None else ())
        later = told.later if told is not None else ()
        _fill(self._later, later)
        self._later_title.setVisible(bool(later))
        self._show_buttons()

    def _name(self) -> str:
        """Return what is known of the chosen backup before it has been read."""
        if self._chosen is None:
            return words.CHOOSE_ONE
        line = self._lines.get(self._chosen)
        return words.BACKUP_OF.format(when=line.when) if line is not None else self._chosen.name

    def _show_buttons(self) -> None:
        told = self.told
        guard = told.guard if told is not None else None
        self._agree.setVisible(guard is not None)
        if guard is not None:
            agreed = words.YES_REPLACE.format(now=guard.now, fewer=guard.fewer)
            self._agree.setText(menu_text(agreed))
            self._agree.setAccessibleName(agreed)
        set_words(self._restore, self._act_words())
        may = told is not None and told.act != "none" and (guard is None or self._agree.isChecked())
        self._restore.setEnabled(may)
        self._some.setEnabled(told is not None and told.act == "restore")
        self._look.setEnabled(told is not None and told.act != "salvage")

    def _act_words(self) -> str:
        told = self.told
        if told is None or told.act in ("restore", "none"):
            guard = told.guard if told is not None else None
            if guard is not None:
                return words.RESTORE_OVER.format(fewer=guard.fewer, what=guard.what, now=guard.now)
            return words.RESTORE_DAY.format(day=told.day if told is not None else "").strip()
        return words.MAKE_REGISTER if told.act == "new" else words.SAVE_SOUND

    # --- acting ----------------------------------------------------------------------------------------------------

    def _take(self) -> None:
        told = self.told
        if told is not None:
            self.accept()
            self._ways.act(told)

    def _choose_records(self) -> None:
        told = self.told
        if told is not None:
            self.accept()
            self._ways.choose_records(told.path)

    def _open_read_only(self) -> None:
        told = self.told
        if told is not None:
            self.accept()
            self._ways.look(told.path)


def fit_to_window(dialog: QDialog, width: int, height: int) -> None:
    """Give a dialog a size, but no more than its window has."""
    parent = dialog.parentWidget()
    room = parent.window().size() if parent is not None else dialog.screen().availableGeometry().size()
    dialog.resize(min(width, room.width() - 2 * theme.SPACE_4), min(height, room.height() - theme.SPACE_4))


def _fill(table: PlainTable, rows: Sequence[Sequence[str]]) -> None:
    table.setVisible(bool(rows))
    table.fill([TableRow(number, tuple(cells)) for number, cells in enumerate(rows)])
    table.fit_height()
