"""A sitting by letters, as in the room (ux.md 1.4, 2.7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from secdesk.services import agendas
from secdesk.ui.places.decisions import DecisionsPlace
from tests.ui.desks import OFFSCREEN, OpenDesk, click, enter, label_text, named, press, type_keys, unnamed

pytestmark = OFFSCREEN
SAT, PANEL = date(2020, 1, 28), date(2020, 2, 14)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(tmp_path / "a.secdesk")
    yield opened
    opened.close()


def add_sitting(desk: OpenDesk, *numbers: int, body: str = "CSC", day: date = SAT, before: str = "raised") -> str:
    """Add a meeting with Draft Proposals on its agenda."""
    meeting = desk.add("meeting", {"body": body, "date": day})
    for number in numbers:
        proposal = desk.add_proposal(number, f"Title {number}", before, day=date(2020, 1, 6))
        desk.run("Agenda", partial(agendas.add_item, meeting_uid=meeting, proposal_uid=proposal))
    return meeting


def decided(desk: OpenDesk) -> dict[int, object]:
    """Return the outcomes recorded on the sitting's day by number."""
    numbers = {row.uid: row.values["number"] for row in desk.all("proposal")}
    return {
        int(str(numbers[str(row.values["proposal"])])): row.values["outcome"]
        for row in desk.all("event")
        if row.values["meeting"] is not None
    }


def test_twelve_proposals_are_decided_with_a_letter_each_and_recorded_as_one_step(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = add_sitting(desk, *range(101, 113))
    panel = desk.add("meeting", {"body": "PANEL", "date": PANEL})
    place = enter(qtbot, DecisionsPlace(desk))
    for letter in "rpfrffrffffn":
        press(getattr(Qt.Key, f"Key_{letter.upper()}"))
    assert decided(desk) == {}
    assert place.primary_action().text() == "Record 12 decisions"
    before = desk.steps()
    place.primary_action().trigger()
    assert desk.steps() == before + 1
    found = decided(desk)
    assert [found[number] for number in (101, 102, 103, 112)] == [
        "csc_ready",
        "csc_ready_report",
        "csc_develop",
        "csc_noted",
    ]
    assert desk.values("meeting", meeting)["state"] == "held"
    ready = next(row for row in desk.all("proposal") if row.values["number"] == 101)
    assert ready.values["target_meeting"] == panel
    assert desk.toasts[-1].startswith("12 decisions recorded: 3 ready, 1 direct")
    desk.undo()
    assert decided(desk) == {}
    assert place.primary_action().text() == "Record 12 decisions"


def test_drafts_survive_closing_and_stages_do_not_move_before_recording(qtbot: QtBot, desk: OpenDesk) -> None:
    add_sitting(desk, 101, 102)
    enter(qtbot, DecisionsPlace(desk))
    press(Qt.Key.Key_R)
    desk.close()
    again = OpenDesk(desk.register.path)
    place = enter(qtbot, DecisionsPlace(again))
    assert [line.outcome for line in place.rows.lines] == ["csc_ready", None]
    assert place.grid.currentIndex().row() == 1
    again.register.listeners.clear()
    desk.register, desk.close = again.register, again.register.close  # type: ignore[method-assign]


def test_two_without_an_outcome_are_asked_about_once(qtbot: QtBot, desk: OpenDesk) -> None:
    add_sitting(desk, 101, 102, 103)
    place = enter(qtbot, DecisionsPlace(desk))
    press(Qt.Key.Key_F)
    place.primary_action().trigger()
    assert decided(desk) == {}
    assert label_text(place, "decisions.question") == "2 of 3 have no outcome: DP102, DP103."
    assert named(place, "decisions.record_some").hasFocus()
    press(Qt.Key.Key_Space)
    assert decided(desk) == {101: "csc_develop"}


def test_backspace_clears_and_the_arrow_goes_back(qtbot: QtBot, desk: OpenDesk) -> None:
    add_sitting(desk, 101, 102)
    place = enter(qtbot, DecisionsPlace(desk))
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Backspace)
    assert [line.outcome for line in place.rows.lines] == [None, None]
    press(Qt.Key.Key_Z)
    assert [line.outcome for line in place.rows.lines] == [None, None]


def test_enter_opens_the_note_and_enter_again_goes_on(qtbot: QtBot, desk: OpenDesk) -> None:
    add_sitting(desk, 101, 102)
    place = enter(qtbot, DecisionsPlace(desk))
    press(Qt.Key.Key_Return)
    type_keys("TABASC to look at it")
    press(Qt.Key.Key_Return)
    assert place.rows.lines[0].printed_note == "TABASC to look at it"
    assert place.grid.hasFocus()
    assert place.grid.currentIndex().row() == 1
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab)
    type_keys("chair unsure")
    press(Qt.Key.Key_Escape)
    assert place.rows.lines[1].private_note == "chair unsure"


def test_letters_typed_into_a_note_decide_nothing(qtbot: QtBot, desk: OpenDesk) -> None:
    add_sitting(desk, 101)
    place = enter(qtbot, DecisionsPlace(desk))
    press(Qt.Key.Key_Return)
    type_keys("ready")
    assert place.rows.lines[0].outcome is None


def test_an_unusual_outcome_asks_for_its_reason_before_it_is_recorded(qtbot: QtBot, desk: OpenDesk) -> None:
    add_sitting(desk, 101, body="PANEL", day=date(2020, 1, 17))
    place = enter(qtbot, DecisionsPlace(desk))
    press(Qt.Key.Key_C)
    assert named(place, "decisions.reason").hasFocus()
    place.primary_action().trigger()
    assert decided(desk) == {}
    type_keys("The CSC agreed by email")
    place.primary_action().trigger()
    assert decided(desk) == {101: "panel_converted"}
    (event,) = [row for row in desk.all("event") if row.values["outcome"] == "panel_converted"]
    assert event.values["reason"] == "The CSC agreed by email"


def test_plus_and_minus_move_the_target_panel(qtbot: QtBot, desk: OpenDesk) -> None:
    add_sitting(desk, 101)
    desk.add("meeting", {"body": "PANEL", "date": PANEL})
    desk.add("meeting", {"body": "PANEL", "date": date(2020, 3, 13)})
    place = enter(qtbot, DecisionsPlace(desk))
    press(Qt.Key.Key_R)
    assert place.rows.lines[0].target == "SEC Panel, 14 Feb 2020"
    press(Qt.Key.Key_Plus)
    assert place.rows.lines[0].target == "SEC Panel, 13 Mar 2020"
    press(Qt.Key.Key_Minus)
    assert place.rows.lines[0].target == "SEC Panel, 14 Feb 2020"


def test_the_letters_are_buttons_too(qtbot: QtBot, desk: OpenDesk) -> None:
    add_sitting(desk, 101)
    place = enter(qtbot, DecisionsPlace(desk))
    button = named(place, "decisions.outcome.R")
    assert button.accessibleName() == "Ready for conversion, key R"
    click(place, "decisions.outcome.R")
    assert place.rows.lines[0].outcome == "csc_ready"
    assert place.grid.hasFocus()


def test_pasted_outcomes_are_shown_before_they_are_taken(qtbot: QtBot, desk: OpenDesk) -> None:
    add_sitting(desk, 101, 102)
    place = enter(qtbot, DecisionsPlace(desk))
    QApplication.clipboard().setText("DP101\tready\n102\tF\nDP999\tready\n")
    press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [line.outcome for line in place.rows.lines] == [None, None]
    assert named(place, "decisions.paste.take").accessibleName() == "Take 2 outcomes"
    press(Qt.Key.Key_Space)
    assert [line.outcome for line in place.rows.lines] == ["csc_ready", "csc_develop"]


def test_control_page_down_goes_to_the_next_body(qtbot: QtBot, desk: OpenDesk) -> None:
    add_sitting(desk, 101)
    add_sitting(desk, 77, body="CB", day=date(2020, 1, 22), before="raised")
    place = enter(qtbot, DecisionsPlace(desk))
    assert place.rows.sitting is not None
    first = place.rows.sitting.body
    place.next_queue()
    assert place.rows.sitting.body != first
    place.previous_queue()
    assert place.rows.sitting.body == first


def test_the_authority_is_recorded_with_the_date_of_its_letter(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add_proposal(79, "Charges", "raised", "csc_ready", "panel_converted_report", "cb_recommended_approval")
    place = enter(qtbot, DecisionsPlace(desk))
    day = named(place, "decisions.letter_day")
    day.setFocus()
    day.selectAll()  # type: ignore[attr-defined]
    type_keys("5 feb")
    place.grid.setFocus()
    press(Qt.Key.Key_A)
    assert [row.values["outcome"] for row in desk.all("event")].count("authority_approved") == 0
    place.primary_action().trigger()
    (event,) = [row for row in desk.all("event") if row.values["outcome"] == "authority_approved"]
    assert event.values["date"] == date(2020, 2, 5)


def test_the_log_shows_what_was_recorded(qtbot: QtBot, desk: OpenDesk) -> None:
    add_sitting(desk, 101)
    place = enter(qtbot, DecisionsPlace(desk))
    press(Qt.Key.Key_F)
    place.primary_action().trigger()
    click(place, "decisions.open_log")
    assert [place.log.table.row_at(row).cells for row in range(place.log.table.rowCount())] == [  # type: ignore[union-attr]
        ("28 Jan 2020", "Change Sub-Committee", "DP101 Title 101", "Further development", "", "Tester")
    ]
    press(Qt.Key.Key_Return)
    assert desk.journeys[-1][0] == "proposals"


def test_nothing_to_decide_says_so_and_shows_the_way(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, DecisionsPlace(desk))
    click(place, "decisions.empty")
    assert desk.journeys == [("meetings", "")]
    assert not place.primary_action().isEnabled()


def test_everything_in_the_place_has_a_name(qtbot: QtBot, desk: OpenDesk) -> None:
    add_sitting(desk, 101)
    place = enter(qtbot, DecisionsPlace(desk))
    press(Qt.Key.Key_Return)
    assert unnamed(place) == []
