"""Assessments: three days, durations as published, and what is over target."""

from __future__ import annotations

from datetime import date

import pytest

from secdesk.errors import Conflict, Invalid
from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.rules.workdays import round_average
from secdesk.services import assessments
from secdesk.services.records import Effect, update_record

from .desk import LATER, add, at_status

END = date(2020, 1, 31)
PRINTED = {
    ("SECMP0007", "IA"): (134, 94),
    ("SECMP0015", "IA"): (202, 162),
    ("SECMP0056", "IA"): (154, 114),
    ("SECMP0024", "PA"): (178, 163),
    ("SECMP0066", "PA"): (167, 152),
    ("MP078", "PA"): (89, 74),
    ("MP090", "PA"): (51, 36),
    ("MP092", "PA"): (45, 30),
}
TRUE_WORKING_DAYS = (130, 196, 150, 174, 163, 86, 48, 42)


def test_the_open_assessments_of_january_count_as_published(january: Register) -> None:
    with january.read() as session:
        rows = [row for row in assessments.rows(session, END) if row.state == "with_dcc"]
    assert {(row.reference, row.kind): (row.days, row.over_by) for row in rows} == PRINTED
    averages = {kind: round_average([row.days or 0 for row in rows if row.kind == kind]) for kind in ("PA", "IA")}
    assert averages == {"PA": 106, "IA": 163}


def test_another_convention_counts_true_working_days(january: Register) -> None:
    with january.change("x") as session:
        add(session, "setting", key="duration_convention", value="wd_inclusive")
        rows = {(row.reference, row.kind): row.days for row in assessments.rows(session, END)}
    assert [rows[key] for key in PRINTED] == list(TRUE_WORKING_DAYS)


def test_the_count_says_how_it_was_counted(january: Register) -> None:
    with january.read() as session:
        row = next(row for row in assessments.rows(session, END) if (row.reference, row.kind) == ("SECMP0007", "IA"))
    assert row.counting.startswith("134 weekdays from 30 July 2019 to 31 January 2020, first and last day counted")
    assert row.counting.endswith("bank holidays not taken out")


def test_an_assessment_without_acceptance_has_no_duration(january: Register) -> None:
    with january.read() as session:
        row = next(row for row in assessments.rows(session, END) if row.reference == "MP077")
    assert (row.state, row.target, row.days, row.over_by, row.counting) == ("returned", 30, None, None, "")


@pytest.mark.parametrize(
    ("requested", "accepted", "gap"),
    [(date(2019, 11, 15), date(2019, 11, 22), 5), (date(2019, 8, 30), date(2019, 10, 1), 22)],
)
def test_the_gap_before_the_clock_started_is_told(
    register: Register, requested: date, accepted: date, gap: int
) -> None:
    with register.change("x") as session:
        proposal = at_status(session, 90, "refinement")
        uid = add(session, "assessment", proposal=proposal, assessment_kind="PA", requested=requested)
        assert assessments.rows(session, accepted)[0].state == "requested"
        assessments.accept_assessment(session, uid, accepted)
        (row,) = assessments.rows(session, accepted)
        assert (row.state, row.gap) == ("with_dcc", gap)
        assert row.gap_sentence.endswith(f": {gap} Working Days before the clock started")


def test_returning_stops_the_clock_and_earlier_dates_still_see_it_open(register: Register) -> None:
    with register.change("x") as session:
        proposal = at_status(session, 90, "refinement")
        accepted = date(2019, 11, 22)
        uid = add(session, "assessment", proposal=proposal, assessment_kind="PA", accepted=accepted, target=15)
        assessments.return_assessment(session, uid, date(2020, 2, 12))
        before, after = (assessments.rows(session, at)[0] for at in (END, LATER))
        assert (before.state, before.days, before.returned) == ("with_dcc", 51, None)
        assert (after.state, after.days, after.over_by) == ("returned", 59, 44)


def test_the_target_is_its_own_or_else_that_of_its_kind(register: Register) -> None:
    with register.change("x") as session:
        proposal = at_status(session, 90, "refinement")
        values: dict[str, Value] = {"proposal": proposal, "accepted": date(2020, 2, 3)}
        uid = add(session, "assessment", assessment_kind="PA", **values)
        add(session, "assessment", assessment_kind="IA", **values)
        add(session, "assessment", assessment_kind="other", **values)
        update_record(session, "assessment", uid, {"target": 25}, effect=Effect(date(2020, 3, 1)))

        def targets(at: date) -> dict[str, int | None]:
            return {row.kind: row.target for row in assessments.rows(session, at)}

        assert targets(date(2020, 2, 29)) == {"PA": 15, "IA": 40, "other": None}
        assert targets(date(2020, 3, 1)) == {"PA": 25, "IA": 40, "other": None}


def test_an_assessment_is_returned_and_accepted_once(register: Register) -> None:
    with register.change("x") as session:
        uid = add(session, "assessment", proposal=at_status(session, 90, "refinement"), assessment_kind="PA")
        assessments.accept_assessment(session, uid, date(2020, 1, 6))
        with pytest.raises(Conflict, match="was accepted on 6 Jan 2020 already"):
            assessments.accept_assessment(session, uid, date(2020, 1, 7))
        assessments.return_assessment(session, uid, date(2020, 1, 27))
        for act in (assessments.return_assessment, assessments.cancel_assessment):
            with pytest.raises(Conflict, match="was returned on 27 Jan 2020 already"):
                act(session, uid, date(2020, 1, 28))


def test_an_assessment_is_not_returned_before_it_was_accepted(register: Register) -> None:
    with register.change("x") as session:
        proposal = at_status(session, 90, "refinement")
        uid = add(session, "assessment", proposal=proposal, assessment_kind="PA", accepted=date(2019, 7, 30))
        with pytest.raises(Invalid, match="same as or after 30 Jul 2019, when the DCC accepted it"):
            assessments.return_assessment(session, uid, date(2019, 7, 29))


def test_a_cancelled_assessment_counts_no_further(register: Register) -> None:
    with register.change("x") as session:
        proposal = at_status(session, 90, "refinement")
        uid = add(session, "assessment", proposal=proposal, assessment_kind="PA", accepted=date(2020, 1, 6))
        assessments.cancel_assessment(session, uid, date(2020, 1, 10))
        (row,) = assessments.rows(session, LATER)
        assert (row.state, row.days, row.over_by) == ("cancelled", 5, None)
