"""The header row: back and forward, the name of the place, search, notifications, one primary button (ux.md 2.1)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from secdesk.ui import texts, theme
from secdesk.ui.actions import words_of
from secdesk.ui.icons import NAV_SIZE, icon
from secdesk.ui.jump import JumpBox
from secdesk.ui.widgets.label import ElidedLabel, menu_text, plain_tip
from secdesk.ui.widgets.primary_button import PrimaryButton

_WIDE_SEARCH, _NARROW_SEARCH = 340, 220


class Header(QWidget):
    """The row above every place. It shows the primary action of the open place as the one filled button."""

    def __init__(self, back: QAction, forward: QAction, notifications: QMenu, jump: JumpBox, parent: QWidget) -> None:
        """Build the row round the given commands and search box."""
        super().__init__(parent)
        self.setObjectName("frame.header")
        self._action: QAction | None = None
        self._jump = jump
        self.title = ElidedLabel("title", self)
        self.title.setObjectName("frame.title")
        self.primary = PrimaryButton("", self)
        self.primary.setObjectName("frame.primary")
        self.primary.clicked.connect(self._on_primary_clicked)
        self.primary.hide()
        self.bell = self._tool("frame.notifications", "bell", texts.NOTIFICATIONS)
        self.bell.setMenu(notifications)
        self.bell.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.set_narrow(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.MARGIN, theme.SPACE_3)
        layout.setSpacing(theme.SPACE_2)
        self._arrows = (self._go("frame.back", "arrow-left", back), self._go("frame.forward", "arrow-right", forward))
        for arrow in self._arrows:
            layout.addWidget(arrow)
        layout.addSpacing(theme.SPACE_2)
        layout.addWidget(self.title)
        layout.addStretch(1)
        layout.addWidget(jump, 1000)
        layout.addWidget(self.bell)
        layout.addSpacing(theme.SPACE_2)
        layout.addWidget(self.primary)

    def show_action(self, action: QAction | None) -> None:
        """Show another primary action, or none."""
        if self._action is not None:
            self._action.changed.disconnect(self._on_action_changed)
        self._action = action
        if action is not None:
            action.changed.connect(self._on_action_changed)
        self._on_action_changed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find room for the words."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Do without the arrows where large words leave them no room: the Go menu and its keys do the same."""
        for arrow in self._arrows:
            arrow.show()
        layout = self.layout()
        is_tight = layout is not None and layout.minimumSize().width() > self.width()
        for arrow in self._arrows:
            arrow.setVisible(not is_tight)

    def set_narrow(self, narrow: bool) -> None:
        """Leave room for the title where the window is small."""
        self._jump.setMaximumWidth(_NARROW_SEARCH if narrow else _WIDE_SEARCH)

    def _on_action_changed(self) -> None:
        action = self._action
        self.primary.setVisible(action is not None)
        if action is None:
            return
        words = words_of(action)
        self.primary.setText(menu_text(words))
        self.primary.setAccessibleName(words)
        self.primary.setEnabled(action.isEnabled())
        self.primary.setToolTip(plain_tip(f"{words} (Ctrl+Enter)"))
        self._fit()

    def _on_primary_clicked(self) -> None:
        if self._action is not None:
            self._action.trigger()

    def _go(self, name: str, picture: str, action: QAction) -> QToolButton:
        button = self._tool(name, picture, words_of(action))
        keys = action.shortcut().toString()
        button.setToolTip(plain_tip(f"{words_of(action)} ({keys})"))
        button.clicked.connect(lambda _checked: action.trigger())
        button.setEnabled(action.isEnabled())
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        return button

    def _tool(self, name: str, picture: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(plain_tip(words))
        button.setIcon(icon(picture))
        button.setIconSize(QSize(NAV_SIZE, NAV_SIZE))
        button.setFixedSize(theme.CONTROL_HEIGHT, theme.CONTROL_HEIGHT)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button
