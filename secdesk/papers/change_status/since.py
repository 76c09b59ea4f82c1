"""What changed between the report of the month before and this one, for the section that tells it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from secdesk.papers.change_facts import KINDS, ChangeKind, collect_state, compare
from secdesk.papers.change_status.facts import Change, ReportFacts
from secdesk.papers.source import Source
from secdesk.rules.in_force import in_force
from secdesk.rules.years import Month

_TOLD: tuple[ChangeKind, ...] = ("new", "moved", "decided", "returned", "accepted", "release")
"""Kinds of change that are told: titles and figures stand in the paper itself."""


def add_since(session: Session, month: Month, facts: ReportFacts) -> ReportFacts:
    """Return the facts of a report with what changed since the report of the month before."""
    found = compare(collect_state(session, month.previous), collect_state(session, month))
    told: dict[str, tuple[Change, ...]] = {
        kind: tuple(Change(fact.subject, fact.words, fact.records) for fact in found if fact.kind == kind)
        for kind in KINDS
        if kind in _TOLD
    }
    source = Source(session, facts.dates, in_force(session, facts.dates.paper_date))
    for uid in {uid for changes in told.values() for change in changes for uid in change.records}:
        if uid in source.proposals:
            source.mention(uid)
    cover = replace(facts.cover, restricted=facts.cover.restricted | source.restricted)
    return replace(facts, cover=cover, since=told)
