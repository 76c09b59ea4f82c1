"""What every place, dialog and popup must hold to, whatever the size of the words (ux.md 3.12, 5: G9 to G11, G15).

As a program of its own it opens the sample at the scale of ``QT_SCALE_FACTOR`` and prints what is wrong, as JSON.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import pkgutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QAbstractItemView, QDialog, QMenu, QWidget

import secdesk.ui
from secdesk.ui.commands import LIST_KINDS
from secdesk.ui.main_window import MainWindow
from secdesk.ui.navigation import ENTRIES
from tests.ui.lint import access_letters, findings, outside, ring_faults, settle, shared_keys, twice, unreachable
from tests.ui.opened_dialogs import DIALOGS
from tests.ui.opened_rows import ROWS
from tests.ui.stage import Stage, make_stage

PLACES = (*(entry.key for entry in ENTRIES), "results", *(f"records:{kind}" for kind in LIST_KINDS))
__all__ = [
    "Setting",
    "access_letters",
    "findings",
    "look",
    "ring_faults",
    "settle",
    "shared_keys",
    "twice",
    "unreachable",
]


@dataclass(frozen=True, slots=True)
class Setting:
    """How the window is looked at: scheme, size of the text in per cent, size of the window."""

    scheme: str
    text: int
    size: tuple[int, int]

    def __str__(self) -> str:
        return f"{self.scheme} {self.text} % {self.size[0]}x{self.size[1]}"


ROOMY, TIGHT = Setting("light", 100, (1280, 800)), Setting("dark", 150, (900, 520))
"""The ordinary run looks at the places in the first, and at all that opens in the second, where least fits."""
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


@dataclass
class Walk:
    """Looks at one thing after another; notes which kinds of widgets it has seen, and how many looks it took."""

    seen: set[type] = field(default_factory=set)
    looks: int = 0

    def look_at(self, root: QWidget) -> Iterator[str]:
        """Yield what is wrong with something that is shown."""
        self.looks += 1
        self.seen.update(type(each) for each in (root, *root.findChildren(QWidget)) if each.isVisible())
        yield from findings(root)

    def unseen(self) -> list[str]:
        """Return the kinds of widgets of the program that were never in view."""
        seen = {base for each in self.seen for base in each.__mro__}
        return sorted(f"{each.__module__}.{each.__qualname__}" for each in own_widgets() if each not in seen)


def own_widgets() -> list[type]:
    """Return every class of a widget that the program has."""
    names = [each.name for each in pkgutil.walk_packages(secdesk.ui.__path__, "secdesk.ui.")]
    modules = [importlib.import_module(name) for name in names]
    found = [each for module in modules for each in vars(module).values() if inspect.isclass(each)]
    return [each for each in dict.fromkeys(found) if issubclass(each, QWidget) and each.__module__ in names]


# --- walks ----------------------------------------------------------------------------------------------------------


def walk_places(window: MainWindow, walk: Walk, places: Sequence[str] = PLACES) -> Iterator[str]:
    """Go through places as the window is now, each with a record shown, and yield what is wrong there."""
    for place in places:
        window.go(place, "meter" if place == "results" else "")
        settle()
        open_record(window)
        hush(window)
        yield from (f"{place}: {each}" for each in walk.look_at(window))


def hush(window: MainWindow) -> None:
    """Take the notices away: one that goes by itself while Tab goes round would be missed."""
    while window.toast.notice is not None:
        window.toast.dismiss()


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


def walk_details(window: MainWindow, walk: Walk) -> Iterator[str]:
    """Where a record takes the place of its list, look at the record too."""
    for key in PLACES:
        window.go(key)
        settle()
        place = window.places.place
        split = getattr(place, "_split", None)
        if split is not None and split.is_narrow:
            open_record(window)
            split.show_second(True)
            settle()
            yield from (f"{key}, a record: {each}" for each in walk.look_at(window))
            split.show_second(False)


def walk_opened(stage: Stage, walk: Walk) -> Iterator[str]:
    """Open everything that opens, and yield what is wrong with it."""
    for opening in (*DIALOGS, *ROWS):
        for name, root in opening(stage):
            if root is stage.window and not stage.keeps_toast:
                hush(stage.window)
            yield from (f"{name}: {each}" for each in walk.look_at(root))
            if root is not stage.window:
                yield from (f"{name}: larger than its room: {each}" for each in outside(root, room_of(root, stage)))


def room_of(root: QWidget, stage: Stage) -> QRect:
    """Return where something may lie: a dialog is no larger than its window, a menu is on the screen."""
    window = stage.window
    if isinstance(root, QDialog):
        return QRect(root.geometry().topLeft(), window.size())
    if isinstance(root, QMenu):
        return QRect(root.geometry().topLeft(), window.screen().availableSize().expandedTo(QSize(1280, 1024)))
    if root.isWindow():
        return QRect(root.geometry().topLeft(), window.screen().availableSize().expandedTo(window.size()))
    above = root.parentWidget()
    return above.rect() if above is not None else window.rect()


def walk_all(stage: Stage, walk: Walk) -> Iterator[str]:
    """Yield what is wrong anywhere as the window is now, whatever is open in it."""
    yield from walk_shown(stage, walk)
    yield from walk_details(stage.window, walk)
    yield from walk_opened(stage, walk)


def walk_shown(stage: Stage, walk: Walk) -> Iterator[str]:
    """Yield what is wrong in the places as they are entered: on the sample, on an empty register, on Welcome."""
    yield from walk_places(stage.window, walk)
    stage.open(stage.files.empty)
    yield from (f"empty {each}" for each in walk_places(stage.window, walk))
    stage.window.files.close()
    stage.window.show_welcome()
    hush(stage.window)
    settle()
    yield from (f"welcome: {each}" for each in walk.look_at(stage.window))
    stage.open(stage.files.sample)


def everything(stage: Stage, settings: Sequence[Setting], walk: Walk) -> Iterator[str]:
    """Yield what is wrong anywhere, with the setting in which it is."""
    for setting in settings:
        look(stage.window, setting)
        yield from (f"{setting}: {each}" for each in walk_all(stage, walk))
    yield from (f"in no menu: {each}" for each in unreachable(stage.window))
    yield from (f"keys twice: {each}" for each in shared_keys(stage.window))
    yield from (f"never in view: {each}" for each in walk.unseen())


def main() -> int:
    """Open the sample and print what is wrong."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from secdesk import app

    application = app.make_application()
    walk = Walk()
    with tempfile.TemporaryDirectory() as folder:
        stage = make_stage(Path(folder), application)
        wrong: list[str] = []
        for setting in ALL if "--all" in sys.argv else (ROOMY, TIGHT):
            sys.stderr.write(f"{setting}\n")
            wrong += everything(stage, [setting], walk)
        stage.window.close()
        sys.stdout.write(json.dumps({"looks": walk.looks, "wrong": wrong}, ensure_ascii=False, indent=1))
        sys.stdout.flush()
        os._exit(0)  # what is left of Qt at the end of a program of its own is of no interest here


if __name__ == "__main__":
    sys.exit(main())
