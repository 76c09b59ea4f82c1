"""The sentences of the Change Status Report as shipped, chapter by chapter (see `secdesk.rules.sentences`)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_CONSULTATION = {
    "open.one": "There is currently {count} Modification Proposal out for NAME:",
    "open.many": "There are currently {count} Modification Proposals out for NAME:",
    "open.none": "There are currently no Modification Proposals out for NAME.",
    "expected.one": "There is {count} NAME expected to open during {month}:",
    "expected.many": "There are {count} NAMEs expected to open during {month}:",
    "expected.none": "There are no NAMEs expected to open during {month}.",
}


def _consultations(key: str, name: str) -> Mapping[str, str]:
    return {f"{key}.{part}": text.replace("NAME", name) for part, text in _CONSULTATION.items()}


def _decisions(key: str, before: str, noun: str, after: str) -> Mapping[str, str]:
    name = f"summary.decisions.{key}"
    return {f"{name}.one": f"{before} {{count}} {noun}{after}", f"{name}.many": f"{before} {{count}} {noun}s{after}"}


_MODIFICATION = "Modification Proposal"

REPORT: Mapping[str, str] = MappingProxyType(
    {
        "cover.purpose": "This paper tells the Panel how Smart Energy Code (SEC) modifications and releases stand, and"
        " what moved during {month}.",
        "cover.assessments": "The progress of the Data Communications Company (DCC) on its Preliminary Assessments and"
        " Impact Assessments is set out in Appendix A.",
        "cover.recommendation": "The Panel is asked to {verb} this paper.",
        "summary.lead": "The figures and lists of this report are counted from the register of change. The Modification"
        " Register has the detail of each proposal.",
        "summary.partial": "{share} open proposals are in this register; the stages above count those that are.",
        "summary.unknown.one": "{count} proposal has no known status and is in none of the stages.",
        "summary.unknown.many": "{count} proposals have no known status and are in none of the stages.",
        "summary.convert.one": "There is {count} Draft Proposal for the Panel to convert to a Modification Proposal"
        " this month:",
        "summary.convert.many": "There are {count} Draft Proposals for the Panel to convert to Modification Proposals"
        " this month:",
        "summary.convert.none": "There are no Draft Proposals for the Panel to convert this month.",
        "summary.reports.one": "The Panel will consider {count} Modification Report this month:",
        "summary.reports.many": "The Panel will consider {count} Modification Reports this month:",
        "summary.reports.none": "There are no Modification Reports for the Panel to consider this month.",
        **_decisions("cb_approved", "The Change Board approved", _MODIFICATION, " under Self-Governance:"),
        **_decisions("cb_rejected", "The Change Board rejected", _MODIFICATION, " under Self-Governance:"),
        **_decisions("panel_approved", "The Panel approved", _MODIFICATION, " by the Fast-Track route:"),
        **_decisions("authority_approved", "The Authority approved", _MODIFICATION, ":"),
        **_decisions("authority_rejected", "The Authority rejected", _MODIFICATION, ":"),
        **_decisions("withdrawn", "Proposers withdrew", "proposal", ":"),
        "summary.decisions.none": "There were no final decisions on Modification Proposals in this period.",
        "since.none": "Nothing has moved since the last report.",
        "since.new": "New proposals:",
        "since.moved": "Moved:",
        "since.decided": "Decided:",
        "since.returned": "Assessments returned:",
        "since.accepted": "Assessments begun:",
        "since.release": "Releases:",
        "define.new.none": "No Draft Proposals were raised in {month}.",
        "define.raised.by": "{proposal} was raised by {who} on {date}.",
        "define.raised": "{proposal} was raised on {date}.",
        "define.no_issue": "A summary of the issue is not yet in the register.",
        "define.restricted": "The marking of this Draft Proposal is above that of this paper.",
        "define.csc.none": "There are no Change Sub-Committee (CSC) decisions to report in this period.",
        "define.ready.one": "The Change Sub-Committee (CSC) found the following Draft Proposal ready to go to the Panel"
        " for conversion:",
        "define.ready.many": "The Change Sub-Committee (CSC) found the following Draft Proposals ready to go to the"
        " Panel for conversion:",
        "define.develop.one": "The CSC decided that the following Draft Proposal needs further development before going"
        " to the Panel:",
        "define.develop.many": "The CSC decided that the following Draft Proposals need further development before"
        " going to the Panel:",
        "define.csc_ready_report": "The CSC found {proposal} ready for conversion and for going straight to the Report"
        " Phase.",
        "define.csc_fast_track": "The CSC recommended {proposal} as a Fast-Track.",
        "define.csc_noted": "The CSC noted {proposal}.",
        "define.csc_deferred": "The CSC put off its decision on {proposal}.",
        "define.target": "The Draft Proposal is to go to the {meeting}.",
        "refine.wg.never": "No Working Group meeting has been held yet.",
        "refine.wg.last.one": "The last Working Group meeting was held on {date} and took the following modification:",
        "refine.wg.last.many": "The last Working Group meeting was held on {date} and took the following"
        " modifications:",
        "refine.wg.last.none": "The last Working Group meeting was held on {date}; no modifications are recorded on its"
        " agenda.",
        "refine.wg.unrecorded": "The Working Group meeting planned for {date} is not recorded as held.",
        "refine.wg.next": "The next Working Group meeting is on {date}.",
        "refine.wg.next.confirmed": "The next Working Group meeting is on {date}; its agenda was confirmed on"
        " {agenda_date}.",
        "refine.wg.next.to_confirm": "The next Working Group meeting is on {date}; its agenda is to be confirmed on"
        " {agenda_date}.",
        "refine.wg.next.none": "The next Working Group meeting has no date yet.",
        **_consultations("refine.consultations", "Refinement Consultation"),
        "refine.requests.one": "The Change Board requested {count} Impact Assessment in {month}:",
        "refine.requests.many": "The Change Board requested {count} Impact Assessments in {month}:",
        "refine.requests.no_meeting": "No Impact Assessments were requested: no Change Board meeting is recorded as"
        " held in {month}.",
        "refine.requests.none.one": "No Impact Assessments were requested at the {month} Change Board meeting.",
        "refine.requests.none.many": "No Impact Assessments were requested at the {month} Change Board meetings.",
        "refine.timescales": "Timescales as at {date}:",
        "refine.open.none": "No assessments are open with the DCC.",
        "refine.completed.none": "No assessments have been completed during {year}.",
        **_consultations("opine.consultations", "Modification Report Consultation"),
        "opine.votes.none": "The Change Board took no votes in {month}.",
        "opine.votes.one": "The Change Board considered {count} modification on {date}:",
        "opine.votes.many": "The Change Board considered {count} modifications on {date}:",
        "opine.authority.one": "The Authority gave {count} decision in {month}:",
        "opine.authority.many": "The Authority gave {count} decisions in {month}:",
        "opine.authority.none": "There were no Authority decisions in {month}.",
        "opine.waiting.none": "No modifications are with the Authority.",
        "opine.waiting.one": "{proposal} is with the Authority for decision.",
        "opine.waiting.many": "There are {count} modifications with the Authority for decision:",
        "opine.timescales": "Timescales as at {date}, counted from the day on which a proposal was raised:",
        "release.none": "There are no modifications approved for implementation in a coming SEC Release.",
        "release.alone.none": "There are no modifications approved for implementation as standalone releases.",
        "release.coming.one": "There is {count} modification approved for implementation in the {release} ({date}):",
        "release.coming.many": "There are {count} modifications approved for implementation in the {release} ({date}):",
        "release.passed.one": "The {release} ({date}) has passed; {count} modification approved for it is not recorded"
        " as implemented:",
        "release.passed.many": "The {release} ({date}) has passed; {count} modifications approved for it are not"
        " recorded as implemented:",
        "release.unassigned.one": "There is {count} approved modification not yet in a release:",
        "release.unassigned.many": "There are {count} approved modifications not yet in a release:",
        "appendix.clock": "The clock of an assessment runs from the day on which the DCC accepts the request. The due"
        " date is the target in Working Days after that day, bank holidays left out.",
        "appendix.open.none": "No assessments are with the DCC.",
        "appendix.returned.none": "No assessments were returned during {year}.",
    }
)
"""Every sentence of the report by key, in its order."""
