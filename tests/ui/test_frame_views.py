"""Meeting view, View > Sort by, the verbs of places, and the way from the jump box to a next step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from secdesk.ui import texts
from secdesk.ui.commands import IN_PLACES
from secdesk.ui.desk import Desk
from secdesk.ui.place import Place
from tests.ui.desks import OFFSCREEN
from tests.ui.frames import Frame, make_sample, open_frame, wait_for

pytestmark = OFFSCREEN


class Listing(Place):
    """A place that notes what the window asks of it."""

    key = "home"
    title = "Listing"
    verbs = frozenset({*IN_PLACES, "select_rows", "paste_rows", "copy_selected"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.asked: list[object] = []
        self.sorting = ("number", False)
        self.alone = False
        self.box = QLineEdit(self)
        self.box.setObjectName("home.box")
        self.box.setAccessibleName("Box")
        QVBoxLayout(self).addWidget(self.box)

    def meeting_view(self) -> None:
        self.alone = not self.alone
        self.meeting_view_changed.emit(self.alone)

    def sort_choices(self) -> Sequence[tuple[str, str]]:
        return (("number", "Number"), ("title", "Title"))

    def sorted_by(self) -> tuple[str, bool]:
        return self.sorting

    def sort_by(self, key: str, descending: bool) -> None:
        self.sorting = (key, descending)

    def select_rows(self) -> None:
        self.asked.append("select_rows")

    def paste_rows(self) -> None:
        self.asked.append("paste_rows")

    def next_queue(self) -> None:
        self.asked.append("next_queue")

    def previous_queue(self) -> None:
        self.asked.append("previous_queue")

    def print_shown(self) -> None:
        self.asked.append("print_shown")

    def open_next_step(self) -> None:
        self.asked.append("open_next_step")


@pytest.fixture
def frame(qtbot: QtBot, tmp_path: Path) -> Frame:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "SEC register 2020.secdesk"))
    frame.press("Ctrl+9")
    return frame


@pytest.fixture
def listing(frame: Frame) -> Listing:
    """Have the window show a place of the test's own as Home."""
    assert frame.window.desk is not None
    place = Listing(frame.window.desk)
    stack = frame.window.places
    old = stack._made.pop("home", None)
    if old is not None:
        old.close_place()
        stack.removeWidget(old)
        old.deleteLater()
    stack._made["home"] = place
    stack.addWidget(place)
    frame.press("Ctrl+1")
    assert stack.place is place
    return place


def test_f11_shows_the_place_alone_and_large_and_esc_brings_the_frame_back(frame: Frame, listing: Listing) -> None:
    parts = (frame.window.rail, frame.window.header, frame.window.status)
    normal = QApplication.font().pointSizeF()
    frame.press("F11")
    assert not any(part.isVisible() for part in parts)
    assert QApplication.font().pointSizeF() == pytest.approx(normal * 1.5)
    assert frame.settings.text_scale == 100
    frame.press("Esc")
    assert all(part.isVisible() for part in parts)
    assert QApplication.font().pointSizeF() == pytest.approx(normal)
    assert not listing.alone


def test_going_elsewhere_ends_the_meeting_view(frame: Frame, listing: Listing) -> None:
    frame.press("F11")
    frame.press("Ctrl+9")
    assert frame.window.places.key == "history"
    assert frame.window.rail.isVisible()
    assert not listing.alone


def test_closing_the_register_in_meeting_view_brings_the_frame_back(frame: Frame, listing: Listing) -> None:
    frame.press("F11")
    frame.window.files.close()
    assert frame.window.header.isVisible()
    assert not frame.window.meeting.is_on


def test_the_sort_menu_offers_what_the_place_can_sort_and_ticks_what_is_in_force(
    frame: Frame, listing: Listing
) -> None:
    menu = frame.window.menus.menus["sort"]
    menu.aboutToShow.emit()
    offered = [(action.text(), action.isChecked()) for action in menu.actions() if not action.isSeparator()]
    assert offered == [
        ("Number", True),
        ("Title", False),
        (texts.SORT_ASCENDING, True),
        (texts.SORT_DESCENDING, False),
    ]
    menu.actions()[-1].trigger()
    assert listing.sorting == ("number", True)
    menu.aboutToShow.emit()
    menu.actions()[1].trigger()
    assert listing.sorting == ("title", False)


def test_a_place_without_a_list_has_nothing_to_sort(frame: Frame) -> None:
    menu = frame.window.menus.menus["sort"]
    frame.window.go("results", "x")
    menu.aboutToShow.emit()
    assert [(action.text(), action.isEnabled()) for action in menu.actions()] == [(texts.NOTHING_TO_SORT, False)]


def test_the_keys_of_the_verbs_reach_the_place(frame: Frame, listing: Listing) -> None:
    listing.setFocus()
    for keys in ("Ctrl+PgDown", "Ctrl+PgUp", "Ctrl+P", "Ctrl+A", "Ctrl+V"):
        frame.press(keys)
    assert listing.asked == ["next_queue", "previous_queue", "print_shown", "select_rows", "paste_rows"]


def test_in_a_text_box_select_all_and_paste_belong_to_the_box(frame: Frame, listing: Listing) -> None:
    listing.box.setText("words")
    listing.box.setFocus()
    frame.press("Ctrl+A")
    assert listing.box.selectedText() == "words"
    QApplication.clipboard().setText("others")
    frame.press("Ctrl+V")
    assert listing.box.text() == "others"
    assert listing.asked == []


def test_ctrl_enter_on_a_result_goes_on_to_the_next_step(qtbot: QtBot, frame: Frame) -> None:
    asked: list[str] = []
    frame.window.go("proposals")
    place = frame.window.places.place
    assert place is not None
    place.open_next_step = lambda: asked.append("next step")  # type: ignore[method-assign]
    frame.press("Ctrl+K")
    QTest.keyClicks(frame.window.jump, "mp077")
    wait_for(qtbot, lambda: frame.window.jump.hits())
    frame.press("Ctrl+Return")
    assert frame.window.places.key == "proposals"
    assert asked == ["next step"]


def test_the_next_step_of_a_proposal_has_the_focus_after_ctrl_enter(qtbot: QtBot, frame: Frame) -> None:
    frame.press("Ctrl+K")
    QTest.keyClicks(frame.window.jump, "mp077")
    wait_for(qtbot, lambda: frame.window.jump.hits())
    frame.press("Ctrl+Return")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() in ("proposals.next.do", "proposals.next.more")


def test_ctrl_shift_n_begins_a_draft_from_anywhere(frame: Frame) -> None:
    frame.press("Ctrl+Shift+N")
    assert frame.window.places.key == "proposals"
    assert frame.window.places.place is not None
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "proposals.title"


def test_an_offer_to_undo_that_is_no_longer_the_newest_step_undoes_nothing(frame: Frame) -> None:
    desk = frame.window.desk
    assert desk is not None
    add_person(desk, "Person Nine")
    desk.say("Person Nine added", offers_undo=True)
    notice = frame.window.toast.notice
    assert notice is not None
    add_person(desk, "Person Ten")
    assert notice.act is not None
    notice.act()
    assert desk.undo_label == "Add person Person Ten"
    assert frame.window.notices.texts()[0] == texts.CHANGED_SINCE


def add_person(desk: Desk, name: str) -> None:
    from secdesk.services import records

    desk.run(f"Add person {name}", lambda session: records.create_record(session, "person", {"name": name}))


def test_the_sheet_of_shortcuts_narrows_as_one_types(qtbot: QtBot, frame: Frame) -> None:
    frame.press("Ctrl+/")
    table, box = frame.named("shortcuts.table"), frame.named("shortcuts.search")
    assert box.hasFocus()
    QTest.keyClicks(box, "working day")
    assert table.rowCount() == 1  # type: ignore[attr-defined]
    assert table.item(0, 1).text() == "Shift+Up, Shift+Down"  # type: ignore[attr-defined]
    QTest.keyClicks(box, " zzz")
    assert not table.isVisible()
    frame.named("shortcuts").close()
