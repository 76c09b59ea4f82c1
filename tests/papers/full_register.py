"""A register by hand in which every paper has something to say: the sample, and what came in the weeks after it.

People and organisations beyond those of the sample are made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.exchange.sample import fill_with_sample
from secdesk.models import AgendaItem, Consultation, Meeting, Release
from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.rules.naming import find
from secdesk.services.records import Effect, create_record, update_record

TODAY = date(2020, 3, 2)
PANEL_DAY = date(2020, 2, 14)


@dataclass
class Hand:
    """Enters records by the names that people use."""

    session: Session

    def proposal(self, reference: str) -> str:
        found = find(self.session, "proposal", reference, TODAY)
        assert found is not None, reference
        return found

    def meeting(self, body: str, day: date) -> str:
        return self.session.scalars(select(Meeting.uid).where(Meeting.body == body, Meeting.date == day)).one()

    def release(self, start: str) -> str:
        return self.session.scalars(select(Release.uid).where(Release.name.startswith(start))).one()

    def add(self, kind: str, **values: Value) -> str:
        return create_record(self.session, kind, values)

    def change(self, kind: str, uid: str, effect: Effect | None = None, **values: Value) -> None:
        update_record(self.session, kind, uid, values, effect=effect)

    def items(self, meeting: str, rows: list[Mapping[str, Value]], *, numbered: bool = True) -> list[str]:
        return [
            self.add(
                "agenda_item", meeting=meeting, position=place, number=str(place) if numbered else None, **dict(row)
            )
            for place, row in enumerate(rows, 1)
        ]

    def event(self, reference: str, outcome: str, day: date, **values: Value) -> str:
        return self.add("event", proposal=self.proposal(reference), outcome=outcome, date=day, **values)


def fill(register: Register) -> None:
    """Fill a new register with the sample and with February 2020."""
    fill_with_sample(register)
    with register.change("February 2020") as session:
        hand = Hand(session)
        _people(hand)
        _panel(hand)
        _working_group(hand)
        _csc(hand)
        _change_board(hand)
        _proposals(hand)
        _consultations(hand)
        _assessments(hand)
        _releases(hand)
        _actions(hand)
        _papers(hand)


def _people(hand: Hand) -> None:
    gridco = hand.add("organisation", name="Northern Example Networks", category="electricity_network")
    hand.add("person", name="Ada Chair", organisation=gridco, role="Chair")
    hand.add("person", name="Bram Lead", role="Lead analyst")
    hand.add("person", name="Cara Sponsor", organisation=gridco)


def _person(hand: Hand, name: str) -> str:
    found = find(hand.session, "person", name, TODAY)
    assert found is not None
    return found


def _panel(hand: Hand) -> None:
    panel = hand.session.scalars(select(Meeting.uid).where(Meeting.body == "PANEL", Meeting.month == "2020-02")).one()
    hand.change("meeting", panel, date=PANEL_DAY, time="10:00", place="London", agenda_confirmed=date(2020, 2, 7))
    hand.add("meeting", body="PANEL", date=date(2020, 1, 10), number=76, state="held")
    march = hand.session.scalars(select(Meeting.uid).where(Meeting.body == "PANEL", Meeting.month == "2020-03")).one()
    hand.change("meeting", march, date=date(2020, 3, 13), number=78)
    hand.items(
        panel,
        [
            {"title": "Welcome, apologies and minutes", "minutes": 10, "purpose": "inform"},
            {"proposal": hand.proposal("DP101"), "minutes": 15, "presenter": _person(hand, "Bram Lead")},
            {"proposal": hand.proposal("DP104"), "minutes": 15, "presenter": _person(hand, "Bram Lead")},
            {"title": "Change Status Report, January 2020", "minutes": 20, "purpose": "inform"},
            {"title": "Any other business", "purpose": "discuss"},
        ],
    )


def _working_group(hand: Hand) -> None:
    group = hand.meeting("WG", date(2020, 3, 4))
    hand.change("meeting", group, time="10:00", place="By call", agenda_confirmed=date(2020, 2, 19))
    rows: list[Mapping[str, Value]] = [
        {"title": "Welcome and actions", "minutes": 5, "purpose": "inform"},
        {"proposal": hand.proposal("SECMP0067"), "minutes": 40, "purpose": "discuss"},
        {"proposal": hand.proposal("MP077"), "minutes": 30, "purpose": "recommend"},
        {"proposal": hand.proposal("MP080"), "minutes": 30, "purpose": "decide"},
        {"title": "Any other business", "minutes": 5},
    ]
    items = hand.items(group, [{**row, "presenter": _person(hand, "Bram Lead")} for row in rows])
    hand.change("agenda_item", items[1], draft_outcome="wg_discussed", draft_printed_note="Only drafted in the room")


def _csc(hand: Hand) -> None:
    csc = hand.add("meeting", body="CSC", date=date(2020, 2, 25), time="10:00", state="planned")
    hand.items(
        csc,
        [
            {"proposal": hand.proposal(reference), "purpose": "decide"}
            for reference in (
                "DP094", "DP095", "DP096", "DP100", "DP107", "DP108", "DP109", "DP111", "DP112", "DP113",
            )
        ],
    )  # fmt: skip


def _change_board(hand: Hand) -> None:
    board = hand.meeting("CB", date(2020, 2, 7))
    item = hand.session.scalars(select(AgendaItem).where(AgendaItem.meeting == board)).one()
    hand.change("meeting", board, state="held", time="09:30")
    vote = hand.event(
        "SECMP0062",
        "cb_approved",
        date(2020, 2, 7),
        body="CB",
        meeting=board,
        agenda_item=item.uid,
        release=hand.release("November"),
        printed_note="The clarifications of 22 January were given",
        private_note="private: the vote was close",
    )
    counts = {"large_supplier": (4, 2, 1), "small_supplier": (2, 0, 0), "network": (3, 0, 0), "consumer": (1, None, 0)}
    for category, (votes_for, against, abstained) in counts.items():
        hand.add(
            "vote_count", event=vote, category=category, votes_for=votes_for, votes_against=against, abstained=abstained
        )
    later = hand.add("meeting", body="CB", date=date(2020, 2, 26), time="10:00", state="planned")
    hand.items(
        later,
        [
            {"proposal": hand.proposal("SECMP0063"), "purpose": "decide"},
            {"proposal": hand.proposal("MP078"), "purpose": "decide"},
        ],
    )
    hand.event("MP081", "part_implemented", date(2020, 2, 20), body="SECAS", release=hand.release("November"))


def _proposals(hand: Hand) -> None:
    gas, flags = hand.proposal("DP101"), hand.proposal("MP077")
    hand.change(
        "proposal",
        gas,
        issue="A large gas meter cannot send its reading to a display.\n\nConsumers with such meters see no use.",
        solution="Displays are to take the reading from the Supplier.",
        proposer=_person(hand, "Cara Sponsor"),
        proposer_organisation=find(hand.session, "organisation", "Northern Example Networks", TODAY),
        lead_analyst=_person(hand, "Bram Lead"),
        path="3",
        dcc_systems=False,
        cost_estimate="£20,000 to £35,000",
    )
    hand.change("proposal", flags, solution="A flag for each service.", dcc_systems=True, latest_update="Legal text.")
    hand.change("proposal", flags, lead_analyst=_person(hand, "Bram Lead"), path="2", cost_estimate="Not yet given")
    for reference in ("DP101", "MP077"):
        own = hand.proposal(reference)
        hand.add("affected_party", proposal=own, category="large_supplier", level="high", note="New displays")
        hand.add("affected_party", proposal=own, category="gas_network", level="low")
        hand.add(
            "affected_document", proposal=own, document="Section F", provision="F4.2", drafted=True, text_version="0.3"
        )
        hand.add("affected_document", proposal=own, document="Schedule 8", provision="2.1", drafted=False)
        hand.add("affected_document", proposal=own, document="Appendix AM")
    hand.add("relation", proposal=flags, relation="depends_on", other=hand.proposal("MP078"))
    hand.add("relation", proposal=flags, relation="cross_code", other_code="XRN 5142")
    hand.add(
        "document",
        proposal=flags,
        name="MP077 Business Requirements",
        document_kind="business_requirements",
        version="0.4",
        date=date(2019, 11, 5),
        location="https://example.org/mp077/requirements.pdf",
    )
    hand.change("proposal", hand.proposal("DP107"), Effect(since=date(2020, 2, 10)), marking="AMBER")
    hand.event("DP101", "panel_converted", PANEL_DAY, body="PANEL", printed_note="Without discussion")
    hand.event("MP093", "report_lodged", date(2020, 2, 21), body="SECAS")
    march = hand.meeting("PANEL", date(2020, 3, 13))
    hand.change("proposal", hand.proposal("MP093"), Effect(since=date(2020, 2, 21)), target_meeting=march, path="3")


def _consultations(hand: Hand) -> None:
    rows = hand.session.scalars(select(Consultation)).all()
    by_proposal = {row.proposal: row.uid for row in rows}
    first, second = (by_proposal[hand.proposal(reference)] for reference in ("MP077", "MP080"))
    hand.change("consultation", first, opened=date(2020, 2, 10), closes=date(2020, 2, 28), responses=9)
    hand.change("consultation", second, opened=date(2020, 2, 24), closes=date(2020, 3, 13), closing_time="12:00")
    hand.add(
        "consultation",
        proposal=hand.proposal("MP081"),
        consultation_kind="mrc",
        opened=date(2019, 11, 18),
        closes=date(2019, 12, 6),
    )


def _assessments(hand: Hand) -> None:
    hand.add(
        "assessment",
        proposal=hand.proposal("MP077"),
        assessment_kind="IA",
        target=40,
        requested=date(2020, 1, 6),
        accepted=date(2020, 1, 13),
        comments="Two service providers to answer",
    )


def _releases(hand: Hand) -> None:
    november, february = hand.release("November"), hand.release("February")
    hand.change(
        "release",
        november,
        Effect(since=date(2020, 2, 14), asked_by="DCC", decided_by="SEC Panel", reason="More time to test"),
        goes_live=date(2020, 11, 29),
    )
    hand.add("release_part", proposal=hand.proposal("SECMP0062"), label="part 1 of 2", release=november)
    hand.add("release_part", proposal=hand.proposal("SECMP0062"), label="part 2 of 2", release=hand.release("June"))
    own = hand.proposal("MP086")
    hand.add("affected_document", proposal=own, document="Section Z", provision="Z1", drafted=True, text_version="1.0")
    hand.change("release", february, sec_version="7.0", dcc_systems=False)


def _actions(hand: Hand) -> None:
    panel, csc = hand.meeting("PANEL", date(2020, 1, 10)), hand.meeting("PANEL", PANEL_DAY)
    own = _person(hand, "Bram Lead")
    hand.add("action", number="SECP76/02", meeting=panel, text="Ask the DCC for dates", owner=own, due=date(2020, 2, 7))
    hand.add("action", number="SECP76/10", meeting=panel, text="Publish the plan", owner=own, done=date(2020, 1, 20))
    hand.add("action", number="SECP77/01", meeting=csc, text="Write to Proposers", proposal=hand.proposal("MP077"))
    hand.add("action", text="Order the room", due=date(2020, 3, 20))
    hand.add("action", number="CSC/1", text="What DP107 hides", proposal=hand.proposal("DP107"), due=date(2020, 2, 20))


def _papers(hand: Hand) -> None:
    panel = hand.meeting("PANEL", PANEL_DAY)
    hand.add(
        "paper",
        paper_kind="conversion",
        proposal=hand.proposal("DP101"),
        meeting=panel,
        date=date(2020, 2, 7),
        reference="SECP_77_0702_02",
        author=_person(hand, "Bram Lead"),
        version="1.0",
        issued=date(2020, 2, 10),
    )


def fill_barely(register: Register) -> None:
    """Fill a register with records of which next to nothing is known."""
    with register.change("Bare records") as session:
        hand = Hand(session)
        proposal = hand.add("proposal")
        meeting = hand.add("meeting")
        hand.add("release")
        hand.add("consultation", proposal=proposal)
        hand.add("consultation")
        hand.add("assessment", proposal=proposal)
        hand.add("assessment")
        hand.add("action", meeting=meeting)
        hand.add("action", proposal=proposal)
        hand.add("agenda_item", meeting=meeting, proposal=proposal)
        hand.add("agenda_item", meeting=meeting)
        hand.add("event", proposal=proposal)
        hand.add("event", proposal=proposal, outcome="csc_ready", meeting=meeting)
        hand.add("event", outcome="raised")
        hand.add("event", proposal=proposal, outcome="cb_approved")
        hand.add("release_part", proposal=proposal)
        for kind in ("affected_party", "affected_document", "relation", "document"):
            hand.add(kind, proposal=proposal)
        for kind in ("paper", "stated_figure", "organisation", "person"):
            hand.add(kind)
