"""Every place of an empty register says so in a sentence, offers the way on, and shows no zero by itself (G32)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from secdesk.models import kinds
from secdesk.ui.commands import LIST_KINDS
from secdesk.ui.navigation import ENTRIES
from tests.journeys.driver import IN_MEMORY, Driver
from tests.journeys.registers import Shelf
from tests.ui.frames import open_frame

pytestmark = IN_MEMORY
BARE_ZERO = re.compile(r"\W*0(?:[.,]0+)?(?:\s*(?:%|WD))?\W*")


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty place says, the button of the way on, and what has the focus after it was pressed."""

    sentence: str
    action: str = ""
    leads_to: str = ""


EMPTY = {
    "home": Empty("This register is empty. Begin with a proposal, or with the people and organisations.",
                  "home.begin", "proposals.title"),
    "proposals": Empty("No proposals yet.", "proposals.empty", "proposals.title"),
    "decisions": Empty("No sitting waits for decisions.", "decisions.empty", "meetings.empty"),
    "meetings": Empty("No meetings yet.", "meetings.empty", "meetings.body"),
    "consultations": Empty("No consultations yet.", "consultations.empty", "consultations.proposal"),
    "assessments": Empty("No assessments yet.", "assessments.empty", "assessments.proposal"),
    "releases": Empty("No releases yet.", "releases.empty", "releases.name"),
    # What can be printed of an empty register is listed: its papers say in sentences that there was nothing.
    "papers": Empty("", "papers.export.button"),
    # A history has no way on but to change something elsewhere.
    "history": Empty("Nothing was changed in this register yet."),
    **{
        f"records:{kind}": Empty(f"No {kinds()[kind].kind.plural} yet.", f"{kind}.empty", f"{kind}.")
        for kind in LIST_KINDS
        if kind != "holiday"
    },
}  # fmt: skip


@pytest.fixture
def person(qtbot: QtBot, tmp_path: Path, shelf: Shelf) -> Iterator[Driver]:
    """Sit somebody down at a register that was just made."""
    made = Driver(open_frame(qtbot, tmp_path, shelf.take("empty", tmp_path / "register.secdesk")), qtbot)
    yield made
    made.frame.window.close()


def words_in(root: QWidget) -> Iterator[str]:
    """Yield the words of every label, button and cell that can be seen."""
    for label in root.findChildren(QLabel):
        if label.isVisible():
            yield label.text()
    for button in root.findChildren(QAbstractButton):
        if button.isVisible():
            yield button.text()
    for view in root.findChildren(QAbstractItemView):
        model = view.model()
        if view.isVisible() and model is not None:
            columns = model.columnCount() if isinstance(view, QTableView) else 1
            for row in range(model.rowCount()):
                yield from (str(model.index(row, column).data() or "") for column in range(columns))


def test_the_nine_places_and_the_lists_are_all_asked_for_their_sentence() -> None:
    assert set(EMPTY) == {entry.key for entry in ENTRIES} | {f"records:{kind}" for kind in LIST_KINDS} - {
        "records:holiday"
    }


def test_every_empty_place_has_its_sentence_its_way_on_and_no_bare_zero(person: Driver) -> None:
    window = person.frame.window
    for place, empty in EMPTY.items():
        window.go(place)
        person.await_that(lambda: "Making the preview" not in list(words_in(window)))
        words = list(words_in(window))
        assert any(empty.sentence in each for each in words), place
        assert [each for each in words if BARE_ZERO.fullmatch(each)] == [], place
        if empty.action:
            person.shown(empty.action)


def test_the_way_on_from_an_empty_place_leads_into_a_box(person: Driver) -> None:
    led = {}
    for place, empty in EMPTY.items():
        if empty.leads_to:
            person.frame.window.go(place)
            person.click(empty.action)
            led[place] = person.focus_name()
            while place in ("home", "proposals") and not person.sees("proposals.empty"):
                person.press("Ctrl+Z")  # a Draft Proposal that was begun is in the register at once
    assert [place for place, name in led.items() if not name.startswith(EMPTY[place].leads_to)] == []


def test_where_there_is_nothing_to_do_the_filled_button_is_grey(person: Driver) -> None:
    window = person.frame.window
    usable = {}
    for place in ("decisions", "meetings", "consultations", "assessments", "releases", "history"):
        window.go(place)
        usable[place] = window.header.primary.isEnabled()
    assert usable == dict.fromkeys(usable, False)


def test_the_way_on_has_the_focus_and_enter_takes_it(person: Driver) -> None:
    for place, empty in EMPTY.items():
        if empty.leads_to and place != "home":
            person.frame.window.go(place)
            assert person.focus_name() == empty.action, place
    person.frame.window.go("releases")
    person.press("Return")
    assert person.focus_name() == "releases.name"


def test_where_there_is_no_record_nothing_can_be_searched_or_filtered_and_no_empty_detail_stands_beside(
    person: Driver,
) -> None:
    window = person.frame.window
    for place in ("proposals", "meetings", "consultations", "assessments", "releases"):
        window.go(place)
        hidden = (f"{place}.search", f"{place}.filter", f"{place}.views", f"{place}.new")
        assert not [name for name in hidden if person.sees(name)], place
        assert not any(words.startswith("No ") and words.endswith(" is selected") for words in words_in(window)), place
    window.go("releases")
    person.click("releases.empty")
    person.type("June 2020")
    person.press("Tab")
    assert person.sees("releases.search")


def test_a_register_without_proposals_offers_to_import_them(person: Driver) -> None:
    person.frame.window.go("proposals")
    person.frame.answers.paths = [None]
    person.click("proposals.import")
    assert person.frame.answers.paths == [], "the question for the file was asked"


def test_a_register_without_meetings_offers_those_of_a_year(person: Driver) -> None:
    person.frame.window.go("meetings")
    person.click("meetings.empty_year")
    assert person.focus_name() == "meetings.year.days"
