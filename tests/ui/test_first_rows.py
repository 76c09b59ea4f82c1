"""Among very many records a search shows its first rows at once and the others after they were painted (targets.md 2).

The limits are lowered, so that a small register is one of very many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from pytestqt.qtbot import QtBot

from secdesk.register.register import Register
from secdesk.ui.desk import Desk
from secdesk.ui.models import kind_rows
from secdesk.ui.models.fixed_rows import FixedRows
from secdesk.ui.models.proposal_rows import ProposalRows
from secdesk.ui.models.record_table import PAGE, Ask, Column, RecordTable, Row, Window
from secdesk.ui.places.proposals import ProposalsPlace
from secdesk.ui.widgets.record_list import RecordList
from tests.generated import TODAY, make_register
from tests.ui.desks import enter, label_text, press, type_keys

SIZE = 150
FIRST = PAGE + 2
"""More than a page, and a part of the next."""
COMMON = "m"
"""What nearly every proposal has in its reference or its words."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(kind_rows, "_MANY", 100)
    monkeypatch.setattr(kind_rows, "_FIRST", FIRST)
    opened = Desk(Register.open(make_register(tmp_path / "a.secdesk", SIZE), read_only=True), TODAY)
    yield opened
    opened.close()


@pytest.fixture
def table(desk: Desk) -> RecordTable:
    made = RecordTable(ProposalRows(desk))
    made.ask(Ask())
    return made


@pytest.fixture
def shown(qtbot: QtBot, table: RecordTable) -> RecordList:
    view = RecordList(table, "first.table", "Proposals")
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    return view


def expected(desk: Desk, typed: str) -> list[str]:
    return ProposalRows(desk).texts().matching(typed)


def is_looking(table: RecordTable) -> bool:
    """Say whether further rows are added in a moment."""
    return any(timer.isActive() for timer in table.findChildren(QTimer))


def test_the_first_rows_stand_at_once_and_the_others_follow_by_themselves(
    qtbot: QtBot, desk: Desk, table: RecordTable
) -> None:
    counts: list[tuple[int, int]] = []
    table.counted.connect(lambda count, total: counts.append((count, total)))
    whole = expected(desk, COMMON)
    table.ask(Ask(COMMON))
    assert table.rowCount() == FIRST < len(whole)
    assert [table.uid_at(row) for row in range(FIRST)] == whole[:FIRST]
    assert counts == [], "how many rows there are is told when it is known"
    qtbot.waitUntil(lambda: table.rowCount() > FIRST)
    assert [row.uid for place in range(len(whole)) if (row := table.row_at(place))] == whole
    assert counts == [(len(whole), SIZE)]


def test_a_search_that_finds_few_is_whole_at_once(desk: Desk, table: RecordTable) -> None:
    (uid, *_) = whole = expected(desk, "dp12")
    table.ask(Ask("dp12"))
    assert table.is_whole
    assert [table.uid_at(row) for row in range(table.rowCount())] == whole
    assert table.find_row(uid) == 0


def test_the_next_letter_does_not_wait_for_the_rest(table: RecordTable) -> None:
    table.ask(Ask(COMMON))
    table.ask(Ask("zzz"))
    assert (table.is_whole, table.rowCount()) == (True, 0)
    assert not is_looking(table), "the rest of the search before is not added"


def test_whoever_asks_for_every_row_gets_every_row(desk: Desk, table: RecordTable) -> None:
    whole = expected(desk, COMMON)
    table.ask(Ask(COMMON))
    assert list(table.uids) == whole
    table.ask(Ask(COMMON))
    assert table.find_row(whole[-1]) == len(whole) - 1
    table.ask(Ask(COMMON))
    last = next(text for text in ProposalRows(desk).texts().texts if text.uid == whole[-1])
    assert table.find_typed(str(last.number)) == len(whole) - 1


def test_the_current_row_stays_wherever_it_stands_among_what_is_found(
    desk: Desk, table: RecordTable, shown: RecordList
) -> None:
    whole = expected(desk, COMMON)
    for uid in (whole[3], whole[-1]):
        table.ask(Ask())
        shown.select_row(table.find_row(uid))
        table.ask(Ask(COMMON))
        assert shown.current_uid == uid
        QCoreApplication.processEvents()


def test_all_rows_are_selected_and_the_last_is_gone_to_before_the_rest_came(
    desk: Desk, table: RecordTable, shown: RecordList
) -> None:
    whole = expected(desk, COMMON)
    table.ask(Ask(COMMON))
    shown.selectAll()
    assert shown.selected_uids() == whole
    table.ask(Ask())
    table.ask(Ask(COMMON))
    shown.setFocus()
    press(Qt.Key.Key_End)
    assert shown.current_uid == whole[-1]


def test_the_place_tells_the_count_when_all_rows_were_found(qtbot: QtBot, desk: Desk) -> None:
    place = ProposalsPlace(desk)
    enter(qtbot, place)
    place.find_in_list()
    type_keys(COMMON)
    whole = len(expected(desk, COMMON))
    assert FIRST < whole < SIZE
    qtbot.waitUntil(lambda: place.table.question.text == COMMON and place.table.is_whole)
    assert label_text(place, "proposals.count") == f"{SIZE} in all, {whole} shown"


def test_nothing_more_is_looked_for_once_the_place_is_closed(qtbot: QtBot, desk: Desk) -> None:
    """The register is closed next."""
    place = ProposalsPlace(desk)
    enter(qtbot, place)
    place.find_in_list()
    type_keys(COMMON)
    qtbot.waitUntil(lambda: place.table.question.text == COMMON)
    place.table.ask(Ask(COMMON))
    assert not place.table.is_whole
    assert is_looking(place.table)
    place.close_place()
    assert not is_looking(place.table)


def test_the_first_rows_are_never_counted_as_all_while_rows_are_read_again(
    desk: Desk, table: RecordTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table.source, "prepare", lambda _who, _parts, _then: table.rowCount() == FIRST)
    counts: list[tuple[int, int]] = []
    table.counted.connect(lambda count, total: counts.append((count, total)))
    whole = expected(desk, COMMON)
    table.ask(Ask(COMMON))
    table.refresh()
    assert {count for count, _ in counts} == {len(whole)}


def test_where_fewer_are_left_when_the_rest_is_found_the_list_is_shown_anew(
    desk: Desk, table: RecordTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.ask(Ask(COMMON))
    left = expected(desk, COMMON)[:3]
    monkeypatch.setattr(table.source, "window", lambda _ask: Window(3, 3, left))
    anew: list[int] = []
    table.modelReset.connect(lambda: anew.append(table.rowCount()))
    table.complete()
    assert anew == [3]
    assert (table.rowCount(), list(table.uids)) == (3, left)
    assert table.row_at(3) is None


class _Gone(FixedRows):
    """Rows of which one is not there any more when it is read."""

    def page(self, window: Window, offset: int, limit: int) -> list[Row]:
        return [row for row in super().page(window, offset, limit) if row.uid != "b"]


@pytest.mark.parametrize(("kind", "cells"), [(FixedRows, ["A", "B", "C"]), (_Gone, ["A", None, "C"])])
def test_a_row_that_is_gone_leaves_the_others_in_their_places(kind: type[FixedRows], cells: list[str | None]) -> None:
    rows = [Row(uid, (uid.upper(),), uid) for uid in "abc"]
    table = RecordTable(kind((Column("name", "Name"),), lambda: rows))
    table.ask(Ask())
    found = [table.row_at(place) for place in range(table.rowCount())]
    assert [row.cells[0] if row else None for row in found] == cells
    assert table.row_at(3) is None


def test_rows_that_share_an_id_are_each_shown(qtbot: QtBot) -> None:
    rows = [Row("", (word,), word) for word in ("one", "two", "three")]
    table = RecordTable(FixedRows((Column("name", "Name"),), lambda: rows))
    table.ask(Ask())
    assert [table.index(place, 0).data() for place in range(3)] == ["one", "two", "three"]


class _Counting(FixedRows):
    """Rows that note which of them were asked for."""

    def __init__(self, columns: tuple[Column, ...], read: Callable[[], list[Row]]) -> None:
        super().__init__(columns, read)
        self.asked: list[tuple[int, int]] = []

    def page(self, window: Window, offset: int, limit: int) -> list[Row]:
        self.asked.append((offset, offset + limit))
        return super().page(window, offset, limit)


def test_what_is_painted_is_read_in_one_go_and_scrolling_reads_ahead(qtbot: QtBot) -> None:
    rows = [Row(f"r{place}", (f"Row {place}",), f"Row {place}") for place in range(500)]
    source = _Counting((Column("name", "Name"),), lambda: rows)
    table, asked = RecordTable(source), source.asked
    table.ask(Ask())
    table.look_at(100, 139)
    assert asked == [(100, 140)]
    for first in range(101, 101 + PAGE):
        table.look_at(first, first + 39)
    assert asked == [(100, 140), (140, 140 + PAGE)]
    for first in range(100 + PAGE, 90, -1):
        table.look_at(first, first + 39)
    assert asked[2:] == [(100 - PAGE, 100)]
    table.look_at(470, 499)
    assert asked[3:] == [(470, 500)]
    assert [table.index(place, 0).data() for place in (76, 139, 499)] == ["Row 76", "Row 139", "Row 499"]
