"""Cases of the checks of meetings and deadlines."""

from __future__ import annotations

from datetime import date

from secdesk.services.agendas import remove_item
from tests.services.checks.case import Case, both, event_of, force, item, made, outcome, taken_over
from tests.services.checks.clean_register import PAPER_DATE, change

MAY_20, MAY_22, MAY_28 = date(2024, 5, 20), date(2024, 5, 22), date(2024, 5, 28)
RAISED = date(2023, 5, 8)

MEETINGS = (
    Case(
        "C14",
        both(made("meeting", "tabasc", body="TABASC", date=date(2024, 6, 1)), item("tabasc", 209)),  # a Saturday
        "The Technical Architecture and Business Architecture Sub-Committee of 1 Jun 2024 is past and still planned",
        (("meeting", "tabasc"),),
        {
            "it was cancelled": made("meeting", "m", body="TABASC", date=date(2024, 5, 21), state="cancelled"),
            "its month is not over": made("meeting", "m", body="SSC", month="2024-06"),
            "its date is not known": made("meeting", "m", body="SSC"),
        },
    ),
    Case(
        "C14",
        force("meeting", "csc-may", state="planned"),
        "has outcomes on record and is past and still planned",
        (("meeting", "csc-may"),),
        {},
    ),
    Case(
        "C15",
        both(
            force("meeting", "csc-may", state="cancelled"),
            lambda s: setattr(event_of(s, 208, "csc_develop"), "date", date(2024, 5, 27)),
        ),
        "DP207 is recorded as 'Ready for conversion' at the Change Sub-Committee of 28 May 2024, which was cancelled",
        (("meeting", "csc-may"),),
        {"nothing is recorded at it": force("meeting", "cb-june", state="cancelled")},
        times=2,
    ),
    Case(
        "C16",
        lambda s: setattr(event_of(s, 208, "csc_develop"), "date", date(2024, 5, 27)),
        "DP208 is recorded as 'Further development' on 27 May 2024, at the Change Sub-Committee of 28 May 2024",
        (("meeting", "csc-may"),),
        {
            "the day of the outcome is not known": both(
                lambda s: setattr(event_of(s, 208, "csc_develop"), "known_by", MAY_28),
                lambda s: setattr(event_of(s, 208, "csc_develop"), "date", None),
            ),
            "it is no outcome of that body": outcome(205, "date_agreed", date=MAY_20, meeting="csc-may"),
        },
    ),
    Case(
        "C17",
        item("csc-may", 206),
        "MP206 was on the agenda of the Change Sub-Committee of 28 May 2024, and no outcome is on record",
        (("agenda_item", "csc-may-206-new"), ("proposal", "p206"), ("meeting", "csc-may")),
        {
            "for information": item("csc-may", 206, purpose="inform"),
            "on hold": item("csc-may", 210),
            "the meeting was cancelled": both(
                made("meeting", "m", body="CSC", date=MAY_22, state="cancelled"), item("m", 206)
            ),
            "the meeting is to come": item("csc-june", 206),
            "it was withdrawn before": item("csc-may", 209),
            "it was taken off the agenda": both(item("csc-may", 206), lambda s: remove_item(s, "csc-may-206-new")),
            "it was taken over later": both(
                taken_over(213, "implemented", date(2024, 6, 1), "Something older"), item("csc-may", 213)
            ),
            "it was taken over that day": both(
                taken_over(213, "refinement", MAY_28, "Something older", RAISED), item("csc-may", 213)
            ),
            "its outcome is not tied to the item": both(item("csc-may", 206), outcome(206, "csc_noted", date=MAY_28)),
            "its outcome is tied to the item alone": both(
                item("csc-may", 206), outcome(206, "csc_noted", known_by=MAY_28, agenda_item="csc-may-206-new")
            ),
        },
    ),
    Case(
        "C17",
        both(item("csc-may", 206), outcome(206, "wg_noted", date=MAY_28)),  # another body's outcome of that day
        "MP206 was on the agenda of the Change Sub-Committee of 28 May 2024",
        (("agenda_item", "csc-may-206-new"),),
        {},
    ),
    Case(
        "C17",
        both(made("meeting", "m", body="CSC", date=PAPER_DATE, state="held"), item("m", 206)),
        "MP206 was on the agenda of the Change Sub-Committee of 7 Jun 2024",
        (("agenda_item", "m-206-new"),),
        {},
    ),
    Case(
        "C17",
        both(
            made("proposal", "p213", number=213, title="Raised too late", proposer="ann", issue="It is late."),
            outcome(213, "raised", date=date(2024, 6, 3)),
            item("csc-may", 213),
        ),
        "DP213 was on the agenda of the Change Sub-Committee of 28 May 2024",
        (("proposal", "p213"),),
        {},
    ),
    Case(
        "C17",
        item("csc-may", 206, draft_outcome="csc_noted"),
        "MP206 has only a draft, 'Noted', from the Change Sub-Committee of 28 May 2024",
        (("agenda_item", "csc-may-206-new"),),
        {},
    ),
    Case(
        "C18",
        item("wg-june", 204),
        "1 item of the Working Group of 5 Jun 2024 without an outcome on record: MP204",
        (("meeting", "wg-june"), ("agenda_item", "wg-june-204-new")),
        {
            "for information": item("wg-june", 204, purpose="inform"),
            "on hold": item("wg-june", 210),
            "no proposal at all": made("agenda_item", "i", meeting="wg-june", title="Any other business"),
        },
    ),
    Case(
        "C19",
        item("wg-july", 209),
        "MP209 is on the agenda of the Working Group of 3 Jul 2024 and at 'Withdrawn'",
        (("agenda_item", "wg-july-209-new"), ("proposal", "p209")),
        {
            "for information": item("wg-july", 209, purpose="inform"),
            "the meeting was cancelled": both(item("wg-july", 209), force("meeting", "wg-july", state="cancelled")),
            "it is on hold": item("wg-july", 210),
        },
    ),
    Case(
        "C19",
        both(made("meeting", "m", body="WG"), item("m", 209)),
        "MP209 is on the agenda of the Working Group without a date",
        (("agenda_item", "m-209-new"),),
        {},
    ),
    Case(
        "C20",
        made("meeting", "m", body="SSC", date=date(2024, 8, 26)),
        "The Security Sub-Committee is planned for Mon 26 Aug 2024, no Working Day (Summer bank holiday)",
        (("meeting", "m"),),
        {
            "it was cancelled": made("meeting", "m", body="SSC", date=date(2024, 8, 26), state="cancelled"),
            "it was held": made("meeting", "m", body="SSC", date=date(2024, 6, 1), state="held"),
        },
    ),
    Case(
        "C21",
        made("meeting", "m", body="CB", date=PAPER_DATE, ad_hoc=True),
        "The Change Board of 7 Jun 2024 is on the day of the paper",
        (("meeting", "m"),),
        {
            "it was cancelled": made("meeting", "m", body="CB", date=PAPER_DATE, state="cancelled"),
            "the paper never speaks of that body": made("meeting", "m", body="TABASC", date=PAPER_DATE),
            "it was held and nothing announced": made("meeting", "m", body="CB", date=PAPER_DATE, state="held"),
            "it is the Panel that reads the paper": force("meeting", "panel-june", date=PAPER_DATE),
        },
    ),
    Case(
        "C21",
        both(
            made("meeting", "m", body="CSC", date=PAPER_DATE, state="held"),
            outcome(208, "csc_deferred", date=MAY_28, meeting="csc-may", target_meeting="m"),
            outcome(208, "csc_develop", date=PAPER_DATE, meeting="m"),
        ),
        "The Change Sub-Committee of 7 Jun 2024 (for DP208) is on the day of the paper",
        (("meeting", "m"),),
        {},
    ),
    Case(
        "C21",
        both(
            made("meeting", "m", body="CSC", date=date(2024, 6, 4), state="held"),
            outcome(208, "csc_deferred", date=MAY_28, meeting="csc-may", target_meeting="m"),
            outcome(208, "csc_develop", date=date(2024, 6, 4), meeting="m"),
        ),
        "The paper announces the Change Sub-Committee of 4 Jun 2024 (for DP208), which lies before its own date",
        (("meeting", "m"),),
        {
            "it is still to come": outcome(
                208, "csc_deferred", date=MAY_28, meeting="csc-may", target_meeting="csc-june"
            ),
        },
    ),
    Case(
        "C21",
        both(
            made("meeting", "m", body="CSC", date=date(2024, 6, 18), state="cancelled"),
            outcome(208, "csc_deferred", date=MAY_28, meeting="csc-may", target_meeting="m"),
            lambda s: change(s, "proposal", "p208", date(2024, 6, 3), target_meeting="csc-june"),
        ),
        "The paper announces the Change Sub-Committee of 18 Jun 2024 (for DP208), which was cancelled",
        (("meeting", "m"),),
        {},
    ),
)

DEADLINES = (
    Case(
        "C22",
        force("consultation", "c204", closes=date(2024, 6, 15)),
        "The Modification Report Consultation on MP204 closes on Sat 15 Jun 2024, no Working Day (Saturday)",
        (("consultation", "c204"),),
        {
            "it was dropped": force("consultation", "c204", closes=date(2024, 6, 15), dropped=date(2024, 6, 3)),
            "it is past": force("consultation", "c205", closes=date(2024, 6, 1), responses=2),
            "its proposal is on hold": made(
                "consultation", "c", proposal="p210", consultation_kind="rfi", opened=MAY_28, closes=date(2024, 6, 15)
            ),
        },
    ),
    Case(
        "C22",
        force("meeting", "wg-july", agenda_due=date(2024, 6, 16)),
        "The agenda of the Working Group of 3 Jul 2024 is due on Sun 16 Jun 2024",
        (("meeting", "wg-july"),),
        {
            "it is confirmed": force("meeting", "wg-july", agenda_due=date(2024, 6, 16), agenda_confirmed=PAPER_DATE),
            "the meeting was cancelled": force(
                "meeting", "wg-july", agenda_due=date(2024, 6, 16), state="cancelled"
            ),
        },
    ),
    Case(
        "C22",
        force("action", "action", due=date(2024, 8, 26)),
        "Action SECP88/01 is due on Mon 26 Aug 2024, no Working Day (Summer bank holiday)",
        (("action", "action"),),
        {"it is done": force("action", "action", due=date(2024, 8, 26), done=PAPER_DATE)},
    ),
)  # fmt: skip
CASES = (*MEETINGS, *DEADLINES)
