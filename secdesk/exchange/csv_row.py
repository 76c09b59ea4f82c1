"""One row of a list of proposals, compared with the register: what it says, what differs, what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from secdesk.errors import Invalid
from secdesk.exchange.csv_columns import AS_AT, DATE, NUMBER, RAISED, RELEASE, STATUS, Columns
from secdesk.exchange.csv_names import KnownNames, split_person
from secdesk.exchange.csv_present import Latest, PresentProposals
from secdesk.exchange.csv_preview import InRelease, Name, Plan, PreviewRow, RaisedOn, RowState, Standing
from secdesk.exchange.csv_text import SheetRow
from secdesk.exchange.csv_words import is_unknown, path_words, read_status
from secdesk.exchange.published_report.references import ReadReference, read_reference
from secdesk.models import Event, FieldInfo, Person, Proposal
from secdesk.models.types import Value
from secdesk.rules.date_words import format_date
from secdesk.rules.dates import parse_date
from secdesk.rules.naming import NOT_NUMBERED
from secdesk.rules.process import STAGES, STATUSES
from secdesk.rules.reference import OLD_SERIES, Reference, format_reference, parse_reference
from secdesk.rules.text import fold
from secdesk.rules.validation import problems_of
from secdesk.rules.values import Reading, read_value
from secdesk.rules.workdays import HolidayCalendar

_HALF_A_YEAR = timedelta(days=183)
_PEOPLE = ("proposer", "lead_analyst")
_BODIES = ("proposer_organisation", "on_behalf_of")
_NO_TITLE = frozenset({"(title not known)", "(no title yet)"})  # as lists and papers of the register show it
_FLAGS = re.compile(r"(?:, (?:on hold|security-limited))+$", re.IGNORECASE)  # as lists of the register add them
_READ_APART = {*_PEOPLE, *_BODIES, "number", "suffix", "series"}


@dataclass(frozen=True, slots=True)
class Background:
    """What the rows of one file are read with and compared with."""

    columns: Columns
    present: PresentProposals
    known: KnownNames
    calendar: HolidayCalendar
    today: date
    as_at: date | None


def reference_of(columns: Columns, row: SheetRow) -> Reference:
    """Return the reference of a row; part letter and series may stand in columns of their own.

    One that a scanner misread is understood where each of its figures is certain, and :func:`misread` says so. Raises
    ReferenceProblem for text that is none.
    """
    scanned = _scanned(columns, row)
    typed = scanned.name if scanned else columns.cell(row.cells, NUMBER)
    found = parse_reference(typed, label=columns.heading(NUMBER))
    if not found.suffix:
        found = replace(found, suffix=columns.cell(row.cells, "suffix").upper())
    is_old = columns.cell(row.cells, "series").upper() == OLD_SERIES
    return replace(found, series=OLD_SERIES, prefix=OLD_SERIES) if is_old else found


def misread(columns: Columns, row: SheetRow) -> str:
    """Say how a reference was understood that a scanner misread: ``MPO97 read as MP097``; of any other, nothing."""
    scanned = _scanned(columns, row)
    return scanned.repair if scanned else ""


def _scanned(columns: Columns, row: SheetRow) -> ReadReference | None:
    """Return the reference of a row that a scanner misread, with its repair; None for one that needs none."""
    found = read_reference(columns.cell(row.cells, NUMBER))
    return found if found and found.repair else None


def read_row(background: Background, row: SheetRow, reference: Reference) -> PreviewRow:
    """Return what would become of a row."""
    return _RowReading(background, row, reference).result()


class _RowReading:
    """The reading of one row: collects its problems, so that a person hears of all of them at once."""

    def __init__(self, background: Background, row: SheetRow, reference: Reference) -> None:
        self._with = background
        self._columns = background.columns
        self._row = row
        self._reference = reference
        self._uid = background.present.find(reference)
        self._problems: list[str] = []

    def result(self) -> PreviewRow:
        day = self._read_day(AS_AT) or self._with.as_at
        plan = Plan(
            self._uid,
            day or self._with.today,
            values=self._read_values(),
            names=self._read_names(),
            release=self._read_release(day or self._with.today),
        )
        raised, standing = self._read_events(day)
        if self._problems:
            return self._as_row("unreadable", self._problems)
        plan = self._keep_what_differs(replace(plan, raised=raised, standing=standing))
        changes = list(self._changes(plan))
        state: RowState = "new" if not self._uid else "update" if changes else "unchanged"
        return replace(self._as_row(state, []), changes=tuple(changes), plan=plan if state != "unchanged" else None)

    # --- what stands in the cells ---

    def _cell(self, meaning: str) -> str:
        return self._columns.cell(self._row.cells, meaning)

    def _problem(self, meaning: str, sentence: str) -> None:
        self._problems.append(f"Row {self._row.number}, {self._columns.heading(meaning)}: {sentence}")

    def _read_day(self, meaning: str) -> date | None:
        """Return the date of a cell, of something that has happened; None where it is not known."""
        text = self._cell(meaning)
        if is_unknown(text):
            return None
        heading = self._columns.heading(meaning)
        try:
            day = self._parse_past(text, heading)
        except ValueError as problem:
            self._problem(meaning, str(problem))
            return None
        wanted = {"date": replace(Event.fields()["date"], label=heading)}
        for found in problems_of("event", wanted, {"date": day}):
            self._problem(meaning, found.sentence)
        if day is not None and day > self._with.today:
            self._problem(meaning, f"{format_date(day)} is still to come. Type the day on which it happened")
        return day

    def _parse_past(self, text: str, heading: str) -> date | None:
        """Return the day that a text means; one without a year is the latest of that name, not the nearest."""
        today, calendar = self._with.today, self._with.calendar
        day = parse_date(text, today, calendar, label=heading)
        if day is None or day <= today:
            return day
        earlier = parse_date(text, today - _HALF_A_YEAR, calendar, label=heading)
        same = earlier is not None and (earlier.day, earlier.month) == (day.day, day.month) and earlier <= today
        return earlier if same else day

    def _read_values(self) -> dict[str, Value]:
        """Return the fields that the row fills, other than links to people and bodies."""
        values: dict[str, Value] = {}
        fields = self._columns.fields
        for name, info in fields.items():
            text = self._cell(name)
            is_text = info.kind in ("line", "text")
            if name == "title" and fold(text) in _NO_TITLE:
                continue
            if name not in _READ_APART and text and (is_text or not is_unknown(text)):
                values[name] = self._read_value(info, path_words(text) if name == "path" else text)
        values.update(self._read_number())
        for problem in problems_of("proposal", fields, values):
            self._problem(problem.field, problem.sentence)
        return values

    def _read_value(self, info: FieldInfo, text: str) -> Value:
        reading = Reading(self._with.today, self._with.calendar, self._with.present.find_name)
        try:
            return read_value(info, text, reading)
        except Invalid as problem:
            self._problem(info.name, problem.problems[0].sentence)
        except ValueError as problem:
            self._problem(info.name, str(problem))
        return None

    def _read_number(self) -> dict[str, Value]:
        found = self._reference
        if self._uid:
            # The number is its own for life; only the old series can be put right.
            return {"series": found.series} if found.prefix else {}
        return {"number": found.number, "suffix": found.suffix, "series": found.series or "MP"}

    def _read_names(self) -> dict[str, Name]:
        found: dict[str, Name] = {}
        proposer, organisation = self._cell("proposer"), self._cell("proposer_organisation")
        if not self._with.known.knows_person(proposer):
            proposer, bracketed = split_person(proposer)
            organisation = organisation or bracketed
        texts = {"proposer": proposer, "proposer_organisation": organisation}
        texts |= {name: self._cell(name) for name in ("on_behalf_of", "lead_analyst")}
        for name in (*_BODIES, *_PEOPLE):
            if not is_unknown(texts[name]):
                own = found.get("proposer_organisation") if name == "proposer" else None
                self._add_name(found, name, texts[name], own)
        return found

    def _add_name(self, found: dict[str, Name], name: str, text: str, organisation: Name | None) -> None:
        known = self._with.known
        try:
            named = known.person(text, organisation) if name in _PEOPLE else known.organisation(text)
        except ValueError as problem:
            self._problem(name, str(problem))
            return
        found[name] = named
        self._check_name(name, named)

    def _check_name(self, meaning: str, named: Name) -> None:
        wanted = {"name": replace(Person.fields()["name"], label=self._columns.heading(meaning))}
        for problem in problems_of("person", wanted, {"name": named.name}):
            self._problem(meaning, problem.sentence)

    def _read_release(self, day: date) -> InRelease | None:
        """Return the release that the row names, unless the proposal is in it already."""
        text = self._cell(RELEASE)
        if is_unknown(text):
            return None
        try:
            named = self._with.known.release(text)
        except ValueError as problem:
            self._problem(RELEASE, str(problem))
            return None
        self._check_name(RELEASE, named)
        parts = self._with.present.release_parts(self._uid, day) if self._uid else []
        if named.uid and any(release == named.uid for _, release in parts):
            return None
        if len(parts) > 1:
            self._problem(RELEASE, "the proposal is in more than one release. Change it in the register")
        return InRelease(named, parts[0][0] if parts else "")

    # --- what it means for the events ---

    def _read_events(self, as_at: date | None) -> tuple[RaisedOn | None, Standing | None]:
        raised, since = self._read_day(RAISED), self._read_day(DATE)
        status = self._read_status(since)
        if raised is not None and since is not None and since < raised:
            self._problem(DATE, f"it must be the same as or after {format_date(raised)}, when it was raised")
        if raised is not None and as_at is not None and status and since is None and as_at < raised:
            self._problem(RAISED, f"it must be the same as or before {format_date(as_at)}, of which the list speaks")
        on = self._raised_on(raised)
        if not status:
            return on, self._standing_kept(on) or self._standing_by_prefix()
        return on, self._standing(Standing(status, since, None if since else as_at), on, raised)

    def _read_status(self, since: date | None) -> str:
        text = _FLAGS.sub("", self._cell(STATUS))
        if not text or (since is None and self._is_at_stage(text)):
            if since is not None:
                self._problem(STATUS, f"Enter the status that began on {format_date(since)}, or leave the date empty")
            return ""
        try:
            return read_status(text)
        except ValueError as problem:
            self._problem(STATUS, str(problem))
            return ""

    def _is_at_stage(self, text: str) -> bool:
        """Say whether a list names the stage at which the proposal is: that says nothing new of its status."""
        if not self._uid:
            return False
        status = self._latest(self._read_as_at() or self._with.today, None).status
        stage = STAGES[STATUSES[status].stage].label if status else NOT_NUMBERED
        return fold(text) == fold(stage)

    def _read_as_at(self) -> date | None:
        """Return the day that the row speaks of, where it can be read."""
        try:
            return parse_date(self._cell(AS_AT), self._with.today, self._with.calendar) or self._with.as_at
        except ValueError:
            return self._with.as_at

    def _raised_on(self, day: date | None) -> RaisedOn | None:
        """Return what there is to do about the day on which it was raised."""
        if day is None:
            return None
        event = self._with.present.raised(self._uid) if self._uid else None
        if event is None:
            return RaisedOn(day)
        return RaisedOn(day, event[0]) if event[1] != day else None

    def _standing(self, given: Standing, on: RaisedOn | None, raised: date | None) -> Standing | None:
        """Return the status to take over, unless the register comes to it by itself.

        Without any day a status is taken to have held from the beginning, so from the day it was raised; in a
        proposal whose events say otherwise it has held by today.
        """
        latest = self._latest(given.date or given.known_by or self._with.today, on)
        if latest.status == given.status:
            return None
        if given.date or given.known_by:
            return given
        if self._uid and self._latest(self._with.today, None).status:
            return replace(given, known_by=self._with.today)
        return replace(given, known_by=raised, undated=True)

    def _standing_kept(self, on: RaisedOn | None) -> Standing | None:
        """Return the present status again where a raised event, now dated, would come after it and hide it."""
        before, after = self._latest(self._with.today, None), self._latest(self._with.today, on)
        if on is None or not before.status or before.status == after.status:
            return None
        return Standing(before.status, None, on.date)

    def _standing_by_prefix(self) -> Standing | None:
        """Return an unknown status for a new proposal that bears MP: it was converted, nobody says to what."""
        return Standing("unknown") if not self._uid and self._reference.prefix == "MP" else None

    def _latest(self, day: date, on: RaisedOn | None) -> Latest:
        """Return the latest status by a day, with the raised event that is to be added or put right."""
        found = self._with.present.latest(self._uid, day) if self._uid else Latest()
        if on is not None and on.date <= day and (found.since is None or found.since <= on.date):
            return Latest("draft_raised", on.date)
        return found

    # --- what differs ---

    def _keep_what_differs(self, plan: Plan) -> Plan:
        if not self._uid:
            return plan
        present = self._with.present.values(self._uid, plan.day)
        values = {name: value for name, value in plan.values.items() if value != present.get(name)}
        names = {name: named for name, named in plan.names.items() if not named.uid or named.uid != present.get(name)}
        return replace(plan, values=values, names=names)

    def _changes(self, plan: Plan) -> Iterator[str]:
        """Yield the labels of what differs, in the order in which forms show them."""
        if self._uid:
            yield from (info.label for name, info in Proposal.fields().items() if name in {**plan.values, **plan.names})
            told: Mapping[str, object] = {"Raised": plan.raised, "Status": plan.standing, "Release": plan.release}
            yield from (label for label, change in told.items() if change is not None)

    def _as_row(self, state: RowState, problems: list[str]) -> PreviewRow:
        present = self._with.present
        typed = self._reference
        called = (
            present.reference(self._uid, self._with.today)
            if self._uid
            else format_reference(typed.number, typed.suffix, typed.series, typed.prefix != "DP")
        )
        note = misread(self._columns, self._row)
        return PreviewRow(self._row.number, called, self._cell("title"), state, problems=tuple(problems), note=note)
