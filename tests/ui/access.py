"""What every place, dialog and popup must hold to, whatever the size of the words (ux.md 3.12, 5: G9 to G11, G15).

As a program of its own it opens the sample at the scale of ``QT_SCALE_FACTOR`` and prints what is wrong, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QLabel,
    QRadioButton,
    QWidget,
)

from secdesk.ui.commands import LIST_KINDS
from secdesk.ui.main_window import MainWindow
from secdesk.ui.navigation import ENTRIES
from tests.ui.frames import clipped, commands, focusable, menu_words, small, unnamed

PLACES = (*(entry.key for entry in ENTRIES), "results", *(f"records:{kind}" for kind in LIST_KINDS))
MOST_STEPS = 400


@dataclass(frozen=True, slots=True)
class Setting:
    """How the window is looked at: scheme, size of the text in per cent, size of the window."""

    scheme: str
    text: int
    size: tuple[int, int]

    def __str__(self) -> str:
        return f"{self.scheme} {self.text} % {self.size[0]}x{self.size[1]}"


ORDINARY = (Setting("light", 100, (1280, 800)), Setting("dark", 150, (900, 520)))
ALL = tuple(
    Setting(scheme, text, size)
    for scheme in ("light", "dark")
    for text in (100, 150)
    for size in ((1280, 800), (900, 520))
)


def look(window: MainWindow, setting: Setting) -> None:
    """Give the window the size and the look of a setting."""
    window.settings.text_scale = setting.text
    window.look.choose_scheme("dark" if setting.scheme == "dark" else "light")
    window.resize(*setting.size)
    window.activateWindow()
    settle()


def settle() -> None:
    """Let everything that was asked for happen."""
    for _ in range(4):
        QTest.qWait(5)
        QApplication.sendPostedEvents()


def findings(root: QWidget) -> Iterator[str]:
    """Yield what is wrong with a window or dialog that is shown."""
    yield from (f"without a name: {each}" for each in unnamed(root))
    yield from (f"too little room: {each}" for each in clipped(root))
    yield from (f"under 24 px: {each}" for each in small(root))
    yield from (f"scrolls sideways: {each}" for each in sideways(root))
    yield from (f"tab ring: {each}" for each in ring_faults(root))
    yield from (f"Alt and a letter twice: {each}" for each in twice(root))


def sideways(root: QWidget) -> list[str]:
    """Return the areas that show a horizontal scroll bar."""
    areas = [each for each in root.findChildren(QAbstractScrollArea) if each.isVisibleTo(root)]
    return [each.objectName() for each in areas if each.horizontalScrollBar().isVisibleTo(root)]


def ring_faults(root: QWidget) -> list[str]:
    """Press Tab until it comes back; return what it passes over and what it meets twice."""
    wanted = {id(each): each for each in focusable(root) if is_tab_stop(each)}
    if not wanted:
        return []
    first = next(iter(wanted.values()))
    first.setFocus(Qt.FocusReason.TabFocusReason)
    met: Counter[int] = Counter()
    here: QWidget | None = first
    for _ in range(MOST_STEPS):
        if here is None:
            return ["the focus was lost"]
        met[id(here)] += 1
        QTest.keyClick(root.windowHandle(), Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        if here is first:
            break
    else:
        return [f"does not come back to {first.objectName()}, stays at {here.objectName() if here else ''}"]
    missed = [each.objectName() or type(each).__name__ for key, each in wanted.items() if not met[key]]
    again = [wanted[key].objectName() for key, times in met.items() if times > 1 and key in wanted]
    return [*(f"passes over {name}" for name in missed), *(f"meets {name} twice" for name in again)]


def is_tab_stop(widget: QWidget) -> bool:
    """Say whether Tab should stop here; of buttons of which one is down, it stops at that one."""
    if isinstance(widget, QRadioButton) and not widget.isChecked():
        return False
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def twice(root: QWidget) -> list[str]:
    """Return letters that Alt leads to more than one place with, menus included."""
    letters: Counter[str] = Counter()
    for label in root.findChildren(QLabel):
        if label.buddy() is not None and label.isVisibleTo(root):
            letters.update(access_letters(label.text()))
    for button in root.findChildren(QAbstractButton):
        if button.isVisibleTo(root):
            letters.update(access_letters(button.text()))
    if isinstance(root, MainWindow):
        for action in root.menuBar().actions():
            letters.update(access_letters(action.text()))
    return [letter for letter, times in letters.items() if times > 1]


def access_letters(words: str) -> list[str]:
    """Return the letter that is underlined in words, if any."""
    bare = words.replace("&&", "")
    return [bare[place + 1].casefold() for place, letter in enumerate(bare[:-1]) if letter == "&"][:1]


def unreachable(window: MainWindow) -> list[str]:
    """Return commands that no menu leads to."""
    reachable = menu_words(window)
    return [action.text() for action in commands(window) if action.text() not in reachable]


def shared_keys(window: MainWindow) -> list[str]:
    """Return keys that two commands of the window have at the same time."""
    keys = [each.toString() for action in commands(window) if action.isVisible() for each in action.shortcuts()]
    return [each for each, times in Counter(keys).items() if times > 1]


def walk(window: MainWindow, places: tuple[str, ...] = PLACES) -> Iterator[str]:
    """Go through places as the window is now, each with a record shown, and yield what is wrong there."""
    for place in places:
        window.go(place, "meter" if place == "results" else "")
        settle()
        open_record(window)
        yield from (f"{place}: {each}" for each in findings(window))


def open_record(window: MainWindow) -> None:
    """Show the detail of the first record where there is a list."""
    place = window.places.place
    lists = place.findChildren(QAbstractItemView) if place is not None else []
    for each in lists:
        model = each.model()
        if each.isVisible() and model is not None and model.rowCount() and not each.currentIndex().isValid():
            each.setCurrentIndex(model.index(0, 0))
            break
    settle()


def dialogs(window: MainWindow) -> Iterator[tuple[str, QDialog]]:
    """Open the dialogs of the frame one after another."""
    from secdesk.ui.preference_page import Around
    from secdesk.ui.preferences import SECTIONS, Preferences
    from secdesk.ui.troubles import no_memory, unexpected

    for section in SECTIONS:
        around = Around(window.settings, window.look, window.desk, window.messages)
        yield from shown(f"preferences {section}", Preferences(around, window, section))
    window.menus.actions["shortcuts"].trigger()
    yield from found(window, "shortcuts")
    window.menus.actions["about"].trigger()
    yield from found(window, "about")
    from secdesk.ui.error_dialog import ErrorDialog

    yield from shown("error", ErrorDialog(unexpected("details"), window))
    yield from shown("memory error", ErrorDialog(no_memory(), window))


def shown(name: str, dialog: QDialog) -> Iterator[tuple[str, QDialog]]:
    """Show a dialog for a while."""
    dialog.open()
    dialog.activateWindow()
    settle()
    yield name, dialog
    dialog.close()
    settle()


def found(window: MainWindow, name: str) -> Iterator[tuple[str, QDialog]]:
    """Take the dialog of a name that was just opened."""
    for dialog in window.findChildren(QDialog):
        if dialog.objectName() == name and dialog.isVisible():
            yield from shown(name, dialog)


def walk_dialogs(window: MainWindow) -> Iterator[str]:
    """Yield what is wrong in the dialogs of the frame."""
    for name, dialog in dialogs(window):
        yield from (f"{name}: {each}" for each in findings(dialog))


def everything(window: MainWindow, settings: tuple[Setting, ...]) -> Iterator[str]:
    """Yield what is wrong anywhere, with the setting in which it is."""
    for setting in settings:
        look(window, setting)
        yield from (f"{setting}: {each}" for each in walk(window))
        yield from (f"{setting}: {each}" for each in walk_dialogs(window))
    yield from (f"in no menu: {each}" for each in unreachable(window))
    yield from (f"keys twice: {each}" for each in shared_keys(window))


def main() -> int:
    """Open the sample and print what is wrong."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from secdesk import app
    from secdesk.ui.look import Look
    from secdesk.ui.settings import Settings
    from tests.ui.frames import TODAY, make_sample

    application = app.make_application()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings")
        window = MainWindow(settings, Look(application, settings, "light"), TODAY)
        window.show()
        window.activateWindow()
        window.files.open(make_sample(Path(folder) / "SEC register 2020.secdesk"))
        settle()
        wrong = list(everything(window, ALL if "--all" in sys.argv else ORDINARY))
        window.close()
        sys.stdout.write(json.dumps(wrong, ensure_ascii=False, indent=1))
        sys.stdout.flush()
        os._exit(0)  # what is left of Qt at the end of a program of its own is of no interest here


if __name__ == "__main__":
    sys.exit(main())
