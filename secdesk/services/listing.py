"""Records as lines of a list, with what follows from them: reference, stage, status, durations (design.md 6, list).

Takes the session of a read; what has dates is told as at a day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from sqlalchemy.orm import Session

from secdesk.models import FieldInfo
from secdesk.models.types import Plain, Value, to_plain
from secdesk.rules.date_words import format_date
from secdesk.rules.in_force import in_force
from secdesk.rules.naming import NOT_NUMBERED, names, reference_at
from secdesk.rules.process import STAGES, STATUSES
from secdesk.rules.status import ProposalAt
from secdesk.rules.text import fold
from secdesk.rules.values import show_value
from secdesk.rules.workdays import DayCount, count_days
from secdesk.services.assessments import AssessmentRow
from secdesk.services.assessments import rows as assessment_rows
from secdesk.services.queries import proposals_at
from secdesk.services.records import RecordRow, list_records, model_of

Data: TypeAlias = "Plain | Mapping[str, str | None]"


@dataclass(frozen=True, slots=True)
class ListLine:
    """A record in a list. ``cells`` are its brief facts in words by their headings; ``data`` everything of it, plain:
    its uid and name, what follows from it, and every declared field, a link as uid and name.
    """

    uid: str
    name: str
    cells: Mapping[str, str]
    data: Mapping[str, Data]


@dataclass(frozen=True, slots=True)
class _Derived:
    """What follows from a record: cells that stand in for its brief fields, and data beside its fields."""

    cells: Mapping[str, str]
    data: Mapping[str, Plain] = field(default_factory=dict)


def list_lines(session: Session, kind: str, at: date) -> list[ListLine]:
    """Return the records of a kind as at a day, proposals and assessments by number, others in their kind's own order.

    Raises NotFound for a kind that there is not.
    """
    namer = _Namer(session, at)
    called = namer.all_of(kind)
    derived = _DERIVED[kind](session, at) if kind in _DERIVED else {}
    rows = list_records(session, kind, at)
    if derived:
        places = {uid: place for place, uid in enumerate(derived)}
        rows.sort(key=lambda row: places[row.uid])
    return [_line(row, called.get(row.uid, ""), derived.get(row.uid), namer) for row in rows]


def keep_lines(lines: list[ListLine], where: str) -> list[ListLine]:
    """Return the lines that hold every word of a text, or, for ``Stage=Refine``, those with it in one field.

    Capitals, accents and the order of words do not matter.
    """
    heading, equals, wanted = where.partition("=")
    if equals:
        return [line for line in lines if _holds(_field_words(line, heading), wanted)]
    return [line for line in lines if _holds(" ".join(_words(line)), where)]


def _line(row: RecordRow, name: str, derived: _Derived | None, namer: _Namer) -> ListLine:
    fields = model_of(row.kind).fields()
    words = {
        info.label: show_value(info, row.values[field_name], namer.of)
        for field_name, info in fields.items()
        if info.brief
    }
    plain = {name: _plain(info, row.values[name], namer) for name, info in fields.items()}
    own = dict(derived.data) if derived else {}
    return ListLine(row.uid, name, derived.cells if derived else words, {"uid": row.uid, "name": name, **plain, **own})


def _plain(info: FieldInfo, value: Value, namer: _Namer) -> Data:
    if info.link and value is not None:
        return {"uid": str(value), "name": namer.of(info.link, str(value))}
    return to_plain(value)


class _Namer:
    """Names of linked records, each kind read once."""

    def __init__(self, session: Session, at: date) -> None:
        self._session = session
        self._at = at
        self._known: dict[str, dict[str, str]] = {}

    def all_of(self, kind: str) -> Mapping[str, str]:
        """Return the names of all records of a kind by uid."""
        if kind not in self._known:
            self._known[kind] = names(self._session, model_of(kind).kind_name(), None, self._at)
        return self._known[kind]

    def of(self, kind: str, uid: str) -> str:
        """Return the name of one record."""
        return self.all_of(kind).get(uid, "(not in this register)")


def _derive_proposals(session: Session, at: date) -> dict[str, _Derived]:
    rules = in_force(session, at)

    def duration(proposal: ProposalAt) -> DayCount | None:
        """Count from the day it was raised to its conclusion, or to the day asked about (domain.md 18)."""
        if proposal.raised is None:
            return None
        return count_days(
            proposal.raised, proposal.concluded or at, rules.convention("duration_convention"), rules.calendar
        )

    return {each.uid: _derive_proposal(each, duration(each)) for each in proposals_at(session, at)}


def _derive_proposal(proposal: ProposalAt, duration: DayCount | None) -> _Derived:
    called = reference_at(proposal)
    stage = STAGES[proposal.stage].label if proposal.status else NOT_NUMBERED
    status = STATUSES[proposal.status].label if proposal.status else NOT_NUMBERED
    return _Derived(
        {
            "Reference": called,
            "Title": proposal.title or "",
            "Stage": stage,
            "Status": status,
            "Raised": _day(proposal.raised),
            "Duration (WD)": "" if duration is None else str(duration.days),
        },
        {
            "reference": called,
            "stage": proposal.stage,
            "stage_label": stage,
            "status": proposal.status,
            "status_label": status,
            "raised": to_plain(proposal.raised),
            "concluded": to_plain(proposal.concluded),
            "duration": None if duration is None else duration.days,
            "convention": None if duration is None else duration.convention.name,
        },
    )


def _derive_assessments(session: Session, at: date) -> dict[str, _Derived]:
    convention = in_force(session, at).convention("duration_convention").name
    return {row.uid: _derive_assessment(row, convention) for row in assessment_rows(session, at)}


def _derive_assessment(row: AssessmentRow, convention: str) -> _Derived:
    """Tell an assessment as it stood: what came later is not told."""
    return _Derived(
        {
            "Proposal": row.reference,
            "Type": row.kind_label,
            "State": _STATES[row.state],
            "Target (WD)": "" if row.target is None else str(row.target),
            "Requested": _day(row.requested),
            "Accepted": _day(row.accepted),
            "Returned": _day(row.returned),
            "Duration (WD)": "" if row.days is None else str(row.days),
        },
        {
            "reference": row.reference,
            "title": row.title,
            "state": row.state,
            "requested": to_plain(row.requested),
            "accepted": to_plain(row.accepted),
            "returned": to_plain(row.returned),
            "due": to_plain(row.due),
            "duration": row.days,
            "convention": None if row.days is None else convention,
            "over_by": row.over_by,
        },
    )


_STATES: Mapping[str, str] = {
    "requested": "Requested",
    "with_dcc": "With the DCC",
    "returned": "Returned",
    "cancelled": "Cancelled",
}
_DERIVED: Mapping[str, Callable[[Session, date], dict[str, _Derived]]] = {
    "proposal": _derive_proposals,
    "assessment": _derive_assessments,
}


def _day(day: date | None) -> str:
    return "" if day is None else format_date(day)


def _words(line: ListLine) -> list[str]:
    return [line.name, *line.cells.values(), *(_text(value) for value in line.data.values())]


def _text(value: Data) -> str:
    if isinstance(value, Mapping):
        return str(value.get("name") or "")
    return "" if value is None or isinstance(value, bool) else str(value)


def _field_words(line: ListLine, heading: str) -> str:
    """Return the words of one field, called by its heading, its label or its name."""
    wanted = fold(heading.strip()).replace(" ", "_")
    found = [words for label, words in line.cells.items() if fold(label).replace(" ", "_") == wanted]
    found.extend(_text(value) for name, value in line.data.items() if name == wanted)
    return " ".join(found)


def _holds(words: str, wanted: str) -> bool:
    folded = fold(words)
    return all(word in folded for word in fold(wanted).split())
