"""Proposals: raising them, their list, and the acts on one of them (ux.md 2.6, domain.md 1.2, 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, Invalid, Problem
from secdesk.models import Proposal
from secdesk.rules.naming import NOT_NUMBERED, names, reference_of, references
from secdesk.rules.process import STAGES, STATUSES
from secdesk.rules.reference import OLD_SERIES, format_reference
from secdesk.rules.status import ProposalAt
from secdesk.services.events import correct_event, last_status, record_event
from secdesk.services.list_search import matching
from secdesk.services.near_titles import near_titles
from secdesk.services.queries import proposals_at, search_texts
from secdesk.services.records import get_record, next_number, update_record
from secdesk.services.timeline import TimelineEntry, timeline

__all__ = [
    "ProposalRow",
    "TimelineEntry",
    "correct_event",
    "missing_for_raise",
    "near_titles",
    "next_number",
    "proposal_rows",
    "raise_draft",
    "record_event",
    "status_of",
    "timeline",
]

_UNRAISED = ("", "enquiry")
_LAST = 1_000_000


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One line of the list of proposals as at a date.

    ``former_reference`` is what it bore before conversion, empty where it bore no other. ``stage`` and ``status`` are
    keys with their words; before it is raised both keys are empty. ``flags`` are words. ``sort_key`` sorts by number
    as people count, proposals without a number last.
    """

    uid: str
    reference: str
    former_reference: str
    title: str
    stage: str
    stage_label: str
    status: str
    status_label: str
    flags: tuple[str, ...]
    raised: date | None
    lead: str
    sort_key: tuple[int, str]


def status_of(session: Session, uid: str, at: date) -> str:
    """Return the key of a proposal's status as at a date, empty before anything happened to it; raises NotFound."""
    return last_status(session, uid, at)


def missing_for_raise(session: Session, uid: str, at: date) -> list[Problem]:
    """Return what a proposal still needs before it can be raised, in the order of its fields (domain.md 5)."""
    values = get_record(session, "proposal", uid, at).values
    needed = []
    if not values["title"]:
        needed.append(Problem("title", "Enter a title for this Draft Proposal"))
    if not values["proposer"] and not values["proposer_organisation"]:
        needed.append(Problem("proposer", "Choose a Proposer or an organisation"))
    return needed


def raise_draft(session: Session, uid: str, day: date) -> int:
    """Raise a proposal on a day and return its number: the one typed, or else the next free one.

    Raises Invalid with everything that is missing, Conflict where it was raised before.
    """
    status = status_of(session, uid, date.max)
    if status not in _UNRAISED:
        called = references(session, [uid], date.max)[uid]
        raise Conflict(f"{called} was raised already; it is at '{STATUSES[status].label}'")
    needed = missing_for_raise(session, uid, day)
    if needed:
        raise Invalid(needed)
    number = get_record(session, "proposal", uid, day).values["number"]
    if not isinstance(number, int):
        number = next_number(session)
        update_record(session, "proposal", uid, {"number": number})
    record_event(session, uid, "raised", day=day)
    return number


def proposal_rows(session: Session, at: date, *, stage: str | None = None, text: str = "") -> list[ProposalRow]:
    """Return the list of proposals as at a date, by number.

    ``stage`` keeps those of one stage. ``text`` keeps what a search finds (number in any form, words of present and
    former titles, Proposer, organisation), the best hits first.
    """
    wanted = matching(search_texts(session, "proposal", at), text) if text.strip() else None
    found = proposals_at(session, at, wanted)
    kept = [each for each in found if stage is None or each.stage == stage]
    facts = _facts(session, None if wanted is None else [each.uid for each in kept])
    leads = names(session, "person", sorted({fact.lead for fact in facts.values() if fact.lead}), at)
    rows = [_row(each, facts[each.uid], leads) for each in kept]
    return rows if wanted is not None else sorted(rows, key=lambda row: (row.sort_key, row.uid))


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a row shows beside the facts as at a date: flags without a date, and the lead analyst."""

    urgent: bool
    fast_track: bool
    lead: str


def _facts(session: Session, uids: Sequence[str] | None) -> dict[str, _Facts]:
    query = select(Proposal.uid, Proposal.urgent, Proposal.fast_track, Proposal.lead_analyst)
    if uids is not None:
        query = query.where(Proposal.uid.in_(uids))
    rows = session.execute(query)
    return {row.uid: _Facts(bool(row.urgent), bool(row.fast_track), row.lead_analyst or "") for row in rows}


def _row(proposal: ProposalAt, facts: _Facts, leads: Mapping[str, str]) -> ProposalRow:
    number, converted = proposal.number, proposal.converted
    has_former = number is not None and converted and proposal.series != OLD_SERIES
    return ProposalRow(
        uid=proposal.uid,
        reference=reference_of(number, proposal.suffix, proposal.series, converted),
        former_reference=format_reference(number or 0, proposal.suffix, proposal.series, False) if has_former else "",
        title=proposal.title or "",
        stage=proposal.stage,
        stage_label=STAGES[proposal.stage].label if proposal.status else NOT_NUMBERED,
        status=proposal.status,
        status_label=STATUSES[proposal.status].label if proposal.status else NOT_NUMBERED,
        flags=_flags(proposal, facts),
        raised=proposal.raised,
        lead=leads.get(facts.lead, ""),
        sort_key=(number if number is not None else _LAST, proposal.suffix),
    )


def _flags(proposal: ProposalAt, facts: _Facts) -> tuple[str, ...]:
    """Return the flags as words: never a colour, and never a status (domain.md 5)."""
    present = (
        (proposal.on_hold, "on hold"),
        (facts.urgent, "urgent"),
        (facts.fast_track, "fast-track"),
        (proposal.security_limited, "security-limited"),
    )
    return tuple(words for is_set, words in present if is_set)
