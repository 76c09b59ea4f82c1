"""The Export menu: what is shown as a list, the whole register, cross-code rows, the calendar (ux.md 2.2, 2.15)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from PySide6.QtCore import QUrl

from secdesk.errors import KnownError
from secdesk.files import safe_file_name
from secdesk.register.progress import Progress, Stopped
from secdesk.rules.date_words import format_date
from secdesk.rules.wording import in_figures
from secdesk.ui import texts
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.safety import words
from secdesk.ui.safety.export_dialog import ExportDialog
from secdesk.ui.widgets.toast import Notice

if TYPE_CHECKING:
    from secdesk.services.exporting import Whole, Written
    from secdesk.ui.main_window import MainWindow
    from secdesk.ui.shown_list import Cell, ShownList

ListForm: TypeAlias = Literal[".csv", ".xlsx"]
_ENDINGS: dict[Whole, str] = {"json": ".json", "xlsx": ".xlsx", "folder": "", "cross_code": ".csv", "calendar": ".ics"}
_TITLES: dict[Whole, str] = {
    "json": texts.EXPORT_JSON,
    "xlsx": texts.EXPORT_XLSX,
    "folder": texts.EXPORT_FOLDER,
    "cross_code": texts.EXPORT_CROSS_CODE,
    "calendar": texts.EXPORT_CALENDAR,
}


class Exports:
    """The way of one export, from what is told beforehand to the toast."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        """Export from the register of a desk, as at the day that it shows."""
        self._desk, self._window = desk, window

    # --- what is shown ---------------------------------------------------------------------------------------------

    def ask_list(self, ending: ListForm) -> None:
        """Say what the list of the open place would give, and ask where to."""
        place = self._window.places.place
        shown = place.shown_list() if place is not None else None
        if shown is None:
            self._desk.say(words.NO_LIST)
            return
        told = words.EXPORTS["list_csv"].format(title=shown.title, rows=in_figures(shown.count, "row"))
        title = texts.EXPORT_LIST_CSV if ending == ".csv" else texts.EXPORT_LIST_XLSX
        dialog = ExportDialog(
            title.rstrip("…"), told, "", False, lambda _on: self._choose_list(shown, ending), self._window
        )
        dialog.open()

    def _choose_list(self, shown: ShownList, ending: ListForm) -> None:
        path = self._ask_place(shown.title, ending)
        if path is not None:
            self.write_list(shown, path)

    def write_list(self, shown: ShownList, path: Path) -> None:
        """Write a list; its rows are read here, where the list itself lives, and Cancel leaves no file."""
        from secdesk.services.shown_tables import write_shown
        from secdesk.ui.work_here import WorkHere

        try:
            with WorkHere(words.EXPORTING) as progress:
                write_shown(path, shown.title, shown.headings, _rows(shown, progress))
        except KnownError as error:
            self._refuse(error)
        else:
            self._tell(path)

    # --- the whole register ----------------------------------------------------------------------------------------

    def ask_whole(self, what: Whole) -> None:
        """Say what would be written, and ask where to."""
        title = _TITLES[what].rstrip("…")
        choice = words.EXPORT_PRIVATE if what in ("xlsx", "folder") else ""
        choice = words.EXPORT_AS_WORKBOOK if what == "cross_code" else choice
        is_on = what != "cross_code"
        dialog = ExportDialog(
            title, words.EXPORTS[what], choice, is_on, lambda on: self._choose_whole(what, on), self._window
        )
        dialog.open()

    def _choose_whole(self, what: Whole, is_on: bool) -> None:
        ending = ".xlsx" if what == "cross_code" and is_on else _ENDINGS[what]
        names = {"cross_code": words.CROSS_CODE_NAME, "calendar": words.CALENDAR_NAME}
        path = self._ask_place(names.get(what, self._desk.register.path.stem), ending)
        if path is not None:
            self.write_whole(what, path, is_on if what in ("xlsx", "folder") else True)

    def write_whole(self, what: Whole, path: Path, private: bool) -> None:
        """Write something of the register beside the window, through a connection of its own."""
        register, at = self._desk.register.path, self._desk.as_at

        def job(progress: Progress) -> Written:
            from secdesk.register.register import Register
            from secdesk.services.exporting import export_whole

            if path.resolve() == register.resolve():
                raise KnownError(words.NAME_TAKEN.format(name=path.name))
            with Register.open(register, read_only=True) as own:
                return export_whole(own, what, path, at, private=private, progress=progress)

        self._desk.work(words.EXPORTING, job, lambda written: self._tell(written.path), self._refuse)

    def _ask_place(self, name: str, ending: str) -> Path | None:
        day = format_date(self._desk.as_at)
        stem = safe_file_name(words.EXPORT_NAME.format(register=name, day=day))
        suggestion = self._window.settings.papers_folder.parent / f"{stem}{ending}"
        if not suggestion.parent.is_dir():
            suggestion = self._window.files.folder / suggestion.name
        return self._window.messages.ask_export(suggestion, words.EXPORT_TITLE, words.EXPORT_KINDS[ending])

    def _tell(self, path: Path) -> None:
        folder = QUrl.fromLocalFile(str(path if path.is_dir() else path.parent))
        told = shorten(words.EXPORTED.format(name=path.name))
        self._window.notices.tell(Notice(told, words.SHOW_IN_FOLDER, lambda: self._window.open_url(folder)))

    def _refuse(self, error: KnownError) -> None:
        if isinstance(error, Stopped):
            self._desk.say(str(error))
        else:
            self._window.messages.show_refusal(error, words.NOT_EXPORTED, words.SAFE_NOT_EXPORTED)


def _rows(shown: ShownList, progress: Progress) -> Iterator[Sequence[Cell]]:
    return shown.rows(lambda done: progress(words.EXPORTING, done, shown.count))
