"""The sentences as shipped of the papers about releases, actions and figures, and of every paper.

See `secdesk.rules.sentences`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OTHERS: Mapping[str, str] = MappingProxyType(
    {
        "paper.withheld": "Not listed here: above the marking of this paper.",
        "paper.left_out.one": "{proposals} with a marking above {marking} is left out of its lists and counted here;"
        " totals include it.",
        "paper.left_out.many": "{proposals} with a marking above {marking} are left out of its lists and counted here;"
        " totals include them.",
        "paper.by_reference.one": "{proposals} with a marking above {marking} is shown by reference alone; totals"
        " include it.",
        "paper.by_reference.many": "{proposals} with a marking above {marking} are shown by reference alone; totals"
        " include them.",
        "tracker.open.none": "No consultation is open.",
        "tracker.open.one": "{consultations} is open.",
        "tracker.open.many": "{consultations} are open.",
        "tracker.to_issue.none": "No consultation is waiting to be issued.",
        "tracker.to_issue.one": "{consultations} is to be issued.",
        "tracker.to_issue.many": "{consultations} are to be issued.",
        "tracker.closed.none": "No consultation has closed during {year}.",
        "tracker.closed.one": "{consultations} has closed.",
        "tracker.closed.many": "{consultations} have closed.",
        "tracker.average": "Average number of responses to a closed consultation: {average}.",
        "tracker.average.some": "Average number of responses to a closed consultation: {average}; {consultations}"
        " without a recorded number left out.",
        "releases.empty": "No modification is in this release yet.",
        "release_notes.brings.one": "This release brings {count} modification:",
        "release_notes.brings.many": "This release brings {count} modifications:",
        "release_notes.changes.none": "As no modification is in this release yet, it changes nothing in the Code.",
        "release_notes.withheld": "The marking of this modification is above that of this paper.",
        "release_notes.part": "This release carries {part}.",
        "release_notes.unknown": "Neither a summary of what it changes nor the provisions of the Code are in the"
        " register.",
        "release_notes.summary.none": "A summary of what it changes is not in the register.",
        "release_notes.provisions.none": "The provisions of the Code that it changes are not in the register.",
        "release_status.none": "No coming release is in the register.",
        "release_status.live": "It goes live on {date}.",
        "release_status.passed": "Its date, {date}, has passed; it is not recorded as implemented.",
        "release_status.undated": "Its date is not yet set.",
        "release_status.not_approved.one": "{entries} of this release is not approved.",
        "release_status.not_approved.many": "{entries} of this release are not approved.",
        "release_status.unassigned.none": "Every approved modification is in a release.",
        "release_status.unassigned.one": "There is {count} approved modification not yet in a release:",
        "release_status.unassigned.many": "There are {count} approved modifications not yet in a release:",
        "action_log.open.none": "No action is open.",
        "action_log.done.none": "No action has been done during {year}.",
        "action_log.count": "{actions}.",
        "action_log.count.late": "{actions}, {late} late.",
        "consistency.none": "The checks found nothing.",
        "consistency.count": "{findings}.",
        "kpi.dash": "{dash} means that there was nothing to measure in that period.",
        "kpi.period": "A duration counts in the period in which it ended.",
        "kpi.in_line": "{figure}: approvals after a recommendation to approve, and rejections after one to reject, of"
        " all the Authority’s decisions for which a recommendation is recorded.",
        "kpi.responses": "{figure}: of consultations that closed in the period and have a number of responses on"
        " record.",
        "kpi.late": "{figure}: issued after the day on which papers go out before their Panel.",
        "kpi.no_estimate": "{figure}: Modification Report Consultations opened on a proposal for which the register has"
        " no estimate today; estimates have no dates.",
        "kpi.systems": "{figure}: a modification of which it is not known whether it changes them is in neither line.",
        "kpi.not_kept": "These figures of the Code Administration Code of Practice (CACoP) are not on this sheet,"
        " because the register does not hold what they need:",
        "list.filter": "Filter: ‘{filter}’.",
        "list.everything": "No filter: every record of this kind.",
        "list.none": "No records match this filter.",
        "list.empty": "This register has no {kind}.",
        "list.count": "In all {records}.",
    }
)
"""Every sentence of these papers by key, in their order."""
