"""What ``secdesk import`` does with an old Change Status Report, as text or PDF; the command stands elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secdesk.cli.faults import DONE, FOUND_PROBLEMS
from secdesk.cli.opening import open_to_read, open_to_write
from secdesk.cli.output import say, say_json, say_table
from secdesk.errors import KnownError

if TYPE_CHECKING:
    from secdesk.exchange.published_report.reading import Fact, Reading
    from secdesk.services.read_report import ProposedRecord, ProposedRecords, Taken


def is_report(file: Path) -> bool:
    """Say whether a file is to be read as an old report and not as a list: a PDF, or a text with its title."""
    from secdesk.exchange.report_file import is_report_file

    return is_report_file(file)


def import_report(
    register: Path, file: Path, known_by: date | None, *, dry_run: bool, as_json: bool, ack_fd: str | None
) -> int:
    """Read an old report and add what it says to a register, as one step; with ``dry_run`` only tell it.

    ``known_by`` is the day by which its undated facts were so; the day of the report where it is not given. Returns
    the exit code: 1 where a preview differs from the register. Raises KnownError for a file that holds no report.
    """
    from secdesk.exchange.json_form import label_of
    from secdesk.exchange.published_report.understanding import read_report
    from secdesk.exchange.report_file import read_report_text
    from secdesk.services.read_report import propose, take

    reading = read_report(read_report_text(file))
    day = _day_of(reading, known_by, file)
    taken: Taken | None = None
    if dry_run:
        with open_to_read(register) as opened, opened.read() as session:
            proposed = propose(session, reading, known_by=day)
    else:
        with open_to_write(register, ack_fd) as opened, opened.change(label_of(file.name)) as session:
            proposed = propose(session, reading, known_by=day)
            taken = take(session, proposed.takeable())
    if as_json:
        say_json(_as_json(file, reading, proposed, day, dry_run))
    elif taken is None:
        _tell_preview(reading, proposed)
    else:
        _tell_taken(file, reading, proposed, taken)
    return FOUND_PROBLEMS if dry_run and proposed.count("contradicts") else DONE


def _day_of(reading: Reading, known_by: date | None, file: Path) -> date:
    if not reading.facts:
        raise KnownError(f"'{file.name}' holds nothing that reads like a Change Status Report. Choose another file")
    day = known_by or reading.paper_date
    if day is None:
        raise KnownError(
            f"The day of the report in '{file.name}' cannot be read. Give it with --as-at, like 7 Feb 2020"
        )
    return day


def _tell_preview(reading: Reading, proposed: ProposedRecords) -> None:
    from secdesk.services.report_records.planned import STATE_WORDS

    say_table(
        ["Lines", "State", "How sure", "What", "Why"],
        [
            [_lines(record), STATE_WORDS[record.state], record.origin.confidence, record.words, _why(record)]
            for record in proposed.records
        ],
    )
    say()
    _tell_remarks(reading, proposed)
    say(f"{_counts(proposed)}; nothing was written")


def _tell_taken(file: Path, reading: Reading, proposed: ProposedRecords, taken: Taken) -> None:
    from secdesk.rules.wording import in_figures

    for record in proposed.records:
        if record.state in ("contradicts", "left"):
            say(f"{record.words}: {record.note}")
    _tell_remarks(reading, proposed)
    if not taken.added and not taken.changed:
        say(f"'{file.name}' changes nothing")
        return
    added, changed = sum(taken.added.values()), sum(taken.changed.values())
    say(f"Imported from '{file.name}': {in_figures(added, 'record')} added, {in_figures(changed, 'record')} changed")


def _tell_remarks(reading: Reading, proposed: ProposedRecords) -> None:
    from secdesk.rules.wording import in_figures, plural

    for remark in reading.remarks:
        say(remark)
    unknown = sum(line.confidence == "unknown" for line in reading.lines)
    if unknown:
        told = f"{in_figures(unknown, 'line')} of {len(reading.lines):,} {plural(unknown, 'gives', 'give')} no record"
        say(f"{told}; --json lists every line with the reason")


def _lines(record: ProposedRecord) -> str:
    lines = record.origin.lines
    return f"{lines[0]}" + (f" and {len(lines) - 1} more" if len(lines) > 1 else "") if lines else ""


def _why(record: ProposedRecord) -> str:
    return "; ".join(part for part in (record.note, *record.origin.repairs, record.origin.why) if part)


def _counts(proposed: ProposedRecords) -> str:
    from secdesk.services.report_records.planned import STATE_WORDS

    told = [f"{count:,} {words}" for state, words in STATE_WORDS.items() if (count := proposed.count(state))]
    return ", ".join(told) or "No record"


def _as_json(file: Path, reading: Reading, proposed: ProposedRecords, day: date, dry_run: bool) -> dict[str, Any]:
    from secdesk.services.report_records.planned import STATE_WORDS

    return {
        "source": file.name,
        "form": "report",
        "dry_run": dry_run,
        "month": reading.month,
        "paper_date": _plain(reading.paper_date),
        "figures_to": _plain(reading.figures_to),
        "known_by": _plain(day),
        "counts": {state: proposed.count(state) for state in STATE_WORDS},
        "remarks": reading.remarks,
        "records": [_record_as_json(record) for record in proposed.records],
        "facts": [_fact_as_json(fact) for fact in reading.facts],
        "lines": [
            {
                "line": line.number,
                "text": line.text,
                "section": line.section,
                "is": line.kind,
                "confidence": line.confidence,
                "why": line.why,
                "facts": line.facts,
            }
            for line in reading.lines
        ],
    }


def _record_as_json(record: ProposedRecord) -> dict[str, Any]:
    return {
        "key": record.key,
        "kind": record.kind,
        "state": record.state,
        "words": record.words,
        "note": record.note,
        "confidence": record.origin.confidence,
        "why": record.origin.why,
        "repairs": record.origin.repairs,
        "lines": record.origin.lines,
        "needs": record.needs,
    }


def _fact_as_json(fact: Fact) -> dict[str, Any]:
    fields = {name: _plain(value) for name, value in fact.fields.items()}
    return {
        "kind": fact.kind,
        "fields": fields,
        "section": fact.section,
        "lines": fact.lines,
        "confidence": fact.confidence,
        "why": fact.why,
        "repairs": fact.repairs,
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
