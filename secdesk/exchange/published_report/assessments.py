"""What the tables of assessments and totals say, and how they prove one another (domain.md 7, 9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from secdesk.exchange.published_report.dates import is_near, read_date
from secdesk.exchange.published_report.finding import PLAIN, Finding, Frame
from secdesk.exchange.published_report.numbers import read_days
from secdesk.exchange.published_report.reading import FieldValue
from secdesk.exchange.published_report.references import identity_of, read_reference
from secdesk.exchange.published_report.tables import CellText, RowText, Table, fields_of
from secdesk.rules.date_words import format_short
from secdesk.rules.workdays import CONVENTIONS, Convention, HolidayCalendar, days_counted

_DATES = ("requested", "accepted", "returned")
_CALENDAR = HolidayCalendar()


def assessment_findings(tables: Sequence[Table], frame: Frame) -> list[Finding]:
    """Return the assessments of all tables; one that two tables give is one finding."""
    found: list[Finding] = []
    for table in tables:
        own = list(_rows_of(table, frame))
        _verify_open(own, frame)
        fresh = [finding for finding in own if not _joined(found, finding)]
        found += fresh
    for finding in found:
        finding.fields.pop("current", None)
        if finding.fields["accepted" if finding.fields["state"] == "open" else "returned"] is None:
            finding.lower("unknown", "its day cannot be read, so that it cannot be told from others of its kind")
    return found


def _rows_of(table: Table, frame: Frame) -> Iterator[Finding]:
    """Yield the rows of a table whose proposal and type can be read; none where its headings do not tell what it is."""
    for place, row in enumerate(table.rows):
        if table.state and row.assessment_kind:
            finding = _read_row(table, row, fields_of(table, place), frame)
            if finding is not None:
                yield finding


def _read_row(table: Table, row: RowText, cells: dict[str, CellText], frame: Frame) -> Finding | None:
    reference = read_reference(row.reference)
    if reference is None:
        return None
    repairs = [reference.repair]
    fields: dict[str, FieldValue] = {
        "reference": reference.name,
        "assessment_kind": row.assessment_kind,
        "state": table.state,
        "year": table.year,
    }
    for name in (*_DATES, "target", "duration", "current"):
        value, repair = _value_of(name, cells.get(name), frame)
        fields[name] = value
        repairs.append(repair)
    return Finding("assessment", fields, row.section, row.lines, tuple(repair for repair in repairs if repair))


def _value_of(name: str, cell: CellText | None, frame: Frame) -> tuple[FieldValue, str]:
    if cell is None:
        return None, ""
    if name in _DATES:
        read = read_date(cell.text)
        is_kept = read is not None and (frame.month is None or is_near(read.day, frame.month))
        return (read.day, read.repair) if read and is_kept else (None, "")
    days = read_days(cell.text)
    return (days.number, days.repair) if days else (None, "")


def _verify_open(found: Sequence[Finding], frame: Frame) -> None:
    """Count current durations anew: one that agrees proves its date, one that does not puts it in doubt.

    The register counts durations itself, so that the printed ones serve for nothing else.
    """
    pairs = [finding for finding in found if _start(finding) and isinstance(finding.fields["current"], int)]
    if not pairs or frame.month is None:
        return
    end = frame.figures_to or frame.month.last
    agreeing = {name: [f for f in pairs if _agrees(f, end, rule)] for name, rule in CONVENTIONS.items()}
    most = max(agreeing.values(), key=len)
    if len(most) * 2 < len(pairs):
        return
    for finding in pairs:
        if finding in most:
            days = finding.fields["current"]
            finding.set("sure", f"{days} WD to {format_short(end)} count back to the day it was accepted")
        else:
            finding.fields["accepted"] = None
            finding.set("unknown", "its current duration does not fit the day it was accepted: one of them is misread")


def _start(finding: Finding) -> date | None:
    value = finding.fields["accepted"]
    return value if isinstance(value, date) and finding.fields["state"] == "open" else None


def _agrees(finding: Finding, end: date, convention: Convention) -> bool:
    start = _start(finding)
    if start is None or start > end:
        return False
    return days_counted(start, end, convention, _CALENDAR) == finding.fields["current"]


def _joined(found: Sequence[Finding], finding: Finding) -> bool:
    """Join a finding to the one that says the same of another table; False where there is none."""
    twins = [other for other in found if _key(other) == _key(finding) and not set(other.lines) & set(finding.lines)]
    day = "accepted" if finding.fields["state"] == "open" else "returned"
    same = [other for other in twins if other.fields[day] == finding.fields[day]]
    near = [other for other in twins if other.fields[day] is None or finding.fields[day] is None]
    if not same and len(twins) == 1 and not near:
        twins[0].fields[day] = None
        twins[0].set("unknown", f"lines {twins[0].lines[0]} and {finding.lines[0]} give different days")
        return True
    if not (same or len(near) == 1):
        return False
    _take_in((same or near)[0], finding)
    return True


def _key(finding: Finding) -> tuple[str, FieldValue, FieldValue]:
    return identity_of(finding.reference), finding.fields["assessment_kind"], finding.fields["state"]


def _take_in(kept: Finding, other: Finding) -> None:
    """Fill what one table lacks from another; what they give differently becomes unknown."""
    for name, value in other.fields.items():
        if name in ("reference", "current") or value is None:
            continue
        if kept.fields[name] is None:
            kept.fields[name] = value
        elif kept.fields[name] != value:
            kept.fields[name] = None
            kept.lower("likely", f"lines {kept.lines[0]} and {other.lines[0]} differ")
    if kept.confidence == "likely" and not other.repairs and other.why == PLAIN:
        kept.set("sure", f"line {other.lines[0]} gives the same plainly")
    kept.lines = (*kept.lines, *other.lines)
