"""The agenda: numbers, leads, times, the decision wanted, and what is meant for the meeting without an item."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from secdesk.models import AgendaItem, Meeting, Paper
from secdesk.papers.sittings.words import clock, length_words
from secdesk.papers.tree import Table, figures, plain
from secdesk.register.register import Register
from secdesk.services.papers import make_paper
from secdesk.services.records import create_record, update_record

from .full_register import TODAY, Hand
from .wishes import SAMPLE_DAY, plain_text


def rows_of(register: Register, meeting: str, kind: str = "agenda", at: date = TODAY) -> list[list[str]]:
    paper = make_paper(register, kind, at=at, meeting=meeting)
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    return [[column.title for column in table.columns], *([plain(cell) for cell in row] for row in table.rows)]


def test_a_panel_agenda_tells_item_paper_lead_time_and_decision(full: Register) -> None:
    assert rows_of(full, "PANEL 2020-02-14", "panel_agenda")[:3] == [
        ["Item", "Subject", "Paper", "Lead", "Time", "Decision wanted"],
        ["1", "Welcome, apologies and minutes", "–", "not stated", "10:00 · 10 min", "NOTE the information"],
        [
            "2",
            "DP101 ‘Large Gas Meter Displays’",
            "SECP_77_0702_02",
            "Bram Lead",
            "10:10 · 15 min",
            "AGREE conversion, to the Refinement Process",
        ],
    ]


def test_an_agenda_printed_after_the_meeting_names_proposals_as_before_it(full: Register) -> None:
    text = plain_text(make_paper(full, "panel_agenda", at=date(2021, 5, 1), meeting="PANEL 2020-02-14"))
    assert "DP101" in text
    assert "MP101" not in text


def test_an_agenda_says_when_it_was_confirmed_and_what_comes_next(full: Register) -> None:
    text = plain_text(make_paper(full, "panel_agenda", at=TODAY, meeting="2020-02-14"))
    assert "This agenda was confirmed on 7 February 2020." in text
    assert "Papers were due on 7 February 2020." in text
    assert "The next meeting is on Friday 13 March 2020." in text
    assert "The agenda takes 1 h; one item has no length yet." in text


def test_an_agenda_is_a_draft_until_it_is_confirmed(full: Register) -> None:
    assert not make_paper(full, "wg_agenda", at=TODAY, meeting="WG 2020-03-04").draft
    earlier = make_paper(full, "wg_agenda", at=date(2020, 2, 18), meeting="WG 2020-03-04")
    assert earlier.draft
    assert "This agenda is to be confirmed by 19 February 2020." in plain_text(earlier)


def test_an_agenda_without_items_says_so_and_names_what_is_meant_for_it(january: Register) -> None:
    text = plain_text(make_paper(january, "panel_agenda", at=SAMPLE_DAY, meeting="PANEL 2020-02"))
    assert "No items are on this agenda yet." in text
    assert "Three proposals are meant for this meeting and not on its agenda:" in text
    for reference in ("DP101 'Large Gas Meter Displays'", "DP104 'Security Improvements'", "DP106"):
        assert reference in text


def test_columns_of_which_nothing_is_known_are_left_out_and_named(january: Register) -> None:
    rows = rows_of(january, "WG 2020-02-05", "wg_agenda", SAMPLE_DAY)
    assert rows[0] == ["Item", "Subject"]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4"]
    text = plain_text(make_paper(january, "wg_agenda", at=SAMPLE_DAY, meeting="WG 2020-02-05"))
    assert "No item has a length yet. Not entered for any item yet: lead and decision wanted." in text


def test_a_time_is_told_only_while_every_length_before_it_is_known(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("A length is taken away") as session:
        meeting = Hand(session).meeting("WG", date(2020, 3, 4))
        item = session.scalars(select(AgendaItem).where(AgendaItem.meeting == meeting, AgendaItem.position == 3)).one()
        item.minutes = None
    times = [row[3] for row in rows_of(register, "WG 2020-03-04", "wg_agenda")[1:]]
    assert times == ["10:00 · 5 min", "10:05 · 40 min", "10:45", "30 min", "5 min"]


@pytest.mark.parametrize(
    ("body", "reference", "values", "asked"),
    [
        ("CSC", "DP112", {}, "DECIDE whether it is ready for the Panel"),
        ("CSC", "DP112", {"purpose": "inform"}, "NOTE the information"),
        ("PANEL", "DP098", {}, "AGREE conversion, straight to the Report Phase"),
        ("PANEL", "MP093", {}, "APPROVE the Modification Report into the Report Phase"),
        ("CB", "SECMP0062", {}, "VOTE on the Modification Report"),
        ("CB", "MP077", {}, "AGREE whether to ask for an Impact Assessment"),
        ("CB", "MP086", {}, ""),
        ("WG", "MP077", {"purpose": "recommend"}, "RECOMMEND a way forward"),
    ],
)
def test_the_decision_wanted_follows_from_where_the_proposal_is(
    copy_of: Callable[[str], Register], body: str, reference: str, values: dict[str, str], asked: str
) -> None:
    register = copy_of("full")
    with register.change("A meeting") as session:
        hand = Hand(session)
        meeting = create_record(session, "meeting", {"body": body, "date": date(2020, 2, 6) if body == "CB" else TODAY})
        hand.items(meeting, [{"proposal": hand.proposal(reference), **values}])
    rows = rows_of(register, meeting)
    assert (dict(zip(rows[0], rows[1], strict=True)).get("Decision wanted", "")) == asked


def test_a_path_says_what_the_change_board_votes_on(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("Paths") as session:
        hand = Hand(session)
        uid = hand.proposal("SECMP0062")
        update_record(session, "proposal", uid, {"path": "2"})
        meeting = create_record(session, "meeting", {"body": "CB", "date": date(2020, 2, 6)})
        hand.items(meeting, [{"proposal": uid}])
    assert rows_of(register, meeting)[1][-1] == "VOTE: recommend approval or rejection"


def test_a_cancelled_meeting_says_so(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("Cancelled") as session:
        session.get_one(Meeting, Hand(session).meeting("WG", date(2020, 3, 4))).state = "cancelled"
    paper = make_paper(register, "wg_agenda", at=TODAY, meeting="WG 2020-03-04")
    assert "Wednesday 4 March 2020 (cancelled)" in paper.subtitle


def test_the_record_of_a_paper_gives_its_marking_and_reference(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("A record") as session:
        meeting = Hand(session).meeting("WG", date(2020, 3, 4))
        session.add(Paper(paper_kind="wg_agenda", meeting=meeting, marking="WHITE", reference="WG_05"))
    paper = make_paper(register, "wg_agenda", at=TODAY, meeting="WG 2020-03-04")
    assert (paper.marking, paper.reference) == ("WHITE", "WG_05")


def test_every_reference_on_an_agenda_leads_to_its_proposal(full: Register) -> None:
    paper = make_paper(full, "wg_agenda", at=TODAY, meeting="WG 2020-03-04")
    with full.read() as session:
        uid = Hand(session).proposal("MP077")
    assert [f.records for f in figures(paper) if f.text == "MP077"] == [(uid,)]


@given(st.integers(0, 600))
def test_lengths_and_times_say_the_same_minutes(minutes: int) -> None:
    words = length_words(minutes).split()
    told = sum(int(number) * (60 if unit == "h" else 1) for number, unit in zip(words[::2], words[1::2], strict=True))
    hours, rest = clock(minutes).split(":")
    assert told == minutes == int(hours) * 60 + int(rest)
