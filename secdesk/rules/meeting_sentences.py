"""The sentences of the papers of a meeting as shipped (see `secdesk.rules.sentences`)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MEETINGS: Mapping[str, str] = MappingProxyType(
    {
        "meeting.items.none": "No items are on this agenda yet.",
        "meeting.length": "The agenda takes {length}.",
        "meeting.length.lacking.one": "The agenda takes {length}; {count} item has no length yet.",
        "meeting.length.lacking.many": "The agenda takes {length}; {count} items have no length yet.",
        "meeting.length.none": "No item has a length yet.",
        "agenda.missing": "Not entered for any item yet: {columns}.",
        "agenda.meant.one": "{proposals} is meant for this meeting and not on its agenda:",
        "agenda.meant.many": "{proposals} are meant for this meeting and not on its agenda:",
        "agenda.confirmed": "This agenda was confirmed on {date}.",
        "agenda.to_confirm": "This agenda is to be confirmed by {date}.",
        "agenda.papers": "Papers are due on {date}.",
        "agenda.papers.past": "Papers were due on {date}.",
        "agenda.next": "The next meeting is on {date}.",
        "agenda.next.none": "No later meeting of this body ({body}) has a date in the register yet.",
        "script.welcome": "Welcome everybody to this meeting of {body}, and say who is in the chair and who takes the"
        " minutes.",
        "script.apologies": "Ask for apologies and alternates, and whether enough members are here to decide.",
        "script.interests": "Ask whether anybody has an interest to declare in an item.",
        "script.marking": "Remind the meeting that its papers are marked {marking}.",
        "script.minutes": "Ask whether the minutes of the meeting of {date} are agreed.",
        "script.actions.none": "No action of an earlier meeting is open.",
        "script.last": "Last outcome: ‘{outcome}’ ({body}, {when}).",
        "script.last.target": "Last outcome: ‘{outcome}’ ({body}, {when}), for the {meeting}.",
        "script.consultation.to_issue": "The {consultation} is still to be issued.",
        "script.consultation.to_issue.on": "The {consultation} is still to be issued, on {date}.",
        "script.consultation.to_issue.expected": "The {consultation} is still to be issued, expected in {month}.",
        "script.consultation.open": "The {consultation} opened on {opened} and closes on {closes}.",
        "script.consultation.closed.one": "The {consultation} ran from {opened} to {closes}; {responses} was received.",
        "script.consultation.closed.many": "The {consultation} ran from {opened} to {closes}; {responses} were"
        " received.",
        "script.consultation.closed.unknown": "The {consultation} ran from {opened} to {closes}; the number of"
        " responses is not recorded.",
        "script.assessment.returned": "The DCC returned its {assessment} on {date}.",
        "script.assessment.accepted": "The {assessment} has been with the DCC since {date}.",
        "script.assessment.due": "The {assessment} has been with the DCC since {date}, due on {due}.",
        "script.assessment.requested": "The {assessment} was requested on {date} and not yet accepted by the DCC.",
        "script.assessment.none": "The {assessment} has no dates in the register.",
        "script.asked": "{body} is asked to {request}.",
        "script.record": "Sum up, then have one outcome recorded: {outcomes}.",
        "script.sum_up": "Sum up what was decided on the {proposals}, and who took which action.",
        "script.other_business": "Ask for any other business.",
        "script.next": "The next meeting is on {date}.",
        "script.next.none": "The next meeting has no date in the register yet.",
        "script.thanks": "Thank everybody and close the meeting.",
        "minutes.last": "The minutes of the meeting of {date} were {gap}.",
        "minutes.actions": "These actions of earlier meetings were open:",
        "minutes.actions.none": "No action of an earlier meeting was open.",
        "minutes.items.none": "No items are on the agenda of this meeting.",
        "minutes.presented": "{person} presented this item.",
        "minutes.decision.none": "No outcome is recorded.",
        "minutes.next": "The next meeting of {body} is on {date}.",
        "minutes.next.none": "The next meeting of {body} has no date in the register yet.",
        "sheet.items.none": "No proposal is on the agenda of this meeting or meant for it.",
        "sheet.no_decisions": "This body takes no decisions on proposals; its views are for the minutes.",
        "sheet.to_decide": "{proposals} to decide. A filled box is a recorded outcome.",
        "sheet.decided": "{proposals} with a recorded outcome (filled box); none is left without an outcome.",
        "sheet.decided.some": "{proposals} with a recorded outcome (filled box); {others} without an outcome.",
        "sheet.no_agenda": "No agenda of this meeting is in the register.",
        "sheet.off_agenda.one": "{proposals} without an item number is not on the agenda.",
        "sheet.off_agenda.many": "{proposals} without an item number are not on the agenda.",
        "sheet.notes": "Notes to the recorded outcomes:",
        "sheet.dash": "{dash} stands for a number that is not recorded.",
        "authority.none": "No modifications are with the Authority.",
        "authority.some.one": "There is {count} modification to be decided.",
        "authority.some.many": "There are {count} modifications to be decided.",
    }
)
"""Every sentence of the papers of a meeting by key, in their order."""
