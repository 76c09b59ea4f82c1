"""The KPI sheet: each figure against records entered for it, in the quarter in which it happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from secdesk.models.types import Value
from secdesk.papers.kpi.facts import INDICATORS
from secdesk.papers.tree import Table, figures, plain
from secdesk.register.register import Register
from secdesk.services.papers import make_paper
from secdesk.services.records import create_record

from .wishes import plain_text

DAY = date(2021, 3, 31)


@pytest.fixture
def register(copy_of: Callable[[str], Register]) -> Register:
    return copy_of("empty")


def kpi(register: Register, at: date = DAY) -> dict[str, list[str]]:
    paper = make_paper(register, "kpi", at=at)
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    return {plain(row[0]): [plain(cell) for cell in row[1:]] for row in table.rows}


def proposal(session: Session, number: int, steps: dict[str, date], **values: Value) -> str:
    uid = create_record(session, "proposal", {"number": number, **values})
    for position, (outcome, day) in enumerate(steps.items()):
        create_record(
            session,
            "event",
            {"proposal": uid, "outcome": outcome, "date": day, "position": position},
        )
    return uid


def test_decisions_of_the_authority_are_held_against_the_recommendation(register: Register) -> None:
    with register.change("Decisions") as session:
        proposal(session, 1, {"cb_recommended_approval": date(2020, 4, 1), "authority_approved": date(2020, 5, 1)})
        proposal(session, 2, {"cb_recommended_approval": date(2020, 4, 1), "authority_rejected": date(2020, 5, 27)})
        proposal(session, 3, {"cb_recommended_rejection": date(2020, 4, 1), "authority_rejected": date(2020, 7, 1)})
        proposal(session, 4, {"authority_sent_back": date(2020, 8, 1)})
        proposal(session, 5, {"authority_approved": date(2020, 8, 1)})
    found = kpi(register)
    assert found["Authority decisions in line with the recommendation"] == [
        "1 of 2 (50%)", "1 of 1 (100%)", "–", "–", "2 of 3 (67%)",
    ]  # fmt: skip
    assert found["Reports sent back by the Authority"] == ["0", "1", "0", "0", "1"]


def test_averages_count_days_by_the_convention_and_say_of_how_many_cases(register: Register) -> None:
    with register.change("Laps") as session:
        first = {"raised": date(2020, 6, 1), "cb_recommended_approval": date(2020, 7, 6)}
        proposal(session, 1, {**first, "authority_approved": date(2020, 7, 10)})
        proposal(session, 2, {"raised": date(2020, 6, 29), "cb_recommended_rejection": date(2020, 7, 7)})
    found = kpi(register)
    # 26 and 7 weekdays, both ends counted, and 5 from Monday to Friday.
    assert found["Raised to submitted to the Authority"][1] == "17 WD (2 cases)"
    assert found["Submitted to decided by the Authority"] == ["–", "5 WD (1 case)", "–", "–", "5 WD (1 case)"]


def test_implementation_is_told_apart_by_whether_systems_change(register: Register) -> None:
    steps = {"cb_approved": date(2020, 4, 6), "implemented": date(2020, 4, 10)}
    with register.change("Live") as session:
        proposal(session, 1, steps, dcc_systems=True)
        proposal(session, 2, {**steps, "implemented": date(2020, 4, 17)}, dcc_systems=False)
        proposal(session, 3, steps)
    found = kpi(register)
    assert found["Approved to implemented, DCC systems changed"][0] == "5 WD (1 case)"
    assert found["Approved to implemented, DCC systems not changed"][0] == "10 WD (1 case)"


def test_consultations_count_when_they_open_and_responses_when_they_close(register: Register) -> None:
    with register.change("Consult") as session:
        own = proposal(session, 1, {"raised": date(2020, 1, 1)})
        costed = proposal(session, 2, {"raised": date(2020, 1, 1)}, cost_estimate="£5,000")
        for uid, kind, opened, closes, responses in (
            (own, "mrc", date(2020, 6, 22), date(2020, 7, 10), 9),
            (costed, "mrc", date(2020, 6, 22), date(2020, 7, 10), 4),
            (own, "refinement", date(2020, 7, 1), date(2020, 7, 21), None),
        ):
            create_record(
                session,
                "consultation",
                {
                    "proposal": uid, "consultation_kind": kind, "opened": opened, "closes": closes,
                    "responses": responses,
                },
            )  # fmt: skip
    found = kpi(register)
    assert found["Consultations opened"] == ["2", "1", "0", "0", "3"]
    assert found["Average number of responses"] == ["–", "6.5", "–", "–", "6.5"]
    assert found["Report consultations without a cost estimate"][0] == "1 of 2 (50%)"


def test_a_panel_paper_is_late_after_its_day_and_others_are_not_judged(register: Register) -> None:
    with register.change("Papers") as session:
        panel = create_record(session, "meeting", {"body": "PANEL", "date": date(2020, 6, 19), "state": "held"})
        other = create_record(session, "meeting", {"body": "CB", "date": date(2020, 6, 24), "state": "planned"})
        for meeting, issued in ((panel, date(2020, 6, 12)), (panel, date(2020, 6, 15)), (other, date(2020, 6, 24))):
            create_record(session, "paper", {"paper_kind": "other", "meeting": meeting, "issued": issued})
    found = kpi(register)
    assert found["Papers issued"][0] == "3"
    assert found["Panel papers issued late"][0] == "1 of 2 (50%)"
    assert found["Meetings held"] == ["1", "0", "0", "0", "1"]


def test_only_the_quarters_that_have_begun_have_a_column(register: Register) -> None:
    paper = make_paper(register, "kpi", at=date(2020, 8, 3))
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    assert [column.title for column in table.columns] == ["Figure", "Q1\nApr to Jun", "Q2\nJul to Aug", "Year\n2020/21"]


def test_what_the_register_cannot_count_is_named(register: Register) -> None:
    text = plain_text(make_paper(register, "kpi", at=DAY))
    assert "reports to the Authority on their original timetable, and extensions of timetables" in text
    assert "estimated against actual implementation cost" in text


def test_a_correction_takes_a_decision_out_of_the_count(register: Register) -> None:
    with register.change("Correct") as session:
        own = proposal(session, 1, {"authority_sent_back": date(2020, 8, 1)})
    wrong = next(f for f in figures(make_paper(register, "kpi", at=DAY)) if f.text == "1").records[0]
    with register.change("Correct") as session:
        values: dict[str, Value] = {
            "proposal": own,
            "outcome": "corrected",
            "date": date(2020, 8, 2),
            "corrects": wrong,
        }
        create_record(session, "event", values)
    assert kpi(register)["Reports sent back by the Authority"] == ["0"] * 5


def test_every_line_of_the_sheet_is_there_for_an_empty_register(register: Register) -> None:
    found = kpi(register)
    assert list(found) == [label for _, label, _, _ in INDICATORS]
    assert {cell for cells in found.values() for cell in cells} == {"0", "–"}
