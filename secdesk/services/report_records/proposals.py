"""Proposals of a report: matched by their number alone, never by a title (domain.md 2.1 trap 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from secdesk.exchange.published_report.reading import RANK, Fact
from secdesk.models import Proposal
from secdesk.models.types import Value
from secdesk.rules.choices import words_of
from secdesk.rules.naming import name_of, references
from secdesk.rules.reference import OLD_SERIES, SERIES, parse_reference
from secdesk.rules.text import fold
from secdesk.services.records import get_record
from secdesk.services.report_records.desk import Desk, Number, filled, number_of, opposed, proposal_key
from secdesk.services.report_records.meetings import meeting_link
from secdesk.services.report_records.parties import organisation_link, person_link
from secdesk.services.report_records.planned import Link, Origin, PlannedValue, differences, origin_of

_COMPARED = ("title", "path", "marking", "proposer", "proposer_organisation", "on_behalf_of")


def plan_proposals(desk: Desk) -> None:
    """Plan every proposal that the report names: a new one, what it adds to one that is there, what differs."""
    named: dict[Number, list[Fact]] = {}
    for fact in desk.reading.facts:
        if fact.reference and (fact.confidence != "unknown" or fact.kind == "title"):
            named.setdefault(number_of(fact.reference), []).append(fact)
    for number, facts in sorted(named.items()):
        kept = [fact for fact in facts if fact.confidence != "unknown"]
        if kept:
            _plan(desk, number, kept)


def _plan(desk: Desk, number: Number, facts: list[Fact]) -> None:
    series = {parse_reference(fact.reference).series for fact in facts}
    origin, called = _origin(facts), _called(facts)
    uid = desk.present.get(number, "")
    if len(series) > 1:
        note = "the report gives this number to two series, so that one of them is misread"
        desk.plan(proposal_key(number), "proposal", "left", called, origin, note=note)
    elif uid:
        _plan_present(desk, number, uid, facts, origin)
    else:
        values: dict[str, PlannedValue] = {"number": number[0], "suffix": number[1] or None, **_values(desk, facts)}
        values["series"] = OLD_SERIES if series == {OLD_SERIES} else SERIES
        title = values.get("title")
        words = f"{called} ‘{title}’" if title else f"{called}, title not known"
        desk.plan(proposal_key(number), "proposal", "new", words, origin, values=values)


def _origin(facts: list[Fact]) -> Origin:
    """Return the origin of a proposal: as sure as the surest place that names it."""
    surest = max(facts, key=lambda fact: RANK[fact.confidence])
    whole = origin_of(*facts)
    return Origin(whole.lines, surest.confidence, surest.why, whole.repairs)


def _called(facts: Iterable[Fact]) -> str:
    """Return the reference as the report prints it: MP where it is printed as both, as it was converted since."""
    return max((fact.reference for fact in facts), key=lambda name: not name.startswith("DP"))


def _values(desk: Desk, facts: list[Fact]) -> dict[str, PlannedValue]:
    """Return what the report says of a proposal itself; what two facts say differently is left out."""
    found: dict[str, PlannedValue] = {}
    for fact in facts:
        match fact.kind:
            case "title" | "path" | "marking":
                found.setdefault(fact.kind, fact.fields[fact.kind])
            case "raised":
                found["proposer"] = person_link(desk, fact.fields["proposer"])
                found["proposer_organisation"] = organisation_link(desk, fact.fields["organisation"])
                found["on_behalf_of"] = organisation_link(desk, fact.fields["on_behalf_of"])
            case "target" if not any(other.kind == "event" for other in facts):
                found["target_meeting"] = meeting_link(desk, fact.fields["body"], fact.fields["month"])
            case _:
                pass
    return {name: value for name, value in found.items() if value is not None}


def _plan_present(desk: Desk, number: Number, uid: str, facts: list[Fact], origin: Origin) -> None:
    """Compare a proposal that is there, as it stood by the day of the report."""
    present = get_record(desk.session, "proposal", uid, desk.known_by).values
    wanted = _values(desk, facts)
    called = references(desk.session, [uid], desk.known_by)[uid]
    against = [name for name in opposed(present, wanted, _COMPARED) if not _is_same(name, present, wanted)]
    added = filled(present, wanted)
    words = called if not added else f"{called}: {', '.join(Proposal.fields()[name].label for name in added)}"
    desk.plan(proposal_key(number), "proposal", "change" if added else "there", words, origin, uid=uid, values=added)
    for name in against:
        label = Proposal.fields()[name].label
        note = differences([(label, _shown(desk, name, present[name]), _shown(desk, name, wanted[name]))])
        key = f"{proposal_key(number)} {name}"
        desk.plan(key, "proposal", "contradicts", f"{called}: {label}", origin, uid=uid, note=note)


def _is_same(name: str, present: Mapping[str, Value], wanted: Mapping[str, PlannedValue]) -> bool:
    """Say whether two titles differ in marks and capitals only."""
    return name == "title" and fold(str(present[name])) == fold(str(wanted[name]))


def _shown(desk: Desk, name: str, value: PlannedValue) -> str:
    """Return a value in words."""
    info = Proposal.fields()[name]
    if isinstance(value, Link):
        return desk.planned[value.key].words
    if info.kind == "link":
        return name_of(desk.session, info.link, str(value), desk.known_by)
    return words_of(info.choices, str(value)) if info.choices else str(value)
