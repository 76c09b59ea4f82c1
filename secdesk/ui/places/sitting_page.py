"""What a sitting looks like: chips of the bodies, the grid, the line for notes, the letters (ux.md 2.7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from secdesk.models import FieldInfo
from secdesk.rules.date_words import format_weekday
from secdesk.rules.dates import format_date
from secdesk.rules.wording import in_figures
from secdesk.services.sitting_queue import Sitting
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.models.sitting_rows import SittingRows
from secdesk.ui.widgets.chips import Chips
from secdesk.ui.widgets.date_edit import DateEdit
from secdesk.ui.widgets.letter_row import LetterRow
from secdesk.ui.widgets.paste_preview import PastePreview
from secdesk.ui.widgets.picker import Picker
from secdesk.ui.widgets.sitting_grid import SittingGrid
from secdesk.ui.widgets.sitting_note import SittingNote
from secdesk.ui.widgets.words import make_button, make_label, set_words

_SHORT = {"CSC": "CSC", "PANEL": "Panel", "CB": "Change Board", "WG": "Working Group", "AUTHORITY": "Authority"}
_SAVED = "Saved as you go. Stages change when you record the sitting."
_NOT_SAVED = "Nothing is stored before you record it, with the date of the letter."
_NONE = "No sitting waits for decisions. Put proposals on the agenda of a meeting first."


class SittingPage(QWidget):
    """The page of one sitting; it shows and asks, the place decides."""

    letter_chosen = Signal(str)
    queue_chosen = Signal(str)
    meeting_chosen = Signal(str)
    record_wanted = Signal()
    open_wanted = Signal()
    log_wanted = Signal()

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
        self.question = _Question()
        self.question.record.clicked.connect(self.record_wanted)
        self.question.go.clicked.connect(self.open_wanted)
        self._heading = make_label(role="section", wraps=True, name="decisions.heading")
        self._counts = make_label(role="quiet", name="decisions.counts")
        self._notice = make_label(role="warning", wraps=True, name="decisions.notice")
        self._saved = make_label(_SAVED, "caption", wraps=True)
        self._log = make_button("Log of decisions", "decisions.open_log")
        self._log.clicked.connect(self.log_wanted)
        self._day = DateEdit(FieldInfo("letter", "Date of the letter", "date"), lookup.reading)
        self._day.setObjectName("decisions.letter_day")
        self._day.setAccessibleName("Date of the Authority's letter")
        self._day.setMaximumWidth(180)
        self._day_label = make_label("Date of the letter")
        self._day_label.setBuddy(self._day)
        self._day.load(desk.today, format_date(desk.today))
        self._meetings = Picker(
            FieldInfo("meeting", "Another meeting", "link", link="meeting"), lambda: lookup.options("meeting")
        )
        self._meetings.setObjectName("decisions.meeting")
        self._meetings.setAccessibleName("Another meeting")
        self._meetings.setPlaceholderText("Another meeting…")
        self._meetings.setMaximumWidth(240)
        self._meetings.chosen.connect(self._on_meeting_chosen)
        self._chips_row = QHBoxLayout()
        self._chips = Chips("decisions.queue")
        self._chips.chosen.connect(self.queue_chosen)
        self._empty = _Empty()
        self._empty.go.clicked.connect(lambda: desk.go_to("meetings"))
        self._lay_out()

    def describe(self, waiting: Sequence[Sitting], decided: int, left: int) -> None:
        """Show which sittings wait, and how far this one is."""
        shown = self.rows.sitting
        self._show_chips(waiting, shown)
        self._stack.setCurrentIndex(0 if shown is not None else 1)
        if shown is None:
            return
        day = format_weekday(shown.day) if shown.day else ""
        body = shown.name.split(",")[0]
        self._heading.setText(" · ".join(part for part in (body, day or shown.name.partition(", ")[2]) if part))
        recorded = sum(line.recorded for line in self.rows.lines)
        parts = [in_figures(len(self.rows.lines), "proposal"), f"{decided} decided", f"{left} left"]
        self._counts.setText(", ".join([*parts, f"{recorded} recorded"] if recorded else parts))
        for widget in (self._day, self._day_label):
            widget.setVisible(self.rows.is_authority)
        self._saved.setText(_NOT_SAVED if self.rows.is_authority else _SAVED)
        self.letters.set_usable(not self._desk.read_only)
        self._notice.hide()

    def say(self, sentence: str) -> None:
        """Say something under the grid, until the next thing happens."""
        self._notice.setText(sentence)
        self._notice.show()

    def ask_left(self, decided: int, left: Sequence[str]) -> None:
        """Ask what to do about lines without an outcome."""
        self.question.ask(decided, left)

    def hide_question(self) -> None:
        """Take the question away."""
        self.question.hide()
        self._notice.hide()

    def letter_day(self) -> date | None:
        """Return the day of the Authority's letter."""
        return self._day.day()

    def _show_chips(self, waiting: Sequence[Sitting], shown: Sitting | None) -> None:
        self._chips.offer([(each.body, f"{_SHORT.get(each.body, each.body)} {each.left}") for each in waiting])
        is_waiting = shown is not None and any((e.uid, e.body) == (shown.uid, shown.body) for e in waiting)
        self._chips.choose(shown.body if shown is not None and is_waiting else "")

    def _on_meeting_chosen(self, uid: str) -> None:
        self._meetings.load(None, "")
        self.meeting_chosen.emit(uid)

    def _lay_out(self) -> None:
        self._chips_row.setSpacing(theme.SPACE_2)
        self._chips_row.addWidget(self._chips, 1)
        self._chips_row.addWidget(self._meetings)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_3)
        head.addWidget(self._heading, 1)
        head.addWidget(self._counts)
        head.addWidget(self._day_label)
        head.addWidget(self._day)
        foot = QHBoxLayout()
        foot.addWidget(self._saved, 1)
        foot.addWidget(self._log)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.SPACE_2)
        inner.addLayout(head)
        inner.addWidget(self.grid, 1)
        for widget in (self.note, self.paste, self._notice, self.question, self.letters):
            inner.addWidget(widget)
        self._stack = QStackedWidget()
        self._stack.addWidget(body)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.SPACE_3, theme.MARGIN, theme.SPACE_3)
        layout.setSpacing(theme.SPACE_2)
        layout.addLayout(self._chips_row)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)
        self._notice.hide()


class _Question(QWidget):
    """The one question before recording: what about the lines without an outcome."""

    def __init__(self) -> None:
        super().__init__()
        self._words = make_label(role="strong", wraps=True, name="decisions.question")
        self.record = make_button("Record", "decisions.record_some")
        self.go = make_button("Go", "decisions.go_to_open")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self._words, 1)
        row.addWidget(self.record)
        row.addWidget(self.go)
        self.hide()

    def ask(self, decided: int, left: Sequence[str]) -> None:
        """Ask; Enter on the first button records what is decided."""
        named = ", ".join(left[:5]) + (" and others" if len(left) > 5 else "")
        has = "has" if len(left) == 1 else "have"
        self._words.setText(f"{len(left)} of {decided + len(left)} {has} no outcome: {named}.")
        set_words(self.record, f"Record {decided}")
        set_words(self.go, f"Go to {left[0]}")
        self.show()
        self.record.setFocus()


class _Empty(QWidget):
    """What stands here when no sitting waits."""

    def __init__(self) -> None:
        super().__init__()
        self.go = make_button("Go to Meetings", "decisions.empty")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE_6, 0, 0)
        layout.setSpacing(theme.SPACE_3)
        layout.addWidget(make_label(_NONE, "quiet", wraps=True))
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(1)
