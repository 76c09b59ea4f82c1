"""Makes the pictures of the manual out of the program itself: ``python -m secdesk.ui.help_pictures FOLDER``.

Each is the real window on the sample register, on the day of the sample, light, 1280 by 800; with ``--all`` every
place is taken besides, with the sample and with an empty register, light and dark, large and small, to be looked at.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication

from secdesk.ui.look import Look
from secdesk.ui.main_window import MainWindow
from secdesk.ui.navigation import ENTRIES
from secdesk.ui.settings import Settings
from secdesk.ui.theme import Scheme

if TYPE_CHECKING:
    from secdesk.register.register import Register

TODAY = date(2020, 2, 7)
LARGE, SMALL = (1280, 800), (900, 520)
_WHO = "Analyst One"
_NAMES = ("Robin Vale", "Alex Marsh", "Sam Field", "Kim Wood", "Jo Brook", "Chris Moor", "Lee Heath")
_SETTLE_MS, _PAPER_MS = 400, 2500
_COLOURS = 128


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of the window: its file, the place, what the place is asked for, and what is done before."""

    file: str
    place: str
    uid: str = ""
    act: Callable[[MainWindow], object] = bool


def _uid_of(window: MainWindow, reference: str) -> str:
    """Return the uid of a proposal of the sample by its number."""
    from secdesk.services.paper_subjects import find_proposal

    assert window.desk is not None, "the window has opened a register"
    return window.desk.read(lambda session: find_proposal(session, reference, TODAY))


def _show_proposal(window: MainWindow) -> None:
    window.go("proposals", _uid_of(window, "DP111"))


def _decide(window: MainWindow) -> None:
    """Decide the first two of the Panel's three proposals."""
    for _ in range(2):
        _press(Qt.Key.Key_C, "c")


def _change(window: MainWindow) -> None:
    """Make a change whose before and after the history can show."""
    from secdesk.services.records import update_record

    assert window.desk is not None, "the window has opened a register"
    uid, label = _uid_of(window, "MP080"), "Cost estimate of MP080"
    window.desk.run(label, lambda session: update_record(session, "proposal", uid, {"cost_estimate": "£250,000"}))
    window.desk.run(label, lambda session: update_record(session, "proposal", uid, {"cost_estimate": "£310,000"}))
    window.go("history")
    assert window.places.place is not None, "History is open"
    window.places.place.panes()[0].setFocus()
    _press(Qt.Key.Key_PageUp, "")


def _suggest(window: MainWindow) -> None:
    """Take what is suggested for the agenda of the Working Group."""
    _click(window, lambda button: button.text().startswith("Add all"))


def _press(key: Qt.Key, text: str) -> None:
    target = QApplication.focusWidget()
    assert target is not None, "the sitting has the focus"
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


def _click(window: MainWindow, wanted: Callable[[QAbstractButton], bool]) -> None:
    place = window.places.place
    found = [each for each in (place or window).findChildren(QAbstractButton) if each.isVisible() and wanted(each)]
    found[0].click()


SHOTS: tuple[Shot, ...] = (
    Shot("home", "home"),
    Shot("proposals", "proposals", act=_show_proposal),
    Shot("decisions", "decisions", "PANEL", _decide),
    Shot("meetings", "meetings", act=_suggest),
    Shot("consultations", "consultations"),
    Shot("assessments", "assessments"),
    Shot("releases", "releases"),
    Shot("papers", "papers"),
    Shot("history", "history", act=_change),
)
"""The pictures of the manual in the order in which they are taken: what one does, the next ones show."""


def main(arguments: Sequence[str]) -> int:
    """Write the pictures into a folder."""
    parser = argparse.ArgumentParser(prog="python -m secdesk.ui.help_pictures", description="Make the pictures.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="every place, full and empty, light and dark, in two sizes")
    found = parser.parse_args(list(arguments))
    found.folder.mkdir(parents=True, exist_ok=True)
    if found.all:
        take_all(found.folder)
    else:
        take_pictures(found.folder)
    return 0


def take_pictures(folder: Path, shots: Sequence[Shot] = SHOTS) -> None:
    """Write the pictures of the manual into a folder, each as a small PNG of few colours."""
    with _window(sample=True) as window:
        for shot in shots:
            window.go(shot.place, shot.uid)
            _settle(shot.place)
            shot.act(window)
            _settle(shot.place)
            save_small(window.grab().toImage(), folder / f"{shot.file}.png")


def take_all(folder: Path) -> None:
    """Write a picture of every place, with the sample and with an empty register, in each look and size."""
    for sample in (True, False):
        for scheme in ("light", "dark"):
            for size in (LARGE, SMALL):
                with _window(sample, "dark" if scheme == "dark" else "light", size) as window:
                    for entry in ENTRIES:
                        window.go(entry.key)
                        _settle(entry.key)
                        name = f"{entry.key}-{'sample' if sample else 'empty'}-{scheme}-{size[0]}.png"
                        window.grab().save(str(folder / name))


def save_small(image: QImage, path: Path) -> None:
    """Write a picture with a palette of its own: a fifth of the bytes, and no difference that an eye would see."""
    from PIL import Image

    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    size = (plain.width(), plain.height())
    pixels = Image.frombuffer("RGBA", size, bytes(plain.constBits()), "raw", "RGBA", plain.bytesPerLine(), 1)
    few = pixels.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


@contextmanager
def _window(sample: bool, scheme: Scheme = "light", size: tuple[int, int] = LARGE) -> Iterator[MainWindow]:
    """Open a window on a new register in a folder that is gone afterwards."""
    from secdesk.exchange.sample import fill_with_sample
    from secdesk.register.register import Register

    app = QApplication.instance() or QApplication(["secdesk"])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        path = folder / "SEC register.secdesk"
        with Register.create(path, who=_WHO) as register:
            if sample:
                fill_with_sample(register)
                _invent_names(register)
        settings = Settings(folder / "settings")
        settings.opens_exports = False
        settings.your_name = _WHO
        window = MainWindow(settings, Look(app, settings, scheme), TODAY)
        window.resize(*size)
        window.show()
        window.activateWindow()
        window.files.open(path)
        _settle()
        try:
            yield window
        finally:
            window.close()
            window.deleteLater()
            _settle()


def _invent_names(register: Register) -> None:
    """Put invented people in the place of those whom the published report names: pictures go further than it did."""
    from secdesk.services.records import list_records, update_record

    with register.change("Invented names for the pictures") as session:
        for person, name in zip(list_records(session, "person", TODAY), _NAMES, strict=True):
            update_record(session, "person", person.uid, {"name": name})
        for setting in list_records(session, "setting", TODAY):
            if setting.values["key"] == "report_author":
                update_record(session, "setting", setting.uid, {"value": _NAMES[0]})


def _settle(place: str = "") -> None:
    """Let the window read, lay out and draw; a paper takes longer."""
    loop = QEventLoop()
    QTimer.singleShot(_PAPER_MS if place == "papers" else _SETTLE_MS, loop.quit)
    loop.exec()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv[1:]))
