"""Reads an old Change Status Report, or what a scanner left of it, into facts (peers.md 0.3, design.md 3).

Nothing is guessed: what cannot be read for certain is unknown, and what was read other than it is printed says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from secdesk.exchange.published_report.assessments import assessment_findings
from secdesk.exchange.published_report.finding import Finding, Frame
from secdesk.exchange.published_report.frame import paper_finding, read_frame
from secdesk.exchange.published_report.items import count_references, read_item
from secdesk.exchange.published_report.layout import Column, Layout
from secdesk.exchange.published_report.layouts import LAYOUTS
from secdesk.exchange.published_report.lines import MOST_LINES, Line, read_lines
from secdesk.exchange.published_report.people import expansions
from secdesk.exchange.published_report.phrases import phrase
from secdesk.exchange.published_report.reading import Confidence, Reading
from secdesk.exchange.published_report.sections import Piece, cut_pieces
from secdesk.exchange.published_report.sentences import Lead, read_piece
from secdesk.exchange.published_report.settling import settle
from secdesk.exchange.published_report.tables import (
    Table,
    put_back,
    read_header,
    read_row,
    read_value,
    state_of,
)
from secdesk.exchange.published_report.told_lines import Remarks, told_lines
from secdesk.exchange.published_report.totals import total_findings
from secdesk.rules.wording import in_figures, plural

_ISSUE = "the words of an issue are not taken over: nothing in the report confirms their letters"


def read_report(text: str, layouts: Sequence[Layout] = LAYOUTS) -> Reading:
    """Return what a report says, line by line; any text at all can be given, and none raises an error."""
    lines, left = read_lines(text)
    pieces = cut_pieces(lines, layouts)
    reader = _Reader(read_frame(lines, pieces, layouts), layouts)
    for piece in pieces:
        reader.take(piece)
    return reader.reading(lines, pieces, left)


@dataclass(slots=True)
class _Torn:
    """A column that stands apart from its table, with the lines of its values."""

    column: Column
    values: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class _List:
    """A list under its sentence: its items so far and what they gave."""

    lead: Lead
    items: int = 0
    findings: list[Finding] = field(default_factory=list)
    has_lost_order: bool = False


class _Reader:
    """Takes piece after piece, and knows under which sentence or heading it stands."""

    def __init__(self, frame: Frame, layouts: Sequence[Layout]) -> None:
        self._frame = frame
        self._layouts = layouts
        self._findings: list[Finding] = []
        self._tables: list[Table] = []
        self._torn: list[_Torn] = []
        self._totals: list[Piece] = []
        self._list: _List | None = None
        self._table: Table | None = None
        self._under: tuple[str, str | None] = ("", None)
        self._is_issue = False
        self._remarks: Remarks = {}

    def take(self, piece: Piece) -> None:
        """Read one piece where it stands."""
        if piece.kind in ("running", "rule"):
            return
        if piece.kind != "row":
            self._table = None
        if piece.kind not in ("sentence", "item"):
            self._end_list()
        match piece.kind:
            case "heading":
                self._take_heading(piece)
            case "header":
                self._open_table(piece)
            case "row":
                self._take_row(piece)
            case "column":
                self._torn += [_Torn(column) for column in read_header(self._columns(), piece.folded)]
            case "value" if self._torn:
                self._torn[-1].values.append(piece)
            case "figure":
                self._totals.append(piece)
            case "sentence" | "item":
                self._take_words(piece)

    def _columns(self) -> tuple[Column, ...]:
        return tuple(column for layout in self._layouts for column in layout.columns)

    def _take_heading(self, piece: Piece) -> None:
        self._under = ("", None)
        for layout in self._layouts:
            for heading in layout.headings:
                found = phrase(heading.pattern).match(piece.folded) if heading.state else None
                if found:
                    year = found["year"] if "year" in found.re.groupindex else None
                    self._under = (heading.state, _year(year))

    def _open_table(self, piece: Piece) -> None:
        columns = read_header(self._columns(), piece.folded)
        if columns[0].cell == "reference":
            state = state_of(columns, self._under[0])
            self._table = Table(columns, piece.section, state, self._under[1])
            self._tables.append(self._table)

    def _take_row(self, piece: Piece) -> None:
        if self._table is None:
            self._table = Table((), piece.section, "")
            self._tables.append(self._table)
        self._table.rows.append(read_row(piece))
        if not self._table.state:
            self._say(piece, "unknown", "no readable headings say what this row's dates and days are")

    def _take_words(self, piece: Piece) -> None:
        self._under = ("", None)
        if self._take_item(piece):
            return
        self._end_list()
        said = read_piece(piece, self._frame, self._layouts)
        self._findings += said.findings
        if said.is_understood:
            self._say(piece, "sure", said.why or "says what the list under it is")
            self._is_issue = any(finding.kind == "raised" for finding in said.findings)
        elif self._is_issue:
            self._say(piece, "unknown", _ISSUE)
        if said.lead is not None:
            self._list = _List(said.lead)

    def _take_item(self, piece: Piece) -> bool:
        """Take a piece as an item of the open list; False where it is none."""
        if self._list is None:
            return False
        found = read_item(self._list.lead, piece, self._list.items + 1, self._frame, self._layouts)
        if not found and piece.kind != "item":
            return False
        self._list.items += 1
        self._list.findings += found
        self._list.has_lost_order = self._list.has_lost_order or count_references(piece) > 1
        if not found:
            self._say(piece, "unknown", "its reference, or what is said of it, cannot be read")
        return True

    def _end_list(self) -> None:
        if self._list is None:
            return
        lead, items = self._list.lead, self._list.items
        if lead.count is not None and lead.count != items:
            told = f"the sentence above says {lead.count}, and {items} {plural(items, 'item')} could be read"
            self._list.has_lost_order = True
            for finding in self._list.findings:
                finding.lower("likely", told)
        for finding in self._list.findings:
            if finding.kind == "agenda" and self._list.has_lost_order:
                finding.fields["position"] = None
        self._findings += self._list.findings
        self._list = None

    def _say(self, piece: Piece, confidence: Confidence, why: str) -> None:
        self._remarks.update(dict.fromkeys(piece.lines, (confidence, why)))

    # --- the whole ---

    def reading(self, lines: Sequence[Line], pieces: Sequence[Piece], left: int) -> Reading:
        """Return the reading of all pieces taken."""
        self._end_list()
        remarks = [*self._put_columns_back(), *_left_out(left)]
        assessments = assessment_findings(self._tables, self._frame)
        for piece in self._totals:
            self._findings += total_findings(piece, self._layouts, assessments, self._frame)
        paper = paper_finding(self._frame)
        found = settle([*([paper] if paper else []), *self._findings, *assessments, *self._organisations(pieces)])
        facts = tuple(finding.as_fact() for finding in found)
        frame = self._frame
        return Reading(
            lines=tuple(told_lines(lines, pieces, facts, self._remarks)),
            facts=facts,
            month=str(frame.month) if frame.month else None,
            paper_date=frame.paper_date,
            figures_to=frame.figures_to or (frame.month.last if frame.month else None),
            remarks=tuple(remarks),
        )

    def _put_columns_back(self) -> list[str]:
        """Put torn columns back where their number proves the place; say of the others that nothing does."""
        remarks = []
        confidence: Confidence
        for torn in self._torn:
            values = [read_value(piece.text) for piece in torn.values]
            if not values:
                continue
            table = put_back(self._tables, torn.column, values)
            heading = torn.column.pattern.capitalize()
            if table is None:
                confidence, why = "unknown", "which rows these values belong to cannot be told"
                rows = max((len(table.rows) for table in self._tables if table.may_have(torn.column.field)), default=0)
                told = f"{in_figures(len(values), 'value')} under '{heading}' for {in_figures(rows, 'row')}"
                remarks.append(f"{told}: {why}")
            else:
                confidence, why = "sure", f"one value for each of the {len(values)} rows of its table"
            for piece in torn.values:
                self._say(piece, confidence, why)
        return remarks

    def _organisations(self, pieces: Sequence[Piece]) -> list[Finding]:
        """Return the organisations of Proposers that the report gives in full with their initials, each once."""
        wanted = {finding.fields["organisation"] for finding in self._findings if finding.kind == "raised"}
        found: dict[str, Finding] = {}
        for piece in pieces:
            for name, short in expansions(piece.text) if piece.kind == "sentence" else ():
                if short in wanted:
                    fields = {"name": name, "short_name": short}
                    found.setdefault(short, Finding("organisation", dict(fields), piece.section, piece.lines))
        return list(found.values())


def _year(folded: str | None) -> str | None:
    """Return a Regulatory Year such as 2019/20; its figures are certain once they have the form of one."""
    if folded is None:
        return None
    figures = folded.translate(str.maketrans("ol", "01"))
    first, _, second = figures.partition("/")
    return figures if (int(first) + 1) % 100 == int(second) else None


def _left_out(left: int) -> list[str]:
    return [f"Only the first {MOST_LINES:,} lines were read; {left:,} more were left"] if left else []
