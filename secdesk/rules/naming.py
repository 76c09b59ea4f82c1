"""What a record is called in words, and which record a typed name means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from secdesk.models import (
    Action,
    AgendaItem,
    Assessment,
    Consultation,
    DatedValue,
    Document,
    Event,
    Holiday,
    Meeting,
    Organisation,
    Paper,
    Person,
    Proposal,
    Release,
    Setting,
    StatedFigure,
    kinds,
)
from secdesk.models.fields import FieldInfo
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.reference import ReferenceProblem, format_reference, parse_reference
from secdesk.rules.status import ProposalAt, converted_at, value_at
from secdesk.rules.text import fold
from secdesk.rules.years import parse_month

NOT_NUMBERED = "Not raised yet"

MOST_NAMED = 10_000
"""How many records a query names one by one; SQLite knows a limit, and past this many all of them are read as fast."""


def reference_of(number: int | None, suffix: str, series: str, converted: bool) -> str:
    """Return a proposal's reference, or words where it has no number yet."""
    return NOT_NUMBERED if number is None else format_reference(number, suffix, series, converted)


def reference_at(proposal: ProposalAt) -> str:
    """Return the reference of a proposal on the day as at which it was read, or words where it has no number yet."""
    return reference_of(proposal.number, proposal.suffix, proposal.series, proposal.converted)


def names(session: Session, kind: str, uids: Iterable[str] | None, at: date) -> dict[str, str]:
    """Return the names of records of one kind by uid; ``uids`` None, or a great many, names them all.

    ``at`` dates prefix and title.
    """
    wanted = None if uids is None else list(uids)
    namer = _NAMERS.get(kind) or _name_by_kind(kind)
    return namer(session, wanted, at)


def name_of(session: Session, kind: str, uid: str, at: date) -> str:
    """Return the name of one record; a record that is not there is called so."""
    return names(session, kind, [uid], at).get(uid, "(not in this register)")


def references(session: Session, uids: Iterable[str] | None, at: date) -> dict[str, str]:
    """Return the references of proposals by uid as at a date."""
    query = select(Proposal.uid, Proposal.number, Proposal.suffix, Proposal.series, converted_at(at).label("converted"))
    rows = session.execute(_only(query, Proposal, None if uids is None else list(uids)))
    return {row.uid: reference_of(row.number, row.suffix, row.series, bool(row.converted)) for row in rows}


def find(session: Session, kind: str, text: str, at: date) -> str | None:
    """Return the uid of the one record that a typed name means, None where there is none or more than one."""
    finder = _FINDERS.get(kind)
    if finder is not None:
        found = finder(session, text)
        if found is not None:
            return found
    wanted = fold(text.strip())
    hits = [uid for uid, name in names(session, kind, None, at).items() if fold(name) == wanted]
    return hits[0] if len(hits) == 1 else None


def _only(query: Select[*tuple[Any, ...]], model: Any, uids: list[str] | None) -> Select[*tuple[Any, ...]]:
    return query if uids is None or len(uids) > MOST_NAMED else query.where(model.uid.in_(uids))


Namer = Callable[[Session, "list[str] | None", date], dict[str, str]]


def _name_proposals(session: Session, uids: list[str] | None, at: date) -> dict[str, str]:
    query = select(Proposal.uid, value_at(Proposal, "title", at).label("title"))
    titles = {row.uid: row.title for row in session.execute(_only(query, Proposal, uids))}
    return {uid: f"{reference} {titles[uid] or ''}".strip() for uid, reference in references(session, uids, at).items()}


def meeting_name(body: str | None, day: date | None, month: str | None, known_by: date | None) -> str:
    """Return what a meeting is called: its body and when it is or was, as far as that is known."""
    when = "date not known"
    if day is not None:
        when = format_date(day)
    elif month is not None:
        when = parse_month(month).label
    elif known_by is not None:
        when = f"by {format_date(known_by)}"
    return f"{words_of('meeting_body', body) or 'Meeting'}, {when}"


def _name_meetings(session: Session, uids: list[str] | None, _at: date) -> dict[str, str]:
    query = select(Meeting.uid, Meeting.body, Meeting.date, Meeting.month, Meeting.known_by)
    rows = session.execute(_only(query, Meeting, uids))
    return {row.uid: meeting_name(row.body, row.date, row.month, row.known_by) for row in rows}


def _name_by_columns(*columns: Any) -> Namer:
    """Name records by columns joined with commas, choices in words and dates as people write them."""

    def namer(session: Session, uids: list[str] | None, _at: date) -> dict[str, str]:
        model = columns[0].class_
        rows = session.execute(_only(select(model.uid, *columns), model, uids))
        infos = [model.stored_fields()[column.key] for column in columns]
        return {
            row[0]: ", ".join(
                part
                for info, value in zip(infos, row[1:], strict=True)
                if (part := _words(info.kind, info.choices, value))
            )
            for row in rows
        }

    return namer


def _words(kind: str, choices: str, value: Any) -> str:
    if value is None:
        return ""
    if kind == "choice":
        return words_of(choices, value)
    if kind == "month":
        return parse_month(value).label
    return format_date(value) if isinstance(value, date) else str(value)


def _name_by_proposal(*columns: Any) -> Namer:
    """Name records by columns and the reference of their proposal."""

    def namer(session: Session, uids: list[str] | None, at: date) -> dict[str, str]:
        model = columns[0].class_
        own = _name_by_columns(*columns)(session, uids, at)
        rows = session.execute(_only(select(model.uid, model.proposal), model, uids)).all()
        refs = references(session, {row.proposal for row in rows if row.proposal}, at)
        return {
            row.uid: " ".join(p for p in (refs.get(row.proposal, ""), own[row.uid]) if p) or "Record" for row in rows
        }

    return namer


def _name_dated_values(session: Session, uids: list[str] | None, at: date) -> dict[str, str]:
    rows = session.execute(
        _only(select(DatedValue.uid, DatedValue.record, DatedValue.field_name), DatedValue, uids)
    ).all()
    owners = owner_kinds(session, {row.record for row in rows})
    found = {}
    for row in rows:
        kind = owners.get(row.record)
        label = kinds()[kind].dated_fields()[row.field_name].label if kind else row.field_name
        owner = name_of(session, kind, row.record, at) if kind else "a record that is gone"
        found[row.uid] = f"{label} of {owner}"
    return found


def owner_kinds(session: Session, uids: Iterable[str]) -> dict[str, str]:
    """Return the kind of each record that has dated values, by uid."""
    wanted, found = list(uids), {}
    for kind, model in kinds().items():
        if model.dated_fields():
            for uid in session.scalars(select(model.uid).where(model.uid.in_(wanted))):
                found[uid] = kind
    return found


def _name_by_kind(kind: str) -> Namer:
    """Name records of a kind without a rule of its own by its brief fields, linked records by their names."""
    model: Any = kinds()[kind]
    infos = [info for info in model.stored_fields().values() if info.brief and info.kind != "yes_no"]

    def namer(session: Session, uids: list[str] | None, at: date) -> dict[str, str]:
        columns = [getattr(model, info.name) for info in infos]
        rows = session.execute(_only(select(model.uid, *columns), model, uids)).all()
        linked = {
            place: names(session, info.link, {row[place] for row in rows if row[place]}, at)
            for place, info in enumerate(infos, 1)
            if info.kind == "link"
        }
        return {row[0]: _join(infos, row, linked) or model.kind.singular.capitalize() for row in rows}

    return namer


def _join(infos: list[FieldInfo], row: Any, linked: Mapping[int, Mapping[str, str]]) -> str:
    words = (
        linked[place].get(row[place], "") if place in linked else _words(info.kind, info.choices, row[place])
        for place, info in enumerate(infos, 1)
    )
    return ", ".join(word for word in words if word)


_NAMERS: Mapping[str, Namer] = {
    "proposal": _name_proposals,
    "meeting": _name_meetings,
    "organisation": _name_by_columns(Organisation.name),
    "person": _name_by_columns(Person.name),
    "release": _name_by_columns(Release.name),
    "event": _name_by_proposal(Event.outcome, Event.date),
    "assessment": _name_by_proposal(Assessment.assessment_kind),
    "consultation": _name_by_proposal(Consultation.consultation_kind),
    "agenda_item": _name_by_proposal(AgendaItem.title),
    "action": _name_by_columns(Action.number, Action.text),
    "document": _name_by_columns(Document.name),
    "paper": _name_by_columns(Paper.paper_kind, Paper.month, Paper.version),
    "stated_figure": _name_by_columns(StatedFigure.figure, StatedFigure.month),
    "setting": _name_by_columns(Setting.key, Setting.effective_from),
    "holiday": _name_by_columns(Holiday.name, Holiday.date),
    "dated_value": _name_dated_values,
}


def _find_proposal(session: Session, text: str) -> str | None:
    try:
        wanted = parse_reference(text.split(" ")[0] if " " in text.strip() else text)
    except ReferenceProblem:
        return None
    query = select(Proposal.uid).where(Proposal.number == wanted.number, Proposal.suffix == wanted.suffix)
    return session.scalar(query.limit(1))


def _find_organisation(session: Session, text: str) -> str | None:
    wanted = fold(text.strip())
    for row in session.execute(
        select(Organisation.uid, Organisation.name, Organisation.short_name, Organisation.aliases)
    ):
        known = [row.name, row.short_name, *(row.aliases or "").split(";")]
        if wanted in (fold(name.strip()) for name in known if name):
            return str(row.uid)
    return None


_FINDERS: Mapping[str, Callable[[Session, str], str | None]] = {
    "proposal": _find_proposal,
    "organisation": _find_organisation,
}
