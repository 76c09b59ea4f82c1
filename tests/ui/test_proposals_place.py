"""Proposals by keys: raise one, edit it, keep what cannot be read, undo, find (ux.md 2.6, 3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from secdesk.services import records
from secdesk.services.records import Effect
from secdesk.ui.places.proposals import RAISE, ProposalsPlace
from secdesk.ui.widgets.line_edit import LineEdit
from tests.ui.desks import OFFSCREEN, TODAY, OpenDesk, click, enter, label_text, named, press, type_keys, unnamed

pytestmark = OFFSCREEN


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(tmp_path / "a.secdesk")
    yield opened
    opened.close()


def box(place: ProposalsPlace, name: str) -> LineEdit:
    found = named(place, f"proposals.{name}")
    assert isinstance(found, LineEdit)
    return found


def test_a_draft_proposal_is_raised_with_the_keys_of_the_brief(qtbot: QtBot, desk: OpenDesk) -> None:
    company = desk.add("organisation", {"name": "Northern Meters"})
    desk.add("person", {"name": "Nora Jones", "organisation": company})
    desk.add_proposal(113, "SMDA Budget", "raised")
    place = enter(qtbot, ProposalsPlace(desk), "new")
    type_keys("Large Gas Meter Displays")
    press(Qt.Key.Key_Tab)
    type_keys("nor")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    QApplication.clipboard().setText("Displays are \u2018too small\u2019\u00a0to read.\r\nSecond line")
    press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert place.primary_action().text() == RAISE
    place.primary_action().trigger()
    uid = place.detail.uid
    values = desk.values("proposal", uid)
    assert values["number"] == 114
    assert values["title"] == "Large Gas Meter Displays"
    assert values["proposer_organisation"] == company
    assert values["issue"] == "Displays are \u2018too small\u2019\u00a0to read.\nSecond line"
    (event,) = [row.values for row in desk.all("event") if row.values["proposal"] == uid]
    assert (event["outcome"], event["date"]) == ("raised", TODAY)
    assert desk.toasts[-1] == "DP114 raised"
    assert place.list.current_uid == uid
    assert named(place, "proposals.next.words").isVisible()


def test_what_is_missing_is_listed_at_once_before_raising(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, ProposalsPlace(desk), "new")
    place.primary_action().trigger()
    first = named(place, "proposals.gate.1")
    assert first.hasFocus()
    assert named(place, "proposals.gate.2").isVisible()
    assert desk.all("event") == []
    press(Qt.Key.Key_Space)
    assert box(place, "title").hasFocus()


def test_a_draft_proposal_that_holds_nothing_is_taken_up_again(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, ProposalsPlace(desk), "new")
    place.new_record()
    place.new_record()
    assert len(desk.all("proposal")) == 1
    type_keys("A title")
    press(Qt.Key.Key_Tab)
    place.new_record()
    assert len(desk.all("proposal")) == 2


def test_a_field_left_by_tab_is_one_step_and_undo_takes_it_back(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add_proposal(77, "DCC Service Flagging", "raised", "csc_ready", "panel_converted")
    place = enter(qtbot, ProposalsPlace(desk))
    before = desk.steps()
    place.detail.form.focus_field("cost_estimate")
    type_keys("around 1m")
    assert desk.steps() == before
    press(Qt.Key.Key_Tab)
    assert desk.values("proposal", uid)["cost_estimate"] == "around 1m"
    assert desk.labels()[-1] == "Cost estimate of MP077"
    assert desk.steps() == before + 1
    desk.undo()
    assert desk.values("proposal", uid)["cost_estimate"] is None
    assert box(place, "cost_estimate").text() == ""


def test_a_changed_title_holds_from_today_and_the_old_one_before(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add_proposal(80, "A managed move to DUIS 3.1", "raised")
    place = enter(qtbot, ProposalsPlace(desk))
    place.detail.form.focus_field("title")
    box(place, "title").selectAll()
    type_keys("A managed move to DUIS 3.0")
    press(Qt.Key.Key_Return)
    form = place.detail.form
    assert [(row.value, row.effective_from) for row in form.loaded.dated] == [
        ("A managed move to DUIS 3.1", None),
        ("A managed move to DUIS 3.0", TODAY),
    ]
    assert label_text(place, "proposals.about") == "formerly A managed move to DUIS 3.1 (to Feb 2020)"
    effect = form.fields["title"].effect
    assert effect is not None
    effect.ways.setCurrentIndex(1)
    effect.ways.activated.emit(1)
    assert [(row.value, row.effective_from) for row in form.loaded.dated] == [("A managed move to DUIS 3.0", None)]
    assert desk.values("proposal", uid)["title"] == "A managed move to DUIS 3.0"


def test_a_former_title_finds_the_proposal_and_so_does_its_number(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("proposal", {"number": 80, "title": "Old words"})
    change = Effect(date(2020, 1, 1))
    desk.run("Title", lambda s: records.update_record(s, "proposal", uid, {"title": "New words"}, effect=change))
    desk.add_proposal(81, "Something else", "raised")
    place = enter(qtbot, ProposalsPlace(desk))
    place.find_in_list()
    type_keys("OLD wor")
    assert [place.table.uid_at(row) for row in range(place.table.rowCount())] == [uid]
    search = named(place, "proposals.search")
    assert isinstance(search, QLineEdit)
    search.selectAll()
    type_keys("dp80")
    assert [place.table.uid_at(row) for row in range(place.table.rowCount())] == [uid]
    press(Qt.Key.Key_Escape)
    assert place.table.rowCount() == 2
    assert place.list.hasFocus()


def test_escape_keeps_what_was_typed(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add_proposal(77, "DCC Service Flagging", "raised")
    place = enter(qtbot, ProposalsPlace(desk))
    place.detail.form.focus_field("latest_update")
    type_keys("Working Group")
    press(Qt.Key.Key_Escape)
    assert place.list.hasFocus()
    assert desk.values("proposal", uid)["latest_update"] == "Working Group"


def test_typed_figures_go_to_the_number(qtbot: QtBot, desk: OpenDesk) -> None:
    for number in (7, 67, 77, 670):
        desk.add_proposal(number, f"Title {number}", "raised")
    place = enter(qtbot, ProposalsPlace(desk))
    type_keys("67")
    assert desk.values("proposal", place.list.current_uid)["number"] == 67


def test_a_chip_keeps_one_stage_and_so_does_the_wish_of_another_place(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add_proposal(1, "One", "raised")
    two = desk.add_proposal(2, "Two", "raised", "csc_ready", "panel_converted")
    place = enter(qtbot, ProposalsPlace(desk), "stage:refine")
    assert [place.table.uid_at(row) for row in range(place.table.rowCount())] == [two]
    assert named(place, "proposals.filter.stage").accessibleName() == "Filter Refine"
    assert place.list.accessibleName() == "Proposals, 1 of 2, filtered by Refine"
    place.clear_filters()
    assert place.table.rowCount() == 2


def test_deleting_is_one_step_with_a_way_back(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add_proposal(1, "One", "raised")
    desk.add_proposal(2, "Two", "raised")
    place = enter(qtbot, ProposalsPlace(desk))
    place.list.select_uid(uid)
    place.delete_selected()
    assert [row.values["number"] for row in desk.all("proposal")] == [2]
    assert desk.toasts == ["DP001 deleted"]
    desk.undo()
    assert [row.values["number"] for row in desk.all("proposal")] == [1, 2]
    assert len(desk.all("event")) == 2


def test_delete_in_a_box_of_the_form_leaves_the_record(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add_proposal(1, "One", "raised")
    place = enter(qtbot, ProposalsPlace(desk))
    place.detail.form.focus_field("urgent")
    place.delete_selected()
    assert len(desk.all("proposal")) == 1


def test_selected_rows_are_copied_with_tabs(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add_proposal(1, "One", "raised")
    place = enter(qtbot, ProposalsPlace(desk))
    place.copy_selected(headings=True)
    assert QApplication.clipboard().text() == (
        "Number\tTitle\tStage\tStatus\tNext step\nDP001\tOne\tDefine\tRaised\tCSC"
    )


def test_the_timeline_records_an_event_and_asks_why_it_is_unusual(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add_proposal(1, "One", "raised")
    place = enter(qtbot, ProposalsPlace(desk))
    named(place, "proposals.record").setFocus()
    press(Qt.Key.Key_Space)
    type_keys("implemented")
    press(Qt.Key.Key_Return)
    reason = named(place, "proposals.record.reason")
    assert reason.isVisible()
    reason.setFocus()
    type_keys("Done before it was written down")
    click(place, "proposals.record.now")
    events = [row.values for row in desk.all("event") if row.values["outcome"] == "implemented"]
    assert [(event["proposal"], event["date"], event["reason"]) for event in events] == [
        (uid, TODAY, "Done before it was written down")
    ]
    assert label_text(place, "proposals.status").startswith("Implemented")


def test_everything_in_the_place_has_a_name(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add_proposal(1, "One", "raised")
    place = enter(qtbot, ProposalsPlace(desk), "new")
    assert unnamed(place) == []
    click(place, "proposals.affected_party.add")
    assert unnamed(place) == []
