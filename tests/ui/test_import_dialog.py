"""Importing through the window: every row told before anything is taken, one step, one undo (ux.md 2.15, G5, G20)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDialog, QLineEdit, QPlainTextEdit, QTableWidget
from pytestqt.qtbot import QtBot

from secdesk.papers.render import render
from secdesk.register.kept_backups import list_backups
from secdesk.register.register import Register
from secdesk.rules.process import OUTCOMES
from secdesk.services import records
from secdesk.ui import texts
from secdesk.ui.places.proposals import ProposalsPlace
from secdesk.ui.safety import words
from secdesk.ui.safety.import_dialog import ImportDialog
from secdesk.ui.safety.report_dialog import ReportDialog
from secdesk.ui.work_here import WorkDialog
from tests.ui.access import Setting
from tests.ui.desks import OFFSCREEN, TODAY
from tests.ui.frames import Frame, make_sample, open_frame, wait_for
from tests.ui.safety_desk import (
    SETTINGS,
    backups_of,
    button,
    choose,
    desk_of,
    dialog,
    faults_of,
    find,
    occasions,
    part,
    press,
    rows_of,
    sample_frame,
    state_of,
    undo,
    words_of,
)

pytestmark = OFFSCREEN
LIST = """Mod ref,Title,Status,Since,Lead
MP077,DCC Service Flagging,Refinement,31/2/2020,
DP150,A new one,Draft raised,3 Feb 2020,Bob
MP080,Another title,,,
"""


@pytest.fixture
def frame(qtbot: QtBot, tmp_path: Path) -> Frame:
    return sample_frame(qtbot, tmp_path)


def ask(frame: Frame, path: Path) -> None:
    """Choose File > Import and a file."""
    frame.answers.paths.append(path)
    frame.choose("import_file")


def shown(qtbot: QtBot, frame: Frame, path: Path) -> ImportDialog:
    ask(frame, path)
    found = dialog(qtbot, frame, "import")
    assert isinstance(found, ImportDialog)
    return found


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def wait_for_reading(qtbot: QtBot, found: ImportDialog | ReportDialog) -> None:
    wait_for(qtbot, lambda: not found.work.is_busy)


def test_each_row_says_what_becomes_of_it_before_anything_is_taken(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    before = state_of(desk_of(frame))
    found = shown(qtbot, frame, write(tmp_path / "list.csv", LIST))
    rows = rows_of(found, "import.rows")
    assert [row[:2] for row in rows] == [
        ("2", "MP077 DCC Service Flagging"),
        ("3", "DP150 A new one"),
        ("4", "MP080 Another title"),
    ]
    assert rows[0][2].startswith("cannot be read: Since: '31/2/2020' is not a date")
    assert [row[2] for row in rows[1:]] == ["new", "updates Title"]
    assert words_of(found, "import.state") == "1 new, 1 updated, 0 unchanged, 1 that cannot be read"
    assert "People to be added: Bob" in part(found, "import.remarks", QPlainTextEdit).toPlainText()
    assert state_of(desk_of(frame)) == before


def test_each_cell_says_what_its_column_is_read_as_and_what_is_wrong(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    found = shown(qtbot, frame, write(tmp_path / "list.csv", LIST))
    cells = rows_of(found, "import.cells")
    assert [cell[:3] for cell in cells[:3]] == [
        ("Mod ref", "Number", "MP077"), ("Title", "Title", "DCC Service Flagging"), ("Status", "Status", "Refinement"),
    ]  # fmt: skip
    assert cells[3][4].startswith("cannot be read: '31/2/2020' is not a date")
    part(found, "import.rows", QTableWidget).setCurrentCell(2, 0)
    assert rows_of(found, "import.cells")[1] == ("Title", "Title", "Another title", "", "changes")


def test_only_the_readable_rows_are_imported_in_one_step_after_a_backup(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    before, steps = state_of(desk_of(frame)), desk_of(frame).register.chain_head()[0]
    found = shown(qtbot, frame, write(tmp_path / "list.csv", LIST))
    assert button(found, "import.import").text() == "Import the 2 readable rows"
    press(found, "import.import")
    assert desk_of(frame).register.chain_head()[0] == steps + 1
    assert titles(frame)["MP080"] == "Another title"
    assert "DP150" in titles(frame)
    assert occasions(frame) == ["before import"]
    assert frame.window.notices.texts()[0] == "2 rows imported"
    assert desk_of(frame).undo_label == "Imported from 'list.csv'"
    undo(qtbot, frame)
    assert state_of(desk_of(frame)) == before


def titles(frame: Frame) -> dict[str, str]:
    from secdesk.services.listing import list_lines

    lines = desk_of(frame).read(lambda session: list_lines(session, "proposal", TODAY))
    return {line.cells["Reference"]: line.cells["Title"] for line in lines}


def test_cancel_leaves_nothing(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    before = state_of(desk_of(frame))
    press(shown(qtbot, frame, write(tmp_path / "list.csv", LIST)), "import.cancel")
    found = shown(qtbot, frame, tmp_path / "list.csv")
    QTest.keyClick(found, Qt.Key.Key_Escape)
    assert find(frame, "import") is None
    assert state_of(desk_of(frame)) == before
    assert list_backups(backups_of(frame)) == []


def test_an_import_is_done_with_keys_alone(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    found = shown(qtbot, frame, write(tmp_path / "list.csv", LIST))
    found.activateWindow()
    wait_for(qtbot, lambda: part(found, "import.rows", QTableWidget).hasFocus())
    QTest.keySequence(found.windowHandle(), "Ctrl+Return")
    assert "DP150" in titles(frame)


def test_the_chips_show_the_rows_of_one_state(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    found = shown(qtbot, frame, write(tmp_path / "list.csv", LIST))
    assert button(found, "import.chip.unreadable").text() == "Cannot be read 1"
    press(found, "import.chip.new")
    assert [row[1] for row in rows_of(found, "import.rows")] == ["DP150 A new one"]


def test_a_column_that_no_alias_knows_can_be_read_as_a_field(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    text = "Mod ref,Working name,Title\nDP150,The real title,not this\n"
    found = shown(qtbot, frame, write(tmp_path / "list.csv", text))
    assert rows_of(found, "import.cells")[1][1] == words.COLUMN_NOT_READ
    part(found, "import.cells", QTableWidget).setCurrentCell(1, 0)
    assert part(found, "import.column", QComboBox).accessibleName() == "Column 'Working name' is read as"
    choose(found, "import.column", "Title")
    wait_for_reading(qtbot, found)
    assert [cell[1] for cell in rows_of(found, "import.cells")] == ["Number", "Title", words.COLUMN_NOT_READ]
    press(found, "import.import")
    assert titles(frame)["DP150"] == "The real title"


def test_a_list_without_a_number_column_says_so_and_is_put_right_in_the_dialog(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    found = shown(qtbot, frame, write(tmp_path / "list.csv", "Kennung,Title\nDP150,Neu\n"))
    assert "No column of 'list.csv' is called Number or Reference" in words_of(found, "import.problem")
    assert not button(found, "import.import").isEnabled()
    choose(found, "import.column", "Number")
    wait_for_reading(qtbot, found)
    assert part(found, "import.problem", type(found.state)).isHidden()
    press(found, "import.import")
    assert titles(frame)["DP150"] == "Neu"


def test_what_the_rows_are_about_can_be_chosen(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    found = shown(qtbot, frame, write(tmp_path / "people from the wiki.csv", "Full name,Reference\nAnn Other,\n"))
    choose(found, "import.about", "People")
    wait_for_reading(qtbot, found)
    assert [row[1:] for row in rows_of(found, "import.rows")] == [("Ann Other", "new")]
    press(found, "import.import")
    assert "Ann Other" in names(frame, "person")


def names(frame: Frame, kind: str) -> set[object]:
    rows = desk_of(frame).read(lambda session: records.list_records(session, kind, TODAY))
    return {row.values["name"] for row in rows}


def test_the_day_that_a_list_speaks_of_dates_its_statuses(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    found = shown(qtbot, frame, write(tmp_path / "list.csv", "Number,Title,Status\nDP150,New,Draft raised\n"))
    assert "without a day" in part(found, "import.remarks", QPlainTextEdit).toPlainText()
    day = part(found, "import.day", QLineEdit)
    day.setFocus()
    QTest.keyClicks(day, "31 Jan 2020")
    QTest.keyClick(day, Qt.Key.Key_Tab)
    wait_for(qtbot, lambda: part(found, "import.remarks", QPlainTextEdit).isHidden())
    press(found, "import.import")
    events = desk_of(frame).read(lambda session: records.list_records(session, "event", TODAY))
    assert date(2020, 1, 31) in [row.values["known_by"] for row in events]


def test_edited_tables_of_a_workbook_come_back_to_their_records(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    before = state_of(desk_of(frame))
    path = exported(frame, "export_xlsx", tmp_path / "all.xlsx", qtbot)
    book = openpyxl.load_workbook(path)
    sheet = book["Proposals"]
    heads = [cell.value for cell in sheet[1]]
    title = heads.index("Title")
    was = str(sheet[2][title].value)
    sheet[2][title].value = "A better title"
    book.save(path)
    found = shown(qtbot, frame, path)
    assert found.told.count("update") == 1
    choose(found, "import.about", next(words for words in items(found) if words.startswith("Proposals")))
    press(found, "import.chip.update")
    cell = next(cell for cell in rows_of(found, "import.cells") if cell[0] == "Title")
    assert cell == ("Title", "Title", "A better title", was, "changes")
    press(found, "import.import")
    assert "A better title" in titles(frame).values()
    undo(qtbot, frame)
    assert state_of(desk_of(frame)) == before


def items(found: QDialog) -> list[str]:
    box = part(found, "import.about", QComboBox)
    return [box.itemText(place) for place in range(box.count())]


def exported(frame: Frame, command: str, path: Path, qtbot: QtBot) -> Path:
    """Export through the menu and wait for the file."""
    frame.choose(command)
    found = dialog(qtbot, frame, "export")
    frame.answers.paths.append(path)
    press(found, "export.choose")
    wait_for(qtbot, lambda: any("exported" in told for told in frame.window.notices.texts()))
    return path


# --- there and back (G20) ------------------------------------------------------------------------------------------


def through_text(text: str, path: Path) -> Path:
    """Save what was pasted into a spreadsheet as CSV, as a spreadsheet does."""
    rows = list(csv.reader(io.StringIO(text), delimiter="\t"))
    with open(path.with_suffix(".csv"), "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path.with_suffix(".csv")


def through_workbook(text: str, path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(text), delimiter="\t"):
        book.active.append(row)
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


EVERY_COLUMN = (
    "reference", "title", "stage", "status", "next_step", "due", "lead", "raised", "path", "marking", "release",
    "target", "organisation", "proposer", "flags",
)  # fmt: skip


@pytest.mark.parametrize("columns", [(), EVERY_COLUMN], ids=["as it is", "every column"])
@pytest.mark.parametrize("spreadsheet", [through_text, through_workbook])
def test_a_hundred_copied_rows_come_back_as_the_same_register(
    qtbot: QtBot, tmp_path: Path, spreadsheet: Callable[[str, Path], Path], columns: tuple[str, ...]
) -> None:
    frame = sample_frame(qtbot, tmp_path)
    add_raised(frame, 100 - len(titles(frame)))
    before = state_of(desk_of(frame))
    frame.press("Ctrl+2")
    place = frame.window.places.place
    assert isinstance(place, ProposalsPlace)
    place.list.show_columns(columns or None)
    frame.window.in_place("clear_filters")
    frame.window.in_place("select_rows")
    frame.choose("copy_headings")
    copied = QGuiApplication.clipboard().text()
    assert len(copied.split("\n")) == 101
    found = shown(qtbot, frame, spreadsheet(copied, tmp_path / "copied"))
    assert found.told.problem == ""
    assert [row.words for row in found.table.rows if row.state != "unchanged"] == []
    assert found.told.count("unchanged") == 100
    assert not button(found, "import.import").isEnabled()
    found.reject()
    assert state_of(desk_of(frame)) == before


def add_raised(frame: Frame, count: int) -> None:
    body = OUTCOMES["raised"].body

    def act(session: object) -> bool:
        for number in range(count):
            values = {"number": 500 + number, "title": f'Proposal "{number}", with a comma'}
            uid = records.create_record(session, "proposal", values)  # type: ignore[arg-type]
            event = {"proposal": uid, "outcome": "raised", "date": date(2020, 2, 3), "body": body, "position": 0}
            records.create_record(session, "event", event)  # type: ignore[arg-type]
        return True

    assert desk_of(frame).run("Add proposals", act)


# --- a folder of CSV files -----------------------------------------------------------------------------------------


def exported_folder(frame: Frame, path: Path) -> Path:
    """Export the whole register as CSV, as File > Export does."""
    from secdesk.services.exporting import export_whole

    return export_whole(desk_of(frame).register, "folder", path, TODAY).path


def ask_folder(qtbot: QtBot, frame: Frame, folder: Path) -> ImportDialog:
    """Choose File > Import a folder of CSV files."""
    frame.answers.paths.append(folder)
    frame.choose("import_folder")
    found = dialog(qtbot, frame, "import")
    assert isinstance(found, ImportDialog)
    return found


def test_an_exported_folder_comes_back_with_exactly_the_edited_cell_in_one_step(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    before, steps = state_of(desk_of(frame)), desk_of(frame).register.chain_head()[0]
    folder = exported_folder(frame, tmp_path / "csv")
    people = next(path for path in folder.iterdir() if path.stem.lower() == "people")
    with open(people, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    name = rows[1][rows[0].index("Name")]
    rows[1][rows[0].index("Role")] = "Chair of the Panel"
    with open(people, "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    found = ask_folder(qtbot, frame, folder)
    titles_told = [part(found, "import.about", QComboBox).itemText(row) for row in range(len(found.told.tables))]
    assert len(titles_told) > 10
    assert part(found, "import.about", QComboBox).currentText().startswith("People: "), "it begins where something is"
    assert found.told.count("update") == 1
    assert found.told.count("new", "unreadable") == 0
    assert button(found, "import.import").text() == "Import 1 row"
    press(found, "import.import")
    assert desk_of(frame).register.chain_head()[0] == steps + 1
    rows_now = desk_of(frame).read(lambda session: records.list_records(session, "person", TODAY))
    assert {row.values["name"]: row.values["role"] for row in rows_now}[name] == "Chair of the Panel"
    assert desk_of(frame).undo_label == "Imported from 'csv'"
    undo(qtbot, frame)
    assert state_of(desk_of(frame)) == before


def test_one_file_in_a_folder_can_be_said_to_be_about_something_else(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    write(tmp_path / "in" / "people.csv", "Name\nAardvark Energy\n")
    write(tmp_path / "in" / "letter.txt", "left alone")
    found = ask_folder(qtbot, frame, tmp_path / "in")
    assert [table.kind for table in found.told.tables] == ["person"]
    choose(found, "import.about", "Organisations")
    wait_for_reading(qtbot, found)
    assert [(table.kind, table.count("new")) for table in found.told.tables] == [("organisation", 1)]


def test_a_folder_without_a_file_of_ours_is_refused_in_words(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    (tmp_path / "empty.json").mkdir()  # a folder, whatever its name ends in
    frame.answers.paths.append(tmp_path / "empty.json")
    frame.choose("import_folder")
    wait_for(qtbot, lambda: frame.answers.refused)
    assert frame.answers.refused == [
        "No file of 'empty.json' is called like a kind of record, such as meetings.csv"
    ]


def test_the_dialog_of_a_folder_fits_and_can_be_read_aloud(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    found = ask_folder(qtbot, frame, exported_folder(frame, tmp_path / "csv"))
    for setting in SETTINGS:
        assert faults_of(frame, found, setting) == []
    found.reject()


# --- stopping ------------------------------------------------------------------------------------------------------


def test_an_import_that_is_stopped_changes_nothing(
    qtbot: QtBot, frame: Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import secdesk.ui.work_here as work_here

    monkeypatch.setattr(work_here, "WORDS_MS", 0)
    monkeypatch.setattr(work_here, "_BETWEEN_SECONDS", 0.0)
    before = state_of(desk_of(frame))
    rows = "".join(f"DP{number},Title {number}\n" for number in range(200, 260))
    found = shown(qtbot, frame, write(tmp_path / "list.csv", f"Number,Title\n{rows}"))

    def stop_when_importing() -> None:
        for each in QApplication.topLevelWidgets():
            if isinstance(each, WorkDialog) and "Importing rows" in part(each, "work.words", type(found.state)).text():
                press(each, "work.cancel")

    timer = QTimer(interval=0)
    timer.timeout.connect(stop_when_importing)
    timer.start()
    press(found, "import.import")
    timer.stop()
    assert frame.window.notices.texts()[0] == texts.STOPPED
    assert state_of(desk_of(frame)) == before
    assert desk_of(frame).undo_label == ""


# --- a whole register as JSON --------------------------------------------------------------------------------------


def test_a_whole_register_as_json_becomes_a_register_of_its_own(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    before, first = state_of(desk_of(frame)), desk_of(frame).register.register_id
    path = exported(frame, "export_json", tmp_path / "all.json", qtbot)
    assert path.read_bytes() == before
    frame.answers.paths += [path, tmp_path / "again.secdesk"]
    frame.choose("import_file")
    wait_for(qtbot, lambda: desk_of(frame).register.path == tmp_path / "again.secdesk")
    assert state_of(desk_of(frame)) == before
    assert desk_of(frame).register.register_id != first


def test_json_that_is_no_register_makes_no_file(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    ask(frame, write(tmp_path / "other.json", '{"format": "something else"}'))
    wait_for(qtbot, lambda: frame.answers.refused)
    assert frame.answers.refused[-1].startswith("'other.json' is not a register as JSON")
    assert list(tmp_path.glob("*.secdesk")) == [tmp_path / "SEC register.secdesk"]


def test_json_can_be_imported_from_welcome_and_a_list_asks_for_a_register(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    before = state_of(desk_of(frame))
    path = tmp_path / "all.json"
    path.write_bytes(before)
    frame.window.files.close()
    frame.window.show_welcome()
    ask(frame, write(tmp_path / "list.csv", LIST))
    assert frame.answers.refused == [words.NOTHING_OPEN]
    frame.answers.paths += [path, tmp_path / "again.secdesk"]
    frame.choose("import_file")
    wait_for(qtbot, lambda: frame.window.desk is not None)
    assert state_of(desk_of(frame)) == before


# --- files that cannot be read -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("picture.png", b"\x89PNG", "'picture.png' must end in .csv, .tsv, .xlsx, .json, .txt or .pdf"),
        ("empty.csv", b"", "'empty.csv' is empty"),
        ("broken.xlsx", b"PK\x03\x04 nothing", "broken.xlsx"),
        ("paper.pdf", b"%PDF-1.7 nothing", "paper.pdf"),
        ("gone.csv", None, "gone.csv"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    qtbot: QtBot, frame: Frame, tmp_path: Path, name: str, data: bytes | None, told: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    ask(frame, tmp_path / name)
    wait_for(qtbot, lambda: frame.answers.refused)
    assert told in frame.answers.refused[-1]
    assert find(frame, "import") is None


def test_nothing_is_imported_into_a_register_open_for_reading(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    from tests.ui.safety_desk import back_up

    frame.window.files.open(back_up(frame))
    before = state_of(desk_of(frame))
    press(shown(qtbot, frame, write(tmp_path / "list.csv", LIST)), "import.import")
    assert frame.answers.refused == [words.IMPORT_READ_ONLY]
    assert state_of(desk_of(frame)) == before


# --- old reports ---------------------------------------------------------------------------------------------------


def report_of(path: Path, folder: Path) -> Path:
    """Write the report of January 2020 from a register, as PDF."""
    from secdesk.services.papers import make_report

    with Register.open(path, read_only=True) as register:
        paper = make_report(register, "2020-01")
    target = folder / "old report.pdf"
    target.write_bytes(render(paper, ".pdf").data)
    return target


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "then").mkdir()
    return report_of(make_sample(tmp_path / "then" / "then.secdesk"), tmp_path)


def empty_frame(qtbot: QtBot, folder: Path) -> Frame:
    path = folder / "SEC register.secdesk"
    Register.create(path, who="Tester").close()
    return open_frame(qtbot, folder, path)


def shown_report(qtbot: QtBot, frame: Frame, path: Path) -> ReportDialog:
    ask(frame, path)
    found = dialog(qtbot, frame, "import")
    assert isinstance(found, ReportDialog)
    return found


def test_an_old_report_is_told_line_by_line_and_taken_when_agreed(
    qtbot: QtBot, tmp_path: Path, report: Path
) -> None:
    frame = empty_frame(qtbot, tmp_path)
    before = state_of(desk_of(frame))
    found = shown_report(qtbot, frame, report)
    press(found, "import.chip.changes")
    lines = rows_of(found, "import.rows")
    assert any("MP077" in line[1] for line in lines)
    assert {line[2] for line in lines} <= {"sure", "likely", "not understood"}
    assert all("(new)" in line[3] or "(adds to what is there)" in line[3] for line in lines)
    assert rows_of(found, "import.cells")[0][0] == "yes"
    assert state_of(desk_of(frame)) == before, "nothing is saved until it is agreed"
    press(found, "import.import")
    assert len(titles(frame)) > 20
    assert frame.window.notices.texts()[0].endswith("records imported from the report")
    undo(qtbot, frame)
    assert state_of(desk_of(frame)) == before


def test_a_record_of_a_report_can_be_left_out(qtbot: QtBot, tmp_path: Path, report: Path) -> None:
    frame = empty_frame(qtbot, tmp_path)
    found = shown_report(qtbot, frame, report)
    press(found, "import.chip.changes")
    leaf = select_line_of(found, "stated_figure")
    count = len(found.told.proposed.only(found.keys))
    part(found, "import.take", QCheckBox).click()
    assert leaf not in found.keys
    assert rows_of(found, "import.cells")[part(found, "import.cells", QTableWidget).currentRow()][0] == "no"
    assert button(found, "import.import").text() == f"Import {count - 1} records"
    press(found, "import.import")
    taken = desk_of(frame).read(lambda session: records.list_records(session, "stated_figure", TODAY))
    assert len(taken) == found_figures(found) - 1


def select_line_of(found: ReportDialog, kind: str) -> str:
    """Go to the first line that proposes a record of a kind which nothing else needs; returns its key."""
    record = next(each for each in found.told.proposed.takeable() if each.kind == kind)
    rows = part(found, "import.rows", QTableWidget)
    line = str(record.origin.lines[0])
    row = [cells[0] for cells in rows_of(found, "import.rows")].index(line)
    rows.setCurrentCell(row, 0)
    keys = [each.key for each in found._records()]
    part(found, "import.cells", QTableWidget).setCurrentCell(keys.index(record.key), 0)
    return record.key


def found_figures(found: ReportDialog) -> int:
    return sum(record.kind == "stated_figure" for record in found.told.proposed.takeable())


def test_a_report_of_what_the_register_has_changes_nothing(
    qtbot: QtBot, frame: Frame, tmp_path: Path, report: Path
) -> None:
    found = shown_report(qtbot, frame, report)
    assert button(found, "import.import").text() == words.IMPORT_NONE
    assert not button(found, "import.import").isEnabled()
    found.reject()


# --- what every dialog holds to ------------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_the_dialog_of_a_list_fits_and_can_be_read_aloud(
    qtbot: QtBot, frame: Frame, tmp_path: Path, setting: Setting
) -> None:
    found = shown(qtbot, frame, write(tmp_path / "list.csv", LIST))
    assert faults_of(frame, found, setting) == []
    found.reject()


@pytest.mark.parametrize("setting", SETTINGS[2:], ids=str)
def test_the_dialog_of_a_report_fits_and_can_be_read_aloud(
    qtbot: QtBot, frame: Frame, report: Path, setting: Setting
) -> None:
    found = shown_report(qtbot, frame, report)
    assert faults_of(frame, found, setting) == []
    found.reject()
