"""Cases of the checks of consultations, assessments and releases."""

from __future__ import annotations

from datetime import date

from tests.services.checks.case import Case, both, force, made, part_of
from tests.services.checks.clean_register import PAPER_DATE, change

APRIL_10, MAY_1, MAY_20, MAY_31 = date(2024, 4, 10), date(2024, 5, 1), date(2024, 5, 20), date(2024, 5, 31)
JUNE_3, JUNE_10 = date(2024, 6, 3), date(2024, 6, 10)
HOLD_FROM = date(2024, 5, 30)

CONSULTATIONS = (
    Case(
        "C23",
        force("consultation", "c205", opened=date(2024, 3, 22), closes=date(2024, 3, 4)),
        "The Refinement Consultation on MP205 opens on 22 Mar 2024 and closes on 4 Mar 2024",
        (("consultation", "c205"), ("proposal", "p205")),
        {"it opens and closes on one day": force("consultation", "c205", closes=date(2024, 3, 4))},
    ),
    Case(
        "C24",
        force("consultation", "c205", responses=None),
        "The Refinement Consultation on MP205 closed on 22 Mar 2024 and has no number of responses",
        (("consultation", "c205"), ("proposal", "p205")),
        {
            "it closes today": force("consultation", "c204", closes=PAPER_DATE),
            "it was dropped": force("consultation", "c205", responses=None, dropped=date(2024, 3, 15)),
            "the proposal is implemented": force("consultation", "c201", responses=None),
            "the proposal is on hold": both(
                force("consultation", "c205", responses=None),
                lambda s: change(s, "proposal", "p205", HOLD_FROM, on_hold=True),
            ),
        },
    ),
    Case(
        "C25",
        force("consultation", "c206", expected_month="2024-05", expectation_known_by=MAY_1),
        "The Refinement Consultation on MP206 was expected in May 2024 and has not opened",
        (("consultation", "c206"), ("proposal", "p206")),
        {
            "it opened": force("consultation", "c206", expected_month="2024-05", opened=MAY_31, closes=PAPER_DATE),
            "it has a date": force("consultation", "c206", expected_month="2024-05", opened=JUNE_10),
            "it was dropped": force("consultation", "c206", expected_month="2024-05", dropped=MAY_20),
            "nobody knew of it then": force(
                "consultation", "c206", expected_month="2024-05", expectation_known_by=JUNE_10
            ),
            "the proposal is on hold": made(
                "consultation", "c", proposal="p210", consultation_kind="refinement", expected_month="2024-05"
            ),
            "the proposal is past it": made(
                "consultation", "c", proposal="p204", consultation_kind="refinement", expected_month="2024-05"
            ),
            "the proposal was withdrawn": made(
                "consultation", "c", proposal="p209", consultation_kind="refinement", expected_month="2024-05"
            ),
        },
    ),
    Case(
        "C25",
        made("consultation", "c", proposal="p204", consultation_kind="mrc", expected_month="2024-04"),
        "The Modification Report Consultation on MP204 was expected in April 2024",
        (("consultation", "c"),),
        {},
    ),
    Case(
        "C26",
        made("consultation", "c", proposal="p209", consultation_kind="rfi", opened=JUNE_3, closes=date(2024, 6, 22)),
        "The consultation (Request for Information) on MP209 is open, and the proposal is at 'Withdrawn'",
        (("consultation", "c"), ("proposal", "p209")),
        {
            "it was dropped": made(
                "consultation", "c", proposal="p209", consultation_kind="rfi", opened=JUNE_3, dropped=JUNE_3
            ),
            "it closed": made(
                "consultation", "c", proposal="p209", consultation_kind="rfi", opened=APRIL_10, closes=MAY_1
            ),
        },
    ),
    Case(
        "C26",
        made("consultation", "c", proposal="p209", consultation_kind="mrc", expected_month="2024-06"),
        "The Modification Report Consultation on MP209 is expected",
        (("consultation", "c"),),
        {
            "it was dropped": made(
                "consultation", "c", proposal="p209", consultation_kind="mrc", expected_month="2024-06", dropped=JUNE_3
            )
        },
    ),
    Case(
        "C26",
        made("consultation", "c", proposal="p209", consultation_kind="mrc", opened=JUNE_10),
        "The Modification Report Consultation on MP209 is expected",
        (("consultation", "c"),),
        {},
    ),
    Case(
        "C27",
        made("assessment", "a", proposal="p206", assessment_kind="PA", accepted=MAY_20, target=15),
        "MP206: a Refinement Consultation is expected in June 2024, and its Preliminary Assessment, accepted on"
        " 20 May 2024, is not back",
        (("consultation", "c206"), ("assessment", "a"), ("proposal", "p206")),
        {
            "an Impact Assessment comes after it": made(
                "assessment", "a", proposal="p206", assessment_kind="IA", accepted=MAY_20, target=40
            ),
            "it was cancelled": made(
                "assessment", "a", proposal="p206", assessment_kind="PA", accepted=MAY_20, target=15, cancelled=MAY_31
            ),
            "it came back by the day of the paper": made(
                "assessment", "a", proposal="p206", assessment_kind="PA", accepted=MAY_20, target=15, returned=JUNE_3
            ),
            "the consultation was dropped": both(
                made("assessment", "a", proposal="p206", assessment_kind="PA", accepted=MAY_20, target=15),
                force("consultation", "c206", dropped=JUNE_3),
            ),
            "the proposal is on hold": both(
                made("assessment", "a", proposal="p206", assessment_kind="PA", accepted=MAY_20, target=15),
                lambda s: change(s, "proposal", "p206", HOLD_FROM, on_hold=True),
            ),
        },
    ),
)

ASSESSMENTS = (
    Case(
        "C28",
        force("assessment", "a206", returned=date(2024, 4, 5)),
        "The Preliminary Assessment of MP206 was returned on 5 Apr 2024 and accepted on 8 Apr 2024",
        (("assessment", "a206"), ("proposal", "p206")),
        {"both on one day": force("assessment", "a206", returned=date(2024, 4, 8))},
    ),
    Case(
        "C29",
        made("assessment", "a", proposal="p209", assessment_kind="PA", accepted=MAY_20, target=15),
        "The Preliminary Assessment of MP209 is open, and the proposal is at 'Withdrawn'",
        (("assessment", "a"), ("proposal", "p209")),
        {
            "it was cancelled": made(
                "assessment", "a", proposal="p209", assessment_kind="PA", accepted=MAY_20, target=15, cancelled=MAY_31
            ),
            "it is on hold, not over": made(
                "assessment", "a", proposal="p210", assessment_kind="PA", accepted=APRIL_10, target=15
            ),
        },
    ),
    Case(
        "C30",
        lambda s: change(s, "assessment", "a205", target=5),
        "1 of 1 open assessment is over target by 5 WD: MP205 IA by 5",
        (("assessment", "a205"),),
        {
            "on the very day": lambda s: change(s, "assessment", "a205", target=10),
            "agreed longer": both(
                lambda s: change(s, "assessment", "a205", target=5),
                lambda s: change(s, "assessment", "a205", MAY_31, target=30),
            ),
            "the proposal is on hold": both(
                lambda s: change(s, "assessment", "a205", target=5),
                lambda s: change(s, "proposal", "p205", HOLD_FROM, on_hold=True),
            ),
        },
    ),
    Case(
        "C31",
        lambda s: change(s, "assessment", "a205", target=None),
        "1 open assessment has no target: MP205 IA",
        (("assessment", "a205"),),
        {"it is back": lambda s: change(s, "assessment", "a206", target=None)},
    ),
    Case(
        "C32",
        made("stated_figure", "y", figure="assessment_year", assessment="a206", value="2023/24", reason="As before"),
        "MP206 PA was returned on 24 Apr 2024, in 2024/25, and counts in 2023/24 by statement: the paper prints 0"
        " Preliminary Assessments completed in 2024/25; by date of return there are 1",
        (("stated_figure", "y"), ("assessment", "a206"), ("proposal", "p206")),
        {
            "it says what is so": made(
                "stated_figure", "y", figure="assessment_year", assessment="a206", value="2024/25", reason="Quite so"
            ),
            "it is about another paper": made(
                "stated_figure",
                "y",
                figure="assessment_year",
                month="2024-04",
                assessment="a206",
                value="2023/24",
                reason="As before",
            ),
            "it came back after the figures": both(
                force("assessment", "a206", returned=JUNE_3),
                lambda s: change(s, "assessment", "a206", target=60),
                force("consultation", "c206", dropped=JUNE_3),
                made("stated_figure", "y", figure="assessment_year", assessment="a206", value="2023/24", reason="Told"),
            ),
            "neither year is that of the paper": both(
                force(
                    "assessment",
                    "a206",
                    requested=date(2022, 4, 4),
                    accepted=date(2022, 4, 4),
                    returned=date(2022, 4, 24),
                ),
                made("stated_figure", "y", figure="assessment_year", assessment="a206", value="2021/22", reason="Old"),
            ),
        },
    ),
)

RELEASES = (
    Case(
        "C33",
        made("release_part", "r", proposal="p209", release="nov"),
        "MP209 is at 'Withdrawn' and still in the November 2024 SEC Release",
        (("release_part", "r"), ("proposal", "p209"), ("release", "nov")),
        {
            "a release long gone": made("release_part", "r", proposal="p209", release="feb"),
            "a release that has passed": both(
                force("release", "feb", implemented=None), made("release_part", "r", proposal="p209", release="feb")
            ),
            "a release that went live without a date": both(
                made("release", "early", name="Early", implemented=MAY_1),
                made("release_part", "r", proposal="p209", release="early"),
            ),
            "its part went live": made("release_part", "r", proposal="p201", release="nov", implemented=MAY_1),
            "it is taken out": both(
                made("release_part", "r", proposal="p209", release="nov"),
                lambda s: change(s, "release_part", "r", JUNE_3, release=None),
            ),
            "on hold, not over": made("release_part", "r", proposal="p210", release="nov"),
        },
    ),
    Case(
        "C33",
        both(made("release", "some", name="Some day"), made("release_part", "r", proposal="p209", release="some")),
        "MP209 is at 'Withdrawn' and still in the Some day",
        (("release", "some"),),
        {},
    ),
    Case(
        "C34",
        lambda s: change(s, "release_part", part_of(s, 202), JUNE_3, release=None),
        "MP202 is approved and in no release",
        (("proposal", "p202"),),
        {
            "it is on hold": both(
                lambda s: change(s, "release_part", part_of(s, 202), JUNE_3, release=None),
                lambda s: change(s, "proposal", "p202", JUNE_3, on_hold=True),
            ),
            "it is moved to another": both(
                made("release", "alone", name="Alone", release_kind="standalone"),
                lambda s: change(s, "release_part", part_of(s, 202), JUNE_3, release="alone"),
            ),
        },
    ),
    Case(
        "C35",
        lambda s: change(s, "release", "nov", goes_live=date(2024, 6, 6)),
        "The November 2024 SEC Release was due on 6 Jun 2024, and 1 modification is not recorded as implemented: MP202",
        (("release", "nov"), ("proposal", "p202")),
        {
            "it is today": lambda s: change(s, "release", "nov", goes_live=PAPER_DATE),
            "it is on hold": both(
                lambda s: change(s, "release", "nov", goes_live=date(2024, 6, 6)),
                lambda s: change(s, "proposal", "p202", JUNE_3, on_hold=True),
            ),
            "its part went live": both(
                lambda s: change(s, "release", "nov", goes_live=date(2024, 6, 6)),
                lambda s: change(s, "release_part", part_of(s, 202), implemented=date(2024, 6, 6)),
            ),
        },
    ),
)  # fmt: skip

CASES = (*CONSULTATIONS, *ASSESSMENTS, *RELEASES)
