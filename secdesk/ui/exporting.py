"""Making the Change Status Report beside the window, and writing it into the papers folder (ux.md 2.12)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, QUrl, Signal

from secdesk.errors import KnownError, RegisterHeld
from secdesk.ui import texts
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.messages import Messages
from secdesk.ui.settings import Settings
from secdesk.ui.tasks import Task
from secdesk.ui.trouble import Trouble, Way
from secdesk.ui.widgets.toast import Notice

if TYPE_CHECKING:
    from secdesk.papers.tree import Rendering

T = TypeVar("T")
OpenUrl = Callable[[QUrl], object]
_TRIES = 20
_WORDS_AFTER_MS = 1000


class NotWritten(KnownError):
    """The finished paper could not be put into its folder."""


def make_report_pdf(register: Path, month: str) -> Rendering:
    """Return the Change Status Report of a month as PDF; for a thread of its own, with a connection of its own."""
    from secdesk.papers.render import render
    from secdesk.register.register import Register
    from secdesk.services.papers import make_report

    def read() -> Rendering:
        with Register.open(register, read_only=True) as own:
            paper = make_report(own, month)
        return render(paper, ".pdf")

    return _when_free(read)


def _when_free(read: Callable[[], T]) -> T:
    """Read again where a save was just being written; it takes some hundredths of a second."""
    for left in reversed(range(_TRIES)):
        try:
            return read()
        except RegisterHeld:
            if not left:
                raise
    raise AssertionError("the last try returns or raises")


def report_name(month: str, state: str = "draft") -> str:
    """Return the file name of a Change Status Report: ``Change Status Report - 2020-01 - draft.pdf``."""
    return f"{texts.CHANGE_STATUS_REPORT} - {month} - {state}.pdf"


def write_draft(folder: Path, name: str, data: bytes) -> Path:
    """Write a draft over the last one; where that is open elsewhere and locked, under the next free name."""
    from secdesk.files import free_name, write_atomically

    path = folder / name
    try:
        return write_atomically(path, data)
    except PermissionError:
        if not path.exists():
            raise
        return write_atomically(free_name(path), data, overwrite=False)


@dataclass(frozen=True, slots=True)
class Exported:
    """A paper that was written: its file, and whether it had to take another name."""

    path: Path
    renamed: bool


class ReportExport(QObject):
    """``Ctrl+E``: makes the report, writes it, opens it and says so; the window stays usable meanwhile."""

    exported = Signal(object)
    """An :class:`Exported`."""
    work_changed = Signal(str)
    """What is under way in words, once it takes a second; empty when it is over."""

    def __init__(
        self,
        settings: Settings,
        messages: Messages,
        notify: Callable[[Notice], None],
        open_url: OpenUrl,
        parent: QObject,
    ) -> None:
        """Keep what it needs; nothing runs before :meth:`export`."""
        super().__init__(parent)
        self._settings = settings
        self._messages = messages
        self._notify = notify
        self._open_url = open_url
        self._task: Task[Exported] | None = None
        self._words = QTimer(self)
        self._words.setSingleShot(True)
        self._words.setInterval(_WORDS_AFTER_MS)
        self._words.timeout.connect(lambda: self.work_changed.emit(texts.EXPORTING))

    def export(self, desk: Desk, month: str = "") -> None:
        """Export the report of a month, or of the present cycle; while one is being made, nothing more happens."""
        if self._task is not None:
            return
        wanted = month or _cycle_of(desk)
        register, folder = desk.register.path, self._settings.papers_folder
        may_make = folder == self._settings.default_papers_folder
        self._task = Task(
            lambda: _make_and_write(register, wanted, folder, may_make),
            self._on_done,
            lambda error: self._on_refused(error, desk, month),
            self,
        )
        self._task.ended.connect(self._on_ended)
        self._words.start()
        self._task.start()

    def wait(self) -> None:
        """Wait for a report that is being made; before its register is closed."""
        if self._task is not None:
            self._task.wait()

    def show_folder(self, folder: Path | None = None) -> None:
        """Open the papers folder in the system's file manager; the default one is made first."""
        target = folder or self._settings.papers_folder
        if target == self._settings.default_papers_folder:
            target.mkdir(parents=True, exist_ok=True)
        self._open_url(QUrl.fromLocalFile(str(target)))

    def _on_ended(self) -> None:
        self._task = None
        self._words.stop()
        self.work_changed.emit("")

    def _on_done(self, exported: Exported) -> None:
        if self._settings.opens_exports:
            self._open_url(QUrl.fromLocalFile(str(exported.path)))
        words = texts.EXPORTED_AS.format(name=exported.path.name) if exported.renamed else texts.EXPORTED
        self._notify(Notice(shorten(words), texts.SHOW_IN_FOLDER, lambda: self.show_folder(exported.path.parent)))
        self.exported.emit(exported)

    def _on_refused(self, error: KnownError, desk: Desk, month: str) -> None:
        again = Way(texts.TRY_AGAIN, lambda: self.export(desk, month))
        if isinstance(error, NotWritten):
            words = (texts.NOT_WRITTEN, str(error), texts.SAFE_IN_REGISTER, texts.NOT_WRITTEN_TO_DO)
            self._messages.show_trouble(Trouble(*words, ways=[again]))
        else:
            self._messages.show_refusal(error, texts.NOT_WRITTEN, ways=[again])


def _make_and_write(register: Path, month: str, folder: Path, may_make: bool) -> Exported:
    data = make_report_pdf(register, month).data
    try:
        if may_make:
            folder.mkdir(parents=True, exist_ok=True)
        path = write_draft(folder, report_name(month), data)
    except OSError as error:
        raise NotWritten(texts.FOLDER_REFUSES.format(folder=folder, reason=error.strerror or "")) from error
    return Exported(path, path.name != report_name(month))


def _cycle_of(desk: Desk) -> str:
    from secdesk.services.home import present_cycle

    return str(present_cycle(desk.today))
