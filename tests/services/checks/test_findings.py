"""Findings keep their order and their identity; what is checked depends on the date alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import event as sql_event
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from secdesk.errors import Invalid
from secdesk.models import Proposal, kinds
from secdesk.papers.change_status.collect import collect
from secdesk.register.register import Register
from secdesk.rules.checks import SEVERITIES, Finding
from secdesk.rules.status import status_at, value_at
from secdesk.rules.years import parse_month
from secdesk.services.checks import check_month, check_register, follow_promises
from secdesk.services.checks.reading import read_snapshot
from secdesk.services.events import record_event
from tests.factories import add_all_kinds
from tests.services.checks.case import both, force, item, made, taken_over
from tests.services.checks.clean_register import MONTH, PAPER_DATE, change

DAYS = (date(2015, 1, 1), date(2018, 6, 1), date(2020, 2, 7), date(2025, 1, 1))

MANY = both(
    item("csc-may", 206),
    made("meeting", "m", body="SSC", date=date(2024, 8, 26)),
    force("meeting", "csc-may", state="cancelled"),
    force("consultation", "c205", responses=None),
    lambda s: change(s, "assessment", "a205", target=5),
)


def test_the_gravest_come_first_and_the_order_is_always_the_same(clean: Register) -> None:
    with clean.change("Many") as session:
        MANY(session)
    found = check_month(clean, MONTH)
    ranks = [(SEVERITIES.index(finding.severity), finding.rule) for finding in found]
    assert ranks == sorted(ranks)
    assert {severity for severity, _ in ranks} == {0, 1, 2}
    assert check_month(clean, MONTH) == found


def test_a_finding_is_known_again_by_its_key_after_a_conversion(clean: Register) -> None:
    """An accepted finding names the proposal by another prefix now, and is the same."""
    with clean.change("A title to mix up") as session:
        change(session, "proposal", "p205", title="Privacy audit of other users")
    (before,) = check_register(clean, at=PAPER_DATE)
    with clean.change("Convert") as session:
        record_event(session, "p207", "panel_converted", day=date(2024, 6, 14))
    (after,) = [finding for finding in check_register(clean, at=date(2024, 6, 14)) if finding.rule == "C05"]
    assert (before.key, before.sentence) == (after.key, after.sentence.replace("MP207", "DP207"))
    assert after.sentence != before.sentence


def test_another_value_makes_another_finding(clean: Register) -> None:
    keys = set()
    for day in (date(2024, 6, 15), date(2024, 6, 16)):
        with clean.change("Move") as session:
            force("consultation", "c204", closes=day)(session)
        (found,) = check_month(clean, MONTH)
        keys.add(found.key)
    assert len(keys) == 2
    assert all(key.startswith("C22-") for key in keys)


def test_the_key_does_not_depend_on_the_order_of_records_or_on_words() -> None:
    one = Finding("C05", "note", "A and B", (("proposal", "a"), ("proposal", "b")), ("x",))
    other = Finding("C05", "note", "B and A", (("proposal", "b"), ("proposal", "a")), ("x",))
    assert one.key == other.key
    assert one.key != Finding("C06", "note", "A and B", one.records, ("x",)).key


def test_a_day_before_the_paper_asks_for_nothing_that_is_still_to_come(clean: Register) -> None:
    with clean.change("The Working Group is still to come") as session:
        force("meeting", "wg-june", state="planned")(session)
    assert [finding.rule for finding in check_month(clean, MONTH)] == ["C14"]
    assert check_month(clean, MONTH, today=date(2024, 6, 5)) == []
    assert [finding.rule for finding in check_month(clean, MONTH, today=date(2024, 6, 6))] == ["C14"]


def test_today_after_the_paper_makes_no_difference(clean: Register) -> None:
    assert check_month(clean, MONTH, today=date(2026, 1, 1)) == check_month(clean, MONTH) == []


def test_other_days_may_be_asked_for(clean: Register) -> None:
    found = check_month(clean, MONTH, paper_date=date(2024, 6, 12), figures_to=date(2024, 6, 13))
    assert [finding.rule for finding in found] == ["C38", "C24"]


def test_an_earlier_date_does_not_know_what_came_later(clean: Register) -> None:
    with clean.change("Withdrawn with a place in a release") as session:
        made("release_part", "r", proposal="p209", release="nov")(session)
    assert check_register(clean, at=date(2024, 5, 14)) == []
    assert [finding.rule for finding in check_register(clean, at=date(2024, 5, 15))] == ["C33"]


def test_a_meeting_is_asked_about_from_its_own_day_on(clean: Register) -> None:
    with clean.change("An item and a promise") as session:
        item("csc-may", 206)(session)
        change(session, "proposal", "p206", date(2024, 4, 10), target_meeting="panel-may")
    found = {day: [finding.rule for finding in check_register(clean, at=date(2024, 5, day))] for day in (9, 10, 27, 28)}
    assert found == {9: [], 10: ["C44"], 27: ["C44"], 28: ["C17", "C44"]}


@pytest.mark.parametrize("text", ["", "2024-13", "spring"])
def test_text_that_is_no_month_is_refused_in_words(clean: Register, text: str) -> None:
    for ask in (check_month, follow_promises):
        with pytest.raises(Invalid, match="is not a month"):
            ask(clean, text)


@pytest.mark.parametrize("number", [1, 40])
def test_a_larger_register_takes_no_more_queries(clean: Register, number: int) -> None:
    with clean.change("More") as session:
        for place in range(number):
            taken_over(300 + place, "refinement", date(2024, 1, 5), f"Matter {place}", date(2023, 1, 9))(session)
    with counted_queries() as statements:
        check_register(clean, at=PAPER_DATE)
    assert len(statements) == 19
    with counted_queries() as by_month:
        check_month(clean, MONTH)
    with counted_queries() as by_report, clean.read() as session:
        collect(session, parse_month(MONTH))
    assert len(by_month) == len(statements) + len(by_report)


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.extend([statement] if statement.startswith("SELECT") else [])

    sql_event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sql_event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def anything(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Register]:
    """A register with records of every kind and values drawn at random."""
    with Register.create(tmp_path / "any.secdesk", who="Test") as register:
        with register.change("Anything") as session:
            add_all_kinds(session, Random(request.param), of_each=15)
        yield register


@pytest.mark.parametrize("anything", range(5), indirect=True)
def test_whatever_a_register_holds_it_can_be_checked(anything: Register) -> None:
    for day in DAYS:
        expect_sound(anything, check_register(anything, at=day))
        expect_sound(anything, check_month(anything, f"{day:%Y-%m}"))
        assert all(each.reference and each.meeting_words for each in follow_promises(anything, f"{day:%Y-%m}"))


def expect_sound(register: Register, found: list[Finding]) -> None:
    assert len({finding.key for finding in found}) == len(found)
    assert all(finding.sentence.strip() and "None" not in finding.sentence for finding in found)
    with register.read() as session:
        assert all(is_there(session, kind, uid) for finding in found for kind, uid in finding.records)


def is_there(session: Session, kind: str, uid: str) -> bool:
    return session.get(kinds()[kind], uid) is not None


@pytest.mark.parametrize("anything", range(5), indirect=True)
def test_a_snapshot_tells_status_and_dated_values_as_the_queries_do(anything: Register) -> None:
    with anything.read() as session:
        for day in DAYS:
            snapshot = read_snapshot(session, max(DAYS))
            title = value_at(Proposal, "title", day).label("title")
            for row in session.execute(select(Proposal.uid, status_at(day).label("status"), title)):
                assert snapshot.status_on(row.uid, day) == row.status
                assert snapshot.text_on(row.uid, "title", day)[1] == row.title
