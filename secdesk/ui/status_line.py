"""The status bar: the register, whether all is saved, the day that is shown, the selection (ux.md 2.1)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QStatusBar, QWidget

from secdesk.ui import texts, theme
from secdesk.ui.widgets.label import plain_label, plain_tip

if TYPE_CHECKING:
    from secdesk.register.register import Announcement
    from secdesk.ui.desk import Desk
    from secdesk.ui.long_work import LongWork


_BETWEEN = 8
"""Pixels that are counted for the gap after each part: the layout's own and a little more."""


class StatusLine(QStatusBar):
    """Words only, left to right; a part that has nothing to say takes no room.

    Where not all fit, what is said elsewhere too gives way: the words get shorter, then they go.
    """

    as_at_wanted = Signal()
    """The day that is shown was clicked: another is wanted."""
    backup_wanted = Signal()
    """The age of the backup was clicked: a new one is wanted."""

    def __init__(self, parent: QWidget) -> None:
        """Say nothing yet."""
        super().__init__(parent)
        self.setObjectName("frame.status")
        self.setSizeGripEnabled(False)
        self.setMinimumWidth(1)  # what it says never makes the window wider
        self.setContentsMargins(theme.SPACE_3, 0, theme.SPACE_3, 0)
        self.register = self._part("frame.status.register")
        self.saved = self._part("frame.status.saved")
        self.as_at = self._day_button()
        self.count = self._part("frame.status.count")
        self.backup = self._backup_button()
        self.work = self._part("frame.status.work")
        self.cancel = self._cancel_button()
        self._works: list[LongWork] = []
        self._parts = (self.register, self.saved, self.as_at, self.count, self.backup, self.work, self.cancel)

    def show_desk(self, desk: Desk | None) -> None:
        """Speak of a register, or of none."""
        if desk is None:
            for part in (self.register, self.saved, self.as_at, self.count, self.work):
                self._say(part, "")
            return
        self._say(self.register, desk.register.path.stem)
        self._say(self.saved, *((texts.READ_ONLY,) * 2 if desk.register.read_only else (texts.ALL_SAVED, texts.SAVED)))
        self.show_day(desk.as_at)
        desk.records_changed.connect(self._on_records_changed)
        desk.as_at_changed.connect(self.show_day)

    def show_day(self, day: date) -> None:
        """Say which day's state is shown."""
        from secdesk.rules.date_words import format_weekday

        words = format_weekday(day)
        self._say(self.as_at, texts.AS_AT.format(day=words), texts.AS_AT_SHORT.format(day=words))

    def show_count(self, words: str) -> None:
        """Say how many rows are selected or shown."""
        self._say(self.count, words)

    def show_backup(self, words: str, is_warning: bool) -> None:
        """Say how old the newest backup is; a warning has its own colour and its own words."""
        self.backup.setProperty("role", "warning" if is_warning else "")
        self.backup.style().polish(self.backup)
        # How to make one is in the tooltip too.
        self._say(self.backup, words, words.partition(":")[0])

    def show_work(self, words: str) -> None:
        """Say what is under way, or nothing."""
        self._say(self.work, words, words)

    def follow(self, work: LongWork) -> None:
        """Tell of long work once words are due, the newest first, with a button that stops it."""
        self._works.append(work)
        work.changed.connect(lambda _working: self._show_works())
        work.ended.connect(lambda: self._forget(work))

    def _forget(self, work: LongWork) -> None:
        self._works.remove(work)
        self._show_works()

    def _show_works(self) -> None:
        told = [each for each in self._works if each.is_told]
        self.show_work(told[-1].working.sentence() if told else "")
        self.show_cancel(bool(told) and told[-1].working.can_stop)

    def show_cancel(self, shown: bool) -> None:
        """Offer to stop what is under way, or no longer."""
        self._say(self.cancel, *((texts.CANCEL,) * 2 if shown else ("",)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten what is said in a narrow window."""
        super().resizeEvent(event)
        self._fit()

    def _say(self, part: QLabel | QPushButton, words: str, short: str = "") -> None:
        """Let a part say something; ``short`` is what it says where there is little room, by itself nothing."""
        part.setProperty("whole", words)
        part.setProperty("short", short)
        part.setAccessibleName(words)
        self._fit()

    def _fit(self) -> None:
        """Say all in full, then give up words until the rest fits: first those that stand elsewhere too."""
        for part in self._parts:
            _put(part, str(part.property("whole") or ""))
        for part in (self.register, self.as_at, self.saved, self.backup, self.count):
            if self._needed() <= self.width():
                return
            _put(part, str(part.property("short") or ""))
        for part in (self.backup, self.as_at, self.saved):
            if self._needed() <= self.width():
                return
            _put(part, "")

    def _needed(self) -> int:
        shown = [part for part in self._parts if not part.isHidden()]
        return sum(part.sizeHint().width() + _BETWEEN for part in shown) + 2 * theme.SPACE_3

    def _on_cancelled(self) -> None:
        told = [each for each in self._works if each.is_told]
        if told:
            told[-1].stop()
            self.show_work(texts.STOPPING)

    def _cancel_button(self) -> QPushButton:
        button = QPushButton(texts.CANCEL, self)
        button.setObjectName("frame.status.cancel")
        button.setAccessibleName(texts.CANCEL)
        button.setProperty("link", True)
        button.clicked.connect(self._on_cancelled)
        button.hide()
        self.addWidget(button)
        return button

    def _day_button(self) -> QPushButton:
        button = QPushButton("", self)
        button.setObjectName("frame.status.as_at")
        button.setAccessibleDescription(texts.AS_AT_COMMAND)
        button.setProperty("link", True)
        button.clicked.connect(lambda _checked: self.as_at_wanted.emit())
        button.hide()
        self.addWidget(button)
        return button

    def _backup_button(self) -> QPushButton:
        button = QPushButton("", self)
        button.setObjectName("frame.status.backup")
        button.setAccessibleDescription(texts.BACK_UP_NOW)
        button.setToolTip(plain_tip(f"{texts.BACK_UP_NOW} (Ctrl+B)"))
        button.setProperty("link", True)
        button.clicked.connect(lambda _checked: self.backup_wanted.emit())
        button.hide()
        self.addWidget(button)
        return button

    def _on_records_changed(self, announcement: Announcement) -> None:
        local = datetime.fromisoformat(announcement.step.at).astimezone()
        self._say(self.saved, texts.ALL_SAVED_AT.format(time=local.strftime("%H:%M")), texts.SAVED)

    def _part(self, name: str) -> QLabel:
        label = plain_label("", "caption")
        label.setObjectName(name)
        label.hide()
        self.addWidget(label)
        return label


def _put(part: QLabel | QPushButton, words: str) -> None:
    if part.text() != words:
        part.setText(words)
    part.setVisible(bool(words))
