"""Bank holidays by year: the published days, the register's own lines over them, and confirming a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from secdesk.services import bank_holidays
from secdesk.services.records import create_record
from secdesk.ui.places.holidays import HolidaysPlace
from secdesk.ui.places.records import RecordsPlace, list_of
from tests.ui.desks import OFFSCREEN, OpenDesk, click, enter, label_text, named, press, type_keys, unnamed

pytestmark = OFFSCREEN
GOOD_FRIDAY = date(2020, 4, 10)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(tmp_path / "a.secdesk")
    yield opened
    opened.close()


def rows(place: HolidaysPlace) -> list[tuple[str, ...]]:
    found = [place.table.row_at(row) for row in range(place.table.rowCount())]
    return [row.cells for row in found if row is not None]


def test_the_list_opens_at_the_days_of_this_year(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, HolidaysPlace(desk))
    assert rows(place) == [
        ("Wed 1 Jan 2020", "New Year's Day", "published list"),
        ("Fri 10 Apr 2020", "Good Friday", "published list"),
        ("Mon 13 Apr 2020", "Easter Monday", "published list"),
        ("Fri 8 May 2020", "Early May bank holiday", "published list"),
        ("Mon 25 May 2020", "Spring bank holiday", "published list"),
        ("Mon 31 Aug 2020", "Summer bank holiday", "published list"),
        ("Fri 25 Dec 2020", "Christmas Day", "published list"),
        ("Sat 26 Dec 2020", "Boxing Day", "published list"),
        ("Mon 28 Dec 2020", "Boxing Day (substitute day)", "published list"),
    ]
    assert unnamed(place) == []


def test_a_published_day_is_taken_out_and_comes_back_with_its_line(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, HolidaysPlace(desk))
    assert not desk.calendar.is_working_day(GOOD_FRIDAY)
    place.list.select_row(1)
    place.list.setFocus()
    place.delete_selected()
    assert desk.calendar.is_working_day(GOOD_FRIDAY)
    assert rows(place)[1] == ("Fri 10 Apr 2020", "Good Friday", "taken out here")
    assert place.list.currentIndex().row() == 1
    (line,) = desk.all("holiday")
    assert place.detail.uid == line.uid
    assert line.values["effective_from"] == desk.today
    place.delete_selected()
    assert not desk.calendar.is_working_day(GOOD_FRIDAY)
    assert rows(place)[1][2] == "published list"
    click(place, "holiday.published.take_out")
    assert desk.calendar.is_working_day(GOOD_FRIDAY)
    desk.undo()
    assert desk.all("holiday") == []


def test_a_day_of_the_registers_own_is_added_and_marked(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, HolidaysPlace(desk))
    place.new_record()
    type_keys("3 mar 20")
    press(Qt.Key.Key_Return)
    type_keys("Office closed")
    press(Qt.Key.Key_Return)
    assert ("Tue 3 Mar 2020", "Office closed", "added here") in rows(place)
    assert desk.calendar.reason(date(2020, 3, 3)) == "Office closed"
    place.show_facet("own")
    assert rows(place) == [("Tue 3 Mar 2020", "Office closed", "added here")]


def test_a_typed_year_shows_that_year_and_words_find_days(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, HolidaysPlace(desk))
    search = named(place, "holiday.search")
    search.setFocus()
    type_keys("2030")
    assert {cells[0][-4:] for cells in rows(place)} == {"2030"}
    search.clear()  # type: ignore[attr-defined]
    type_keys("easter")
    assert [cells[0] for cells in rows(place)] == ["Mon 13 Apr 2020"]


def test_confirming_a_year_ends_the_warning_for_it(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, HolidaysPlace(desk))
    assert not desk.calendar.is_confirmed(date(2028, 6, 1))
    assert label_text(place, "holiday.confirmed").startswith("Confirmed to the end of 2027.")
    click(place, "holiday.confirm")
    assert desk.calendar.is_confirmed(date(2028, 12, 31))
    assert not desk.calendar.is_confirmed(date(2029, 1, 1))
    assert desk.toasts == ["Bank holidays of 2028 confirmed"]
    assert place.menu_actions()[0].text() == "Confirm the bank holidays of 2029"
    desk.undo()
    assert not desk.calendar.is_confirmed(date(2028, 6, 1))


def test_the_past_counts_as_it_did_and_is_only_read(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.run("Out", lambda session: bank_holidays.take_out(session, GOOD_FRIDAY, desk.today))
    place = enter(qtbot, HolidaysPlace(desk))
    assert rows(place)[1][2] == "taken out here"
    desk.look_at(date(2020, 2, 6))
    place.refresh()
    assert rows(place)[1][2] == "published list"
    place.list.select_row(1)
    place.list.setFocus()
    place.delete_selected()
    assert not named(place, "holiday.published.take_out").isVisible()
    assert not named(place, "holiday.confirm").isVisible()
    assert len(desk.all("holiday")) == 1
    assert not desk.refused


def test_of_two_lines_for_a_day_the_later_one_counts(desk: OpenDesk) -> None:
    def act(session: object) -> None:
        values = {"date": GOOD_FRIDAY, "name": "Good Friday", "is_holiday": False}
        create_record(session, "holiday", values)  # type: ignore[arg-type]
        create_record(session, "holiday", {**values, "is_holiday": True, "effective_from": date(2020, 2, 1)})  # type: ignore[arg-type]

    desk.run("Lines", act)
    found = desk.read(lambda s: bank_holidays.holidays_between(s, GOOD_FRIDAY, GOOD_FRIDAY, desk.today))
    assert sorted(line.words for line in found) == ["named here", "overruled by a later line"]
    assert [line.counts for line in sorted(found, key=lambda line: line.words)] == [True, False]
    assert not desk.calendar.is_working_day(GOOD_FRIDAY)
    assert desk.read(lambda s: bank_holidays.own_years(s)) == [2020]


def test_every_other_list_is_built_alike(qtbot: QtBot, desk: OpenDesk) -> None:
    assert isinstance(list_of(desk, "holiday"), HolidaysPlace)
    assert isinstance(list_of(desk, "person"), RecordsPlace)
