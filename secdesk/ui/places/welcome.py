"""Welcome: what the window shows while no register is open (ux.md 2.4)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from secdesk.ui import texts, theme
from secdesk.ui.settings import Settings
from secdesk.ui.widgets.label import menu_text, plain_label, plain_tip
from secdesk.ui.widgets.primary_button import PrimaryButton

_COLUMN_WIDTH = 720


class Welcome(QWidget):
    """Four ways to begin, and the registers that were open before. It only says what the person wants."""

    sample_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()
    restore_wanted = Signal()
    recent_wanted = Signal(Path)

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        """Build the page; :meth:`refresh` reads which registers were open."""
        super().__init__(parent)
        self.setObjectName("welcome")
        self._settings = settings
        self._buttons: list[QPushButton] = []
        column = QWidget(self)
        column.setMaximumWidth(_COLUMN_WIDTH)
        self._rows = QVBoxLayout(column)
        self._rows.setContentsMargins(*[theme.MARGIN] * 4)
        self._rows.setSpacing(theme.FIELD_GAP)
        self._add_heading()
        self._rows.addLayout(self._ways())
        self._rows.addSpacing(theme.GROUP_GAP)
        self._recent_title = plain_label(texts.WELCOME_RECENT, "section")
        self._rows.addWidget(self._recent_title)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(theme.SPACE_1)
        self._rows.addLayout(self._recent)
        self._rows.addSpacing(theme.GROUP_GAP)
        self._rows.addWidget(plain_label(texts.WELCOME_FOOT, "caption", wraps=True))
        self._rows.addStretch(1)
        self._put_in_the_middle(column)
        self.refresh()

    def focus_first(self) -> None:
        """Put the focus on the first way on. A focus proxy would keep Tab from what comes after the four."""
        self._buttons[0].setFocus()

    def refresh(self) -> None:
        """List the recent registers again, those that are gone without a button."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        recent = self._settings.recent
        self._recent_title.setVisible(bool(recent))
        before: QWidget = self._buttons[-1]
        for number, path in enumerate(recent):
            row = self._recent_row(number, path)
            self._recent.addWidget(row)
            button = row.findChild(QPushButton)
            if button is not None:
                QWidget.setTabOrder(before, button)
                before = button

    def _add_heading(self) -> None:
        name = plain_label(texts.PROGRAM)
        name.setFont(theme.scaled_font(self.font(), 16, QFont.Weight.DemiBold))
        self._rows.addSpacing(theme.SPACE_8)
        self._rows.addWidget(name)
        self._rows.addWidget(plain_label(texts.WELCOME_LINE, "quiet", wraps=True))
        self._rows.addSpacing(theme.GROUP_GAP)

    def _ways(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_4)
        grid.setVerticalSpacing(theme.FIELD_GAP)
        grid.setColumnStretch(1, 1)
        ways = (
            ("welcome.sample", texts.WELCOME_SAMPLE, texts.WELCOME_SAMPLE_NOTE, self.sample_wanted),
            ("welcome.new", texts.WELCOME_NEW, texts.WELCOME_NEW_NOTE, self.new_wanted),
            ("welcome.open", texts.WELCOME_OPEN, texts.WELCOME_OPEN_NOTE, self.open_wanted),
            ("welcome.restore", texts.WELCOME_RESTORE, texts.WELCOME_RESTORE_NOTE, self.restore_wanted),
        )
        for row, (name, words, note, wanted) in enumerate(ways):
            button = QPushButton(words, self) if row else PrimaryButton(words, self)
            button.setObjectName(name)
            button.setAccessibleName(words)
            button.setAccessibleDescription(note)
            button.clicked.connect(lambda _checked, wanted=wanted: wanted.emit())
            self._buttons.append(button)
            grid.addWidget(button, row, 0)
            grid.addWidget(plain_label(note, "quiet", wraps=True), row, 1)
        return grid

    def _recent_row(self, number: int, path: Path) -> QWidget:
        row = QFrame(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE_4)
        is_there = path.is_file()
        button = QPushButton(menu_text(path.stem), row)
        button.setObjectName(f"welcome.recent.{number}")
        button.setAccessibleName(f"{path.stem}, {path.parent}")
        button.setProperty("link", True)
        button.setToolTip(plain_tip(str(path)))
        button.setEnabled(is_there)
        button.clicked.connect(lambda _checked: self.recent_wanted.emit(path))
        line.addWidget(button)
        line.addWidget(_where(path if is_there else None, path), 1)
        return row

    def _put_in_the_middle(self, column: QWidget) -> None:
        inner = QWidget(self)
        across = QHBoxLayout(inner)
        across.addStretch(1)
        across.addWidget(column, 8)
        across.addStretch(1)
        area = QScrollArea(self)
        area.setObjectName("welcome.area")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)


def _where(found: Path | None, path: Path) -> QLabel:
    words = str(path.parent) if found is not None else texts.RECENT_GONE
    label = plain_label(words, "caption")
    label.setProperty("elides", True)
    return label
