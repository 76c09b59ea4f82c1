"""The register as at a date: asking for the day, and saying while another day than today is shown (ux.md 2.13).

The whole window then shows the register as it stood, read-only, under a bar that leads back to today.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from secdesk.ui import texts, theme
from secdesk.ui.widgets.flow import FlowLayout
from secdesk.ui.widgets.info_bar import BarState
from secdesk.ui.widgets.label import plain_label
from secdesk.ui.widgets.words import make_button

if TYPE_CHECKING:
    from secdesk.ui.desk import Desk
    from secdesk.ui.main_window import MainWindow
    from secdesk.ui.widgets.date_edit import DateEdit

_LETTERS = 24


class AsAtBar(QFrame):
    """A line above the content that asks for a day. Enter shows it, Esc takes the line away."""

    day_chosen = Signal(object)
    """The day to show the register as at."""
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the line, hidden, for one open register."""
        super().__init__(parent)
        from secdesk.models import FieldInfo
        from secdesk.ui.models.lookup import Lookup
        from secdesk.ui.widgets.date_edit import DateEdit

        self.setObjectName("frame.as_at")
        self._desk = desk
        self._lookup = Lookup(desk, self)
        self.box: DateEdit = DateEdit(FieldInfo("as_at", texts.AS_AT_ASK, "date"), self._lookup.reading)
        self.box.setObjectName("frame.as_at.day")
        self.box.setAccessibleName(texts.AS_AT_ASK)
        self.box.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LETTERS)
        self.box.goes_on = False
        self._hint = plain_label("", "caption", wraps=True)
        self._message = plain_label("", "error", wraps=True)
        self._message.setObjectName("frame.as_at.message")
        self.box.hinted.connect(lambda words, _advice: self._say(words, ""))
        self._lay_out()
        self.hide()

    def open_bar(self) -> None:
        """Ask, beginning with the day that is shown."""
        from secdesk.rules.date_words import format_date

        self.box.load(self._desk.as_at, format_date(self._desk.as_at))
        self._label.setMinimumHeight(self.box.sizeHint().height())
        self.show()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.selectAll()

    def accept(self) -> None:
        """Show the day that stands in the box, or say what is wrong with it."""
        day = self.box.day()
        if day is None:
            self._say("", texts.AS_AT_NO_DAY)
        elif day > self._desk.today:
            self._say("", texts.AS_AT_AHEAD)
        else:
            self.cancel()
            self.day_chosen.emit(day)

    def cancel(self) -> None:
        """Take the line away; nothing is shown otherwise than before."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows the day, Esc takes the line away."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.box.hasFocus():
            self.accept()
        else:
            super().keyPressEvent(event)

    def _say(self, hint: str, message: str) -> None:
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._message.setText(message)
        self._message.setVisible(bool(message))

    def _lay_out(self) -> None:
        self._label = label = plain_label(texts.AS_AT_ASK)
        label.setBuddy(self.box)
        show = make_button(texts.AS_AT_SHOW, "frame.as_at.show")
        show.clicked.connect(lambda _checked: self.accept())
        leave = make_button(texts.CANCEL, "frame.as_at.cancel")
        leave.clicked.connect(lambda _checked: self.cancel())
        line = QWidget(self)
        row = FlowLayout(line)
        for part in (label, self.box, show, leave):
            row.addWidget(part)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.MARGIN, theme.SPACE_2, theme.MARGIN, theme.SPACE_2)
        rows.setSpacing(theme.SPACE_1)
        rows.addWidget(line)
        rows.addWidget(self._hint)
        rows.addWidget(self._message)


class AsAt(QObject):
    """Asks for the day, has the desk show it, and says in the info bar which day is shown."""

    def __init__(self, window: MainWindow, show_bar: Callable[[BarState | None], None]) -> None:
        """Serve a window; ``show_bar`` shows what lasts."""
        super().__init__(window)
        self._window, self._show_bar = window, show_bar
        self._file_state: BarState | None = None
        self._bar: AsAtBar | None = None
        window.files.opened.connect(self._on_opened)
        window.files.closing.connect(self._forget)

    def ask(self) -> None:
        """Open the line that asks for a day."""
        desk = self._window.desk
        if desk is None:
            return
        self._window.places.commit()
        if self._bar is None:
            self._bar = self._make_bar(desk)
        self._bar.open_bar()

    def state_over(self, file_state: BarState | None) -> BarState | None:
        """Return what the info bar is to say: the day, while another than today is shown, else the file's state."""
        self._file_state = file_state
        desk = self._window.desk
        if desk is None or desk.as_at == desk.today:
            return file_state
        from secdesk.rules.date_words import format_date

        back = (texts.AS_AT_BACK, lambda: self._look_at(desk.today))
        return BarState(texts.AS_AT_BAR.format(day=format_date(desk.as_at)), offers=(back,))

    def show_again(self) -> None:
        """Have the info bar say what lasts now, the file's state where no other day than today is shown."""
        self._show_bar(self._file_state)

    def _make_bar(self, desk: Desk) -> AsAtBar:
        info = self._window.info
        column = info.parentWidget()
        assert column is not None
        layout = column.layout()
        assert isinstance(layout, QBoxLayout)
        bar = AsAtBar(desk, column)
        layout.insertWidget(layout.indexOf(info) + 1, bar)
        bar.day_chosen.connect(self._look_at)
        bar.closed.connect(self._window.panes.return_to_place)
        return bar

    def _look_at(self, day: date) -> None:
        if self._window.desk is not None:
            self._window.places.commit()
            self._window.desk.look_at(day)
            self._window.panes.return_to_place()

    def _on_opened(self, desk: Desk, _state: BarState | None) -> None:
        desk.as_at_changed.connect(lambda _day: self._show_bar(self._file_state))

    def _forget(self) -> None:
        if self._bar is not None:
            self._bar.setParent(None)
            self._bar.deleteLater()
            self._bar = None


def ask_as_at(window: MainWindow) -> None:
    """Ask which day's state of the register the window is to show: Go > Register as at a date."""
    window.as_at.ask()
