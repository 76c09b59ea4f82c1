"""Home lists exactly what is due: nothing missed and no false alarm (ux.md goal G17)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.services.due import due
from secdesk.services.due_rules import RULES
from secdesk.services.events import record_event
from secdesk.services.records import create_record
from tests.services.due_cases import DAYS, TODAY, Case, all_cases, item, meeting, proposal

CASES = all_cases()
Lines = tuple[tuple[str, str], ...]


class _Enough(Exception):
    """Raised to leave a change without keeping it."""


def _ready(path: Path) -> Register:
    """Make a register whose report of the month is issued, so that only what a case says is due."""
    register = Register.create(path, who="Test")
    with register.change("Issue the report") as session:
        _issue(session, "2020-01")
    return register


def _issue(session: Session, month: str, day: date | None = TODAY) -> None:
    values: dict[str, Value] = {"paper_kind": "change_status_report", "month": month, "issued": day}
    create_record(session, "paper", values)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    with _ready(tmp_path_factory.mktemp("due") / "shared.secdesk") as register:
        yield register


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Register]:
    with _ready(tmp_path / "own.secdesk") as register:
        yield register


def listed(session: Session, today: date = TODAY, days: int | None = None) -> Lines:
    return tuple((row.when, row.line.words) for row in due(session, today, days).rows)


def test_there_are_two_hundred_cases_and_each_is_its_own() -> None:
    assert len(CASES) >= 200
    assert len({case.name for case in CASES}) == len(CASES)
    assert sum(1 for case in CASES if case.expected) > 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_home_lists_what_is_expected_and_nothing_else(case: Case, shared: Register, tmp_path: Path) -> None:
    found = _try(shared, case)
    assert (_in_two_steps(tmp_path, case) if found is None else found) == case.expected


def _try(register: Register, case: Case) -> Lines | None:
    """Return what a case lists, keeping nothing; None for a case that needs steps of its own."""
    found = None
    with suppress(_Enough), register.change("Set up") as session:
        found = None if case.build(session, case.day) else listed(session)
        raise _Enough
    return found


def _in_two_steps(folder: Path, case: Case) -> Lines:
    with _ready(folder / "own.secdesk") as register:
        with register.change("Set up") as session:
            later = case.build(session, case.day)
        assert later is not None
        with register.change("Later") as session:
            later(session)
        with register.read() as session:
            return listed(session)


# --- the report ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "issued", "expected"),
    [
        (date(2020, 2, 3), None, (("in 4 WD", "Change Status Report, January 2020: issue"),)),
        (date(2020, 2, 7), None, (("today", "Change Status Report, January 2020: issue"),)),
        (date(2020, 2, 12), None, (("3 WD late", "Change Status Report, January 2020: issue"),)),
        (date(2020, 2, 7), date(2020, 2, 6), ()),
        (date(2020, 2, 5), date(2020, 2, 6), (("in 2 WD", "Change Status Report, January 2020: issue"),)),
        (date(2019, 12, 31), None, ()),
        (date(2020, 1, 31), date(2020, 1, 10), (("20 WD late", "Change Status Report, December 2019: issue"),)),
    ],
)
def test_the_report_is_due_from_the_end_of_its_month_until_it_is_issued(
    register: Register, today: date, issued: date | None, expected: Lines
) -> None:
    with register.change("Set up") as session:
        meeting(session, "PANEL", date(2020, 2, 14), agenda_confirmed=date(2020, 1, 2))
        proposal(session, 101, "draft_raised")
        if issued is not None:
            _issue(session, "2020-01", issued)
    with register.read() as session:
        assert listed(session, today) == expected


def test_an_empty_register_has_nothing_due_and_names_no_meeting(register: Register) -> None:
    with register.read() as session:
        found = due(session, TODAY)
    assert (found.rows, found.following, found.days) == ((), "", 15)


# --- several things together ---------------------------------------------------------------------------------------


def test_what_is_due_stands_by_date_and_what_is_late_without_a_day_last(own: Register) -> None:
    with own.change("Set up") as session:
        panel = meeting(session, "PANEL", date(2020, 2, 14), ad_hoc=True)
        for number in (106, 101, 104):
            proposal(session, number, "draft_ready", target=panel)
        for number, days in ((24, date(2019, 5, 29)), (15, date(2019, 4, 25)), (97, date(2020, 2, 3))):
            about = proposal(session, number, "refinement", flags="on hold" if number == 15 else "")
            values: dict[str, Value] = {"proposal": about, "assessment_kind": "PA", "accepted": days}
            create_record(session, "assessment", values)
        board = meeting(session, "CB", TODAY, ad_hoc=True)
        item(session, board, proposal(session, 62, "report_phase"))
    with own.read() as session:
        assert listed(session) == (
            ("today", "MP062: Change Board vote"),
            ("in 5 WD", "DP101, DP104 and DP106: convert at the SEC Panel"),
            ("late", "MP024: Preliminary Assessment 168 WD over target"),
        )


def test_the_assessments_over_target_are_one_line_with_the_worst(own: Register) -> None:
    with own.change("Set up") as session:
        for number, day in ((24, date(2019, 5, 29)), (66, date(2019, 6, 13)), (78, date(2019, 10, 1))):
            about = proposal(session, number, "refinement")
            create_record(session, "assessment", {"proposal": about, "assessment_kind": "PA", "accepted": day})
    with own.read() as session:
        (row,) = due(session, TODAY).rows
        assert row.line.words == "3 assessments over target, worst MP024"
        assert row.reason == "Due because: MP024 Preliminary Assessment is 168 WD over its target of 15 WD"


def test_consultations_expected_in_a_month_are_one_line_due_on_its_last_working_day(own: Register) -> None:
    with own.change("Set up") as session:
        for number, hidden in ((77, ""), (78, ""), (80, "on hold"), (93, ""), (94, "")):
            about = proposal(session, number, "refinement", flags=hidden)
            values: dict[str, Value] = {
                "proposal": about,
                "consultation_kind": "refinement",
                "expected_month": "2020-02",
                "expectation_known_by": DAYS["+1"] if number == 94 else None,
            }
            create_record(session, "consultation", values)
    with own.read() as session:
        (row,) = due(session, TODAY).rows
        assert (row.when, row.line.words) == ("in 15 WD", "3 Refinement Consultations to issue: MP077, MP078 and MP093")
        assert row.reason == "Due because: Expected in February 2020"
        assert (row.line.verb, row.line.place, row.line.uid) == ("Issue", "consultations", "to_issue")
        assert due(session, TODAY, 14).rows == ()


def test_a_panel_whose_day_is_not_known_is_told_by_its_month_until_that_is_over(own: Register) -> None:
    with own.change("Set up") as session:
        panel = meeting(session, "PANEL", None, month="2020-02")
        proposal(session, 101, "draft_ready", target=panel)
    with own.read() as session:
        assert listed(session) == (("February 2020", "DP101: convert at the SEC Panel"),)
        assert due(session, TODAY).following == "SEC Panel, February 2020"
        words = listed(session, date(2020, 3, 2))
    assert ("1 WD late", "DP101: convert at the SEC Panel") in words


def test_many_proposals_are_counted_instead_of_named(own: Register) -> None:
    with own.change("Set up") as session:
        sitting = meeting(session, "CSC", DAYS["-1"])
        for number in range(94, 107):
            item(session, sitting, proposal(session, number, "draft_raised"))
    with own.read() as session:
        (row,) = due(session, TODAY).rows
    assert row.line.words == "13 proposals: Change Sub-Committee decisions"
    assert (row.line.place, row.line.uid, row.is_pressing) == ("decisions", sitting, True)


def test_a_change_board_has_papers_only_where_there_is_something_to_vote_on(own: Register) -> None:
    with own.change("Set up") as session:
        board = meeting(session, "CB", date(2020, 2, 26))
        assert listed(session) == ()
        item(session, board, proposal(session, 62, "report_phase"))
        assert listed(session) == (("in 8 WD", "Change Board, 26 Feb 2020: papers go out"),)


def test_a_day_set_by_hand_is_the_day_of_the_agenda(own: Register) -> None:
    with own.change("Set up") as session:
        meeting(session, "SSC", date(2020, 3, 4), agenda_due=date(2020, 2, 21))
    with own.read() as session:
        (row,) = due(session, TODAY).rows
    assert row.when == "in 10 WD"
    assert row.reason.endswith("Security Sub-Committee, 4 Mar 2020; the day was set by hand")


def test_lead_times_are_settings_of_the_register(own: Register) -> None:
    with own.change("Set up") as session:
        meeting(session, "WG", date(2020, 3, 4))
        assert [row.when for row in due(session, TODAY).rows] == ["in 8 WD"]
        create_record(session, "setting", {"key": "agenda_days", "value": "12"})
        assert [row.when for row in due(session, TODAY).rows] == ["in 6 WD"]
        create_record(session, "setting", {"key": "due_days", "value": "5"})
        assert due(session, TODAY).rows == ()
        assert due(session, TODAY).following == "Working Group, Wed 4 Mar 2020"


def test_a_past_day_shows_what_was_due_then(own: Register) -> None:
    with own.change("Set up") as session:
        sent = proposal(session, 101, "draft_raised")
        board = meeting(session, "CSC", DAYS["+5"])
        listed_item = item(session, board, sent)
        record_event(session, sent, "csc_ready", day=DAYS["+5"], meeting=board, agenda_item=listed_item)
        meeting(session, "WG", date(2020, 3, 4), agenda_confirmed=DAYS["+5"])
    with own.read() as session:
        assert listed(session, TODAY) == (("in 8 WD", "Working Group, 4 Mar 2020: confirm the agenda"),)
        assert listed(session, DAYS["+5"]) == ()


def test_the_sample_lists_the_work_of_its_month(january: Register) -> None:
    with january.read() as session:
        words = [words for _, words in listed(session)]
    assert words[:2] == ["Change Status Report, January 2020: issue", "SECMP0062: Change Board vote"]
    assert "4 Refinement Consultations to issue: MP077, MP078, MP080 and MP093" in words
    assert "February 2020 SEC Release: 3 modifications to implement" in words
    assert words[-1] == "8 assessments over target, worst SECMP0024"


def test_every_rule_has_a_name_and_a_sentence() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.sentence[0].isupper() and not rule.sentence.endswith(".") for rule in RULES)
