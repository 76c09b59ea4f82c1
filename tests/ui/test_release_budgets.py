"""Consultations, assessments and releases in the real window, every key counted (ux.md 1.3, tasks 5 to 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from secdesk.models import Step
from secdesk.services import assessments, consultations, releases
from secdesk.services.consultations import ConsultationRow
from tests.ui.desks import OFFSCREEN
from tests.ui.frames import TODAY, Frame, clipped, make_sample, open_frame, small, unnamed

pytestmark = OFFSCREEN
PLACES = ["Ctrl+5", "Ctrl+6", "Ctrl+7"]


class Person:
    """Presses keys at a window and counts the chords; what is typed as content is not counted."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.keys = 0

    def press(self, *chords: str) -> None:
        for chord in chords:
            self.keys += 1
            self.frame.press(chord)
            QApplication.processEvents()

    def type(self, words: str) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, words)
        QApplication.processEvents()

    def steps(self) -> int:
        desk = self.frame.window.desk
        assert desk is not None
        return desk.read(lambda session: session.scalar(select(func.count()).select_from(Step))) or 0

    def consultation(self, reference: str, at: date) -> ConsultationRow:
        desk = self.frame.window.desk
        assert desk is not None
        rows = desk.read(lambda session: consultations.rows(session, at))
        return next(row for row in rows if row.reference == reference)


def open_sample(qtbot: QtBot, folder: Path, today: date) -> Person:
    return Person(open_frame(qtbot, folder, make_sample(folder / "sample.secdesk"), today))


@pytest.fixture
def person(qtbot: QtBot, tmp_path: Path) -> Iterator[Person]:
    made = open_sample(qtbot, tmp_path, TODAY)
    yield made
    made.frame.window.close()


def issue_four(person: Person) -> None:
    person.press("Ctrl+5", "Ctrl+A", "Ctrl+Return", "Return")


def test_four_consultations_are_issued_in_four_keys_and_one_step(person: Person) -> None:
    before = person.steps()
    issue_four(person)
    assert person.keys == 4
    assert person.steps() == before + 1
    for reference in ("MP077", "MP078", "MP080", "MP093"):
        row = person.consultation(reference, TODAY)
        assert (row.opened, row.closes, row.days, row.closing_time) == (TODAY, date(2020, 2, 27), 15, "17:00")
    person.press("Ctrl+Z")
    assert person.consultation("MP077", TODAY).opened is None


def test_a_consultation_is_closed_with_its_responses_in_four_keys(person: Person) -> None:
    issue_four(person)
    person.keys = 0
    person.press("Ctrl+5")
    person.type("77")
    person.press("F2")
    person.type("12")
    person.press("Return", "Ctrl+Return")
    assert person.keys == 4
    row = person.consultation("MP077", TODAY)
    assert (row.responses, row.state, row.step, row.closes) == (12, "closed", "closed today", TODAY)
    assert person.consultation("MP078", TODAY).responses is None


def test_on_the_day_after_the_same_four_keys_store_the_count_and_move_no_date(qtbot: QtBot, tmp_path: Path) -> None:
    first = open_sample(qtbot, tmp_path, TODAY)
    issue_four(first)
    first.frame.window.close()
    later = Person(open_frame(qtbot, tmp_path, tmp_path / "sample.secdesk", date(2020, 2, 28)))
    before = later.steps()
    later.press("Ctrl+5")
    later.type("77")
    later.press("F2")
    later.type("12")
    later.press("Return", "Ctrl+Return")
    row = later.consultation("MP077", date(2020, 2, 28))
    assert (later.keys, later.steps()) == (4, before + 1)
    assert (row.responses, row.state, row.closes) == (12, "closed", date(2020, 2, 27))
    later.frame.window.close()


def test_an_assessment_is_returned_in_three_keys_and_one_step(person: Person) -> None:
    before = person.steps()
    person.press("Ctrl+6")
    person.type("0024")
    person.press("Ctrl+Return", "Return")
    assert person.keys == 3
    assert person.steps() == before + 1
    desk = person.frame.window.desk
    assert desk is not None
    rows = desk.read(lambda session: assessments.rows(session, TODAY))
    returned = [(row.reference, row.kind, row.days) for row in rows if row.returned == TODAY]
    assert returned == [("SECMP0024", "PA", 183)]
    person.press("Ctrl+Z")
    assert all(row.returned != TODAY for row in desk.read(lambda session: assessments.rows(session, TODAY)))


def test_a_number_under_another_chip_is_found_by_typing_it(person: Person) -> None:
    person.press("Ctrl+6")
    person.type("0056")
    place = person.frame.window.places.place
    assert place is not None
    person.press("Ctrl+6")
    person.type("77")
    found = place.listed.found()[place.list.current_uid]  # type: ignore[attr-defined]
    assert (found.reference, found.state) == ("MP077", "returned")
    assert place.table.question.facet == "returned"  # type: ignore[attr-defined]


def test_a_release_is_marked_implemented_in_one_key_on_its_day(qtbot: QtBot, tmp_path: Path) -> None:
    on_the_day = date(2020, 2, 27)
    person = open_sample(qtbot, tmp_path, on_the_day)
    person.press("Ctrl+7")
    before, person.keys = person.steps(), 0
    person.press("Ctrl+Return")
    assert (person.keys, person.steps()) == (1, before + 1)
    desk = person.frame.window.desk
    assert desk is not None
    rows = desk.read(lambda session: releases.release_rows(session, on_the_day))
    (done,) = (row for row in rows if row.implemented)
    assert (done.name, done.implemented, done.waiting) == ("February 2020 SEC Release", on_the_day, 0)
    person.press("Ctrl+Z")
    assert not any(row.implemented for row in desk.read(lambda session: releases.release_rows(session, on_the_day)))
    person.frame.window.close()


@pytest.mark.parametrize("keys", PLACES)
@pytest.mark.parametrize(("width", "height", "larger"), [(1280, 800, 0), (900, 520, 5)])
def test_nothing_is_cut_off_or_without_a_name_while_a_place_asks(
    person: Person, keys: str, width: int, height: int, larger: int
) -> None:
    window = person.frame.window
    for _ in range(larger):
        window.look.change_text_size(1)
    window.resize(width, height)
    person.press(keys, "Ctrl+Return")
    place = window.places.place
    assert place is not None
    assert unnamed(place) == []
    assert clipped(place) == []
    assert small(place) == []
    assert window.size().width() == width
    assert window.size().height() == height
    for _ in range(larger):
        window.look.change_text_size(-1)
