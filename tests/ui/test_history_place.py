"""History in the window: every step in words, found again, and put back (ux.md 2.13)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from secdesk.services import records
from secdesk.ui.models.step_rows import StepTable
from secdesk.ui.places.history import HistoryPlace
from secdesk.ui.widgets.plain_table import PlainTable
from secdesk.ui.widgets.step_list import StepList
from tests.ui.desks import OFFSCREEN, OpenDesk, click, enter, named, press, type_keys, unnamed
from tests.ui.frames import clipped, make_sample, open_frame, small

pytestmark = OFFSCREEN


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    desk = OpenDesk(tmp_path / "a.secdesk")
    yield desk
    desk.close()


@pytest.fixture
def uid(desk: OpenDesk) -> str:
    """A proposal that was added and edited twice, and a person."""
    person = desk.add("person", {"name": "Gary Fairclough"})
    uid = desk.add_proposal(77, "DCC Service Flagging", "raised")
    edit(desk, uid, "Lead analyst of DP077", lead_analyst=person)
    edit(desk, uid, "Issue of DP077", issue="Too many flags")
    return uid


def edit(desk: OpenDesk, uid: str, label: str, **values: object) -> None:
    desk.run(label, lambda session: records.update_record(session, "proposal", uid, values))  # type: ignore[arg-type]


def steps(place: HistoryPlace) -> list[str]:
    view = named(place, "history.steps")
    assert isinstance(view, StepList)
    model = view.model()
    assert isinstance(model, StepTable)
    return [model.cells(row)[2] for row in range(model.rowCount())]


def changes(place: HistoryPlace) -> list[list[str]]:
    table = named(place, "history.changes")
    assert isinstance(table, PlainTable)
    return [
        [item.text() for column in range(4) if (item := table.item(row, column)) is not None]
        for row in range(table.rowCount())
    ]


def select(place: HistoryPlace, row: int) -> None:
    view = named(place, "history.steps")
    assert isinstance(view, StepList)
    view.setFocus()
    view.select_row(row)


def test_an_edit_is_told_by_label_and_value_in_words(qtbot: QtBot, desk: OpenDesk, uid: str) -> None:
    place = enter(qtbot, HistoryPlace(desk))
    assert steps(place) == [
        "Issue of DP077: nothing → Too many flags",
        "Lead analyst of DP077: nothing → Gary Fairclough",
        "Add event",
        "Add proposal",
        "Add person",
    ]
    assert changes(place) == [["DP077", "Issue", "nothing", "Too many flags"]]
    press(Qt.Key.Key_Down)
    assert changes(place) == [["DP077", "Lead analyst", "nothing", "Gary Fairclough"]]
    view = named(place, "history.steps")
    assert isinstance(view, StepList)
    spoken = view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("Tester, Issue of DP077: nothing → Too many flags, 1 change")


def test_a_step_of_many_changes_is_told_record_by_record(qtbot: QtBot, desk: OpenDesk, uid: str) -> None:
    other = desk.add_proposal(78, "IRPs")

    def both(session: object) -> None:
        for each in (uid, other):
            records.update_record(session, "proposal", each, {"urgent": True})  # type: ignore[arg-type]

    desk.run("Urgent for 2 proposals", both)
    place = enter(qtbot, HistoryPlace(desk))
    assert steps(place)[0] == "Urgent for 2 proposals"
    assert changes(place) == [["DP077", "Urgent", "nothing", "yes"], ["DP078", "Urgent", "nothing", "yes"]]
    click(place, "history.facet.bulk")
    assert steps(place) == ["Urgent for 2 proposals"]


def test_an_old_value_is_put_back_and_that_can_be_undone(qtbot: QtBot, desk: OpenDesk, uid: str) -> None:
    edit(desk, uid, "Issue of DP077", issue="None at all")
    place = enter(qtbot, HistoryPlace(desk))
    button = named(place, "history.put_back.button")
    assert isinstance(button, QPushButton)
    button.setFocus()
    press(Qt.Key.Key_Space)
    assert desk.values("proposal", uid)["issue"] == "Too many flags"
    assert desk.toasts[-1] == "Old value put back"
    assert steps(place)[0] == "Issue of DP077: None at all → Too many flags"
    desk.undo()
    assert desk.values("proposal", uid)["issue"] == "None at all"


def test_a_version_is_restored_by_the_filled_button(qtbot: QtBot, desk: OpenDesk, uid: str) -> None:
    edit(desk, uid, "Issue of DP077", issue="None at all")
    place = enter(qtbot, HistoryPlace(desk))
    action = place.primary_action()
    assert action is not None
    action.trigger()
    assert desk.toasts[-1] == "Nothing to restore: this is how it stands now"
    select(place, 1)
    action.trigger()
    assert desk.values("proposal", uid)["issue"] == "Too many flags"
    assert desk.labels()[-1].startswith("Restore the version of ")


def test_what_was_deleted_comes_back(qtbot: QtBot, desk: OpenDesk) -> None:
    person = desk.add("person", {"name": "Zoe Quux"})
    desk.run("Delete Zoe Quux", lambda session: records.delete_record(session, "person", person, desk.today))
    place = enter(qtbot, HistoryPlace(desk))
    assert changes(place)[0] == ["Deleted person Zoe Quux"]
    assert not place.menu_actions()[0].isEnabled()
    action = place.primary_action()
    assert action is not None
    action.trigger()
    assert desk.values("person", person)["name"] == "Zoe Quux"


def test_a_restoring_that_is_refused_is_told_to_the_window(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add_proposal(77, "Flags")
    desk.run("Delete DP077", lambda session: records.delete_record(session, "proposal", uid, desk.today))
    desk.add_proposal(77, "Another")
    place = enter(qtbot, HistoryPlace(desk))
    select(place, 1)
    action = place.primary_action()
    assert action is not None
    action.trigger()
    assert [str(error) for error in desk.refused] == [
        "The number 77 belongs to another proposal by now. Change that one first"
    ]


def test_enter_opens_the_record_that_was_changed(qtbot: QtBot, desk: OpenDesk, uid: str) -> None:
    place = enter(qtbot, HistoryPlace(desk))
    press(Qt.Key.Key_Return)
    select(place, 2)
    press(Qt.Key.Key_Return)
    select(place, 4)
    table = named(place, "history.changes")
    table.setFocus()
    press(Qt.Key.Key_Return)
    person = desk.all("person")[0].uid
    assert desk.journeys == [("proposals", uid), ("proposals", uid), ("records:person", person)]


def test_a_record_that_is_gone_is_said_to_be(qtbot: QtBot, desk: OpenDesk) -> None:
    person = desk.add("person", {"name": "Zoe Quux"})
    desk.run("Delete Zoe Quux", lambda session: records.delete_record(session, "person", person, desk.today))
    enter(qtbot, HistoryPlace(desk))
    press(Qt.Key.Key_Return)
    assert desk.toasts == ["This record is no longer in the register"]


def test_the_history_of_one_record_is_opened_by_its_name(qtbot: QtBot, desk: OpenDesk, uid: str) -> None:
    desk.add_proposal(78, "IRPs")
    place = enter(qtbot, HistoryPlace(desk), f"record:{uid}")
    assert steps(place)[-1] == "Add proposal"
    assert len(steps(place)) == 4
    chip = named(place, "history.facet.record")
    assert isinstance(chip, QPushButton)
    assert (chip.text(), chip.isChecked()) == ("Only DP077", True)
    place.clear_filters()
    assert len(steps(place)) == 6
    assert chip.text() == "This proposal"


def test_the_chip_takes_the_proposal_of_the_selected_step(qtbot: QtBot, desk: OpenDesk, uid: str) -> None:
    place = enter(qtbot, HistoryPlace(desk))
    click(place, "history.facet.record")
    assert len(steps(place)) == 4
    click(place, "history.facet.all")
    assert len(steps(place)) == 5
    click(place, "history.facet.mine")
    assert len(steps(place)) == 5


def test_the_list_is_searched_as_one_types(qtbot: QtBot, desk: OpenDesk, uid: str) -> None:
    place = enter(qtbot, HistoryPlace(desk))
    place.find_in_list()
    type_keys("gary")
    qtbot.waitUntil(lambda: len(steps(place)) == 2, timeout=5000)
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is named(place, "history.steps")
    search = named(place, "history.search")
    assert isinstance(search, QLineEdit)
    search.setText("no such word")
    qtbot.waitUntil(lambda: steps(place) == [], timeout=5000)
    assert place._empty.text() == "No step matches."
    assert not place.primary_action().isEnabled()  # type: ignore[union-attr]


def test_a_new_register_has_no_history_and_says_so(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, HistoryPlace(desk))
    assert place._empty.text() == "Nothing was changed in this register yet."
    assert place._empty.isVisible()


def test_the_selected_step_stays_selected_when_another_is_added(qtbot: QtBot, desk: OpenDesk, uid: str) -> None:
    place = enter(qtbot, HistoryPlace(desk))
    select(place, 1)
    desk.add("person", {"name": "Person Ten"})
    view = named(place, "history.steps")
    assert isinstance(view, StepList)
    assert view.currentIndex().row() == 2
    assert changes(place) == [["DP077", "Lead analyst", "nothing", "Gary Fairclough"]]


def test_nothing_can_be_restored_while_the_past_is_shown(qtbot: QtBot, desk: OpenDesk, uid: str) -> None:
    place = enter(qtbot, HistoryPlace(desk))
    desk.look_at(desk.today.replace(year=2019))
    place.refresh()
    assert not place.primary_action().isEnabled()  # type: ignore[union-attr]
    assert not named(place, "history.put_back.button").isEnabled()


def test_a_long_history_is_read_page_by_page(qtbot: QtBot, desk: OpenDesk) -> None:
    for number in range(250):
        desk.add("person", {"name": f"Person {number}"})
    place = enter(qtbot, HistoryPlace(desk))
    model = place._table
    assert model.rowCount() == 250
    assert len(model._pages) == 1
    assert model.cells(249)[2] == "Add person"
    assert len(model._pages) == 2


def test_the_selected_step_is_copied_with_its_cells(qtbot: QtBot, desk: OpenDesk, uid: str) -> None:
    place = enter(qtbot, HistoryPlace(desk))
    place.copy_selected()
    assert QApplication.clipboard().text().split("\t")[1:3] == ["Tester", "Issue of DP077: nothing → Too many flags"]
    named(place, "history.changes").setFocus()
    place.copy_selected()
    assert QApplication.clipboard().text() == "DP077\tIssue\tnothing\tToo many flags"


@pytest.mark.parametrize(("width", "height", "larger"), [(1280, 800, 0), (900, 520, 5)])
def test_history_fits_the_window(qtbot: QtBot, tmp_path: Path, width: int, height: int, larger: int) -> None:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "a.secdesk"))
    for _ in range(larger):
        frame.choose("text_larger")
    frame.window.resize(width, height)
    frame.choose("go.history")
    QTest.qWait(0)
    place = frame.window.places.place
    assert isinstance(place, HistoryPlace)
    assert unnamed(place) == []
    assert clipped(place) == []
    assert small(place) == []
