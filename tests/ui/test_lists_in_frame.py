"""Lists in the window: their commands by the keys of the menu bar, and what lasts to the next start."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from secdesk.ui.places.proposals import ProposalsPlace
from tests.ui.frames import clipped, make_sample, open_frame, small, unnamed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_commands_of_a_list_answer_their_keys_and_choices_last(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "a.secdesk"))
    frame.press("Ctrl+2")
    place = frame.window.places.place
    assert isinstance(place, ProposalsPlace)
    frame.press("Ctrl+Shift+F")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert popup.objectName() == "proposals.filter.popup"
    popup.close()
    frame.press("Ctrl+A")
    assert place.list.selected_count == place.table.rowCount() > 1
    frame.press("F2")
    assert place.bulk.field.hasFocus()
    place.list.setFocus()
    frame.press("Ctrl+Shift+C")
    assert QApplication.clipboard().text().startswith("Number\tTitle\tStage")
    place.filters.keep_values("stage", ("refine",))
    frame.press("Ctrl+Backspace")
    assert place.chips.filters == []
    frame.choose("group_rows")
    assert place.table.groups
    place.sort_by("title", True)
    kept = json.loads((frame.settings.folder / "places.json").read_text(encoding="utf-8"))
    assert kept["proposals.sort"] == [["title", True]]
    assert kept["proposals.grouped"] is True


def test_the_menu_of_a_row_holds_the_windows_own_commands(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "a.secdesk"))
    frame.press("Ctrl+2")
    place = frame.window.places.place
    assert isinstance(place, ProposalsPlace)
    place.list.menu_wanted.emit(place.mapToGlobal(place.rect().center()))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    own = frame.window.menus.actions
    for name in ("copy", "copy_headings", "edit_selected", "delete_selected"):
        assert own[name] in menu.actions()
    menu.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (900, 520)])
def test_filters_groups_and_the_panel_fit_the_window(qtbot: QtBot, tmp_path: Path, width: int, height: int) -> None:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "a.secdesk"))
    frame.window.resize(width, height)
    frame.press("Ctrl+2")
    place = frame.window.places.place
    assert isinstance(place, ProposalsPlace)
    place.filters.keep_values("stage", ("refine", "define"))
    place.filters.keep_values("progress", ("open",))
    place.group_rows()
    assert not place.list.horizontalScrollBar().isVisible()
    for _ in range(2):
        assert clipped(place) == []
        assert small(place) == []
        assert unnamed(place) == []
        place.select_rows()
        place.edit_selected()
