"""History: the steps of the register in words, what each changed, and the way back of the newest (ux.md 2.13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from secdesk.register.history import HistoryEntry, HistoryLine, history
from secdesk.rules.wording import in_figures
from secdesk.ui import texts, theme
from secdesk.ui.desk import Desk
from secdesk.ui.place import Place
from secdesk.ui.widgets.label import plain_label
from secdesk.ui.widgets.plain_table import PlainTable, TableRow

SHOWN = 200
"""How many of the newest steps are listed."""


class HistoryPlace(Place):
    """The change log, newest first, and under it what the selected step did to each field."""

    key = "history"
    title = texts.HISTORY

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the page."""
        super().__init__(desk, parent)
        self._undo = QAction(texts.UNDO_NEWEST, self)
        self._undo.setObjectName("history.undo")
        self._undo.triggered.connect(lambda _checked: desk.undo())
        self._entries: dict[int, HistoryEntry] = {}
        headings = (texts.WHEN, texts.WHO, texts.WHAT, texts.RECORDS)
        self._steps = PlainTable("history.steps", texts.STEPS, headings, (2,), self)
        self._steps.setAlternatingRowColors(True)
        self._steps.chosen.connect(self._on_chosen)
        self._empty = plain_label(texts.STEP_EMPTY, "quiet", wraps=True)
        self._label = plain_label("", "section", wraps=True)
        self._note = plain_label("", "caption", wraps=True)
        fields = (texts.FIELD, texts.BEFORE, texts.AFTER)
        self._changes = PlainTable("history.changes", texts.STEP_CHANGES, fields, (0, 1, 2), self)
        self._lay_out()

    def primary_action(self) -> QAction | None:
        """Return Undo newest step."""
        return self._undo

    def activate(self, uid: str = "") -> None:
        """Read the log and put the focus on the newest step."""
        self.refresh()
        self._steps.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read the log again."""
        found = history(self.desk.register, limit=SHOWN)
        self._entries = {entry.seq: entry for entry in found}
        self._steps.fill([_row_of(entry) for entry in found])
        self._steps.setVisible(bool(found))
        self._empty.setVisible(not found)
        words = self.desk.undo_label
        self._undo.setEnabled(bool(words) and not self.desk.read_only)
        self._undo.setToolTip(words)
        self.count_changed.emit(in_figures(len(found), "step") if found else "")

    def panes(self) -> Sequence[QWidget]:
        """Return the steps and their changes."""
        return (self._steps, self._changes)

    def _on_chosen(self, seq: int | None) -> None:
        entry = self._entries.get(seq) if seq is not None else None
        self._label.setText(entry.label if entry is not None else "")
        self._note.setText(_note_of(entry) if entry is not None else "")
        self._changes.fill(list(_change_rows(entry)) if entry is not None else [])

    def _lay_out(self) -> None:
        top, bottom = QWidget(self), QWidget(self)
        upper, lower = QVBoxLayout(top), QVBoxLayout(bottom)
        upper.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.SPACE_2)
        upper.addWidget(self._steps, 1)
        upper.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)
        lower.setContentsMargins(theme.MARGIN, theme.SPACE_3, theme.MARGIN, theme.SPACE_3)
        lower.setSpacing(theme.SPACE_1)
        lower.addWidget(self._label)
        lower.addWidget(self._note)
        lower.addWidget(self._changes, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setObjectName("history.splitter")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(top)
        split.addWidget(bottom)
        split.setSizes([500, 300])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)


def _row_of(entry: HistoryEntry) -> TableRow:
    number = str(entry.total) if entry.total > 1 else ""
    spoken = f"{entry.when}, {entry.who}, {entry.label}, {in_figures(entry.total, 'change')}"
    return TableRow(entry.seq, (entry.when, entry.who, entry.label, number), spoken, entry.label)


def _note_of(entry: HistoryEntry) -> str:
    shown = sum(len(line.fields) or 1 for line in entry.lines)
    parts = [entry.when, entry.who, in_figures(entry.total, "change")]
    return ", ".join([*parts, f"the first {shown} are listed"] if shown < entry.total else parts)


def _change_rows(entry: HistoryEntry) -> Iterator[TableRow]:
    for number, line in enumerate(entry.lines):
        yield from _rows_of(number, line)


def _rows_of(number: int, line: HistoryLine) -> Iterator[TableRow]:
    if line.action != "edit":
        sentence = line.sentences[0]
        yield TableRow((number, 0), (sentence,), sentence, sentence)
        return
    for place, (turn, sentence) in enumerate(zip(line.fields, line.sentences, strict=True)):
        since = f" from {turn.since}" if turn.since else ""
        yield TableRow(
            (number, place), (f"{turn.label} of {line.name}{since}", turn.before, turn.after), sentence, sentence
        )
