"""A register in good order, May 2024: proposals at every stage, and nothing that a check could find.

Its report goes out on 7 June 2024 to the Panel of 14 June; the one before went out on 2 May. Uids are short names, so
that a test can say which record it means: "p202" is MP202, "cb-may" the Change Board of May.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.services.events import record_event
from secdesk.services.records import Effect, create_record, update_record
from secdesk.services.release_parts import part_uids_of

MONTH = "2024-05"
PAPER_DATE = date(2024, 6, 7)
LAST_PAPER = date(2024, 5, 2)

MEETINGS: Mapping[str, tuple[str, date, str]] = {
    "csc-april": ("CSC", date(2024, 4, 23), "held"),
    "panel-may": ("PANEL", date(2024, 5, 10), "held"),
    "cb-may": ("CB", date(2024, 5, 22), "held"),
    "csc-may": ("CSC", date(2024, 5, 28), "held"),
    "wg-june": ("WG", date(2024, 6, 5), "held"),
    "panel-june": ("PANEL", date(2024, 6, 14), "planned"),
    "csc-june": ("CSC", date(2024, 6, 25), "planned"),
    "cb-june": ("CB", date(2024, 6, 26), "planned"),
    "wg-july": ("WG", date(2024, 7, 3), "planned"),
    "panel-july": ("PANEL", date(2024, 7, 12), "planned"),
}
TITLES: Mapping[int, str] = {
    201: "Firmware updates over the air",
    202: "Alert storm protection",
    203: "Withdrawal of modifications by their Proposer",
    204: "Credit cover for new entrants",
    205: "Displays for large gas meters",
    206: "Prepayment where there is no WAN",
    207: "Privacy audits of other users",
    208: "Forecasts of service requests",
    209: "Anomaly thresholds by e-mail",
    210: "Key rotation for network operators",
    211: "Seats on the Panel",
    212: "Power outage alerts to suppliers",
}


def build(register: Register) -> None:
    """Fill a new register."""
    with register.change("A register in good order") as session:
        _add_people(session)
        for name, (body, day, state) in MEETINGS.items():
            number = {"panel-may": 88, "panel-june": 89, "panel-july": 90}.get(name)
            add(session, "meeting", name, body=body, date=day, state=state, number=number)
        add(session, "release", "feb", name="February 2024 SEC Release", goes_live=date(2024, 2, 29),
            implemented=date(2024, 2, 29))  # fmt: skip
        add(session, "release", "nov", name="November 2024 SEC Release", goes_live=date(2024, 11, 7))
        for number in TITLES:
            _add_proposal(session, number)
        _finish_lives(session)
        _add_work(session)
        _add_agendas(session)
        add(session, "paper", "report", paper_kind="change_status_report", month=MONTH, meeting="panel-june",
            date=PAPER_DATE, figures_to=date(2024, 5, 31), reference="SECP_89_0706_05")  # fmt: skip


def add(session: Session, kind: str, uid: str, **values: Value) -> str:
    return create_record(session, kind, values, uid=uid)


def event(session: Session, number: int, outcome: str, day: date, meeting: str | None = None, **more: str) -> str:
    return record_event(session, f"p{number}", outcome, day=day, meeting=meeting, **more)  # type: ignore[arg-type]


def change(session: Session, kind: str, uid: str, since: date | None = None, **values: Value) -> None:
    update_record(session, kind, uid, values, effect=Effect(since=since))


def _add_people(session: Session) -> None:
    add(session, "organisation", "dcc", name="Data Communications Company", short_name="DCC")
    add(session, "person", "ann", name="Ann Example", organisation="dcc")


def _add_proposal(session: Session, number: int) -> None:
    """Add a proposal that was raised, converted unless it is new, and so may go on."""
    path, issue = "2" if number == 203 else "3", f"What is wrong in case {number}."
    add(session, "proposal", f"p{number}", number=number, title=TITLES[number], proposer="ann",
        proposer_organisation="dcc", issue=issue, path=path)  # fmt: skip
    new = number in (207, 208)
    event(session, number, "raised", date(2024, 5, 13) if new else date(2023, 5, 8))
    if number == 212:
        event(session, number, "csc_ready", date(2024, 4, 23), "csc-april", target_meeting="panel-may")
        event(session, number, "panel_converted", date(2024, 5, 10), "panel-may")
    elif not new:
        event(session, number, "csc_ready", date(2023, 6, 27))
        event(session, number, "panel_converted", date(2023, 7, 14))


def _finish_lives(session: Session) -> None:
    for number in (201, 202, 203, 204):
        event(session, number, "report_lodged", date(2023, 10, 2))
        event(session, number, "panel_report_approved", date(2023, 10, 13))
    event(session, 201, "cb_approved", date(2023, 11, 22), release="feb")
    event(session, 201, "implemented", date(2024, 2, 29), release="feb")
    session.flush()
    _mark_parts(session, "p201", date(2024, 2, 29))
    approved = event(session, 202, "cb_approved", date(2024, 5, 22), "cb-may", release="nov")
    add(session, "vote_count", "v202", event=approved, category="large_supplier", votes_for=9, votes_against=1)
    event(session, 203, "cb_recommended_approval", date(2024, 5, 22), "cb-may")
    event(session, 207, "csc_ready", date(2024, 5, 28), "csc-may", target_meeting="panel-june")
    event(session, 208, "csc_develop", date(2024, 5, 28), "csc-may")
    event(session, 209, "withdrawn", date(2024, 5, 15))
    change(session, "proposal", "p210", date(2024, 1, 15), on_hold=True)
    event(session, 211, "report_lodged", date(2024, 6, 3), target_meeting="panel-june")


def _mark_parts(session: Session, proposal: str, day: date) -> None:
    for uid in part_uids_of(session, proposal):
        change(session, "release_part", uid, implemented=day)


def _add_work(session: Session) -> None:
    add(session, "consultation", "c201", proposal="p201", consultation_kind="refinement", opened=date(2023, 8, 7),
        closes=date(2023, 8, 25), responses=6)  # fmt: skip
    add(session, "consultation", "c204", proposal="p204", consultation_kind="mrc", opened=date(2024, 5, 20),
        closes=date(2024, 6, 10))  # fmt: skip
    add(session, "consultation", "c205", proposal="p205", consultation_kind="refinement", opened=date(2024, 3, 4),
        closes=date(2024, 3, 22), responses=0)  # fmt: skip
    add(session, "consultation", "c206", proposal="p206", consultation_kind="refinement", expected_month="2024-06")
    add(session, "assessment", "a205", proposal="p205", assessment_kind="IA", requested=date(2024, 5, 8),
        accepted=date(2024, 5, 20), target=40)  # fmt: skip
    add(session, "assessment", "a206", proposal="p206", assessment_kind="PA", requested=date(2024, 4, 2),
        accepted=date(2024, 4, 8), returned=date(2024, 4, 24), target=15)  # fmt: skip
    add(session, "affected_document", "t211", proposal="p211", document="Section C", provision="C3.5", drafted=True)
    add(session, "document", "d206", proposal="p206", name="DP206 Problem Statement", date=date(2023, 5, 8))
    add(session, "document", "e206", proposal="p206", name="MP206 Business Requirements", date=date(2023, 9, 1))
    add(session, "action", "action", number="SECP88/01", text="Ask the DCC", meeting="panel-may", due=date(2024, 6, 12))


def _add_agendas(session: Session) -> None:
    items = {
        "csc-april": (212,), "panel-may": (212,), "cb-may": (202, 203), "csc-may": (207, 208), "wg-june": (205, 206),
        "panel-june": (207, 211), "wg-july": (206,),
    }  # fmt: skip
    for meeting, numbers in items.items():
        for position, number in enumerate(numbers, 1):
            add(
                session, "agenda_item", f"{meeting}-{number}", meeting=meeting, proposal=f"p{number}", position=position
            )
    for number in (205, 206):
        event(session, number, "wg_discussed", date(2024, 6, 5), "wg-june")
