"""Commands about a whole register: make one, check it, its history, undo and redo."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from secdesk.cli.arguments import ack_option, json_option, register_argument
from secdesk.cli.clock import now, today
from secdesk.cli.faults import FOUND_PROBLEMS
from secdesk.cli.opening import acknowledge, open_to_read, open_to_write, read_descriptor, write_line
from secdesk.cli.output import say, say_json
from secdesk.cli.typed import read_count
from secdesk.errors import KnownError, NotFound

if TYPE_CHECKING:
    from secdesk.register.history import HistoryEntry
    from secdesk.register.register import Register

_SUFFIX = ".secdesk"
_NAME = "SEC register"
_LATEST = "50"


@click.command()
@register_argument
@click.option("--sample", is_flag=True, help="Fill it with the published report of January 2020.")
@click.option("--name", default=_NAME, show_default=True, help="What the register is called.")
@ack_option
def new(register: Path, sample: bool, name: str, ack_fd: str | None) -> None:
    """Make a register file.

    A file that is there already is never overwritten.
    """
    from secdesk.rules.text import clean

    descriptor = read_descriptor(ack_fd)
    path = _new_path(register)
    cleaned = clean(name, "line", 20 * len(name) + 20)[:300] or _NAME
    _make_whole(path, cleaned, sample, descriptor)
    write_line(descriptor, "made")
    say(str(path))


def _new_path(register: Path) -> Path:
    path = register if register.suffix else register.with_name(f"{register.name}{_SUFFIX}")
    if path.suffix != _SUFFIX:
        raise KnownError(f"The name of a register ends in {_SUFFIX}, not in {path.suffix}. Choose another name")
    if os.path.lexists(path):
        raise KnownError(f"'{path.name}' is there already. Choose another name, or open it")
    if not path.parent.is_dir():
        raise NotFound(f"There is no folder '{path.parent}'. Make it first, or choose another")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise KnownError(f"You may not write to the folder '{path.parent}'. Choose another")
    return path


def _make_whole(path: Path, name: str, sample: bool, descriptor: int | None) -> None:
    """Make it under a passing name, so that half a register never stands under the one asked for."""
    from secdesk.files import name_new_file, sync_folder
    from secdesk.register.engine import in_words
    from secdesk.register.scratch import scratch

    try:
        with scratch(path.parent) as passing:
            part = passing.path("new")
            try:
                _make(part, name, sample, descriptor)
            except KnownError as error:
                if part.name not in str(error):
                    raise
                raise type(error)(str(error).replace(part.name, path.name)) from error
            name_new_file(part, path)
        sync_folder(path.parent)
    except FileExistsError as error:
        raise KnownError(f"'{path.name}' is there already. Choose another name, or open it") from error
    except (OSError, sqlite3.Error) as error:
        raise in_words(error, path) from error


def _make(path: Path, name: str, sample: bool, descriptor: int | None) -> None:
    from secdesk.register.register import Register

    with Register.create(path, name=name, clock=now) as made:
        acknowledge(made, descriptor)
        if sample:
            from secdesk.exchange.sample import fill_with_sample

            fill_with_sample(made)


@click.command()
@register_argument
@click.option("--month", metavar="MONTH", help="Check the report of this month too, such as 2020-01.")
@json_option
def check(register: Path, month: str | None, as_json: bool) -> int:
    """Check that a register is as it was written.

    Every record, every step and every stored file is looked at; with --month, also whether the records and the report
    of that month contradict each other. Ends with 1 where something is found.
    """
    from secdesk.cli.findings import exit_code, findings_as_json, print_findings, run_checks
    from secdesk.register.integrity import check_file

    with open_to_read(register) as opened:
        found = check_file(opened)
        counts = _counts(opened)
        checks = run_checks(opened, month, today()) if month and not found else []
    if as_json:
        findings = [{"sentence": each.sentence, "kind": each.kind, "record": each.record} for each in found]
        checked = findings_as_json(checks)
        say_json({"register": str(register), "sound": not found, **counts, "findings": findings, "checks": checked})
    else:
        for each in found:
            say(each.sentence)
        say(_summary(found_count=len(found), **counts))
        if month and not found:
            print_findings(checks)
    return FOUND_PROBLEMS if found else exit_code(checks)


def _counts(register: Register) -> dict[str, int]:
    from secdesk.models import Step, kinds

    records = sum(register.count(model) for kind, model in kinds().items() if kind != "dated_value")
    return {"records": records, "steps": register.count(Step)}


def _summary(found_count: int, records: int, steps: int) -> str:
    from secdesk.rules.wording import in_figures

    looked_at = f"{in_figures(records, 'record')} and {in_figures(steps, 'step')}"
    if not found_count:
        return f"Sound: {looked_at} are as they were written"
    return f"{in_figures(found_count, 'finding')} in {looked_at}"


@click.command()
@register_argument
@click.option("--record", metavar="REF", help="Only what touched one record: MP078, a name, or a uid.")
@click.option("--limit", metavar="N", default=_LATEST, show_default=True, help="How many steps, the newest first.")
@json_option
def history(register: Path, record: str | None, limit: str, as_json: bool) -> None:
    """Tell the change log in words, newest first."""
    from secdesk.cli.finding import find_record
    from secdesk.register.history import history as read_history

    count = read_count(limit, "--limit")
    with open_to_read(register) as opened:
        uid = None if record is None else find_record(opened, record)
        entries = read_history(opened, uid, count)
    if as_json:
        say_json([_entry_as_json(entry) for entry in entries])
        return
    for entry in entries:
        _tell_entry(entry)
    if not entries:
        say("Nothing has happened yet")


def _tell_entry(entry: HistoryEntry) -> None:
    say(f"{entry.seq}  {entry.when}  {entry.who}  {entry.label}")
    for sentence in entry.sentences:
        say(f"    {sentence}")
    if entry.cut:
        say(f"    and more: {entry.total:,} changes in all")


def _entry_as_json(entry: HistoryEntry) -> dict[str, Any]:
    changes = [
        {
            "kind": line.kind,
            "record": line.record,
            "action": line.action,
            "name": line.name,
            "fields": [
                {"label": turn.label, "before": turn.before, "after": turn.after, "since": turn.since}
                for turn in line.fields
            ],
            "sentences": line.sentences,
        }
        for line in entry.lines
    ]
    own = {"seq": entry.seq, "kind": entry.kind, "at": entry.at, "who": entry.who, "label": entry.label}
    return {**own, "total": entry.total, "changes": changes}


@click.command()
@register_argument
@ack_option
def undo(register: Path, ack_fd: str | None) -> None:
    """Take back the last step."""
    from secdesk.register.undo import undo as take_back

    with open_to_write(register, ack_fd) as opened:
        step = take_back(opened)
    say(f"Undone: {step.label}")


@click.command()
@register_argument
@ack_option
def redo(register: Path, ack_fd: str | None) -> None:
    """Do again what the last undo took back."""
    from secdesk.register.undo import redo as do_again

    with open_to_write(register, ack_fd) as opened:
        step = do_again(opened)
    say(f"Redone: {step.label}")


COMMANDS = (new, check, history, undo, redo)
