"""Whole sittings by keys sent to the window, as ux.md 1.3 counts them (tasks 3, 8, 9 and 10)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from secdesk.exchange.json_form import export_state
from secdesk.models import Event, Step
from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.rules.naming import find
from secdesk.rules.process import letters_of
from secdesk.services import agendas, records, sittings
from secdesk.ui.place import Place
from secdesk.ui.places.decisions import DecisionsPlace
from tests.ui.frames import Frame, clipped, make_sample, open_frame, small, unnamed, wait_for

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
SAT, PANEL, BOARD = date(2020, 1, 28), date(2020, 2, 14), date(2020, 1, 22)
BEFORE = {
    "CSC": ("raised",),
    "PANEL": ("raised", "csc_ready"),
    "CB": ("raised", "csc_ready", "panel_converted_report"),
    "AUTHORITY": ("raised", "csc_ready", "panel_converted_report", "cb_recommended_approval"),
}


def make_sitting(path: Path, body: str, day: date, numbers: Sequence[int], before: Sequence[str] = ()) -> Path:
    """Make a register with a meeting and proposals on its agenda that are where the body expects them."""
    register = Register.open(path, who="Tester") if path.exists() else Register.create(path, who="Tester")
    with register, register.change("Set up") as session:
        values: dict[str, Value] = {"body": body, "date": day}
        meeting = None if body == "AUTHORITY" else records.create_record(session, "meeting", values)
        for number in numbers:
            uid = records.create_record(session, "proposal", {"number": number, "title": f"Title {number}"})
            for place, outcome in enumerate(before or BEFORE[body]):
                records.create_record(
                    session,
                    "event",
                    {"proposal": uid, "outcome": outcome, "date": date(2020, 1, 6), "position": place, "body": body},
                )
            if meeting is not None:
                agendas.add_item(session, meeting, uid)
    return path


def steps(frame: Frame) -> int:
    assert frame.window.desk is not None
    return frame.window.desk.read(lambda session: session.scalar(select(func.count()).select_from(Step))) or 0


def recorded(frame: Frame) -> list[str]:
    """Return the outcomes on record of meetings and of the Authority, in order."""
    assert frame.window.desk is not None
    query = select(Event).where(Event.date != date(2020, 1, 6)).order_by(Event.date, Event.position)
    return [event.outcome or "" for event in frame.window.desk.read(lambda session: list(session.scalars(query)))]


def place_of(frame: Frame) -> DecisionsPlace:
    place = frame.window.places.place
    assert isinstance(place, DecisionsPlace)
    return place


def drafted(frame: Frame) -> list[str | None]:
    return [line.outcome for line in place_of(frame).rows.lines]


def press(frame: Frame, *keys: str) -> None:
    for each in keys:
        frame.press(each)


def type_text(text: str) -> None:
    """Type where the caret is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, text)


def has_focus(frame: Frame, name: str) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and focused.objectName() == name


def test_twelve_proposals_take_fourteen_keys(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, range(101, 113))
    frame = open_frame(qtbot, tmp_path, path)
    before = steps(frame)
    press(frame, "Ctrl+3", *"RPFFRFFFFNDT")
    assert has_focus(frame, "decisions.grid")
    assert recorded(frame) == []
    assert steps(frame) == before
    press(frame, "Ctrl+Return")
    assert len(recorded(frame)) == 12
    assert steps(frame) == before + 1
    press(frame, "Ctrl+Z")
    assert recorded(frame) == []
    assert None not in drafted(frame)


def test_twelve_drafts_survive_a_kill_and_are_recorded_as_one_step(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, range(101, 113))
    with Register.open(path) as register:
        exported = export_state(register)
    code = Path(__file__).with_name("sitting_until_killed.py")
    run = subprocess.run(
        [sys.executable, str(code), str(path), str(tmp_path / "other"), "RPFFRFFFFNDT"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
        capture_output=True,
        timeout=120,
    )
    assert run.returncode == -signal.SIGKILL, run.stderr.decode()
    with Register.open(path) as register:
        assert export_state(register) == exported
    frame = open_frame(qtbot, tmp_path, path)
    before = steps(frame)
    press(frame, "Ctrl+3")
    assert len(drafted(frame)) == 12
    assert None not in drafted(frame)
    assert recorded(frame) == []
    press(frame, "Ctrl+Return")
    assert len(recorded(frame)) == 12
    assert steps(frame) == before + 1


def test_undo_takes_the_last_letter_back_before_any_step_of_the_register(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, (101, 102, 103))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3", "R", "F")
    desk, place = frame.window.desk, place_of(frame)
    assert desk is not None
    assert desk.undo_label == "Outcome F for DP102"
    before = steps(frame)
    press(frame, "Ctrl+Z")
    assert drafted(frame) == ["csc_ready", None, None]
    assert place.grid.currentIndex().row() == 1
    assert desk.redo_label == "Outcome F for DP102"
    press(frame, "Ctrl+Shift+Z")
    assert drafted(frame) == ["csc_ready", "csc_develop", None]
    press(frame, "Ctrl+Z", "Ctrl+Z")
    assert drafted(frame) == [None, None, None]
    assert steps(frame) == before
    assert desk.undo_label == "Set up"


def test_a_newer_step_of_the_register_is_taken_back_before_an_older_letter(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, (101,))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3", "R")
    desk = frame.window.desk
    assert desk is not None
    desk.run("Add person", lambda session: records.create_record(session, "person", {"name": "Analyst One"}))
    assert desk.undo_label == "Add person"
    press(frame, "Ctrl+Z")
    assert desk.undo_label == "Outcome R for DP101"
    press(frame, "Ctrl+1")
    assert desk.undo_label == "Set up"


def test_a_recording_that_was_undone_is_not_done_again_over_another_letter(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, (101,))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3", "R", "Ctrl+Return", "Ctrl+Z", "F", "Ctrl+Shift+Z")
    assert recorded(frame) == []
    assert drafted(frame) == ["csc_develop"]


def test_three_votes_of_the_change_board_take_five_keys(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CB", BOARD, (86, 79, 97))
    frame = open_frame(qtbot, tmp_path, path, BOARD)
    press(frame, "Ctrl+3", "S", "Y", "A", "Ctrl+Return")
    assert recorded(frame) == ["cb_sent_back", "cb_recommended_approval", "cb_approved"]


def test_three_conversions_after_the_panel_take_five_keys(qtbot: QtBot, tmp_path: Path) -> None:
    """They are meant for this Panel since the CSC, and nobody has put them on its agenda."""
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, (101, 104, 106))
    with Register.open(path) as register, register.change("Before") as session:
        records.create_record(session, "meeting", {"body": "PANEL", "date": PANEL})
        (csc,) = [each for each in sittings.open_sittings(session, SAT) if each.body == "CSC"]
        for row in sittings.queue(session, csc.uid, SAT):
            sittings.draft_outcome(session, row.item_uid, "csc_ready")
        sittings.record_sitting(session, csc.uid, SAT)
    frame = open_frame(qtbot, tmp_path, path, PANEL)
    press(frame, "Ctrl+3", "C", "C", "C", "Ctrl+Return")
    assert recorded(frame)[3:] == ["panel_converted"] * 3
    assert [line.reference for line in place_of(frame).rows.lines] == ["MP101", "MP104", "MP106"]


def test_a_panel_of_which_only_the_month_is_known_is_asked_for_its_day(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "s.secdesk"), PANEL)
    press(frame, "Ctrl+3", "Ctrl+PgDown", "C", "C", "C", "Ctrl+Return")
    assert has_focus(frame, "decisions.held_on")
    press(frame, "Return")
    assert recorded(frame)[-3:] == ["panel_converted"] * 3
    assert place_of(frame).rows.sitting is not None
    assert place_of(frame).rows.sitting.day == PANEL  # type: ignore[union-attr]


def test_the_authority_is_found_by_the_jump_box_and_takes_four_keys(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "s.secdesk"))
    press(frame, "Ctrl+K")
    type_text("authority")
    wait_for(qtbot, lambda: frame.window.jump.results.isVisible())
    press(frame, "Return", "A", "Ctrl+Return")
    assert "authority_approved" in recorded(frame)
    desk = frame.window.desk
    assert desk is not None
    desk.undo()
    assert drafted(frame) == ["authority_approved"]


@pytest.mark.parametrize("body", ["CSC", "PANEL", "CB", "AUTHORITY", "WG"])
def test_every_letter_of_every_body_drafts_its_outcome(qtbot: QtBot, tmp_path: Path, body: str) -> None:
    letters = letters_of(body)
    before = BEFORE.get(body, ("raised", "csc_ready", "panel_converted"))
    path = make_sitting(tmp_path / "a.secdesk", body, SAT, range(101, 101 + len(letters)), before)
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3")
    for letter in letters:
        press(frame, letter)
        if has_focus(frame, "decisions.reason"):
            press(frame, "Return")
            place_of(frame).grid.go_to_open(-1)
    assert drafted(frame) == [outcome.key for outcome in letters.values()]
    assert recorded(frame) == []


def test_the_queues_follow_each_other_from_the_csc_to_the_authority(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.secdesk"
    days = {"AUTHORITY": SAT, "PANEL": date(2020, 1, 17), "CB": BOARD, "CSC": SAT}
    for number, (body, day) in enumerate(days.items(), 101):
        make_sitting(path, body, day, (number,))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3")
    seen = []
    for _ in range(4):
        seen.append(place_of(frame).rows.body)
        press(frame, "Ctrl+PgDown")
    assert seen == ["CSC", "CB", "PANEL", "AUTHORITY"]
    press(frame, "Ctrl+PgUp")
    assert place_of(frame).rows.body == "AUTHORITY"
    chips = [frame.named(f"decisions.queue.{body}").accessibleName() for body in seen]
    assert chips == ["CSC 1", "Change Board 1", "Panel 1", "Authority 1"]


def test_an_unexpected_step_asks_its_reason_in_the_row(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "PANEL", SAT, (101, 102), ("raised",))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3", "C")
    assert has_focus(frame, "decisions.reason")
    type_text("Agreed by email")
    press(frame, "Return")
    assert place_of(frame).grid.currentIndex().row() == 1
    press(frame, "N", "Ctrl+Return")
    assert recorded(frame) == ["panel_converted", "panel_noted"]
    assert frame.answers.refused == []


def test_a_recorded_row_is_corrected_by_pressing_the_right_letter(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, (101, 102))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3", "R", "F", "Ctrl+Return", "Home", "F")
    assert has_focus(frame, "decisions.correction.reason")
    press(frame, "Return")
    assert frame.named("decisions.correction.message").property("text") == "Enter a reason for the correction"
    type_text("Misheard")
    before = steps(frame)
    press(frame, "Return")
    assert steps(frame) == before + 1
    line = place_of(frame).rows.lines[0]
    assert (line.outcome, line.correction, line.reason) == ("csc_develop", True, "Misheard")
    shown = place_of(frame).grid.table.row_at(0)
    assert shown is not None
    assert shown.cells[3] == "F  Further development, correction"
    assert has_focus(frame, "decisions.grid")
    press(frame, "Ctrl+Z")
    assert [line.outcome for line in place_of(frame).rows.lines] == ["csc_ready", "csc_develop"]


def test_backspace_on_a_recorded_row_says_that_nothing_was_decided(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, (101,))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3", "R", "Ctrl+Return", "Backspace")
    type_text("Not on that day")
    press(frame, "Return")
    assert drafted(frame) == [None]
    assert recorded(frame) == ["csc_ready", "corrected"]


def test_esc_in_a_correction_changes_nothing_and_keeps_what_was_typed(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, (101,))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3", "R", "Ctrl+Return", "F")
    type_text("Half a reason")
    press(frame, "Esc", "F")
    assert frame.named("decisions.correction.reason").property("text") == "Half a reason"
    assert recorded(frame) == ["csc_ready"]


def test_the_log_is_narrowed_copied_and_corrected(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, (101, 102))
    make_sitting(path, "CB", BOARD, (97,))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3", "R", "F", "Ctrl+Return", "Ctrl+PgDown", "A", "Ctrl+Return", "Ctrl+F")
    place = place_of(frame)
    assert place.is_log
    type_text("dp102")
    press(frame, "Return")
    assert [each.called for each in place.log.rows.found if each.day == SAT] == ["DP102 Title 102"]
    press(frame, "Home", "Ctrl+C")
    copied = QApplication.clipboard().text().split("\t")
    assert copied[:4] == ["28 Jan 2020", "Change Sub-Committee", "DP102 Title 102", "Further development"]
    press(frame, "F2")
    assert has_focus(frame, "decisions.log.correction.reason")
    type_text("Minutes say ready")
    press(frame, "Return")
    told = [each.outcome_words for each in place.log.rows.found if each.day == SAT]
    assert sorted(told) == ["Further development, recorded in error", "Ready for conversion, correction"]
    press(frame, "Ctrl+Backspace")
    assert len(place.log.rows.found) > 2


def test_the_period_and_the_body_narrow_the_log(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, (101,))
    make_sitting(path, "CB", BOARD, (97,))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3", "R", "Ctrl+Return", "Ctrl+PgDown", "A", "Ctrl+Return", "Ctrl+F")
    log = place_of(frame).log
    frame.named("decisions.log.since").setFocus()
    type_text("28 jan")
    press(frame, "Return")
    assert [each.called for each in log.rows.found] == ["DP101 Title 101"]
    log.clear()
    frame.named("decisions.log.body").setFocus()
    type_text("Change B")
    assert {each.body for each in log.rows.found} == {"CB"}


def test_votes_are_typed_in_the_note_line_and_stand_on_the_decision(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CB", BOARD, (97, 98))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3", "A", "Up", "Return", "Tab", "Tab")
    assert has_focus(frame, "decisions.note.votes")
    type_text("seven of us")
    press(frame, "Return")
    assert "does not begin with" in str(frame.named("decisions.note.problem").property("text"))
    assert has_focus(frame, "decisions.note.votes")
    press(frame, "Ctrl+A")
    type_text("large 5 1 0; network 2 0 0")
    press(frame, "Return")
    assert place_of(frame).grid.currentIndex().row() == 1
    press(frame, "D", "Ctrl+Return")
    votes = "Large Suppliers for 5 against 1 abstain 0; Network Parties for 2 against 0 abstain 0"
    assert place_of(frame).rows.lines[0].votes == votes


def test_a_second_vote_is_a_row_below_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CB", BOARD, (97, 98))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3", "S", "Up")
    place = place_of(frame)
    again = next(action for action in place.menu_actions() if action.objectName() == "decisions.vote_again")
    again.trigger()
    assert place.grid.currentIndex().row() == 1
    press(frame, "A", "D", "Ctrl+Return")
    assert [(line.reference, line.outcome) for line in place.rows.lines] == [
        ("MP097", "cb_sent_back"),
        ("MP097", "cb_approved"),
        ("MP098", "cb_deferred"),
    ]


def test_plus_moves_the_target_and_the_cell_shows_its_date(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, (101, 102))
    with Register.open(path) as register, register.change("Panels") as session:
        for day in (PANEL, date(2020, 3, 13)):
            records.create_record(session, "meeting", {"body": "PANEL", "date": day})
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3", "R", "Up", "+", "+", "-", "+")
    row = place_of(frame).grid.table.row_at(0)
    assert row is not None
    assert (row.cells[4], row.tips[4]) == ("13 Mar 2020", "SEC Panel, Fri 13 Mar 2020")
    press(frame, "Down", "+")
    assert "has no outcome yet" in str(frame.named("decisions.notice").property("text"))


def test_the_meeting_view_leaves_the_grid_alone_and_esc_brings_the_frame_back(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, (101, 102))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3")
    normal = place_of(frame).grid.fontMetrics().height()
    press(frame, "F11")
    assert not frame.window.rail.isVisible()
    assert not frame.named("decisions.queue.CSC").isVisible()
    assert place_of(frame).grid.fontMetrics().height() > normal * 1.3
    press(frame, "R")
    assert drafted(frame) == ["csc_ready", None]
    press(frame, "Esc")
    assert frame.window.rail.isVisible()
    assert frame.named("decisions.queue.CSC").isVisible()
    assert has_focus(frame, "decisions.grid")


def test_letters_outside_the_grid_decide_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, (101,))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3", "Tab", "R")
    assert not has_focus(frame, "decisions.grid")
    assert drafted(frame) == [None]


def test_the_past_and_a_file_for_reading_say_why_nothing_can_be_pressed(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, (101,))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3", "R")
    desk = frame.window.desk
    assert desk is not None
    desk.look_at(date(2020, 1, 31))
    press(frame, "Ctrl+3", "F", "Ctrl+Z")
    assert "31 Jan 2020" in str(frame.named("decisions.notice").property("text"))
    assert not frame.named("decisions.outcome.F").isEnabled()
    desk.look_at(desk.today)
    press(frame, "Ctrl+3")
    assert drafted(frame) == ["csc_ready"]


def test_pasted_rows_are_taken_as_one_turn_from_the_edit_menu(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, (101, 102))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3")
    QApplication.clipboard().setText("DP101\tready\n102\tF\n")
    press(frame, "Ctrl+V")
    assert drafted(frame) == [None, None]
    press(frame, "Return")
    assert drafted(frame) == ["csc_ready", "csc_develop"]
    press(frame, "Ctrl+Z")
    assert drafted(frame) == [None, None]


@pytest.mark.parametrize("size", [(1280, 800, 100), (900, 520, 150)])
def test_every_queue_fits_and_everything_has_a_name(qtbot: QtBot, tmp_path: Path, size: tuple[int, int, int]) -> None:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "s.secdesk"))
    frame.window.resize(*size[:2])
    frame.window.look.choose_text_size(size[2])
    try:
        press(frame, "Ctrl+3")
        for _ in range(3):
            place: Place = place_of(frame)
            assert clipped(place) == []
            assert small(place) == []
            assert unnamed(place) == []
            assert not place_of(frame).grid.horizontalScrollBar().isVisible()
            press(frame, "Return")
            assert clipped(place) == []
            assert unnamed(place) == []
            press(frame, "Esc", "Ctrl+PgDown")
        press(frame, "Ctrl+F")
        assert clipped(place_of(frame)) == []
        assert unnamed(place_of(frame)) == []
    finally:
        frame.window.look.choose_text_size(100)


def test_the_sheet_of_the_sitting_and_the_log_can_be_printed(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "s.secdesk"))
    press(frame, "Ctrl+3")
    place = place_of(frame)
    sheet = place.print_request()
    assert sheet is not None
    assert sheet.title == "Decision sheet, Change Board, 7 Feb 2020"
    assert sheet.make().startswith(b"%PDF")
    place.show_log()
    log = place.print_request()
    assert log is not None
    assert log.make().startswith(b"%PDF")


def test_the_right_proposal_is_found_by_its_figures(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sitting(tmp_path / "a.secdesk", "CSC", SAT, (101, 112))
    frame = open_frame(qtbot, tmp_path, path)
    press(frame, "Ctrl+3", "1", "1", "2")
    desk = frame.window.desk
    assert desk is not None
    uid = desk.read(lambda session: find(session, "proposal", "DP112", desk.today))
    assert place_of(frame).rows.lines[place_of(frame).grid.currentIndex().row()].proposal == uid
    assert place_of(frame).grid.focusPolicy() == Qt.FocusPolicy.StrongFocus
