"""Forms store by themselves, lose nothing and write nothing that nobody typed (ux.md 3.1, 3.2, reliability.md 0.12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from secdesk.models import kinds
from secdesk.models.fields import TEXT_LIMIT
from secdesk.ui.forms import REST
from secdesk.ui.places.records import RecordsPlace
from secdesk.ui.widgets.choice_edit import ChoiceEdit
from secdesk.ui.widgets.picker import Picker
from secdesk.ui.widgets.text_edit import TextEdit
from tests.factories import add_all_kinds
from tests.ui.desks import OFFSCREEN, TODAY, OpenDesk, click, enter, label_text, named, press, type_keys

pytestmark = OFFSCREEN


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(tmp_path / "a.secdesk")
    yield opened
    opened.close()


def line(place: RecordsPlace, name: str) -> QLineEdit:
    found = named(place, f"{place.key}.{name}")
    assert isinstance(found, QLineEdit)
    return found


def text(place: RecordsPlace, name: str) -> TextEdit:
    found = named(place, f"{place.key}.{name}")
    assert isinstance(found, TextEdit)
    return found


# --- what cannot be stored -------------------------------------------------------------------------------------------


def test_a_text_that_is_no_date_stays_in_its_box_with_the_sentence(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("meeting", {"body": "WG", "date": date(2020, 3, 4)})
    place = enter(qtbot, RecordsPlace(desk, "meeting"))
    box = line(place, "date")
    box.setFocus()
    box.selectAll()
    type_keys("31 feb")
    press(Qt.Key.Key_Tab)
    assert box.text() == "31 feb"
    sentence = "'31 feb' is not a date. Type a day and month, like 27 Feb"
    assert label_text(place, "meeting.date.message") == sentence
    assert box.accessibleDescription().startswith(sentence)
    assert label_text(place, "meeting.to_fix") == "1 field to fix"
    assert desk.values("meeting", uid)["date"] == date(2020, 3, 4)
    assert desk.register.drafts() == {(uid, "date"): "31 feb"}


def test_the_kept_text_is_there_after_closing_and_mended_goes_away(qtbot: QtBot, tmp_path: Path) -> None:
    desk = OpenDesk(tmp_path / "b.secdesk")
    uid = desk.add("meeting", {"body": "WG"})
    place = enter(qtbot, RecordsPlace(desk, "meeting"))
    line(place, "date").setFocus()
    type_keys("31 feb")
    place.commit()
    place.close()
    desk.close()
    again = OpenDesk(tmp_path / "b.secdesk")
    place = enter(qtbot, RecordsPlace(again, "meeting"))
    assert line(place, "date").text() == "31 feb"
    assert "is not a date" in label_text(place, "meeting.date.message")
    line(place, "date").setFocus()
    line(place, "date").selectAll()
    type_keys("28 feb")
    press(Qt.Key.Key_Return)
    assert again.values("meeting", uid)["date"] == date(2020, 2, 28)
    assert again.register.drafts() == {}
    assert named(place, "meeting.to_fix").isHidden()
    place.close()
    again.close()


def test_two_dates_in_the_wrong_order_say_so_beside_the_one_typed(qtbot: QtBot, desk: OpenDesk) -> None:
    proposal = desk.add_proposal(1, "One", "raised")
    uid = desk.add("consultation", {"proposal": proposal, "opened": date(2020, 2, 7)})
    place = enter(qtbot, RecordsPlace(desk, "consultation"))
    line(place, "closes").setFocus()
    type_keys("1 jan 2020")
    press(Qt.Key.Key_Tab)
    assert label_text(place, "consultation.closes.message") == (
        "Closes must be the same as or after 7 Feb 2020, when it opens"
    )
    assert desk.values("consultation", uid)["closes"] is None


def test_escape_in_any_box_loses_nothing(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("organisation", {"name": "Utiligroup"})
    place = enter(qtbot, RecordsPlace(desk, "organisation"))
    for name, typed in (("name", "X"), ("aliases", "UG"), ("note", "a note")):
        named(place, f"organisation.{name}").setFocus()
        if isinstance(QApplication.focusWidget(), QLineEdit):
            line(place, name).end(False)
        type_keys(typed)
        press(Qt.Key.Key_Escape)
    values = desk.values("organisation", uid)
    assert (values["name"], values["aliases"], values["note"]) == ("UtiligroupX", "UG", "a note")


# --- Esc never discards (ux.md 0.3) ----------------------------------------------------------------------------------

PLAIN_TEXT = {"line": "typed", "text": "typed", "number": "12x", "date": "31 feb", "month": "13th"}
"""What is typed into a box of each kind: words that are stored, and words that cannot be."""


@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind != "dated_value"])
def test_escape_discards_nothing_in_any_form(qtbot: QtBot, desk: OpenDesk, kind: str) -> None:
    desk.run("Fill", lambda session: add_all_kinds(session, Random(kind), 1))
    place = enter(qtbot, RecordsPlace(desk, kind))
    uid = place.detail.uid
    typed: dict[str, str] = {}
    for name, edit in place.detail.form.fields.items():
        if isinstance(edit.box, ChoiceEdit) or (edit.info.kind == "choice" and not isinstance(edit.box, Picker)):
            continue
        edit.box.setFocus()
        _select_all(edit.box)
        words = PLAIN_TEXT.get(edit.info.kind, "nobody here")
        type_keys(words[: edit.info.limit] if edit.info.kind in ("line", "text") else words)
        typed[name] = edit.editor.typed()
        press(Qt.Key.Key_Escape)
        if edit.box.hasFocus():
            press(Qt.Key.Key_Escape)
    kept = {field: text for (record, field), text in desk.register.drafts().items() if record == uid}
    values = desk.values(kind, uid)
    lost = {name: text for name, text in typed.items() if text not in (kept.get(name), values[name])}
    assert typed
    assert lost == {}


def _select_all(box: object) -> None:
    if isinstance(box, QLineEdit | TextEdit):
        box.selectAll()


# --- texts kept for a crash ------------------------------------------------------------------------------------------


def test_text_at_rest_is_kept_without_a_step_and_offered_again(qtbot: QtBot, tmp_path: Path) -> None:
    desk = OpenDesk(tmp_path / "c.secdesk")
    uid = desk.add("organisation", {"name": "Utiligroup"})
    place = enter(qtbot, RecordsPlace(desk, "organisation"))
    text(place, "note").setFocus()
    type_keys("half a thought")
    steps = desk.steps()
    qtbot.waitUntil(lambda: (uid, "note") in desk.register.drafts(), timeout=REST + 3000)
    assert desk.steps() == steps
    kept = tmp_path / "crashed.secdesk"
    desk.register.connection.execute("VACUUM INTO ?", (str(kept),))
    place.close()
    desk.close()

    after = OpenDesk(kept)
    place = enter(qtbot, RecordsPlace(after, "organisation"))
    assert text(place, "note").typed() == "half a thought"
    assert label_text(place, "organisation.note.message") == "Kept from before; not saved in the record yet"
    assert named(place, "organisation.to_fix").isHidden()
    text(place, "note").setFocus()
    press(Qt.Key.Key_Tab)
    assert after.values("organisation", uid)["note"] is None
    click(place, "organisation.note.keep")
    assert after.values("organisation", uid)["note"] == "half a thought"
    assert after.register.drafts() == {}
    place.close()
    after.close()


def test_a_kept_text_can_be_given_up_for_the_stored_one(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("organisation", {"name": "Utiligroup", "note": "stored"})
    desk.register.save_draft("organisation", uid, "note", "stored, and more")
    place = enter(qtbot, RecordsPlace(desk, "organisation"))
    click(place, "organisation.note.drop")
    assert text(place, "note").typed() == "stored"
    assert desk.register.drafts() == {}
    assert desk.values("organisation", uid)["note"] == "stored"


def test_text_of_a_record_that_is_not_there_yet_is_kept_too(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, RecordsPlace(desk, "meeting"))
    place.new_record()
    line(place, "date").setFocus()
    type_keys("31 feb")
    place.commit()
    assert desk.all("meeting") == []
    place.new_record()
    assert line(place, "date").text() == "31 feb"


# --- nothing is written that nobody typed ----------------------------------------------------------------------------


def test_no_break_spaces_and_odd_line_ends_survive_being_looked_at_and_edited(qtbot: QtBot, desk: OpenDesk) -> None:
    stored = "100\u00a0WD \u2018quoted\u2019\n\tindented\n\nend"
    uid = desk.add("organisation", {"name": "Utiligroup", "note": stored})
    place = enter(qtbot, RecordsPlace(desk, "organisation"))
    box = text(place, "note")
    before = desk.steps()
    box.setFocus()
    press(Qt.Key.Key_Tab)
    assert desk.steps() == before
    box.setFocus()
    box.moveCursor(QTextCursor.MoveOperation.End)
    type_keys("!")
    press(Qt.Key.Key_Tab)
    assert desk.values("organisation", uid)["note"] == f"{stored}!"


def test_the_same_date_typed_another_way_is_no_change(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add("meeting", {"body": "WG", "date": date(2020, 3, 4)})
    place = enter(qtbot, RecordsPlace(desk, "meeting"))
    before = desk.steps()
    line(place, "date").setFocus()
    line(place, "date").selectAll()
    type_keys("2020-03-04")
    press(Qt.Key.Key_Tab)
    assert desk.steps() == before
    assert line(place, "date").text() == "4 Mar 2020"


def test_a_paste_is_cleaned_and_one_over_the_limit_is_refused_whole(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("organisation", {"name": "Utiligroup"})
    place = enter(qtbot, RecordsPlace(desk, "organisation"))
    box = text(place, "note")
    box.setFocus()
    data = QMimeData()
    data.setText("one\r\ntwo\x00\u200b three")
    data.setHtml("<b>one</b>")
    box.insertFromMimeData(data)
    assert box.typed() == "one\ntwo three"
    data.setText("x" * (TEXT_LIMIT + 1))
    box.insertFromMimeData(data)
    assert box.typed() == "one\ntwo three"
    assert "Private note must be 100,000 characters or fewer" in label_text(place, "organisation.note.message")
    press(Qt.Key.Key_Tab)
    assert desk.values("organisation", uid)["note"] == "one\ntwo three"


# --- each kind of box ------------------------------------------------------------------------------------------------


def test_enter_stores_and_goes_to_the_next_box(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("organisation", {"name": "Utiligroup"})
    place = enter(qtbot, RecordsPlace(desk, "organisation"))
    line(place, "short_name").setFocus()
    type_keys("UG")
    press(Qt.Key.Key_Return)
    assert desk.values("organisation", uid)["short_name"] == "UG"
    assert named(place, "organisation.category").hasFocus()


def test_yes_no_and_not_known_are_three_things(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("meeting", {"body": "WG", "ad_hoc": False})
    place = enter(qtbot, RecordsPlace(desk, "meeting"))
    box = named(place, "meeting.ad_hoc")
    assert isinstance(box, ChoiceEdit)
    assert [box.itemText(row) for row in range(box.count())] == ["Not known", "Yes", "No"]
    assert box.currentText() == "No"
    box.setFocus()
    press(Qt.Key.Key_Up)
    assert desk.values("meeting", uid)["ad_hoc"] is False
    press(Qt.Key.Key_Tab)
    assert desk.values("meeting", uid)["ad_hoc"] is True
    box.setFocus()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Tab)
    assert desk.values("meeting", uid)["ad_hoc"] is None


def test_a_month_is_typed_in_words(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("meeting", {"body": "WG"})
    place = enter(qtbot, RecordsPlace(desk, "meeting"))
    line(place, "month").setFocus()
    type_keys("mar 2020")
    press(Qt.Key.Key_Tab)
    assert desk.values("meeting", uid)["month"] == "2020-03"
    assert line(place, "month").text() == "March 2020"


def test_a_number_out_of_its_range_says_the_range(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("meeting", {"body": "WG"})
    place = enter(qtbot, RecordsPlace(desk, "meeting"))
    line(place, "number").setFocus()
    type_keys("0")
    press(Qt.Key.Key_Tab)
    assert label_text(place, "meeting.number.message") == "Number must be a whole number from 1 to 9999"
    assert desk.values("meeting", uid)["number"] is None


def test_a_name_that_is_new_is_added_from_the_picker(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("person", {"name": "Nora Jones"})
    place = enter(qtbot, RecordsPlace(desk, "person"))
    line(place, "organisation").setFocus()
    type_keys("Utiligroup")
    press(Qt.Key.Key_Return)
    (company,) = desk.all("organisation")
    assert company.values["name"] == "Utiligroup"
    assert desk.values("person", uid)["organisation"] == company.uid
    line(place, "organisation").setFocus()
    line(place, "organisation").selectAll()
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Tab)
    assert desk.values("person", uid)["organisation"] is None


def test_a_name_that_nobody_has_is_said_so(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("person", {"name": "Nora Jones"})
    desk.add("organisation", {"name": "Utiligroup"})
    place = enter(qtbot, RecordsPlace(desk, "person"))
    line(place, "organisation").setFocus()
    type_keys("Someone")
    press(Qt.Key.Key_Tab)
    assert label_text(place, "person.organisation.message") == (
        "No organisation called 'Someone' is in this register. Choose a name, or press Ctrl+Enter to add one"
    )
    assert desk.values("person", uid)["organisation"] is None


# --- parts, undo, reading only ---------------------------------------------------------------------------------------


def test_a_part_is_added_under_its_list(qtbot: QtBot, desk: OpenDesk) -> None:
    proposal = desk.add_proposal(1, "One", "raised")
    (event,) = desk.all("event")
    place = enter(qtbot, RecordsPlace(desk, "event"))
    click(place, "event.vote_count.add")
    named(place, "event.vote_count.votes_for").setFocus()
    type_keys("7")
    press(Qt.Key.Key_Tab)
    type_keys("1")
    press(Qt.Key.Key_Tab)
    (vote,) = desk.all("vote_count")
    assert (vote.values["event"], vote.values["votes_for"], vote.values["votes_against"]) == (event.uid, 7, 1)
    assert proposal == event.values["proposal"]
    click(place, "event.vote_count.done")
    named(place, "event.vote_count.list").setFocus()
    press(Qt.Key.Key_Delete)
    assert desk.all("vote_count") == []
    assert len(desk.all("event")) == 1
    desk.undo()
    assert len(desk.all("vote_count")) == 1


def test_undo_shows_the_old_value_and_leaves_what_is_being_typed(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("organisation", {"name": "Utiligroup"})
    place = enter(qtbot, RecordsPlace(desk, "organisation"))
    line(place, "short_name").setFocus()
    type_keys("UG")
    press(Qt.Key.Key_Tab)
    line(place, "aliases").setFocus()
    type_keys("half")
    desk.undo()
    assert line(place, "short_name").text() == ""
    assert line(place, "aliases").text() == "half"
    assert desk.values("organisation", uid)["short_name"] is None


def test_undoing_a_new_record_leaves_an_empty_place(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, RecordsPlace(desk, "organisation"))
    place.new_record()
    type_keys("Utiligroup")
    press(Qt.Key.Key_Return)
    assert [row.values["name"] for row in desk.all("organisation")] == ["Utiligroup"]
    desk.undo()
    assert desk.all("organisation") == []
    assert place.detail.uid == ""
    steps = desk.steps()
    place.commit()
    assert desk.steps() == steps


def test_the_past_is_for_reading(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add_proposal(1, "One", "raised")
    place = enter(qtbot, RecordsPlace(desk, "proposal"))
    desk.look_at(date(2020, 1, 31))
    place.refresh()
    assert line(place, "title").isReadOnly()
    assert not named(place, "proposal.new").isEnabled()
    desk.look_at(TODAY)
    place.refresh()
    assert not line(place, "title").isReadOnly()


def test_a_search_finds_without_capitals_or_accents(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("organisation", {"name": "\u0141\u00f3d\u017a Meters", "aliases": "LM"})
    desk.add("organisation", {"name": "Other"})
    place = enter(qtbot, RecordsPlace(desk, "organisation"))
    place.find_in_list()
    type_keys("lodz")
    assert [place.table.uid_at(row) for row in range(place.table.rowCount())] == [uid]
    press(Qt.Key.Key_Return)
    assert place.list.hasFocus()
    place.clear_filters()
    assert place.table.rowCount() == 2
