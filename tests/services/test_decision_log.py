"""The log of decisions: whose, when, and who wrote them down."""

from __future__ import annotations

from datetime import date

from secdesk.register.register import Register
from secdesk.services import sittings
from secdesk.services.decision_log import LogAsk, decisions

from .desk import LATER, agenda, at_status, raised

DAY = date(2020, 1, 28)


def record(register: Register) -> None:
    """Record a CSC with a withdrawal, and a vote of the Change Board a week before."""
    with register.change("Set up") as session:
        csc, items = agenda(session, "CSC", DAY, [raised(session, "First", 101), raised(session, "Second", 102)])
        board, votes = agenda(session, "CB", date(2020, 1, 22), [at_status(session, 97, "report_phase")])
        for item, outcome in zip([*items, *votes], ("csc_ready", "withdrawn", "cb_approved"), strict=True):
            sittings.draft_outcome(session, item, outcome)
        sittings.record_sitting(session, csc, DAY)
        sittings.record_sitting(session, board, DAY)


def told(register: Register, ask: LogAsk, at: date = LATER) -> list[tuple[str, str, str]]:
    with register.read() as session:
        return [(each.body, each.called, each.outcome_words) for each in decisions(session, ask, at)]


def test_decisions_come_latest_first_and_what_no_body_decided_is_left_out(register: Register) -> None:
    record(register)
    assert told(register, LogAsk()) == [
        ("CSC", "DP102 Second", "Withdrawn by the Proposer"),
        ("CSC", "DP101 First", "Ready for conversion"),
        ("CB", "MP097 Title 97", "Approved (Self-Governance)"),
    ]
    assert len(told(register, LogAsk(), date(2020, 1, 22))) == 1


def test_body_words_and_period_narrow_the_log(register: Register) -> None:
    record(register)
    assert [row[1] for row in told(register, LogAsk(body="CB"))] == ["MP097 Title 97"]
    assert [row[1] for row in told(register, LogAsk(words="withdrawn second"))] == ["DP102 Second"]
    assert [row[1] for row in told(register, LogAsk(until=date(2020, 1, 25)))] == ["MP097 Title 97"]
    assert [row[1] for row in told(register, LogAsk(since=DAY))] == ["DP102 Second", "DP101 First"]


def test_a_correction_and_the_error_stand_side_by_side_with_who_wrote_each(register: Register) -> None:
    record(register)
    with register.read() as session:
        wrong = next(each for each in decisions(session, LogAsk(), LATER) if each.outcome == "csc_ready")
    register.who = "Second hand"
    with register.change("Correct") as session:
        sittings.correct_decision(session, wrong.uid, "csc_develop", "Misheard")
    with register.read() as session:
        found = {each.outcome: each for each in decisions(session, LogAsk(body="CSC", words="first"), LATER)}
    assert found["csc_ready"].was_corrected
    assert found["csc_develop"].is_correction
    assert found["csc_develop"].who == "Second hand"
    assert found["csc_ready"].who != "Second hand"
