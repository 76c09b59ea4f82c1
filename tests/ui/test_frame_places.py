"""Papers and the settings on real registers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from secdesk.ui.places.papers import PapersPlace
from secdesk.ui.settings import Settings, clamp_scale
from secdesk.ui.widgets.plain_table import PlainTable
from tests.ui.desks import OFFSCREEN, OpenDesk, enter
from tests.ui.frames import make_sample, wait_for

pytestmark = OFFSCREEN


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    desk = OpenDesk(tmp_path / "a.secdesk")
    yield desk
    desk.close()


@pytest.fixture
def sample(tmp_path: Path) -> Any:
    desk = OpenDesk(make_sample(tmp_path / "sample.secdesk"))
    yield desk
    desk.close()


def cells(table: PlainTable) -> list[list[str]]:
    return [
        [item.text() for column in range(table.columnCount()) if (item := table.item(row, column)) is not None]
        for row in range(table.rowCount())
    ]


def table_of(place: Any, name: str) -> PlainTable:
    found = place.findChild(PlainTable, name)
    assert isinstance(found, PlainTable)
    return found


# --- Papers --------------------------------------------------------------------------------------------------------


def test_papers_lists_the_present_cycle_and_earlier_months_with_events(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add_proposal(101, "First", "raised", day=date(2019, 11, 20))
    place = enter(qtbot, PapersPlace(desk))
    papers = [row[0] for row in cells(table_of(place, "papers.table"))]
    months = [words for words in papers if words.startswith("Change Status Report")]
    assert months == [f"Change Status Report, {month}" for month in ("January 2020", "December 2019", "November 2019")]
    place.close_place()


def test_another_month_can_be_typed(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, PapersPlace(desk))
    QTest.keyClicks(place._month, "feb 2020")
    QTest.keyClick(place._month, Qt.Key.Key_Return)
    assert str(place.month) == "2020-02"
    with qtbot.waitSignal(desk.export_requested) as wish:
        place._export.trigger()
    assert wish.args == ["2020-02"]
    place.close_place()


def test_a_month_that_cannot_be_read_is_answered_beside_the_field_and_kept(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, PapersPlace(desk))
    QTest.keyClicks(place._month, "smarch")
    QTest.keyClick(place._month, Qt.Key.Key_Return)
    assert place._wrong.isVisible()
    assert place._wrong.text() == "'smarch' is not a month. Type it like 2020-01"
    assert place._month.text() == "smarch"
    place.close_place()


def test_the_preview_follows_the_month_and_every_change(qtbot: QtBot, sample: OpenDesk) -> None:
    place = enter(qtbot, PapersPlace(sample))
    pane = place._preview
    wait_for(qtbot, lambda: pane.data)
    first = pane.data
    assert pane.document.pageCount() > 5
    assert pane._pages.text() == f"Page 1 of {pane.document.pageCount()}"
    sample.add_proposal(199, "A brand new proposal", "raised", day=date(2020, 1, 20))
    place.refresh()
    wait_for(qtbot, lambda: pane.data != first)
    place.close_place()
    assert pane.data == b""


def test_the_preview_can_be_made_larger_and_fitted_again(qtbot: QtBot, sample: OpenDesk) -> None:
    place = enter(qtbot, PapersPlace(sample))
    pane = place._preview
    wait_for(qtbot, lambda: pane.data)
    pane._zoom(1.25)
    larger = pane.view.zoomFactor()
    pane._zoom(0.8)
    assert pane.view.zoomFactor() == pytest.approx(larger * 0.8)
    pane._fit()
    assert pane.view.zoomMode() == pane.view.ZoomMode.FitToWidth
    place.close_place()


# --- settings ------------------------------------------------------------------------------------------------------


def test_settings_survive_and_keep_to_their_limits(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.text_scale = 900
    settings.scheme = "dark"
    settings.opens_exports = False
    settings.papers_folder = tmp_path / "p"
    for number in range(12):
        settings.note_register(tmp_path / f"{number}.secdesk")
    settings.save()
    again = Settings(tmp_path)
    assert (again.text_scale, again.scheme, again.opens_exports) == (200, "dark", False)
    assert again.papers_folder == tmp_path / "p"
    assert len(again.recent) == 8
    assert again.recent[0].name == "11.secdesk"
    assert clamp_scale(10) == 80


def test_settings_that_make_no_sense_are_read_as_none(tmp_path: Path) -> None:
    words = "[look]\ntheme=pink\ntext-size=huge\n[window]\ngeometry=x\n"
    (tmp_path / "secdesk.ini").write_text(words, encoding="utf-8")
    settings = Settings(tmp_path)
    assert (settings.scheme, settings.text_scale) == ("system", 100)
    assert settings.geometry.isEmpty()
    assert settings.papers_folder == tmp_path / "papers"
