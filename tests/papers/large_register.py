"""A made-up register of 500 proposals in which every paper has much to say, for the look of long papers.

On top of the generated records of `tests.generated` it has agendas, provisions, affected Parties, actions and
documents for the proposals of the last months, with names and texts as long as real ones get.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import AgendaItem, Consultation, Meeting, Proposal, Release
from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.services.records import create_record, update_record
from tests.generated import TODAY, make_register, proposal_uid

SIZE = 500
_TEXT = (
    "The Code says that a Supplier Party shall send the request before the Device is commissioned, and it does not say"
    " what happens where the response comes after that. Parties read it in different ways, so that some Devices are"
    " left without a record in the Smart Metering Inventory.",
    "The Proposer expects that about one Device in a hundred is affected, above all where two communications hubs"
    " stand in one building.",
    "The Smart Metering Inventory is to keep the time of the request, and the DCC is to answer within two days.",
)
_PROVISIONS = (
    ("Section F", "F4.2 to F4.11"),
    ("Schedule 8", "2.1"),
    ("Appendix AM ‘Service Request Processing Document’", "1.4, 2.3 and 9"),
    ("Section H", "H3.14"),
)
_ACTIONS = (
    "Ask the DCC for the days on which the two assessments are expected",
    "Write to the Proposers whose Draft Proposals have had no update for three months, and tell the Panel of answers",
    "Publish the plan",
)


def make_large(path: Path, size: int = SIZE) -> Path:
    """Make the register in a new file and return its path."""
    make_register(path, size)
    with Register.open(path, who="Analyst One") as register, register.change("Fill in") as session:
        _Filling(session, size, Random(5)).fill()
    return path


class _Filling:
    """Adds what the generated records lack."""

    def __init__(self, session: Session, size: int, random: Random) -> None:
        self.session, self.random = session, random
        self.recent = [proposal_uid(number) for number in range(max(size - 60, 1), size + 1)]

    def fill(self) -> None:
        """Add agendas, texts, provisions, Parties, documents, actions, release dates."""
        for number, meeting in enumerate(self._meetings()):
            update_record(self.session, "meeting", meeting, {"time": "10:00", "place": "London", "number": 70 + number})
            self._agenda(meeting, 14)
            self._actions(meeting)
        for uid in self.recent:
            self._texts(uid)
        for number, uid in enumerate(self.session.scalars(select(Release.uid).order_by(Release.name))):
            self._add("dated_value", record=uid, field_name="goes_live", value=self._goes_live(number), position=1)

    def _meetings(self) -> list[str]:
        near = (Meeting.date > TODAY - timedelta(days=30), Meeting.date < TODAY + timedelta(days=40))
        return list(self.session.scalars(select(Meeting.uid).where(*near).order_by(Meeting.date)))

    def _goes_live(self, number: int) -> str:
        return (TODAY + timedelta(days=120 * (number - 6))).isoformat()

    def _agenda(self, meeting: str, length: int) -> None:
        titles = ("Welcome, apologies and minutes of the last meeting", "Any other business")
        self._add("agenda_item", meeting=meeting, number="1", position=1, title=titles[0], minutes=10, purpose="inform")
        people = self._people
        for place, uid in enumerate(self.random.sample(self.recent, length), 2):
            values: dict[str, Value] = {"proposal": uid, "minutes": 15, "purpose": "decide"}
            values["presenter"] = self.random.choice(people)
            self._add("agenda_item", meeting=meeting, number=str(place), position=place, **values)
        last = str(length + 2)
        self._add("agenda_item", meeting=meeting, number=last, position=length + 2, title=titles[1], minutes=5)

    @property
    def _people(self) -> list[str]:
        return [f"p{number}" for number in range(40)]

    def _actions(self, meeting: str) -> None:
        for number, text in enumerate(_ACTIONS, 1):
            due = TODAY + timedelta(days=self.random.randint(-20, 40))
            done = due if self.random.random() < 0.3 and due < TODAY else None
            owner = self.random.choice(self._people)
            values: dict[str, Value] = {"number": f"{meeting.upper()}/{number:02d}", "meeting": meeting, "text": text}
            self._add("action", **values, owner=owner, due=due, done=done)

    def _texts(self, uid: str) -> None:
        values: Mapping[str, Value] = {
            "issue": "\n\n".join(_TEXT[:2]),
            "solution": _TEXT[2],
            "latest_update": "The Working Group looked at it once more, and the legal text is being drafted.",
            "cost_estimate": "£120,000 to £180,000 for the systems of the DCC, and nothing for the Code",
            "dcc_systems": self.random.random() < 0.5,
        }
        update_record(self.session, "proposal", uid, values)
        for document, provision in _PROVISIONS:
            self._add("affected_document", proposal=uid, document=document, provision=provision,
                      drafted=self.random.choice((True, False, None)))
        for category in ("large_supplier", "small_supplier", "gas_network", "other"):
            self._add("affected_party", proposal=uid, category=category, level=self.random.choice(("high", "low")),
                      note="Changes to its own systems, and training for installers")
        for number in range(3):
            self._add("document", proposal=uid, name=f"Business Requirements, part {number + 1}", version="0.4",
                      document_kind="business_requirements", date=date(2019, 11, 5))

    def _add(self, kind: str, **values: Value) -> str:
        return create_record(self.session, kind, values)


def large_wishes(register: Register) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every kind of paper with what to ask it for in this register."""
    with register.read() as session:
        def meeting(*bodies: str) -> str:
            agenda = select(AgendaItem.meeting)
            query = select(Meeting.uid).where(Meeting.body.in_(bodies), Meeting.uid.in_(agenda))
            return session.scalars(query.order_by(Meeting.date.desc())).first() or ""

        release = session.scalars(select(Release.name).order_by(Release.name)).all()[7]
        recent = session.scalars(select(Consultation.uid).where(Consultation.proposal == proposal_uid(471))).first()
        proposal = session.scalars(select(Proposal.uid).where(Proposal.uid == proposal_uid(470))).one()
        subjects = {
            "change_status_report": {"month": "2020-01"},
            "panel_agenda": {"meeting": meeting("PANEL")},
            "wg_agenda": {"meeting": meeting("WG")},
            "agenda": {"meeting": meeting("CSC")},
            "chair_script": {"meeting": meeting("CB")},
            "decision_sheet": {"meeting": meeting("CB")},
            "minutes": {"meeting": meeting("PANEL")},
            "conversion": {"proposal": proposal},
            "modification_report": {"proposal": proposal},
            "fact_sheet": {"proposal": proposal},
            "consultation_notice": {"consultation": recent or ""},
            "release_notes": {"release": release or ""},
            "list": {"records": "proposal"},
        }
    yield from subjects.items()
    yield from ((kind, {}) for kind in ("authority_sheet", "response_tracker", "release_status", "assessments",
                                        "action_log", "kpi", "consistency"))
