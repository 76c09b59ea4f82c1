"""A window on a register in which everything that opens can be opened, one thing after another."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, QUrl
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMenu, QWidget
from sqlalchemy import select

from secdesk.exchange.sample import fill_with_sample
from secdesk.models import Proposal
from secdesk.papers.render import render
from secdesk.register.backup import write_backup
from secdesk.register.kept_backups import folder_of
from secdesk.register.register import Register
from secdesk.services import records
from secdesk.services.papers import make_report
from secdesk.ui.desk import Desk
from secdesk.ui.look import Look
from secdesk.ui.main_window import MainWindow
from secdesk.ui.settings import Settings
from tests.ui.frames import TODAY, Answers
from tests.ui.lint import settle

PATIENCE = 20
"""Seconds."""
ROWS = """Mod ref,Title,Status,Since,Lead
MP077,DCC Service Flagging,Refinement,31/2/2020,
DP150,A new one,Draft raised,3 Feb 2020,Bob
MP080,Another title,,,
"""
W = TypeVar("W", bound=QWidget)


@dataclass(frozen=True, slots=True)
class Files:
    """The sample with a backup of when it was empty, its copy that went on elsewhere, and a register without records.

    ``rows`` is a table to import of which one line cannot be read, ``report`` an old report.
    """

    sample: Path
    elsewhere: Path
    empty: Path
    rows: Path
    report: Path


@dataclass
class Stage:
    """The window, what answers its questions for files, and a folder for such files."""

    window: MainWindow
    answers: Answers
    folder: Path
    files: Files
    urls: list[QUrl] = field(default_factory=list)
    keeps_toast: bool = False
    """Whether a notice is to be looked at together with the place that it lies over."""
    _names: Any = field(default_factory=count)

    @property
    def desk(self) -> Desk:
        """The open register."""
        assert self.window.desk is not None
        return self.window.desk

    def open(self, path: Path) -> None:
        """Open another register in the window."""
        assert self.window.files.open(path), self.answers.refused
        settle()

    def go(self, place: str, uid: str = "") -> Any:
        """Enter a place and return it."""
        self.window.activateWindow()
        self.window.go(place, uid)
        settle()
        return self.window.places.place

    def choose(self, command: str) -> None:
        """Choose a command of the menu bar."""
        self.window.menus.actions[command].trigger()
        settle()

    def act(self, name: str) -> None:
        """Trigger a command of a place."""
        action = self.window.findChild(QAction, name)
        assert isinstance(action, QAction), name
        assert action.isEnabled(), f"{name} is grey"
        action.trigger()
        settle()

    def named(self, name: str, kind: type[W]) -> W:
        """Return the widget of a name in the window."""
        found = self.window.findChild(kind, name)
        assert isinstance(found, kind), f"no {kind.__name__} is called {name}"
        return found

    def click(self, name: str) -> None:
        """Click a button that can be clicked."""
        button = self.named(name, QAbstractButton)
        assert button.isVisible(), f"{name} is hidden"
        assert button.isEnabled(), f"{name} is grey"
        button.click()
        settle()

    def dialog(self, name: str, ready: Callable[[Any], object] = bool) -> Any:
        """Wait for a dialog, and until it is ready."""
        self.wait(lambda: self._dialog(name) is not None, name)
        found = self._dialog(name)
        assert found is not None
        self.wait(lambda: ready(found), name)
        found.activateWindow()
        settle()
        return found

    def _dialog(self, name: str) -> QDialog | None:
        every = self.window.findChildren(QDialog)
        return next((each for each in every if each.objectName() == name and each.isVisible()), None)

    def menu(self, name: str) -> QMenu:
        """Return a menu that was opened."""
        found = [each for each in self.window.findChildren(QMenu) if each.objectName() == name and each.isVisible()]
        assert found, f"no menu {name}"
        return found[-1]

    def open_menu(self, menu: QMenu) -> QMenu:
        """Open a menu that hangs on a button."""
        menu.popup(self.window.mapToGlobal(QPoint(40, 40)))
        settle()
        return menu

    def wait(self, happened: Callable[[], object], what: str = "") -> None:
        """Wait until something has happened."""
        until = monotonic() + PATIENCE
        while not happened():
            assert monotonic() < until, f"waited in vain: {what}"
            QTest.qWait(10)
        settle()

    def file(self, suffix: str) -> Path:
        """Return a path for a file that is not there yet."""
        return self.folder / f"file {next(self._names)}{suffix}"

    def take_back(self, steps: int) -> None:
        """Undo what was done since the log had so many steps; every undo is a step of its own."""
        self.window.places.commit()
        for _ in range(self.desk.register.chain_head()[0] - steps):
            self.desk.undo()
        settle()
        assert not self.answers.refused, self.answers.refused


# --- making it ------------------------------------------------------------------------------------------------------


def make_stage(folder: Path, application: QApplication) -> Stage:
    """Show a window with settings of its own on the sample."""
    settings = Settings(folder / "settings")
    settings.opens_exports = False
    files = make_files(folder, settings.backups_folder)
    urls: list[QUrl] = []
    answers = Answers()
    window = MainWindow(settings, Look(application, settings, "light"), TODAY, answers, urls.append)
    answers.use(window)
    window.show()
    window.activateWindow()
    settle()
    stage = Stage(window, answers, folder, files, urls)
    stage.open(files.sample)
    return stage


def make_files(folder: Path, backups: Path) -> Files:
    """Make the registers and what can be imported."""
    sample, elsewhere = folder / "SEC register 2020.secdesk", folder / "register-laptop.secdesk"
    files = Files(sample, elsewhere, folder / "New.secdesk", folder / "list.csv", folder / "old report.pdf")
    with Register.create(files.sample, who="Change Lead") as register:
        kept = folder_of(backups, files.sample.stem, register.register_id)
        kept.mkdir(parents=True)
        write_backup(register, folder=kept, now=datetime(2020, 1, 31, 16, 55), thinning=False)
        fill_with_sample(register)
        write_backup(register, folder=kept, now=datetime(2020, 2, 4, 17, 30), thinning=False)
    shutil.copyfile(files.sample, files.elsewhere)
    _go_on(files.elsewhere, "Analyst Two", "Another title for the flagging of services")
    _go_on(files.sample, "Analyst One", "DCC Service Flagging, first part")
    Register.create(files.empty, who="Change Lead").close()
    files.rows.write_text(ROWS, encoding="utf-8")
    with Register.open(files.sample, read_only=True) as register:
        files.report.write_bytes(render(make_report(register, "2020-01"), ".pdf").data)
    return files


def _go_on(path: Path, who: str, title: str) -> None:
    """Change a copy: one field that the other copy changes too, and a number that both take."""
    with Register.open(path, who=who) as register, register.change("Go on") as session:
        uid = session.scalars(select(Proposal.uid).where(Proposal.number == 77)).one()
        records.update_record(session, "proposal", uid, {"title": title}, effect=records.Effect(TODAY))
        records.create_record(session, "proposal", {"number": 140, "title": f"Begun by {who}"})
