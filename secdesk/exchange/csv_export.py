"""Tables as CSV, in two flavours: for a spreadsheet, safe to open, and for programs, exact.

For a spreadsheet: UTF-8 with the mark that Excel looks for, labels as headings, words, dates as ``7 Feb 2020``, no cell
that could be taken for a formula. For programs: UTF-8, names of fields as headings, ISO dates, keys of choices and uids
of records, every text as it is. Both come back through an import to the values they were made from.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from secdesk.exchange.cells import csv_cell, exact_cell
from secdesk.exchange.table_form import TableChoice, TableContent, file_name, table_title
from secdesk.exchange.table_rows import TableRow, read_rows, row_cells
from secdesk.files import writing_atomically
from secdesk.models import kinds
from secdesk.register.progress import Progress, silent

_FRONT = ("proposal", "event", "meeting", "agenda_item", "consultation", "assessment", "release")
_BACK = ("setting", "holiday", "dated_value")
_ROWS_A_NOTICE = 100
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def write_csv(file: BinaryIO, content: TableContent, *, exact: bool = False) -> None:
    """Write a table to an open binary file, row by row."""
    form = exact_cell if exact else csv_cell
    if not exact:
        file.write(_BYTE_ORDER_MARK)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, quoting=csv.QUOTE_ALL)
        writer.writerow([column.heading(exact) for column in content.columns])
        writer.writerows([form(cell) for cell in row] for row in content.rows)
    finally:
        text.detach()


def table_content(
    session: Session, choice: TableChoice, *, exact: bool = False, progress: Progress = silent
) -> TableContent:
    """Return a table to write; its rows are read from the session while they are written, and told of."""
    columns = choice.chosen()
    told = _told(session, choice, read_rows(session, choice), progress)
    rows = (row_cells(row, columns, exact) for row in told)
    return TableContent(table_title(choice.kind), columns, rows)


def _told(session: Session, choice: TableChoice, rows: Iterable[TableRow], progress: Progress) -> Iterator[TableRow]:
    total = len(choice.uids) if choice.uids is not None else None
    for number, row in enumerate(rows):
        if number % _ROWS_A_NOTICE == 0:
            if total is None:
                total = session.scalar(select(func.count()).select_from(kinds()[choice.kind])) or 0
            progress(f"Writing {kinds()[choice.kind].kind.plural}", min(number, total), total)
        yield row


def export_list(session: Session, choice: TableChoice, file: BinaryIO, *, exact: bool = False) -> None:
    """Write a list of records of a kind to an open binary file; raises NotFound for a column that there is not."""
    write_csv(file, table_content(session, choice, exact=exact), exact=exact)


def register_tables(at: date, *, private: bool = True) -> tuple[TableChoice, ...]:
    """Return the choices that make up a whole register: every kind, those that people look for most at the front."""
    between = [kind for kind in kinds() if kind not in (*_FRONT, *_BACK)]
    return tuple(TableChoice(kind, at, private=private) for kind in (*_FRONT, *between, *_BACK))


def export_folder(
    session: Session,
    folder: Path,
    at: date,
    *,
    exact: bool = False,
    private: bool = True,
    progress: Progress = silent,
) -> tuple[Path, ...]:
    """Write every kind of record to a folder that is there, a file a kind, and return the files.

    A file of the same name is replaced, and only by the whole new one; where ``progress`` stops the work, those that
    were finished stay. Raises OSError where the system does not allow it.
    """
    written = []
    for choice in register_tables(at, private=private):
        path = folder / file_name(choice.kind)
        with writing_atomically(path) as file:
            content = table_content(session, choice, exact=exact, progress=progress)
            write_csv(file, content, exact=exact)
        written.append(path)
    return tuple(written)
