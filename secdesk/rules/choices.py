"""The lists that choice fields draw from: one name, one list, keys that are stored and words that are shown."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from secdesk.rules.paper_kinds import PAPER_KINDS
from secdesk.rules.process import BODIES, MEETING_BODIES, OUTCOMES, STATUSES
from secdesk.rules.sentences import SENTENCES
from secdesk.rules.sentences import SETTING as SENTENCE
from secdesk.rules.settings import SETTINGS

ACCEPTED_FINDING = "accepted_finding"
"""Not a setting of its own: each row of this key is one finding of the paper check that somebody accepted."""


def _list(**words: str) -> Mapping[str, str]:
    return MappingProxyType(words)


CHOICES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "outcome": MappingProxyType({key: outcome.label for key, outcome in OUTCOMES.items()}),
        "status": MappingProxyType({key: status.label for key, status in STATUSES.items()}),
        "body": BODIES,
        "meeting_body": MEETING_BODIES,
        "setting": MappingProxyType(
            {
                **{key: setting.label for key, setting in SETTINGS.items()},
                ACCEPTED_FINDING: "Accepted finding",
                **{SENTENCE + key: f"Sentence: {key}" for key in SENTENCES},
            }
        ),
        "series": _list(MP="DP and MP", SECMP="SECMP"),
        "path": MappingProxyType(
            {
                "1": "1 Authority-Led",
                "2": "2 Authority-Determined",
                "3": "3 Self-Governance",
                "fast_track": "Fast-Track",
            }
        ),
        "route": _list(refinement="Refinement", report_phase="Report Phase", fast_track="Fast-Track"),
        "marking": _list(WHITE="WHITE", GREEN="GREEN", AMBER="AMBER", RED="RED"),
        "party_category": _list(
            large_supplier="Large Suppliers",
            small_supplier="Small Suppliers",
            electricity_network="Electricity Network Parties",
            gas_network="Gas Network Parties",
            other="Other SEC Parties",
            device_manufacturer="Device Manufacturers",
            dcc="DCC",
            consumer="Consumers",
            sub_committee="Sub-Committee",
            secretariat="Secretariat",
            authority="Authority",
        ),
        "vote_category": _list(
            large_supplier="Large Suppliers",
            small_supplier="Small Suppliers",
            network="Network Parties",
            other="Other SEC Parties",
            consumer="Consumers",
            all="All parties",
        ),
        "impact_level": _list(high="High", medium="Medium", low="Low", none="None"),
        "relation": _list(
            corrects="Corrects",
            splits_from="Splits from",
            alternative_to="Alternative to",
            depends_on="Depends on",
            supersedes="Supersedes",
            cross_code="Goes with (another code)",
        ),
        "document_kind": _list(
            problem_statement="Problem Statement",
            industry_comments="Industry Comments",
            business_requirements="Business Requirements",
            wg_summary="Working Group Meeting Summary",
            solution_design="Solution Design Document",
            dcc_pa="DCC Preliminary Assessment",
            dcc_ia="DCC Impact Assessment",
            refinement_consultation="Refinement Consultation",
            modification_report="Modification Report",
            legal_text="Legal Text",
            mrc="Modification Report Consultation",
            conclusions="Conclusions Report",
            vote="Change Board vote",
            authority_decision="Authority decision",
            minutes="Minutes",
            other="Other",
        ),
        "meeting_state": _list(planned="Planned", held="Held", cancelled="Cancelled"),
        "item_purpose": _list(
            inform="For information", discuss="For discussion", recommend="For recommendation", decide="For decision"
        ),
        "consultation_kind": _list(
            industry_comments="Industry comments",
            rfi="Request for Information",
            refinement="Refinement Consultation",
            mrc="Modification Report Consultation",
            dcc="DCC consultation",
            other="Other",
        ),
        "assessment_kind": _list(PA="Preliminary Assessment", IA="Impact Assessment", other="Other"),
        "release_kind": _list(scheduled="Scheduled", standalone="Standalone"),
        "paper_kind": PAPER_KINDS,
        "stated_figure": MappingProxyType(
            {
                "open_count": "Proposals open: total",
                "open_average": "Proposals open: average duration (WD)",
                "concluded_count": "Proposals concluded in the year: total",
                "concluded_average": "Proposals concluded in the year: average duration (WD)",
                "pa_open_count": "Preliminary Assessments open: total",
                "pa_open_average": "Preliminary Assessments open: average duration (WD)",
                "pa_completed_count": "Preliminary Assessments completed in the year: total",
                "pa_completed_average": "Preliminary Assessments completed in the year: average duration (WD)",
                "ia_open_count": "Impact Assessments open: total",
                "ia_open_average": "Impact Assessments open: average duration (WD)",
                "ia_completed_count": "Impact Assessments completed in the year: total",
                "ia_completed_average": "Impact Assessments completed in the year: average duration (WD)",
                "assessment_duration": "Duration of one assessment (WD)",
                "assessment_year": "Regulatory Year in which one assessment counts",
            }
        ),
    }
)


def options(name: str) -> Mapping[str, str]:
    """Return the list of a choice field: stored key to shown words, in the order to show them."""
    return CHOICES[name]


def words_of(name: str, key: str | None) -> str:
    """Return the words of a stored key; a key that the list no longer has is shown as it is."""
    return "" if key is None else options(name).get(key, key)
