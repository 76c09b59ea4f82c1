"""Making a paper beside the window, and writing it into the papers folder (ux.md 2.12)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Signal

from secdesk.errors import KnownError
from secdesk.ui import texts
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.messages import Messages
from secdesk.ui.paper_work import PaperWish, make_file, read_wish, wish_text
from secdesk.ui.settings import Settings
from secdesk.ui.tasks import Task
from secdesk.ui.trouble import Way
from secdesk.ui.troubles import not_written
from secdesk.ui.widgets.toast import Notice

OpenUrl = Callable[[QUrl], object]
_WORDS_AFTER_MS = 1000


class NotWritten(KnownError):
    """The finished paper could not be put into its folder."""


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
    """A paper that was written: its file, whether it had to take another name, and what to say of it."""

    path: Path
    renamed: bool
    words: str = texts.EXPORTED


class ReportExport(QObject):
    """``Ctrl+E``: makes a paper, writes it, opens it and says so; the window stays usable meanwhile."""

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

    def export(self, desk: Desk, wanted: str = "") -> None:
        """Export a paper: the report of a month, that of the present cycle, or what a wish in text says.

        The report of a month that was issued is exported as issued, which is said, with a draft as the way on.
        While one is being made, nothing more happens.
        """
        if self._task is not None:
            return
        asked = read_wish(wanted)
        draft = asked or _report_of(wanted or _cycle_of(desk))
        wish = draft if asked else _issued_of(desk, draft)
        instead = wish_text(draft) if wish is not draft else ""
        today, register, folder = desk.today, desk.register.path, self._settings.papers_folder
        may_make = folder == self._settings.default_papers_folder
        self._task = Task(
            lambda: _make_and_write(register, wish, today, folder, may_make),
            lambda exported: self._on_done(exported, desk, instead),
            lambda error: self._on_refused(error, desk, wanted),
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

    def _on_done(self, exported: Exported, desk: Desk, draft: str) -> None:
        if self._settings.opens_exports:
            self._open_url(QUrl.fromLocalFile(str(exported.path)))
        words = texts.EXPORTED_AS.format(name=exported.path.name) if exported.renamed else exported.words
        if draft:
            issued = texts.ISSUED_EXPORTED.format(version=exported.path.stem.rpartition(" - ")[2])
            self._notify(Notice(shorten(issued), texts.EXPORT_DRAFT, lambda: self.export(desk, draft)))
        else:
            self._notify(Notice(shorten(words), texts.SHOW_IN_FOLDER, lambda: self.show_folder(exported.path.parent)))
        self.exported.emit(exported)

    def _on_refused(self, error: KnownError, desk: Desk, wanted: str) -> None:
        again = Way(texts.TRY_AGAIN, lambda: self.export(desk, wanted))
        if isinstance(error, NotWritten):
            cause = error.__cause__ if isinstance(error.__cause__, OSError) else OSError()
            other = Way(texts.CHOOSE_FOLDER, lambda: self._choose_folder(desk, wanted))
            self._messages.show_trouble(not_written(cause, str(self._settings.papers_folder), ways=[again, other]))
        else:
            self._messages.show_refusal(error, texts.NOT_WRITTEN, ways=[again])

    def _choose_folder(self, desk: Desk, wanted: str) -> None:
        """Ask for another papers folder and export again."""
        folder = self._messages.ask_folder(self._settings.papers_folder.parent, texts.PAPERS_FOLDER)
        if folder is not None:
            self._settings.papers_folder = folder
            self.export(desk, wanted)


def _make_and_write(register: Path, wish: PaperWish, today: date, folder: Path, may_make: bool) -> Exported:
    name, data = make_file(register, wish, today)
    try:
        if may_make:
            folder.mkdir(parents=True, exist_ok=True)
        path = write_draft(folder, name, data)
    except OSError as error:
        raise NotWritten(texts.FOLDER_REFUSES.format(folder=folder, reason=error.strerror or "")) from error
    return Exported(path, path.name != name, f"{name.partition(' - ')[0]} exported")


def _report_of(month: str) -> PaperWish:
    from secdesk.papers.issue_facts import Subject

    return PaperWish(Subject("change_status_report", month=month))


def _issued_of(desk: Desk, draft: PaperWish) -> PaperWish:
    """Return the newest issued version of a paper, where there is one; else its draft."""
    from secdesk.services.issued_papers import versions_of

    versions = desk.read(lambda session: versions_of(session, draft.subject, ""))
    return PaperWish(draft.subject, versions[0].uid) if versions else draft


def _cycle_of(desk: Desk) -> str:
    from secdesk.services.home import present_cycle

    return str(present_cycle(desk.as_at))
