"""A list of proposals as CSV or in a workbook: the first thing that a secretariat brings along, taken over in mid-life.

Each row is one proposal with its status and the day of it. A row about a number that the register has changes what
differs, a cell that is empty changes nothing; so the same file, imported twice, changes nothing the second time.
Nothing here writes: :mod:`secdesk.services.take_over` does what a preview says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy.orm import Session

from secdesk.exchange.csv_columns import NUMBER, Columns, match_columns
from secdesk.exchange.csv_names import KnownNames
from secdesk.exchange.csv_present import PresentProposals
from secdesk.exchange.csv_preview import Preview, PreviewRow
from secdesk.exchange.csv_row import Background, read_row, reference_of
from secdesk.exchange.sheet import Sheet, SheetRow, note_remarks, ragged_sentence
from secdesk.exchange.sheet_file import read_first_sheet
from secdesk.register.progress import Progress, silent
from secdesk.rules.in_force import calendar_in_force
from secdesk.rules.reference import Reference, ReferenceProblem
from secdesk.rules.wording import in_figures, plural

_ROWS_A_NOTICE = 100


def read_csv(
    session: Session,
    data: bytes,
    source: str,
    today: date,
    *,
    as_at: date | None = None,
    progress: Progress = silent,
) -> Preview:
    """Return what an import of a list would do to the register of the session; of a workbook its first sheet is read.

    ``source`` is the file's name. ``as_at`` is the day that the list speaks of: it stands in where a row has neither a
    date for its status nor an as-at date. Raises KnownError for a file that is no such list at all; what is wrong with
    a row stands in the preview.
    """
    return read_list(session, read_first_sheet(data, source), source, today, as_at=as_at, progress=progress)


def read_list(
    session: Session,
    sheet: Sheet,
    source: str,
    today: date,
    *,
    as_at: date | None = None,
    picked: Mapping[int, str] | None = None,
    progress: Progress = silent,
) -> Preview:
    """Return what an import of a list would do, as :func:`read_csv` does of a file.

    ``picked`` is what a person chose for columns by their position: a meaning, or nothing to leave the column out.
    """
    columns = match_columns(sheet.headings, source, picked)
    calendar = calendar_in_force(session, today)
    background = Background(columns, PresentProposals(session), KnownNames(session), calendar, today, as_at)
    rows = [*_read_rows(sheet, background, progress), *(_ragged(row, columns) for row in sheet.ragged)]
    rows.sort(key=lambda row: row.number)
    return Preview(source, tuple(rows), columns.left_out, tuple(_remarks(sheet, columns, rows)))


def _read_rows(sheet: Sheet, background: Background, progress: Progress) -> Iterator[PreviewRow]:
    columns = background.columns
    seen: dict[Reference, int] = {}
    for number, row in enumerate(sheet.rows):
        if number % _ROWS_A_NOTICE == 0:
            progress("Reading rows", number, len(sheet.rows))
        typed = columns.cell(row.cells, NUMBER)
        try:
            reference = reference_of(columns, row)
        except ReferenceProblem as problem:
            yield _unreadable(row, columns, str(problem) if typed else "Enter a number like DP114")
            continue
        first = seen.setdefault(reference, row.number)
        if first != row.number:
            yield _unreadable(row, columns, f"'{typed}' stands in row {first} already. Keep one of the two rows")
        else:
            yield read_row(background, row, reference)


def _unreadable(row: SheetRow, columns: Columns, sentence: str) -> PreviewRow:
    problem = f"Row {row.number}, {columns.heading(NUMBER)}: {sentence}"
    typed, title = columns.cell(row.cells, NUMBER), columns.cell(row.cells, "title")
    return PreviewRow(row.number, typed, title, "unreadable", problems=(problem,))


def _ragged(row: SheetRow, columns: Columns) -> PreviewRow:
    problem = ragged_sentence(row, len(columns.headings))
    return PreviewRow(row.number, columns.cell(row.cells, NUMBER), "", "unreadable", problems=(problem,))


def _remarks(sheet: Sheet, columns: Columns, rows: list[PreviewRow]) -> Iterator[str]:
    yield from note_remarks(sheet)
    if columns.left_out:
        named = ", ".join(f"'{heading}'" for heading in columns.left_out)
        yield f"{in_figures(len(columns.left_out), 'column')} not read: {named}"
    scanned = [row.note for row in rows if row.note]
    if scanned:
        numbers = in_figures(len(scanned), "number")
        them = plural(len(scanned), "it", "them")
        yield f"{numbers} understood although a scanner misread {them}: {', '.join(scanned)}"
    undated = sum(bool(row.plan and row.plan.standing and row.plan.standing.undated) for row in rows)
    if undated:
        yield (
            f"{in_figures(undated, 'row')} {plural(undated, 'gives', 'give')} a status without a day: it is taken to"
            " have held from the beginning. A column 'Status date' or 'As at' says since when"
        )
