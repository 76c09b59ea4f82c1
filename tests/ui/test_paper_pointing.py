"""Ctrl+click on a figure of the preview, and Ctrl+E for a month whose report was issued."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from secdesk.papers.issue_facts import Subject
from secdesk.papers.tree import FigurePlace
from secdesk.services.issue import issue_paper
from secdesk.ui import texts, theme
from secdesk.ui.paper_pointing import page_rectangles
from secdesk.ui.places.papers import PapersPlace
from tests.ui.desks import OFFSCREEN, OpenDesk, enter, wait_for
from tests.ui.frames import TODAY, Frame, make_sample, open_frame

pytestmark = OFFSCREEN


@pytest.fixture
def place(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[PapersPlace]:
    theme.apply_theme(qapp, "light")
    desk = OpenDesk(make_sample(tmp_path / "january.secdesk"))
    entered = enter(qtbot, PapersPlace(desk))
    wait_for(qtbot, lambda: entered.shown is not None)
    yield entered
    entered.close_place()
    desk.close()


def place_of(place: PapersPlace, key: str) -> FigurePlace:
    assert place.shown is not None
    return next(each for each in place.shown.places if each.key == key)


def middle_of(view: QPdfView, found: FigurePlace) -> QPoint:
    """Return the middle of a figure in the preview, scrolled so that it can be seen."""
    points = view.document().pagePointSize(found.page - 1)
    page = list(page_rectangles(view))[found.page - 1]
    across = (found.left + found.right) / 2 / points.width()
    down = 1 - (found.top + found.bottom) / 2 / points.height()
    spot = page.topLeft() + QPointF(across * page.width(), down * page.height())
    view.verticalScrollBar().setValue(round(spot.y()) - 40)
    spot -= QPointF(view.horizontalScrollBar().value(), view.verticalScrollBar().value())
    return spot.toPoint()


@pytest.mark.parametrize("zoom", [None, 0.5, 2.0])
def test_the_pages_stand_where_the_view_puts_them(place: PapersPlace, zoom: float | None) -> None:
    view = place._preview.view
    if zoom is not None:
        view.setZoomMode(QPdfView.ZoomMode.Custom)
        view.setZoomFactor(zoom)
    pages = list(page_rectangles(view))
    bottom = pages[-1].bottom() + view.pageSpacing() + view.documentMargins().bottom()
    assert view.verticalScrollBar().maximum() + view.viewport().height() == pytest.approx(bottom, abs=1)
    widest = max(page.width() for page in pages) + view.documentMargins().left() + view.documentMargins().right()
    spare = widest - view.viewport().width()
    assert view.horizontalScrollBar().maximum() == pytest.approx(max(spare, 0), abs=2)
    assert all(page.left() >= 0 for page in pages)


@pytest.mark.parametrize("key", ["pa_open.count", "stage.refine", "pa_completed.average"])
def test_ctrl_click_on_a_figure_shows_the_records_behind_it(place: PapersPlace, key: str) -> None:
    spot = middle_of(place._preview.view, place_of(place, key))
    port = place._preview.view.viewport()
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, spot)
    figure = place.page.figures.figure
    assert figure is not None
    assert figure.key == key
    assert place.page.figures.isVisible()
    assert place.page.figures.rows.rowCount() == len(set(figure.records))


def test_a_plain_click_and_one_beside_the_figures_open_nothing(place: PapersPlace) -> None:
    view = place._preview.view
    spot = middle_of(view, place_of(place, "pa_open.count"))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert not place.page.figures.isVisible()
    held = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, QPoint(2, 2))
    assert not place.page.figures.isVisible()


def test_the_hand_says_that_a_figure_is_a_link_while_ctrl_is_held(place: PapersPlace) -> None:
    port, spot = place._preview.view.viewport(), middle_of(place._preview.view, place_of(place, "pa_open.count"))
    pointing = place.page.pointing
    assert pointing.figure_at(QPointF(spot)) == "pa_open.count"
    assert pointing.figure_at(QPointF(2, 2)) is None
    held = Qt.KeyboardModifier.ControlModifier
    QTest.mouseRelease(port, Qt.MouseButton.RightButton, held, spot)
    assert port.cursor().shape() == Qt.CursorShape.PointingHandCursor
    QTest.mouseRelease(port, Qt.MouseButton.RightButton, held, QPoint(2, 2))
    assert port.cursor().shape() == Qt.CursorShape.ArrowCursor


# --- Ctrl+E after the issue ----------------------------------------------------------------------------------------


@pytest.fixture
def frame(qtbot: QtBot, tmp_path: Path) -> Frame:
    found = open_frame(qtbot, tmp_path, make_sample(tmp_path / "SEC register 2020.secdesk"))
    assert found.window.desk is not None
    register = found.window.desk.register
    issue_paper(register, Subject("change_status_report", month="2020-01"), at=TODAY, day=TODAY)
    return found


def exported(frame: Frame) -> list[str]:
    return sorted(path.name for path in frame.settings.papers_folder.glob("*.pdf"))


def test_ctrl_e_gives_the_issued_file_of_an_issued_month_says_so_and_offers_a_draft(
    qtbot: QtBot, frame: Frame
) -> None:
    with qtbot.waitSignal(frame.window.report.exported, timeout=30_000):
        frame.press("Ctrl+E")
    assert exported(frame) == ["Change Status Report - 2020-01 - v1.0.pdf"]
    assert frame.window.notices.texts() == ["Report already issued: v1.0 exported"]
    notice = frame.window.toast.notice
    assert notice is not None
    assert notice.offer == texts.EXPORT_DRAFT
    assert notice.act is not None
    with qtbot.waitSignal(frame.window.report.exported, timeout=30_000):
        notice.act()
    assert exported(frame) == [
        "Change Status Report - 2020-01 - draft.pdf",
        "Change Status Report - 2020-01 - v1.0.pdf",
    ]
    assert texts.EXPORTED in frame.window.notices.texts()


def test_another_month_is_still_exported_as_a_draft(qtbot: QtBot, frame: Frame) -> None:
    with qtbot.waitSignal(frame.window.report.exported, timeout=30_000):
        frame.window.export_report("2019-12")
    assert exported(frame) == ["Change Status Report - 2019-12 - draft.pdf"]
