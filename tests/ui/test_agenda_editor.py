"""The agenda editor by keys and by mouse: moving, adding behind an item, suggestions, reopening (ux.md 2.8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from secdesk.exchange.sample import fill_with_sample
from secdesk.models.types import Value
from secdesk.services import agendas
from secdesk.services.records import update_record
from secdesk.ui import theme
from secdesk.ui.places.meetings import MeetingsPlace
from secdesk.ui.widgets.agenda_grid import AgendaGrid
from tests.ui.desks import OFFSCREEN, TODAY, OpenDesk, click, enter, label_text, named, press, type_keys

pytestmark = OFFSCREEN
TITLES = ("Welcome", "DCC", "Costs", "Any other business")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(tmp_path / "a.secdesk")
    yield opened
    opened.close()


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(tmp_path / "sample.secdesk")
    fill_with_sample(opened.register)
    yield opened
    opened.close()


def add_meeting(desk: OpenDesk, *titles: str, body: str = "WG", minutes: int | None = None, **values: Value) -> str:
    uid = desk.add("meeting", {"body": body, "date": date(2020, 3, 4), **values})
    for title in titles:
        desk.run("x", lambda session, title=title: agendas.add_item(session, uid, None, title, minutes))
    return uid


def shown(desk: OpenDesk, meeting: str) -> list[tuple[str, str]]:
    rows = desk.read(lambda session: agendas.items(session, meeting, TODAY))
    return [(row.number, row.reference or row.title) for row in rows]


def order(desk: OpenDesk, meeting: str) -> str:
    return "".join(name[0] for _, name in shown(desk, meeting))


def grid_of(place: MeetingsPlace) -> AgendaGrid:
    return place.meeting_detail.agenda.grid


def handle(grid: AgendaGrid, row: int, share: float = 0.5) -> QPoint:
    """Return a point on the handle of a row; ``share`` is how far down the row it is."""
    area = grid.visualRect(grid.table.index(row, 0))
    return QPoint(area.center().x(), area.top() + round(area.height() * share))


def drag(grid: AgendaGrid, start: QPoint, end: QPoint, *, release: bool = True) -> None:
    """Drag as a hand does: press, a few moves, release."""
    spot = grid.viewport()
    button, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(spot, button, plain, start)
    for step in (1, 2, 3):
        QTest.mouseMove(spot, start + (end - start) * step / 3)
        QApplication.processEvents()
    if release:
        QTest.mouseRelease(spot, button, plain, end)


@pytest.mark.parametrize(
    ("start", "end", "share", "wanted"),
    [
        (0, 2, 0.9, "DCWA"),
        (0, 2, 0.1, "DWCA"),
        (3, 0, 0.1, "AWDC"),
        (3, 1, 0.9, "WDAC"),
        (1, 3, 0.9, "WCAD"),
        (2, 2, 0.9, "WDCA"),
        (1, 0, 0.9, "WDCA"),
    ],
)
def test_an_item_goes_where_its_handle_is_dropped_in_one_step(
    qtbot: QtBot, desk: OpenDesk, start: int, end: int, share: float, wanted: str
) -> None:
    meeting = add_meeting(desk, *TITLES)
    place = enter(qtbot, MeetingsPlace(desk))
    grid, before = grid_of(place), desk.steps()
    moved = grid.table.uid_at(start)
    drag(grid, handle(grid, start), handle(grid, end, share))
    assert order(desk, meeting) == wanted
    assert grid.gap == -1
    if wanted == "WDCA":
        assert desk.steps() == before
        return
    assert desk.steps() == before + 1
    assert desk.labels()[-1] == f"Move {TITLES[start]} on the agenda"
    assert grid.current_uid == moved
    desk.undo()
    assert order(desk, meeting) == "WDCA"


def test_a_line_shows_where_the_dragged_item_would_go(qtbot: QtBot, desk: OpenDesk) -> None:
    add_meeting(desk, *TITLES)
    place = enter(qtbot, MeetingsPlace(desk))
    grid = grid_of(place)
    drag(grid, handle(grid, 0), handle(grid, 2, 0.9), release=False)
    assert grid.gap == 3
    picture: QImage = grid.viewport().grab().toImage()
    scale = picture.devicePixelRatio()
    x, y = grid.viewport().width() // 2, grid.visualRect(grid.table.index(3, 0)).top()
    colours = {picture.pixelColor(round(x * scale), round((y + row) * scale)).name() for row in (-1, 0)}
    assert colours == {theme.colours_of(grid.palette()).of("accent").name()}
    QTest.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, handle(grid, 0))


def test_esc_puts_a_dragged_item_back(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = add_meeting(desk, *TITLES)
    place = enter(qtbot, MeetingsPlace(desk))
    grid = grid_of(place)
    grid.setFocus()
    drag(grid, handle(grid, 0), handle(grid, 3, 0.9), release=False)
    press(Qt.Key.Key_Escape)
    assert grid.gap == -1
    QTest.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, handle(grid, 3))
    assert order(desk, meeting) == "WDCA"


def test_only_the_handle_drags(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = add_meeting(desk, *TITLES)
    place = enter(qtbot, MeetingsPlace(desk))
    grid = grid_of(place)
    beside = QPoint(grid.viewport().width() // 2, 0)
    drag(grid, handle(grid, 0) + beside, handle(grid, 3, 0.9) + beside)
    assert order(desk, meeting) == "WDCA"


def test_the_keys_and_move_to_do_what_dragging_does(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = add_meeting(desk, *TITLES)
    place = enter(qtbot, MeetingsPlace(desk))
    grid = grid_of(place)
    grid.setFocus()
    grid.select_row(3)
    place.move_up()
    assert order(desk, meeting) == "WDAC"
    place.move_down()
    assert order(desk, meeting) == "WDCA"
    move_to = next(act for act in place.menu_actions() if act.objectName() == "meetings.move_to")
    move_to.trigger()
    box = named(place, "meetings.agenda.moving.place")
    assert box.hasFocus()
    box.selectAll()  # type: ignore[attr-defined]
    type_keys("1")
    press(Qt.Key.Key_Return)
    assert order(desk, meeting) == "AWDC"
    assert grid.hasFocus()
    assert grid.currentIndex().row() == 0


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_menu_of_an_item_opens_by_mouse_and_key(qtbot: QtBot, desk: OpenDesk) -> None:
    add_meeting(desk, *TITLES)
    place = enter(qtbot, MeetingsPlace(desk))
    grid = grid_of(place)
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        event = QContextMenuEvent(reason, handle(grid, 1), grid.viewport().mapToGlobal(handle(grid, 1)))
        QApplication.sendEvent(grid.viewport(), event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert [act.text() for act in menu.actions()] == ["Open agenda item", "Move to…", "Remove agenda item"]
        menu.close()


def test_ins_adds_behind_the_item_it_was_pressed_on(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = add_meeting(desk, *TITLES)
    place = enter(qtbot, MeetingsPlace(desk))
    grid = grid_of(place)
    grid.setFocus()
    grid.select_row(1)
    press(Qt.Key.Key_Insert)
    add = named(place, "meetings.agenda.add")
    assert add.hasFocus()
    assert add.accessibleName() == "Add item or proposal after 2"
    type_keys("First")
    press(Qt.Key.Key_Return)
    type_keys("Second")
    press(Qt.Key.Key_Return)
    assert [name for _, name in shown(desk, meeting)] == ["Welcome", "DCC", "First", "Second", "Costs", TITLES[3]]
    grid.setFocus()
    assert add.accessibleName() == "Add item or proposal"


def test_what_is_added_to_a_confirmed_agenda_becomes_2a(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = add_meeting(desk, *TITLES)
    desk.run("x", lambda session: agendas.confirm_agenda(session, meeting, TODAY))
    place = enter(qtbot, MeetingsPlace(desk))
    grid = grid_of(place)
    grid.setFocus()
    grid.select_row(1)
    press(Qt.Key.Key_Insert)
    type_keys("Late paper")
    press(Qt.Key.Key_Return)
    assert [number for number, _ in shown(desk, meeting)] == ["1", "2", "2a", "3", "4"]
    assert label_text(place, "meetings.agenda.reopening") == (
        "Reopening numbers it anew: 2a becomes 3, 3 becomes 4 and 4 becomes 5"
    )
    drag(grid, handle(grid, 4), handle(grid, 0, 0.1))
    assert [number for number, _ in shown(desk, meeting)] == ["4", "1", "2", "2a", "3"]
    click(place, "meetings.agenda.reopen")
    assert [number for number, _ in shown(desk, meeting)] == ["1", "2", "3", "4", "5"]
    assert not named(place, "meetings.agenda.reopening").isVisible()


def test_an_agenda_with_decisions_is_not_reopened(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = add_meeting(desk, body="CSC", state="held")
    proposal = desk.add_proposal(101, "Displays", "raised")
    item = desk.run("x", lambda session: agendas.add_item(session, meeting, proposal))
    desk.run("x", lambda session: agendas.confirm_agenda(session, meeting, TODAY))
    desk.add(
        "event",
        {"proposal": proposal, "outcome": "csc_ready", "date": date(2020, 3, 4), "body": "CSC", "meeting": meeting}
        | {"agenda_item": item},
    )
    place = enter(qtbot, MeetingsPlace(desk), meeting)
    assert not named(place, "meetings.agenda.reopen").isVisible()
    click(place, "meetings.agenda.decide")
    assert desk.journeys == [("decisions", meeting)]


def test_the_clock_and_the_total_follow_the_minutes(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = add_meeting(desk, *TITLES[:3], minutes=35, time="10:00")
    place = enter(qtbot, MeetingsPlace(desk))
    grid = grid_of(place)
    starts = [grid.table.row_at(row).cells[2] for row in range(3)]  # type: ignore[union-attr]
    assert starts == ["10:00", "10:35", "11:10"]
    assert label_text(place, "meetings.agenda.total") == "total 1 h 45, to 11:45"
    desk.run("x", lambda session: update_record(session, "meeting", meeting, {"time": "14:00"}))
    assert label_text(place, "meetings.agenda.total") == "total 1 h 45, to 15:45"


def test_an_empty_agenda_says_who_waits_and_adds_it(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = add_meeting(desk)
    proposal = desk.add_proposal(93, "Implementing", "raised", "csc_ready", "panel_converted")
    desk.add(
        "assessment",
        {"proposal": proposal, "assessment_kind": "PA", "accepted": date(2019, 12, 2), "returned": date(2020, 1, 21)},
    )
    place = enter(qtbot, MeetingsPlace(desk))
    words = label_text(place, "meetings.agenda.state")
    assert words.startswith("No items yet. One proposal is waiting for a Working Group: MP093.")
    assert words.endswith("Confirm by Wed 19 Feb 2020 (in 8 WD)")
    add = named(place, "meetings.agenda.suggested.1")
    assert add.accessibleName() == "Add MP093"
    assert add.accessibleDescription() == "MP093  Implementing. PA returned 21 Jan 2020"
    click(place, "meetings.agenda.suggested.1")
    assert shown(desk, meeting) == [("1", "MP093")]
    assert not add.isVisible()
    desk.undo()
    assert add.isVisible()


def test_a_meeting_that_was_held_is_offered_nothing_more(qtbot: QtBot, desk: OpenDesk) -> None:
    held = desk.add("meeting", {"body": "CSC", "date": date(2020, 1, 28), "state": "held"})
    desk.add_proposal(101, "Displays", "raised")
    place = enter(qtbot, MeetingsPlace(desk), held)
    assert label_text(place, "meetings.agenda.state") == "No items"
    assert place.meeting_detail.agenda.suggestions.keys == []
    desk.run("x", lambda session: agendas.add_item(session, held, None, "Welcome"))
    assert label_text(place, "meetings.agenda.state") == "Agenda: not confirmed"


def test_a_long_list_of_suggestions_is_folded_and_all_can_be_added_at_once(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = add_meeting(desk, body="CSC")
    for number in range(101, 109):
        desk.add_proposal(number, f"Title {number}", "raised")
    place = enter(qtbot, MeetingsPlace(desk))
    named(place, "meetings.agenda.suggested.5")
    named(place, "meetings.agenda.suggested.more")
    click(place, "meetings.agenda.suggested.more")
    assert named(place, "meetings.agenda.suggested.6").hasFocus()
    click(place, "meetings.agenda.suggested.6")
    assert shown(desk, meeting) == [("1", "DP106")]
    before = desk.steps()
    click(place, "meetings.agenda.suggested.all")
    assert len(shown(desk, meeting)) == 8
    assert desk.steps() == before + 1


def test_in_the_past_the_agenda_is_only_read(qtbot: QtBot, desk: OpenDesk) -> None:
    add_meeting(desk, *TITLES, minutes=5)
    place = enter(qtbot, MeetingsPlace(desk))
    before = desk.steps()
    desk.look_at(date(2020, 2, 6))
    place.refresh()
    grid = grid_of(place)
    assert [grid.table.row_at(row).cells[0] for row in range(4)] == [""] * 4  # type: ignore[union-attr]
    drag(grid, handle(grid, 0), handle(grid, 3, 0.9))
    grid.setFocus()
    press(Qt.Key.Key_Delete)
    place.move_down()
    for name in ("meetings.agenda.add", "meetings.actions.add", "meetings.present.add"):
        assert not named(place, name).isVisible(), name
    enabled = [act.objectName() for act in place.menu_actions() if act.isEnabled()]
    assert enabled == ["meetings.open_item", "meetings.print_agenda"]
    assert not place.primary_action().isEnabled()
    assert desk.steps() == before
    assert not desk.refused


def test_the_sample_is_entered_at_the_working_group_and_confirmed_by_keys(qtbot: QtBot, sample: OpenDesk) -> None:
    desk = sample
    place = enter(qtbot, MeetingsPlace(desk))
    group = place.list.current_uid
    assert desk.values("meeting", group)["date"] == date(2020, 3, 4)
    assert place.list.hasFocus()
    click(place, "meetings.agenda.suggested.all")
    place.move_up()
    place.primary_action().trigger()
    assert desk.values("meeting", group)["agenda_confirmed"] == TODAY
    assert [name for _, name in shown(desk, group)] == ["SECMP0067", "MP077", "MP093", "MP080"]


def test_the_agenda_is_printed_as_the_paper_that_it_is(qtbot: QtBot, desk: OpenDesk) -> None:
    add_meeting(desk, *TITLES, minutes=10, time="10:00")
    place = enter(qtbot, MeetingsPlace(desk))
    request = place.agenda_request()
    assert request is not None
    assert request.title == "Agenda, Working Group, 4 Mar 2020"
    with open_pdf(request.make()) as pdf:
        assert len(pdf.pages) >= 1
    empty = desk.add("meeting", {"body": "CB", "date": date(2020, 3, 25)})
    place.activate(empty)
    assert place.agenda_request() is None
    assert not named(place, "meetings.agenda.print").isVisible()


def open_pdf(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))
