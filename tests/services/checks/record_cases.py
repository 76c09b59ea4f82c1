"""Cases of the checks of proposals, titles, documents and decisions."""

from __future__ import annotations

from datetime import date

from secdesk.models import Proposal
from tests.services.checks.case import Case, both, event_of, force, made, outcome, taken_over
from tests.services.checks.clean_register import add, change

MAY_1, MAY_20, MAY_22, MAY_28 = date(2024, 5, 1), date(2024, 5, 20), date(2024, 5, 22), date(2024, 5, 28)
RAISED = date(2023, 5, 8)
HOLD_FROM = date(2024, 5, 30)

PROPOSALS = (
    Case(
        "C01",
        lambda s: s.add(Proposal(uid="twin", number=206, suffix="", series="SECMP")),
        "Number 206 is that of 2 proposals",
        (("proposal", "twin"), ("proposal", "p206")),
        {"a part of a split": lambda s: s.add(Proposal(uid="part", number=206, suffix="A", series="MP"))},
    ),
    Case(
        "C02",
        outcome(205, "part_implemented", date=date(2024, 6, 6)),  # a Working Group had it the day before
        "MP205 is recorded as 'Part implemented' on 6 Jun 2024, when it was at 'Refinement'",
        (),
        {
            "a reason is given": outcome(205, "part_implemented", date=MAY_20, reason="Agreed by the Panel"),
            "it leads nowhere and asks for nothing before": outcome(205, "date_agreed", date=MAY_20),
            "nobody knows what came before": outcome(205, "part_implemented", known_by=MAY_20),
            "it was recorded in error": both(
                outcome(205, "part_implemented", date=MAY_20),
                lambda s: outcome(
                    205, "corrected", date=MAY_28, reason="A slip", corrects=event_of(s, 205, "part_implemented").uid
                )(s),
            ),
        },
    ),
    Case(
        "C03",
        lambda s: change(s, "proposal", "p207", date(2024, 6, 3), target_meeting=None),
        "DP207 is at 'Ready for the Panel' and meant for no meeting",
        (("proposal", "p207"),),
        {
            "it is on hold": lambda s: change(
                s, "proposal", "p207", date(2024, 6, 3), target_meeting=None, on_hold=True
            ),
            "the target goes after the paper": lambda s: change(
                s, "proposal", "p207", date(2024, 6, 10), target_meeting=None
            ),
        },
    ),
    Case(
        "C04",
        taken_over(213, "unknown", MAY_1, "Where this stands nobody knows"),
        "1 proposal has no known status and no place in a stage: MP213",
        (("proposal", "p213"),),
        {
            "it was implemented": taken_over(213, "implemented", MAY_1, "Something older"),
            "it has not been raised": made("proposal", "p213", title="An idea"),
        },
    ),
)

TITLES = (
    Case(
        "C05",
        lambda s: change(s, "proposal", "p205", title="Forecast of service requests"),
        "MP205 'Forecast of service requests' and DP208 'Forecasts of service requests'",
        (("proposal", "p205"), ("proposal", "p208")),
        {
            "the other is implemented": lambda s: change(s, "proposal", "p201", title="Forecast of service requests"),
            "they are related": both(
                lambda s: change(s, "proposal", "p205", title="Forecast of service requests"),
                made("relation", "r", proposal="p208", relation="depends_on", other="p205"),
            ),
            "they are parts of one": both(
                lambda s: change(s, "proposal", "p205", title="Forecast of service requests"),
                force("proposal", "p208", number=205, suffix="A"),
            ),
            "a series of years": both(
                lambda s: change(s, "proposal", "p205", title="Tariffs for 2023"),
                lambda s: change(s, "proposal", "p206", title="Tariffs for 2024"),
            ),
        },
    ),
    Case(
        "C06",
        lambda s: change(s, "proposal", "p205", MAY_20, title="Displays that a person can read"),
        "MP205 is now called 'Displays that a person can read'; in the paper of 2 May 2024 it was"
        " 'Displays for large gas meters'",
        (("proposal", "p205"),),
        {
            "it changed before the last paper": lambda s: change(s, "proposal", "p205", MAY_1, title="Other displays"),
            "it was raised since": lambda s: change(s, "proposal", "p208", MAY_20, title="Other forecasts"),
            "it had none before": both(
                lambda s: change(s, "proposal", "p205", title=None),
                lambda s: change(s, "proposal", "p205", MAY_20, title="A first title"),
            ),
            "the paper does not name it": lambda s: change(s, "proposal", "p201", MAY_20, title="Other updates"),
            "it changes after the paper": lambda s: change(s, "proposal", "p205", date(2024, 6, 10), title="Later"),
        },
    ),
    Case(
        "C07",
        lambda s: change(s, "proposal", "p205", title=None),
        "1 proposal in the paper has no title: MP205",
        (("proposal", "p205"),),
        {"the paper does not name it": lambda s: change(s, "proposal", "p201", title=None)},
    ),
)

DOCUMENTS = (
    Case(
        "C08",
        force("affected_document", "t211", drafted=False),
        "The legal text of MP211 leaves out Section C C3.5",
        (("affected_document", "t211"), ("proposal", "p211")),
        {
            "it is still in Refinement": made("affected_document", "t", proposal="p206", document="H3", drafted=False),
            "nobody follows the drafting": force("affected_document", "t211", drafted=None),
            "it is on hold": both(
                force("affected_document", "t211", drafted=False),
                lambda s: change(s, "proposal", "p211", HOLD_FROM, on_hold=True),
            ),
        },
    ),
    Case(
        "C08",
        made("affected_document", "t", proposal="p211", document="Appendix A"),
        "leaves out Appendix A",
        (("affected_document", "t"),),
        {"its text has a version": made("affected_document", "t", proposal="p211", document="A", text_version="0.2")},
    ),
    Case(
        "C08",
        both(
            force("affected_document", "t211", drafted=None, text_version="0.1"),
            made("affected_document", "t", proposal="p211", document="Appendix A"),
        ),
        "leaves out Appendix A",
        (("affected_document", "t"),),
        {},
    ),
    Case(
        "C09",
        made("document", "d", proposal="p206", name="DP206 Legal Text v0.1", date=date(2024, 2, 1)),
        "'DP206 Legal Text v0.1' of 1 Feb 2024 is later than the conversion of MP206",
        (("document", "d"), ("proposal", "p206")),
        {
            "nobody dated it": made("document", "d", proposal="p206", name="DP206 Legal Text v0.1"),
            "of the day of conversion": both(
                made("document", "d", proposal="p206", name="DP206 V", date=date(2023, 7, 14)),
                made("document", "e", proposal="p206", name="MP206 V", date=date(2023, 7, 14)),
            ),
            "the reference comes later": made("document", "d", proposal="p206", name="Answers to DP205"),
            "a meeting's own paper": made("document", "d", meeting="cb-may", name="DP206 slides"),
            "it was taken over later": both(
                taken_over(213, "implemented", MAY_1, "Something older"),
                made("document", "d", proposal="p213", name="MP213 Legal Text", date=RAISED),
            ),
            "it was taken over on a day": both(
                made("proposal", "p213", number=213, title="Something older"),
                outcome(213, "taken_over", date=MAY_1, status="implemented"),
                made("document", "d", proposal="p213", name="MP213 Legal Text", date=RAISED),
                made("document", "e", proposal="p213", name="DP213 Legal Text", date=MAY_20),
            ),
            "of the old series": both(
                taken_over(213, "implemented", MAY_1, "Something older"),
                force("proposal", "p213", series="SECMP"),
                made("document", "d", proposal="p213", name="DP213 Legal Text", date=MAY_20),
            ),
        },
    ),
    Case(
        "C09",
        made("document", "d", proposal="p208", name="MP208_Legal_Text"),
        "is named MP, and DP208 is not converted",
        (("document", "d"),),
        {"it bears DP": made("document", "d", proposal="p208", name="DP208_Problem_Statement")},
    ),
    Case(
        "C09",
        made("document", "d", proposal="p206", name="MP0205 Modification Report"),
        "is filed under MP206, and its name is that of another proposal",
        (("document", "d"),),
        {"the number with noughts": made("document", "d", proposal="p206", name="MP0206 Modification Report")},
    ),
)

VOTES = (
    Case(
        "C10",
        lambda s: change(s, "proposal", "p202", path="2"),
        "MP202 was approved under Self-Governance, and its path was '2 Authority-Determined'",
        (("proposal", "p202"),),
        {
            "the path is not known": lambda s: change(s, "proposal", "p202", path=None),
            "a reason is given": both(
                lambda s: change(s, "proposal", "p202", path="2"),
                lambda s: setattr(event_of(s, 202, "cb_approved"), "reason", "The path changed that day"),
            ),
            "the path changed afterwards": lambda s: change(s, "proposal", "p202", date(2024, 6, 1), path="2"),
        },
    ),
    Case(
        "C11",
        taken_over(213, "with_authority", MAY_1, "A vote nobody recorded", RAISED),
        "MP213 is with the Authority, and no vote of the Change Board is on record",
        (("proposal", "p213"),),
        {
            "it is on hold": both(
                taken_over(213, "with_authority", MAY_1, "A vote nobody recorded", RAISED),
                lambda s: change(s, "proposal", "p213", on_hold=True),
            ),
            "the vote is recorded": both(
                taken_over(213, "with_authority", MAY_1, "A vote on record", RAISED),
                outcome(213, "cb_recommended_rejection", known_by=date(2024, 4, 30), reason="Before it was taken over"),
            ),
        },
    ),
    Case(
        "C12",
        both(
            outcome(204, "cb_deferred", date=MAY_22, meeting="cb-may"),
            lambda s: add(s, "vote_count", "v", event=event_of(s, 204, "cb_deferred").uid, category="other",
                          votes_against=4),
        ),
        "MP204 was deferred on 22 May 2024, and votes are counted on it",
        (("proposal", "p204"),),
        {
            "nobody voted": both(
                outcome(204, "cb_deferred", date=date(2024, 4, 24)),
                lambda s: add(s, "vote_count", "v", event=event_of(s, 204, "cb_deferred").uid, category="other",
                              votes_for=0),
            ),
        },
    ),
    Case(
        "C13",
        outcome(204, "cb_sent_back", date=MAY_22, meeting="cb-may"),
        "The paper counts three modifications at the Change Board on 22 May 2024, and two were voted on: MP204 was sent"
        " back for clarification",
        (("proposal", "p204"),),
        {
            "it was in another month": outcome(204, "cb_sent_back", date=date(2024, 4, 24)),
            "the Board decided to send it back": outcome(204, "cb_sent_to_refinement", date=MAY_22, meeting="cb-may"),
        },
    ),
)  # fmt: skip

CASES = (*PROPOSALS, *TITLES, *DOCUMENTS, *VOTES)
