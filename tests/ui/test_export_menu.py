"""The Export menu: lists as they are shown, whole registers, cross-code rows, days; and Preferences > Backups."""

from __future__ import annotations

import csv
import json
from datetime import date
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from secdesk.models.types import Value
from secdesk.register.kept_backups import DAILY, LEAST, MONTHLY, WEEKLY
from secdesk.services import records
from secdesk.ui import texts
from secdesk.ui.places.proposals import ProposalsPlace
from secdesk.ui.preference_page import Around
from secdesk.ui.preferences import Preferences
from secdesk.ui.safety import words
from tests.ui.access import Setting, settle
from tests.ui.desks import OFFSCREEN
from tests.ui.frames import Frame, wait_for
from tests.ui.safety_desk import (
    SETTINGS,
    add_person,
    back_up,
    desk_of,
    dialog,
    faults_of,
    find,
    part,
    press,
    sample_frame,
    state_of,
    words_of,
)

pytestmark = OFFSCREEN
LIST_COMMANDS = ("export_list_csv", "export_list_xlsx")
WHOLE = ("export_json", "export_xlsx", "export_folder", "export_cross_code", "export_calendar")


@pytest.fixture
def frame(qtbot: QtBot, tmp_path: Path) -> Frame:
    return sample_frame(qtbot, tmp_path)


def export(qtbot: QtBot, frame: Frame, command: str, path: Path) -> Path:
    """Export through the menu and wait until it is told."""
    frame.choose(command)
    found = dialog(qtbot, frame, "export")
    frame.answers.paths.append(path)
    told = len(frame.window.notices.texts())
    press(found, "export.choose")
    wait_for(qtbot, lambda: len(frame.window.notices.texts()) > told)
    assert frame.window.notices.texts()[0] == f"{path.name} exported"
    return path


def proposals(frame: Frame) -> ProposalsPlace:
    frame.window.go("proposals")
    place = frame.window.places.place
    assert isinstance(place, ProposalsPlace)
    return place


def read_csv(path: Path) -> list[list[str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_every_dialog_says_that_it_is_no_backup_and_cancel_does_nothing(qtbot: QtBot, frame: Frame) -> None:
    proposals(frame)
    for command in (*LIST_COMMANDS, *WHOLE):
        frame.choose(command)
        found = dialog(qtbot, frame, "export")
        assert words_of(found, "export.elsewhere") == words.READING_ELSEWHERE
        QTest.keyClick(found, Qt.Key.Key_Escape)
        wait_for(qtbot, lambda: find(frame, "export") is None)
    assert frame.window.notices.texts() == []


def test_a_list_leaves_with_the_rows_columns_and_order_that_are_shown(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    place = proposals(frame)
    place.show_facet("stage:refine")
    place.list.show_columns(["title", "reference", "raised"])
    place.sort_by("title", True)
    rows = read_csv(export(qtbot, frame, "export_list_csv", tmp_path / "list.csv"))
    assert rows[0] == ["Title", "Number", "Raised"]
    shown = [place.table.index(row, 0).siblingAtColumn(1).data() for row in range(place.table.rowCount())]
    assert [row[0] for row in rows[1:]] == shown
    assert len(shown) == 12


def test_dates_of_a_workbook_are_dates_and_texts_are_texts(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    place = proposals(frame)
    place.clear_filters()
    place.list.show_columns(["reference", "title", "due"])
    path = export(qtbot, frame, "export_list_xlsx", tmp_path / "list.xlsx")
    sheet = openpyxl.load_workbook(path)["Proposals"]
    assert [cell.value for cell in sheet[1]] == ["Number", "Title", "Due"]
    dues = [row[2] for row in sheet.iter_rows(min_row=2, values_only=True) if row[2] is not None]
    assert dues
    assert all(isinstance(due, date) for due in dues)


def test_a_text_like_a_formula_is_harmless(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    desk = desk_of(frame)
    values: dict[str, Value] = {"number": 500, "title": '=HYPERLINK("http://example.org")'}
    desk.run("Add a proposal", lambda session: records.create_record(session, "proposal", values))
    proposals(frame).clear_filters()
    rows = read_csv(export(qtbot, frame, "export_list_csv", tmp_path / "list.csv"))
    assert [row[1] for row in rows if "HYPERLINK" in row[1]] == ["'=HYPERLINK(\"http://example.org\")"]
    path = export(qtbot, frame, "export_list_xlsx", tmp_path / "list.xlsx")
    cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if "HYPERLINK" in str(cell.value)} == {"s"}


@pytest.mark.parametrize("place", ["proposals", "consultations", "releases", "records:person", "records:event"])
def test_the_list_of_every_place_can_be_exported(qtbot: QtBot, frame: Frame, tmp_path: Path, place: str) -> None:
    frame.window.go(place)
    frame.window.in_place("clear_filters")
    shown = frame.window.places.place.shown_list()  # type: ignore[union-attr]
    assert shown is not None
    rows = read_csv(export(qtbot, frame, "export_list_csv", tmp_path / "list.csv"))
    assert rows[0] == list(shown.headings)
    assert len(rows) == shown.count + 1 > 1


def test_a_place_without_a_list_offers_none(frame: Frame) -> None:
    frame.window.go("home")
    assert not any(frame.window.menus.actions[name].isEnabled() for name in LIST_COMMANDS)
    frame.window.go("proposals")
    assert all(frame.window.menus.actions[name].isEnabled() for name in LIST_COMMANDS)


def test_the_log_of_decisions_is_exported_and_a_sitting_is_not(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    frame.window.go("decisions")
    frame.choose("export_list_csv")
    assert frame.window.notices.texts()[0] == words.NO_LIST
    frame.window.go("decisions", "log")
    rows = read_csv(export(qtbot, frame, "export_list_csv", tmp_path / "log.csv"))
    assert len(rows) > 5


def test_a_whole_register_leaves_as_json_workbook_and_folder(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    assert export(qtbot, frame, "export_json", tmp_path / "all.json").read_bytes() == state_of(desk_of(frame))
    book = openpyxl.load_workbook(export(qtbot, frame, "export_xlsx", tmp_path / "all.xlsx"))
    assert book["Proposals"].max_row == 37
    folder = export(qtbot, frame, "export_folder", tmp_path / "tables")
    assert len(read_csv(folder / "proposals.csv")) == 37
    assert (folder / "agenda-items.csv").is_file()


def test_private_notes_stay_where_the_box_is_not_ticked(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    desk = desk_of(frame)
    values: dict[str, Value] = {"number": 500, "title": "One", "private_note": "between us"}
    desk.run("Add a proposal", lambda session: records.create_record(session, "proposal", values))
    frame.choose("export_folder")
    found = dialog(qtbot, frame, "export")
    press(found, "export.choice")
    frame.answers.paths.append(tmp_path / "tables")
    press(found, "export.choose")
    wait_for(qtbot, lambda: frame.window.notices.texts())
    written = [path.read_text(encoding="utf-8-sig") for path in (tmp_path / "tables").glob("*.csv")]
    assert written
    assert not any("between us" in text for text in written)


def test_cross_code_rows_and_the_calendar_leave_as_at_the_day_shown(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    rows = read_csv(export(qtbot, frame, "export_cross_code", tmp_path / "rows.csv"))
    assert rows[0][:3] == ["Code", "Reference", "Former reference"]
    desk_of(frame).look_at(date(2019, 1, 31))
    assert len(read_csv(export(qtbot, frame, "export_cross_code", tmp_path / "then.csv"))) < len(rows)
    desk_of(frame).look_at(desk_of(frame).today)
    calendar = export(qtbot, frame, "export_calendar", tmp_path / "days.ics").read_text(encoding="utf-8")
    assert calendar.startswith("BEGIN:VCALENDAR")
    assert "SUMMARY:" in calendar


def test_cross_code_rows_leave_as_a_workbook_where_that_is_ticked(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    frame.choose("export_cross_code")
    found = dialog(qtbot, frame, "export")
    press(found, "export.choice")
    frame.answers.paths.append(tmp_path / "rows.xlsx")
    press(found, "export.choose")
    wait_for(qtbot, lambda: frame.window.notices.texts())
    assert openpyxl.load_workbook(tmp_path / "rows.xlsx").sheetnames == ["Live modifications"]


def has_more(found: list[str], than: int) -> bool:
    return len(found) > than


def test_a_folder_that_is_gone_is_told_and_the_register_itself_is_never_written_over(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    for path in (tmp_path / "gone" / "all.json", desk_of(frame).register.path):
        told = len(frame.answers.refused)
        frame.choose("export_json")
        found = dialog(qtbot, frame, "export")
        frame.answers.paths.append(path)
        press(found, "export.choose")
        wait_for(qtbot, partial(has_more, frame.answers.refused, told))
    assert "There is no folder" in frame.answers.refused[0]
    assert frame.answers.refused[1] == words.NAME_TAKEN.format(name="SEC register.secdesk")
    assert json.loads(state_of(desk_of(frame)))["format"] == "secdesk register"


def test_the_toast_leads_to_the_folder(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    export(qtbot, frame, "export_json", tmp_path / "all.json")
    settle()
    press(frame.window, "frame.toast.offer")
    assert [url.toLocalFile() for url in frame.urls] == [str(tmp_path)]


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_the_dialog_fits_and_can_be_read_aloud(qtbot: QtBot, frame: Frame, setting: Setting) -> None:
    frame.choose("export_xlsx")
    found = dialog(qtbot, frame, "export")
    assert faults_of(frame, found, setting) == []
    found.reject()


# --- Preferences > Backups -----------------------------------------------------------------------------------------


@pytest.fixture
def page(qtbot: QtBot, frame: Frame) -> Preferences:
    add_person(desk_of(frame), "Ann")
    for day in range(7):
        back_up(frame, day)
    window = frame.window
    found = Preferences(Around(frame.settings, window.look, window.desk, frame.answers), window, "backups")
    found.open()
    return found


def test_preferences_tell_the_rules_with_the_numbers_that_hold(page: Preferences) -> None:
    told = " ".join(label.text() for label in page.findChildren(QLabel))
    for number, unit in ((DAILY, "days"), (WEEKLY, "weeks"), (MONTHLY, "months"), (LEAST, "in all")):
        assert f"{number} {unit}" in told


def test_preferences_tell_how_the_last_five_backups_went(page: Preferences) -> None:
    results = [part(page, f"preferences.backups.result.{number}", QLabel).text() for number in range(5)]
    assert results[0].startswith("Wed 5 Feb 2020 17:30: ")
    assert all(words.RESULT_SOUND in result for result in results)
    assert page.findChild(QLabel, "preferences.backups.result.5") is None


def test_the_folder_of_backups_can_be_chosen_and_typed(page: Preferences, frame: Frame, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    frame.answers.paths.append(tmp_path / "one")
    press(page, "preferences.backups.choose")
    assert frame.settings.backups_folder == tmp_path / "one"
    assert frame.window.keeping.backups.folder.parent == tmp_path / "one"
    box = part(page, "preferences.backups.folder", QLineEdit)
    box.setText(str(tmp_path / "nowhere"))
    box.editingFinished.emit()
    problem = part(page, "preferences.backups.folder.problem", QLabel)
    assert problem.text() == texts.NO_SUCH_FOLDER.format(folder=tmp_path / "nowhere")
    assert frame.settings.backups_folder == tmp_path / "one"
    press(page, "preferences.backups.default")
    assert frame.settings.backups_folder == frame.settings.default_backups_folder
