"""Commands about records: lists of them, and one proposal with its timeline."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from secdesk.cli.arguments import as_at_option, json_option, register_argument
from secdesk.cli.opening import open_to_read
from secdesk.cli.output import say, say_facts, say_json, say_table
from secdesk.cli.typed import read_date_or_today, read_kind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from secdesk.services.listing import ListLine
    from secdesk.services.timeline import TimelineEntry


@click.command("list")
@click.argument("kind")
@register_argument
@as_at_option
@click.option("--where", metavar="TEXT", default="", help="Only what holds these words, or FIELD=WORDS in one field.")
@json_option
def list_command(kind: str, register: Path, as_at: str | None, where: str, as_json: bool) -> None:
    """List the records of a KIND, such as proposals.

    With what follows from them: reference, stage, status, durations.
    """
    from secdesk.models import kinds
    from secdesk.rules.wording import in_figures
    from secdesk.services.listing import keep_lines, list_lines

    wanted, day = read_kind(kind), read_date_or_today(as_at, "--as-at")
    with open_to_read(register) as opened, opened.read() as session:
        lines = list_lines(session, wanted, day)
    kept = keep_lines(lines, where) if where.strip() else lines
    if as_json:
        say_json([line.data for line in kept])
        return
    if kept:
        say_table(list(kept[0].cells), [list(line.cells.values()) for line in kept])
        say()
    words = kinds()[wanted].kind
    say(in_figures(len(kept), words.singular, words.plural))


@click.command()
@click.argument("ref")
@register_argument
@as_at_option
@json_option
def show(ref: str, register: Path, as_at: str | None, as_json: bool) -> None:
    """Show one proposal, such as MP078.

    With its timeline: what happened and what is planned.
    """
    from secdesk.cli.finding import find_proposal
    from secdesk.services.listing import list_lines
    from secdesk.services.timeline import timeline

    day = read_date_or_today(as_at, "--as-at")
    with open_to_read(register) as opened, opened.read() as session:
        uid = find_proposal(session, ref, opened.path.name)
        line = next(line for line in list_lines(session, "proposal", day) if line.uid == uid)
        entries = timeline(session, uid, day)
        facts = _facts(session, uid, day)
    if as_json:
        say_json({**line.data, "as_at": day.isoformat(), "timeline": [_entry_as_json(entry) for entry in entries]})
        return
    _tell(line, facts, entries, day)


def _facts(session: Session, uid: str, day: date) -> dict[str, str]:
    """Return the fields of a proposal in words by their labels."""
    from secdesk.models import Proposal
    from secdesk.rules.naming import name_of
    from secdesk.rules.values import show_value
    from secdesk.services.records import get_record

    values = get_record(session, "proposal", uid, day).values
    return {
        info.label: show_value(info, values[name], lambda kind, linked: name_of(session, kind, linked, day))
        for name, info in Proposal.fields().items()
        if name not in ("title", "number", "suffix", "series")
    }


def _tell(line: ListLine, facts: dict[str, str], entries: list[TimelineEntry], day: date) -> None:
    from secdesk.rules.date_words import format_date

    cells = dict(line.cells)
    say(f"{cells.pop('Reference')} {cells.pop('Title')}".strip())
    say(f"As at {format_date(day)}")
    say()
    say_facts({**cells, **facts})
    say()
    say_table(["When", "What", ""], [[entry.when, entry.what, _mark(entry)] for entry in entries])


def _mark(entry: TimelineEntry) -> str:
    return "recorded in error" if entry.corrected else "planned" if entry.planned else ""


def _entry_as_json(entry: TimelineEntry) -> dict[str, Any]:
    return {
        "day": entry.day.isoformat() if entry.day else None,
        "when": entry.when,
        "what": entry.what,
        "planned": entry.planned,
        "corrected": entry.corrected,
        "kind": entry.kind,
        "record": entry.uid,
    }


COMMANDS = (list_command, show)
