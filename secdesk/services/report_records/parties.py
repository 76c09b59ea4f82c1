"""People and organisations of a report: matched by name, short name or alias, else proposed."""

from __future__ import annotations

from secdesk.exchange.published_report.reading import Fact
from secdesk.services.report_records.desk import Desk
from secdesk.services.report_records.planned import Origin, PlannedValue, origin_of


def plan_parties(desk: Desk) -> None:
    """Plan every organisation and person that the report names as Proposer or author."""
    for fact in desk.facts("raised"):
        organisation = _organisation(desk, fact, fact.fields["organisation"])
        _organisation(desk, fact, fact.fields["on_behalf_of"])
        _person(desk, fact, fact.fields["proposer"], organisation)
    for fact in desk.facts("paper"):
        _person(desk, fact, fact.fields["author"], None)


def organisation_link(desk: Desk, name: object) -> PlannedValue:
    """Return the link to an organisation that the report names; None where it names none."""
    return desk.link(f"organisation {name}") if name else None


def person_link(desk: Desk, name: object) -> PlannedValue:
    """Return the link to a person that the report names; None where it names none."""
    return desk.link(f"person {name}") if name else None


def _organisation(desk: Desk, fact: Fact, name: object) -> PlannedValue:
    if not name:
        return None
    called = [str(name), *_other_names(desk, str(name))]
    origin = origin_of(fact)
    try:
        found = next((known for text in called if (known := desk.names.organisation(text)).uid), None)
    except ValueError as problem:
        desk.plan(f"organisation {name}", "organisation", "left", str(name), origin, note=str(problem))
        return None
    if found is not None:
        desk.plan(f"organisation {name}", "organisation", "there", str(name), origin, uid=found.uid)
    else:
        _new_organisation(desk, str(name), origin)
    return organisation_link(desk, name)


def _other_names(desk: Desk, name: str) -> list[str]:
    """Return what the report calls an organisation elsewhere: in full, or by its initials."""
    pairs = [(str(fact.fields["name"]), str(fact.fields["short_name"])) for fact in desk.facts("organisation")]
    return [other for pair in pairs if name in pair for other in pair if other != name]


def _new_organisation(desk: Desk, name: str, origin: Origin) -> None:
    others = _other_names(desk, name)
    full = max([name, *others], key=len)
    short = next((each for each in (name, *others) if each != full), None)
    values: dict[str, PlannedValue] = {"name": full, "short_name": short}
    desk.plan(f"organisation {name}", "organisation", "new", f"Organisation {full}", origin, values=values)


def _person(desk: Desk, fact: Fact, name: object, organisation: PlannedValue) -> None:
    if not name:
        return
    origin, key = origin_of(fact), f"person {name}"
    try:
        uid = desk.names.person(str(name), None).uid
    except ValueError as problem:
        desk.plan(key, "person", "left", str(name), origin, note=str(problem))
        return
    if uid:
        desk.plan(key, "person", "there", str(name), origin, uid=uid)
    else:
        values: dict[str, PlannedValue] = {"name": str(name), "organisation": organisation}
        desk.plan(key, "person", "new", f"Person {name}", origin, values=values)
