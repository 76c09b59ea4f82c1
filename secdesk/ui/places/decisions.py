"""Decisions: the sitting of a body, decided with one letter a proposal and recorded as one step (ux.md 2.7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from secdesk.errors import Invalid
from secdesk.rules.process import BODIES, letters_of
from secdesk.rules.wording import in_figures
from secdesk.services.sitting_queue import Sitting
from secdesk.ui import texts
from secdesk.ui.desk import Desk
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.models.sitting_rows import Line
from secdesk.ui.place import Place
from secdesk.ui.places.decision_log import DecisionLog
from secdesk.ui.places.sitting_page import SittingPage
from secdesk.ui.shown_list import ShownList, shown_list
from secdesk.ui.sitting_acts import SittingActs
from secdesk.ui.sitting_choice import WaitingSittings
from secdesk.ui.sitting_corrections import SittingCorrections
from secdesk.ui.sitting_notes import SittingNotes
from secdesk.ui.sitting_pasting import SittingPasting
from secdesk.ui.sitting_printing import log_request, sheet_request
from secdesk.ui.sitting_recording import SittingRecording
from secdesk.ui.sitting_undo import SittingUndo

if TYPE_CHECKING:
    from secdesk.ui.printing import Printing
    from secdesk.ui.printing_request import PrintRequest

T = TypeVar("T")
LOG = "log"
"""What :meth:`DecisionsPlace.activate` understands as the log of decisions; the key of a body is its queue."""
_VERBS = frozenset(
    {
        "copy_selected",
        "edit_selected",
        "paste_rows",
        "find_in_list",
        "clear_filters",
        "meeting_view",
        "next_queue",
        "previous_queue",
        "print_shown",
        "shown_list",
    }
)


class DecisionsPlace(Place):
    """The sittings that wait, one chip a body. Letters are kept at once; stages change when the sitting is recorded."""

    key = "decisions"
    title = texts.DECISIONS
    verbs = _VERBS

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the page; the sittings are read when it is entered."""
        super().__init__(desk, parent)
        self.lookup = Lookup(desk, self)
        self.waiting = WaitingSittings(desk)
        self._is_large = False
        self._printing: Printing | None = None
        self.page = SittingPage(desk, self.lookup)
        self.log = DecisionLog(desk, self.lookup)
        self.grid, self.rows, self.note = self.page.grid, self.page.rows, self.page.note
        self.acts = SittingActs(desk, self.rows)
        self._notes = SittingNotes(self.note, self.rows, self.acts, self.page.say)
        self._pasting = SittingPasting(desk, self.acts, self.page)
        self._recording = SittingRecording(desk, self.page, self.acts, self._open_note)
        self._undo = SittingUndo(self.acts, lambda: not self.is_log, self._step_draft)
        self._corrections = SittingCorrections(desk, self.acts, self.page.correction)
        self._log_corrections = SittingCorrections(desk, self.acts, self.log.correction)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.page)
        self._stack.addWidget(self.log)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._primary = self._make_action("Record decisions", "decisions.record", self.record)
        self._correct = self._make_action("Correct this decision…", "decisions.correct", self.wish_correction)
        self._again = self._make_action("Second vote on this proposal", "decisions.vote_again", self.vote_again)
        self._show_log = self._make_action("Log of decisions", "decisions.show_log", self.show_log)
        self._connect()

    # --- what the window asks --------------------------------------------------------------------------------------

    def activate(self, uid: str = "") -> None:
        """Enter at a meeting, a body's queue or the log, or at today's sitting, else the latest that waits."""
        self.waiting.read()
        if uid == LOG:
            self.show_log()
            return
        self._stack.setCurrentWidget(self.page)
        if uid in BODIES:
            self._show_sitting(self.waiting.of_body(uid))
        elif uid:
            self._show_sitting(self.waiting.meeting(uid))
        elif self.waiting.place_of(self.rows.sitting) is None:
            self._show_sitting(self.waiting.first())
        else:
            self._show_again()
        self.page.focus_main()

    def refresh(self) -> None:
        """Read sittings and lines again."""
        self.waiting.read()
        self._show_again()

    def _show_again(self) -> None:
        found = self.rows.sitting
        if found is not None:
            self.rows.sitting = self.waiting.renewed(found)
        self.grid.table.refresh()
        self._describe()
        if self.is_log:
            self.log.refresh()

    def commit(self) -> None:
        """Keep what stands in the note."""
        self._notes.keep()

    def panes(self) -> Sequence[QWidget]:
        """Return the grid or the log; notes and letters follow by Tab."""
        return (self.log.list,) if self.is_log else (self.grid,)

    def primary_action(self) -> QAction:
        """Record the decisions of the sitting."""
        return self._primary

    def menu_actions(self) -> Sequence[QAction]:
        """Return correcting, voting again, and the log."""
        return (self._correct, self._again, self._show_log)

    def next_queue(self) -> None:
        """Go to the next queue: CSC, Change Board, Panel, Authority."""
        self.step_queue(1)

    def previous_queue(self) -> None:
        """Go to the queue before."""
        self.step_queue(-1)

    def copy_selected(self, headings: bool = False) -> None:
        """Copy the selected rows."""
        shown = self.log.list if self.is_log else self.grid
        QGuiApplication.clipboard().setText(shown.copied_text(headings))

    def edit_selected(self) -> None:
        """Open the note of the line; in the log, correct the decision."""
        self.wish_correction() if self.is_log else self._open_note(self.grid.current_uid)

    def find_in_list(self) -> None:
        """Look for words in the log of decisions."""
        self.show_log()
        self.log.begin_search()

    def clear_filters(self) -> None:
        """Show every decision of the log again."""
        if self.is_log:
            self.log.clear()

    def meeting_view(self) -> None:
        """Show the grid alone and large for the room, or go back."""
        self._is_large = not self._is_large
        if self._is_large:
            self._stack.setCurrentWidget(self.page)
        self.page.show_large(self._is_large)
        self.meeting_view_changed.emit(self._is_large)
        self.grid.setFocus()

    def print_request(self) -> PrintRequest | None:
        """Return the decision sheet of the sitting, or the log as it stands; None where nothing is shown."""
        if self.is_log:
            return log_request(self.desk, self.log.table.uids, self.log.words())
        return sheet_request(self.desk, self.rows.sitting) if self.rows.sitting is not None else None

    def shown_list(self) -> ShownList | None:
        """Return the log of decisions as it stands; a sitting is printed, not exported."""
        return shown_list(self.log.list, "Decisions") if self.is_log else None

    def print_shown(self) -> None:
        """Print what :meth:`print_request` says."""
        from secdesk.ui.printing import Printing  # brings Qt's PDF engine along

        request = self.print_request()
        if request is not None:
            self._printing = self._printing or Printing(self.desk, self)
            self._printing.print_request(request)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc go back to the grid; in the grid it is the window's."""
        if event.key() == Qt.Key.Key_Escape and not self.grid.hasFocus():
            self._back_to_grid()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Undo means the last letter first while the sitting is in view."""
        super().showEvent(event)
        self.desk.draft_undo = self._undo

    def hideEvent(self, event: QHideEvent) -> None:
        """Undo means the register alone elsewhere."""
        super().hideEvent(event)
        if self.desk.draft_undo is self._undo and not event.spontaneous():
            self.desk.draft_undo = None

    @property
    def is_log(self) -> bool:
        """Whether the log is shown in place of a sitting."""
        return self._stack.currentWidget() is self.log

    # --- acts ------------------------------------------------------------------------------------------------------

    def decide(self, letter: str) -> None:
        """Keep the outcome of a letter for the current line, and go on to the next without one."""
        line, outcome = self._current(), letters_of(self.rows.body).get(letter)
        if line is None or outcome is None or not self._may_change():
            return
        if line.recorded and line.outcome != outcome.key:
            self._corrections.ask_line(line, self.rows.body, outcome.key)
            return
        self.page.hide_question()
        row = self.grid.currentIndex().row()
        if line.outcome != outcome.key:
            self._do(lambda: self.acts.choose(line, outcome.key))
        kept = self.rows.line(line.key)
        if kept is not None and kept.lacks_reason:
            self.grid.select_row(row)
            self._open_note(kept.key)
        elif not self.grid.go_to_open(row):
            self.grid.select_row(row)

    def clear_outcome(self) -> None:
        """Take the kept outcome of the current line away; what is on record can only be corrected."""
        line = self._current()
        if line is None or line.outcome is None or not self._may_change():
            return
        if line.recorded:
            self._corrections.ask_line(line, self.rows.body, None)
            return
        self.page.hide_question()
        self._do(lambda: self.acts.choose(line, None))

    def move_target(self, step: int) -> None:
        """Send the current line to the next or the previous meeting."""
        line = self._current()
        if line is not None and not self.rows.is_authority and self._may_change():
            self._do(lambda: self.acts.move_target(line, step))

    def paste_rows(self) -> None:
        """Show what the pasted lines mean; nothing is taken yet."""
        if not self.is_log and self._may_change():
            self._pasting.show(QGuiApplication.clipboard().text())

    def vote_again(self) -> None:
        """Put the proposal of the current line on the agenda once more: the first vote stays."""
        line = self._current()
        if line is None or self.is_log or self.rows.is_authority or not self._may_change():
            return
        key = self._do(lambda: self.acts.vote_again(line))
        if key:
            self.grid.select_uid(key)
            self.grid.setFocus()

    def wish_correction(self) -> None:
        """Ask what the current decision is to be corrected to, in the sitting or in the log."""
        line, decision = self._current(), self.log.rows.decision(self.log.list.current_uid)
        if self.desk.read_only:
            self._may_change()
        elif self.is_log and decision is not None:
            self._log_corrections.ask_logged(decision, self.desk.say)
        elif line is not None and line.recorded:
            self._corrections.ask_line(line, self.rows.body, "")
        elif line is not None:
            self.page.say(f"{line.reference} is not recorded yet. Press another letter to change its outcome")

    def record(self) -> None:
        """Record the decisions of the sitting as one step."""
        if self.is_log or not self._may_change():
            return
        self.commit()
        self._recording.record()

    def step_queue(self, step: int) -> None:
        """Go to the sitting of the next or the previous body."""
        found = self.waiting.after(self.rows.sitting, step)
        if found is not None:
            self._stack.setCurrentWidget(self.page)
            self._show_sitting(found)
            self.grid.setFocus()

    def show_log(self) -> None:
        """Show what was decided, latest first."""
        self.commit()
        if self._is_large:
            self.meeting_view()
        self._stack.setCurrentWidget(self.log)
        self.log.open_log()
        self._describe()

    # --- how it works ----------------------------------------------------------------------------------------------

    def _make_action(self, words: str, name: str, act: Callable[[], None]) -> QAction:
        action = QAction(words, self)
        action.setObjectName(name)
        action.triggered.connect(lambda: act())
        return action

    def _connect(self) -> None:
        page, grid = self.page, self.grid
        grid.letter_pressed.connect(self.decide)
        grid.cleared.connect(self.clear_outcome)
        grid.target_moved.connect(self.move_target)
        grid.pasted.connect(self.paste_rows)
        grid.opened.connect(self._open_note)
        grid.current_changed.connect(self._on_line_changed)
        self._notes.kept.connect(self.refresh)
        self._notes.done.connect(self._on_note_done)
        page.letter_chosen.connect(self._on_letter_clicked)
        page.queue_chosen.connect(self._on_queue_chosen)
        self._recording.done.connect(self._on_recorded)
        page.open_wanted.connect(self._on_open_wanted)
        page.meeting_chosen.connect(self.activate)
        page.log_wanted.connect(self.show_log)
        page.view_wanted.connect(self.meeting_view)
        page.letter_day_typed.connect(self._on_letter_day_typed)
        page.question.dropped.connect(self._back_to_grid)
        self._pasting.done.connect(self._on_pasted)
        page.correction.cancelled.connect(grid.setFocus)
        self._corrections.done.connect(self._on_recorded)
        self.log.correction_wanted.connect(self.wish_correction)
        self.log.correction.cancelled.connect(self.log.list.setFocus)
        self._log_corrections.done.connect(self._on_recorded)
        self.log.closed.connect(self._back_to_grid)

    def _do(self, act: Callable[[], T]) -> T | None:
        """Do something to the sitting and show it; what is refused is said under the grid, not in a dialog."""
        try:
            done = act()
        except Invalid as problem:
            self.page.say(problem.problems[0].sentence)
            return None
        self.refresh()
        return done

    def _may_change(self) -> bool:
        why = self.page.why_locked()
        if why:
            self.page.say(why)
        return not why

    def _open_note(self, key: str) -> None:
        if not self.desk.read_only:
            self.page.correction.hide()
            self._notes.open_line(key)

    def _step_draft(self, by: int) -> None:
        """Take the last letter back or press it again, and go to its line."""
        self.note.hide()
        key = self._do(lambda: self.acts.step_draft(by))
        self._load_letter_day()
        if key:
            self.grid.select_uid(key)
        self.grid.setFocus()

    def _current(self) -> Line | None:
        return self.rows.line(self.grid.current_uid)

    def _show_sitting(self, found: Sitting | None) -> None:
        self._notes.close()
        for part in (self.page.correction, self.page.paste):
            part.hide()
        self.rows.sitting = found
        self.page.hide_question()
        self.page.letters.show_letters(letters_of(self.rows.body))
        self.grid.table.ask(self.grid.table.question)
        self._load_letter_day()
        self._describe()
        if not self.grid.go_to_open(-1):
            self.grid.select_row(0)

    def _load_letter_day(self) -> None:
        if self.rows.is_authority:
            self.page.load_letter_day(self.acts.letter_day())

    def _describe(self) -> None:
        decided, left = self.rows.counts()
        self.page.describe(self.waiting.all, decided, left)
        self._primary.setText(f"Record {in_figures(decided, 'decision')}" if decided else "Record decisions")
        self._primary.setEnabled(bool(decided or left) and not self.is_log and not self.desk.read_only)
        is_on_record = any(line.recorded for line in self.rows.lines)
        self._correct.setEnabled((is_on_record or self.is_log) and not self.desk.read_only)
        self._again.setEnabled(bool(self.rows.lines) and not self.rows.is_authority and not self.desk.read_only)
        self.subject_changed.emit(self.rows.sitting.name if self.rows.sitting else "")

    def _back_to_grid(self) -> None:
        self._stack.setCurrentWidget(self.page)
        self.page.hide_question()
        self._describe()
        self.grid.setFocus()

    def _on_note_done(self, goes_on: bool) -> None:
        row = self.grid.currentIndex().row()
        self.grid.setFocus()
        if goes_on:
            self.grid.select_row(row + 1)

    def _on_line_changed(self, key: str) -> None:
        self._notes.leave(key)
        row = self.grid.currentIndex().row()
        self.count_changed.emit(f"{row + 1} of {len(self.rows.lines)}" if row >= 0 else "")

    def _on_letter_clicked(self, letter: str) -> None:
        self.grid.setFocus()
        self.decide(letter)

    def _on_queue_chosen(self, body: str) -> None:
        self._show_sitting(self.waiting.of_body(body))
        self.grid.setFocus()

    def _on_open_wanted(self) -> None:
        self.page.hide_question()
        self.grid.setFocus()
        self.grid.go_to_open(-1)

    def _on_letter_day_typed(self) -> None:
        day = self.page.letter_day()
        if day is not None and self.rows.is_authority and not self.desk.read_only and day != self.acts.letter_day():
            self._do(lambda: self.acts.keep_letter_day(day))

    def _on_pasted(self) -> None:
        self.refresh()
        self.grid.setFocus()

    def _on_recorded(self) -> None:
        self.refresh()
        self.grid.refit()
        (self.log.list if self.is_log else self.grid).setFocus()
