"""The boxes of forms one by one: dates by keys, pickers, lists that keep their place (ux.md 3.7 to 3.9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from secdesk.models import FieldInfo, kinds
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.lookup import Lookup, Recent, option_of
from secdesk.ui.models.proposal_rows import ProposalRows
from secdesk.ui.models.ranking import rank_options
from secdesk.ui.models.record_table import UID_ROLE, Ask, RecordTable
from secdesk.ui.places.records import RecordsPlace
from secdesk.ui.widgets.choice_edit import ChoiceEdit
from secdesk.ui.widgets.column_widths import squeeze
from secdesk.ui.widgets.date_edit import DateEdit, move_month
from secdesk.ui.widgets.field_grid import access_letters
from secdesk.ui.widgets.line_edit import LineEdit
from secdesk.ui.widgets.picker import Picker, PickerList
from tests.factories import add_all_kinds
from tests.ui.desks import OFFSCREEN, OpenDesk, enter, named, press, type_keys

pytestmark = OFFSCREEN
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(tmp_path / "a.secdesk")
    yield opened
    opened.close()


def shown(qtbot: QtBot, widget: QWidget) -> None:
    """Show a box alone in a window, with the focus."""
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    widget.setFocus()


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def box(qtbot: QtBot, desk: OpenDesk) -> DateEdit:
    desk.add("meeting", {"body": "PANEL", "date": date(2020, 2, 14)})
    made = DateEdit(FieldInfo("date", "Date", "date"), Lookup(desk).reading)
    shown(qtbot, made)
    return made


@pytest.mark.parametrize(
    ("start", "key", "modifiers", "result"),
    [
        ("", Qt.Key.Key_Semicolon, CONTROL, "7 Feb 2020"),
        ("4 Mar 2020", Qt.Key.Key_Semicolon, CONTROL, "7 Feb 2020"),
        ("", Qt.Key.Key_Up, None, "8 Feb 2020"),
        ("4 Mar 2020", Qt.Key.Key_Up, None, "5 Mar 2020"),
        ("4 Mar 2020", Qt.Key.Key_Down, None, "3 Mar 2020"),
        ("7 Feb 2020", Qt.Key.Key_Up, SHIFT, "10 Feb 2020"),
        ("14 Apr 2020", Qt.Key.Key_Down, SHIFT, "9 Apr 2020"),
        ("31 Jan 2020", Qt.Key.Key_PageUp, None, "29 Feb 2020"),
        ("31 Jan 2020", Qt.Key.Key_PageDown, None, "31 Dec 2019"),
        ("31 Dec 2099", Qt.Key.Key_Up, None, "31 Dec 2099"),
    ],
)
def test_keys_move_a_date(
    box: DateEdit, start: str, key: Qt.Key, modifiers: Qt.KeyboardModifier | None, result: str
) -> None:
    box.setText(start)
    press(key, modifiers or Qt.KeyboardModifier.NoModifier)
    assert box.text() == result


def test_the_hint_follows_the_typing_and_never_turns_red(box: DateEdit) -> None:
    told: list[tuple[str, bool]] = []
    box.hinted.connect(lambda words, advice: told.append((words, advice)))
    type_keys("next wed")
    assert told[-1] == ("Wed 12 Feb 2020 · in 3 WD", False)
    box.clear()
    type_keys("10 apr 2020")
    assert told[-1] == ("Fri 10 Apr 2020 is Good Friday · in 44 WD", True)
    box.clear()
    type_keys("5wd before panel")
    assert told[-1] == ("Fri 7 Feb 2020 · today", False)
    box.clear()
    type_keys("31 feb")
    assert told[-1] == ("", False)
    assert not box.property("wrong")


@given(day=st.dates(date(1901, 1, 1), date(2098, 12, 31)), months=st.integers(-12, 12))
def test_moving_by_months_keeps_the_day_where_the_month_has_it(day: date, months: int) -> None:
    moved = move_month(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and move_month(moved.replace(day=1), 1).day == 1)


# --- pickers ---------------------------------------------------------------------------------------------------------

PROPOSALS = [
    option_of(key, words)
    for key, words in [
        ("a", "SECMP0007 Firmware"),
        ("b", "MP077 DCC Service Flagging"),
        ("c", "MP770 Numbers"),
        ("d", "DP101 Large Gas Meter Displays"),
        ("e", "DP102A Displays, part"),
    ]
]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("77", "bc"),
        ("mp77", "bc"),
        ("7", "abc"),
        ("dp102", "e"),
        ("disp", "de"),
        ("gas", "d"),
        ("lagg", "b"),
        ("DISPLAYS", "de"),
        ("nothing", ""),
        ("", "abcde"),
    ],
)
def test_options_are_ranked_by_number_beginning_word_and_part(typed: str, keys: str) -> None:
    assert "".join(option.key for option in rank_options(PROPOSALS, typed)) == keys


def test_what_was_chosen_lately_comes_first_among_equals() -> None:
    assert [option.key for option in rank_options(PROPOSALS, "disp", recent=["e"])] == ["e", "d"]


@given(st.text(max_size=12), st.lists(st.text(max_size=20), max_size=8))
def test_every_ranked_option_holds_what_was_typed_or_its_number(typed: str, words: list[str]) -> None:
    options = [option_of(str(place), each) for place, each in enumerate(words)]
    ranked = rank_options(options, typed)
    assert len({option.key for option in ranked}) == len(ranked)
    literal = {option.key for option in options if option_of("", typed).folded in option.folded}
    assert literal <= {option.key for option in ranked}


def test_the_list_of_a_picker_is_walked_and_escape_closes_only_the_list(qtbot: QtBot) -> None:
    window = QWidget()
    window.resize(400, 400)
    picker = Picker(FieldInfo("proposal", "Proposal", "link", link="proposal"), lambda: PROPOSALS)
    picker.setParent(window)
    picker.setObjectName("box")
    shown(qtbot, window)
    picker.show()
    picker.setFocus()
    type_keys("disp")
    (rows,) = window.findChildren(PickerList)
    assert rows.isVisible()
    press(Qt.Key.Key_Escape)
    assert not rows.isVisible()
    assert picker.text() == "disp"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    chosen: list[str] = []
    picker.chosen.connect(chosen.append)
    press(Qt.Key.Key_Return)
    assert chosen == ["e"]
    assert picker.text() == "DP102A Displays, part"


def test_a_picker_shows_eight_rows_counts_below_and_puts_recent_ones_first(qtbot: QtBot) -> None:
    window = QWidget()
    window.resize(500, 600)
    options = [option_of(str(number), f"MP{number:03} Title") for number in range(1, 41)]
    recent = Recent()
    recent.note("37")
    info = FieldInfo("proposal", "Proposal", "link", link="proposal")
    picker, after = Picker(info, lambda: options, recent=recent), LineEdit(FieldInfo("name", "Name", "line"))
    for box in (picker, after):
        box.setParent(window)
    picker.setObjectName("box")
    shown(qtbot, window)
    picker.show()
    after.show()
    picker.setFocus()
    press(Qt.Key.Key_Down)
    (rows,) = window.findChildren(PickerList)
    (listed,) = rows.findChildren(QListWidget)
    assert listed.item(0).text() == "MP037 Title"
    assert listed.viewport().height() // listed.sizeHintForRow(0) == 8
    type_keys("4")
    (count,) = rows.findChildren(QLabel)
    assert count.text() == "5 of 40"
    press(Qt.Key.Key_Return)
    assert picker.text() == "MP004 Title"
    assert after.hasFocus()
    assert recent.keys == ["4", "37"]


def test_ctrl_enter_adds_what_was_typed_and_backspace_on_nothing_clears(qtbot: QtBot) -> None:
    window = QWidget()
    window.resize(400, 400)
    added: list[str] = []

    def add(name: str) -> str:
        added.append(name)
        return "new"

    picker = Picker(FieldInfo("organisation", "Organisation", "link", link="organisation"), lambda: PROPOSALS, add)
    picker.setParent(window)
    picker.setObjectName("box")
    picker.load("old", "Old name")
    shown(qtbot, window)
    picker.show()
    picker.setFocus()
    picker.selectAll()
    type_keys("Displays")
    press(Qt.Key.Key_Return, CONTROL)
    assert added == ["Displays"]
    assert picker.text() == "Displays"
    picker.selectAll()
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Backspace)
    assert picker.text() == ""
    assert picker.is_touched()


# --- choices ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def choice(qtbot: QtBot) -> ChoiceEdit:
    words = [(None, "Not known"), ("a", "In Refinement"), ("b", "In development"), ("c", "Implemented")]
    made = ChoiceEdit(FieldInfo("status", "Status", "choice"), words)
    shown(qtbot, made)
    made.load(None, "")
    return made


def test_a_space_in_the_middle_of_typing_goes_on_and_opens_no_list(choice: ChoiceEdit) -> None:
    type_keys("in dev")
    assert choice.currentText() == "In development"
    assert not choice.view().isVisible()


def test_the_same_letter_again_goes_to_the_next_choice(choice: ChoiceEdit) -> None:
    found = []
    for _ in range(4):
        type_keys("i")
        found.append(choice.currentText())
    assert found == ["In Refinement", "In development", "Implemented", "In Refinement"]


# --- lists -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind != "dated_value"])
def test_the_table_of_every_kind_keeps_to_the_rules_of_qt(qtbot: QtBot, desk: OpenDesk, kind: str) -> None:
    desk.run("Fill", lambda session: add_all_kinds(session, Random(kind), 3))
    source = ProposalRows(desk) if kind == "proposal" else KindRows(desk, kind)
    table = RecordTable(source)
    QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.ask(Ask())
    count = table.rowCount()
    assert count >= 3
    first = [table.uid_at(row) for row in range(count)]
    assert [table.find_row(uid) for uid in first] == list(range(count))
    for column in range(table.columnCount()):
        table.sort(column)
        assert sorted(table.uid_at(row) for row in range(count)) == sorted(first)
    table.sort(-1)
    assert [table.uid_at(row) for row in range(count)] == first
    assert table.index(0, 0).data(UID_ROLE) == first[0]
    assert table.index(0, 0).data(int(Qt.ItemDataRole.AccessibleTextRole))


def test_sorting_by_number_is_natural_and_both_ways(desk: OpenDesk) -> None:
    for number in (101, 9, 77, 1000):
        desk.add_proposal(number, f"Title {number}", "raised")
    table = RecordTable(ProposalRows(desk))
    table.ask(Ask())
    table.sort(0, Qt.SortOrder.DescendingOrder)
    assert [row.cells[0] for n in range(4) if (row := table.row_at(n))] == ["DP1000", "DP101", "DP077", "DP009"]


def test_markup_in_a_title_stays_text_in_cells_and_tooltips(desk: OpenDesk) -> None:
    desk.add_proposal(1, "<b>DP1</b> & more", "raised")
    table = RecordTable(ProposalRows(desk))
    table.ask(Ask())
    cell = table.index(0, 1)
    assert cell.data() == "<b>DP1</b> & more"
    assert cell.data(int(Qt.ItemDataRole.ToolTipRole)) == "<qt>&lt;b&gt;DP1&lt;/b&gt; &amp; more</qt>"


def test_the_selection_stays_on_its_record_when_rows_come_before_it(qtbot: QtBot, desk: OpenDesk) -> None:
    uids = [desk.add_proposal(number, f"Title {number}", "raised") for number in (10, 20, 30)]
    place = enter(qtbot, RecordsPlace(desk, "proposal"))
    place.list.select_uid(uids[1])
    desk.add_proposal(5, "Earlier", "raised")
    assert place.list.current_uid == uids[1]
    assert place.list.currentIndex().row() == 2
    assert place.detail.uid == uids[1]


def test_a_narrow_window_shows_the_detail_in_place_of_the_list(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add("organisation", {"name": "Utiligroup"})
    place = enter(qtbot, RecordsPlace(desk, "organisation"), width=800)
    assert place.list.isVisible()
    assert not named(place, "organisation.short_name").isVisible()
    press(Qt.Key.Key_Return)
    assert not place.list.isVisible()
    assert named(place, "organisation.name").hasFocus()
    press(Qt.Key.Key_Escape)
    assert place.list.hasFocus()


def test_an_empty_list_says_so_and_shows_the_way_on(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, RecordsPlace(desk, "organisation"))
    first = named(place, "organisation.empty")
    assert first.isVisible()
    assert first.accessibleName() == "Add the first organisation"
    desk.add("organisation", {"name": "Utiligroup"})
    assert not first.isVisible()
    place.find_in_list()
    type_keys("zzz")
    assert first.isVisible()
    assert first.accessibleName() == "Clear filters"


@given(
    st.lists(st.tuples(st.integers(56, 600), st.integers(1, 2)), min_size=1, max_size=9),
    st.integers(100, 1500),
)
def test_columns_give_way_until_they_fit_and_none_under_its_floor(columns: list[tuple[int, int]], room: int) -> None:
    widths = [width for width, _ in columns]
    squeeze(widths, [56] * len(widths), [weight for _, weight in columns], room)
    assert all(width >= 56 for width in widths)
    assert sum(widths) <= room or widths == [56] * len(widths)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=30))
def test_each_access_key_is_given_once_and_is_in_its_label(labels: list[str]) -> None:
    letters = access_letters(labels)
    given_letters = [letter for letter in letters if letter]
    assert len(set(given_letters)) == len(given_letters)
    assert all(letter in label.casefold() for letter, label in zip(letters, labels, strict=True) if letter)
    assert not set(given_letters) & set("fevgrph")
