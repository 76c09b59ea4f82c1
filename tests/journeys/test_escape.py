"""Esc never discards: all that was typed before it is in the register or still in its box (G7, ux.md 0.3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from secdesk.register.register import Register
from secdesk.services import records
from secdesk.ui.commands import LIST_KINDS
from tests.journeys.driver import IN_MEMORY, Driver
from tests.journeys.registers import PAPER_DAY, Shelf
from tests.ui.frames import open_frame

pytestmark = IN_MEMORY
KINDS = {
    "proposal": "proposals",
    "meeting": "meetings",
    "consultation": "consultations",
    "assessment": "assessments",
    "release": "releases",
    **{kind: f"records:{kind}" for kind in LIST_KINDS},
}
"""The kinds of record with the places that have a form for them."""
OUTWARDS = ("Esc", "Esc", "Esc")
"""Out of a popup, out of the box, and once more in the list."""


@pytest.fixture
def person(qtbot: QtBot, tmp_path: Path, shelf: Shelf) -> Iterator[Driver]:
    """Sit somebody down at the sample."""
    path = shelf.take("sample", tmp_path / "register.secdesk")
    made = Driver(open_frame(qtbot, tmp_path, path), qtbot)
    yield made
    made.frame.window.close()


def boxes(person: Driver) -> list[str]:
    """Return the names of the boxes of the open place into which one can type, the search left out."""
    place = person.frame.window.places.place
    assert place is not None
    found: list[QWidget] = [*place.findChildren(QLineEdit), *place.findChildren(QPlainTextEdit)]
    open_to_keys = [each for each in found if each.isVisible() and not each.isReadOnly()]  # type: ignore[attr-defined]
    return [each.objectName() for each in open_to_keys if not each.objectName().endswith((".search", ".words"))]


def standing(person: Driver) -> str:
    """Return everything that stands in boxes of the open place."""
    place = person.frame.window.places.place
    assert place is not None
    lines = [each.text() for each in place.findChildren(QLineEdit)]
    return "\n".join([*lines, *(each.toPlainText() for each in place.findChildren(QPlainTextEdit))])


def held(path: Path, kind: str) -> str:
    """Return everything that a register holds in words of a kind: values, and texts kept beside the records."""
    with Register.open(path, read_only=True) as register:
        kept = [text for (_record, _field), text in register.drafts().items()]
        with register.read() as session:
            rows = records.list_records(session, kind, PAPER_DAY)
            return "\n".join([*kept, *(str(value) for row in rows for value in row.values.values() if value)])


def test_esc_loses_nothing_in_the_form_of_a_new_record_of_any_kind(person: Driver) -> None:
    window = person.frame.window
    typed: dict[tuple[str, str], str] = {}
    found = {}
    for kind, place in KINDS.items():
        window.go(place)
        person.press("Ctrl+N")
        for name in boxes(person):
            person.press("Ctrl+N")
            person.click(name)
            typed[kind, name] = f"zq{len(typed)}q"
            person.type(typed[kind, name])
            person.press(*OUTWARDS)
        found[kind] = standing(person)
    window.close()
    assert {kind for kind, _name in typed} == set(KINDS)
    kept = {kind: found[kind] + held(tmp_register(person), kind) for kind in KINDS}
    assert [(kind, name) for (kind, name), text in typed.items() if text not in kept[kind]] == []


def tmp_register(person: Driver) -> Path:
    """Return the register of the person's window."""
    return person.frame.settings.folder.parent / "register.secdesk"


@pytest.mark.parametrize("kind", ["proposal", "meeting", "assessment"])
def test_esc_loses_nothing_in_the_form_of_a_record_that_is_there(person: Driver, kind: str) -> None:
    window = person.frame.window
    window.go(KINDS[kind])
    person.press("Home")
    typed = {}
    for number, name in enumerate(boxes(person)):
        if not person.sees(name):
            continue
        person.click(name)
        person.press("Ctrl+A")
        typed[name] = f"zq{number}"
        person.type(typed[name])
        person.press(*OUTWARDS)
    assert len(typed) > 3
    found = standing(person)
    window.close()
    found += held(tmp_register(person), kind)
    assert [name for name, text in typed.items() if text not in found] == []


ROWS_THAT_ASK = {
    "the days of consultations": ("Ctrl+5", "Ctrl+Return"),
    "the day of a return": ("Ctrl+6", "Ctrl+Return"),
    "the note of a line": ("Ctrl+3", "Return"),
    "another paper": ("Ctrl+8", "Ctrl+F"),
    "a consultation of a proposal": ("Ctrl+2", "Open consultation…"),
    "an assessment of a proposal": ("Ctrl+2", "Request assessment…"),
    "a release of a proposal": ("Ctrl+2", "Assign to release…"),
    "holding a proposal": ("Ctrl+2", "Put on hold…"),
    "withdrawing": ("Ctrl+2", "Withdraw…"),
    "a next step": ("Ctrl+2", "Set next step by hand…"),
    "the days of several": ("Ctrl+5", "Change dates of consultations…"),
    "cancelling": ("Ctrl+6", "Cancel assessment…"),
    "an action of a meeting": ("Ctrl+4", "Add action"),
}
"""What opens a row that asks something: keys, or the words of a command of the place."""


def test_what_a_row_was_asked_stands_there_again_when_it_is_opened_again(person: Driver) -> None:
    lost = []
    for number, (row, (place, opening)) in enumerate(ROWS_THAT_ASK.items()):
        typed = f"zq{number}q"
        person.press(place)
        before = person.focus_name()
        open_row(person, opening)
        assert person.focus_name() not in ("", before), f"{row}: nothing asks"
        while not isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit):
            person.press("Tab")
        person.type(typed)
        person.press("Esc", place)
        open_row(person, opening)
        if typed not in standing(person) + held(tmp_register(person), "proposal"):
            lost.append(row)
        person.press("Esc", "Esc")
    assert lost == []


def open_row(person: Driver, opening: str) -> None:
    """Open a row that asks something, by keys or by its command."""
    if opening.endswith("…") or " " in opening:
        person.click_menu("Record", opening)
    else:
        person.press(opening)
