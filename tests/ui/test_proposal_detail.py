"""The detail of a proposal by keys: raising, next step, acts in rows, timeline, corrections, documents (ux.md 2.6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from secdesk.services import records
from secdesk.services.records import Effect
from secdesk.ui.documents import DocumentList
from secdesk.ui.places.proposals import RAISE, ProposalsPlace
from secdesk.ui.widgets.text_edit import TextEdit
from tests.rules.test_pasted_text import CLEAN, WORD
from tests.ui.desks import OFFSCREEN, TODAY, OpenDesk, click, enter, label_text, named, press, type_keys, unnamed

pytestmark = OFFSCREEN
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(tmp_path / "a.secdesk")
    yield opened
    opened.close()


def begin_draft(desk: OpenDesk, qtbot: QtBot) -> ProposalsPlace:
    company = desk.add("organisation", {"name": "Northern Meters"})
    desk.add("person", {"name": "Nora Jones", "organisation": company})
    desk.add_proposal(113, "SMDA Budget", "raised")
    return enter(qtbot, ProposalsPlace(desk), "new")


def timeline_rows(place: ProposalsPlace) -> list[str]:
    rows = place.proposal_detail.timeline.rows
    return [rows.item(row).data(int(Qt.ItemDataRole.AccessibleTextRole)) for row in range(rows.count())]


def test_seven_keys_go_from_title_to_issue_by_way_of_the_day(qtbot: QtBot, desk: OpenDesk) -> None:
    place = begin_draft(desk, qtbot)
    order = ["proposals.title"]
    type_keys("Large Gas Meter Displays")
    press(Qt.Key.Key_Tab)
    order.append(_focus_name())
    type_keys("nor")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Tab):
        press(key)
        order.append(_focus_name())
    assert order == [f"proposals.{name}" for name in
                     ("title", "proposer", "proposer_organisation", "raised", "issue")]  # fmt: skip
    assert label_text(place, "proposals.status") == "will be DP114"
    assert label_text(place, "proposals.raised.hint") == "Fri 7 Feb 2020 · today"
    assert desk.values("proposal", place.detail.uid)["number"] is None


def _focus_name() -> str:
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus.objectName()


def test_a_half_typed_draft_is_in_the_list_and_survives_a_kill(qtbot: QtBot, desk: OpenDesk, tmp_path: Path) -> None:
    place = begin_draft(desk, qtbot)
    type_keys("Large Gas")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    type_keys("31 feb")
    press(Qt.Key.Key_Tab)
    type_keys("half a thought")
    place.detail.form.keep_texts()
    assert place.table.uid_at(0) == place.detail.uid
    killed = tmp_path / "killed.secdesk"
    desk.register.connection.execute("VACUUM INTO ?", (str(killed),))
    after = OpenDesk(killed)
    again = enter(qtbot, ProposalsPlace(after), "new")
    (draft,) = [row.uid for row in after.all("proposal") if row.values["number"] is None and row.values["title"]]
    again.show_record(draft)
    issue = named(again, "proposals.issue")
    assert isinstance(issue, TextEdit)
    assert issue.typed() == "half a thought"
    assert again.proposal_detail.raised.editor.typed() == "31 feb"
    assert "is not a date" in again.proposal_detail.raised.message
    again.close()
    after.close()


def test_the_day_before_raising_is_taken_and_can_be_put_right_after_it(qtbot: QtBot, desk: OpenDesk) -> None:
    place = begin_draft(desk, qtbot)
    type_keys("Large Gas Meter Displays")
    press(Qt.Key.Key_Tab)
    type_keys("nor")
    press(Qt.Key.Key_Return)
    raised = place.proposal_detail.raised.box
    raised.setFocus(Qt.FocusReason.TabFocusReason)
    type_keys("3 feb")
    assert place.primary_action().text() == RAISE
    place.primary_action().trigger()
    uid = place.detail.uid
    assert desk.read(lambda s: records.next_number(s)) == 115
    assert [event.values["date"] for event in desk.all("event") if event.values["proposal"] == uid] == [
        date(2020, 2, 3)
    ]
    raised.setFocus(Qt.FocusReason.TabFocusReason)
    type_keys("4 feb")
    press(Qt.Key.Key_Tab)
    assert [event.values["date"] for event in desk.all("event") if event.values["proposal"] == uid] == [
        date(2020, 2, 4)
    ]
    assert desk.labels()[-1] == "Raised of DP114"
    assert desk.register.drafts() == {}


def test_a_nearly_equal_title_is_named_with_a_way_to_it_and_is_no_error(qtbot: QtBot, desk: OpenDesk) -> None:
    twin = desk.add_proposal(100, "Service Response Traffic Management", "raised")
    place = enter(qtbot, ProposalsPlace(desk), "new")
    type_keys("Service Request Traffic Management")
    assert place.detail.form.fields["title"].advice == ""
    press(Qt.Key.Key_Tab)
    assert place.detail.form.fields["title"].advice == (
        "Nearly the same title: DP100 Service Response Traffic Management"
    )
    assert named(place, "proposals.to_fix").isHidden()
    click(place, "proposals.title.advice.show")
    assert desk.journeys[-1] == ("proposals", twin)


def test_the_next_step_is_said_with_reason_and_day_and_can_be_set_by_hand(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add_proposal(114, "A title", "raised")
    meeting = desk.add("meeting", {"body": "CSC", "date": date(2020, 2, 25)})
    place = enter(qtbot, ProposalsPlace(desk))
    assert label_text(place, "proposals.next.words") == "Next: CSC, because it was raised on 6 Jan 2020"
    assert label_text(place, "proposals.next.due") == "Due Tue 25 Feb 2020 · in 12 WD"
    assert place.primary_action().text() == "Open agenda"
    place.primary_action().trigger()
    assert desk.journeys[-1] == ("meetings", meeting)
    place.proposal_detail.acts.actions_by_key["next_step"].trigger()
    type_keys("Wait for the letter")
    press(Qt.Key.Key_Return)
    assert label_text(place, "proposals.next_step.message") == "Enter a reason for this next step"
    assert named(place, "proposals.next_step.next_step_reason").hasFocus()
    type_keys("its author is away")
    press(Qt.Key.Key_Return)
    assert label_text(place, "proposals.next.words") == "Next: Wait for the letter, because its author is away"
    assert label_text(place, "proposals.next.by_hand") == "Set by hand. The register would say: CSC"
    assert desk.values("proposal", uid)["next_step"] == "Wait for the letter"
    click(place, "proposals.next.own")
    assert label_text(place, "proposals.next.words").startswith("Next: CSC")
    assert desk.values("proposal", uid)["next_step_reason"] is None


def test_the_filled_button_issues_a_consultation_in_two_presses(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add_proposal(77, "DCC Service Flagging", "raised", "csc_ready", "panel_converted")
    desk.add("consultation", {"proposal": uid, "consultation_kind": "refinement", "expected_month": "2020-02"})
    place = enter(qtbot, ProposalsPlace(desk))
    place.primary_action().trigger()
    assert label_text(place, "proposals.consult.outcome") == "Closes Thu 27 Feb 2020"
    place.primary_action().trigger()
    (row,) = desk.all("consultation")
    assert (row.values["opened"], row.values["closes"]) == (TODAY, date(2020, 2, 27))
    assert desk.toasts[-1] == "MP077 consultation issued"
    assert label_text(place, "proposals.next.words").startswith("Next: Refinement Consultation open")
    desk.undo()
    assert desk.all("consultation")[0].values["opened"] is None


def test_hold_is_an_outlined_word_and_stops_the_next_step(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add_proposal(77, "DCC Service Flagging", "raised")
    desk.run("Urgent", lambda s: records.update_record(s, "proposal", uid, {"urgent": True, "fast_track": True}))
    place = enter(qtbot, ProposalsPlace(desk))
    detail = place.proposal_detail
    assert detail.flags.shown() == ["urgent", "fast-track"]
    detail.acts.actions_by_key["hold"].trigger()
    press(Qt.Key.Key_Return)
    assert detail.flags.shown() == ["on hold", "urgent", "fast-track"]
    assert desk.toasts[-1] == "DP077 put on hold"
    assert label_text(place, "proposals.next.words") == "Next: On hold, because it was put on hold"
    assert not detail.acts.actions_by_key["hold"].isEnabled()
    place.primary_action().trigger()
    press(Qt.Key.Key_Return)
    assert detail.flags.shown() == ["urgent", "fast-track"]


def test_an_unusual_act_asks_its_reason_in_the_row(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add_proposal(77, "DCC Service Flagging", "raised")
    place = enter(qtbot, ProposalsPlace(desk))
    place.proposal_detail.acts.actions_by_key["convert"].trigger()
    press(Qt.Key.Key_Return)
    assert label_text(place, "proposals.convert.message").startswith("DP077 is at 'Raised'")
    assert named(place, "proposals.convert.reason").hasFocus()
    type_keys("decided out of turn")
    press(Qt.Key.Key_Return)
    assert label_text(place, "proposals.about") == "was DP077"
    assert [row.values["reason"] for row in desk.all("event") if row.values["proposal"] == uid][-1] == (
        "decided out of turn"
    )


def test_escape_leaves_a_row_and_keeps_what_was_typed_in_it(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add_proposal(77, "DCC Service Flagging", "raised")
    place = enter(qtbot, ProposalsPlace(desk))
    acts = place.proposal_detail.acts
    acts.actions_by_key["withdraw"].trigger()
    named(place, "proposals.withdraw.note").setFocus()
    type_keys("said so by letter")
    press(Qt.Key.Key_Escape)
    assert acts.open_bar is None
    acts.actions_by_key["withdraw"].trigger()
    note = named(place, "proposals.withdraw.note")
    assert note.property("text") == "said so by letter"
    assert all(row.values["outcome"] != "withdrawn" for row in desk.all("event"))


def test_the_acts_are_in_the_record_menu_and_off_where_they_cannot_be_done(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add_proposal(77, "DCC Service Flagging", "raised", "withdrawn")
    place = enter(qtbot, ProposalsPlace(desk))
    acts = place.proposal_detail.acts
    assert set(acts.commands()) <= set(place.menu_actions())
    assert [action for action in acts.commands() if action.isEnabled()] == []
    assert label_text(place, "proposals.next.words") == "Nothing is left to do: it is withdrawn"


def test_the_timeline_can_be_narrowed_and_copied_and_leads_to_its_sources(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add_proposal(77, "DCC Service Flagging", "raised")
    assessment = desk.add(
        "assessment", {"proposal": uid, "assessment_kind": "PA", "requested": date(2020, 1, 7),
                       "accepted": date(2020, 1, 8), "returned": date(2020, 1, 30)},
    )  # fmt: skip
    meeting = desk.add("meeting", {"body": "CSC", "date": date(2020, 2, 25)})
    desk.add("agenda_item", {"meeting": meeting, "proposal": uid, "position": 1})
    place = enter(qtbot, ProposalsPlace(desk))
    timeline = place.proposal_detail.timeline
    assert [row.split(",")[0] for row in timeline_rows(place)] == [
        "25 February 2020", "30 January 2020", "8 January 2020", "7 January 2020", "6 January 2020",
    ]  # fmt: skip
    assert timeline_rows(place)[0].endswith(", planned")
    chooser = named(place, "proposals.timeline.filter")
    assert isinstance(chooser, QComboBox)
    chooser.setCurrentIndex(4)
    chooser.activated.emit(4)
    assert len(timeline_rows(place)) == 3
    timeline.rows.setFocus()
    press(Qt.Key.Key_Return)
    assert desk.journeys[-1] == ("assessments", assessment)
    timeline.rows.copy()
    assert QGuiApplication.clipboard().text().startswith("30 January 2020, Preliminary Assessment returned")
    chooser.setCurrentIndex(0)
    chooser.activated.emit(0)
    timeline.rows.setCurrentRow(0)
    press(Qt.Key.Key_Return)
    assert desk.journeys[-1] == ("meetings", meeting)


def test_a_change_of_title_in_the_timeline_leads_to_its_history(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add("proposal", {"number": 80, "title": "Old words"})
    change = Effect(date(2020, 1, 1))
    desk.run("Title", lambda s: records.update_record(s, "proposal", uid, {"title": "New words"}, effect=change))
    place = enter(qtbot, ProposalsPlace(desk))
    assert timeline_rows(place) == ["1 January 2020, Title changed to 'New words', formerly 'Old words'"]
    place.proposal_detail.timeline.rows.setFocus()
    press(Qt.Key.Key_Return)
    assert named(place, "proposals.dated").isVisible()


def test_an_event_recorded_in_error_is_corrected_with_a_reason(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add_proposal(77, "DCC Service Flagging", "raised", "implemented")
    place = enter(qtbot, ProposalsPlace(desk))
    timeline = place.proposal_detail.timeline
    timeline.rows.setFocus()
    key = timeline.rows.current_key()
    menu = timeline.menu_for(key)
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Open source", "Copy", "Show in history", "Correct…",
    ]  # fmt: skip
    menu.actions()[2].trigger()
    assert desk.journeys[-1][0] == "history"
    menu.actions()[-1].trigger()
    assert label_text(place, "proposals.status") == "Implemented"
    type_keys("recorded in error")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert label_text(place, "proposals.correct.message") == "Enter a reason for the correction"
    type_keys("it was MP078")
    press(Qt.Key.Key_Return)
    assert label_text(place, "proposals.status") == "Raised"
    assert [row for row in timeline_rows(place) if "correction, because it was MP078" in row]
    corrected = next(key for key, entry in timeline._entries.items() if entry.corrected)
    assert not timeline.menu_for(corrected).actions()[-1].isEnabled()
    desk.undo()
    assert label_text(place, "proposals.status") == "Implemented"
    assert uid == place.detail.uid


def test_a_document_opens_where_it_is_and_a_missing_one_is_told(
    qtbot: QtBot, desk: OpenDesk, tmp_path: Path
) -> None:
    uid = desk.add_proposal(77, "DCC Service Flagging", "raised")
    place = enter(qtbot, ProposalsPlace(desk))
    click(place, "proposals.document.add")
    type_keys("Legal Text")
    press(Qt.Key.Key_Return)
    named(place, "proposals.document.location").setFocus()
    type_keys("Legal Text.docx")
    wanted: list[QUrl] = []
    desk.link_requested.connect(wanted.append)
    click(place, "proposals.document.open")
    assert "No file is at" in label_text(place, "proposals.document.missing")
    (tmp_path / "Legal Text.docx").write_text("text", encoding="utf-8")
    click(place, "proposals.document.open")
    assert named(place, "proposals.document.missing").isHidden()
    assert [url.toLocalFile() for url in wanted] == [str(tmp_path / "Legal Text.docx")]
    assert [row.values["proposal"] for row in desk.all("document")] == [uid]
    assert any(isinstance(part, DocumentList) for part in place.detail.parts)


def test_a_page_of_word_pasted_into_the_issue_comes_in_clean(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add_proposal(77, "DCC Service Flagging", "raised")
    place = enter(qtbot, ProposalsPlace(desk))
    mime = QMimeData()
    mime.setHtml(WORD)
    mime.setText("The plain text of Word")
    QGuiApplication.clipboard().setMimeData(mime)
    place.detail.form.focus_field("issue")
    press(Qt.Key.Key_V, CONTROL)
    press(Qt.Key.Key_Tab)
    assert desk.values("proposal", uid)["issue"] == CLEAN


def test_everything_in_the_detail_has_a_name_also_with_its_rows_open(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = desk.add_proposal(77, "DCC Service Flagging", "raised", "csc_ready")
    desk.add("document", {"proposal": uid, "name": "Legal Text"})
    place = enter(qtbot, ProposalsPlace(desk))
    detail = place.proposal_detail
    for act in ("convert", "consult", "assess", "release", "hold", "withdraw", "next_step"):
        detail.acts.begin(act)
        assert unnamed(place) == []
    detail.timeline.correct_entry(detail.timeline.rows.current_key())
    assert unnamed(place) == []
    labels = [each for each in detail.findChildren(QLabel) if each.isVisible()]
    assert all(each.textFormat() == Qt.TextFormat.PlainText for each in labels if each.text())


def test_the_past_shows_its_own_next_step_and_changes_nothing(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add_proposal(77, "DCC Service Flagging", "raised", day=date(2020, 1, 6))
    place = enter(qtbot, ProposalsPlace(desk))
    desk.look_at(date(2020, 1, 31))
    place.refresh()
    assert label_text(place, "proposals.next.words").startswith("Next: CSC")
    assert not named(place, "proposals.next.do").isEnabled()
    assert [action for action in place.proposal_detail.acts.commands() if action.isEnabled()] == []
