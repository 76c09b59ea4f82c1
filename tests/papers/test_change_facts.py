"""What changed between two states in facts, and the optional section of the report that tells it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.exchange.sample import fill_with_sample
from secdesk.papers.change_facts import (
    AssessmentState,
    FigureState,
    ProposalState,
    RegisterState,
    collect_state,
    compare,
)
from secdesk.papers.tree import Heading, plain
from secdesk.register.register import Register
from secdesk.rules.process import STATUSES
from secdesk.rules.years import Month
from secdesk.services.papers import make_report
from secdesk.services.records import create_record

DAY = date(2020, 2, 7)


def proposal(uid: str = "p", status: str = "refinement", title: str = "Title", release: str = "") -> ProposalState:
    return ProposalState(uid, "MP077", title, status, True, date(2019, 1, 2), release)


def state(
    *proposals: ProposalState,
    assessments: tuple[AssessmentState, ...] = (),
    figures: dict[str, FigureState] | None = None,
) -> RegisterState:
    numbered = {(number, ""): each for number, each in enumerate(proposals)}
    return RegisterState(Month(2020, 1), DAY, numbered, {each.uid: each for each in assessments}, figures or {})


def told(before: RegisterState, after: RegisterState) -> list[tuple[str, str]]:
    return [(fact.kind, fact.sentence) for fact in compare(before, after)]


def test_a_new_status_is_a_move_until_it_is_a_decision() -> None:
    moved = told(state(proposal()), state(proposal(status="report_phase")))
    decided = told(state(proposal(status="with_authority")), state(proposal(status="rejected")))
    assert moved == [("moved", "MP077 went from ‘Refinement’ to ‘Report Phase’")]
    assert [kind for kind, _ in decided] == ["decided"]


def test_titles_and_releases_are_told_apart() -> None:
    before, after = state(proposal()), state(proposal(title="Other", release="June 2020"))
    assert told(before, after) == [
        ("retitled", "MP077 was ‘Title’ and is now ‘Other’"),
        ("release", "MP077 is in June 2020"),
    ]


def test_a_returned_assessment_and_the_figure_it_leaves_say_why() -> None:
    open_one = AssessmentState("a", "MP077 PA", "p", date(2019, 5, 1), None)
    back = AssessmentState("a", "MP077 PA", "p", date(2019, 5, 1), date(2020, 1, 17))
    was = {"pa": FigureState("PAs open: total", "1", {"a": "MP077 PA"})}
    now = {"pa": FigureState("PAs open: total", "0", {})}
    found = told(state(assessments=(open_one,), figures=was), state(assessments=(back,), figures=now))
    assert found == [
        ("returned", "MP077 PA was returned on 17 Jan 2020"),
        ("figure", "PAs open: total is 0, was 1: MP077 PA left"),
    ]


@given(st.sampled_from(sorted(STATUSES)), st.sampled_from(sorted(STATUSES)), st.text(max_size=5), st.text(max_size=5))
def test_equal_states_have_no_changes_and_others_have_the_changes_of_what_differs(
    status: str, later: str, title: str, other: str
) -> None:
    before, after = state(proposal(status=status, title=title)), state(proposal(status=later, title=other))
    assert compare(before, before) == ()
    kinds = {fact.kind for fact in compare(before, after)}
    assert ("retitled" in kinds) == (title != other)
    assert bool(kinds & {"moved", "decided"}) == (status != later)


@pytest.fixture(scope="module")
def january(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("facts") / "january.secdesk"
    with Register.create(path, who="Test") as made:
        fill_with_sample(made)
    return path


def test_january_against_itself_is_the_same(january: Path) -> None:
    with Register.open(january, read_only=True) as register, register.read() as session:
        assert compare(collect_state(session, Month(2020, 1)), collect_state(session, Month(2020, 1))) == ()


def test_the_section_is_printed_only_where_the_register_asks_for_it(january: Path, tmp_path: Path) -> None:
    with Register.open(Path(shutil.copy(january, tmp_path / "own.secdesk")), who="Test") as register:
        before = make_report(register, "2020-01")
        with register.change("Settings") as session:
            create_record(session, "setting", {"key": "report_since_last", "value": "yes"})
            create_record(session, "setting", {"key": "large_print", "value": "yes"})
        after = make_report(register, "2020-01")
    headings = [plain(block.content) for block in after.blocks if isinstance(block, Heading)]
    assert headings.index("Since the last report") == headings.index("Define") - 1
    assert "Since the last report" not in [plain(b.content) for b in before.blocks if isinstance(b, Heading)]
    assert (before.large_print, after.large_print) == (False, True)
    words = [plain(line) for block in after.blocks if block.type == "bullets" for line in block.items]
    assert "MP093 PA was returned on 21 Jan 2020" in words
