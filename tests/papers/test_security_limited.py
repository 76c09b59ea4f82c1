"""A security-limited proposal leaves the secretariat as one with the highest marking, by whatever door."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from secdesk.errors import KnownError
from secdesk.models import DatedValue, Proposal
from secdesk.register.register import Register
from secdesk.rules.choices import options
from secdesk.rules.markings import is_above, marking_of
from secdesk.services.papers import PAPERS
from tests.papers.test_every_paper import ABOUT_ONE, SECRET, restrict_all
from tests.papers.wishes import paper_of, plain_text


def limit_all(register: Register) -> None:
    """Make every proposal security-limited, without any marking."""
    restrict_all(register)
    with register.change("Limit") as session:
        for proposal in session.scalars(select(Proposal)):
            proposal.security_limited = True
        for mark in session.scalars(select(DatedValue).where(DatedValue.field_name == "marking")):
            session.delete(mark)


@pytest.mark.parametrize("limited", [True, False, None])
@pytest.mark.parametrize("marking", [None, *options("marking")])
def test_it_counts_as_marked_as_restrictively_as_there_is(marking: str | None, limited: bool | None) -> None:
    counted = marking_of(marking, limited)
    assert counted == ("RED" if limited else marking)
    assert is_above(counted, "AMBER") == (counted == "RED")
    assert not is_above(counted, "RED")


def test_no_paper_below_the_highest_marking_tells_its_title(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    limit_all(register)
    made = [paper_of(register, "full", kind) for kind in PAPERS if kind not in (*ABOUT_ONE, "list")]
    assert [paper.title for paper in made if SECRET in plain_text(paper)] == []


@pytest.mark.parametrize("kind", ABOUT_ONE)
def test_a_paper_about_it_bears_the_highest_marking(copy_of: Callable[[str], Register], kind: str) -> None:
    register = copy_of("full")
    limit_all(register)
    paper = paper_of(register, "full", kind)
    assert paper.marking == "RED"
    assert SECRET in plain_text(paper)
    with pytest.raises(KnownError, match="security-limited"):
        paper_of(register, "full", kind, marking="GREEN")
