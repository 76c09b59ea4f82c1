"""Home in the window: stages as buttons, what is due with its reason and its button, this cycle (ux.md 2.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QScrollArea
from pytestqt.qtbot import QtBot

from secdesk.services import records
from secdesk.ui.places.home import HomePlace
from secdesk.ui.widgets.chevrons import StageButton
from secdesk.ui.widgets.plain_table import PlainTable
from tests.ui.desks import OFFSCREEN, OpenDesk, enter, label_text, named, press, unnamed
from tests.ui.frames import clipped, make_sample, open_frame, small

pytestmark = OFFSCREEN


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    desk = OpenDesk(tmp_path / "a.secdesk")
    yield desk
    desk.close()


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[OpenDesk]:
    desk = OpenDesk(make_sample(tmp_path / "sample.secdesk"))
    yield desk
    desk.close()


def stage(place: HomePlace, name: str) -> StageButton:
    found = named(place, f"home.stage.{name}")
    assert isinstance(found, StageButton)
    return found


def cycle(place: HomePlace) -> list[list[str]]:
    table = named(place, "home.cycle")
    assert isinstance(table, PlainTable)
    return [
        [item.text() for column in range(3) if (item := table.item(row, column)) is not None]
        for row in range(table.rowCount())
    ]


# --- the stages ----------------------------------------------------------------------------------------------------


def test_home_counts_each_stage_as_at_today(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add_proposal(101, "First", "raised")
    desk.add_proposal(102, "Second", "raised", "csc_ready")
    desk.add_proposal(103, "Third", "raised", "csc_ready", "panel_converted")
    desk.add_proposal(104, "Later", "raised", day=date(2020, 3, 1))
    place = enter(qtbot, HomePlace(desk))
    words = [stage(place, name).text() for name in ("define", "refine", "opine", "release")]
    assert words == ["2 Define", "1 Refine", "0 Opine", "0 Release"]
    assert stage(place, "define").accessibleName() == "Define: 2 proposals, 1 ready for the Panel"


def test_the_second_line_of_each_stage_says_what_waits_there(qtbot: QtBot, sample: OpenDesk) -> None:
    place = enter(qtbot, HomePlace(sample))
    notes = [stage(place, name).note for name in ("define", "refine", "opine", "release")]
    assert notes == ["3 to convert", "4 consultations due", "1 with the Authority", "next 27 Feb 2020"]


def test_a_stage_opens_its_proposals_by_mouse_and_by_key(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, HomePlace(desk))
    QTest.mouseClick(stage(place, "refine"), Qt.MouseButton.LeftButton)
    QTest.keyClick(stage(place, "opine"), Qt.Key.Key_Space)
    assert desk.journeys == [("proposals", "stage:refine"), ("proposals", "stage:opine")]


# --- what is due ---------------------------------------------------------------------------------------------------


def test_each_thing_that_is_due_is_a_button_with_its_words_and_its_reason(qtbot: QtBot, sample: OpenDesk) -> None:
    place = enter(qtbot, HomePlace(sample))
    said = [button.accessibleName() for button in place._due.buttons]
    assert said[:3] == [
        "Issue: Change Status Report, January 2020: issue, today",
        "Vote: SECMP0062: Change Board vote, today",
        "Agenda: Working Group, 4 Mar 2020: confirm the agenda, in 8 WD",
    ]
    agenda = place._due.buttons[2]
    assert agenda.accessibleDescription() == "Due because: Working Group, 4 Mar 2020 − 10 WD"
    assert "Due because: Working Group, 4 Mar 2020 − 10 WD" in agenda.toolTip()


def test_keys_go_from_row_to_row_and_do_what_the_button_says(qtbot: QtBot, sample: OpenDesk) -> None:
    place = enter(qtbot, HomePlace(sample))
    assert QApplication.focusWidget() is place._due.buttons[0]
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is place._due.buttons[1]
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    first, agenda = sample.journeys
    assert first == ("papers", "2020-01")
    assert agenda[0] == "meetings"


def test_the_focus_stays_on_its_row_while_others_come_and_go(qtbot: QtBot, sample: OpenDesk) -> None:
    place = enter(qtbot, HomePlace(sample))
    agenda = next(button for button in place._due.buttons if button.text() == "Agenda")
    agenda.setFocus()
    sample.add("action", {"text": "Ask the DCC", "due": sample.today})
    focused = QApplication.focusWidget()
    assert focused is not agenda
    assert focused is not None
    assert focused.accessibleName().startswith("Agenda: Working Group")


def test_what_is_done_leaves_the_list(qtbot: QtBot, sample: OpenDesk) -> None:
    place = enter(qtbot, HomePlace(sample))
    before = len(place._due.buttons)
    (paper,) = sample.all("paper")
    issued = {"issued": sample.today}
    sample.run("Issue", lambda session: records.update_record(session, "paper", paper.uid, issued))
    assert len(place._due.buttons) == before - 1
    assert place._due.buttons[0].text() == "Vote"


def test_how_far_home_looks_ahead_is_chosen_and_kept_for_the_person(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add("meeting", {"body": "WG", "date": date(2020, 3, 4)})
    place = enter(qtbot, HomePlace(desk))
    assert [button.text() for button in place._due.buttons] == ["Agenda"]
    box = named(place, "home.due.horizon")
    assert isinstance(box, QComboBox)
    box.setFocus()
    press(Qt.Key.Key_Home)
    assert box.currentText() == "5 WD"
    assert place._due.buttons == []
    assert label_text(place, "home.due.empty") == (
        "Nothing is due in the next 5 working days. Next: Working Group, Wed 4 Mar 2020."
    )
    again = enter(qtbot, HomePlace(desk))
    assert label_text(again, "home.due.empty").startswith("Nothing is due in the next 5")
    assert desk.steps() == 1


def test_the_past_lists_what_was_due_then(qtbot: QtBot, sample: OpenDesk) -> None:
    place = enter(qtbot, HomePlace(sample))
    sample.look_at(date(2020, 2, 28))
    place.refresh()
    assert any(button.accessibleName().endswith("1 WD late") for button in place._due.buttons)
    assert place._cycle.text() == "January 2020 cycle"
    assert place._day.text() == "Fri 28 Feb 2020"


# --- the cycle and what happened -----------------------------------------------------------------------------------


def test_this_cycle_marks_what_is_done_and_what_is_now(qtbot: QtBot, sample: OpenDesk) -> None:
    place = enter(qtbot, HomePlace(sample))
    assert cycle(place)[:6] == [
        ["Wed 22 Jan", "Change Board, 3 votes", "done"],
        ["Wed 22 Jan", "confirm WG agenda", "done"],
        ["Fri 31 Jan", "figures closed", "done"],
        ["Wed 5 Feb", "Working Group", "done"],
        ["Fri 7 Feb", "Change Board", "now"],
        ["Fri 7 Feb", "issue the report", "now"],
    ]
    table = named(place, "home.cycle")
    assert isinstance(table, PlainTable)
    table.setFocus()
    assert table.current_key()[3] == "Change Board"
    press(Qt.Key.Key_Return)
    assert sample.journeys[-1][0] == "decisions"


def test_what_happened_since_the_last_report_is_one_line(qtbot: QtBot, sample: OpenDesk) -> None:
    place = enter(qtbot, HomePlace(sample))
    words = label_text(place, "home.since")
    assert words.startswith("7 raised · 3 ready · 2 direct to Report · 8 further development")
    assert "taken over" not in words.casefold()


# --- an empty register, sizes --------------------------------------------------------------------------------------


def test_an_empty_register_says_so_and_offers_the_first_step(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, HomePlace(desk))
    assert QApplication.focusWidget() is named(place, "home.begin")
    assert label_text(place, "home.due.empty") == "Nothing is due in the next 15 working days."
    assert not place._since_card.isVisible()
    press(Qt.Key.Key_Space)
    assert desk.journeys == [("proposals", "new")]
    desk.add_proposal(101, "First", "raised")
    assert not named(place, "home.begin").isVisible()


def test_everything_on_home_has_a_name_and_a_place_in_the_ring(qtbot: QtBot, sample: OpenDesk) -> None:
    place = enter(qtbot, HomePlace(sample))
    assert unnamed(place) == []


@pytest.mark.parametrize(("width", "height", "scale"), [(1280, 800, 100), (900, 520, 150), (1280, 800, 200)])
def test_home_fits_the_window(qtbot: QtBot, tmp_path: Path, width: int, height: int, scale: int) -> None:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "a.secdesk"))
    window = frame.window
    for _ in range(abs(scale - 100) // 10):
        frame.choose("text_larger")
    window.resize(width, height)
    frame.choose("go.home")
    QTest.qWait(0)
    place = window.places.place
    assert isinstance(place, HomePlace)
    area = named(place, "home.area")
    assert isinstance(area, QScrollArea)
    inner = area.widget()
    assert inner is not None
    assert inner.minimumSizeHint().width() <= area.viewport().width()
    assert [each for each in clipped(place) if each[0].startswith("home.")] == []
    assert small(place) == []
