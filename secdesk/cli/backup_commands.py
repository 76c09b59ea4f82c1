"""``backup``, ``verify`` and ``restore``: verified copies of a register, and the way back from them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from secdesk.cli.arguments import ack_option, json_option, register_argument
from secdesk.cli.clock import now
from secdesk.cli.faults import DONE, FOUND_PROBLEMS
from secdesk.cli.opening import open_to_read, open_to_write
from secdesk.cli.output import say, say_facts, say_json
from secdesk.errors import Conflict, KnownError, NotARegister
from secdesk.services.remade_papers import remake_paper

if TYPE_CHECKING:
    from secdesk.register.backup import BackupReport
    from secdesk.register.register import Register
    from secdesk.register.restore import Restored, RestorePreview
    from secdesk.register.restored_file import RestoredFile
    from secdesk.register.salvage import Salvage

_FILE = click.Path(path_type=Path)
_FOLDER = click.option(
    "--folder", type=_FILE, help="Keep automatic backups below this folder instead of your own data folder."
)


@click.command()
@register_argument
@click.option("-o", "output", metavar="FILE", type=_FILE, help="The file to write; it ends in .secdesk-backup.")
@_FOLDER
@json_option
def backup(register: Path, output: Path | None, folder: Path | None, as_json: bool) -> int:
    """Write a backup of REGISTER and verify it.

    Without -o it goes to the folder of automatic backups, where older ones make room by and by. The register may be
    open in the window meanwhile.
    """
    from secdesk.register.backup import write_backup

    with open_to_read(register) as found, Meter() as meter:
        place = None if output is not None else backup_folder(found, folder)
        report = write_backup(found, output, folder=place, now=now().astimezone(), remake=remake_paper, progress=meter)
    _say_report(report, as_json)
    return DONE if report.is_sound else FOUND_PROBLEMS


@click.command()
@click.argument("file", type=_FILE)
@json_option
def verify(file: Path, as_json: bool) -> int:
    """Check that a backup is sound.

    All of FILE is read; of a damaged one it says what can be saved.
    """
    from secdesk.register.backup import verify_backup

    with Meter() as meter:
        report = verify_backup(file, remake=remake_paper, progress=meter)
    _say_report(report, as_json)
    if not as_json and not report.damaged:
        _say_pen(file)
    if report.damaged:
        raise KnownError(f"{report.findings[0].sentence}, or save what is sound: secdesk restore --salvage")
    return DONE if report.is_sound else FOUND_PROBLEMS


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "-o", "register", metavar="REGISTER", type=_FILE, required=True, help="The register to make or to restore into."
)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--accept-smaller", is_flag=True, help="Restore although the backup has fewer than half the records.")
@click.option("--record", nargs=2, metavar="KIND UID", help="Restore one record only, with its parts.")
@click.option("--replace", is_flag=True, help="Put it in the place of a damaged or another register, which is kept.")
@click.option("--salvage", is_flag=True, help="Make a new register of what is sound in a damaged backup.")
@_FOLDER
@json_option
@ack_option
def restore(
    file: Path,
    register: Path,
    dry_run: bool,
    accept_smaller: bool,
    record: tuple[str, str] | None,
    replace: bool,
    salvage: bool,
    folder: Path | None,
    as_json: bool,
    ack_fd: str | None,
) -> None:
    """Restore a backup FILE.

    Where there is no register it makes one, with all its history. Into a register that is there it restores in one
    step, after a safety backup; `secdesk undo` takes it back.
    """
    if salvage:
        _say_salvaged(file, register, as_json)
    elif dry_run:
        _preview(file, register, as_json)
    elif record is not None:
        _restore_record(file, register, record, as_json, ack_fd)
    elif replace or not register.exists():
        _restore_file(file, register, as_json)
    else:
        _restore_into(file, register, accept_smaller, folder, as_json, ack_fd)


COMMANDS = (backup, verify, restore)


class Meter:
    """Shows on a terminal how far long work is; elsewhere nothing."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self._shown = ""

    def __call__(self, words: str, done: int, total: int) -> None:
        """Show a line in the place of the last one."""
        line = f"{words} {100 * done // max(total, 1)} %"
        if sys.stderr is None or not sys.stderr.isatty() or line == self._shown:
            return
        click.echo(f"\r{line.ljust(len(self._shown))}", err=True, nl=False)
        self._shown = line

    def __enter__(self) -> Meter:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the line to what comes next."""
        if self._shown:
            click.echo(f"\r{' ' * len(self._shown)}\r", err=True, nl=False)


def backup_folder(register: Register, folder: Path | None) -> Path:
    """Return where the backups of a register are kept: below ``folder``, or the person's own data folder."""
    from platformdirs import user_data_path

    from secdesk.register.kept_backups import folder_of

    base = folder or user_data_path("secdesk", appauthor=False) / "backups"
    return folder_of(base, register.path.stem, register.register_id)


def _restore_into(
    file: Path, register: Path, accept_smaller: bool, folder: Path | None, as_json: bool, ack_fd: str | None
) -> None:
    from secdesk.register.restore import MuchSmaller, restore_into

    try:
        with open_to_write(register, ack_fd) as found, Meter() as meter:
            restored = restore_into(
                found,
                file,
                folder=backup_folder(found, folder),
                now=now().astimezone(),
                accept_smaller=accept_smaller,
                progress=meter,
            )
    except MuchSmaller as error:
        raise KnownError(f"{error}. It is meant with: --accept-smaller") from error
    except (NotARegister, Conflict) as error:
        raise type(error)(f"{error}. To put the backup in its place and keep it beside: --replace") from error
    _say_restored(restored, as_json)


def _restore_record(file: Path, register: Path, record: tuple[str, str], as_json: bool, ack_fd: str | None) -> None:
    from secdesk.cli.typed import read_kind
    from secdesk.register.restore import restore_record

    with open_to_write(register, ack_fd) as found, Meter() as meter:
        restored = restore_record(found, file, read_kind(record[0]), record[1], meter)
    _say_restored(restored, as_json)


def _restore_file(file: Path, register: Path, as_json: bool) -> None:
    from secdesk.register.restored_file import restore_as_new

    with Meter() as meter:
        made = restore_as_new(file, register, now=now().astimezone(), progress=meter)
    if as_json:
        say_json(_made_facts(made))
    else:
        say(f"Restored '{made.path}' with {_records(made.counts)}, as of step {made.head[0]}")
        _say_pen(file)
        if made.kept is not None:
            say(f"The file that stood there is kept as '{made.kept.name}'")


def _say_pen(file: Path) -> None:
    """Say who holds the pen, where a backup is a hand-over file or was made after one."""
    from secdesk.register.pen import pen_in_file

    pen = pen_in_file(file)
    if pen is not None:
        say(f"{pen.words}, given by {pen.given_by}")


def _say_salvaged(file: Path, register: Path, as_json: bool) -> None:
    from secdesk.register.restored_file import restore_salvaged

    made, saved = restore_salvaged(file, register, now=now().astimezone())
    if as_json:
        say_json({**_made_facts(made), "from_history": saved.from_history, "lost": _lost(saved)})
        return
    say(f"Made '{made.path}' with {_records(made.counts)} that are sound in the backup")
    for sentence in _lost(saved):
        say(sentence)


def _preview(file: Path, register: Path, as_json: bool) -> None:
    from secdesk.register.restore import preview_restore

    with open_to_read(register) as found, Meter() as meter:
        preview = preview_restore(found, file, meter)
    if as_json:
        say_json(_preview_facts(preview))
        return
    facts = {"Records now": f"{preview.records_now:,}", "In the backup": f"{preview.records_in_backup:,}"}
    for label, step in (("Newest change now", preview.newest_now), ("In the backup", preview.newest_in_backup)):
        if step is not None:
            facts[f"{label}, step"] = f"{step.seq}, {step.at}, {step.label}"
    say_facts(facts)
    for count in preview.counts:
        if count.added or count.changed or count.removed:
            say(f"{_plural(count.kind)}: {count.added} added, {count.changed} changed, {count.removed} removed")
    say(f"{preview.later:,} later steps leave the state of the register; its history keeps them")
    if not preview.is_same_register:
        say("The backup is of another register")


def _preview_facts(preview: RestorePreview) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        **{key: value for key, value in asdict(preview).items() if key != "backup"},
        "backup": str(preview.backup),
        "records_now": preview.records_now,
        "records_in_backup": preview.records_in_backup,
        "is_much_smaller": preview.is_much_smaller,
        "changes": preview.changes,
    }


def _say_restored(restored: Restored, as_json: bool) -> None:
    step = None if restored.step is None else restored.step.seq
    safety = None if restored.safety is None else str(restored.safety.path)
    if as_json:
        counts = {"added": restored.added, "changed": restored.changed, "removed": restored.removed}
        say_json({"step": step, **counts, "safety_backup": safety})
    elif step is None:
        say("Nothing differs: the register is as in the backup")
    else:
        say(f"Restored as step {step}: {restored.added} added, {restored.changed} changed, {restored.removed} removed")
        say("To take it back: secdesk undo")
        if safety:
            say(f"As it was before, it is kept in '{safety}'")


def _say_report(report: BackupReport, as_json: bool) -> None:
    if as_json:
        say_json(_report_facts(report))
        return
    say_facts(
        {
            "Backup": str(report.path),
            "Register": report.register_name,
            "Size": f"{report.size:,} bytes",
            "Records": _records(report.counts) + (f" of {sum(report.expected.values()):,}" if report.damaged else ""),
            "Stored files": f"{report.files:,}",
            "Last step": f"{report.head[0]}, {report.head[1][:8]}" if report.head[1] else "",
            "Newest change": report.newest_change,
            "Content": report.content_hash,
            "Paper": report.paper,
            "Sound": "yes" if report.is_sound else "no",
        }
    )
    for finding in report.findings[1 if report.damaged else 0 :]:
        say(finding.sentence)
    for path in report.removed:
        say(f"Made room: {path.name}")


def _report_facts(report: BackupReport) -> dict[str, Any]:
    return {
        "path": str(report.path),
        "size": report.size,
        "register_id": report.register_id,
        "register_name": report.register_name,
        "schema_version": report.schema_version,
        "program_version": report.program_version,
        "head": {"step": report.head[0], "hash": report.head[1]},
        "newest_change": report.newest_change,
        "counts": dict(report.counts),
        "expected": dict(report.expected),
        "files": report.files,
        "content_hash": report.content_hash,
        "paper": report.paper,
        "sound": report.is_sound,
        "damaged": report.damaged,
        "findings": [{"sentence": each.sentence, "kind": each.kind, "record": each.record} for each in report.findings],
        "removed": [str(path) for path in report.removed],
    }


def _made_facts(made: RestoredFile) -> dict[str, Any]:
    return {
        "path": str(made.path),
        "kept": None if made.kept is None else str(made.kept),
        "counts": dict(made.counts),
        "head": {"step": made.head[0], "hash": made.head[1]},
    }


def _lost(saved: Salvage) -> list[str]:
    return [finding.sentence for finding in saved.lost]


def _records(counts: Mapping[str, int]) -> str:
    from secdesk.rules.wording import in_figures

    return in_figures(sum(counts.values()), "record")


def _plural(kind: str) -> str:
    from secdesk.models import kinds

    return kinds()[kind].kind.plural.capitalize()
