"""The status bar: the register, whether all is saved, the day that is shown, the selection (ux.md 2.1)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from secdesk.ui import texts, theme
from secdesk.ui.widgets.label import plain_label

if TYPE_CHECKING:
    from secdesk.register.register import Announcement
    from secdesk.ui.desk import Desk


class StatusLine(QStatusBar):
    """Words only, left to right; a part that has nothing to say takes no room."""

    def __init__(self, parent: QWidget) -> None:
        """Say nothing yet."""
        super().__init__(parent)
        self.setObjectName("frame.status")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(theme.SPACE_3, 0, theme.SPACE_3, 0)
        self.register = self._part("frame.status.register")
        self.saved = self._part("frame.status.saved")
        self.as_at = self._part("frame.status.as_at")
        self.count = self._part("frame.status.count")
        self.work = self._part("frame.status.work")

    def show_desk(self, desk: Desk | None) -> None:
        """Speak of a register, or of none."""
        if desk is None:
            for part in (self.register, self.saved, self.as_at, self.count, self.work):
                _say(part, "")
            return
        _say(self.register, desk.register.path.stem)
        _say(self.saved, texts.READ_ONLY if desk.register.read_only else texts.ALL_SAVED)
        self.show_day(desk.as_at)
        desk.records_changed.connect(self._on_records_changed)
        desk.as_at_changed.connect(self.show_day)

    def show_day(self, day: date) -> None:
        """Say which day's state is shown."""
        from secdesk.rules.date_words import format_weekday

        _say(self.as_at, texts.AS_AT.format(day=format_weekday(day)))

    def show_count(self, words: str) -> None:
        """Say how many rows are selected or shown."""
        _say(self.count, words)

    def show_work(self, words: str) -> None:
        """Say what is under way, or nothing."""
        _say(self.work, words)

    def _on_records_changed(self, announcement: Announcement) -> None:
        local = datetime.fromisoformat(announcement.step.at).astimezone()
        _say(self.saved, texts.ALL_SAVED_AT.format(time=local.strftime("%H:%M")))

    def _part(self, name: str) -> QLabel:
        label = plain_label("", "caption")
        label.setObjectName(name)
        label.hide()
        self.addWidget(label)
        return label


def _say(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))
