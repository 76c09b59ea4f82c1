"""What is true of January 2020, read from the sample register, and what a reading of its report says against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.exchange.published_report.reading import Fact, FieldValue, Reading
from secdesk.models import (
    AgendaItem,
    Assessment,
    Consultation,
    Event,
    Meeting,
    Organisation,
    Person,
    Release,
    ReleasePart,
)
from secdesk.rules.status import ProposalAt, proposal_of, select_proposals, value_at

DAY = date(2020, 2, 7)
FIGURES = {
    "pa_open_count": 5,
    "pa_open_average": 106,
    "pa_completed_count": 10,
    "pa_completed_average": 59,
    "ia_open_count": 3,
    "ia_open_average": 163,
    "ia_completed_count": 2,
    "ia_completed_average": 56,
    "open_count": 47,
    "open_average": 269,
    "concluded_count": 19,
    "concluded_average": 165,
}
PAPER = {
    "month": "2020-01",
    "date": DAY,
    "figures_to": date(2020, 1, 31),
    "author": "Harry Jones",
    "team": "SECAS Team",
}
Row = dict[str, FieldValue]


def number_in(reference: str) -> int:
    """The number of a reference, whatever its prefix."""
    return int("".join(letter for letter in reference if letter.isdigit()))


@dataclass(frozen=True)
class Truth:
    """Every record of the sample as rows of the fields that facts have; one fact must fit one row."""

    rows: dict[str, list[Row]]

    def wrong(self, reading: Reading) -> list[str]:
        """Every fact that no row of the sample bears out, in words."""
        return [
            f"{fact.kind} {dict(fact.fields)} on lines {fact.lines}" for fact in reading.facts if not self.holds(fact)
        ]

    def holds(self, fact: Fact) -> bool:
        """Whether some row has every field that the fact gives; what it leaves unknown is no lie."""
        if fact.confidence == "unknown":
            return True
        given = {name: value for name, value in fact.fields.items() if value is not None and name not in _OWN}
        if "reference" in given:
            given["number"] = number_in(str(given.pop("reference")))
        return any(all(row.get(name) == value for name, value in given.items()) for row in self.rows[fact.kind])


_OWN = {"counted", "year", "is_open", "label", "ad_hoc", "target_ad_hoc"}
"""Fields that no row has: what the reading itself counted or marked."""


def truth_of(session: Session) -> Truth:
    """What is true of January 2020."""
    proposals = {row.uid: proposal_of(row) for row in session.execute(select_proposals(DAY))}
    meetings = {row.uid: row for row in session.scalars(select(Meeting))}
    return Truth(
        {
            "paper": [dict(PAPER)],
            "figure": [{"figure": name, "value": value} for name, value in FIGURES.items()],
            "title": [{"number": p.number, "title": p.title} for p in proposals.values()],
            "path": [{"number": p.number, "path": p.path} for p in proposals.values()],
            "marking": [{"number": p.number, "marking": p.marking} for p in proposals.values()],
            "status": [{"number": p.number, "status": p.status} for p in proposals.values()],
            "target": [
                {"number": p.number, "body": meetings[p.target_meeting].body, "month": meetings[p.target_meeting].month}
                for p in proposals.values()
                if p.target_meeting
            ],
            "organisation": [
                {"name": row.name, "short_name": row.short_name} for row in session.scalars(select(Organisation))
            ],
            "raised": list(_raised(session, proposals)),
            "event": list(_events(session, proposals, meetings)),
            "meeting": [
                {"body": m.body, "day": m.date, "state": m.state, "agenda_due": _due(m)} for m in meetings.values()
            ],
            "agenda": [
                {
                    "number": proposals[row.proposal or ""].number,
                    "body": meetings[row.meeting or ""].body,
                    "day": meetings[row.meeting or ""].date,
                    "position": row.position,
                }
                for row in session.scalars(select(AgendaItem))
            ],
            "consultation": [
                {
                    "number": proposals[row.proposal or ""].number,
                    "consultation_kind": row.consultation_kind,
                    "expected_month": row.expected_month,
                }
                for row in session.scalars(select(Consultation))
            ],
            "assessment": list(_assessments(session, proposals)),
            "release": [
                {"name": row.name, "goes_live": date.fromisoformat(row.day)}
                for row in session.execute(select(Release.name, value_at(Release, "goes_live", DAY).label("day")))
            ],
            "release_part": list(_parts(session, proposals)),
        }
    )


def _due(meeting: Meeting) -> date | None:
    return date(2020, 2, 19) if meeting.date == date(2020, 3, 4) else None


def _raised(session: Session, proposals: dict[str, ProposalAt]) -> Iterator[Row]:
    people = {row.uid: row.name for row in session.scalars(select(Person))}
    bodies = {row.uid: (row.name, row.short_name) for row in session.scalars(select(Organisation))}
    for event in session.scalars(select(Event).where(Event.outcome == "raised", Event.date.is_not(None))):
        found = proposals[event.proposal or ""]
        for name in bodies.get(found.proposer_organisation or "", (None,)):
            yield {
                "number": found.number,
                "day": event.date,
                "proposer": people.get(found.proposer or ""),
                "organisation": name,
                "on_behalf_of": bodies.get(found.on_behalf_of or "", (None,))[0],
            }


def _events(session: Session, proposals: dict[str, ProposalAt], meetings: dict[str, Meeting]) -> Iterator[Row]:
    releases = {row.uid: row.name for row in session.scalars(select(Release))}
    for event in session.scalars(select(Event)):
        target = meetings.get(event.target_meeting or "")
        yield {
            "number": proposals[event.proposal or ""].number,
            "outcome": event.outcome,
            "day": event.date,
            "release": releases.get(event.release or ""),
            "target_body": target.body if target else None,
            "target_day": target.date if target else None,
            "target_month": target.month if target else None,
        }


def _assessments(session: Session, proposals: dict[str, ProposalAt]) -> Iterator[Row]:
    durations = {("SECMP", 7, "PA"): 201, ("SECMP", 46, "PA"): 31, ("SECMP", 53, "PA"): 87}
    for row, target in session.execute(select(Assessment, value_at(Assessment, "target", DAY))):
        proposal = proposals[row.proposal or ""]
        yield {
            "number": proposal.number,
            "assessment_kind": row.assessment_kind,
            "state": "returned" if row.returned else "open",
            "requested": row.requested,
            "accepted": row.accepted,
            "returned": row.returned,
            "target": int(target),
            "duration": durations.get((proposal.series, proposal.number or 0, row.assessment_kind or "")),
        }


def _parts(session: Session, proposals: dict[str, ProposalAt]) -> Iterator[Row]:
    releases = {row.uid: row.name for row in session.scalars(select(Release))}
    for row in session.execute(select(ReleasePart.proposal, value_at(ReleasePart, "release", DAY).label("release"))):
        yield {"number": proposals[row.proposal].number, "release": releases[row.release]}
