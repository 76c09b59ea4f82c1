"""Consultations, assessments and releases by keys (ux.md 2.9 to 2.11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from secdesk.papers.assessments import collect_assessment_paper
from secdesk.rules.years import Month
from secdesk.services import records, release_parts
from secdesk.services.proposals import record_event
from secdesk.services.records import Effect
from secdesk.services.timeline import timeline
from secdesk.ui.paper_work import read_wish
from secdesk.ui.places.assessments import AssessmentsPlace
from secdesk.ui.places.consultations import ConsultationsPlace
from secdesk.ui.places.facet_place import FacetPlace
from secdesk.ui.places.releases import ReleasesPlace
from tests.ui.desks import OFFSCREEN, TODAY, OpenDesk, click, enter, label_text, named, press, type_keys, unnamed
from tests.ui.frames import make_sample

pytestmark = OFFSCREEN
APPROVED = ("raised", "csc_ready", "panel_converted_report", "cb_approved")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(tmp_path / "a.secdesk")
    yield opened
    opened.close()


# --- consultations ---------------------------------------------------------------------------------------------------


def retype(place: QWidget, name: str, words: str) -> None:
    box = named(place, name)
    assert isinstance(box, QLineEdit)
    box.setFocus()
    box.selectAll()
    type_keys(words)


def chip_words(place: FacetPlace) -> list[str]:
    assert place.chips is not None
    names = [f"{place.key}.chip.{key}" for key, _ in place.facets()]
    return [chip.text() for name in names for chip in place.chips.findChildren(QPushButton, name)]


def add_expected(desk: OpenDesk, number: int) -> str:
    proposal = desk.add_proposal(number, f"Title {number}", "raised", "csc_ready", "panel_converted")
    values = {"proposal": proposal, "consultation_kind": "refinement", "expected_month": "2020-02"}
    return desk.add("consultation", values)


def test_four_consultations_are_issued_with_the_usual_dates(qtbot: QtBot, desk: OpenDesk) -> None:
    uids = [add_expected(desk, number) for number in (77, 78, 80, 93)]
    place = enter(qtbot, ConsultationsPlace(desk))
    place.list.selectAll()
    assert place.primary_action().text() == "Issue 4 consultations"
    place.primary_action().trigger()
    assert label_text(place, "consultations.issue.outcome") == "15 WD, both days counted · closes at 17:00"
    before = desk.steps()
    press(Qt.Key.Key_Return)
    assert desk.steps() == before + 1
    for uid in uids:
        values = desk.values("consultation", uid)
        assert (values["opened"], values["closes"]) == (TODAY, date(2020, 2, 27))
    assert desk.toasts[-1] == "4 consultations issued"


def test_responses_are_typed_into_the_record(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = add_expected(desk, 77)
    place = enter(qtbot, ConsultationsPlace(desk))
    place.primary_action().trigger()
    press(Qt.Key.Key_Return)
    place.clear_filters()
    place.list.setFocus()
    type_keys("77")
    place.edit_selected()
    assert named(place, "consultations.responses").hasFocus()
    type_keys("12")
    press(Qt.Key.Key_Return)
    assert desk.values("consultation", uid)["responses"] == 12


def test_a_day_that_is_none_issues_nothing(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = add_expected(desk, 77)
    place = enter(qtbot, ConsultationsPlace(desk))
    place.primary_action().trigger()
    named(place, "consultations.issue.opened").selectAll()  # type: ignore[attr-defined]
    type_keys("31 feb")
    press(Qt.Key.Key_Return)
    assert label_text(place, "consultations.issue.message") == (
        "'31 feb' is not a date. Type a day and month, like 27 Feb"
    )
    assert desk.values("consultation", uid)["opened"] is None


def box_text(place: QWidget, name: str) -> str:
    box = named(place, name)
    assert isinstance(box, QLineEdit)
    return box.text()


def test_the_closing_day_follows_the_opening_day_until_somebody_types_another(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = add_expected(desk, 77)
    place = enter(qtbot, ConsultationsPlace(desk))
    place.primary_action().trigger()
    retype(place, "consultations.issue.opened", "1 apr 2020")
    assert box_text(place, "consultations.issue.closes") == "23 Apr 2020"
    assert label_text(place, "consultations.issue.outcome") == (
        "15 WD, both days counted · left out: Good Friday (10 Apr 2020), Easter Monday (13 Apr 2020) · closes at 17:00"
    )
    retype(place, "consultations.issue.closes", "30 apr 2020")
    retype(place, "consultations.issue.opened", "2 apr 2020")
    assert box_text(place, "consultations.issue.closes") == "30 apr 2020"
    press(Qt.Key.Key_Return)
    values = desk.values("consultation", uid)
    assert (values["opened"], values["closes"]) == (date(2020, 4, 2), date(2020, 4, 30))


def test_the_days_of_several_open_ones_are_changed_together(qtbot: QtBot, desk: OpenDesk) -> None:
    uids = [add_expected(desk, number) for number in (77, 78)]
    place = enter(qtbot, ConsultationsPlace(desk))
    place.list.selectAll()
    place.primary_action().trigger()
    press(Qt.Key.Key_Return)
    place.list.selectAll()
    (change,) = place.menu_actions()
    change.trigger()
    assert box_text(place, "consultations.issue.closes") == "27 Feb 2020"
    retype(place, "consultations.issue.closes", "5 mar")
    before = desk.steps()
    press(Qt.Key.Key_Return)
    assert desk.steps() == before + 1
    assert {desk.values("consultation", uid)["closes"] for uid in uids} == {date(2020, 3, 5)}
    assert desk.toasts[-1] == "Dates of 2 consultations changed"


def test_a_closing_day_before_the_opening_day_names_the_consultation(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = add_expected(desk, 77)
    place = enter(qtbot, ConsultationsPlace(desk))
    place.primary_action().trigger()
    retype(place, "consultations.issue.closes", "6 feb 2020")
    press(Qt.Key.Key_Return)
    assert label_text(place, "consultations.issue.message") == (
        "MP077 Refinement Consultation: Closes must be the same as or after 7 Feb 2020, when it opens"
    )
    assert desk.values("consultation", uid)["opened"] is None


def test_a_proposal_on_hold_has_nothing_to_issue(qtbot: QtBot, desk: OpenDesk) -> None:
    proposal = str(desk.values("consultation", add_expected(desk, 77))["proposal"])
    gone = str(desk.values("consultation", add_expected(desk, 78))["proposal"])
    desk.run("Hold", lambda session: records.update_record(session, "proposal", proposal, {"on_hold": True}))
    desk.run("Withdraw", lambda session: record_event(session, gone, "withdrawn", day=TODAY))
    place = enter(qtbot, ConsultationsPlace(desk))
    assert chip_words(place) == [
        "To issue 0", "Open 0", "Closed 0", "Set aside 2", "All 2",
    ]  # fmt: skip
    steps = [place.table.row_at(row).cells[5] for row in range(2)]  # type: ignore[union-attr]
    assert steps == ["expected Feb 2020 · on hold", "expected Feb 2020 · withdrawn"]


def test_what_is_past_its_day_asks_for_its_responses(qtbot: QtBot, desk: OpenDesk) -> None:
    proposal = desk.add_proposal(77, "Title", "raised", "csc_ready", "panel_converted")
    days = {"opened": date(2020, 1, 14), "closes": date(2020, 2, 5)}
    desk.add("consultation", {"proposal": proposal, "consultation_kind": "refinement", **days})
    place = enter(qtbot, ConsultationsPlace(desk))
    assert place.table.question.facet == "closed"
    assert place.table.row_at(0).sentence.endswith("closed 2 WD ago · record responses")  # type: ignore[union-attr]
    assert place.primary_action().text() == "Record responses"
    place.primary_action().trigger()
    assert named(place, "consultations.responses").hasFocus()
    type_keys("0")
    press(Qt.Key.Key_Return)
    assert not place.primary_action().isEnabled()


def test_an_open_one_is_closed_early_only_with_its_responses(qtbot: QtBot, desk: OpenDesk) -> None:
    proposal = desk.add_proposal(77, "Title", "raised", "csc_ready", "panel_converted")
    days = {"opened": date(2020, 1, 20), "closes": date(2020, 2, 14)}
    uid = desk.add("consultation", {"proposal": proposal, "consultation_kind": "refinement", **days})
    place = enter(qtbot, ConsultationsPlace(desk))
    assert place.primary_action().text() == "Close consultation"
    place.primary_action().trigger()
    assert named(place, "consultations.responses").hasFocus()
    assert desk.values("consultation", uid)["closes"] == date(2020, 2, 14)
    type_keys("9")
    place.primary_action().trigger()
    assert desk.values("consultation", uid)["closes"] == TODAY
    assert desk.toasts[-1] == "MP077 Refinement Consultation closed, 9 responses"
    assert place.table.question.facet == "closed"


def test_a_record_that_leaves_its_chip_stays_in_the_form(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = add_expected(desk, 77)
    add_expected(desk, 78)
    place = enter(qtbot, ConsultationsPlace(desk))
    place.list.select_uid(uid)
    place.edit_selected()
    assert named(place, "consultations.opened").hasFocus()
    type_keys("today")
    press(Qt.Key.Key_Return)
    assert (place.detail.uid, place.table.question.facet) == (uid, "open")
    assert named(place, "consultations.closes").hasFocus()


# --- assessments -----------------------------------------------------------------------------------------------------


def add_assessment(desk: OpenDesk, number: int, accepted: date, target: int = 15) -> str:
    proposal = desk.add_proposal(number, f"Title {number}", "raised", "csc_ready", "panel_converted")
    return desk.add(
        "assessment", {"proposal": proposal, "assessment_kind": "PA", "accepted": accepted, "target": target}
    )


def test_an_assessment_is_returned_today_with_two_keys(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = add_assessment(desk, 24, date(2019, 5, 29), 40)
    place = enter(qtbot, AssessmentsPlace(desk))
    place.primary_action().trigger()
    assert label_text(place, "assessments.returning.outcome") == "183 WD, 143 over target"
    press(Qt.Key.Key_Return)
    assert desk.values("assessment", uid)["returned"] == TODAY
    assert desk.toasts[-1] == "MP024 PA returned"
    assert desk.labels()[-1] == "Return MP024 PA"


def test_the_rule_of_counting_stands_where_the_number_is(qtbot: QtBot, desk: OpenDesk) -> None:
    add_assessment(desk, 7, date(2019, 7, 30))
    place = enter(qtbot, AssessmentsPlace(desk))
    words = label_text(place, "assessments.counting")
    assert words.startswith("134 weekdays from 30 July 2019 to 31 January 2020, first and last day counted")
    assert "PA with the DCC 1, average 134 WD" in named(place, "assessments.figures").accessibleDescription()
    assert label_text(place, "assessments.figures.note").endswith("bank holidays not taken out.")


def test_a_return_before_acceptance_is_refused_beside_the_box(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = add_assessment(desk, 7, date(2020, 2, 3))
    place = enter(qtbot, AssessmentsPlace(desk))
    place.primary_action().trigger()
    named(place, "assessments.returning.day").selectAll()  # type: ignore[attr-defined]
    type_keys("1 feb 2020")
    press(Qt.Key.Key_Return)
    assert label_text(place, "assessments.returning.message") == (
        "Returned must be the same as or after 3 Feb 2020, when the DCC accepted it"
    )
    assert desk.values("assessment", uid)["returned"] is None


def test_several_are_returned_on_one_day_as_one_step(qtbot: QtBot, desk: OpenDesk) -> None:
    uids = [add_assessment(desk, number, date(2020, 1, 6)) for number in (24, 66)]
    place = enter(qtbot, AssessmentsPlace(desk))
    place.list.selectAll()
    assert place.primary_action().text() == "Return 2 assessments"
    place.primary_action().trigger()
    assert label_text(place, "assessments.returning.outcome") == "2 assessments get this day"
    before = desk.steps()
    press(Qt.Key.Key_Return)
    assert desk.steps() == before + 1
    assert {desk.values("assessment", uid)["returned"] for uid in uids} == {TODAY}
    assert place.table.question.facet == "returned"


def test_one_of_several_that_cannot_be_returned_stops_all_and_is_named(qtbot: QtBot, desk: OpenDesk) -> None:
    uids = [add_assessment(desk, 24, date(2020, 1, 6)), add_assessment(desk, 66, date(2020, 2, 5))]
    place = enter(qtbot, AssessmentsPlace(desk))
    place.list.selectAll()
    place.primary_action().trigger()
    retype(place, "assessments.returning.day", "3 feb 2020")
    press(Qt.Key.Key_Return)
    assert label_text(place, "assessments.returning.message").startswith("MP066 Preliminary Assessment: Returned must")
    assert {desk.values("assessment", uid)["returned"] for uid in uids} == {None}


def test_acceptance_and_cancelling_have_commands_of_their_own(qtbot: QtBot, desk: OpenDesk) -> None:
    proposal = desk.add_proposal(78, "Title", "raised", "csc_ready", "panel_converted")
    uid = desk.add("assessment", {"proposal": proposal, "assessment_kind": "PA", "requested": date(2020, 1, 6)})
    place = enter(qtbot, AssessmentsPlace(desk))
    accept, cancel = place.menu_actions()
    accept.trigger()
    press(Qt.Key.Key_Return)
    assert desk.values("assessment", uid)["accepted"] == TODAY
    assert label_text(place, "assessments.counting").endswith(
        "Requested 6 Jan 2020, accepted 7 Feb 2020: 24 Working Days before the clock started"
    )
    assert not accept.isEnabled()
    cancel.trigger()
    assert named(place, "assessments.returning.now").property("text") == "Cancel assessment"
    press(Qt.Key.Key_Return)
    assert desk.values("assessment", uid)["cancelled"] == TODAY


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(make_sample(tmp_path / "sample.secdesk"))
    yield opened
    opened.close()


def test_the_figures_are_those_of_the_report_and_follow_their_day(qtbot: QtBot, sample: OpenDesk) -> None:
    place = enter(qtbot, AssessmentsPlace(sample))
    assert box_text(place, "assessments.figures_to") == "31 Jan 2020"
    days = {row.reference: row.days for row in place.listed.found().values() if row.state == "with_dcc"}
    assert days == {
        "SECMP0007": 134, "SECMP0015": 202, "SECMP0056": 154, "SECMP0024": 178,
        "SECMP0066": 167, "MP078": 89, "MP090": 51, "MP092": 45,
    }  # fmt: skip
    with sample.register.read() as session:
        facts = collect_assessment_paper(session, TODAY, month=Month(2020, 1))
    printed = {fact.mention.reference: fact.days for fact in facts.open_assessments}
    assert days == printed
    told = named(place, "assessments.figures").accessibleDescription()
    assert "PA with the DCC 5, average 106 WD, returned in 2019/20 10, average 59 WD" in told
    assert "IA with the DCC 3, average 163 WD, returned in 2019/20 2, average 56 WD" in told
    assert chip_words(place)[:2] == ["With the DCC 8", "Returned 2019/20 12"]
    retype(place, "assessments.figures_to", "7 feb 2020")
    press(Qt.Key.Key_Return)
    with_dcc = [row for row in place.listed.found().values() if row.state == "with_dcc"]
    assert {row.days for row in with_dcc if row.reference == "SECMP0007"} == {139}
    assert "PA with the DCC 5, average 111 WD" in named(place, "assessments.figures").accessibleDescription()
    retype(place, "assessments.figures_to", "8 feb 2020")
    press(Qt.Key.Key_Return)
    assert label_text(place, "assessments.figures_to.hint") == "Figures must be as at 7 Feb 2020 or a day before it"


# --- releases --------------------------------------------------------------------------------------------------------


def add_release(desk: OpenDesk, day: date = date(2020, 2, 6)) -> str:
    return desk.add("release", {"name": "February 2020 SEC Release", "goes_live": day})


def test_a_release_is_made_and_gets_a_part(qtbot: QtBot, desk: OpenDesk) -> None:
    proposal = desk.add_proposal(86, "Alt HAN Roll-Out Financing", *APPROVED)
    desk.add_proposal(87, "Not approved yet", "raised")
    place = enter(qtbot, ReleasesPlace(desk))
    place.new_record()
    type_keys("June 2020 SEC Release")
    press(Qt.Key.Key_Tab)
    (release,) = desk.all("release")
    named(place, "releases.goes_live").setFocus()
    type_keys("25 jun 2020")
    press(Qt.Key.Key_Tab)
    named(place, "releases.add_label").setFocus()
    type_keys("part 1 of 2")
    press(Qt.Key.Key_Tab)
    type_keys("86")
    press(Qt.Key.Key_Return)
    (part,) = desk.all("release_part")
    assert (part.values["proposal"], part.values["release"], part.values["label"]) == (
        proposal,
        release.uid,
        "part 1 of 2",
    )
    assert desk.values("release", release.uid)["goes_live"] == date(2020, 6, 25)
    assert place.list.current_uid == release.uid
    desk.undo()
    assert desk.all("release_part") == []


def test_marking_implemented_moves_all_in_one_step(qtbot: QtBot, desk: OpenDesk) -> None:
    release = add_release(desk)
    proposals = [desk.add_proposal(number, f"Title {number}", *APPROVED) for number in (86, 91)]
    for proposal in proposals:
        desk.run("Part", partial(release_parts.add_part, release_uid=release, proposal_uid=proposal))
    place = enter(qtbot, ReleasesPlace(desk))
    before = desk.steps()
    place.primary_action().trigger()
    assert desk.steps() == before + 1
    assert desk.values("release", release)["implemented"] == date(2020, 2, 6)
    done = [row.values["proposal"] for row in desk.all("event") if row.values["outcome"] == "implemented"]
    assert sorted(map(str, done)) == sorted(proposals)
    desk.undo()
    assert desk.values("release", release)["implemented"] is None


def test_a_release_still_to_come_is_not_marked_without_a_question(qtbot: QtBot, desk: OpenDesk) -> None:
    release = add_release(desk, date(2020, 2, 27))
    proposal = desk.add_proposal(86, "Alt HAN", *APPROVED)
    desk.run("Part", lambda session: release_parts.add_part(session, release, proposal))
    place = enter(qtbot, ReleasesPlace(desk))
    place.primary_action().trigger()
    assert label_text(place, "releases.implementing.outcome") == "It is to go live on Thu 27 Feb 2020, in 14 WD"
    assert desk.values("release", release)["implemented"] is None
    place.primary_action().trigger()
    assert desk.values("release", release)["implemented"] == TODAY


def test_a_part_is_moved_to_another_release_and_says_where_it_was(qtbot: QtBot, desk: OpenDesk) -> None:
    june = desk.add("release", {"name": "June 2020 SEC Release", "goes_live": date(2020, 6, 25)})
    november = desk.add("release", {"name": "November 2020 SEC Release", "goes_live": date(2020, 11, 5)})
    proposal = desk.add_proposal(62, "Title", *APPROVED)
    desk.run("Part", lambda session: release_parts.add_part(session, june, proposal, "part 2 of 2"))
    place = enter(qtbot, ReleasesPlace(desk), june)
    click(place, "releases.move_part")
    type_keys("nov")
    press(Qt.Key.Key_Return)
    named(place, "releases.moving_part.decided_by").setFocus()
    type_keys("the Panel")
    press(Qt.Key.Key_Return)
    (part,) = desk.all("release_part")
    assert part.values["release"] == november
    place.show_record(november)
    assert label_text(place, "releases.moves") == (
        "MP062, part 2 of 2: was in June 2020 SEC Release, moved by the Panel on 7 Feb 2020"
    )
    told = [entry.what for entry in desk.read(lambda session: timeline(session, proposal, TODAY))]
    assert sum("changed from June 2020 SEC Release to November 2020 SEC Release" in what for what in told) == 1


def test_the_notes_of_a_release_are_asked_for_from_its_place(qtbot: QtBot, desk: OpenDesk) -> None:
    release = add_release(desk)
    place = enter(qtbot, ReleasesPlace(desk))
    wanted: list[str] = []
    desk.export_requested.connect(wanted.append)
    place.menu_actions()[1].trigger()
    wish = read_wish(wanted[0])
    assert wish is not None
    assert (wish.subject.kind, wish.subject.release) == ("release_notes", release)


def test_what_is_not_approved_asks_for_a_reason_in_place(qtbot: QtBot, desk: OpenDesk) -> None:
    release = add_release(desk)
    proposal = desk.add_proposal(86, "Alt HAN", "raised")
    desk.run("x", lambda session: release_parts.add_part(session, release, proposal))
    place = enter(qtbot, ReleasesPlace(desk))
    place.primary_action().trigger()
    press(Qt.Key.Key_Return)
    assert "DP086" in label_text(place, "releases.implementing.message")
    assert desk.values("release", release)["implemented"] is None
    assert not desk.refused
    named(place, "releases.implementing.reason").setFocus()
    type_keys("Agreed by email")
    press(Qt.Key.Key_Return)
    assert desk.values("release", release)["implemented"] == date(2020, 2, 6)


def test_a_moved_date_keeps_the_old_one_and_who_agreed(qtbot: QtBot, desk: OpenDesk) -> None:
    release = desk.add("release", {"name": "June", "goes_live": date(2020, 11, 5)}, effect=Effect())
    place = enter(qtbot, ReleasesPlace(desk))
    click(place, "releases.move")
    type_keys("29 nov 2020")
    named(place, "releases.moving.decided_by").setFocus()
    type_keys("the Panel")
    press(Qt.Key.Key_Return)
    assert desk.values("release", release)["goes_live"] == date(2020, 11, 29)
    assert label_text(place, "releases.moves") == "was Thu 5 Nov 2020, moved by the Panel on 7 Feb 2020"


@pytest.mark.parametrize("place_class", [ConsultationsPlace, AssessmentsPlace, ReleasesPlace])
def test_everything_in_the_places_has_a_name(qtbot: QtBot, desk: OpenDesk, place_class: type) -> None:
    add_expected(desk, 77)
    add_assessment(desk, 78, date(2020, 1, 6))
    add_release(desk)
    place = enter(qtbot, place_class(desk))
    place.primary_action().trigger()
    assert unnamed(place) == []
