"""A file of tables as a person sees it before anything is taken: rows, cells, what each column is read as.

A table may be a list of proposals to be taken over in mid-life, or tables of any kind of record (design.md 6, import).
Which column means what can be chosen; everything is read again then. Taking is one ``register.change`` (ux.md 2.15).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

from sqlalchemy.orm import Session

from secdesk.errors import KnownError
from secdesk.exchange.csv_columns import AS_AT, DATE, NUMBER, RAISED, RELEASE, STATUS, Columns, match_columns
from secdesk.exchange.csv_form import read_list
from secdesk.exchange.csv_preview import Preview, PreviewRow, RowState
from secdesk.exchange.csv_text import LARGEST
from secdesk.exchange.sheet import Sheet
from secdesk.exchange.sheet_file import read_sheets
from secdesk.exchange.source_file import read_source
from secdesk.exchange.table_columns import match_table
from secdesk.exchange.table_files import tables_of_file, tables_of_folder
from secdesk.exchange.table_form import ENDING, columns_of, table_title
from secdesk.exchange.table_preview import TablePreview, TableRowPreview
from secdesk.exchange.tables import read_tables
from secdesk.models import Proposal, kinds
from secdesk.register.progress import Progress, silent
from secdesk.services.derived_cells import without_derived
from secdesk.services.import_words import list_words, tables_words
from secdesk.services.table_import import import_tables
from secdesk.services.take_over import take_over

LIST = "list"
"""What stands for the kind of a list of proposals with their status, one a row."""
LIST_TITLE = "Proposals with their status"
_LIST_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        NUMBER: "Number", STATUS: "Status", DATE: "Day of the status", AS_AT: "As at", RAISED: "Raised",
        RELEASE: "Release",
    }
)  # fmt: skip
CellState: TypeAlias = Literal["", "new", "changed", "cleared", "left alone", "unreadable"]
Picks: TypeAlias = Mapping[str, Mapping[int, str]]
"""What a person chose for columns: by kind and position the name of a field, or nothing to leave the column out."""
NO_PICKS: Picks = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file of tables, read once: its tables by kind, ``list`` for a list of proposals; what it is about if told."""

    source: str
    tables: Mapping[str, Sheet]


@dataclass(frozen=True, slots=True)
class ImportCell:
    """A cell: its column, what that is read as, what the file has there, what the register has, what becomes of it."""

    position: int
    heading: str
    meaning: str
    text: str
    was: str = ""
    state: CellState = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row: its number in the spreadsheet, what it is about, and in words what becomes of it."""

    number: int
    name: str
    state: RowState
    words: str
    changed: frozenset[str] = frozenset()
    problems: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, tuple[str, CellState, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportTable:
    """One table: its rows, and by position what each column is read as; ``choices`` are what it could be read as."""

    kind: str
    sheet: Sheet
    meanings: Mapping[int, str]
    choices: tuple[tuple[str, str], ...]
    rows: tuple[ImportRow, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the table is about, in words."""
        return title_of(self.kind)

    def count(self, state: RowState) -> int:
        """Return how many rows are of a state."""
        return sum(row.state == state for row in self.rows)

    def cells(self, number: int | None) -> list[ImportCell]:
        """Return the cells of a row; without one those of the first, as an example of its columns."""
        source = next((row for row in self.sheet.all_rows if number is None or row.number == number), None)
        found = next((row for row in self.rows if row.number == number), None)
        labels = dict(self.choices)
        cells = []
        for position, heading in enumerate(self.sheet.headings):
            meaning = self.meanings.get(position, "")
            text = source.cells[position] if source is not None else ""
            was, state, sentence = _becomes(found, meaning, heading)
            if state == "new" and not text.strip():
                state = ""
            cells.append(ImportCell(position, heading, labels.get(meaning, ""), text, was, state, sentence))
        return cells


@dataclass(frozen=True, slots=True)
class ImportTold:
    """A whole file as it would be taken. ``problem`` says why nothing can be, where no table fits its kind."""

    source: str
    tables: tuple[ImportTable, ...]
    problem: str = ""

    def count(self, *states: RowState) -> int:
        """Return how many rows are of any of some states."""
        return sum(table.count(state) for table in self.tables for state in states)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was taken: a sentence, and how many records were added or changed by rows."""

    words: str
    changes: int


def title_of(kind: str) -> str:
    """Return what a table of a kind is called; a list of proposals has a name of its own."""
    return LIST_TITLE if kind == LIST else table_title(kind)


def all_kinds() -> tuple[tuple[str, str], ...]:
    """Return what the rows of a table can be about, with words: the list of proposals first."""
    return ((LIST, LIST_TITLE), *((kind, table_title(kind)) for kind in kinds()))


def read_file(path: Path, kind: str = "") -> TableFile:
    """Read a file of tables, or a folder of CSV files; ``kind`` says what its rows are about, else the file itself.

    Where nothing says it, the rows are taken for a list of proposals. Of a folder each file says it by its name.
    Raises NotFound, and KnownError for a file without a table.
    """
    if path.is_dir():
        return TableFile(path.name, _of_folder(path, kind))
    data = read_source(path, LARGEST)
    if kind and kind != LIST:
        return TableFile(path.name, tables_of_file(data, path.name, kind) or _first(data, path.name, kind))
    tables = None if kind == LIST else _as_told(data, path.name)
    return TableFile(path.name, tables or _first(data, path.name, LIST))


def _of_folder(folder: Path, kind: str) -> dict[str, Sheet]:
    """Return the tables of a folder; where there is one only, a person may say otherwise what it is about."""
    tables = tables_of_folder(folder)
    return {kind: next(iter(tables.values()))} if kind and len(tables) == 1 else tables


def _as_told(data: bytes, source: str) -> dict[str, Sheet] | None:
    try:
        return tables_of_file(data, source)
    except KnownError:
        read_sheets(data, source)  # what is no table at all is refused; else a person says what it is about
        return None


def _first(data: bytes, source: str, kind: str) -> dict[str, Sheet]:
    return {kind: read_sheets(data, source)[0]}


def tell(
    session: Session, file: TableFile, today: date, *, as_at: date | None = None, picks: Picks = NO_PICKS
) -> ImportTold:
    """Return what taking a file in would do to the register of the session; nothing is written."""
    try:
        if LIST in file.tables:
            return _tell_list(session, file, today, as_at, picks)
        return _tell_tables(session, file, today, as_at, picks)
    except KnownError as problem:
        tables = tuple(_bare(kind, sheet, picks.get(kind, {})) for kind, sheet in file.tables.items())
        return ImportTold(file.source, tables, str(problem))


def take(
    session: Session,
    file: TableFile,
    today: date,
    *,
    as_at: date | None = None,
    picks: Picks = NO_PICKS,
    progress: Progress = silent,
) -> Imported:
    """Take the readable rows of a file into the register of the session of a change."""
    if LIST in file.tables:
        preview = _read_list(session, file, today, as_at, picks)
        taken = take_over(session, preview, readable_rows=True, progress=progress)
        return Imported(list_words(taken, file.source), taken.new + taken.updated)
    previews = read_tables(session, file.tables, file.source, today, as_at=as_at, picked=picks)
    done = import_tables(session, previews, readable_rows=True, progress=progress)
    return Imported(tables_words(done, file.source), done.changes)


def _read_list(session: Session, file: TableFile, today: date, as_at: date | None, picks: Picks) -> Preview:
    preview = read_list(session, file.tables[LIST], file.source, today, as_at=as_at, picked=picks.get(LIST))
    return without_derived(session, preview, today)


# --- telling -------------------------------------------------------------------------------------------------------


def _tell_list(session: Session, file: TableFile, today: date, as_at: date | None, picks: Picks) -> ImportTold:
    preview, sheet = _read_list(session, file, today, as_at, picks), file.tables[LIST]
    columns = match_columns(sheet.headings, file.source, picks.get(LIST))
    meanings = {position: meaning for meaning, position in columns.positions.items()}
    rows = tuple(_list_row(row, columns) for row in preview.rows)
    table = ImportTable(LIST, sheet, meanings, _choices(LIST), rows, _with_added(preview))
    return ImportTold(file.source, (table,))


def _tell_tables(session: Session, file: TableFile, today: date, as_at: date | None, picks: Picks) -> ImportTold:
    previews = read_tables(session, file.tables, file.source, today, as_at=as_at, picked=picks)
    return ImportTold(file.source, tuple(_table(file, preview, picks) for preview in previews))


def _table(file: TableFile, preview: TablePreview, picks: Picks) -> ImportTable:
    kind, sheet = preview.kind, file.tables[preview.kind]
    columns = match_table(kind, sheet, file.source, picks.get(kind))
    meanings = {position: name for name, position in columns.positions.items()}
    rows = tuple(_table_row(row) for row in preview.rows)
    return ImportTable(kind, sheet, meanings, _choices(kind), rows, preview.remarks)


def _bare(kind: str, sheet: Sheet, picked: Mapping[int, str]) -> ImportTable:
    return ImportTable(kind, sheet, dict(picked), _choices(kind))


def _choices(kind: str) -> tuple[tuple[str, str], ...]:
    """Return what a column can be read as, by name, with words."""
    if kind == LIST:
        fields = Proposal.fields().items()
        own = ((name, info.label) for name, info in fields if name not in _LIST_FIELDS)
        return (*_LIST_FIELDS.items(), *own)
    labels = {column.name: column.label for column in columns_of(kind)}
    twice = {label for label, times in Counter(labels.values()).items() if times > 1}
    return tuple(
        (name, f"{label} ({name})" if label in twice else label)
        for name, label in labels.items()
        if name not in ENDING[1:]
    )


def _with_added(preview: Preview) -> tuple[str, ...]:
    found = list(preview.remarks)
    for kind in ("person", "organisation", "release"):
        names = preview.added_names(kind)
        if names:
            between = "; " if any("," in name for name in names) else ", "
            found.append(f"{table_title(kind)} to be added: {between.join(names)}")
    return tuple(found)


def _list_row(row: PreviewRow, columns: Columns) -> ImportRow:
    labels = dict(_choices(LIST)) | {RAISED: "Raised", STATUS: "Status", RELEASE: "Release"}
    changed = frozenset(meaning for meaning in columns.positions if labels.get(meaning) in row.changes)
    name = " ".join(filter(None, (row.reference, row.title)))
    return ImportRow(row.number, name, row.state, _row_words(row), changed, _by_heading(row.number, row.problems))


def _table_row(row: TableRowPreview) -> ImportRow:
    cells = {name: (cell.was, cell.state, cell.sentence) for name, cell in row.cells.items()}
    return ImportRow(
        row.number, row.name, row.state, _row_words(row), problems=_by_heading(row.number, row.problems), cells=cells
    )


def _row_words(row: PreviewRow | TableRowPreview) -> str:
    if row.state != "unreadable":
        return row.words
    return f"cannot be read: {row.words.removeprefix(f'Row {row.number}').lstrip(',: ')}"


def _by_heading(number: int, problems: Sequence[str]) -> dict[str, str]:
    """Return what is wrong with each cell, by the heading that the sentence names."""
    found: dict[str, str] = {}
    for problem in problems:
        heading, colon, sentence = problem.removeprefix(f"Row {number}, ").partition(": ")
        if colon:
            found.setdefault(heading, sentence)
    return found


def _becomes(row: ImportRow | None, meaning: str, heading: str) -> tuple[str, CellState, str]:
    if row is None or not meaning:
        return "", "", ""
    if meaning in row.cells:
        return row.cells[meaning]
    if heading in row.problems:
        return "", "unreadable", row.problems[heading]
    if meaning in row.changed:
        return "", "changed", ""
    return "", "new" if row.state == "new" else "", ""
