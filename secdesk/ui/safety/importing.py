"""Importing: choose a file, see what it would do, take it as one step, or make a register of it (ux.md 2.15)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from secdesk.errors import KnownError
from secdesk.register.progress import Progress, Stopped
from secdesk.rules.wording import in_figures
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.long_work import LongWork
from secdesk.ui.safety import words
from secdesk.ui.widgets.toast import Notice
from secdesk.ui.work_here import WorkHere

if TYPE_CHECKING:
    from secdesk.exchange.json_state import State
    from secdesk.register.register import Session
    from secdesk.services.importing import ImportTold
    from secdesk.services.read_report import Taken
    from secdesk.ui.main_window import MainWindow
    from secdesk.ui.safety.backups import Backups
    from secdesk.ui.safety.import_dialog import ImportChoices
    from secdesk.ui.safety.report_reading import ReportTold

T = TypeVar("T")
_TABLES = (".csv", ".tsv", ".txt", ".xlsx")


class Importing:
    """The way of one import, from the question for the file to the toast."""

    def __init__(self, window: MainWindow, backups: Backups) -> None:
        """Import into the register of a window; safety backups go where its others are."""
        self._window, self._backups = window, backups

    def ask(self) -> None:
        """Ask for the file and show what is in it."""
        path = self._window.messages.ask_import(self._window.files.folder, words.IMPORT_TITLE)
        if path is not None:
            self.read(path)

    def ask_folder(self) -> None:
        """Ask for a folder of CSV files, each named after a kind of record, and show what is in them."""
        path = self._window.messages.ask_folder(self._window.files.folder, words.IMPORT_FOLDER_TITLE)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Show what taking a file in would do; it is read beside the window."""
        from secdesk.ui.register_files import import_records

        import_records()
        from secdesk.exchange.report_file import is_report_file

        suffix, desk = path.suffix.lower(), self._window.desk
        if suffix == ".json" and not path.is_dir():
            self._read_state(path)
        elif desk is None:
            self._refuse(KnownError(words.NOTHING_OPEN))
        elif path.is_dir():
            self._read_tables(path, desk)
        elif is_report_file(path):
            self._read_report(path, desk)
        elif suffix in _TABLES:
            self._read_tables(path, desk)
        else:
            self._refuse(KnownError(words.NOT_IMPORTABLE.format(name=path.name)))

    # --- tables ----------------------------------------------------------------------------------------------------

    def _read_tables(self, path: Path, desk: Desk) -> None:
        from secdesk.ui.models.lookup import Lookup
        from secdesk.ui.safety.import_dialog import ImportChoices, ImportDialog

        register, today = desk.register.path, desk.today

        def read(choices: ImportChoices, progress: Progress) -> ImportTold:
            return read_tables(register, path, today, choices, progress)

        def show(told: ImportTold) -> None:
            take = lambda choices, rows: self._take_tables(desk, path, choices, rows)  # noqa: E731
            dialog = ImportDialog(told, read, take, Lookup(desk, desk), self._window)
            dialog.open()

        desk.work(words.IMPORT_READING, lambda progress: read(ImportChoices(), progress), show, self._refuse)

    def _take_tables(self, desk: Desk, path: Path, choices: ImportChoices, rows: int) -> None:
        from secdesk.services.importing import read_file, take

        def act(session: Session, progress: Progress) -> int:
            file = read_file(path, choices.kind)
            picks, day = choices.picked(), choices.day
            return take(session, file, desk.today, as_at=day, picks=picks, progress=progress).changes

        if self._run(desk, path, act):
            desk.say(shorten(words.IMPORTED_ROWS.format(rows=in_figures(rows, "row"))), offers_undo=True)

    # --- old reports -----------------------------------------------------------------------------------------------

    def _read_report(self, path: Path, desk: Desk) -> None:
        from secdesk.ui.models.lookup import Lookup
        from secdesk.ui.safety.report_dialog import ReportDialog
        from secdesk.ui.safety.report_reading import read_told

        register = desk.register.path

        def read(day: date | None, progress: Progress) -> ReportTold:
            return read_told(register, path, day, progress)

        def show(told: ReportTold) -> None:
            take = lambda day, keys: self._take_report(desk, path, day, keys)  # noqa: E731
            dialog = ReportDialog(told, read, take, Lookup(desk, desk), self._window)
            dialog.open()

        desk.work(words.IMPORT_READING, lambda progress: read(None, progress), show, self._refuse)

    def _take_report(self, desk: Desk, path: Path, day: date, keys: frozenset[str]) -> None:
        from secdesk.exchange.published_report.understanding import read_report
        from secdesk.exchange.report_file import read_report_text
        from secdesk.services.read_report import propose, take

        def act(session: Session, progress: Progress) -> Taken:
            reading = read_report(read_report_text(path))
            return take(session, propose(session, reading, known_by=day).only(keys), progress)

        done = self._run(desk, path, act)
        if done is not None:
            records = in_figures(sum(done.added.values()) + sum(done.changed.values()), "record")
            desk.say(shorten(words.IMPORTED_RECORDS.format(records=records)), offers_undo=True)

    def _run(self, desk: Desk, path: Path, act: Callable[[Session, Progress], T]) -> T | None:
        """Take a file in as one step, after a safety backup; stopping it leaves nothing."""
        from secdesk.exchange.json_form import label_of
        from secdesk.register.backup import write_backup

        folder, now = self._backups.folder, datetime.now().astimezone()

        def job(progress: Progress) -> T:
            if desk.register.read_only:
                raise KnownError(words.IMPORT_READ_ONLY)
            folder.mkdir(parents=True, exist_ok=True)
            write_backup(
                desk.register, folder=folder, now=now, occasion="before import", thinning=False, progress=progress
            )
            with desk.register.change(label_of(path.name)) as session:
                return act(session, progress)

        done = desk.work_here(words.IMPORTING, job)
        self._backups.carry_on()
        return done

    # --- a whole register ------------------------------------------------------------------------------------------

    def _read_state(self, path: Path) -> None:
        def read(_progress: Progress) -> tuple[State, bytes]:
            from secdesk.exchange.json_state import read_state
            from secdesk.exchange.source_file import read_source

            data = read_source(path)
            return read_state(data, path.name), data

        def make(found: tuple[State, bytes]) -> None:
            self._make_state(path, *found)

        desk = self._window.desk
        if desk is not None:
            desk.work(words.IMPORT_READING, read, make, self._refuse)
            return
        work = self._work = LongWork(words.IMPORT_READING, read, make, self._refuse, self._window)
        work.start()

    def _make_state(self, path: Path, state: State, data: bytes) -> None:
        from secdesk.files import safe_file_name

        suggestion = path.with_name(f"{safe_file_name(state.name or path.stem)}.secdesk")
        target = self._window.messages.ask_new_register(suggestion, words.STATE_AS_TITLE)
        if target is None:
            return
        try:
            with WorkHere(words.IMPORTING) as progress:
                make_register(target, data, path.name, state.name, self._window.settings.your_name, progress)
        except KnownError as error:
            self._refuse(error)
            return
        if self._window.files.open(target):
            self._window.notices.tell(Notice(shorten(words.IMPORTED_STATE.format(name=target.name))))

    def _refuse(self, error: KnownError) -> None:
        if isinstance(error, Stopped):
            self._window.notices.tell(Notice(str(error)))
        else:
            self._window.messages.show_refusal(error, words.NOT_IMPORTED, words.SAFE_NOT_IMPORTED)


def read_tables(register: Path, path: Path, today: date, choices: ImportChoices, progress: Progress) -> ImportTold:
    """Return what taking a file of tables into a register file would do; both are opened for reading."""
    from secdesk.register.register import Register
    from secdesk.services.importing import read_file, tell

    progress(words.IMPORT_READING, 0, 2)
    file = read_file(path, choices.kind)
    progress(words.IMPORT_COMPARING, 1, 2)
    with Register.open(register, read_only=True) as own, own.read() as session:
        return tell(session, file, today, as_at=choices.day, picks=choices.picked())


def make_register(target: Path, data: bytes, source: str, name: str, who: str, progress: Progress) -> None:
    """Make a register file of a whole register as JSON; where it cannot be done no file is left."""
    from secdesk.exchange.json_form import import_state
    from secdesk.register.register import Register

    register = Register.create(target, name=name or target.stem, who=who)
    try:
        progress(words.IMPORTING, 0, 1)
        with register:
            import_state(register, data, source)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
