"""Finding steps: by words, by record, by person; those of many records; drafts of one sitting as one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from secdesk.register.history import told_steps
from secdesk.register.history_search import HistoryAsk, called, find_steps
from secdesk.register.register import Register
from secdesk.services.records import create_record, delete_record, update_record


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """Steps 1 to 5: set up by One; two edits by Two; three proposals in bulk; a deletion."""
    with Register.create(tmp_path / "a.secdesk", who="Analyst One") as made:
        with made.change("Set up") as session:
            create_record(session, "person", {"name": "Gary Fairclough"}, uid="gary")
            for number in (77, 78, 80):
                create_record(session, "proposal", {"number": number, "title": f"Title {number}"}, uid=f"p{number}")
        made.who = "Analyst Two"
        with made.change("Lead of 77") as session:
            update_record(session, "proposal", "p77", {"lead_analyst": "gary"})
        with made.change("Words") as session:
            update_record(session, "proposal", "p78", {"issue": "100% of \"meters\" in Łódź"})
        with made.change("Urgent") as session:
            for uid in ("p77", "p78", "p80"):
                update_record(session, "proposal", uid, {"urgent": True})
        with made.change("Delete") as session:
            delete_record(session, "proposal", "p80", date(2020, 1, 1))
        yield made


def seqs(register: Register, **ask: object) -> list[int]:
    with register.read() as session:
        return [group[0] for group in find_steps(session, HistoryAsk(**ask))]  # type: ignore[arg-type]


def test_every_step_is_found_newest_first(register: Register) -> None:
    assert seqs(register) == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("urgent", [4]),
        ("two", [5, 4, 3, 2]),
        ("gary", [2, 1]),
        ("dp077", [4, 2, 1]),
        ("Title 78", [4, 3, 1]),
        ("100%", [3]),
        ('"meters"', [3]),
        ("Łódź", [3]),
        ("delete", [5]),
        ("_", []),
        ("nothing of this", []),
    ],
)
def test_words_are_found_in_labels_names_people_and_values(register: Register, text: str, found: list[int]) -> None:
    assert seqs(register, text=text) == found


def test_steps_are_found_by_person_by_record_and_by_how_many_they_changed(register: Register) -> None:
    assert seqs(register, who="Analyst One") == [1]
    assert seqs(register, record="p77") == [4, 2, 1]
    assert seqs(register, record="p80") == [5, 4, 1]
    assert seqs(register, bulk=True) == [4, 1]
    assert seqs(register, bulk=True, who="Analyst Two") == [4]


def test_outcomes_drafted_one_after_the_other_are_one_group(register: Register) -> None:
    with register.change("Agenda") as session:
        create_record(session, "meeting", {"body": "CB"}, uid="cb")
        for number in (77, 78):
            values = {"meeting": "cb", "proposal": f"p{number}"}
            create_record(session, "agenda_item", values, uid=f"i{number}")
    for item, outcome in (("i77", "cb_approved"), ("i78", "cb_deferred"), ("i77", "cb_rejected")):
        with register.change(f"Outcome of {item}") as session:
            update_record(session, "agenda_item", item, {"draft_outcome": outcome})
    with register.change("Minutes") as session:
        update_record(session, "agenda_item", "i77", {"minutes": 5})
    with register.read() as session:
        assert find_steps(session, HistoryAsk())[:3] == [(10,), (9, 8, 7), (6,)]


def test_steps_are_told_in_the_order_asked_for_and_those_gone_left_out(register: Register) -> None:
    with register.read() as session:
        found = told_steps(session, [2, 99, 4], lines=1)
    assert [(entry.seq, entry.cut) for entry in found] == [(2, False), (4, True)]
    assert found[0].lines[0].fields[0].field == "lead_analyst"


def test_a_record_is_called_by_name_also_when_it_is_gone(register: Register) -> None:
    with register.read() as session:
        assert (called(session, "p77"), called(session, "p80"), called(session, "x")) == ("DP077", "DP080", "")
