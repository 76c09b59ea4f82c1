"""Releases of a report, and which modification goes into which (domain.md 1.4)."""

from __future__ import annotations

from datetime import date

from secdesk.rules.date_words import format_date
from secdesk.services.records import get_record
from secdesk.services.release_parts import parts
from secdesk.services.report_records.desk import Desk
from secdesk.services.report_records.planned import PlannedValue, differences, origin_of


def plan_releases(desk: Desk) -> None:
    """Plan the releases that the report names, with the dates that it prints."""
    for fact in desk.facts("release"):
        name, day = str(fact.fields["name"]), fact.fields["goes_live"]
        words = f"{name}, {format_date(day)}" if isinstance(day, date) else name
        key, origin = f"release {name}", origin_of(fact)
        try:
            uid = desk.names.release(name).uid
        except ValueError as problem:
            desk.plan(key, "release", "left", words, origin, note=str(problem))
            continue
        if not uid:
            desk.plan(key, "release", "new", words, origin, values={"name": name, "goes_live": day})
            continue
        here = get_record(desk.session, "release", uid, desk.known_by).values["goes_live"]
        if isinstance(here, date) and isinstance(day, date) and here != day:
            note = differences([("Date", format_date(here), format_date(day))])
            desk.plan(f"{key} date", "release", "contradicts", words, origin, uid=uid, note=note)
        change: dict[str, PlannedValue] = {"goes_live": day} if here is None and day is not None else {}
        desk.plan(key, "release", "change" if change else "there", words, origin, uid=uid, values=change)


def release_link(desk: Desk, name: object) -> PlannedValue:
    """Return the link to a release that the report names; None where it names none."""
    return desk.link(f"release {name}") if name else None


def plan_release_parts(desk: Desk) -> None:
    """Plan which modification goes into which release."""
    for fact in desk.facts("release_part"):
        name, label = str(fact.fields["release"]), fact.fields["label"]
        release, proposal = release_link(desk, name), desk.proposal(fact)
        if release is None or proposal is None:
            continue
        words = f"{fact.reference} in the {name}" + (f", {label}" if label else "")
        key, origin = f"release_part {fact.reference} {name} {label or ''}".strip(), origin_of(fact)
        held = _releases_of(desk, proposal)
        if isinstance(release, str) and release in held:
            desk.plan(key, "release_part", "there", words, origin, uid=held[release])
        elif held and not label:
            note = "the register has it in another release"
            desk.plan(key, "release_part", "contradicts", words, origin, note=note)
        else:
            values: dict[str, PlannedValue] = {"proposal": proposal, "release": release, "label": label}
            desk.plan(key, "release_part", "new", words, origin, values=values)


def _releases_of(desk: Desk, proposal: PlannedValue) -> dict[str, str]:
    """Return the releases that a proposal belonged to by the day of the report, each with its part."""
    if not isinstance(proposal, str):
        return {}
    found = {}
    for record in desk.planned.values():
        if record.kind == "release" and record.uid:
            for part in parts(desk.session, record.uid, desk.known_by):
                if part.proposal_uid == proposal:
                    found[record.uid] = part.uid
    return found
