"""The kinds of paper that the register prints (domain.md 10), apart from other choices: the menu needs them first."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PAPER_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "change_status_report": "Change Status Report",
        "panel_agenda": "Panel agenda",
        "wg_agenda": "Working Group agenda",
        "agenda": "Agenda of any meeting",
        "chair_script": "Chair’s script",
        "decision_sheet": "Decision sheet",
        "authority_sheet": "Decision sheet of the Authority",
        "minutes": "Minutes",
        "conversion": "Conversion paper",
        "modification_report": "Modification Report cover paper",
        "fact_sheet": "Fact sheet",
        "consultation_notice": "Consultation notice",
        "response_tracker": "Response tracker",
        "release_notes": "Release notes",
        "release_status": "Release status",
        "assessments": "DCC assessments",
        "action_log": "Action log",
        "kpi": "KPI sheet",
        "consistency": "Consistency report",
        "other": "Other",
    }
)
"""The words of each kind by its key."""
