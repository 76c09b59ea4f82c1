"""Consultations, assessments and releases by keys (ux.md 2.9 to 2.11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from secdesk.services import release_parts
from secdesk.services.records import Effect
from secdesk.ui.places.assessments import AssessmentsPlace
from secdesk.ui.places.consultations import ConsultationsPlace
from secdesk.ui.places.releases import ReleasesPlace
from tests.ui.desks import OFFSCREEN, TODAY, OpenDesk, click, enter, label_text, named, press, type_keys, unnamed

pytestmark = OFFSCREEN
APPROVED = ("raised", "csc_ready", "panel_converted_report", "cb_approved")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(tmp_path / "a.secdesk")
    yield opened
    opened.close()


# --- consultations ---------------------------------------------------------------------------------------------------


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
    assert label_text(place, "consultations.issue.outcome").startswith("Closes Thu 27 Feb 2020, 17:00: 15 WD")
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
    assert words.startswith("139 weekdays from 30 July 2019 to 7 February 2020, first and last day counted")
    assert "PA open 1, average 139 WD" in label_text(place, "assessments.figures")


def test_a_return_before_acceptance_is_refused_beside_the_box(qtbot: QtBot, desk: OpenDesk) -> None:
    uid = add_assessment(desk, 7, date(2020, 2, 3))
    place = enter(qtbot, AssessmentsPlace(desk))
    place.primary_action().trigger()
    named(place, "assessments.returning.returned").selectAll()  # type: ignore[attr-defined]
    type_keys("1 feb 2020")
    press(Qt.Key.Key_Return)
    assert label_text(place, "assessments.returning.message") == (
        "Returned must be the same as or after 3 Feb 2020, when the DCC accepted it"
    )
    assert desk.values("assessment", uid)["returned"] is None


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
    press(Qt.Key.Key_Return)
    assert desk.steps() == before + 1
    assert desk.values("release", release)["implemented"] == date(2020, 2, 6)
    done = [row.values["proposal"] for row in desk.all("event") if row.values["outcome"] == "implemented"]
    assert sorted(map(str, done)) == sorted(proposals)
    desk.undo()
    assert desk.values("release", release)["implemented"] is None


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
