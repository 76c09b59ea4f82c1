"""Decisions: the sitting of a body, decided with one letter a proposal and recorded as one step (ux.md 2.7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from secdesk.errors import Invalid, KnownError
from secdesk.rules.process import letters_of
from secdesk.rules.wording import in_figures
from secdesk.services import authority, pastes, sitting_queue, sittings
from secdesk.ui import texts
from secdesk.ui.acts import asking_reason
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.models.sitting_rows import AuthorityDraft, Line
from secdesk.ui.place import Place
from secdesk.ui.places.decision_log import DecisionLog
from secdesk.ui.places.sitting_page import SittingPage


class DecisionsPlace(Place):
    """The sittings that wait, one chip a body. Letters are kept at once; stages change when the sitting is recorded."""

    key = "decisions"
    title = texts.DECISIONS
    verbs = frozenset({"copy_selected", "edit_selected"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the page; the sittings are read when it is entered."""
        super().__init__(desk, parent)
        self.lookup = Lookup(desk, self)
        self._waiting: list[sitting_queue.Sitting] = []
        self.page = SittingPage(desk, self.lookup)
        self.log = DecisionLog(desk)
        self.grid, self.rows, self.note = self.page.grid, self.page.rows, self.page.note
        self._stack = QStackedWidget()
        self._stack.addWidget(self.page)
        self._stack.addWidget(self.log)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._primary = QAction("Record decisions", self)
        self._primary.setObjectName("decisions.record")
        self._primary.triggered.connect(self.record)
        self._next = self._make_action("Next queue", "decisions.next_queue", "Ctrl+PgDown", 1)
        self._previous = self._make_action("Previous queue", "decisions.previous_queue", "Ctrl+PgUp", -1)
        self._connect()

    # --- what the window asks --------------------------------------------------------------------------------------

    def activate(self, uid: str = "") -> None:
        """Enter at a meeting, or at the sitting that is today's, else the latest that waits."""
        self._stack.setCurrentWidget(self.page)
        self._read_waiting()
        if uid:
            self._show_sitting(self.desk.read(lambda session: sitting_queue.sitting(session, uid, self.desk.as_at)))
        elif self.rows.sitting is None or self._find_waiting() is None:
            self._show_sitting(self._first_waiting())
        else:
            self.refresh()
        self.grid.setFocus()

    def refresh(self) -> None:
        """Read sittings and lines again."""
        self._read_waiting()
        found = self.rows.sitting
        if found is not None and found.uid:
            self._renew_sitting(found.uid)
        self.grid.table.refresh()
        self._describe()
        if self._stack.currentWidget() is self.log:
            self.log.refresh()

    def commit(self) -> None:
        """Keep what stands in the note."""
        self._keep_note()

    def panes(self) -> Sequence[QWidget]:
        """Return the grid; notes and letters follow it by Tab."""
        return (self.grid,)

    def primary_action(self) -> QAction:
        """Record the decisions of the sitting."""
        return self._primary

    def menu_actions(self) -> Sequence[QAction]:
        """Return the ways to the other queues."""
        return (self._next, self._previous)

    def copy_selected(self, headings: bool = False) -> None:
        """Copy the selected rows."""
        shown = self.log.list if self._stack.currentWidget() is self.log else self.grid
        QGuiApplication.clipboard().setText(shown.copied_text(headings))

    def edit_selected(self) -> None:
        """Open the note of the line."""
        self._open_note(self.grid.current_uid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc go back to the grid."""
        if event.key() == Qt.Key.Key_Escape and not self.grid.hasFocus():
            self._stack.setCurrentWidget(self.page)
            self.grid.setFocus()
            return
        super().keyPressEvent(event)

    # --- acts ------------------------------------------------------------------------------------------------------

    def decide(self, letter: str) -> None:
        """Keep the outcome of a letter for the current line, and go on to the next without one."""
        line, outcome = self._current(), letters_of(self._body()).get(letter)
        if line is None or outcome is None or not self._may_change(line):
            return
        row = self.grid.currentIndex().row()
        if line.outcome != outcome.key:
            self._keep_outcome(line, outcome.key, f"Outcome {letter} for {line.reference}")
        kept = self.rows.line(line.key)
        if kept is not None and kept.lacks_reason:
            self.grid.select_row(row)
            self.note.open_line(kept, ask_reason=True)
        elif not self.grid.go_to_open(row):
            self.grid.select_row(row)

    def clear_outcome(self) -> None:
        """Take the kept outcome of the current line away."""
        line = self._current()
        if line is not None and line.outcome is not None and self._may_change(line):
            self._keep_outcome(line, None, f"Take the outcome of {line.reference} away")

    def move_target(self, step: int) -> None:
        """Send the current line to the next or the previous meeting."""
        line = self._current()
        if line is None or self.rows.is_authority or not self._may_change(line):
            return
        self._try(f"Target of {line.reference}", lambda session: sittings.move_target(session, line.key, step))

    def paste(self) -> None:
        """Show what the pasted lines mean; nothing is taken yet."""
        found = self.rows.sitting
        if found is None or not found.uid or self.desk.read_only:
            return
        text = QGuiApplication.clipboard().text()
        lines = self.desk.read(lambda session: pastes.paste_outcomes(session, found.uid, text))
        if lines:
            self.page.paste.show_lines(lines)

    def record(self) -> None:
        """Record the sitting; where lines have no outcome, ask once."""
        self.commit()
        decided, left = self._counts()
        lacking = next((line for line in self.rows.lines if line.lacks_reason), None)
        if lacking is not None:
            self.grid.select_uid(lacking.key)
            self.note.open_line(lacking, ask_reason=True)
        elif left and not self.page.question.isVisible():
            self.page.ask_left(decided, [line.reference for line in self.rows.lines if line.is_open])
        else:
            self.record_now()

    def record_now(self) -> None:
        """Record what is decided, as one step."""
        found = self.rows.sitting
        decided, _ = self._counts()
        if found is None or not decided:
            self.page.say("Nothing has an outcome yet. Press a letter for a proposal first")
            return
        self.page.hide_question()
        if self.rows.is_authority:
            self._record_authority(decided)
            return
        label = f"{found.name}: {in_figures(decided, 'decision')} recorded"
        done = self._try(label, lambda session: sittings.record_sitting(session, found.uid, self.desk.today))
        if done is not None:
            self.note.hide()
            self.desk.say(shorten(done.sentence), offers_undo=True)
            self.grid.setFocus()

    def step_queue(self, step: int) -> None:
        """Go to the sitting of the next or the previous body."""
        if not self._waiting:
            return
        self.commit()
        place = self._find_waiting()
        wanted = (place + step) % len(self._waiting) if place is not None else 0
        self._show_sitting(self._waiting[wanted])
        self.grid.setFocus()

    # --- how it works ----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.grid.letter_pressed.connect(self.decide)
        self.grid.cleared.connect(self.clear_outcome)
        self.grid.target_moved.connect(self.move_target)
        self.grid.pasted.connect(self.paste)
        self.grid.opened.connect(self._open_note)
        self.grid.current_changed.connect(self._on_line_changed)
        self.note.left.connect(self._keep_note)
        self.note.done.connect(self._on_note_done)
        page = self.page
        page.letter_chosen.connect(self._on_letter_clicked)
        page.queue_chosen.connect(self._on_queue_chosen)
        page.record_wanted.connect(self.record_now)
        page.open_wanted.connect(self._on_open_wanted)
        page.meeting_chosen.connect(self.activate)
        page.log_wanted.connect(self._on_log_wanted)
        page.paste.taken.connect(self._on_paste_taken)
        page.paste.dropped.connect(self.grid.setFocus)
        self.log.closed.connect(self._on_log_closed)

    def _make_action(self, words: str, name: str, keys: str, step: int) -> QAction:
        action = QAction(words, self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda: self.step_queue(step))
        return action

    def _try(self, label: str, act: Any) -> Any:
        """Run a change; what it refuses is said under the grid, not in a dialog."""
        try:
            return self.desk.run(label, asking_reason(act))
        except Invalid as problem:
            self.page.say(problem.problems[0].sentence)
            return None

    def _keep_outcome(self, line: Line, outcome: str | None, label: str) -> None:
        self.page.hide_question()
        if self.rows.is_authority:
            drafts = self.rows.authority_drafts
            if outcome is None:
                drafts.pop(line.key, None)
            else:
                drafts[line.key] = AuthorityDraft(outcome, line.printed_note)
            self.refresh()
            return
        self._try(label, lambda session: sittings.draft_outcome(session, line.key, outcome))

    def _record_authority(self, decided: int) -> None:
        drafts, day = dict(self.rows.authority_drafts), self.page.letter_day() or self.desk.today

        def act(session: Any) -> int:
            for proposal, draft in drafts.items():
                authority.record_authority(session, proposal, draft.outcome, day, draft.note or None)
            return len(drafts)

        # The drafts go first: the change is announced before it returns, and its rows are read then.
        self.rows.authority_drafts.clear()
        if self._try(f"Authority: {in_figures(decided, 'decision')} recorded", act) is None:
            self.rows.authority_drafts.update(drafts)
            self.refresh()
            return
        self.desk.say(f"{in_figures(decided, 'decision')} recorded", offers_undo=True)
        self.grid.setFocus()

    def _may_change(self, line: Line) -> bool:
        if self.desk.read_only:
            return False
        if line.recorded:
            self.page.say(f"{line.reference} is on record as '{line.outcome_words}'. Correct it from its timeline")
        return not line.recorded

    def _keep_note(self) -> None:
        note, line = self.note, self.rows.line(self.note.key)
        if line is None or not note.isVisible() or not note.is_touched or self.desk.read_only:
            return
        printed, private = note.printed.text().strip(), note.private.text().strip()
        reason = note.reason.text().strip()
        note.keep_loaded()
        if self.rows.is_authority:
            draft = self.rows.authority_drafts.get(line.key)
            if draft is not None:
                self.rows.authority_drafts[line.key] = AuthorityDraft(draft.outcome, printed)
            self.refresh()
            return

        def act(session: Any) -> bool:
            if (printed, private) != (line.printed_note, line.private_note):
                sittings.set_note(session, line.key, printed, private)
            if reason != line.reason and line.outcome is not None and not line.recorded:
                sittings.draft_outcome(session, line.key, line.outcome, reason)
            return True

        self._try(f"Note on {line.reference}", act)

    def _open_note(self, key: str) -> None:
        line = self.rows.line(key)
        if line is not None:
            self.note.open_line(line, ask_reason=line.lacks_reason)

    def _on_note_done(self, goes_on: bool) -> None:
        self._keep_note()
        self.note.hide()
        row = self.grid.currentIndex().row()
        self.grid.setFocus()
        if goes_on:
            self.grid.select_row(row + 1)

    # --- which sitting ---------------------------------------------------------------------------------------------

    def _body(self) -> str:
        return self.rows.sitting.body if self.rows.sitting else ""

    def _current(self) -> Line | None:
        return self.rows.line(self.grid.current_uid)

    def _counts(self) -> tuple[int, int]:
        """Return how many lines are decided and not recorded, and how many have no outcome."""
        decided = sum(not line.is_open and not line.recorded for line in self.rows.lines)
        return decided, sum(line.is_open for line in self.rows.lines)

    def _read_waiting(self) -> None:
        self._waiting = self.desk.read(lambda session: sitting_queue.open_sittings(session, self.desk.today))

    def _first_waiting(self) -> sitting_queue.Sitting | None:
        """Return today's sitting, else the latest past one, else the next; the Authority where nothing else waits."""
        today = self.desk.today
        dated = [each for each in self._waiting if each.day is not None]
        past = [each for each in dated if each.day is not None and each.day <= today]
        if past:
            return max(past, key=lambda each: each.day or date.min)
        return min(dated, key=lambda each: each.day or date.max) if dated else next(iter(self._waiting), None)

    def _find_waiting(self) -> int | None:
        shown = self.rows.sitting
        return next(
            (n for n, each in enumerate(self._waiting) if shown and (each.uid, each.body) == (shown.uid, shown.body)),
            None,
        )

    def _show_sitting(self, found: sitting_queue.Sitting | None) -> None:
        self._keep_note()
        self.note.hide()
        self.rows.sitting = found
        self.page.hide_question()
        self.page.letters.show_letters(letters_of(found.body if found else ""))
        self.grid.table.ask(self.grid.table.question)
        self._describe()
        if not self.grid.go_to_open(-1):
            self.grid.select_row(0)

    def _renew_sitting(self, uid: str) -> None:
        try:
            self.rows.sitting = self.desk.read(lambda s: sitting_queue.sitting(s, uid, self.desk.as_at))
        except KnownError:
            self.rows.sitting = self._first_waiting()

    def _describe(self) -> None:
        decided, left = self._counts()
        self.page.describe(self._waiting, decided, left)
        words = f"Record {in_figures(decided, 'decision')}" if decided else "Record decisions"
        self._primary.setText(words)
        self._primary.setEnabled(bool(decided) and not self.desk.read_only)
        self.subject_changed.emit(self.rows.sitting.name if self.rows.sitting else "")

    # --- slots -----------------------------------------------------------------------------------------------------

    def _on_line_changed(self, key: str) -> None:
        if self.note.isVisible() and key != self.note.key:
            self._keep_note()
            self.note.hide()
        row = self.grid.currentIndex().row()
        self.count_changed.emit(f"{row + 1} of {len(self.rows.lines)}" if row >= 0 else "")

    def _on_letter_clicked(self, letter: str) -> None:
        self.grid.setFocus()
        self.decide(letter)

    def _on_queue_chosen(self, body: str) -> None:
        self._show_sitting(next((each for each in self._waiting if each.body == body), None))
        self.grid.setFocus()

    def _on_open_wanted(self) -> None:
        self.page.hide_question()
        self.grid.setFocus()
        self.grid.go_to_open(-1)

    def _on_paste_taken(self) -> None:
        lines = self.page.paste.lines
        taken = self._try("Paste outcomes", lambda session: sittings.take_paste(session, lines))
        if taken is not None:
            self.desk.say(f"{in_figures(taken, 'outcome')} taken", offers_undo=True)
        self.grid.setFocus()

    def _on_log_wanted(self) -> None:
        self.commit()
        self._stack.setCurrentWidget(self.log)
        self.log.open_log()

    def _on_log_closed(self) -> None:
        self._stack.setCurrentWidget(self.page)
        self.grid.setFocus()
