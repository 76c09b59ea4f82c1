"""Cases of the checks of papers and promises."""

from __future__ import annotations

from datetime import date

from tests.services.checks.case import Case, both, force, force_setting, made, outcome, taken_over
from tests.services.checks.clean_register import PAPER_DATE, change

APRIL_10, MAY_1, MAY_20 = date(2024, 4, 10), date(2024, 5, 1), date(2024, 5, 20)
JUNE_3, JUNE_10 = date(2024, 6, 3), date(2024, 6, 10)
HOLD_FROM = date(2024, 5, 30)

PAPERS = (
    Case(
        "C36",
        force("paper", "report", reference="SECP_89_0606_05"),
        "Paper SECP_89_0606_05 has 0606 in its number and is dated 7 Jun 2024",
        (("paper", "report"),),
        {
            "numbered another way": force("paper", "report", reference="Panel 89, item 5 of 0606"),
            "without a number": force("paper", "report", reference=None),
            "without a date": force("paper", "report", reference="SECP_89_0606_05", date=None),
        },
    ),
    Case(
        "C37",
        force("paper", "report", reference="SECP_88_0706_05"),
        "Paper SECP_88_0706_05 is numbered for meeting 88, and the SEC Panel of 14 Jun 2024 is number 89",
        (("paper", "report"), ("meeting", "panel-june")),
        {
            "with a nought": force("paper", "report", reference="SECP_089_0706_05"),
            "the meeting has no number": both(
                force("paper", "report", reference="SECP_88_0706_05"), force("meeting", "panel-june", number=None)
            ),
        },
    ),
    Case(
        "C38",
        force("paper", "report", figures_to=JUNE_10),
        "The figures are to 10 Jun 2024, after the paper of 7 Jun 2024",
        (("paper", "report"),),
        {"to the day of the paper": force("paper", "report", figures_to=PAPER_DATE)},
    ),
    Case(
        "C38",
        force("paper", "report", figures_to=date(2024, 4, 30)),
        "The figures are to 30 Apr 2024, before the month that the paper reports, May 2024",
        (("paper", "report"),),
        {},
    ),
    Case(
        "C38",
        force("paper", "report", date=date(2024, 5, 30), reference=None, figures_to=date(2024, 5, 30)),
        "The paper is dated 30 May 2024, before the end of the month that it reports, May 2024",
        (("paper", "report"),),
        {"dated its last day": force("paper", "report", date=date(2024, 5, 31), reference=None)},
    ),
    Case(
        "C39",
        both(
            force("paper", "report", meeting=None),
            *(force("meeting", name, body="OPS") for name in ("panel-june", "panel-july")),
        ),
        "No Panel is in the register for the paper of 7 Jun 2024",
        (("paper", "report"),),
        {"the register knows the next one": force("paper", "report", meeting=None)},
    ),
    Case(
        "C40",
        force("proposal", "p208", issue=" ", proposer=None, proposer_organisation=None),
        "DP208 is new in the paper and lacks its Proposer and a summary of its issue",
        (("proposal", "p208"),),
        {
            "an organisation raised it": force("proposal", "p208", proposer=None),
            "a person raised it": force("proposal", "p208", proposer_organisation=None),
            "it speaks for a body": force(
                "proposal", "p208", proposer=None, proposer_organisation=None, on_behalf_of="dcc"
            ),
            "it is not new": force("proposal", "p205", issue=None, proposer=None, proposer_organisation=None),
        },
    ),
    Case(
        "C40",
        lambda s: change(s, "proposal", "p208", title=None),
        "DP208 is new in the paper and lacks its title",
        (("proposal", "p208"),),
        {},
    ),
    Case(
        "C41",
        both(lambda s: change(s, "proposal", "p208", marking="RED"), force("proposal", "p208", issue=None)),
        "DP208 is marked RED, above the GREEN paper",
        (("proposal", "p208"),),
        {},
    ),
    Case(
        "C41",
        lambda s: change(s, "proposal", "p205", marking="AMBER"),
        "MP205 is marked AMBER, above the GREEN paper, and named by reference alone",
        (("proposal", "p205"),),
        {
            "it is marked as the paper is": lambda s: change(s, "proposal", "p205", marking="GREEN"),
            "the paper does not name it": lambda s: change(s, "proposal", "p201", marking="RED"),
            "the paper is marked as high": both(
                lambda s: change(s, "proposal", "p205", marking="RED"), force("paper", "report", marking="RED")
            ),
        },
    ),
    Case(
        "C42",
        made("stated_figure", "f", figure="open_count", month="2024-05", value="47", reason="Counted by hand"),
        "Proposals open (pre-decision): the total of 47 is stated, and the register counts 9",
        (("stated_figure", "f"),),
        {
            "it is what the register counts": made(
                "stated_figure", "f", figure="open_count", month="2024-05", value="9", reason="Counted by hand"
            ),
            "it is about another paper": made(
                "stated_figure", "f", figure="open_count", month="2024-04", value="47", reason="Counted by hand"
            ),
            "the register cannot count it": both(
                force("assessment", "a206", accepted=None),
                made("stated_figure", "f", figure="assessment_duration", assessment="a206", value="31", reason="Told"),
            ),
        },
    ),
    Case(
        "C42",
        made("stated_figure", "f", figure="assessment_duration", assessment="a206", value="31", reason="Told"),
        "MP206 PA: the duration of 31 WD is stated, and the register counts 13 WD",
        (("stated_figure", "f"),),
        {},
    ),
    Case(
        "C43",
        taken_over(213, "refinement", MAY_1, "When this was raised nobody knows"),
        "Proposals open (pre-decision): when 1 proposal was raised is not known, so the average rests on 9 of 10",
        (("proposal", "p213"),),
        {"it is known": taken_over(213, "refinement", MAY_1, "Raised on a day", date(2023, 5, 8))},
    ),
    Case(
        "C43",
        force("assessment", "a206", accepted=None),
        "Preliminary Assessments completed during 2024/25: when 1 assessment was accepted is not known, so there is no"
        " average",
        (("assessment", "a206"),),
        {
            "it came back in another year": force(
                "assessment", "a206", requested=None, accepted=None, returned=date(2024, 3, 20)
            )
        },
    ),
)

PROMISES = (
    Case(
        "C44",
        lambda s: change(s, "proposal", "p206", APRIL_10, target_meeting="panel-may"),
        "MP206 is meant for the SEC Panel of 10 May 2024, which was held without it",
        (("proposal", "p206"), ("meeting", "panel-may")),
        {
            "it is on hold": both(
                lambda s: change(s, "proposal", "p206", APRIL_10, target_meeting="panel-may"),
                lambda s: change(s, "proposal", "p206", HOLD_FROM, on_hold=True),
            ),
            "the Panel noted it": both(
                lambda s: change(s, "proposal", "p206", APRIL_10, target_meeting="panel-may"),
                outcome(206, "panel_noted", date=date(2024, 5, 10), meeting="panel-may"),
            ),
            "it moved on since": lambda s: change(s, "proposal", "p202", APRIL_10, target_meeting="panel-may"),
            "it was withdrawn": lambda s: change(s, "proposal", "p209", APRIL_10, target_meeting="panel-may"),
        },
    ),
    Case(
        "C44",
        force("meeting", "panel-june", state="cancelled"),
        "DP207 is meant for the SEC Panel of 14 Jun 2024, which was cancelled",
        (("proposal", "p207"), ("meeting", "panel-june")),
        {
            "both have another": both(
                force("meeting", "panel-june", state="cancelled"),
                *(
                    lambda s, uid=uid: change(s, "proposal", uid, JUNE_3, target_meeting="panel-july")
                    for uid in ("p207", "p211")
                ),
                force("paper", "report", meeting="panel-july", reference=None),
            ),
        },
        times=2,
    ),
    Case(
        "C45",
        both(
            lambda s: change(s, "proposal", "p206", APRIL_10, target_meeting="panel-june"),
            lambda s: change(s, "proposal", "p206", MAY_20, target_meeting="panel-july"),
        ),
        "MP206 was promised for the SEC Panel of 14 Jun 2024 in the paper of 2 May 2024, and is now meant for the"
        " SEC Panel of 12 Jul 2024",
        (("proposal", "p206"), ("meeting", "panel-june"), ("meeting", "panel-july")),
        {
            "it moved before that paper": both(
                lambda s: change(s, "proposal", "p206", APRIL_10, target_meeting="panel-june"),
                lambda s: change(s, "proposal", "p206", MAY_1, target_meeting="panel-july"),
            ),
            "it is on hold": both(
                lambda s: change(s, "proposal", "p206", APRIL_10, target_meeting="panel-june"),
                lambda s: change(s, "proposal", "p206", MAY_20, target_meeting="panel-july", on_hold=True),
            ),
        },
    ),
    Case(
        "C46",
        both(
            lambda s: change(s, "proposal", "p206", APRIL_10, target_meeting="panel-june"),
            lambda s: change(s, "proposal", "p206", MAY_20, target_meeting=None),
        ),
        "MP206 was promised for the SEC Panel of 14 Jun 2024 in the paper of 2 May 2024, and is now meant for no"
        " meeting",
        (("proposal", "p206"), ("meeting", "panel-june")),
        {
            "the promise stands": lambda s: change(s, "proposal", "p206", APRIL_10, target_meeting="panel-june"),
            "it was kept": both(
                lambda s: change(s, "proposal", "p206", APRIL_10, target_meeting="panel-may"),
                outcome(206, "panel_noted", date=date(2024, 5, 10), meeting="panel-may"),
                lambda s: change(s, "proposal", "p206", MAY_20, target_meeting=None),
            ),
            "it is on hold": both(
                lambda s: change(s, "proposal", "p206", APRIL_10, target_meeting="panel-june"),
                lambda s: change(s, "proposal", "p206", MAY_20, target_meeting=None, on_hold=True),
            ),
        },
    ),
)  # fmt: skip
_NO_VOTES, _LEAD = "sentence.opine.votes.none", "sentence.summary.lead"
WORDINGS = (
    Case(
        "C47",
        made("setting", "own", key=_LEAD, value="Every figure is counted from the register."),
        "The paper says in this register's own words (summary.lead): Every figure is counted from the register",
        (("setting", "own"),),
        {
            "from a later day": made("setting", "own", key=_LEAD, value="All is counted.",
                                     effective_from=date(2024, 6, 8)),
            "taken back": made("setting", "own", key=_LEAD, value=None),
            "not said in the paper": made("setting", "own", key=_NO_VOTES, value="No votes were taken in {month}."),
            "of another paper": made("setting", "own", key="sentence.script.thanks", value="Thank everybody."),
            "of no sentence": force_setting("sentence.nothing.of.the.kind", "Words"),
        },
    ),
    Case(
        "C48",
        made("setting", "own", key=_NO_VOTES, value="No votes were taken."),
        "The edited sentence opine.votes.none is not printed, and the shipped one is. Keep {month} in the sentence",
        (("setting", "own"),),
        {"from a later day": made("setting", "own", key=_NO_VOTES, value="No.", effective_from=date(2024, 6, 8))},
    ),
)  # fmt: skip
CASES = (*PAPERS, *PROMISES, *WORDINGS)
