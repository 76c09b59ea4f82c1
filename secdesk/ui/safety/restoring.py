"""Restoring: into the open register as one step, or as a register file of its own (ux.md 2.15)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from secdesk.errors import KnownError
from secdesk.register.progress import Progress, Stopped
from secdesk.rules.wording import in_figures
from secdesk.ui.desk import shorten
from secdesk.ui.safety import words
from secdesk.ui.widgets.toast import Notice
from secdesk.ui.work_here import WorkHere

if TYPE_CHECKING:
    from secdesk.register.difference import Key
    from secdesk.register.restore import Restored
    from secdesk.ui.desk import Desk
    from secdesk.ui.main_window import MainWindow
    from secdesk.ui.safety.backup_lines import BackupLine, RestoreTold
    from secdesk.ui.safety.backups import Backups
    from secdesk.ui.safety.restore_dialog import RestoreDialog

T = TypeVar("T")


class Restoring:
    """The way of one restore, from the list of backups to the toast."""

    def __init__(self, window: MainWindow, backups: Backups, damaged: Path | None = None) -> None:
        """Restore for a window; in the place of a ``damaged`` file where one is named, else into what is open."""
        self._window, self._backups, self._damaged = window, backups, damaged
        self._desk = window.desk if damaged is None else None

    def ask(self) -> RestoreDialog:
        """Show the backups and what each of them holds."""
        from secdesk.ui.register_files import import_records

        import_records()
        from secdesk.ui.safety.backup_lines import folders_below, read_lines, read_told
        from secdesk.ui.safety.restore_dialog import RestoreDialog, RestoreWays

        desk, damaged = self._desk, self._damaged
        base = self._window.settings.backups_folder
        if desk is not None:
            folders = [self._backups.folder]
        else:
            folders = folders_below(base, damaged.stem if damaged is not None else "")
        register = desk.register.path if desk is not None else None
        may_write = desk is not None and not desk.register.read_only
        second = self._window.settings.second_backups_folder
        stem = damaged.stem if damaged is not None else ""
        ending = f" {desk.register.register_id[:8]}" if desk is not None else ""

        def list_all(progress: Progress) -> list[BackupLine]:
            there = folders_below(second, stem) if second is not None else []
            return read_lines(folders, progress, [each for each in there if each.name.endswith(ending)])

        ways = RestoreWays(
            list_all,
            lambda path, progress: read_told(register, may_write, path, progress),
            self._ask_file,
            self._act,
            self._window.files.open,
            self.choose_records,
            self._backups.second_words,
        )
        dialog = RestoreDialog(ways, desk is None, self._window)
        dialog.open()
        return dialog

    def choose_records(self, backup: Path) -> None:
        """Show which records of a backup can be brought back into the open register; it is read beside the window."""
        from secdesk.ui.register_files import import_records

        import_records()
        from secdesk.ui.safety.backup_lines import RecordsTold, read_records
        from secdesk.ui.safety.records_dialog import RecordsDialog

        desk = self._desk
        if desk is None:
            return

        def show(told: RecordsTold) -> None:
            if not told.records:
                desk.say(words.NO_RECORDS)
                return
            RecordsDialog(told, lambda keys: self._bring_back(desk, backup, keys), self._window).open()

        register = desk.register.path
        job = lambda progress: read_records(register, backup, progress)  # noqa: E731 - a job takes the progress alone
        desk.work(words.RECORDS_READING, job, show, self._refuse)

    def _bring_back(self, desk: Desk, backup: Path, keys: frozenset[Key]) -> None:
        from secdesk.register.restore import restore_records

        folder, now = self._backups.folder, datetime.now().astimezone()

        def job(progress: Progress) -> Restored:
            folder.mkdir(parents=True, exist_ok=True)
            return restore_records(desk.register, backup, keys, folder=folder, now=now, progress=progress)

        done = desk.work_here(words.RESTORING, job)
        self._backups.carry_on()
        if done is not None and done.step is not None:
            records = in_figures(len(keys), "record")
            desk.say(words.RECORDS_BACK.format(records=records), offers_undo=True)

    def _ask_file(self) -> Path | None:
        folder = self._backups.folder if self._desk is not None else self._window.settings.backups_folder
        return self._window.messages.ask_copy(folder, words.CHOOSE_BACKUP, only_backups=True)

    def _act(self, told: RestoreTold) -> None:
        acts: dict[str, Callable[[RestoreTold], None]] = {
            "restore": self._restore_into, "new": self._make, "salvage": self._save_sound,
        }  # fmt: skip
        acts[told.act](told)

    def _restore_into(self, told: RestoreTold) -> None:
        from secdesk.register.restore import restore_into

        desk = self._desk
        assert desk is not None, "a backup is restored into an open register"
        folder, now = self._backups.folder, datetime.now().astimezone()

        def job(progress: Progress) -> Restored:
            folder.mkdir(parents=True, exist_ok=True)
            smaller = told.guard is not None
            return restore_into(
                desk.register, told.path, folder=folder, now=now, accept_smaller=smaller, progress=progress
            )

        done = desk.work_here(words.RESTORING, job)
        self._backups.carry_on()
        if done is None:
            return
        if done.step is None:
            desk.say(words.NOTHING_RESTORED)
        else:
            desk.say(shorten(words.RESTORED.format(day=told.day)), offers_undo=True)

    def make_register(self, backup: Path, name: str) -> None:
        """Ask for a file, make a register of a backup in it, and go on there."""
        from secdesk.files import safe_file_name

        self._make_in(backup, self._ask_free(self._window.files.folder / f"{safe_file_name(name)}.secdesk"))

    def _make(self, told: RestoreTold) -> None:
        self._make_in(told.path, self._ask_name(told))

    def _make_in(self, backup: Path, path: Path | None) -> None:
        from secdesk.register.restored_file import restore_as_new

        if path is None:
            return
        now, who = datetime.now().astimezone(), self._window.settings.your_name
        made = self._do(lambda progress: restore_as_new(backup, path, now=now, who=who, progress=progress))
        if made is not None:
            self._open(made.path, words.RESTORED_AS.format(name=made.path.name))

    def _save_sound(self, told: RestoreTold) -> None:
        from secdesk.register.restored_file import restore_salvaged

        path = self._ask_name(told)
        if path is None:
            return
        now, who = datetime.now().astimezone(), self._window.settings.your_name
        made = self._do(lambda _progress: restore_salvaged(told.path, path, now=now, who=who))
        if made is not None:
            saved = in_figures(sum(made[0].counts.values()), "record")
            self._open(made[0].path, words.SALVAGED.format(records=saved))

    def _ask_name(self, told: RestoreTold) -> Path | None:
        """Ask for the register to make; only a damaged file may lose its name, and it is kept under another."""
        if self._damaged is not None and told.act == "new":
            suggestion = self._damaged
        else:
            from secdesk.files import safe_file_name

            near = self._damaged or (self._desk.register.path if self._desk is not None else None)
            folder = near.parent if near is not None else self._window.files.folder
            suggestion = folder / f"{safe_file_name(f'{told.name} {told.day}'.strip())}.secdesk"
        return self._ask_free(suggestion)

    def _ask_free(self, suggestion: Path) -> Path | None:
        path = self._window.messages.ask_new_register(suggestion, words.RESTORE_AS_TITLE)
        if path is not None and path.exists() and path != self._damaged:
            self._refuse(KnownError(words.NAME_TAKEN.format(name=path.name)))
            return None
        return path

    def _do(self, job: Callable[[Progress], T]) -> T | None:
        """Do what takes long and changes no open register; say why not where it cannot be done."""
        try:
            with WorkHere(words.RESTORING) as progress:
                return job(progress)
        except Stopped as stopped:
            self._window.notices.tell(Notice(str(stopped)))
        except KnownError as error:
            self._refuse(error)
        return None

    def _open(self, path: Path, told: str) -> None:
        if self._window.files.open(path):
            self._window.notices.tell(Notice(shorten(told)))

    def _refuse(self, error: KnownError) -> None:
        self._window.messages.show_refusal(error, words.NOT_RESTORED, words.SAFE_NOT_RESTORED)
