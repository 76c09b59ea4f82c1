"""Preferences > Wording: a sentence of the report in the register's own words, through the real dialog."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from secdesk.rules.sentences import GROUPS, SENTENCES
from secdesk.services.wordings import edited_sentences
from tests.ui.desks import named
from tests.ui.frames import Frame, make_sample, open_frame
from tests.ui.test_frame_preferences import choose, desk_of, preferences, tick, type_into

NO_VOTES = "opine.votes.none"
LISTED = f"Opine: {SENTENCES[NO_VOTES]}"


@pytest.fixture
def frame(qtbot: QtBot, tmp_path: Path) -> Frame:
    return open_frame(qtbot, tmp_path, make_sample(tmp_path / "SEC register 2020.secdesk"))


def own(frame: Frame) -> dict[str, str]:
    desk = desk_of(frame)
    return {key: each.text for key, each in desk.read(lambda s: edited_sentences(s, desk.today)).items()}


def test_a_sentence_is_worded_marked_undone_and_taken_back(frame: Frame) -> None:
    dialog = preferences(frame, "wording")
    choose(dialog, "wording.sentence", LISTED)
    line = named(dialog, "preferences.wording.words")
    assert isinstance(line, QLineEdit)
    assert line.text() == SENTENCES[NO_VOTES]
    type_into(dialog, "wording.words", "No votes were taken in {month}.")
    assert own(frame) == {NO_VOTES: "No votes were taken in {month}."}
    choice = named(dialog, "preferences.wording.sentence")
    assert isinstance(choice, QComboBox)
    assert choice.currentText() == f"{LISTED} (own words)"
    desk = desk_of(frame)
    assert desk.undo_label == "Wording of a sentence"
    tick(dialog, "wording.shipped")
    assert own(frame) == {}
    assert line.text() == SENTENCES[NO_VOTES]
    assert choice.currentText() == LISTED
    dialog.close()
    desk.undo()
    assert own(frame) == {NO_VOTES: "No votes were taken in {month}."}


def test_words_that_lose_a_slot_are_answered_beside_the_box_and_not_kept(frame: Frame) -> None:
    dialog = preferences(frame, "wording")
    choose(dialog, "wording.sentence", LISTED)
    line = type_into(dialog, "wording.words", "No votes were taken.")
    problem = named(dialog, "preferences.wording.words.problem")
    assert isinstance(problem, QLabel)
    assert problem.text() == "Keep {month} in the sentence: the register puts its own words there"
    assert line.text() == "No votes were taken."
    assert own(frame) == {}


def test_it_says_what_the_register_fills_in_and_offers_nothing_to_take_back(frame: Frame) -> None:
    dialog = preferences(frame, "wording")
    choose(dialog, "wording.sentence", LISTED)
    said = {label.text() for label in dialog.findChildren(QLabel) if label.isVisible()}
    assert "The register fills in {month}. Keep each of them; figures are never typed." in said
    button = named(dialog, "preferences.wording.shipped")
    assert isinstance(button, QPushButton)
    assert not button.isEnabled()


def test_every_sentence_can_be_chosen_under_its_paper(frame: Frame) -> None:
    dialog = preferences(frame, "wording")
    paper, choice = named(dialog, "preferences.wording.paper"), named(dialog, "preferences.wording.sentence")
    assert isinstance(paper, QComboBox)
    assert isinstance(choice, QComboBox)
    found = []
    for group in GROUPS:
        choose(dialog, "wording.paper", group.label)
        keys = [choice.itemData(row) for row in range(choice.count())]
        assert keys == list(group.keys)
        found += keys
    assert sorted(found) == sorted(SENTENCES)


def test_a_sentence_of_another_paper_is_worded_in_the_same_place(frame: Frame) -> None:
    dialog = preferences(frame, "wording")
    choose(dialog, "wording.paper", "Chair’s script")
    choose(dialog, "wording.sentence", SENTENCES["script.next"])
    type_into(dialog, "wording.words", "We meet again on {date}.")
    assert own(frame) == {"script.next": "We meet again on {date}."}


def test_what_is_typed_is_shown_as_it_would_read(frame: Frame) -> None:
    dialog = preferences(frame, "wording")
    choose(dialog, "wording.sentence", f"Opine: {SENTENCES['opine.votes.many']}")
    preview, line = named(dialog, "preferences.wording.preview"), named(dialog, "preferences.wording.words")
    assert isinstance(preview, QLabel)
    assert isinstance(line, QLineEdit)
    shipped = "It reads, with examples filled in: The Change Board considered three modifications on 22 January 2020:"
    assert preview.text() == shipped
    line.setText("On {date} it took {count}:")
    assert preview.text() == "It reads, with examples filled in: On 22 January 2020 it took three:"
    line.setText("On {date} it took some:")
    assert preview.text() == ""
