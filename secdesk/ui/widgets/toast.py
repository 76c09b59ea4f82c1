"""The toast: one notice at a time for what is done and may be undone (ux.md 3.4)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from secdesk.ui import texts, theme
from secdesk.ui.icons import INLINE_SIZE, icon
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.label import plain_label, plain_tip

STAYS_MS = 8_000
QUEUE = 3


@dataclass(frozen=True, slots=True)
class Notice:
    """What a toast says, and the one thing it offers: the words of its button and what that does."""

    text: str
    offer: str = ""
    act: Callable[[], object] | None = None


class Toast(QFrame):
    """Lies over the bottom of the window, at most one notice with three waiting.

    It goes by itself after eight seconds, or however long the person chose; the clock stands still while the pointer
    is on it, while it has the focus and while the window is not the active one. ``Enter`` takes its offer, ``Esc``
    dismisses it.
    """

    shown = Signal(object)
    """A :class:`Notice` appeared; whoever keeps notices for later listens."""
    dismissed = Signal()
    """The toast went while it had the focus."""

    def __init__(self, parent: QWidget, stays: Callable[[], int] = lambda: STAYS_MS // 1000) -> None:
        """Build it, hidden; ``parent`` is what it lies over.

        ``stays`` says for how many seconds a notice stays; 0 means until it is dismissed.
        """
        super().__init__(parent)
        self.setObjectName("frame.toast")
        self.setProperty("toast", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._below = parent
        self._stays = stays
        self._waiting: deque[Notice] = deque(maxlen=QUEUE)
        self._notice: Notice | None = None
        self._words = plain_label()
        self._words.setObjectName("frame.toast.words")
        self._offer = QPushButton(self)
        self._offer.setObjectName("frame.toast.offer")
        self._offer.setProperty("flat", True)
        self._offer.clicked.connect(self._on_taken)
        self._close = self._close_button()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_1, theme.SPACE_2, theme.SPACE_1)
        layout.setSpacing(theme.SPACE_3)
        layout.addWidget(self._words)
        layout.addWidget(self._offer)
        layout.addWidget(self._close)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(STAYS_MS)
        self._clock.timeout.connect(self.dismiss)
        parent.installEventFilter(self)
        for each in (self, self._offer, self._close):
            each.installEventFilter(self)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """The notice that is shown, or None."""
        return self._notice

    def show_notice(self, notice: Notice) -> None:
        """Show a notice, after those that are there already; the same again only starts the clock anew."""
        if self._notice is not None and notice.text != self._notice.text:
            self._waiting.append(notice)
            self._show_next()
            return
        self._put_up(notice)

    def dismiss(self) -> None:
        """Take the notice away and show the next that waits."""
        had_focus = self._has_focus()
        self._clock.stop()
        self._notice = None
        self.hide()
        if had_focus:
            self.dismissed.emit()
        if self._waiting:
            self._put_up(self._waiting.popleft())

    def _show_next(self) -> None:
        # A newer fact is worth more than the rest of eight seconds, unless the person is just at it or asked that
        # every notice stay until it is dismissed.
        if not self._is_held() and self._stays():
            self.dismiss()

    def _put_up(self, notice: Notice) -> None:
        self._notice = notice
        self._words.setText(notice.text)
        self._offer.setText(notice.offer)
        self._offer.setVisible(bool(notice.offer))
        self._offer.setAccessibleName(f"{notice.offer}: {notice.text}")
        self.setAccessibleName(notice.text)
        self.setAccessibleDescription(texts.TOAST_KEYS if notice.offer else texts.TOAST_KEY)
        self._settle()
        self.show()
        self.raise_()
        announce(self, notice.text)
        self.shown.emit(notice)
        self._wind()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the offer, Esc dismisses."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.dismiss()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._on_taken()
            case _:
                super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stand still while the pointer is here."""
        super().enterEvent(event)
        self._clock.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go on when the pointer leaves."""
        super().leaveEvent(event)
        self._wind()

    def changeEvent(self, event: QEvent) -> None:
        """Stand still while the window is not the active one."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self._wind()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what it lies over, and the focus of its own buttons."""
        if watched is self._below:
            if event.type() == QEvent.Type.Resize:
                self._settle()
        elif event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            QTimer.singleShot(0, self, self._wind)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.dismiss()
                return True
            if watched is self._offer and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_taken()
                return True
        return super().eventFilter(watched, event)

    def _is_held(self) -> bool:
        return self.isVisible() and (self._has_focus() or self.underMouse())

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def _wind(self) -> None:
        if self._notice is None:
            return
        seconds = self._stays()
        if not seconds or self._is_held() or not self.window().isActiveWindow():
            self._clock.stop()
        elif not self._clock.isActive():
            self._clock.start(seconds * 1000)

    def _settle(self) -> None:
        parent = self._below
        self.adjustSize()
        width = min(self.sizeHint().width(), parent.width() - 2 * theme.SPACE_4)
        self.resize(width, self.sizeHint().height())
        self.move((parent.width() - width) // 2, parent.height() - self.height() - theme.SPACE_4)

    def _on_taken(self) -> None:
        notice = self._notice
        self.dismiss()
        if notice is not None and notice.act is not None:
            notice.act()

    def _close_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("frame.toast.close")
        button.setAccessibleName(texts.DISMISS)
        button.setToolTip(plain_tip(texts.DISMISS_TIP))
        button.setIcon(icon("x", "base"))
        button.setIconSize(QSize(INLINE_SIZE, INLINE_SIZE))
        button.setFixedSize(theme.COMPACT_HEIGHT, theme.COMPACT_HEIGHT)
        button.setAutoRaise(True)
        button.clicked.connect(lambda _checked: self.dismiss())
        return button
