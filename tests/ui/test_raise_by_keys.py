"""Task 1 and task 2 in the whole window, by keys alone and within their budgets (ux.md 1.3)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from secdesk.services import records
from secdesk.ui.desk import Desk
from tests.ui.desks import OFFSCREEN, type_keys
from tests.ui.frames import TODAY, Frame, make_sample, open_frame

pytestmark = OFFSCREEN


class Keys:
    """Presses keys in the window and counts them; what is typed as content does not count."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.count = 0

    def press(self, *keys: str) -> None:
        for each in keys:
            self.frame.press(each)
            self.count += 1


def desk_of(frame: Frame) -> Desk:
    place = frame.window.places.place
    assert place is not None
    return place.desk


def test_a_draft_proposal_is_raised_in_seven_keys_from_another_place(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "a.secdesk"))
    frame.window.go("meetings")
    desk = desk_of(frame)
    made = desk.run("Nora", lambda s: records.create_record(s, "person", {"name": "Nora Jones"}))
    keys = Keys(frame)
    keys.press("Ctrl+Shift+N")
    type_keys("Boiler readings at night")
    keys.press("Tab")
    type_keys("nor")
    keys.press("Return", "Tab", "Tab")
    QApplication.clipboard().setText("Readings fail at night.")
    keys.press("Ctrl+V", "Ctrl+Return")
    assert keys.count == 7
    everything = desk.read(lambda s: records.list_records(s, "proposal", TODAY))
    (raised,) = [row for row in everything if row.values["number"] == 114]
    assert (raised.values["title"], raised.values["proposer"], raised.values["issue"]) == (
        "Boiler readings at night",
        made,
        "Readings fail at night.",
    )


def test_where_a_proposal_stands_is_seen_after_two_keys(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "a.secdesk"))
    keys = Keys(frame)
    keys.press("Ctrl+K")
    type_keys("77")
    qtbot.waitUntil(lambda: bool(frame.window.jump.isVisible()))
    keys.press("Return")
    assert keys.count == 2
    words = frame.named("proposals.next.words")
    assert isinstance(words, QLabel)
    assert words.isVisible()
    assert words.text().startswith("Next: Issue Refinement Consultation, because")
