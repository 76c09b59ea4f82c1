"""Which records a list shows, in which order, and what a search finds."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.register.register import Register
from secdesk.rules.reference import matches_search
from secdesk.services import queries
from secdesk.services.list_search import ListSearch, matching
from secdesk.services.queries import SearchText
from secdesk.services.records import Effect, create_record, update_record
from tests.services.desk import add, agenda, at_status, meeting, raised

TODAY = date(2020, 2, 7)


def test_pages_of_a_kind_put_together_are_the_whole_in_its_own_order(register: Register) -> None:
    with register.change("Fill") as session:
        for number in (30, 2, 101, 7):
            at_status(session, number, "refinement")
        create_record(session, "proposal", {})
        create_record(session, "proposal", {})
    with register.read() as session:
        whole = queries.ordered_uids(session, "proposal")
        halves = (queries.ordered_uids(session, "proposal", offset=place, limit=2) for place in range(0, 6, 2))
        pages = [uid for half in halves for uid in half]
        numbers = [each.number for each in queries.proposals_at(session, TODAY, whole)]
        assert queries.count_records(session, "proposal") == 6
    assert pages == whole
    assert numbers == [None, None, 2, 7, 30, 101]


def test_proposals_come_in_the_order_in_which_they_are_asked_for(register: Register) -> None:
    with register.change("Fill") as session:
        uids = [raised(session, f"Title {number}") for number in range(3)]
    wanted = [uids[2], "gone", uids[0]]
    with register.read() as session:
        assert [row.uid for row in queries.proposals_at(session, TODAY, wanted)] == [uids[2], uids[0]]


def test_stages_are_those_of_the_day_asked_for(register: Register) -> None:
    with register.change("Fill") as session:
        uid = raised(session, "One", on=date(2020, 2, 3))
        blank = create_record(session, "proposal", {})
    with register.read() as session:
        assert queries.stages_at(session, date(2020, 2, 2)) == {blank: "", uid: ""}
        assert queries.stages_at(session, TODAY) == {blank: "", uid: "define"}


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("77", [77, 770]),
        ("dp77", [77, 770]),
        ("secmp 77", [77, 770]),
        ("gas", [7]),
        ("GAS  met", [7]),
        ("smets1", [770]),
        ("nora", [77]),
        ("zzz", []),
        ("", [7, 77, 770]),
    ],
)
def test_a_search_finds_numbers_present_and_former_titles_and_proposers(
    register: Register, typed: str, numbers: list[int]
) -> None:
    with register.change("Fill") as session:
        nora = add(session, "person", name="Nora Jones")
        found = {7: raised(session, "Large Gas Meters", 7), 77: raised(session, "Flags", 77)}
        update_record(session, "proposal", found[77], {"proposer": nora})
        found[770] = raised(session, "Validation of SMETS1", 770)
        update_record(session, "proposal", found[770], {"title": "Validation"}, effect=Effect(date(2020, 2, 1)))
    with register.read() as session:
        texts = queries.search_texts(session, "proposal", TODAY)
    names = {uid: number for number, uid in found.items()}
    assert [names[uid] for uid in matching(texts, typed)] == numbers


@given(
    typed=st.one_of(st.from_regex(r"(dp|MP|secmp)? ?0{0,2}[1-9][0-9]{0,3}[A-B]?", fullmatch=True), st.text(max_size=8)),
    numbers=st.lists(st.tuples(st.integers(1, 2000), st.sampled_from(["", "A", "B"])), unique=True, max_size=12),
)
def test_whatever_a_query_names_comes_before_everything_else(typed: str, numbers: list[tuple[int, str]]) -> None:
    texts = [SearchText(f"{number}{suffix}", "words", number, suffix) for number, suffix in numbers]
    found = matching(texts, typed)
    named = [text.uid for text in texts if text.number and matches_search(typed, text.number, text.suffix)]
    assert found[: len(named)] == named
    assert len(set(found)) == len(found)


@given(
    typed=st.lists(st.text(alphabet="abm 17-", max_size=6), max_size=6),
    titles=st.lists(st.text(alphabet="abm 17", max_size=8), max_size=12),
)
def test_a_search_finds_the_same_whatever_was_typed_before(typed: list[str], titles: list[str]) -> None:
    texts = [SearchText(str(place), title, place) for place, title in enumerate(titles)]
    search = ListSearch(texts)
    for words in typed:
        assert search.matching(words) == matching(texts, words)
        assert {text.uid for text in texts if all(word in text.words for word in words.split())} <= set(
            search.matching(words)
        )


@given(
    typed=st.lists(st.text(alphabet="abm 17-", max_size=6), max_size=6),
    titles=st.lists(st.text(alphabet="abm 17", max_size=8), max_size=12),
    most=st.integers(1, 12),
)
def test_the_beginning_of_what_a_search_finds_is_the_same_without_looking_at_all(
    typed: list[str], titles: list[str], most: int
) -> None:
    texts = [SearchText(str(place), title, place) for place, title in enumerate(titles)]
    search = ListSearch(texts)
    for words in typed:
        whole = matching(texts, words)
        assert search.beginning(words, most) == whole[:most]
        assert [text.uid for text in texts if search.is_found(text.uid, words)] == sorted(whole, key=int)
        assert not search.is_found("unknown", words)


def test_the_beginning_of_many_numbers_is_that_of_all_of_them() -> None:
    texts = [SearchText(f"u{number}", "words", number) for number in range(1, 3000)]
    for typed in ("1", "2", "12", "dp1", "MP0012"):
        assert ListSearch(texts).beginning(typed, 100) == ListSearch(texts).matching(typed)[:100]


def test_the_next_meeting_of_a_body_is_known_by_each_of_its_names(register: Register) -> None:
    with register.change("Fill") as session:
        meeting(session, "PANEL", date(2020, 1, 17))
        meeting(session, "PANEL", date(2020, 3, 13))
        meeting(session, "PANEL", date(2020, 2, 14))
        meeting(session, "WG", date(2020, 3, 4), state="cancelled")
        meeting(session, "WG", date(2020, 4, 1))
        meeting(session, "CB", None, month="2020-02")
    with register.read() as session:
        found = queries.next_meetings(session, TODAY)
    assert found == {
        "panel": date(2020, 2, 14),
        "sec panel": date(2020, 2, 14),
        "wg": date(2020, 4, 1),
        "working group": date(2020, 4, 1),
    }


def test_agendas_are_counted(register: Register) -> None:
    with register.change("Fill") as session:
        proposals = [raised(session, f"Title {number}") for number in range(2)]
        full, _ = agenda(session, "CSC", date(2020, 2, 25), proposals)
        empty = meeting(session, "WG", date(2020, 3, 4))
    with register.read() as session:
        assert queries.agenda_sizes(session, [full, empty]) == {full: 2}


def test_what_a_new_record_starts_with_is_what_its_columns_say() -> None:
    assert queries.starting_values("meeting") == {"state": "planned"}
    assert queries.starting_values("proposal") == {"suffix": "", "series": "MP"}
    assert queries.may_be_unknown("meeting", "date")
    assert not queries.may_be_unknown("meeting", "state")
    assert queries.may_be_unknown("proposal", "title")
