"""A list on paper: the rows and words of the list on the screen, with its filter."""

from __future__ import annotations

import pytest

from secdesk.errors import KnownError
from secdesk.papers.tree import Table, figures, plain
from secdesk.register.register import Register
from secdesk.services.papers import make_paper

from .full_register import TODAY
from .wishes import SAMPLE_DAY, plain_text, rows_of


def cells_of(register: Register, records: str, where: str = "") -> list[list[str]]:
    paper = make_paper(register, "list", at=TODAY, records=records, where=where)
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    return [[column.title for column in table.columns], *([plain(cell) for cell in row] for row in table.rows)]


def test_proposals_print_with_what_follows_from_their_events(january: Register) -> None:
    paper = make_paper(january, "list", at=SAMPLE_DAY, records="proposal", where="privacy")
    text = plain_text(paper)
    assert "Filter: 'privacy'." in text
    assert rows_of(paper)[1].startswith(
        "DP112 Setting the Privacy Assessment Assurance Status Define Raised 28 Jan 2020"
    )
    assert "In all 1 proposal." in text
    assert "DP113" not in text


def test_a_list_without_a_filter_says_so_and_counts_every_record(january: Register) -> None:
    paper = make_paper(january, "list", at=SAMPLE_DAY, records="proposal")
    assert "No filter: every record of this kind." in plain_text(paper)
    total = next(f for f in figures(paper) if f.key == "list.count")
    assert total.text == "36 proposals"
    assert len(total.records) == 36


def test_a_filter_that_finds_nothing_says_so(january: Register) -> None:
    text = plain_text(make_paper(january, "list", at=SAMPLE_DAY, records="meeting", where="zebra"))
    assert "Filter: 'zebra'." in text
    assert "No records match this filter." in text


def test_a_number_comes_before_titles_as_on_the_screen(full: Register) -> None:
    assert [row[0] for row in cells_of(full, "proposal", "77")[1:]] == ["MP077"]


def test_other_kinds_print_their_brief_fields_in_words(full: Register) -> None:
    rows = cells_of(full, "consultation")
    assert rows[0] == ["Proposal", "Kind", "Expected in", "Opens", "Closes", "Responses"]
    assert ["MP077", "Refinement Consultation", "February 2020", "10 Feb 2020", "28 Feb 2020", "9"] in rows


def test_a_list_names_no_proposal_above_its_marking(full: Register) -> None:
    row = next(row for row in cells_of(full, "proposal", "107")[1:])
    assert row[0] == "DP107"
    assert "SMETS1" not in " ".join(row)
    actions = [row for row in cells_of(full, "action")[1:] if row[0] == "above the marking of this paper"]
    assert len(actions) == 1


def test_a_kind_that_is_no_list_is_refused_with_those_that_are(full: Register) -> None:
    for records in ("dated_value", "elephant"):
        with pytest.raises(KnownError, match=f"There is no list of '{records}'. Choose one of: action, "):
            make_paper(full, "list", at=TODAY, records=records)
