"""What stands in a place that has no records yet: what comes here, and where from (ux.md 2.6, 5: G32)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WHAT_COMES: Mapping[str, str] = MappingProxyType(
    {
        "proposals": "Draft Proposals begin here. A list from elsewhere, or a report of before, can be imported.",
        "meetings": "Meetings of the bodies, with agenda, actions and who was there. "
        "The rules of the bodies can make those of a whole year.",
        "consultations": "Refinement Consultations and Modification Report Consultations: when they open and close, "
        "and how many responded.",
        "assessments": "What was asked of the DCC: requested, accepted, returned, and how long it took.",
        "releases": "Releases with the modifications that they bring, and the day on which they go live.",
        "person": "People who propose, analyse or come to meetings. They can also be added while naming them.",
        "organisation": "Parties, bodies and others. They can also be added while naming them.",
        "event": "What happened to proposals. Decisions come here when a sitting is recorded.",
        "action": "What meetings asked of whom, by when.",
        "document": "Papers and links that belong to proposals.",
        "stated_figure": "Figures as they were published, where the register alone gives others.",
        "paper": "Papers come here when they are issued.",
        "setting": "What holds for this register alone, and from when.",
    }
)
"""By the key of the place; one that is not named needs no words."""
GO_TO_MEETINGS = "Go to Meetings"
NO_SITTING = "No sitting waits for decisions."
NO_SITTING_WHY = "Put proposals on the agenda of a meeting first. What its body decides is recorded here."
