"""What ``secdesk export`` and ``secdesk import`` do with spreadsheets, CSV and calendars (design.md 6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secdesk.cli.backup_commands import Meter
from secdesk.cli.clock import today
from secdesk.cli.faults import DONE, FOUND_PROBLEMS
from secdesk.cli.opening import open_to_read, open_to_write, refuse_same_file
from secdesk.cli.output import say, say_json, say_table, warn
from secdesk.cli.saving import check_place, saving
from secdesk.cli.typed import read_kind
from secdesk.errors import KnownError, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from secdesk.exchange.sheet import Sheet
    from secdesk.exchange.table_form import TableContent
    from secdesk.exchange.table_preview import TablePreview, TableRowPreview

_MOST_PROBLEMS = 100


def is_table_export(output: Path) -> bool:
    """Say whether an export to a place is one of tables or days: a workbook, CSV, a calendar, or a folder."""
    return output.suffix.lower() in (".xlsx", ".csv", ".ics", "") or output.is_dir()


def export_tables(
    register: Path,
    output: Path,
    *,
    at: date,
    kind: str | None = None,
    exact: bool = False,
    private: bool | None = None,
    cross_code: bool = False,
) -> int:
    """Write a register, one kind of record, the cross-code rows or the calendar to where the suffix says.

    ``.xlsx`` and ``.csv`` take one ``kind``, or the cross-code rows; without either ``.xlsx`` takes the whole
    register, as does a folder, a file a kind. ``kind`` is a word for it, such as agenda-items. ``exact`` makes CSV for
    programs. ``private`` says whether private notes go in: of a whole register they do, of a list they do not, unless
    it is set. ``.ics`` takes the days.
    """
    suffix = output.suffix.lower()
    wanted = None if kind is None else read_kind(kind)
    if output.is_dir() or not suffix:
        _refuse_unless_whole(kind, cross_code)
        return _export_folder(register, output, at, exact, private is not False)
    check_place(output)
    refuse_same_file(output, register)
    with open_to_read(register) as opened, opened.read() as session, saving(output) as file, Meter() as meter:
        if suffix == ".ics":
            from secdesk.exchange.calendar import export_calendar

            _refuse_unless_whole(kind, cross_code)
            file.write(export_calendar(session, at))
        elif suffix == ".xlsx" and kind is None and not cross_code:
            from secdesk.exchange.xlsx_export import export_register

            export_register(session, file, at, private=private is not False, progress=meter)
        else:
            content = _content(session, at, wanted, exact and suffix == ".csv", bool(private), cross_code)
            _write(content, suffix, file, exact)
    say(str(output))
    return DONE


def _refuse_unless_whole(kind: str | None, cross_code: bool) -> None:
    if kind is not None or cross_code:
        raise KnownError("A folder or calendar takes the whole register. Export one list to a .csv or .xlsx file")


def _content(
    session: Session, at: date, kind: str | None, exact: bool, private: bool, cross_code: bool
) -> TableContent:
    """Return the one table that is wanted."""
    from secdesk.exchange.cross_code import cross_code_content
    from secdesk.exchange.csv_export import table_content
    from secdesk.exchange.table_form import TableChoice

    if cross_code:
        return cross_code_content(session, at)
    if kind is None:
        raise KnownError(
            "A .csv file has room for one kind of record: say which with --kind, or give a folder for all of them"
        )
    return table_content(session, TableChoice(kind, at, private=private), exact=exact)


def _write(content: TableContent, suffix: str, file: Any, exact: bool) -> None:
    if suffix == ".csv":
        from secdesk.exchange.csv_export import write_csv

        write_csv(file, content, exact=exact)
    else:
        from secdesk.exchange.xlsx_export import write_workbook

        write_workbook(file, [content])


def _export_folder(register: Path, folder: Path, at: date, exact: bool, private: bool) -> int:
    from secdesk.exchange.csv_export import export_folder

    if not folder.parent.is_dir():
        raise NotFound(f"There is no folder '{folder.parent}'. Make it first, or choose another")
    try:
        with open_to_read(register) as opened, opened.read() as session, Meter() as meter:
            folder.mkdir(exist_ok=True)
            written = export_folder(session, folder, at, exact=exact, private=private, progress=meter)
    except OSError as error:
        raise KnownError(
            f"'{folder}' could not be written to ({error.strerror or type(error).__name__}). Choose another folder"
        ) from error
    for path in written:
        say(str(path))
    return DONE


def import_tables(
    register: Path,
    file: Path,
    *,
    kind: str | None = None,
    as_at: date | None = None,
    dry_run: bool = False,
    readable_rows: bool = False,
    as_json: bool = False,
    ack_fd: str | None = None,
) -> int | None:
    """Take the tables of a workbook, a CSV file or a folder of CSV in, or tell what would be done.

    Returns the exit code, or None for a list of proposals to be taken over in mid-life, which has a way of its own.
    """
    tables = _tables_of(file, None if kind is None else read_kind(kind))
    if tables is None:
        return None
    if dry_run:
        from secdesk.exchange.tables import read_tables

        with open_to_read(register) as opened, opened.read() as session, Meter() as meter:
            previews = read_tables(session, tables, file.name, today(), as_at=as_at, progress=meter)
        _tell(previews, as_json, dry_run=True)
        return FOUND_PROBLEMS if any(preview.problems for preview in previews) else DONE
    return _import(register, file, tables, as_at, readable_rows, as_json, ack_fd)


def _tables_of(file: Path, kind: str | None) -> dict[str, Sheet] | None:
    from secdesk.exchange.csv_text import LARGEST
    from secdesk.exchange.source_file import read_source
    from secdesk.exchange.table_files import tables_of_file, tables_of_folder

    if file.is_dir():
        return tables_of_folder(file)
    return tables_of_file(read_source(file, LARGEST), file.name, kind)


def _import(
    register: Path,
    file: Path,
    tables: Mapping[str, Sheet],
    as_at: date | None,
    readable_rows: bool,
    as_json: bool,
    ack_fd: str | None,
) -> int:
    from secdesk.exchange.json_form import label_of
    from secdesk.exchange.tables import read_tables
    from secdesk.services.import_words import tables_words
    from secdesk.services.table_import import UnreadableTables
    from secdesk.services.table_import import import_tables as take_in

    try:
        with (
            open_to_write(register, ack_fd) as opened,
            Meter() as meter,
            opened.change(label_of(file.name), progress=meter) as session,
        ):
            previews = read_tables(session, tables, file.name, today(), as_at=as_at, progress=meter)
            taken = take_in(session, previews, readable_rows=readable_rows, progress=meter)
    except UnreadableTables as refusal:
        if as_json:
            say_json({**_as_json(refusal.previews), "dry_run": False, "imported": False})
        else:
            _warn_of_problems(refusal.previews)
        raise KnownError(f"{refusal} with --readable-rows") from refusal
    if as_json:
        say_json({**_as_json(previews), "dry_run": False, "imported": True})
    else:
        _warn_of_problems(previews)
        say(tables_words(taken, file.name))
    return DONE


def _tell(previews: Sequence[TablePreview], as_json: bool, *, dry_run: bool) -> None:
    from secdesk.exchange.table_form import table_title

    if as_json:
        say_json({**_as_json(previews), "dry_run": dry_run})
        return
    for preview in previews:
        say(table_title(preview.kind))
        rows = [row for row in preview.rows if row.state != "unchanged"]
        if rows:
            say_table(["Row", "Record", "What"], [[str(row.number), row.name, row.words] for row in rows])
        for remark in preview.remarks:
            say(remark)
        counts = (
            f"{preview.count('new'):,} new, {preview.count('update'):,} updated,"
            f" {preview.count('unchanged'):,} unchanged, {preview.count('unreadable'):,} that cannot be read"
        )
        say(f"{counts}; nothing was written")
        say()
    _warn_of_problems(previews)


def _warn_of_problems(previews: Sequence[TablePreview]) -> None:
    problems = [problem for preview in previews for problem in preview.problems]
    for problem in problems[:_MOST_PROBLEMS]:
        warn(problem)
    if len(problems) > _MOST_PROBLEMS:
        warn(f"and {len(problems) - _MOST_PROBLEMS:,} more")


def _as_json(previews: Sequence[TablePreview]) -> dict[str, Any]:
    """Return previews as JSON can hold them."""
    return {
        "source": previews[0].source,
        "form": "tables",
        "tables": [
            {
                "kind": preview.kind,
                "new": preview.count("new"),
                "updated": preview.count("update"),
                "unchanged": preview.count("unchanged"),
                "unreadable": preview.count("unreadable"),
                "left_out_columns": preview.left_out,
                "remarks": preview.remarks,
                "rows": [_row_as_json(row) for row in preview.rows],
            }
            for preview in previews
        ],
    }


def _row_as_json(row: TableRowPreview) -> dict[str, Any]:
    cells = [
        {
            "column": cell.heading,
            "field": cell.name,
            "state": cell.state,
            "was": cell.was,
            "becomes": cell.becomes,
            "sentence": cell.sentence,
        }
        for cell in row.cells.values()
    ]
    return {"row": row.number, "name": row.name, "state": row.state, "problems": row.problems, "cells": cells}
