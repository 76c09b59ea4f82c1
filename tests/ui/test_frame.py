"""The window itself: its places, menus, keys, names and notices, on the sample register."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdfminer.high_level import extract_text
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from secdesk.papers.issue_facts import Subject
from secdesk.services import records
from secdesk.ui import texts
from secdesk.ui.desk import Desk
from secdesk.ui.jump_hits import Hit
from secdesk.ui.navigation import ENTRIES, NavRail
from secdesk.ui.paper_work import PaperWish, make_file
from secdesk.ui.place_stack import make_place
from secdesk.ui.widgets.pdf_pane import PdfPane
from secdesk.ui.widgets.plain_table import PlainTable
from tests.ui.desks import OFFSCREEN, type_keys
from tests.ui.frames import (
    TODAY,
    Frame,
    clipped,
    commands,
    make_sample,
    menu_words,
    open_frame,
    small,
    unnamed,
    wait_for,
)

pytestmark = OFFSCREEN
OWN_PLACES = ("home", "papers", "history")


@pytest.fixture
def frame(qtbot: QtBot, tmp_path: Path) -> Frame:
    return open_frame(qtbot, tmp_path, make_sample(tmp_path / "SEC register 2020.secdesk"))


def desk_of(frame: Frame) -> Desk:
    assert frame.window.desk is not None
    return frame.window.desk


def add_person(frame: Frame, name: str) -> None:
    desk_of(frame).run(f"Add person {name}", lambda session: records.create_record(session, "person", {"name": name}))


def people(frame: Frame) -> set[str]:
    desk = desk_of(frame)
    rows = desk.read(lambda session: records.list_records(session, "person", desk.today))
    return {str(row.values["name"]) for row in rows}


# --- places --------------------------------------------------------------------------------------------------------


def test_the_window_opens_on_home_with_the_register_in_its_title(frame: Frame) -> None:
    assert frame.window.places.key == "home"
    assert frame.window.windowTitle() == "SEC register 2020 — secdesk"
    assert frame.window.header.title.text() == "Home"
    assert frame.window.status.register.text() == "SEC register 2020"
    assert frame.window.status.as_at.text() == "Register as at Fri 7 Feb 2020"


@pytest.mark.parametrize("number", range(1, 10))
def test_ctrl_and_a_figure_open_a_place(frame: Frame, number: int) -> None:
    frame.press(f"Ctrl+{number}")
    entry = ENTRIES[number - 1]
    assert frame.window.places.key == entry.key
    assert frame.window.places.place is not None
    assert frame.window.header.title.text() == frame.window.places.place.title


def test_every_place_and_every_list_can_be_made(frame: Frame) -> None:
    keys = [*(entry.key for entry in ENTRIES), "records:person", "records:setting"]
    made = [make_place(key, desk_of(frame)) for key in keys]
    assert all(place is not None and place.title for place in made)
    for place in made:
        assert place is not None
        place.deleteLater()
    assert make_place("nowhere", desk_of(frame)) is None


def test_a_wish_for_a_place_that_is_not_there_is_answered(frame: Frame) -> None:
    desk_of(frame).go_to("nowhere")
    assert frame.window.places.key == "home"
    assert frame.window.notices.texts() == [texts.NO_PLACE]


def test_back_and_forward_go_where_one_has_been(frame: Frame) -> None:
    frame.press("Ctrl+8")
    frame.press("Ctrl+9")
    frame.press("Alt+Left")
    assert frame.window.places.key == "papers"
    frame.press("Alt+Left")
    assert frame.window.places.key == "home"
    assert not frame.window.menus.actions["back"].isEnabled()
    frame.press("Alt+Right")
    assert frame.window.places.key == "papers"
    frame.press("Ctrl+1")
    assert not frame.window.menus.actions["forward"].isEnabled()


def test_a_place_is_chosen_in_the_rail_by_mouse_and_by_enter(qtbot: QtBot, frame: Frame) -> None:
    rail = frame.window.rail
    assert isinstance(rail, NavRail)
    where = rail.visualRect(rail.model().index(7, 0)).center()
    QTest.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert frame.window.places.key == "papers"
    rail.setFocus()
    frame.press("Down")
    frame.press("Return")
    assert frame.window.places.key == "history"


def test_arrows_in_the_rail_open_nothing_until_enter(frame: Frame) -> None:
    frame.window.rail.setFocus()
    frame.press("Down")
    assert frame.window.places.key == "home"
    frame.press("F6")
    assert frame.window.rail.currentIndex().row() == 0


def test_f6_goes_round_the_panes_and_back(frame: Frame) -> None:
    frame.press("Ctrl+9")
    seen = []
    for _ in range(3):
        frame.press("F6")
        seen.append(focus_name())
    assert seen == ["history.changes", "frame.navigation", "history.steps"]
    frame.press("Shift+F6")
    assert focus_name() == "frame.navigation"


def focus_name() -> str:
    focused = QApplication.focusWidget()
    return focused.objectName() if focused is not None else ""


def test_a_small_window_shows_icons_alone_with_tooltips(qtbot: QtBot, frame: Frame) -> None:
    rail = frame.window.rail
    frame.window.resize(900, 520)
    wait_for(qtbot, lambda: rail.is_narrow)
    assert rail.width() == 56
    assert rail.model().index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == "Proposals (Ctrl+2)"
    frame.window.resize(1280, 800)
    wait_for(qtbot, lambda: not rail.is_narrow)
    assert rail.width() >= 184


@pytest.mark.parametrize("size", [(1280, 800), (900, 520)])
@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("place", OWN_PLACES)
def test_nothing_is_clipped_or_too_small_to_hit(
    qtbot: QtBot, frame: Frame, place: str, scale: int, size: tuple[int, int]
) -> None:
    frame.settings.text_scale = scale
    frame.window.look.choose_scheme("light")
    frame.window.resize(*size)
    frame.window.go(place)
    wait_for(qtbot, lambda: frame.window.size().toTuple() == size)
    wait_for(qtbot, lambda: not clipped(frame.window))
    assert small(frame.window) == []


@pytest.mark.parametrize("place", OWN_PLACES)
def test_everything_that_takes_the_focus_has_a_name(frame: Frame, place: str) -> None:
    frame.window.go(place)
    assert unnamed(frame.window) == []


# --- menus and keys ------------------------------------------------------------------------------------------------


def test_every_command_is_in_a_menu(frame: Frame) -> None:
    for entry in ENTRIES:
        frame.window.go(entry.key)
    reachable = menu_words(frame.window)
    assert [action.text() for action in commands(frame.window) if action.text() not in reachable] == []


def test_no_two_commands_share_their_keys(frame: Frame) -> None:
    for entry in ENTRIES:
        frame.window.go(entry.key)
    keys = [each.toString() for action in commands(frame.window) for each in action.shortcuts()]
    assert [each for each in set(keys) if keys.count(each) > 1] == []
    assert QKeySequence("Ctrl+E").toString() in keys


def test_no_command_sits_on_alt_and_a_letter(frame: Frame) -> None:
    keys = [each.toString() for action in commands(frame.window) for each in action.shortcuts()]
    assert [each for each in keys if each.startswith("Alt+") and len(each) == 5] == []


def test_commands_without_a_register_are_off(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path)
    actions = frame.window.menus.actions
    assert not any(actions[name].isEnabled() for name in ("undo", "export_report", "jump", "go.home", "primary"))
    assert all(actions[name].isEnabled() for name in ("new_register", "open_register", "open_sample", "quit"))


def test_ctrl_enter_is_the_filled_button(qtbot: QtBot, frame: Frame) -> None:
    assert frame.window.header.primary.text() == texts.EXPORT_REPORT
    with qtbot.waitSignal(desk_of(frame).export_requested):
        frame.press("Ctrl+Return")
    with qtbot.waitSignal(desk_of(frame).export_requested):
        QTest.mouseClick(frame.window.header.primary, Qt.MouseButton.LeftButton)
    wait_for(qtbot, lambda: frame.window.notices.texts())


def test_the_record_menu_shows_the_commands_of_the_open_place_only(frame: Frame) -> None:
    frame.press("Ctrl+9")
    shown = {action.text() for action in frame.window.menus.menus["record"].actions() if action.isVisible()}
    assert texts.RESTORE_VERSION in shown
    frame.press("Ctrl+1")
    shown = {action.text() for action in frame.window.menus.menus["record"].actions() if action.isVisible()}
    assert texts.RESTORE_VERSION not in shown


def said_to_ctrl_s(frame: Frame) -> str:
    frame.press("Ctrl+S")
    assert frame.window.toast.notice is not None
    return frame.window.toast.notice.text


def test_ctrl_s_says_that_all_is_saved(frame: Frame) -> None:
    assert said_to_ctrl_s(frame) == texts.ALREADY_SAVED_KEYS.format(keys="Ctrl+B")


def test_ctrl_s_stores_what_is_half_typed_before_it_says_so(frame: Frame) -> None:
    frame.press("Ctrl+Shift+N")
    type_keys("Earlier notice of outages")
    assert said_to_ctrl_s(frame) == texts.ALREADY_SAVED_KEYS.format(keys="Ctrl+B")
    rows = desk_of(frame).read(lambda session: records.list_records(session, "proposal", TODAY))
    assert "Earlier notice of outages" in {row.values["title"] for row in rows}


def test_ctrl_s_does_not_call_saved_what_cannot_be(frame: Frame) -> None:
    frame.press("Ctrl+Shift+N")
    type_keys("A title")
    frame.press("Alt+I")
    QTest.keyClicks(frame.window.focusWidget(), "31 Feb")
    assert said_to_ctrl_s(frame) == "1 field is not saved: it is marked to fix"


def test_text_size_and_scheme_change_at_once_and_are_remembered(frame: Frame) -> None:
    before = QApplication.font().pointSizeF()
    frame.press("Ctrl++")
    assert QApplication.font().pointSizeF() == pytest.approx(before * 1.1)
    frame.press("Ctrl+0")
    assert QApplication.font().pointSizeF() == pytest.approx(before)
    frame.choose("scheme.dark")
    assert QApplication.palette().window().color().lightness() < 80
    assert frame.settings.scheme == "dark"
    frame.choose("scheme.light")


def test_the_list_of_shortcuts_names_every_command_that_has_keys(qtbot: QtBot, frame: Frame) -> None:
    frame.press("Ctrl+/")
    table = frame.named("shortcuts.table")
    rows = [(table.item(row, 0).text(), table.item(row, 1).text()) for row in range(table.rowCount())]  # type: ignore[attr-defined]
    assert ("Export Change Status Report", "Ctrl+E") in rows
    assert ("History", "Ctrl+9") in rows
    frame.named("shortcuts").close()


# --- undo, notices and refusals ------------------------------------------------------------------------------------


def test_undo_and_redo_name_what_they_are_about(frame: Frame) -> None:
    add_person(frame, "Person Nine")
    edit = frame.window.menus.menus["edit"]
    edit.aboutToShow.emit()
    assert frame.window.menus.actions["undo"].text() == "Undo Add person Person Nine"
    frame.press("Ctrl+Z")
    assert "Person Nine" not in people(frame)
    edit.aboutToShow.emit()
    assert frame.window.menus.actions["redo"].text() == "Redo Add person Person Nine"
    frame.press("Ctrl+Shift+Z")
    assert "Person Nine" in people(frame)


def test_undo_with_nothing_to_take_back_is_answered_quietly(frame: Frame) -> None:
    frame.press("Ctrl+Z")
    assert frame.answers.refused == []
    assert frame.window.notices.texts() == ["There is nothing to undo in this register"]


def test_a_toast_offers_undo_and_enter_takes_it(qtbot: QtBot, frame: Frame) -> None:
    add_person(frame, "Person Nine")
    desk_of(frame).say("Person Nine added", offers_undo=True)
    while focus_name() != "frame.toast":
        frame.press("F6")
    frame.press("Return")
    assert "Person Nine" not in people(frame)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert frame.window.places.isAncestorOf(focused)


def test_ctrl_z_in_a_field_takes_back_typing_first_and_then_the_register(qtbot: QtBot, frame: Frame) -> None:
    add_person(frame, "Person Nine")
    frame.press("Ctrl+8")
    field = frame.named("papers.month")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "jan")
    frame.press("Ctrl+Z")
    assert field.text() == ""
    assert "Person Nine" in people(frame)
    frame.press("Ctrl+Z")
    assert "Person Nine" not in people(frame)


def test_the_status_bar_says_when_a_change_was_saved(frame: Frame) -> None:
    add_person(frame, "Person Nine")
    assert frame.window.status.saved.text().startswith("All changes saved ")


def test_a_refused_change_is_shown_and_nothing_is_stored(frame: Frame) -> None:
    desk = desk_of(frame)
    uid = desk.read(lambda session: records.list_records(session, "person", desk.today))[0].uid
    desk.run("Delete it", lambda session: records.delete_record(session, "person", "gone", desk.today))
    assert frame.answers.refused == ["This person is no longer in the register"]
    assert uid in {row.uid for row in desk.read(lambda session: records.list_records(session, "person", desk.today))}


def test_notices_can_be_read_after_they_have_gone(frame: Frame) -> None:
    desk_of(frame).say("12 decisions recorded", offers_undo=True)
    frame.window.toast.dismiss()
    menu = frame.window.menus.menus["notifications"]
    assert [action.text() for action in menu.actions()] == ["12 decisions recorded"]
    assert not menu.actions()[0].isEnabled()


# --- search --------------------------------------------------------------------------------------------------------


def search(qtbot: QtBot, frame: Frame, typed: str) -> list[Hit]:
    """Type into the box and wait until everything was searched."""
    if QApplication.focusWidget() is not frame.window.jump:
        frame.press("Ctrl+K")
    frame.window.jump.clear()
    QTest.keyClicks(frame.window.jump, typed)
    wait_for(qtbot, lambda: desk_of(frame).search_index.is_ready)
    return list(frame.window.jump.hits())


@pytest.mark.parametrize("typed", ["77", "dp77", "mp077", "secmp77", "MP 77"])
def test_a_number_finds_its_proposal_first(qtbot: QtBot, frame: Frame, typed: str) -> None:
    frame.press("Ctrl+K")
    QTest.keyClicks(frame.window.jump, typed)
    assert frame.window.jump.hits()[0].words == "MP077  DCC Service Flagging", "found before everything was read"
    assert search(qtbot, frame, typed)[0].words == "MP077  DCC Service Flagging"


def test_a_person_a_meeting_and_a_command_are_found_by_their_words(qtbot: QtBot, frame: Frame) -> None:
    assert any(hit.note == "Meeting" for hit in search(qtbot, frame, "working group"))
    assert [hit.note for hit in search(qtbot, frame, "harry")][:1] == ["Person"]
    assert search(qtbot, frame, "go export report") == []
    assert [(hit.words, hit.note) for hit in search(qtbot, frame, "export status")] == [(texts.EXPORT_REPORT, "Ctrl+E")]


def test_a_text_is_found_with_an_excerpt_and_after_the_titles(qtbot: QtBot, frame: Frame) -> None:
    uid = desk_of(frame).read(lambda session: records.list_records(session, "proposal", TODAY))[0].uid
    words = {"issue": "Long before the quagga of the matter. " * 5 + "Here a zebra grazes beside the meters."}
    desk_of(frame).run("Issue", lambda session: records.update_record(session, "proposal", uid, words))
    (hit,) = search(qtbot, frame, "zebra grazes")
    assert "Here a zebra grazes beside the meters." in hit.words
    assert hit.words.startswith("…")
    assert hit.note.endswith(" Issue")
    frame.press("Return")
    assert frame.window.places.key == "proposals"


def test_more_results_than_fit_are_listed_in_a_place_of_their_own(qtbot: QtBot, frame: Frame) -> None:
    last = search(qtbot, frame, "DCC")[-1]
    assert last.words.startswith("All ")
    for _ in range(len(frame.window.jump.hits()) - 1):
        frame.press("Down")
    frame.press("Return")
    assert frame.window.places.key == "results"
    table = frame.named("results.table")
    assert isinstance(table, PlainTable)
    assert table.rowCount() > 6
    assert QApplication.focusWidget() is table
    frame.press("Return")
    assert frame.window.places.key == "proposals"
    frame.press("Alt+Left")
    assert table.rowCount() > 6


def test_enter_opens_what_was_found(frame: Frame) -> None:
    frame.press("Ctrl+K")
    QTest.keyClicks(frame.window.jump, "keyboard")
    frame.press("Return")
    assert frame.named("shortcuts").isVisible()
    frame.named("shortcuts").close()
    assert frame.window.jump.text() == ""


def test_esc_closes_the_results_and_then_gives_the_focus_back(frame: Frame) -> None:
    frame.press("Ctrl+9")
    frame.press("Ctrl+K")
    QTest.keyClicks(frame.window.jump, "77")
    frame.press("Esc")
    assert frame.window.jump.hits() == ()
    assert frame.window.jump.text() == "77"
    frame.press("Esc")
    assert focus_name() == "history.steps"


def test_a_new_name_is_found_at_once(qtbot: QtBot, frame: Frame) -> None:
    assert search(qtbot, frame, "zebedee") == []
    add_person(frame, "Zebedee Nine")
    frame.window.jump.clear()
    QTest.keyClicks(frame.window.jump, "zebedee")
    assert [hit.words for hit in frame.window.jump.hits()] == ["Zebedee Nine"]
    desk_of(frame).undo()
    assert search(qtbot, frame, "zebedee") == []


def test_a_changed_title_is_found_by_both_titles(qtbot: QtBot, frame: Frame) -> None:
    search(qtbot, frame, "77")
    desk = desk_of(frame)
    (uid,) = [each.uid for each in desk.search_index.find("mp077")][:1]
    title, effect = {"title": "Flags of the quagga"}, records.Effect(since=TODAY)
    desk.run("Title", lambda session: records.update_record(session, "proposal", uid, title, effect=effect))
    assert search(qtbot, frame, "quagga")[0].words == "MP077  Flags of the quagga"
    assert search(qtbot, frame, "dcc service flagging")[0].words == "MP077  Flags of the quagga"


# --- the report ----------------------------------------------------------------------------------------------------


def exported(frame: Frame) -> list[Path]:
    return sorted(frame.settings.papers_folder.glob("*.pdf"))


def test_ctrl_e_writes_the_report_of_the_present_cycle(qtbot: QtBot, frame: Frame) -> None:
    frame.press("Ctrl+9")
    with qtbot.waitSignal(frame.window.report.exported, timeout=30_000):
        frame.press("Ctrl+E")
    assert [path.name for path in exported(frame)] == ["Change Status Report - 2020-01 - draft.pdf"]
    assert "January 2020" in extract_text(exported(frame)[0], maxpages=1)
    assert frame.window.notices.texts() == [texts.EXPORTED]
    assert frame.urls == []


def test_the_preview_is_the_file(qtbot: QtBot, frame: Frame) -> None:
    frame.press("Ctrl+8")
    pane = frame.window.findChild(PdfPane)
    assert pane is not None
    wait_for(qtbot, lambda: pane.data)
    with qtbot.waitSignal(frame.window.report.exported, timeout=30_000):
        frame.press("Ctrl+E")
    assert exported(frame)[0].read_bytes() == pane.data


def test_a_second_export_takes_the_place_of_the_first(qtbot: QtBot, frame: Frame) -> None:
    for _ in range(2):
        with qtbot.waitSignal(frame.window.report.exported, timeout=30_000):
            frame.press("Ctrl+E")
    assert len(exported(frame)) == 1


def test_a_draft_that_is_open_elsewhere_leads_to_the_next_free_name(
    qtbot: QtBot, frame: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = frame.settings.papers_folder
    folder.mkdir(parents=True)
    locked = folder / "Change Status Report - 2020-01 - draft.pdf"
    locked.write_bytes(b"open in another program")
    # An account that may do everything is refused nothing, so the system's answer is given here.
    monkeypatch.setattr("secdesk.files.os.access", lambda path, _mode: Path(path) != locked)
    with qtbot.waitSignal(frame.window.report.exported, timeout=30_000):
        frame.press("Ctrl+E")
    assert locked.read_bytes() == b"open in another program"
    assert (folder / "Change Status Report - 2020-01 - draft 2.pdf").is_file()
    assert frame.window.notices.texts() == ["Exported as Change Status Report - 2020-01 - draft 2.pdf"]


def test_a_folder_that_does_not_take_the_file_is_shown_with_a_way_out(qtbot: QtBot, frame: Frame) -> None:
    frame.settings.papers_folder = frame.settings.folder / "gone"
    frame.press("Ctrl+E")
    wait_for(qtbot, lambda: frame.answers.troubles)
    (trouble,) = frame.answers.troubles
    assert trouble.title == texts.NOT_WRITTEN
    assert str(frame.settings.papers_folder) in trouble.happened
    frame.settings.papers_folder.mkdir()
    with qtbot.waitSignal(frame.window.report.exported, timeout=30_000):
        trouble.ways[0].act()
    assert len(exported(frame)) == 1


def test_an_exported_report_is_opened_unless_that_is_turned_off(qtbot: QtBot, frame: Frame) -> None:
    frame.choose("opens_exports")
    assert frame.settings.opens_exports
    with qtbot.waitSignal(frame.window.report.exported, timeout=30_000):
        frame.press("Ctrl+E")
    assert [Path(url.toLocalFile()).name for url in frame.urls] == ["Change Status Report - 2020-01 - draft.pdf"]
    notice = frame.window.toast.notice
    assert notice is not None
    assert notice.act is not None
    notice.act()
    assert Path(frame.urls[-1].toLocalFile()) == frame.settings.papers_folder


def test_a_report_is_made_while_the_register_is_being_changed(qtbot: QtBot, frame: Frame) -> None:
    with qtbot.waitSignal(frame.window.report.exported, timeout=30_000):
        frame.press("Ctrl+E")
        for number in range(30):
            add_person(frame, f"Person {number}")
            QApplication.processEvents()
    assert frame.answers.refused == []
    assert {f"Person {number}" for number in range(30)} <= people(frame)


def test_a_report_is_the_same_from_a_second_reading(frame: Frame) -> None:
    path = desk_of(frame).register.path
    wish = PaperWish(Subject("change_status_report", month="2020-01"))
    assert make_file(path, wish, TODAY) == make_file(path, wish, TODAY)
