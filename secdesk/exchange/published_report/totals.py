"""The rows of totals: a count and an average, checked against the rows that the report itself lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from secdesk.exchange.published_report.finding import Finding, Frame
from secdesk.exchange.published_report.layout import FigureRow, Layout
from secdesk.exchange.published_report.numbers import FOLDED_DAYS, FOLDED_MARK, read_days, read_number
from secdesk.exchange.published_report.phrases import phrase
from secdesk.exchange.published_report.sections import Piece
from secdesk.rules.workdays import CONVENTIONS, HolidayCalendar, days_counted, round_average

_CELLS = re.compile(rf" (?P<count>[a-z2-9]{{1,4}})(?:{FOLDED_MARK})? (?P<average>{FOLDED_DAYS})(?:{FOLDED_MARK})?")
_CALENDAR = HolidayCalendar()


def total_findings(
    piece: Piece, layouts: Sequence[Layout], assessments: Sequence[Finding], frame: Frame
) -> list[Finding]:
    """Return count and average of a row of totals; each only where both cells are there, so that none is taken for
    the other.
    """
    for layout in layouts:
        for row in layout.figures:
            label = phrase(row.pattern).match(piece.folded)
            cells = _CELLS.fullmatch(piece.folded, label.end()) if label else None
            if cells:
                return list(_read(piece, row, cells, assessments, frame))
    return []


def _read(
    piece: Piece, row: FigureRow, cells: re.Match[str], assessments: Sequence[Finding], frame: Frame
) -> Iterator[Finding]:
    count = read_number(piece.text[slice(*cells.span("count"))])
    average = read_days(piece.text[slice(*cells.span("average"))])
    listed = _listed(row, assessments)
    for name, read, own in (
        ("count", count, len(listed) if listed is not None else None),
        ("average", average, _average(listed, frame)),
    ):
        value, repair = (read.number, read.repair) if read else (None, "")
        fields = {"figure": f"{row.figure}_{name}", "value": value, "counted": own}
        found = Finding("figure", dict(fields), piece.section, piece.lines, (repair,) if repair else ())
        if value is None:
            found.set("unknown", f"'{piece.text[slice(*cells.span(name))]}' is no number")
        elif own == value:
            found.set("sure", "the rows of the report give the same")
        yield found


def _listed(row: FigureRow, assessments: Sequence[Finding]) -> list[Finding] | None:
    """Return the assessments of the report that a row counts; None for totals of proposals, which it does not list."""
    kind, _, state = row.figure.partition("_")
    if kind not in ("pa", "ia"):
        return None
    wanted = (kind.upper(), "open" if state == "open" else "returned")
    return [found for found in assessments if (found.fields["assessment_kind"], found.fields["state"]) == wanted]


def _average(listed: Sequence[Finding] | None, frame: Frame) -> int | None:
    """Return the average that the listed rows give counted as the published reports count."""
    days = [_days_of(found, frame) for found in listed or ()]
    known = [each for each in days if each is not None]
    return round_average(known) if known and len(known) == len(days) else None


def _days_of(found: Finding, frame: Frame) -> int | None:
    start, printed = found.fields["accepted"], found.fields["duration"]
    if isinstance(printed, int):
        return printed
    end = found.fields["returned"] or frame.figures_to or (frame.month.last if frame.month else None)
    if not isinstance(start, date) or not isinstance(end, date) or start > end:
        return None
    return days_counted(start, end, CONVENTIONS["weekdays_inclusive"], _CALENDAR)
