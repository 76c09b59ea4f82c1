"""History: every step in words, what it changed, and the way back to what was (ux.md 2.13)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from secdesk.errors import Invalid, KnownError
from secdesk.register.history import FieldTurn, HistoryEntry, HistoryLine, told_steps
from secdesk.register.history_search import HistoryAsk, called
from secdesk.register.register import Session
from secdesk.rules.wording import in_figures
from secdesk.services.versions import restore_value, restore_version
from secdesk.ui import texts, theme
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.models.step_rows import StepTable
from secdesk.ui.place import Place
from secdesk.ui.whereabouts import place_of
from secdesk.ui.widgets.chips import Chips
from secdesk.ui.widgets.filter_box import FilterBox
from secdesk.ui.widgets.label import plain_label
from secdesk.ui.widgets.plain_table import PlainTable, TableRow
from secdesk.ui.widgets.step_list import StepList
from secdesk.ui.widgets.words import make_button, set_tip

T = TypeVar("T")
RECORD_PREFIX = "record:"
"""``record:UID`` is what :meth:`HistoryPlace.activate` understands as the history of one record."""
_TOLD = 500
"""How many changes of one step are listed."""
_PAUSE_MS = 120


@dataclass(frozen=True, slots=True)
class ChangeKey:
    """A row of the lower table: the step, and the record and field that it changed."""

    step: int
    kind: str
    record: str
    name: str
    turn: FieldTurn | None


class HistoryPlace(Place):
    """The change log, newest first, and under it what the selected step did to each field."""

    key = "history"
    title = texts.HISTORY
    verbs = frozenset({"find_in_list", "clear_filters", "copy_selected"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the page."""
        super().__init__(desk, parent)
        self._restore = self._action(texts.RESTORE_VERSION, "history.restore", self._on_restore)
        self._put_back = self._action(texts.RESTORE_VALUE, "history.put_back", self._on_put_back)
        self._open = self._action(texts.OPEN_RECORD, "history.open", self._on_open)
        self._record, self._stamp = "", 0
        self._chips = Chips("history.facet", tuple(texts.HISTORY_FACETS.items()))
        self._chips.chosen.connect(self._on_facet_chosen)
        self._search = FilterBox("history.search", texts.HISTORY_SEARCH, "Ctrl+F")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_PAUSE_MS)
        self._rest.timeout.connect(self._ask)
        self._search.textChanged.connect(lambda _text: self._rest.start())
        self._table = StepTable(desk, self)
        self._steps = StepList(self._table, "history.steps", texts.STEPS, self)
        self._steps.chosen.connect(self._show_step)
        self._steps.opened.connect(lambda _row: self._on_open())
        self._search.returnPressed.connect(self._steps.setFocus)
        self._empty = plain_label(texts.STEP_EMPTY, "quiet", wraps=True)
        self._label = plain_label("", "section", wraps=True)
        self._note = plain_label("", "caption", wraps=True)
        headings = (texts.RECORD, texts.FIELD, texts.BEFORE, texts.AFTER)
        self._changes = PlainTable("history.changes", texts.STEP_CHANGES, headings, (0, 1, 2, 3), self)
        self._changes.chosen.connect(lambda _key: self._show_acts())
        self._changes.opened.connect(lambda _key: self._on_open())
        self._buttons = self._make_buttons()
        self._lay_out()

    # --- what the window asks --------------------------------------------------------------------------------------

    def primary_action(self) -> QAction | None:
        """Return Restore this version."""
        return self._restore

    def menu_actions(self) -> Sequence[QAction]:
        """Return what else can be done with the selected change."""
        return (self._put_back, self._open)

    def activate(self, uid: str = "") -> None:
        """Read the log and put the focus on the newest step; ``record:UID`` shows the steps about one record."""
        if uid.startswith(RECORD_PREFIX):
            self._search.clear()
            self._show_record(uid.removeprefix(RECORD_PREFIX))
        self._ask()
        self._steps.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read the log again."""
        self._ask()

    def close_place(self) -> None:
        """Stop reading beside the window."""
        self._rest.stop()
        self._table.readings.close()

    def panes(self) -> Sequence[QWidget]:
        """Return the steps and their changes."""
        return (self._steps, self._changes)

    def find_in_list(self) -> None:
        """Put the caret into the search."""
        self._search.setFocus()
        self._search.selectAll()

    def clear_filters(self) -> None:
        """Show every step again."""
        self._search.clear()
        self._show_record("")
        self._ask()

    def copy_selected(self, headings: bool = False) -> None:
        """Copy the selected step, or the selected change where the lower table has the focus."""
        if self._changes.hasFocus():
            row = self._changes.currentRow()
            items = (self._changes.item(row, column) for column in range(self._changes.columnCount()))
            cells = [item.text() for item in items if item is not None]
        else:
            cells = list(self._table.cells(self._steps.currentIndex().row()))
        QGuiApplication.clipboard().setText("\t".join(cells))

    # --- reading ---------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self._rest.stop()
        facet = self._chips.current
        question = HistoryAsk(
            text=self._search.text().strip(),
            record=self._record if facet == "record" else "",
            who=self.desk.register.who if facet == "mine" else "",
            bulk=facet == "bulk",
        )
        self._table.find(question, lambda: self._show(question))

    def _show(self, question: HistoryAsk) -> None:
        """Show the steps that answer a question, staying with the step that is selected where it is the same one."""
        group = self._table.group_at(self._steps.currentIndex().row())
        same = question == self._table.question
        self._table.show(question)
        row = self._table.row_of(group[-1]) if group and same else 0
        self._steps.select_row(max(row, 0))
        found = self._table.rowCount()
        self._steps.setVisible(bool(found))
        self._empty.setText(texts.STEPS_NOT_FOUND if question != HistoryAsk() else texts.STEP_EMPTY)
        self._empty.setVisible(not found)
        self._below.setVisible(bool(found) or question != HistoryAsk())
        self._show_step(self._steps.currentIndex().row())
        self.count_changed.emit(in_figures(found, "step") if found else "")

    def _show_step(self, row: int) -> None:
        group = self._table.group_at(row)
        entries = self.desk.read(lambda session: told_steps(session, group, lines=_TOLD)) if group else []
        self._label.setText(self._table.title_at(row) if entries else "")
        self._note.setText(_note_of(entries))
        self._changes.fill([row for entry in entries for row in _rows_of(entry)])
        self._show_acts()

    def _show_acts(self) -> None:
        key, group = self._key(), self._table.group_at(self._steps.currentIndex().row())
        can_change = not self.desk.read_only
        self._restore.setEnabled(can_change and len(group) == 1)
        self._put_back.setEnabled(can_change and key is not None and key.turn is not None and bool(key.turn.field))
        self._open.setEnabled(key is not None)
        for action, button in zip((self._put_back, self._open), self._buttons, strict=True):
            button.setEnabled(action.isEnabled())

    def _key(self) -> ChangeKey | None:
        found = self._changes.current_key()
        return found if isinstance(found, ChangeKey) else None

    # --- which steps -----------------------------------------------------------------------------------------------

    def _on_facet_chosen(self, facet: str) -> None:
        if facet == "record" and not self._record:
            key = self._key()
            place = place_of(self.desk, key.kind, key.record) if key is not None else None
            if place is None:
                self._chips.choose("")
                self.desk.say(texts.CHOOSE_CHANGE)
            else:
                self._show_record(place[1])
        elif facet != "record":
            self._show_record("", facet)
        self._ask()

    def _show_record(self, uid: str, facet: str = "") -> None:
        """Take one record for the chip, or none."""
        self._record = uid
        name = self.desk.read(lambda session: called(session, uid)) if uid else ""
        words = dict(texts.HISTORY_FACETS)
        if uid:
            words["record"] = texts.THIS_RECORD.format(name=shorten(name, 30))
        self._chips.offer(tuple(words.items()))
        self._chips.choose("record" if uid else facet)

    # --- acts ------------------------------------------------------------------------------------------------------

    def _on_restore(self) -> None:
        group = self._table.group_at(self._steps.currentIndex().row())
        if len(group) != 1:
            return
        label = texts.RESTORE_LABEL.format(when=self._table.cells(self._steps.currentIndex().row())[0])
        done = self._run(label, lambda session: restore_version(session, group[0]))
        if done is not None:
            self.desk.say(texts.RESTORED if done else texts.SAME_VERSION, offers_undo=bool(done))

    def _on_put_back(self) -> None:
        key = self._key()
        if key is None or key.turn is None:
            return
        field = key.turn.field
        label = texts.RESTORE_VALUE_LABEL.format(field=key.turn.label, record=key.name)
        done = self._run(label, lambda session: restore_value(session, key.step, key.kind, key.record, field))
        if done is not None:
            self.desk.say(texts.VALUE_RESTORED, offers_undo=True)

    def _on_open(self) -> None:
        key = self._key()
        place = place_of(self.desk, key.kind, key.record) if key is not None else None
        if place is not None:
            self.desk.go_to(*place)
        elif key is not None:
            self.desk.say(texts.RECORD_GONE)

    def _run(self, label: str, act: Callable[[Session], T]) -> T | None:
        try:
            return self.desk.run(label, act)
        except Invalid as problem:
            self.desk.change_refused.emit(KnownError(problem.problems[0].sentence))
            return None

    # --- how it is built -------------------------------------------------------------------------------------------

    def _action(self, words: str, name: str, act: Callable[[], None]) -> QAction:
        action = QAction(words, self)
        action.setObjectName(name)
        action.triggered.connect(lambda _checked: act())
        return action

    def _make_buttons(self) -> tuple[QWidget, QWidget]:
        put_back = make_button(texts.RESTORE_VALUE, "history.put_back.button", tip=texts.RESTORE_VALUE_WHY)
        put_back.setAccessibleDescription(texts.RESTORE_VALUE_WHY)
        put_back.clicked.connect(lambda _checked: self._on_put_back())
        opens = make_button(texts.OPEN_RECORD, "history.open.button")
        opens.clicked.connect(lambda _checked: self._on_open())
        self._restore.setToolTip(texts.RESTORE_VERSION_WHY)
        set_tip(put_back, texts.RESTORE_VALUE_WHY)
        return put_back, opens

    def _lay_out(self) -> None:
        top, bottom = QWidget(self), QWidget(self)
        self._below = bottom
        upper, lower = QVBoxLayout(top), QVBoxLayout(bottom)
        upper.setContentsMargins(theme.MARGIN, theme.SPACE_1, theme.MARGIN, theme.SPACE_2)
        filters = QHBoxLayout()
        filters.setSpacing(theme.SPACE_3)
        filters.addWidget(self._chips, 3)
        filters.addWidget(self._search, 2)
        upper.addLayout(filters)
        upper.addWidget(self._steps, 1)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        upper.addWidget(self._empty, 1)
        lower.setContentsMargins(theme.MARGIN, theme.SPACE_3, theme.MARGIN, theme.SPACE_3)
        lower.setSpacing(theme.SPACE_1)
        heading = QHBoxLayout()
        heading.setSpacing(theme.SPACE_2)
        heading.addWidget(self._label, 1)
        for button in self._buttons:
            heading.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        lower.addLayout(heading)
        lower.addWidget(self._note)
        lower.addWidget(self._changes, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setObjectName("history.splitter")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(top)
        split.addWidget(bottom)
        split.setSizes([440, 360])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)


def _note_of(entries: Sequence[HistoryEntry]) -> str:
    if not entries:
        return ""
    newest, total = entries[0], sum(entry.total for entry in entries)
    parts = [newest.when, newest.who, in_figures(total, "change")]
    shown = sum(len(line.fields) or 1 for entry in entries for line in entry.lines)
    is_cut = any(entry.cut for entry in entries)
    return ", ".join([*parts, texts.FIRST_LISTED.format(shown=shown)] if is_cut else parts)


def _rows_of(entry: HistoryEntry) -> Iterator[TableRow]:
    """Yield a row for each field that a step changed, and one for each record that came or went."""
    for line in entry.lines:
        if line.action != "edit" or not line.fields:
            sentence = line.sentences[0] if line.sentences else line.name
            yield TableRow(_key_of(entry, line, None), (sentence,), sentence, sentence)
            continue
        for turn, sentence in zip(line.fields, line.sentences, strict=True):
            yield TableRow(_key_of(entry, line, turn), _cells_of(line, turn), sentence, sentence)


def _key_of(entry: HistoryEntry, line: HistoryLine, turn: FieldTurn | None) -> ChangeKey:
    return ChangeKey(entry.seq, line.kind, line.record, line.name, turn)


def _cells_of(line: HistoryLine, turn: FieldTurn) -> tuple[str, str, str, str]:
    since = f", from {turn.since}" if turn.since else ""
    return (line.name, f"{turn.label}{since}", turn.before, turn.after)
