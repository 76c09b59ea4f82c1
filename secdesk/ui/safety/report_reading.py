"""An old report as it was read, line by line, beside what the register has; read beside the window (peers.md 0.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from secdesk.errors import KnownError
from secdesk.exchange.published_report.reading import Reading, ReadLine
from secdesk.exchange.published_report.understanding import read_report
from secdesk.exchange.report_file import read_report_text
from secdesk.register.progress import Progress
from secdesk.register.register import Register
from secdesk.services.read_report import ProposedRecord, ProposedRecords, propose
from secdesk.ui.safety import words


@dataclass(frozen=True, slots=True)
class ReportTold:
    """A report: its lines, what they propose, and the day of which it speaks; None where that cannot be read."""

    source: str
    reading: Reading
    proposed: ProposedRecords
    by_line: Mapping[int, tuple[ProposedRecord, ...]]
    day: date | None

    def of_line(self, line: ReadLine) -> tuple[ProposedRecord, ...]:
        """Return what a line proposes."""
        return self.by_line.get(line.number, ())


def read_told(register: Path, path: Path, day: date | None, progress: Progress) -> ReportTold:
    """Return what an old report would change in a register file; ``day`` says of which day it speaks.

    Raises NotFound, and KnownError for a file without anything that reads like a report.
    """
    progress(words.IMPORT_READING, 0, 2)
    reading = read_report(read_report_text(path))
    if not reading.facts:
        raise KnownError(words.NO_REPORT.format(name=path.name))
    known_by = day or reading.paper_date
    if known_by is None:
        return ReportTold(path.name, reading, ProposedRecords(()), {}, None)
    progress(words.IMPORT_COMPARING, 1, 2)
    with Register.open(register, read_only=True) as own, own.read() as session:
        proposed = propose(session, reading, known_by=known_by)
    by_line: dict[int, list[ProposedRecord]] = {}
    for record in proposed.records:
        for line in record.origin.lines:
            by_line.setdefault(line, []).append(record)
    return ReportTold(path.name, reading, proposed, {line: tuple(found) for line, found in by_line.items()}, known_by)
