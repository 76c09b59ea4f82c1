"""Home, Papers and History on real registers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from secdesk.services import home, records
from secdesk.ui import texts
from secdesk.ui.places.history import HistoryPlace
from secdesk.ui.places.home import HomePlace
from secdesk.ui.places.papers import PapersPlace
from secdesk.ui.settings import Settings, clamp_scale
from secdesk.ui.widgets.plain_table import PlainTable
from tests.ui.desks import OFFSCREEN, OpenDesk, enter
from tests.ui.frames import make_sample, wait_for

pytestmark = OFFSCREEN


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    desk = OpenDesk(tmp_path / "a.secdesk")
    yield desk
    desk.close()


@pytest.fixture
def sample(tmp_path: Path) -> Any:
    desk = OpenDesk(make_sample(tmp_path / "sample.secdesk"))
    yield desk
    desk.close()


def cells(table: PlainTable) -> list[list[str]]:
    return [
        [item.text() for column in range(table.columnCount()) if (item := table.item(row, column)) is not None]
        for row in range(table.rowCount())
    ]


def table_of(place: Any, name: str) -> PlainTable:
    found = place.findChild(PlainTable, name)
    assert isinstance(found, PlainTable)
    return found


# --- Home ----------------------------------------------------------------------------------------------------------


def test_home_counts_each_stage_as_at_today(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add_proposal(101, "First", "raised")
    desk.add_proposal(102, "Second", "raised", "csc_ready")
    desk.add_proposal(103, "Third", "raised", "csc_ready", "panel_converted")
    desk.add_proposal(104, "Later", "raised", day=date(2020, 3, 1))
    place = enter(qtbot, HomePlace(desk))
    numbers = {stage: button.text() for stage, button in place._chevrons.buttons.items()}
    assert numbers == {"define": "2 Define", "refine": "1 Refine", "opine": "0 Opine", "release": "0 Release"}
    assert place._chevrons.buttons["define"].accessibleName() == "Define: 2 proposals"


def test_a_stage_opens_its_proposals(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, HomePlace(desk))
    QTest.mouseClick(place._chevrons.buttons["refine"], Qt.MouseButton.LeftButton)
    QTest.keyClick(place._chevrons.buttons["opine"], Qt.Key.Key_Space)
    assert desk.journeys == [("proposals", "stage:refine"), ("proposals", "stage:opine")]


def test_home_counts_again_after_a_change(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, HomePlace(desk))
    desk.add_proposal(101, "First", "raised")
    place.refresh()
    assert place._chevrons.buttons["define"].text() == "1 Define"


def test_the_days_ahead_count_working_days_and_say_why(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add("meeting", {"body": "WG", "date": date(2020, 3, 4)})
    desk.add("meeting", {"body": "PANEL", "date": date(2020, 2, 14)})
    desk.add("meeting", {"body": "CSC", "date": date(2020, 1, 28), "state": "held"})
    place = enter(qtbot, HomePlace(desk))
    table = table_of(place, "home.ahead")
    assert cells(table) == [
        ["Fri 7 Feb 2020", "today", "SEC Panel, 14 Feb 2020: papers go out"],
        ["Fri 14 Feb 2020", "in 5 WD", "SEC Panel"],
        ["Wed 19 Feb 2020", "in 8 WD", "Working Group, 4 Mar 2020: confirm the agenda"],
        ["Wed 4 Mar 2020", "in 18 WD", "Working Group"],
    ]
    tip = table.item(2, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole)  # type: ignore[union-attr]
    assert tip == "Because: Working Group, 4 Mar 2020 − 10 WD"


def test_an_agenda_day_set_by_hand_counts_and_a_confirmed_one_goes(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("meeting", {"body": "WG", "date": date(2020, 3, 4), "agenda_due": date(2020, 2, 21)})
    place = enter(qtbot, HomePlace(desk))
    assert cells(table_of(place, "home.ahead"))[0][0] == "Fri 21 Feb 2020"
    day = {"agenda_confirmed": date(2020, 2, 7)}
    desk.run("Confirm", lambda session: records.update_record(session, "meeting", uid, day))
    place.refresh()
    assert [row[2] for row in cells(table_of(place, "home.ahead"))] == ["Working Group"]


def test_enter_on_a_day_opens_its_meeting(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("meeting", {"body": "PANEL", "date": date(2020, 2, 14)})
    place = enter(qtbot, HomePlace(desk))
    QTest.keyClick(table_of(place, "home.ahead"), Qt.Key.Key_Return)
    assert desk.journeys == [("meetings", uid)]


def test_an_empty_register_says_so_and_offers_the_first_step(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, HomePlace(desk))
    assert place._begin.isVisible()
    assert place._ahead_empty.isVisible()
    assert place._begin.text() == texts.ADD_PROPOSAL
    place._begin.click()
    assert desk.journeys == [("proposals", "")]


def test_what_was_taken_over_is_not_counted_as_having_happened(qtbot: QtBot, sample: OpenDesk) -> None:
    found = sample.read(lambda session: home.overview(session, sample.today))
    words = {label for _, label in found.happened}
    assert "Raised" in words
    assert "Taken over into this register" not in words
    assert found.cycle.label == "January 2020"


# --- Papers --------------------------------------------------------------------------------------------------------


def test_papers_lists_the_present_cycle_and_earlier_months_with_events(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add_proposal(101, "First", "raised", day=date(2019, 11, 20))
    place = enter(qtbot, PapersPlace(desk))
    months = [row[0] for row in cells(table_of(place, "papers.table"))]
    assert months == ["January 2020", "December 2019", "November 2019"]
    place.close_place()


def test_another_month_can_be_typed(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, PapersPlace(desk))
    QTest.keyClicks(place._month, "feb 2020")
    QTest.keyClick(place._month, Qt.Key.Key_Return)
    assert str(place.month) == "2020-02"
    with qtbot.waitSignal(desk.export_requested) as wish:
        place.primary_action().trigger()  # type: ignore[union-attr]
    assert wish.args == ["2020-02"]
    place.close_place()


def test_a_month_that_cannot_be_read_is_answered_beside_the_field_and_kept(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, PapersPlace(desk))
    QTest.keyClicks(place._month, "smarch")
    QTest.keyClick(place._month, Qt.Key.Key_Return)
    assert place._wrong.isVisible()
    assert place._wrong.text() == "'smarch' is not a month. Type it like 2020-01"
    assert place._month.text() == "smarch"
    place.close_place()


def test_the_preview_follows_the_month_and_every_change(qtbot: QtBot, sample: OpenDesk) -> None:
    place = enter(qtbot, PapersPlace(sample))
    pane = place._preview
    wait_for(qtbot, lambda: pane.data)
    first = pane.data
    assert pane.document.pageCount() > 5
    assert pane._pages.text() == f"Page 1 of {pane.document.pageCount()}"
    sample.add_proposal(199, "A brand new proposal", "raised", day=date(2020, 1, 20))
    place.refresh()
    wait_for(qtbot, lambda: pane.data != first)
    place.close_place()
    assert pane.data == b""


def test_the_preview_can_be_made_larger_and_fitted_again(qtbot: QtBot, sample: OpenDesk) -> None:
    place = enter(qtbot, PapersPlace(sample))
    pane = place._preview
    wait_for(qtbot, lambda: pane.data)
    pane._zoom(1.25)
    larger = pane.view.zoomFactor()
    pane._zoom(0.8)
    assert pane.view.zoomFactor() == pytest.approx(larger * 0.8)
    pane._fit()
    assert pane.view.zoomMode() == pane.view.ZoomMode.FitToWidth
    place.close_place()


# --- History -------------------------------------------------------------------------------------------------------


def test_history_tells_each_step_and_what_it_changed(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("person", {"name": "Person Nine"})
    desk.run("Rename", lambda session: records.update_record(session, "person", uid, {"name": "Person Ten"}))
    place = enter(qtbot, HistoryPlace(desk))
    steps = cells(table_of(place, "history.steps"))
    assert [row[2] for row in steps] == ["Rename", "Add person"]
    assert steps[0][1] == "Tester"
    assert cells(table_of(place, "history.changes")) == [["Name of Person Ten", "Person Nine", "Person Ten"]]
    table_of(place, "history.steps").setCurrentCell(1, 0)
    assert cells(table_of(place, "history.changes"))[0][0].startswith("Added person Person")


def test_history_takes_the_newest_step_back(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add("person", {"name": "Person Nine"})
    place = enter(qtbot, HistoryPlace(desk))
    action = place.primary_action()
    assert action is not None
    assert action.isEnabled()
    action.trigger()
    assert desk.all("person") == []
    place.refresh()
    assert not action.isEnabled()
    assert [row[2] for row in cells(table_of(place, "history.steps"))] == ["Undo Add person", "Add person"]


def test_history_of_a_new_register_says_that_there_is_none(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, HistoryPlace(desk))
    assert place._empty.isVisible()
    assert not table_of(place, "history.steps").isVisible()


def test_the_selected_step_stays_selected_when_another_is_added(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add("person", {"name": "Person Nine"})
    place = enter(qtbot, HistoryPlace(desk))
    desk.add("person", {"name": "Person Ten"})
    place.refresh()
    table = table_of(place, "history.steps")
    assert table.currentRow() == 1
    assert table.rowCount() == 2


# --- settings ------------------------------------------------------------------------------------------------------


def test_settings_survive_and_keep_to_their_limits(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.text_scale = 900
    settings.scheme = "dark"
    settings.opens_exports = False
    settings.papers_folder = tmp_path / "p"
    for number in range(12):
        settings.note_register(tmp_path / f"{number}.secdesk")
    settings.save()
    again = Settings(tmp_path)
    assert (again.text_scale, again.scheme, again.opens_exports) == (200, "dark", False)
    assert again.papers_folder == tmp_path / "p"
    assert len(again.recent) == 8
    assert again.recent[0].name == "11.secdesk"
    assert clamp_scale(10) == 80


def test_settings_that_make_no_sense_are_read_as_none(tmp_path: Path) -> None:
    words = "[look]\ntheme=pink\ntext-size=huge\n[window]\ngeometry=x\n"
    (tmp_path / "secdesk.ini").write_text(words, encoding="utf-8")
    settings = Settings(tmp_path)
    assert (settings.scheme, settings.text_scale) == ("system", 100)
    assert settings.geometry.isEmpty()
    assert settings.papers_folder == tmp_path / "papers"
