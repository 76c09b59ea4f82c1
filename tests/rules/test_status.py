"""The status as at a date: the SQL expressions beside a plain twin that reads one event after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from secdesk.models import DatedValue, Event, Proposal, new_uid
from secdesk.register.register import Register
from secdesk.rules.process import CONVERTED_STATUSES, OUTCOMES, STATUSES, concluding_statuses, is_open
from secdesk.rules.status import (
    converted_at,
    first_date,
    proposal_of,
    select_proposals,
    status_at,
    value_at,
)

START = date(2020, 1, 1)
DAYS = [START + timedelta(days=offset) for offset in range(-1, 14)]
OPENING = ("taken_over", "reopened")


@dataclass(frozen=True, slots=True)
class Fact:
    """One event as the twin sees it; ``corrects`` is the place of an earlier one in the list, if any."""

    outcome: str
    day: date | None
    known_by: date | None
    position: int
    status: str | None
    corrects: int | None


def when(fact: Fact) -> date | None:
    return fact.day or fact.known_by


def uid_of(place: int) -> str:
    """The uid of an event: in another order than that of entry, as real ones are."""
    return f"{place * 7919 % 101:032d}"


def leads_to(fact: Fact) -> str:
    return fact.status or "unknown" if fact.outcome in OPENING else OUTCOMES[fact.outcome].status


def lived(facts: list[Fact], at: date) -> list[tuple[int, Fact]]:
    """The facts that count as at a date, in the order in which they happened; the undated first."""
    wrong = {fact.corrects for fact in facts if fact.corrects is not None}
    found = []
    for place, fact in enumerate(facts):
        day = when(fact)
        if place not in wrong and (day is None or day <= at):
            found.append((place, fact))
    # Of two events of one day and position, the one whose uid sorts first has the last word.
    found.sort(key=lambda each: uid_of(each[0]), reverse=True)
    return sorted(found, key=lambda each: (when(each[1]) or date.min, each[1].position))


def twin_status(facts: list[Fact], at: date) -> str:
    status = ""
    for _, fact in lived(facts, at):
        status = leads_to(fact) or status
    return status


def twin_converted(facts: list[Fact], at: date) -> bool:
    for _, fact in lived(facts, at):
        led = leads_to(fact)
        if led in CONVERTED_STATUSES:
            return True
        if fact.outcome in OPENING and led not in ("enquiry", "draft_raised", "draft_in_development", "draft_ready"):
            return True
    return False


def twin_first(facts: list[Fact], at: date, statuses: tuple[str, ...]) -> date | None:
    ordered = sorted(lived(facts, at), key=lambda each: (when(each[1]) or date.min, each[1].position, uid_of(each[0])))
    for _, fact in ordered:
        known = fact.outcome == "taken_over" and fact.day is not None and leads_to(fact) != "implemented"
        if (known or fact.outcome not in OPENING) and leads_to(fact) in statuses:
            return fact.day
    return None


NOTED = Fact("csc_noted", START, None, 0, None, None)
days = st.one_of(st.none(), st.integers(0, 9).map(lambda offset: START + timedelta(days=offset)))


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    facts: list[Fact] = []
    for place in range(draw(st.integers(0, 9))):
        day = draw(days)
        facts.append(
            Fact(
                outcome=draw(st.sampled_from(sorted(OUTCOMES))),
                day=day,
                known_by=draw(days) if day is None else None,
                position=draw(st.integers(0, 2)),
                status=draw(st.one_of(st.none(), st.sampled_from(sorted(STATUSES)))),
                corrects=draw(st.one_of(st.none(), st.none(), st.integers(0, place - 1))) if place else None,
            )
        )
    return facts


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    with Register.create(tmp_path_factory.mktemp("status") / "status.secdesk", who="Test") as made:
        yield made


def enter(session: Session, facts: list[Fact]) -> str:
    """Add a proposal with these events; nothing of it is kept after the session."""
    proposal = Proposal(uid=new_uid(), number=1)
    session.add(proposal)
    session.flush()
    for place, fact in enumerate(facts):
        session.add(
            Event(
                uid=uid_of(place),
                proposal=proposal.uid,
                outcome=fact.outcome,
                date=fact.day,
                known_by=fact.known_by,
                position=fact.position,
                status=fact.status,
                corrects=None if fact.corrects is None else uid_of(fact.corrects),
            )
        )
    session.flush()
    return proposal.uid


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories())
@example([NOTED, NOTED, Fact("raised", None, START, 0, None, None), Fact("raised", START, None, 0, None, None)])
def test_the_sql_says_at_every_date_what_its_plain_twin_says(register: Register, facts: list[Fact]) -> None:
    raised, concluded = ("draft_raised",), concluding_statuses(True)
    with register.read() as session:
        uid = enter(session, facts)
        for at in DAYS:
            row = session.execute(
                select(
                    status_at(at).label("status"),
                    converted_at(at).label("converted"),
                    first_date(raised, at).label("raised"),
                    first_date(concluded, at).label("concluded"),
                ).where(Proposal.uid == uid)
            ).one()
            assert row.status == twin_status(facts, at), at
            assert bool(row.converted) == twin_converted(facts, at), at
            assert row.raised == twin_first(facts, at, raised), at
            assert row.concluded == twin_first(facts, at, concluded), at


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories())
def test_the_list_of_proposals_says_what_the_single_expressions_say(register: Register, facts: list[Fact]) -> None:
    with register.read() as session:
        uid = enter(session, facts)
        for at in DAYS[::4]:
            found = proposal_of(session.execute(select_proposals(at).where(Proposal.uid == uid)).one())
            assert (found.status, found.converted) == (twin_status(facts, at), twin_converted(facts, at))
            assert found.stage == (STATUSES[found.status].stage if found.status else "")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories())
def test_what_comes_later_changes_no_earlier_date(register: Register, facts: list[Fact]) -> None:
    """An old month can be printed again as it was: only corrections reach back (design.md 1.1)."""
    facts = [fact for fact in facts if fact.corrects is None]
    middle = START + timedelta(days=4)
    before = [fact for fact in facts if (day := when(fact)) is None or day <= middle]
    # What comes later is entered later: the others keep their identities, which break a tie of the same day.
    facts = before + [fact for fact in facts if (day := when(fact)) is not None and day > middle]
    assert twin_status(facts, middle) == twin_status(before, middle)
    with register.read() as session:
        uid = enter(session, facts)
        found = session.scalar(select(status_at(middle)).where(Proposal.uid == uid))
    with register.read() as session:
        uid = enter(session, before)
        assert session.scalar(select(status_at(middle)).where(Proposal.uid == uid)) == found


def test_a_correction_takes_an_event_out_of_the_count_before_the_correction_too(register: Register) -> None:
    ready = Fact("csc_ready", START, None, 0, None, None)
    wrong = Fact("corrected", START + timedelta(days=9), None, 0, None, 0)
    with register.read() as session:
        uid = enter(session, [ready, wrong])
        found = {session.scalar(select(status_at(at)).where(Proposal.uid == uid)) for at in DAYS}
    assert found == {""}


def test_an_event_without_any_date_was_always_so_and_any_dated_one_comes_after_it(register: Register) -> None:
    always = Fact("taken_over", None, None, 9, "refinement", None)
    dated = Fact("withdrawn", START, None, 0, None, None)
    with register.read() as session:
        uid = enter(session, [always, dated])
        found = [
            session.scalar(select(status_at(at)).where(Proposal.uid == uid))
            for at in (date(1990, 1, 1), DAYS[0], START)
        ]
    assert found == ["refinement", "refinement", "withdrawn"]


def test_a_dated_value_holds_from_its_day_and_the_later_entry_wins_on_one_day(register: Register) -> None:
    rows = [(None, 1, "always"), (START, 2, "first"), (START, 3, "second"), (date(2020, 1, 9), 4, None)]
    with register.read() as session:
        proposal = Proposal(uid=new_uid(), number=2)
        session.add(proposal)
        for since, position, value in rows:
            session.add(
                DatedValue(
                    record=proposal.uid, field_name="title", value=value, effective_from=since, position=position
                )
            )
        session.flush()
        found = [
            session.scalar(select(value_at(Proposal, "title", at)).where(Proposal.uid == proposal.uid))
            for at in (DAYS[0], START, date(2020, 1, 8), date(2020, 1, 9))
        ]
    assert found == ["always", "second", "second", None]


def test_open_means_every_known_status_before_approval() -> None:
    assert [key for key in STATUSES if is_open(key)] == [
        "draft_raised",
        "draft_in_development",
        "draft_ready",
        "refinement",
        "report_to_panel",
        "report_phase",
        "with_authority",
    ]


def test_nothing_of_these_histories_is_kept(register: Register) -> None:
    with register.read() as session:
        enter(session, [Fact("raised", START, None, 0, None, None)])
    with register.read() as session:
        assert session.scalar(select(func.count()).select_from(Event)) == 0
