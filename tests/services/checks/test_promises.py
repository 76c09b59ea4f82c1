"""A proposal promised for a meeting is followed until the promise is kept, moved, dropped or overtaken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from secdesk.register.register import Register
from secdesk.services.checks import check_month, follow_promises
from secdesk.services.checks.promises import Promise
from tests.services.checks.case import Edit, both, force, item, outcome, taken_over
from tests.services.checks.clean_register import LAST_PAPER, MONTH, change

APRIL_10, APRIL_24 = date(2024, 4, 10), date(2024, 4, 24)
MAY_10, MAY_20, MAY_22, MAY_28 = date(2024, 5, 10), date(2024, 5, 20), date(2024, 5, 22), date(2024, 5, 28)
JUNE_3 = date(2024, 6, 3)


def meant(meeting: str | None, since: date | None = APRIL_10, number: int = 206) -> Edit:
    return lambda session: change(session, "proposal", f"p{number}", since, target_meeting=meeting)


def held(since: date) -> Edit:
    return lambda session: change(session, "proposal", "p206", since, on_hold=True)


def promises_after(register: Register, edit: Edit) -> dict[str, Promise]:
    with register.change("An edit") as session:
        edit(session)
    return {each.proposal: each for each in follow_promises(register, MONTH)}


STATES: Mapping[str, tuple[Edit, str, list[str]]] = {
    "the Panel dealt with it": (
        both(meant("panel-may"), outcome(206, "panel_noted", date=MAY_10, meeting="panel-may")), "kept", [],
    ),
    "its outcome is not tied to the meeting": (
        both(meant("panel-may"), outcome(206, "panel_noted", date=MAY_10)), "kept", [],
    ),
    "the Panel took it in its month": (
        both(
            force("meeting", "panel-may", date=None, month="2024-05"), meant("panel-may"),
            outcome(206, "panel_noted", date=MAY_22),
        ),
        "kept", [],
    ),
    "another body noted it that day": (
        both(meant("panel-may"), outcome(206, "wg_noted", date=MAY_10)), "missed", ["C44"],
    ),
    "it has another meeting now": (both(meant("panel-june"), meant("panel-july", MAY_20)), "moved", ["C45"]),
    "the Panel deferred it to the next": (
        both(
            meant("panel-may"), outcome(206, "panel_deferred", date=MAY_10, meeting="panel-may"),
            meant("panel-june", MAY_10),
        ),
        "moved", ["C45"],
    ),
    "the Panel deferred it and named no other": (
        both(meant("panel-may"), outcome(206, "panel_deferred", date=MAY_10, meeting="panel-may")), "missed", ["C44"],
    ),
    "it has no meeting any more": (both(meant("panel-june"), meant(None, MAY_20)), "dropped", ["C46"]),
    "the Panel met without it": (meant("panel-may"), "missed", ["C44"]),
    "it stood on the agenda of the Panel": (both(meant("panel-may"), item("panel-may", 206)), "missed", ["C17"]),
    "the Panel was cancelled": (
        both(meant("panel-july"), force("meeting", "panel-july", state="cancelled")), "missed", ["C44"],
    ),
    "nobody recorded the Panel": (
        both(meant("cb-may"), force("meeting", "cb-may", state="planned")), "waiting", ["C14"],
    ),
    "the Panel is still to come": (meant("panel-june"), "waiting", []),
    "nobody knows when it was promised": (meant("panel-june", None), "waiting", []),
    "it was sent back to be developed first": (
        both(meant("panel-may"), outcome(206, "panel_returned_draft", date=date(2024, 5, 6), reason="Not ready")),
        "overtaken", [],
    ),
    "nobody knows when, and it moved on after the meeting": (
        both(meant("panel-may", None), outcome(206, "report_lodged", date=MAY_20), meant("panel-june", MAY_20)),
        "overtaken", [],
    ),
    "it changed on the day of the promise": (
        both(
            outcome(206, "report_lodged", date=APRIL_24), meant("panel-june", APRIL_24),
            force("consultation", "c206", dropped=APRIL_24),
        ),
        "waiting", [],
    ),
    "it is on hold": (both(meant("panel-may"), held(MAY_20)), "on_hold", []),
    "an outcome alone promises it": (
        outcome(206, "wg_deferred", date=APRIL_24, target_meeting="cb-may"), "missed", ["C44"],
    ),
    "a later outcome promises another": (
        both(meant("panel-may"), outcome(206, "wg_deferred", date=APRIL_24, target_meeting="panel-june")),
        "waiting", [],
    ),
    "an older outcome promised another": (
        both(meant("panel-june", APRIL_24), outcome(206, "wg_deferred", date=APRIL_10, target_meeting="panel-may")),
        "waiting", [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "state", "rules"), STATES.values(), ids=STATES)
def test_a_promise_is_followed(clean: Register, edit: Edit, state: str, rules: list[str]) -> None:
    assert promises_after(clean, edit)["p206"].state == state
    assert [finding.rule for finding in check_month(clean, MONTH)] == rules


def test_a_promise_that_moved_names_both_meetings(clean: Register) -> None:
    found = promises_after(clean, both(meant("panel-june"), meant("panel-july", MAY_20)))["p206"]
    assert (found.reference, found.meeting, found.meeting_words) == ("MP206", "panel-june", "SEC Panel of 14 Jun 2024")
    assert (found.now, found.now_words) == ("panel-july", "SEC Panel of 12 Jul 2024")


NO_PROMISE: Mapping[str, Edit] = {
    "the meeting was over by then": meant("csc-april"),
    "it was promised since": meant("panel-june", MAY_20),
    "an outcome promised it since": outcome(206, "wg_deferred", date=MAY_22, target_meeting="panel-june"),
    "it was meant for nothing then": both(meant("panel-june"), meant(None, APRIL_24)),
}


@pytest.mark.parametrize("edit", NO_PROMISE.values(), ids=NO_PROMISE)
def test_what_the_last_paper_did_not_promise_is_not_followed(clean: Register, edit: Edit) -> None:
    assert set(promises_after(clean, edit)) == {"p212"}


def test_a_proposal_that_was_over_by_then_was_not_promised(clean: Register) -> None:
    found = promises_after(clean, both(taken_over(213, "withdrawn", APRIL_24, "Over"), meant("panel-june", number=213)))
    assert set(found) == {"p212"}


def test_a_promise_for_the_day_of_the_last_paper_is_followed(clean: Register) -> None:
    def edit(session: object) -> None:
        force("meeting", "panel-may", date=LAST_PAPER)(session)  # type: ignore[arg-type]

    assert "p212" in promises_after(clean, edit)


WAITING: Mapping[str, tuple[Edit, str]] = {
    "it was ready only after that Panel": (
        both(meant("panel-may", number=207), meant("panel-may", MAY_28, number=207)), "which was held without it",
    ),
    "the Panel noted it and that was all": (
        both(
            outcome(207, "panel_noted", date=JUNE_3, meeting="panel-may", reason="Early"),
            meant("panel-may", JUNE_3, number=207),
        ),
        "which is over",
    ),
    "the Panel deferred it": (
        both(
            outcome(207, "panel_deferred", known_by=JUNE_3, meeting="panel-may"),
            meant("panel-may", JUNE_3, number=207),
        ),
        "which deferred it",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "ended"), WAITING.values(), ids=WAITING)
def test_what_waits_for_the_panel_needs_one_that_is_to_come(clean: Register, edit: Edit, ended: str) -> None:
    promises_after(clean, edit)
    found = [finding.sentence for finding in check_month(clean, MONTH) if finding.rule == "C44"]
    assert found == [f"DP207 is meant for the SEC Panel of 10 May 2024, {ended}. Choose its next meeting"]
