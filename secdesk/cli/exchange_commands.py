"""Commands by which records come and go: export and import."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from secdesk.cli.arguments import ack_option, as_at_option, json_option, register_argument
from secdesk.cli.backup_commands import Meter
from secdesk.cli.clock import today
from secdesk.cli.faults import DONE, FOUND_PROBLEMS
from secdesk.cli.opening import open_to_read, open_to_write, refuse_same_file
from secdesk.cli.output import say, say_json, say_table, warn
from secdesk.cli.saving import check_place, saving
from secdesk.cli.typed import read_date, read_date_or_today
from secdesk.errors import KnownError

if TYPE_CHECKING:
    from secdesk.exchange.csv_preview import Preview

_LISTS = (".csv", ".tsv", ".txt")
_MOST_PROBLEMS = 100


@click.command()
@register_argument
@click.option("-o", "output", required=True, metavar="FILE", type=click.Path(path_type=Path), help="Where to.")
@click.option("--kind", metavar="KIND", help="One kind of record, as .xlsx or .csv.")
@click.option("--cross-code", is_flag=True, help="The rows of the cross-code register, as .xlsx or .csv.")
@click.option("--exact", is_flag=True, help="CSV for programs: formulas are not made harmless.")
@as_at_option
def export(register: Path, output: Path, kind: str | None, cross_code: bool, exact: bool, as_at: str | None) -> int:
    """Write what stands in a register to a file.

    A .json file takes the whole register without its history, a workbook (.xlsx) or a folder of CSV the same as
    tables, a calendar (.ics) its meetings and deadlines.
    """
    from secdesk.cli.table_exchange import export_tables, is_table_export

    if output.suffix.lower() == ".json":
        return _export_state(register, output)
    if not is_table_export(output):
        raise KnownError(f"'{output.name}' must end in .json, .xlsx, .csv or .ics, or be a folder")
    day = read_date_or_today(as_at, "--as-at")
    return export_tables(register, output, at=day, kind=kind, exact=exact, cross_code=cross_code)


def _export_state(register: Path, output: Path) -> int:
    check_place(output)
    refuse_same_file(output, register)
    from secdesk.exchange.json_form import write_state

    with open_to_read(register) as opened, saving(output) as file, Meter() as meter:
        write_state(opened, file, meter)
    say(str(output))
    return DONE


@click.command("import")
@register_argument
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@click.option("--readable-rows", is_flag=True, help="Take the rows that can be read, although others cannot.")
@click.option("--as-at", metavar="DATE", help="The day that a list speaks of, where its rows do not say.")
@click.option("--kind", metavar="KIND", help="The kind of record in a table, where its name does not say.")
@json_option
@ack_option
def import_command(
    register: Path,
    file: Path,
    dry_run: bool,
    readable_rows: bool,
    as_at: str | None,
    kind: str | None,
    as_json: bool,
    ack_fd: str | None,
) -> int:
    """Import a list, a register or an old report.

    A list of proposals with their status (.csv) takes a register over in mid-life; tables that were exported (.xlsx,
    .csv or a folder) bring back what was edited in them. A whole register (.json) goes into an empty one, made before
    with: secdesk new. An old Change Status Report (.txt or .pdf) is read line by line.

    Everything is one step, and one undo takes it back. Of tables nothing is taken while a row cannot be read, unless
    --readable-rows is given.
    """
    from secdesk.cli.report_reading import import_report, is_report
    from secdesk.cli.table_exchange import import_tables

    suffix = file.suffix.lower()
    day = None if as_at is None else read_date(as_at, "--as-at")
    if suffix == ".json":
        return _import_state(register, file, dry_run, as_json, ack_fd)
    if is_report(file):
        return import_report(register, file, day, dry_run=dry_run, as_json=as_json, ack_fd=ack_fd)
    if suffix not in (*_LISTS, ".xlsx") and not file.is_dir():
        raise KnownError(f"'{file.name}' must end in .csv, .xlsx, .json, .txt or .pdf")
    code = import_tables(
        register,
        file,
        kind=kind,
        as_at=day,
        dry_run=dry_run,
        readable_rows=readable_rows,
        as_json=as_json,
        ack_fd=ack_fd,
    )
    if code is not None:
        return code
    if dry_run:
        return _preview_list(register, file, day, as_json)
    return _import_list(register, file, day, readable_rows, as_json, ack_fd)


def _import_state(register: Path, file: Path, dry_run: bool, as_json: bool, ack_fd: str | None) -> int:
    from secdesk.exchange.json_form import import_state, refuse_unless_empty
    from secdesk.exchange.json_state import read_state
    from secdesk.exchange.source_file import read_source
    from secdesk.rules.wording import in_figures

    data = read_source(file)
    if dry_run:
        with open_to_read(register) as opened:
            refuse_unless_empty(opened)
        with Meter() as meter:
            state = read_state(data, file.name, meter)
    else:
        with open_to_write(register, ack_fd) as opened, Meter() as meter:
            state = import_state(opened, data, file.name, meter)
    if as_json:
        say_json({"source": file.name, "form": "json", "dry_run": dry_run, "records": state.count()})
    else:
        say(f"{'Would import' if dry_run else 'Imported'} {in_figures(state.count(), 'record')} from '{file.name}'")
    return DONE


def _preview_list(register: Path, file: Path, as_at: date | None, as_json: bool) -> int:
    from secdesk.exchange.csv_form import read_csv
    from secdesk.exchange.csv_text import LARGEST
    from secdesk.exchange.source_file import read_source
    from secdesk.services.derived_cells import without_derived

    data = read_source(file, LARGEST)
    with open_to_read(register) as opened, opened.read() as session, Meter() as meter:
        listed = read_csv(session, data, file.name, today(), as_at=as_at, progress=meter)
        preview = without_derived(session, listed, today())
    if as_json:
        say_json({**_preview_as_json(preview), "dry_run": True})
    else:
        _tell_preview(preview)
    return FOUND_PROBLEMS if preview.problems else DONE


def _import_list(
    register: Path, file: Path, as_at: date | None, readable_rows: bool, as_json: bool, ack_fd: str | None
) -> int:
    from secdesk.exchange.csv_form import read_csv
    from secdesk.exchange.csv_text import LARGEST
    from secdesk.exchange.json_form import label_of
    from secdesk.exchange.source_file import read_source
    from secdesk.services.derived_cells import without_derived
    from secdesk.services.import_words import list_words
    from secdesk.services.take_over import UnreadableRows, take_over

    data = read_source(file, LARGEST)
    try:
        with (
            open_to_write(register, ack_fd) as opened,
            Meter() as meter,
            opened.change(label_of(file.name), progress=meter) as session,
        ):
            listed = read_csv(session, data, file.name, today(), as_at=as_at, progress=meter)
            preview = without_derived(session, listed, today())
            taken = take_over(session, preview, readable_rows=readable_rows, progress=meter)
    except UnreadableRows as refusal:
        if as_json:
            say_json({**_preview_as_json(refusal.preview), "dry_run": False, "imported": False})
        else:
            _tell_problems(refusal.preview)
        raise KnownError(f"{refusal} with --readable-rows") from refusal
    if as_json:
        say_json({**_preview_as_json(preview), "dry_run": False, "imported": True})
    else:
        _tell_problems(preview)
        _tell_remarks(preview)
        say(list_words(taken, file.name))
    return DONE


def _tell_preview(preview: Preview) -> None:
    say_table(
        ["Row", "Number", "Title", "What"], [[str(r.number), r.reference, r.title, r.words] for r in preview.rows]
    )
    say()
    _tell_problems(preview)
    _tell_remarks(preview)
    counts = (
        f"{preview.count('new'):,} new, {preview.count('update'):,} updated, {preview.count('unchanged'):,} unchanged"
    )
    say(f"{counts}, {preview.count('unreadable'):,} that cannot be read; nothing was written")


def _tell_problems(preview: Preview) -> None:
    for problem in preview.problems[:_MOST_PROBLEMS]:
        warn(problem)
    further = len(preview.problems) - _MOST_PROBLEMS
    if further > 0:
        warn(f"and {further:,} more")


def _tell_remarks(preview: Preview) -> None:
    for remark in preview.remarks:
        say(remark)


def _preview_as_json(preview: Preview) -> dict[str, Any]:
    rows = [
        {
            "row": row.number,
            "reference": row.reference,
            "title": row.title,
            "state": row.state,
            "changes": row.changes,
            "problems": row.problems,
        }
        for row in preview.rows
    ]
    counts = {
        "new": preview.count("new"),
        "updated": preview.count("update"),
        "unchanged": preview.count("unchanged"),
        "unreadable": preview.count("unreadable"),
    }
    added = {
        "people": preview.added_names("person"),
        "organisations": preview.added_names("organisation"),
        "releases": preview.added_names("release"),
    }
    own = {"source": preview.source, "form": "csv", **counts, "added": added}
    return {**own, "left_out_columns": preview.left_out, "remarks": preview.remarks, "rows": rows}


COMMANDS = (export, import_command)
