"""The sentences of the papers about one proposal as shipped (see `secdesk.rules.sentences`)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_NEXT = "Once converted it keeps its number and bears the letters MP."

PROPOSALS: Mapping[str, str] = MappingProxyType(
    {
        "proposal.status": "On the day of this paper’s data its status is ‘{status}’, not ‘{expected}’.",
        "proposal.raised": "{proposal} was raised by {who} on {date}.",
        "proposal.raised.undated": "{proposal} was raised by {who}; the day is not in the register.",
        "proposal.raised.by_nobody": "{proposal} was raised on {date}; its Proposer is not in the register.",
        "proposal.raised.unknown": "Who raised {proposal}, and when, is not in the register.",
        "proposal.issue.none": "A summary of the issue is not yet in the register.",
        "proposal.solution.none": "A summary of the solution is not yet in the register.",
        "proposal.parties.none": "Which Parties it affects is not in the register yet.",
        "proposal.systems.changed": "It changes DCC systems.",
        "proposal.systems.unchanged": "It does not change DCC systems.",
        "proposal.systems.unknown": "Whether it changes DCC systems is not known yet.",
        "proposal.cost": "Estimated cost: {cost}.",
        "proposal.cost.none": "No estimate of its cost is in the register.",
        "proposal.provisions.none": "The provisions of the Code that it changes are not in the register yet.",
        "proposal.provisions.lacking": "Legal text is not drafted for {provisions}.",
        "proposal.provisions.unknown": "Whether it is drafted is not known for {provisions}.",
        "proposal.assessments.none": "No assessment by the DCC is in the register.",
        "proposal.consultations.none": "No consultation on it is in the register.",
        "proposal.releases.none": "It is in no release yet.",
        "proposal.documents.none": "No documents are listed in the register.",
        "proposal.documents.withheld.one": "{documents} with a marking above {marking} is left out.",
        "proposal.documents.withheld.many": "{documents} with a marking above {marking} are left out.",
        "conversion.asked.refinement": "The Panel is asked to {verb} that {proposal} is converted to a Modification"
        " Proposal and goes to the Refinement Process.",
        "conversion.asked.report_phase": "The Panel is asked to {verb} that {proposal} is converted to a Modification"
        " Proposal and goes straight to the Report Phase.",
        "conversion.asked.fast_track": "The Panel is asked to {verb} that {proposal} is converted to a Modification"
        " Proposal and is dealt with as a Fast-Track.",
        "conversion.next.refinement": f"{_NEXT} The Proposer and the Working Group work out the solution, with"
        " assessments by the DCC and a Refinement Consultation where they are needed; then the Modification Report"
        " comes to the Panel.",
        "conversion.next.report_phase": f"{_NEXT} As the solution needs no refinement, the Modification Report goes out"
        " for consultation, and the Change Board votes after that.",
        "conversion.next.fast_track": f"{_NEXT} A Fast-Track is decided by the Panel itself and needs neither"
        " consultation nor vote of the Change Board.",
        "conversion.view.none": "No outcome of the Change Sub-Committee (CSC) on it is in the register.",
        "modification_report.asked": "The Panel is asked to:",
        "modification_report.approve": "{verb} the Modification Report of {proposal} into the Report Phase;",
        "modification_report.path": "{verb} that it is progressed as Path {path};",
        "modification_report.fast_track": "{verb} that it is a Fast-Track;",
        "modification_report.no_path": "{verb} by which path it is progressed, as none is in the register;",
        "modification_report.note": "{verb} the timetable in section {section}.",
        "modification_report.timetable": "If the Panel approves the report, the usual timetable is:",
        "modification_report.timetable.none": "The timetable follows from the date of the Panel, which is not in the"
        " register yet.",
        "modification_report.opens": "The consultation opens on the Monday after the Panel.",
        "fact_sheet.update.none": "No update is in the register.",
        "fact_sheet.relations.none": "No related changes are in the register.",
        "fact_sheet.timeline.none": "Nothing about it has a date in the register yet.",
        "notice.asks": "{who} asks for views on {proposal} from everybody it may affect.",
        "notice.closed": "{who} asked for views on {proposal}. This {consultation} has closed.",
        "notice.dropped": "This {consultation} was dropped; no responses are asked for.",
        "notice.send": "Fill in the form at the end of this paper and send it to {whom} by {closes}.",
        "notice.send.undated": "Fill in the form at the end of this paper and send it to {whom} by the closing date,"
        " once it is set.",
        "notice.subject": "Write ‘{subject}’ in the subject line.",
        "notice.confidential": "Mark what is confidential; everything else is published with the other responses.",
        "notice.parties": "It affects the following Parties most; every other Party may respond as well:",
        "notice.parties.none": "Which Parties it affects is not in the register yet; every Party may respond.",
        "notice.question.issue": "Does the solution put the issue right? Say why.",
        "notice.question.approval": "Should it be approved? Say why, by the SEC Objectives.",
        "notice.question.effect": "How does it affect you, and what does it cost you?",
        "notice.question.time": "How long do you need to prepare for it?",
        "notice.question.date": "Do you agree with its implementation date?",
        "notice.question.text": "Does the legal text say what the solution intends?",
        "notice.question.else": "Is there anything else to consider?",
    }
)
"""Every sentence of the papers about one proposal by key, in their order."""
