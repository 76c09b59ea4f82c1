"""What a sitting looks like: chips of the bodies, the grid, the line for notes, the letters (ux.md 2.7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from secdesk.models import FieldInfo
from secdesk.rules.date_words import format_weekday
from secdesk.rules.dates import format_date
from secdesk.rules.wording import in_figures
from secdesk.services.sitting_queue import Sitting
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.empty_words import GO_TO_MEETINGS, NO_SITTING, NO_SITTING_WHY
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.models.sitting_rows import SittingRows
from secdesk.ui.widgets.chips import Chips
from secdesk.ui.widgets.date_edit import DateEdit
from secdesk.ui.widgets.empty_list import EmptyState
from secdesk.ui.widgets.label import ElidedLabel
from secdesk.ui.widgets.letter_row import LetterRow
from secdesk.ui.widgets.paste_preview import PastePreview
from secdesk.ui.widgets.picker import Picker
from secdesk.ui.widgets.sitting_correction import CorrectionBar
from secdesk.ui.widgets.sitting_grid import SittingGrid
from secdesk.ui.widgets.sitting_note import SittingNote
from secdesk.ui.widgets.sitting_question import SittingQuestion
from secdesk.ui.widgets.words import make_button, make_label, set_role, set_tip, set_words

SHORT_NAMES = {"CSC": "CSC", "PANEL": "Panel", "CB": "Change Board", "WG": "Working Group", "AUTHORITY": "Authority"}
_SAVED = "Saved as you go. Stages change when you record the sitting."
_LETTER = "Saved as you go. Stages change when you record the decisions, with the date of the letter."
_PAST = "You are looking at {day}. Go back to today to decide."
_READ_ONLY = "This register is open for reading only. Open it for writing to decide."
_LINES = 26
"""A page with less room than for so many lines is low."""
MEETING_VIEW, LEAVE_VIEW = "Meeting view", "Leave the meeting view"


class SittingPage(QWidget):
    """The page of one sitting; it shows and asks, the place decides."""

    letter_chosen = Signal(str)
    queue_chosen = Signal(str)
    meeting_chosen = Signal(str)
    record_wanted = Signal()
    open_wanted = Signal()
    log_wanted = Signal()
    letter_day_typed = Signal()
    view_wanted = Signal()

    def __init__(self, desk: Desk, lookup: Lookup) -> None:
        """Build the page; nothing is read."""
        super().__init__()
        self._desk = desk
        self.rows = SittingRows(desk)
        self.grid = SittingGrid(self.rows)
        self.note = SittingNote()
        self.letters = LetterRow()
        self.letters.pressed.connect(self.letter_chosen)
        self.paste = PastePreview()
        self.correction = CorrectionBar("decisions.correction")
        self.question = SittingQuestion(lookup)
        self.question.record.clicked.connect(self.record_wanted)
        self.question.go.clicked.connect(self.open_wanted)
        self._heading = make_label(role="section", wraps=True, name="decisions.heading")
        self._counts = make_label(role="quiet", name="decisions.counts")
        self._notice = make_label(role="warning", wraps=True, name="decisions.notice")
        self._saved = ElidedLabel("caption")
        self._saved.setObjectName("decisions.saved")
        self._log = make_button("Log of decisions", "decisions.open_log")
        self._log.clicked.connect(self.log_wanted)
        self._view = make_button(MEETING_VIEW, "decisions.meeting_view", tip="F11")
        self._view.clicked.connect(self.view_wanted)
        self._day = DateEdit(FieldInfo("letter", "Date of the letter", "date"), lookup.reading)
        self._day.setObjectName("decisions.letter_day")
        self._day.setAccessibleName("Date of the Authority's letter")
        self._day.left.connect(self.letter_day_typed)
        self._day_label = make_label("Date of the letter")
        self._day_label.setBuddy(self._day)
        self.load_letter_day(None)
        self._meetings = Picker(
            FieldInfo("meeting", "Another meeting", "link", link="meeting"), lambda: lookup.options("meeting")
        )
        self._meetings.setObjectName("decisions.meeting")
        self._meetings.setAccessibleName("Another meeting")
        self._meetings.setPlaceholderText("Another meeting…")
        self._meetings.chosen.connect(self._on_meeting_chosen)
        self._chips_row = QHBoxLayout()
        self._chips = Chips("decisions.queue")
        self._chips.chosen.connect(self.queue_chosen)
        self._empty = EmptyState("check-square-offset")
        self._empty.say(NO_SITTING, NO_SITTING_WHY)
        self._go = go = self._empty.add_way(GO_TO_MEETINGS, "decisions.empty")
        go.clicked.connect(lambda: desk.go_to("meetings"))
        self._lay_out()

    def describe(self, waiting: Sequence[Sitting], decided: int, left: int) -> None:
        """Show which sittings wait, and how far this one is."""
        shown = self.rows.sitting
        self._show_chips(waiting, shown)
        self._stack.setCurrentIndex(0 if shown is not None else 1)
        self._view.setVisible(shown is not None)
        if shown is None:
            return
        day = format_weekday(shown.day) if shown.day else ""
        body = shown.name.split(",")[0]
        self._heading.setText(" · ".join(part for part in (body, day or shown.name.partition(", ")[2]) if part))
        recorded = sum(line.recorded for line in self.rows.lines)
        parts = [f"{decided} of {in_figures(len(self.rows.lines), 'item')} decided"] if decided or not recorded else []
        parts += [f"{recorded} of {in_figures(len(self.rows.lines), 'item')} recorded"] if recorded else []
        self._counts.setText(", ".join([*parts, f"{left} left"] if left or decided else parts))
        for widget in (self._day, self._day_label):
            widget.setVisible(self.rows.is_authority)
        self._saved.setText(self.why_locked() or (_LETTER if self.rows.is_authority else _SAVED))
        set_role(self._saved, "warning" if self._desk.read_only else "caption")
        self.letters.set_usable(not self._desk.read_only)
        self._day.lock(self._desk.read_only)
        self._make_room()

    def focus_main(self) -> None:
        """Put the focus on the grid, or on the way on where no sitting waits."""
        (self.grid if self.rows.sitting is not None else self._go).setFocus()

    def why_locked(self) -> str:
        """Return why nothing can be decided here, or nothing where it can."""
        if self._desk.as_at != self._desk.today:
            return _PAST.format(day=format_date(self._desk.as_at))
        return _READ_ONLY if self._desk.read_only else ""

    def show_large(self, large: bool) -> None:
        """Leave out what a room need not see, or show it again."""
        for widget in (self._chips, self._meetings, self._log):
            widget.setVisible(not large)
        set_words(self._view, LEAVE_VIEW if large else MEETING_VIEW)
        set_tip(self._view, "Esc" if large else "F11")

    def say(self, sentence: str) -> None:
        """Say something under the grid, until the next thing happens."""
        self._notice.setText(sentence)
        self._notice.show()

    @property
    def _parts(self) -> tuple[QWidget, ...]:
        """What opens under the grid when it is needed."""
        return self.note, self.correction, self.paste, self.question

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room when a part opens or closes."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._make_room()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room in a low window."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Leave the letters out of a low window while something is asked: they belong to the grid."""
        is_asked = any(not part.isHidden() for part in self._parts)
        is_low = self.height() < _LINES * self.fontMetrics().height()
        self._foot.setVisible(not (is_asked and is_low))
        # Letters that cannot be pressed are of no use where there is no room for them.
        self.letters.setVisible(not (is_low and (is_asked or self._desk.read_only)))

    def hide_question(self) -> None:
        """Take the question and the last sentence away."""
        self.question.hide()
        self._notice.hide()

    def letter_day(self) -> date | None:
        """Return the day of the Authority's letter."""
        return self._day.day()

    def load_letter_day(self, day: date | None) -> None:
        """Show the day of the letter that was kept, else today."""
        shown = day or self._desk.today
        self._day.load(shown, format_date(shown))

    def _show_chips(self, waiting: Sequence[Sitting], shown: Sitting | None) -> None:
        called = [(each, SHORT_NAMES.get(each.body, each.body)) for each in waiting]
        self._chips.offer([(each.body, f"{name} {each.total - each.recorded}") for each, name in called])
        is_waiting = shown is not None and any((e.uid, e.body) == (shown.uid, shown.body) for e in waiting)
        self._chips.choose(shown.body if shown is not None and is_waiting else "")

    def _on_meeting_chosen(self, uid: str) -> None:
        self._meetings.load(None, "")
        self.meeting_chosen.emit(uid)

    def _lay_out(self) -> None:
        self._chips_row.setSpacing(theme.SPACE_2)
        self._chips_row.addWidget(self._chips, 2)
        self._chips_row.addWidget(self._meetings, 1)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_3)
        head.addWidget(self._heading, 1)
        head.addWidget(self._counts)
        head.addWidget(self._day_label)
        head.addWidget(self._day)
        foot = QHBoxLayout()
        foot.addWidget(self._saved, 1)
        foot.addWidget(self._view)
        foot.addWidget(self._log)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.SPACE_2)
        inner.addLayout(head)
        inner.addWidget(self.grid, 1)
        for widget in (self.note, self.correction, self.paste, self._notice, self.question, self.letters):
            inner.addWidget(widget)
        for part in self._parts:
            part.installEventFilter(self)
        self._stack = QStackedWidget()
        self._stack.addWidget(body)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.SPACE_3, theme.MARGIN, theme.SPACE_3)
        layout.setSpacing(theme.SPACE_2)
        layout.addLayout(self._chips_row)
        layout.addWidget(self._stack, 1)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        foot.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._foot)
        self._notice.hide()
