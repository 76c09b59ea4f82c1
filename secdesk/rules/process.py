"""The process of the Code as data: stages, statuses, outcomes, what leads where and who decides (domain.md 4, 5).

Only events set a status; every outcome names the status it leads to, or none (noted, deferred). Nothing here
blocks a person: a step that is not in ``follows`` is unusual and asks for a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from secdesk.rules.wording import join_and

PROFILE_VERSION = 1


@dataclass(frozen=True, slots=True)
class Stage:
    """A chapter of the report; ``key`` also names its colour."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Status:
    """Where a proposal is. ``final`` ends its life; ``decided`` is from final approval on."""

    key: str
    label: str
    stage: str
    final: bool = False
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What can happen to a proposal. ``status`` is where it leads (empty: nowhere), ``follows`` the statuses that
    the process expects before it. ``body`` usually decides it; ``letter`` is its key in a sitting of that body.
    ``words`` complete a sentence after the reference: "MP097 was approved". ``opens`` marks outcomes whose status
    the event itself carries.
    """

    key: str
    label: str
    body: str
    status: str = ""
    follows: tuple[str, ...] = ()
    letter: str = ""
    words: str = ""
    route: str = ""
    opens: bool = False


def _by_key(*items: Stage | Status | Outcome) -> Mapping[str, object]:
    return MappingProxyType({item.key: item for item in items})


STAGES: Mapping[str, Stage] = _by_key(  # type: ignore[assignment]
    Stage("define", "Define"),
    Stage("refine", "Refine"),
    Stage("opine", "Opine"),
    Stage("release", "Release"),
    Stage("closed", "Closed"),
    Stage("", "Not staged"),
)

STATUSES: Mapping[str, Status] = _by_key(  # type: ignore[assignment]
    Status("enquiry", "Enquiry", ""),
    Status("draft_raised", "Raised", "define"),
    Status("draft_in_development", "In development", "define"),
    Status("draft_ready", "Ready for the Panel", "define"),
    Status("refinement", "Refinement", "refine"),
    Status("report_to_panel", "Report to the Panel", "refine"),
    Status("report_phase", "Report Phase", "opine"),
    Status("with_authority", "With the Authority", "opine"),
    Status("approved_pending", "Approved, to be implemented", "release", decided=True),
    Status("implemented", "Implemented", "closed", final=True, decided=True),
    Status("rejected", "Rejected", "closed", final=True, decided=True),
    Status("withdrawn", "Withdrawn", "closed", final=True, decided=True),
    Status("closed", "Closed", "closed", final=True, decided=True),
    Status("unknown", "Not known", ""),
)

_BEFORE_APPROVAL = ("enquiry", "draft_raised", "draft_in_development", "draft_ready", "refinement",
                    "report_to_panel", "report_phase", "with_authority")
_DEFINE = ("draft_raised", "draft_in_development", "draft_ready")

OUTCOMES: Mapping[str, Outcome] = _by_key(  # type: ignore[assignment]
    Outcome("enquired", "Enquiry received", "SECAS", "enquiry", words="was received as an enquiry"),
    Outcome("raised", "Raised", "PROPOSER", "draft_raised", ("enquiry",), words="was raised"),
    Outcome("taken_over", "Taken over into this register", "SECAS", opens=True,
            words="was taken over into this register"),
    Outcome("csc_ready", "Ready for conversion", "CSC", "draft_ready", _DEFINE, "R",
            "is ready for conversion", "refinement"),
    Outcome("csc_ready_report", "Ready, direct to the Report Phase", "CSC", "draft_ready", _DEFINE, "P",
            "is ready for conversion and to go straight to the Report Phase", "report_phase"),
    Outcome("csc_develop", "Further development", "CSC", "draft_in_development", _DEFINE, "F",
            "needs further development"),
    Outcome("csc_fast_track", "Recommended as Fast-Track", "CSC", "draft_ready", _DEFINE, "T",
            "was recommended as a Fast-Track", "fast_track"),
    Outcome("csc_noted", "Noted", "CSC", letter="N", words="was noted"),
    Outcome("csc_deferred", "Deferred", "CSC", letter="D", words="was deferred"),
    Outcome("panel_converted", "Converted, to Refinement", "PANEL", "refinement", ("draft_ready",), "C",
            "was converted to a Modification Proposal", "refinement"),
    Outcome("panel_converted_report", "Converted, to the Report Phase", "PANEL", "report_phase", ("draft_ready",),
            "P", "was converted and sent to the Report Phase", "report_phase"),
    Outcome("report_lodged", "Modification Report lodged", "SECAS", "report_to_panel", ("refinement",),
            words="was lodged for the Panel"),
    Outcome("panel_report_approved", "Modification Report approved into the Report Phase", "PANEL", "report_phase",
            ("report_to_panel", "refinement", "draft_ready"), "M",
            "was approved into the Report Phase"),
    Outcome("panel_approved", "Approved (Fast-Track)", "PANEL", "approved_pending",
            ("draft_ready", "report_to_panel"), "A", "was approved as a Fast-Track", "fast_track"),
    Outcome("panel_returned_draft", "Draft Proposal returned for more work", "PANEL", "draft_in_development",
            ("draft_ready",), words="was returned for more work"),
    Outcome("panel_returned", "Back for more work", "PANEL", "refinement", ("report_to_panel",), "B",
            "was returned for more work"),
    Outcome("panel_noted", "Noted", "PANEL", letter="N", words="was noted"),
    Outcome("panel_deferred", "Deferred", "PANEL", letter="D", words="was deferred"),
    Outcome("wg_discussed", "Discussed", "WG", letter="G", words="was discussed"),
    Outcome("wg_noted", "Noted", "WG", letter="N", words="was noted"),
    Outcome("wg_deferred", "Deferred", "WG", letter="D", words="was deferred"),
    Outcome("cb_approved", "Approved (Self-Governance)", "CB", "approved_pending", ("report_phase",), "A",
            "was approved under Self-Governance"),
    Outcome("cb_rejected", "Rejected (Self-Governance)", "CB", "rejected", ("report_phase",), "J",
            "was rejected under Self-Governance"),
    Outcome("cb_recommended_approval", "Recommended for approval", "CB", "with_authority", ("report_phase",), "Y",
            "was recommended for approval"),
    Outcome("cb_recommended_rejection", "Recommended for rejection", "CB", "with_authority", ("report_phase",), "X",
            "was recommended for rejection"),
    Outcome("cb_sent_back", "Sent back for clarification", "CB", "report_phase", ("report_phase",), "S",
            "was sent back for clarification"),
    Outcome("cb_sent_to_refinement", "Sent back to Refinement", "CB", "refinement", ("report_phase",), "B",
            "was sent back to Refinement"),
    Outcome("cb_assessment_requested", "Impact Assessment requested", "CB", letter="I",
            words="had an Impact Assessment requested"),
    Outcome("cb_deferred", "Deferred", "CB", letter="D", words="was deferred"),
    Outcome("authority_approved", "Approved by the Authority", "AUTHORITY", "approved_pending", ("with_authority",),
            "A", "was approved by the Authority"),
    Outcome("authority_rejected", "Rejected by the Authority", "AUTHORITY", "rejected", ("with_authority",), "J",
            "was rejected by the Authority"),
    Outcome("authority_sent_back", "Sent back by the Authority", "AUTHORITY", "report_phase", ("with_authority",),
            "S", "was sent back by the Authority"),
    Outcome("date_agreed", "Implementation date or release changed", "PANEL",
            words="had its implementation date changed"),
    Outcome("part_implemented", "Part implemented", "SECAS", follows=("approved_pending",),
            words="was implemented in part"),
    Outcome("implemented", "Implemented", "SECAS", "implemented", ("approved_pending",), words="was implemented"),
    Outcome("withdrawn", "Withdrawn by the Proposer", "PROPOSER", "withdrawn", _BEFORE_APPROVAL, "W",
            "was withdrawn by its Proposer"),
    Outcome("closed", "Closed", "PANEL", "closed", (*_BEFORE_APPROVAL, "approved_pending"), "X", "was closed"),
    Outcome("corrected", "Recorded in error", "SECAS", words="was recorded in error"),
    Outcome("reopened", "Correction of a final state", "SECAS", opens=True, words="was reopened by a correction"),
)

# A proposal bears the prefix MP once an event has led it to one of these (domain.md 1.2). Taken over in mid-life with
# any status that is not of the Define stage, it had been converted before.
CONVERTED_STATUSES = ("refinement", "report_to_panel", "report_phase", "with_authority", "approved_pending",
                      "implemented")
UNCONVERTED_STATUSES = ("enquiry", "draft_raised", "draft_in_development", "draft_ready")

WITHDRAWAL_BODIES = ("CSC", "PANEL", "CB")

MEETING_BODIES: Mapping[str, str] = MappingProxyType({
    "PANEL": "SEC Panel", "CSC": "Change Sub-Committee", "WG": "Working Group", "CB": "Change Board",
    "TABASC": "Technical Architecture and Business Architecture Sub-Committee", "SSC": "Security Sub-Committee",
    "SMKI_PMA": "SMKI Policy Management Authority", "OPS": "Operations Group", "AUTHORITY": "Authority",
})

BODIES: Mapping[str, str] = MappingProxyType({
    **MEETING_BODIES, "SECAS": "SECAS", "DCC": "DCC", "PROPOSER": "Proposer",
})


def letters_of(body: str) -> dict[str, Outcome]:
    """Return the outcomes of a body's sitting by letter (ux.md 2.7)."""
    found = {outcome.letter: outcome for outcome in OUTCOMES.values() if outcome.body == body and outcome.letter}
    if body in WITHDRAWAL_BODIES:
        found.setdefault("W", OUTCOMES["withdrawn"])
    return found


def status_after(outcome: str, own_status: str | None) -> str:
    """Return the status that an event leads to, or an empty string where it leads nowhere.

    ``own_status`` is what the event itself carries; it counts only for outcomes that leave the status open.
    """
    found = OUTCOMES.get(outcome)
    if found is None:
        return ""
    return (own_status or "unknown") if found.opens else found.status


def unusual_step(outcome: str, status: str, reference: str) -> str | None:
    """Return why a step is unusual, as a sentence to be answered with a reason; None when it is expected."""
    found = OUTCOMES.get(outcome)
    if found is None or not found.follows or status in ("", "unknown"):
        return None if status not in _FINAL else _final_sentence(status, reference)
    if status in found.follows:
        return None
    if status in _FINAL:
        return _final_sentence(status, reference)
    expected = join_and([f"'{STATUSES[key].label}'" for key in found.follows], "or")
    return f"{reference} is at '{STATUSES[status].label}'; {found.label} usually follows {expected}"


_FINAL = frozenset(key for key, status in STATUSES.items() if status.final)


def _final_sentence(status: str, reference: str) -> str:
    return f"{reference} is at '{STATUSES[status].label}', which is final; this would be a correction"


def is_open(status: str) -> bool:
    """Say whether a status is open before decision: every known status short of approval (domain.md 5, I).

    Enquiries are not yet proposals, and an unknown status is counted apart.
    """
    found = STATUSES[status]
    return not found.decided and status not in ("enquiry", "unknown")


def concluding_statuses(count_withdrawals: bool) -> tuple[str, ...]:
    """Return the statuses that conclude a proposal.

    The published report does not say whether withdrawals count; so that is a setting (domain.md 2.1, trap 11).
    """
    concluding = ("approved_pending", "implemented", "rejected", "closed")
    return (*concluding, "withdrawn") if count_withdrawals else concluding
