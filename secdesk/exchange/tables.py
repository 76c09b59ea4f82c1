"""Tables of any kind of record as they come in, from CSV or a workbook, compared with the register.

A row is about the record of its id; without one, about the record that its name, number or other key tells apart; else
it is a new one. In a file that an export made, an emptied cell clears its field, as the person saw what stood there; in
any other file an empty cell says nothing. What a file says of records that follow from others (a status) is not read.
The same file, imported twice, changes nothing the second time. Nothing here writes:
:mod:`secdesk.services.table_import` does what a preview says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from secdesk.errors import KnownError
from secdesk.exchange.date_order import is_month_first
from secdesk.exchange.sheet import Sheet, note_remarks, ragged_sentence
from secdesk.exchange.table_columns import UID, TableColumns, match_table
from secdesk.exchange.table_form import ID, derived_columns
from secdesk.exchange.table_keys import keys_in, natural_keys
from secdesk.exchange.table_links import LIGHT, LinkFinder
from secdesk.exchange.table_present import PresentRecords
from secdesk.exchange.table_preview import TablePreview, TableRowPreview
from secdesk.exchange.table_row import Background
from secdesk.exchange.table_special import reading_of
from secdesk.models import kinds
from secdesk.register.progress import Progress, silent
from secdesk.rules.in_force import calendar_in_force
from secdesk.rules.wording import in_figures, join_and, plural

DATED = "dated_value"
_ROWS_A_NOTICE = 100
_MONTH_FIRST = (
    "A spreadsheet wrote the dates of this table month first, as cells that nobody touched show; so they are read"
)


def read_table(
    session: Session,
    kind: str,
    sheet: Sheet,
    source: str,
    today: date,
    *,
    as_at: date | None = None,
    picked: Mapping[int, str] | None = None,
) -> TablePreview:
    """Return what an import of one table would do to the register of the session.

    ``source`` is the file's name. ``as_at`` is the day that the table speaks of where its rows do not say: changed
    values that have dates hold from then on; without it, from ``today``. ``picked`` is what a person chose for columns
    by their position. Raises KnownError for a table that is none of the kind; what is wrong with a row stands in the
    preview.
    """
    return _Import(session, source, today, as_at).read({kind: sheet}, {kind: picked or {}})[0]


def read_tables(
    session: Session,
    tables: Mapping[str, Sheet],
    source: str,
    today: date,
    *,
    as_at: date | None = None,
    picked: Mapping[str, Mapping[int, str]] | None = None,
    progress: Progress = silent,
) -> tuple[TablePreview, ...]:
    """Return what an import of several tables at once would do, those first that others point to.

    A row may name what another table of the same file adds. ``picked`` is what a person chose for columns, by kind.
    """
    return _Import(session, source, today, as_at, progress).read(tables, picked or {})


class _Import:
    """One reading of one file: what its tables share."""

    def __init__(
        self, session: Session, source: str, today: date, as_at: date | None, progress: Progress = silent
    ) -> None:
        self._source = source
        self._progress = progress
        self._today = today
        self._as_at = as_at
        self._calendar = calendar_in_force(session, today)
        self._present = PresentRecords(session)
        self._links = LinkFinder(session, self._present, today, self._calendar)

    def read(self, tables: Mapping[str, Sheet], picked: Mapping[str, Mapping[int, str]]) -> tuple[TablePreview, ...]:
        """Return the previews in the order in which records depend on one another."""
        order = [kind for kind in (*(kind for kind in kinds() if kind != DATED), DATED) if kind in tables]
        columns = {kind: match_table(kind, tables[kind], self._source, picked.get(kind)) for kind in order}
        for kind in order:
            self._expect(columns[kind], tables[kind])
        elsewhere = _dated_elsewhere(columns.get(DATED), tables.get(DATED))
        previews = [self._read(tables[kind], columns[kind], elsewhere) for kind in order]
        return tuple(_settle(previews))

    def _expect(self, columns: TableColumns, sheet: Sheet) -> None:
        """Note the ids of rows about records that the register does not have, and refuse a table that names none."""
        if not columns.own and not keys_in(columns.kind, columns.naming()):
            first = columns.heading(natural_keys(columns.kind)[0][0])
            raise KnownError(f"No column of '{self._source}' is called {first}, so its rows name no record. Add it")
        if columns.own:
            for row in sheet.rows:
                uid = row.cells[columns.positions[ID]].strip()
                if UID.fullmatch(uid) and self._present.kind_of(uid) is None:
                    self._links.expect(columns.kind, uid)

    def _read(self, sheet: Sheet, columns: TableColumns, elsewhere: frozenset[tuple[str, str]]) -> TablePreview:
        background = Background(
            columns, self._present, self._links, self._calendar, self._today, self._as_at, sheet.notes, elsewhere,
            is_month_first(sheet, columns),
        )  # fmt: skip
        rows: list[TableRowPreview] = []
        words = f"Reading {kinds()[columns.kind].kind.plural}"
        for number, row in enumerate(sheet.rows):
            if number % _ROWS_A_NOTICE == 0:
                self._progress(words, number, len(sheet.rows))
            read = reading_of(background, row).result()
            if read.plan is not None and read.plan.is_new:
                self._links.add(columns.kind, read.plan.uid, read.plan.values)
            rows.append(read)
        for row in sheet.ragged:
            problem = ragged_sentence(row, len(sheet.headings))
            rows.append(TableRowPreview(row.number, row.cells[0][:60], "unreadable", problems=(problem,)))
        rows.sort(key=lambda row: row.number)
        found = TablePreview(self._source, columns.kind, tuple(rows), columns.left_out)
        remarks = [_MONTH_FIRST] if background.month_first else []
        return replace(found, remarks=(*remarks, *_remarks(sheet, columns, found)))


def _dated_elsewhere(columns: TableColumns | None, sheet: Sheet | None) -> frozenset[tuple[str, str]]:
    """Return the records and fields whose dated values have a table of their own in the file."""
    if columns is None or sheet is None or not {"record", "field_name"} <= set(columns.positions):
        return frozenset()
    record, name = columns.positions["record"], columns.positions["field_name"]
    return frozenset((row.cells[record].strip(), row.cells[name].strip()) for row in sheet.rows)


def _settle(previews: Sequence[TablePreview]) -> list[TablePreview]:
    """Refuse rows that point to a record whose own row cannot be read, until no such row is left."""
    settled = list(previews)
    while True:
        added = {plan.uid for preview in settled for plan in preview.plans() if plan.is_new}
        lost = {id(row) for preview in settled for row in preview.rows if row.plan and not row.plan.depends <= added}
        if not lost:
            return settled
        settled = [
            replace(preview, rows=tuple(_refused(row) if id(row) in lost else row for row in preview.rows))
            for preview in settled
        ]


def _refused(row: TableRowPreview) -> TableRowPreview:
    problem = f"Row {row.number}: it points to a record whose own row cannot be read"
    return replace(row, state="unreadable", problems=(*row.problems, problem), plan=None)


def _remarks(sheet: Sheet, columns: TableColumns, preview: TablePreview) -> Iterator[str]:
    if columns.own:
        yield "This table was exported from a register: a cell that was emptied clears what stood there"
    else:
        yield "An empty cell changes nothing: only a table exported from a register, with its ids, can clear a field"
    if columns.left_out:
        named = ", ".join(f"'{heading}'" for heading in columns.left_out)
        yield f"{in_figures(len(columns.left_out), 'column')} not read: {named}"
    derived = [columns.heading(each.name) for each in derived_columns(columns.kind) if each.name in columns]
    if derived:
        verb = plural(len(derived), "follows", "follow")
        yield f"{join_and(derived)} {verb} from other records and cannot be changed here"
    yield from note_remarks(sheet)
    kept = sum(cell.state == "left alone" for row in preview.rows for cell in row.cells.values())
    if kept:
        yield f"{in_figures(kept, 'cell')} left alone, as {plural(kept, 'its', 'their')} rows say"
    for kind in LIGHT:
        names = preview.added_names(kind)
        if names:
            words = kinds()[kind].kind
            yield f"{in_figures(len(names), words.singular, words.plural)} to be added: {', '.join(names)}"
