"""A complete record of every kind, with values drawn from a seeded generator: one factory each.

A new kind of record gets its factory here; `test_factories.py` fails until it has one. A factory returns the values of
every declared field, dated ones included, so that round trips and random walks reach all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import FieldInfo, kinds
from secdesk.models.types import Value
from secdesk.rules.choices import options
from secdesk.rules.text import clean
from secdesk.rules.values import store_value
from secdesk.services.records import create_record

Values = dict[str, Value]
Links = Mapping[str, Sequence[str]]
"""The uids that a link may point to, by kind."""
Factory = Callable[[Random, Links], Values]

WORDS = (
    "Alarm", "alerts", "=1+1", "<b>Büro</b>", "Łukasz", "Ysgol ŵy", "don’t", '"quoted"', "a;b", "x, y", "'tis", "-5",
    "@home", "😀", "C&A", "100 %", "Part 2", "DUIS", "[U+202E]", "caf\u00e9", "{0}", "\\n",
)  # fmt: skip


def words(random: Random, limit: int) -> str:
    """Return a line of words that trouble programs: markup, formulas, accents, emoji, quotes."""
    line = " ".join(random.choices(WORDS, k=random.randint(1, 6)))
    return clean(clean(line, "line", 1000)[:limit], "line", limit)


def lines(random: Random, limit: int) -> str:
    """Return several lines of such words, with an indent and an empty line."""
    text = f"{words(random, 200)}\n\n\t{words(random, 200)}\n{words(random, 200)}"
    return clean(text[:limit], "text", limit)


def day(random: Random) -> date:
    """Return a day between 2016 and 2022."""
    return date(2016, 1, 1) + timedelta(days=random.randrange(2500))


def month(random: Random) -> str:
    """Return a month between 2016 and 2022."""
    return f"{random.randint(2016, 2022)}-{random.randint(1, 12):02d}"


def value_of(info: FieldInfo, random: Random, links: Links) -> Value:
    """Return a value that a field may hold; a link without anything to point to stays unknown."""
    match info.kind:
        case "line":
            return words(random, info.limit)
        case "text":
            return lines(random, info.limit)
        case "date":
            return day(random)
        case "month":
            return month(random)
        case "number":
            return random.randint(info.minimum or 0, min(info.maximum or 10**9, 10**9))
        case "yes_no":
            return random.choice((True, False))
        case "choice":
            return random.choice(list(options(info.choices)))
        case "link":
            there = links.get(info.link, ())
            return random.choice(there) if there else None


def fill(kind: str, random: Random, links: Links) -> Values:
    """Return a value for every declared field of a kind."""
    return {name: value_of(info, random, links) for name, info in kinds()[kind].fields().items()}


def in_order(values: Values, *names: str) -> Values:
    """Put dates that follow one another in order."""
    found = sorted(value for name in names if isinstance(value := values[name], date))
    return {**values, **dict(zip(names, found, strict=True))}


def organisation(random: Random, links: Links) -> Values:
    return fill("organisation", random, links)


def person(random: Random, links: Links) -> Values:
    return fill("person", random, links)


def meeting(random: Random, links: Links) -> Values:
    return fill("meeting", random, links)


def release(random: Random, links: Links) -> Values:
    return fill("release", random, links)


def setting(random: Random, links: Links) -> Values:
    return fill("setting", random, links)


def holiday(random: Random, links: Links) -> Values:
    return fill("holiday", random, links)


def proposal(random: Random, links: Links) -> Values:
    number = len(links.get("proposal", ())) + random.randrange(100) * 1000 + 1
    return {**fill("proposal", random, links), "number": number, "suffix": random.choice(("", "A", "B"))}


def affected_party(random: Random, links: Links) -> Values:
    return fill("affected_party", random, links)


def affected_document(random: Random, links: Links) -> Values:
    return fill("affected_document", random, links)


def relation(random: Random, links: Links) -> Values:
    values = fill("relation", random, links)
    return {**values, "other": None} if values["other"] == values["proposal"] else values


def document(random: Random, links: Links) -> Values:
    return fill("document", random, links)


def event(random: Random, links: Links) -> Values:
    return fill("event", random, links)


def vote_count(random: Random, links: Links) -> Values:
    return fill("vote_count", random, links)


def assessment(random: Random, links: Links) -> Values:
    return in_order(fill("assessment", random, links), "requested", "accepted", "returned")


def consultation(random: Random, links: Links) -> Values:
    return in_order(fill("consultation", random, links), "opened", "closes")


def agenda_item(random: Random, links: Links) -> Values:
    return fill("agenda_item", random, links)


def action(random: Random, links: Links) -> Values:
    return fill("action", random, links)


def attendance(random: Random, links: Links) -> Values:
    return fill("attendance", random, links)


def release_part(random: Random, links: Links) -> Values:
    return fill("release_part", random, links)


def paper(random: Random, links: Links) -> Values:
    """Return a paper not issued: what issuing freezes are stored files, which no factory makes up."""
    return {**fill("paper", random, links), "frozen_tree": None, "frozen_file": None}


def stated_figure(random: Random, links: Links) -> Values:
    values = fill("stated_figure", random, links)
    year = values["figure"] == "assessment_year"
    return {**values, "value": "2019/20" if year else str(random.randrange(500))}


def dated_value(random: Random, links: Links) -> Values:
    """Return a value with a date of some record that is there; its position comes after all others."""
    owners = [(kind, uid) for kind, model in kinds().items() if model.dated_fields() for uid in links.get(kind, ())]
    kind, uid = random.choice(owners)
    info = random.choice(list(kinds()[kind].dated_fields().values()))
    value = value_of(info, random, links)
    own: Values = {"record": uid, "field_name": info.name, "value": store_value(info, value)}
    return {**fill("dated_value", random, links), **own, "position": random.randint(1000, 10**6)}


FACTORIES: Mapping[str, Factory] = {
    each.__name__: each
    for each in (
        organisation, person, meeting, release, setting, holiday, proposal, affected_party, affected_document, relation,
        document, event, vote_count, assessment, consultation, agenda_item, action, attendance, release_part, paper,
        stated_figure, dated_value,
    )
}  # fmt: skip


def uids_of(session: Session) -> dict[str, list[str]]:
    """Return the uids of all records by kind, in order."""
    return {kind: sorted(session.scalars(select(model.uid))) for kind, model in kinds().items()}


def add_one(session: Session, kind: str, random: Random) -> str:
    """Add one record of a kind to the session of a change and return its uid, which follows from the generator too."""
    uid = f"{random.getrandbits(128):032x}"
    return create_record(session, kind, FACTORIES[kind](random, uids_of(session)), uid=uid)


def add_all_kinds(session: Session, random: Random, of_each: int = 2) -> None:
    """Add some records of every kind, those that others point to first."""
    for _ in range(of_each):
        for kind in sorted(kinds(), key=lambda kind: kind == "dated_value"):
            add_one(session, kind, random)
