"""Lists by keys: filters, views, columns, order, groups, several rows at once, copying (ux.md 1.4, 2.3, 2.6, 3.9)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QMenu
from pytestqt.qtbot import QtBot

from secdesk.models.types import Value
from secdesk.services import records
from secdesk.ui.place_memory import PlaceMemory
from secdesk.ui.places.proposals import ProposalsPlace
from secdesk.ui.places.records import RecordsPlace
from tests.papers.pdf_reading import ReadPdf
from tests.ui.desks import TODAY, OpenDesk, click, enter, label_text, named, press, type_keys, unnamed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
"""What the platform without a screen says of windows that open over others."""
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(tmp_path / "a.secdesk")
    yield opened
    opened.close()


def set_value(desk: OpenDesk, uid: str, **values: Value) -> None:
    desk.run("Set", lambda session: records.update_record(session, "proposal", uid, values))


@pytest.fixture
def mixed(desk: OpenDesk) -> dict[int, str]:
    """Six proposals at three stages, two of them led by the tester."""
    me = desk.add("person", {"name": "Tester"})
    other = desk.add("person", {"name": "Analyst One"})
    lives = {
        66: ("raised",),
        67: ("raised", "csc_ready", "panel_converted"),
        68: ("raised", "csc_ready", "panel_converted"),
        70: ("raised", "withdrawn"),
        77: ("raised", "csc_ready", "panel_converted"),
        101: ("raised",),
    }
    found = {number: desk.add_proposal(number, f"Title {number}", *life) for number, life in lives.items()}
    set_value(desk, found[67], series="SECMP")
    for number, lead in ((67, me), (68, other), (77, me), (101, other)):
        set_value(desk, found[number], lead_analyst=lead)
    return found


def numbers(place: ProposalsPlace) -> list[str]:
    """Return the first cell of every row shown."""
    rows = (place.table.row_at(row) for row in range(place.table.rowCount()))
    return [row.cells[0] for row in rows if row is not None]


def value_list(name: str) -> QListWidget:
    popup = QApplication.activePopupWidget()
    assert popup is not None, "nothing is open"
    found = named(popup, name)
    assert isinstance(found, QListWidget)
    return found


def choose_value(words: str) -> None:
    """Tick a value of the open panel by keys."""
    values = value_list("proposals.filter.values")
    item = next(values.item(row) for row in range(values.count()) if values.item(row).text().startswith(words))
    values.setCurrentItem(item)
    QTest.keyClick(values, Qt.Key.Key_Space)


# --- filters ---------------------------------------------------------------------------------------------------------


def test_a_filter_is_chosen_by_keys_with_counts_and_shown_as_a_chip(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]
) -> None:
    place = enter(qtbot, ProposalsPlace(desk))
    named(place, "proposals.filter").setFocus()
    press(Qt.Key.Key_Space)
    fields = value_list("proposals.filter.fields")
    assert fields.hasFocus()
    QTest.keyClick(fields, Qt.Key.Key_Down)
    QTest.keyClick(fields, Qt.Key.Key_Return)
    values = value_list("proposals.filter.values")
    assert [values.item(row).text() for row in range(values.count())] == ["Define  2", "Refine  3", "Closed  1"]
    choose_value("Refine")
    assert numbers(place) == ["SECMP0067", "MP068", "MP077"]
    choose_value("Define")
    assert len(numbers(place)) == 5
    QTest.keyClick(values, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert named(place, "proposals.filter.stage").accessibleName() == "Filter Define or Refine"
    assert place.list.accessibleName() == "Proposals, 5 of 6, filtered by Define or Refine"


def test_different_fields_are_joined_by_and_and_free_text_narrows_the_same_list(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]
) -> None:
    place = enter(qtbot, ProposalsPlace(desk), "stage:refine")
    place.filters.keep_values("lead_analyst", ("@me",))
    assert numbers(place) == ["SECMP0067", "MP077"]
    assert place.list.accessibleName().endswith("filtered by Refine, lead analyst me")
    place.find_in_list()
    type_keys("77")
    assert numbers(place) == ["MP077"]
    place.clear_filters()
    assert len(numbers(place)) == 6
    assert place.chips.filters == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete])
def test_a_chip_goes_with_backspace_and_with_delete_and_the_focus_stays_in_the_row(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str], key: Qt.Key
) -> None:
    place = enter(qtbot, ProposalsPlace(desk), "stage:refine")
    place.filters.keep_values("lead_analyst", ("@me",))
    named(place, "proposals.filter.stage").setFocus()
    press(key)
    assert numbers(place) == ["SECMP0067", "MP077"]
    assert named(place, "proposals.filter.lead_analyst").hasFocus()
    press(key)
    assert len(numbers(place)) == 6
    assert named(place, "proposals.filter").hasFocus()
    assert len(desk.all("proposal")) == 6


def test_the_cross_of_a_chip_takes_it_away(qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]) -> None:
    place = enter(qtbot, ProposalsPlace(desk), "stage:define")
    click(place, "proposals.filter.stage.remove")
    assert len(numbers(place)) == 6


def test_nothing_found_says_so_and_offers_the_way_back(qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]) -> None:
    place = enter(qtbot, ProposalsPlace(desk), "stage:release")
    assert numbers(place) == []
    assert named(place, "proposals.empty").isVisible()
    click(place, "proposals.empty")
    assert len(numbers(place)) == 6


def test_counts_are_of_what_everything_else_lets_through(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]
) -> None:
    place = enter(qtbot, ProposalsPlace(desk), "stage:refine")
    leads = {value.words: value.count for value in place.filters.values_of("lead_analyst")}
    assert leads == {"Me (Tester)": 2, "Analyst One": 1, "Tester": 2}
    assert {value.words for value in place.filters.values_of("stage")} == {"Define", "Refine", "Closed"}


def test_every_list_can_be_filtered_by_its_declared_fields(qtbot: QtBot, desk: OpenDesk) -> None:
    company = desk.add("organisation", {"name": "Northern Meters"})
    desk.add("person", {"name": "Nora Jones", "organisation": company})
    desk.add("person", {"name": "Owen Price"})
    place = enter(qtbot, RecordsPlace(desk, "person"))
    place.filters.keep_values("organisation", (company,))
    assert place.list.accessibleName() == "People, 1 of 2, filtered by organisation Northern Meters"


# --- views -----------------------------------------------------------------------------------------------------------


def test_a_view_is_kept_chosen_renamed_and_deleted_by_keys(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]
) -> None:
    place = enter(qtbot, ProposalsPlace(desk), "stage:refine")
    place.filters.keep_values("lead_analyst", ("@me",))
    place.saved_views()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    line = named(popup, "proposals.views.name")
    assert isinstance(line, QLineEdit)
    assert line.hasFocus()
    QTest.keyClicks(line, "Mine in Refine")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert named(place, "proposals.views").accessibleName() == "View: Mine in Refine"
    place.clear_filters()
    assert named(place, "proposals.views").accessibleName() == "Views"

    place.saved_views()
    names = value_list("proposals.views.list")
    QTest.keyClick(names, Qt.Key.Key_Return)
    assert numbers(place) == ["SECMP0067", "MP077"]

    place.saved_views()
    QTest.keyClick(names, Qt.Key.Key_F2)
    editor = names.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "Mine")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [view["name"] for view in desk.memory.read("proposals.views")] == ["Mine"])
    QTest.keyClick(names, Qt.Key.Key_Delete)
    assert desk.memory.read("proposals.views") == []
    assert len(desk.all("proposal")) == 6


# --- columns, order, groups ------------------------------------------------------------------------------------------


def test_columns_are_chosen_and_moved_by_keys_and_kept_for_the_person(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]
) -> None:
    place = enter(qtbot, ProposalsPlace(desk))
    place.choose_columns()
    columns = named(place, "proposals.columns.list")
    assert isinstance(columns, QListWidget)
    lead = next(row for row in range(columns.count()) if columns.item(row).text() == "Lead")
    columns.setCurrentRow(lead)
    QTest.keyClick(columns, Qt.Key.Key_Space)
    assert place.list.shown_columns[-1] == "lead"
    for _ in range(lead - 1):
        QTest.keyClick(columns, Qt.Key.Key_Up, ALT)
    assert place.list.shown_columns[:3] == ["reference", "lead", "title"]
    kept = desk.memory.read("proposals.columns")
    assert kept == place.list.shown_columns

    again = enter(qtbot, ProposalsPlace(desk))
    assert again.list.shown_columns == kept
    again.list.select_uid(mixed[77])
    again.copy_selected()
    assert QApplication.clipboard().text().startswith("MP077\tTester\tTitle 77\t")
    again.choose_columns()
    click(again, "proposals.columns.reset")
    assert again.list.shown_columns[:3] == ["reference", "title", "stage"]
    assert desk.memory.read("proposals.columns") is None


def test_the_last_column_cannot_be_hidden(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, ProposalsPlace(desk))
    place.list.show_columns(["title"])
    place.choose_columns()
    columns = named(place, "proposals.columns.list")
    assert isinstance(columns, QListWidget)
    QTest.keyClick(columns, Qt.Key.Key_Space)
    assert place.list.shown_columns == ["title"]


def test_numbers_sort_as_people_count_or_by_prefix(qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]) -> None:
    place = enter(qtbot, ProposalsPlace(desk))
    place.sort_by("reference", False)
    assert numbers(place) == ["DP066", "SECMP0067", "MP068", "DP070", "MP077", "DP101"]
    place.sort_by("prefix", False)
    assert numbers(place) == ["DP066", "DP070", "DP101", "MP068", "MP077", "SECMP0067"]
    assert ("prefix", "Number, by prefix") in place.sort_choices()
    assert place.sorted_by() == ("prefix", False)


def test_a_click_sorts_and_a_click_with_shift_sorts_what_is_equal(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]
) -> None:
    place = enter(qtbot, ProposalsPlace(desk))
    header = place.list.header

    def head(key: str) -> QPoint:
        place_of = [column.key for column in place.table.source.columns].index(key)
        return QPoint(header.sectionViewportPosition(place_of) + header.sectionSize(place_of) // 2, 8)

    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=head("stage"))
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, SHIFT, head("title"))
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, SHIFT, head("title"))
    assert place.table.order == [("stage", False), ("title", True)]
    assert numbers(place) == ["DP066", "DP101", "MP077", "MP068", "SECMP0067", "DP070"]
    title = [column.key for column in place.table.source.columns].index("title")
    assert place.table.headerData(title, Qt.Orientation.Horizontal) == "Title \u2193"
    assert enter(qtbot, ProposalsPlace(desk)).table.order == place.table.order
    for _ in range(2):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=head("stage"))
    assert place.table.order == [("stage", True)] or place.table.order == []


def test_rows_are_grouped_by_stage_with_the_words_over_the_first_of_each(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]
) -> None:
    place = enter(qtbot, ProposalsPlace(desk))
    place.group_rows()
    assert dict(place.table.groups) == {0: "Define, 2", 2: "Refine, 3", 5: "Closed, 1"}
    assert numbers(place) == ["DP066", "DP101", "SECMP0067", "MP068", "MP077", "DP070"]
    spoken = place.table.index(2, 0).data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith("Refine, 3: SECMP0067 Title 67, Refine")
    assert place.list.rowHeight(2) > place.list.rowHeight(3)
    assert enter(qtbot, ProposalsPlace(desk)).table.groups == place.table.groups
    place.group_rows()
    assert place.table.groups == {}
    assert place.list.rowHeight(2) == place.list.rowHeight(3)


# --- several rows ----------------------------------------------------------------------------------------------------


def test_several_rows_show_the_panel_and_are_changed_as_one_step(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]
) -> None:
    place = enter(qtbot, ProposalsPlace(desk))
    place.list.select_row(0)
    for _ in range(4):
        press(Qt.Key.Key_Down, SHIFT)
    assert label_text(place, "proposals.bulk.heading") == "5 proposals selected"
    before = desk.steps()
    place.edit_selected()
    assert place.bulk.field.hasFocus()
    type_keys("Lead")
    press(Qt.Key.Key_Tab)
    type_keys("test")
    press(Qt.Key.Key_Return)
    assert label_text(place, "proposals.bulk.plan") == "Changes 3 of 5 – 2 already have this value"
    click(place, "proposals.bulk.now")
    assert desk.steps() == before + 1
    assert desk.labels()[-1] == "Lead analyst of 3 proposals"
    assert desk.toasts[-1] == "Lead analyst of 3 proposals changed"
    leads = {desk.values("proposal", mixed[number])["lead_analyst"] for number in (66, 67, 68, 70, 77)}
    assert len(leads) == 1
    assert place.list.selected_count == 5
    desk.undo()
    assert desk.values("proposal", mixed[66])["lead_analyst"] is None


def test_the_panel_tells_who_refuses_and_nothing_is_half_done(qtbot: QtBot, desk: OpenDesk) -> None:
    for number, day in ((1, date(2020, 1, 6)), (2, date(2020, 3, 2))):
        proposal = desk.add_proposal(number, f"Title {number}", "raised")
        desk.add("consultation", {"proposal": proposal, "consultation_kind": "refinement", "opened": day})
    place = enter(qtbot, RecordsPlace(desk, "consultation"))
    place.select_rows()
    before = desk.steps()
    place.bulk.field.setCurrentIndex(place.bulk.field.findData("closes"))
    box = named(place, "consultation.bulk.value")
    box.setFocus()
    type_keys("14 feb 2020")
    press(Qt.Key.Key_Tab)
    click(place, "consultation.bulk.now")
    told = label_text(place, "consultation.bulk.refused")
    assert told.startswith("Nothing was changed, because 1 of 2 cannot have this value:\nDP002 Refinement Consult")
    assert desk.steps() == before
    assert [row.values["closes"] for row in desk.all("consultation")] == [None, None]


def test_all_rows_are_selected_at_once_and_one_row_brings_its_detail_back(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]
) -> None:
    place = enter(qtbot, ProposalsPlace(desk))
    counts: list[str] = []
    place.count_changed.connect(counts.append)
    place.select_rows()
    assert place.list.selected_uids() == list(mixed.values())
    assert counts[-1] == "6 of 6"
    assert place.bulk.isVisible()
    press(Qt.Key.Key_Home)
    assert place.detail.isVisible()
    assert place.detail.uid == mixed[66]


def test_rows_stay_selected_together_when_the_list_is_read_again(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]
) -> None:
    place = enter(qtbot, ProposalsPlace(desk))
    place.list.select_rows([1, 3, 4])
    kept = place.list.selected_uids()
    place.sort_by("reference", True)
    assert sorted(place.list.selected_uids()) == sorted(kept)
    desk.add_proposal(5, "New", "raised")
    assert sorted(place.list.selected_uids()) == sorted(kept)


def test_a_list_is_read_again_on_coming_back_only_where_something_changed(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = ProposalsPlace(desk)
    place.resize(1280, 800)
    qtbot.addWidget(place)
    place.show()
    place.activate()
    read: list[int] = []
    own = place.table.refresh
    monkeypatch.setattr(place.table, "refresh", lambda: (read.append(1), own()))
    place.activate()
    assert read == []
    set_value(desk, mixed[66], urgent=True)
    place.activate()
    assert read == [1]
    desk.look_at(date(2020, 1, 1))
    place.activate()
    desk.look_at(TODAY)
    place.activate()
    assert read == [1, 1, 1]


def test_a_read_only_register_offers_no_change(qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]) -> None:
    place = enter(qtbot, ProposalsPlace(desk))
    desk.look_at(date(2020, 2, 1))
    place.refresh()
    place.select_rows()
    assert not named(place, "proposals.bulk.now").isEnabled()
    assert not place.bulk.field.isEnabled()


# --- copying ---------------------------------------------------------------------------------------------------------


def test_copied_rows_survive_a_spreadsheet(qtbot: QtBot, desk: OpenDesk) -> None:
    note = 'First line\nwith "quotes"\tand a tab'
    meeting = desk.add("meeting", {"body": "PANEL", "date": date(2020, 2, 14), "state": "planned"})
    desk.add("action", {"number": "SECP77/03", "meeting": meeting, "text": note, "due": TODAY})
    place = enter(qtbot, RecordsPlace(desk, "action"))
    place.list.show_columns(["due", "text", "number"])
    place.copy_selected(headings=True)
    pasted = list(csv.reader(io.StringIO(QApplication.clipboard().text()), delimiter="\t"))
    heads = ["Due", "Action", "Number"]
    assert pasted == [heads, ["7 Feb 2020", note, "SECP77/03"]]
    desk.memory.keep("copy.dates", "iso")
    place.copy_selected()
    assert QApplication.clipboard().text().startswith("2020-02-07\t")


def test_with_nothing_selected_the_cell_under_the_arrows_is_copied(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]
) -> None:
    place = enter(qtbot, ProposalsPlace(desk))
    place.list.select_uid(mixed[77])
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Space, CTRL)
    assert place.list.selected_count == 0
    place.copy_selected()
    assert QApplication.clipboard().text() == "Title 77"


# --- menus and paper -------------------------------------------------------------------------------------------------


def test_the_menu_key_opens_the_commands_of_the_row_and_its_own_actions(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]
) -> None:
    place = enter(qtbot, ProposalsPlace(desk))
    place.list.select_uid(mixed[77])
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(place.list.viewport(), QContextMenuEvent(reason, QPoint(5, 5), QPoint(5, 5)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    actions = [action for action in menu.actions() if not action.isSeparator()]
    assert actions[0].text() == "Open"
    assert place.primary_action() in actions
    next(action for action in actions if action.text() == "Show history").trigger()
    assert desk.journeys[-1] == ("history", f"record:{mixed[77]}")
    menu.close()


def test_a_column_is_hidden_and_sorted_from_its_own_menu(qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]) -> None:
    place = enter(qtbot, ProposalsPlace(desk))
    stage = [column.key for column in place.table.source.columns].index("stage")
    place.columns.open_menu(stage, QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = {action.text(): action for action in menu.actions()}
    words["Sort descending"].trigger()
    assert place.table.order == [("stage", True)]
    words["Hide column"].trigger()
    assert "stage" not in place.list.shown_columns
    menu.close()


def test_the_list_prints_as_it_is_shown_with_its_filter_words(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]
) -> None:
    place = enter(qtbot, ProposalsPlace(desk), "stage:refine")
    place.filters.keep_values("lead_analyst", ("@me",))
    request = place.print_request()
    assert request.title == "Proposals"
    text = ReadPdf(request.make()).text
    assert "Refine,leadanalystme" in text.replace(" ", "")
    assert "MP077" in text
    assert "MP068" not in text


# --- what holds for all ----------------------------------------------------------------------------------------------


def test_a_row_is_one_sentence_with_its_whole_title(qtbot: QtBot, desk: OpenDesk) -> None:
    title = "A very long title " * 12
    uid = desk.add_proposal(1, title.strip(), "raised")
    place = enter(qtbot, ProposalsPlace(desk))
    index = place.table.index(place.table.find_row(uid), 0)
    assert title.strip() in index.data(int(Qt.ItemDataRole.AccessibleTextRole))
    column = [each.key for each in place.table.source.columns].index("title")
    assert title.strip() in place.table.index(0, column).data(int(Qt.ItemDataRole.ToolTipRole))


def test_everything_has_a_name_with_filters_views_columns_and_the_panel_open(
    qtbot: QtBot, desk: OpenDesk, mixed: dict[int, str]
) -> None:
    QAccessible.setActive(True)
    place = enter(qtbot, ProposalsPlace(desk), "stage:refine")
    place.select_rows()
    place.choose_columns()
    assert unnamed(place) == []
    for field in range(place.bulk.field.count()):
        place.bulk.field.setCurrentIndex(field)
        assert unnamed(place) == []
    for opens in (place.add_filter, place.saved_views):
        opens()
        popup = QApplication.activePopupWidget()
        assert popup is not None
        assert popup.accessibleName()
        assert unnamed(popup) == []
        popup.close()


def test_the_border_between_list_and_detail_is_kept(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.memory.keep("proposals.share", 70)
    place = enter(qtbot, ProposalsPlace(desk))
    first, second = place._split._splitter.sizes()
    assert first > 2 * second


# --- what is kept for the person -------------------------------------------------------------------------------------


def test_choices_last_in_a_file_of_the_person(tmp_path: Path) -> None:
    path = tmp_path / "places.json"
    memory = PlaceMemory(path)
    memory.keep("proposals.columns", ["title", "due"])
    memory.keep("proposals.sort", [["due", True]])
    assert PlaceMemory(path).read("proposals.columns", []) == ["title", "due"]
    memory.keep("proposals.columns", None)
    assert PlaceMemory(path).read("proposals.columns", "none") == "none"
    assert PlaceMemory(path).read("proposals.sort") == [["due", True]]


def test_two_windows_do_not_lose_what_the_other_kept(tmp_path: Path) -> None:
    one, other = PlaceMemory(tmp_path / "places.json"), PlaceMemory(tmp_path / "places.json")
    one.keep("a", 1)
    other.keep("b", 2)
    found = PlaceMemory(tmp_path / "places.json")
    assert (found.read("a"), found.read("b")) == (1, 2)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b'{"proposals.columns": 3}'])
def test_a_file_that_somebody_spoilt_counts_as_empty_and_the_list_opens(
    qtbot: QtBot, desk: OpenDesk, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "places.json"
    path.write_bytes(content)
    desk.memory = PlaceMemory(path)
    desk.memory.keep("proposals.views", [{"name": "x"}, 3])
    desk.memory.keep("proposals.sort", [["title"], 4])
    place = enter(qtbot, ProposalsPlace(desk))
    place.saved_views()
    assert place.list.shown_columns[:2] == ["reference", "title"]
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_what_is_kept_cannot_be_changed_by_the_reader() -> None:
    memory = PlaceMemory()
    kept = ["title"]
    memory.keep("columns", kept)
    kept.append("due")
    memory.read("columns").append("stage")
    assert memory.read("columns") == ["title"]
