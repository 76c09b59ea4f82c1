"""A real window on a real register, with dialogs that answer by themselves and no other program started."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from secdesk.errors import KnownError
from secdesk.exchange.sample import fill_with_sample
from secdesk.register.register import Register
from secdesk.ui.faults import Fault
from secdesk.ui.look import Look
from secdesk.ui.main_window import MainWindow
from secdesk.ui.messages import Messages
from secdesk.ui.settings import Settings
from secdesk.ui.trouble import Trouble, Way

TODAY = date(2020, 2, 7)
SKIPPED = {"qt_scrollarea_viewport", "qt_spinbox_lineedit"}


class Answers(Messages):
    """Notes what would be shown, and answers file dialogs with paths that a test laid out."""

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []
        self.refused: list[str] = []
        self.ways: list[Sequence[Way]] = []
        self.faults: list[Fault] = []
        self.paths: list[Path | None] = []

    def use(self, window: QWidget) -> None:
        """Open what is not answered here, such as the list of shortcuts, over this window."""
        self._window = window

    def show_trouble(self, trouble: Trouble) -> None:
        self.troubles.append(trouble)

    def show_refusal(self, error: KnownError, title: str = "", safe: str = "", ways: Sequence[Way] = ()) -> None:
        self.refused.append(str(error))
        self.ways.append(ways)

    def show_fault(self, fault: Fault, ways: Sequence[Way] = ()) -> bool:
        self.faults.append(fault)
        return True

    def ask_open_register(self, folder: Path) -> Path | None:
        return self.paths.pop(0)

    def ask_new_register(self, suggestion: Path, title: str = "") -> Path | None:
        return self.paths.pop(0)

    def ask_copy(self, folder: Path, title: str, only_backups: bool = False) -> Path | None:
        return self.paths.pop(0)

    def ask_import(self, folder: Path, title: str) -> Path | None:
        return self.paths.pop(0)

    def ask_export(self, suggestion: Path, title: str, kinds: str) -> Path | None:
        return self.paths.pop(0)

    def ask_folder(self, folder: Path, title: str) -> Path | None:
        return self.paths.pop(0)


@dataclass
class Frame:
    """A shown window and what it opened elsewhere."""

    window: MainWindow
    settings: Settings
    answers: Answers
    urls: list[QUrl] = field(default_factory=list)

    def press(self, keys: str) -> None:
        """Press keys as the screen would send them: to the window, not to a widget."""
        QTest.keySequence(self.window.windowHandle(), keys)

    def choose(self, name: str) -> None:
        """Choose a command of the menu bar."""
        self.window.menus.actions[name].trigger()

    def named(self, name: str) -> QWidget:
        """Return the widget of a name."""
        found = self.window.findChild(QWidget, name)
        assert isinstance(found, QWidget), f"no widget is called {name}"
        return found


def make_sample(path: Path) -> Path:
    """Make the sample register in a file."""
    with Register.create(path, who="Tester") as register:
        fill_with_sample(register)
    return path


def open_frame(qtbot: QtBot, folder: Path, register: Path | None = None, today: date | None = TODAY) -> Frame:
    """Show a window with settings of its own, on a register or on Welcome."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settings = Settings(folder / "settings")
    settings.opens_exports = False
    urls: list[QUrl] = []
    answers = Answers()
    window = MainWindow(settings, Look(app, settings, "light"), today, answers, urls.append)
    answers.use(window)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    if register is None:
        window.show_welcome()
    else:
        assert window.files.open(register), answers.refused
    qtbot.waitUntil(window.isActiveWindow)
    return Frame(window, settings, answers, urls)


# --- what a window must hold to, as ux.md 5 reads it ---------------------------------------------------------------


def focusable(root: QWidget) -> Iterator[QWidget]:
    """Yield what the focus can reach."""
    for widget in root.findChildren(QWidget):
        if (
            widget.isVisibleTo(root)
            and widget.isEnabled()
            and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            and not widget.focusProxy()
            and widget.objectName() not in SKIPPED
        ):
            yield widget


def unnamed(root: QWidget) -> list[str]:
    """Return focusable widgets without an accessible name or an object name."""
    QAccessible.setActive(True)
    found = []
    for widget in focusable(root):
        spoken = QAccessible.queryAccessibleInterface(widget)
        name = spoken.text(QAccessible.Text.Name).strip() if spoken is not None else ""
        if not name or not widget.objectName():
            found.append(f"{type(widget).__name__}#{widget.objectName()} '{name}'")
    return found


def clipped(root: QWidget) -> list[tuple[str, str]]:
    """Return buttons and labels whose words have too little room."""
    bad = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or widget.property("elides"):
            continue
        needed = None
        if isinstance(widget, QAbstractButton) and widget.text():
            needed = widget.minimumSizeHint() if isinstance(widget, QToolButton) else widget.sizeHint()
        elif isinstance(widget, QLabel) and widget.text() and not widget.wordWrap():
            needed = widget.sizeHint()
        if needed and (widget.width() + 1 < needed.width() or widget.height() + 1 < needed.height()):
            bad.append((widget.objectName(), str(widget.property("text"))[:30]))
    return bad


def small(root: QWidget) -> list[str]:
    """Return buttons smaller than 24 pixels."""
    buttons = [each for each in root.findChildren(QAbstractButton) if each.isVisibleTo(root)]
    return [each.objectName() for each in buttons if each.width() < 24 or each.height() < 24]


def menu_words(window: MainWindow) -> set[str]:
    """Return the words of everything that the menu bar leads to."""
    found: set[str] = set()

    def walk(menu: QMenu) -> None:
        for action in menu.actions():
            inner = action.menu()
            if isinstance(inner, QMenu):
                walk(inner)
            elif not action.isSeparator():
                found.add(action.text())

    for action in window.menuBar().actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            walk(menu)
    return found


def commands(window: MainWindow) -> list[QAction]:
    """Return every action of the window that has words and opens no menu."""
    return [
        action
        for action in window.findChildren(QAction)
        if action.text() and not action.isSeparator() and not action.menu()
    ]


def wait_for(qtbot: QtBot, condition: Callable[[], object], timeout: int = 15_000) -> None:
    """Wait until a condition holds."""
    qtbot.waitUntil(lambda: bool(condition()), timeout=timeout)
