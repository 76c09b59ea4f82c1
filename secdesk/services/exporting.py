"""What leaves a register, by what it is called and the ending of its file: for window and command line alike.

Of a whole register private notes go along unless ``private`` is off; lists and calendars never carry any.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias

from secdesk.errors import KnownError, NotFound
from secdesk.exchange.csv_export import export_folder, write_csv
from secdesk.exchange.xlsx_export import export_register, write_workbook
from secdesk.register.progress import Progress, silent
from secdesk.register.register import Register
from secdesk.services.saving import saving

Whole: TypeAlias = Literal["json", "xlsx", "folder", "cross_code", "calendar"]
"""What can leave a register as a whole."""
EXPORTING = "Exporting"


@dataclass(frozen=True, slots=True)
class Written:
    """Where an export went, and how many files it made."""

    path: Path
    files: int = 1


def export_whole(
    register: Register, what: Whole, path: Path, at: date, *, private: bool = True, progress: Progress = silent
) -> Written:
    """Write something of a register as at a day; a file that stood there is replaced only by the whole new one.

    The cross-code rows are CSV or a workbook, as the ending says. Raises KnownError in words where the place refuses.
    """
    progress(EXPORTING, 0, 1)
    if what == "folder":
        return _export_folder(register, path, at, private)
    with saving(path) as file:
        if what == "json":
            from secdesk.exchange.json_form import write_state

            write_state(register, file)
        else:
            _write(register, what, path, file, at, private)
    return Written(path)


def _write(register: Register, what: Whole, path: Path, file: BinaryIO, at: date, private: bool) -> None:
    with register.read() as session:
        if what == "xlsx":
            export_register(session, file, at, private=private)
        elif what == "calendar":
            from secdesk.exchange.calendar import export_calendar

            file.write(export_calendar(session, at))
        else:
            from secdesk.exchange.cross_code import cross_code_content

            content = cross_code_content(session, at)
            if path.suffix.lower() == ".xlsx":
                write_workbook(file, [content])
            else:
                write_csv(file, content)


def _export_folder(register: Register, folder: Path, at: date, private: bool) -> Written:
    if not folder.parent.is_dir():
        raise NotFound(f"There is no folder '{folder.parent}'. Make it first, or choose another")
    try:
        with register.read() as session:
            folder.mkdir(exist_ok=True)
            written = export_folder(session, folder, at, private=private)
    except OSError as error:
        raise KnownError(
            f"'{folder}' could not be written to ({error.strerror or type(error).__name__}). Choose another folder"
        ) from error
    return Written(folder, len(written))
