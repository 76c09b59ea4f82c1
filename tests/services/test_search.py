"""Search through the whole register: numbers, then titles, then texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.services.records import Effect, create_record, update_record
from secdesk.services.search import (
    KINDS,
    Entry,
    Found,
    excerpt,
    owners_of,
    read_entries,
    search,
    search_numbers_and_titles,
)

TODAY = date(2020, 2, 7)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "a.secdesk", who="Tester") as register:
        yield register


def add(register: Register, kind: str, values: dict[str, Value]) -> str:
    with register.change(f"Add {kind}") as session:
        return create_record(session, kind, values)


def entries(register: Register) -> list[Entry]:
    with register.read() as session:
        return [entry for kind in KINDS for entry in read_entries(session, kind, TODAY)]


def found(register: Register, typed: str) -> list[tuple[str, str]]:
    return [(each.uid, each.where) for each in search(entries(register), typed)]


def test_numbers_come_first_then_titles_then_texts(register: Register) -> None:
    text = add(register, "proposal", {"number": 9, "title": "Other", "issue": "There were 67 responses"})
    title = add(register, "proposal", {"number": 8, "title": "The 67 alerts"})
    begun = add(register, "proposal", {"number": 671, "title": "Begun"})
    exact = add(register, "proposal", {"number": 67, "title": "Exact"})
    assert found(register, "67") == [(exact, "number"), (begun, "number"), (title, "title"), (text, "text")]
    assert found(register, "dp67")[0] == (exact, "number")


def test_what_happened_to_a_proposal_leads_to_it(register: Register) -> None:
    uid = add(register, "proposal", {"number": 9, "title": "Other"})
    add(register, "event", {"proposal": uid, "outcome": "raised", "date": TODAY, "printed_note": "A zebra was seen"})
    (hit,) = search(entries(register), "zebra")
    assert (hit.kind, hit.uid, hit.where) == ("proposal", uid, "text")
    assert hit.passage is not None
    assert hit.passage.label == "Printed note"


def test_a_former_title_still_finds_its_proposal(register: Register) -> None:
    uid = add(register, "proposal", {"number": 9, "title": "Quagga roll-out"})
    with register.change("Title") as session:
        update_record(session, "proposal", uid, {"title": "Zebra roll-out"}, effect=Effect(since=TODAY))
    assert found(register, "quagga") == found(register, "zebra") == [(uid, "title")]


def test_every_word_must_be_there_whatever_its_capitals_and_accents(register: Register) -> None:
    uid = add(register, "organisation", {"name": "Łódź Energy"})
    assert found(register, "ENERGY lodz") == [(uid, "title")]
    assert found(register, "lodz water") == []
    assert found(register, "   ") == []


def test_before_the_entries_are_read_numbers_and_titles_are_found_in_the_register(register: Register) -> None:
    exact = add(register, "proposal", {"number": 67, "title": "Exact"})
    title = add(register, "proposal", {"number": 8, "title": "100% of the alerts"})
    with register.read() as session:
        assert search_numbers_and_titles(session, "dp67", 6) == [Found("proposal", exact, "number")]
        assert search_numbers_and_titles(session, "100% ALERTS", 6) == [Found("proposal", title, "title")]
        assert search_numbers_and_titles(session, "1_0", 6) == []
        assert search_numbers_and_titles(session, " ", 6) == []


def test_the_owner_of_a_dated_value_is_known_while_it_is_there(register: Register) -> None:
    announced: list[str] = []
    register.listeners.append(lambda news: announced.extend(uid for kind, uid in news.touched if kind == "dated_value"))
    uid = add(register, "proposal", {"number": 9, "title": "Other"})
    with register.read() as session:
        assert owners_of(session, announced) == {uid}
        assert owners_of(session, ["gone"]) == set()


def test_an_excerpt_shows_the_word_with_dots_where_it_was_cut() -> None:
    text = "Long before. " * 20 + "Here a zebra grazes. " + "Long after. " * 20
    cut = excerpt(text, "ZEBRA")
    assert "zebra" in cut
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert excerpt("A short text", "short") == "A short text"


@given(st.text(max_size=400), st.text(max_size=12))
def test_an_excerpt_is_part_of_its_text_and_short(text: str, typed: str) -> None:
    cut = excerpt(text, typed)
    assert len(cut) <= 75
    assert cut.strip("…").strip() in " ".join(text.split())
