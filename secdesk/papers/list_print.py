"""Any list as it stands on the screen, with the words of its filter: rows of one kind with their brief fields.

Private fields are never columns. What belongs to a proposal above the paper's marking shows its reference and dates,
and none of its words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import KnownError
from secdesk.models import FieldInfo, kinds
from secdesk.models.types import Value
from secdesk.papers.cells import Cells, table_of, text_cell
from secdesk.papers.covers import Cover, collect_cover, counts_restricted, make_tree, restriction_note, with_restricted
from secdesk.papers.facts import Mention
from secdesk.papers.lines import TITLE_UNKNOWN, TITLE_WITHHELD, line
from secdesk.papers.listed import withheld
from secdesk.papers.open_source import AnySource, open_source
from secdesk.papers.panel_cover import meeting_cell
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.party_names import organisation_name, person_name
from secdesk.papers.tree import Align, Block, Figure, Line, Paper, plain
from secdesk.rules.date_words import format_date, format_long
from secdesk.rules.naming import names
from secdesk.rules.process import STAGES, STATUSES
from secdesk.rules.status import dated_fields_of
from secdesk.rules.values import show_value, stored_value
from secdesk.rules.wording import in_figures

WITHHELD = "above the marking of this paper"
UNLISTED = ("dated_value",)
"""Kinds that are no list of their own: they are the history of other records."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: its record, its cells as text, and the proposal that it is about, if any."""

    uid: str
    cells: tuple[str, ...]
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class ListFacts:
    """A list: the words of its kind, what it was filtered by, its column titles and rows."""

    dates: PaperDays
    cover: Cover
    kind: str
    singular: str
    plural: str
    where: str
    columns: tuple[tuple[str, Align], ...]
    rows: tuple[ListRow, ...]


def collect_list(
    session: Session, kind: str, uids: Sequence[str], at: date, *, where: str = "", marking: str | None = None
) -> ListFacts:
    """Return records of a kind, in the order given, as at a day. ``where`` is what the list was filtered by.

    Raises KnownError for a kind that there is not.
    """
    model = kinds().get(kind)
    if model is None or kind in UNLISTED:
        known = ", ".join(sorted(set(kinds()) - set(UNLISTED)))
        raise KnownError(f"There is no list of '{kind[:40]}'. Choose one of: {known}")
    source = open_source(session, "list", at, marking=marking)
    columns, rows = _proposals(source, uids) if kind == "proposal" else _records(source, kind, uids)
    return ListFacts(
        dates=source.dates,
        cover=with_restricted(collect_cover(source), source),
        kind=kind,
        singular=model.kind.singular,
        plural=model.kind.plural,
        where=where,
        columns=columns,
        rows=rows,
    )


@counts_restricted
def compose_list(facts: ListFacts) -> Paper:
    """Return the list as a tree."""
    as_at = format_long(facts.dates.figures_to)
    name = f"{facts.plural[:1].upper()}{facts.plural[1:]}"
    told = facts.cover.wording
    filtered = told.paragraph("list.filter", filter=facts.where) if facts.where else told.paragraph("list.everything")
    blocks: list[Block] = [filtered, *_table(facts), *restriction_note(facts.cover)]
    return make_tree(
        facts.cover,
        facts.dates,
        kind="list",
        kicker="LIST",
        title=name,
        subtitle=as_at,
        subject=f"List of {facts.plural} as at {as_at}",
        blocks=blocks,
        draft=False,
        landscape=True,
    )


def _table(facts: ListFacts) -> list[Block]:
    told = facts.cover.wording
    if not facts.rows:
        return [told.paragraph("list.none") if facts.where else told.paragraph("list.empty", kind=facts.plural)]
    rows = [row for row in facts.rows if not (facts.cover.leaves_out and row.restricted)]
    total = Figure("list.count", in_figures(len(facts.rows), facts.singular, facts.plural), _uids(facts))
    if not rows:
        return [withheld(told), told.note("list.count", records=total)]
    columns = [_column(index, title, align) for index, (title, align) in enumerate(facts.columns)]
    return [table_of(f"List of {facts.plural}", columns, rows), told.note("list.count", records=total)]


def _uids(facts: ListFacts) -> tuple[str, ...]:
    return tuple(row.uid for row in facts.rows)


def _column(index: int, title: str, align: Align) -> Cells[ListRow]:
    def cell(row: ListRow) -> Line:
        if index:
            return text_cell(row.cells[index])
        return line(Figure(f"list.{row.uid}", row.cells[index].strip() or "–", (row.uid,)))

    return Cells(title, cell, align, needed=index == 0, unknown="–")


def _proposals(source: AnySource, uids: Sequence[str]) -> tuple[tuple[tuple[str, Align], ...], tuple[ListRow, ...]]:
    """Return proposals with what follows from their events: stage, status, the day on which they were raised."""
    columns: tuple[tuple[str, Align], ...] = (
        ("Number", "left"),
        ("Title", "left"),
        ("Stage", "left"),
        ("Status", "left"),
        ("Raised", "right"),
        ("Proposer", "left"),
        ("Meant for", "left"),
    )
    return columns, tuple(_proposal(source, uid) for uid in uids if uid in source.proposals)


def _proposal(source: AnySource, uid: str) -> ListRow:
    found, mention = source.proposals[uid], source.mention(uid)
    status = STATUSES[found.status] if found.status else None
    target = source.meeting(found.target_meeting)
    who = person_name(source.session, found.proposer)
    of = organisation_name(source.session, found.proposer_organisation)
    cells = (
        mention.reference,
        _title(mention),
        STAGES[status.stage].label if status else "",
        status.label if status else "",
        format_date(found.raised) if found.raised else "",
        "" if mention.restricted else ", ".join(part for part in (who, of) if part),
        plain(meeting_cell(target)) if target else "",
    )
    return ListRow(uid, cells, mention.restricted)


def _title(mention: Mention) -> str:
    return TITLE_WITHHELD if mention.restricted else mention.title or TITLE_UNKNOWN


def _records(
    source: AnySource, kind: str, uids: Sequence[str]
) -> tuple[tuple[tuple[str, Align], ...], tuple[ListRow, ...]]:
    """Return records with the fields that a short account of them needs, none of them private."""
    fields = [info for info in kinds()[kind].fields().values() if (info.brief or info.owner) and not info.private]
    found = _values(source, kind, fields)
    links = _link_names(source, fields)
    columns: tuple[tuple[str, Align], ...] = tuple(
        (info.label, "right" if info.kind in ("date", "number") else "left") for info in fields
    )
    return columns, tuple(_record(source, fields, uid, found[uid], links) for uid in uids if uid in found)


def _values(source: AnySource, kind: str, fields: Sequence[FieldInfo]) -> dict[str, dict[str, Value]]:
    model: Any = kinds()[kind]
    dated = dated_fields_of(model, source.dates.figures_to)
    columns = [
        dated[info.name].label(info.name) if info.dated else getattr(model, info.name).label(info.name)
        for info in fields
    ]
    rows = source.session.execute(select(model.uid.label("record_uid"), *columns))
    return {
        row.record_uid: {
            info.name: stored_value(info, row._mapping[info.name]) if info.dated else row._mapping[info.name]
            for info in fields
        }
        for row in rows
    }


def _link_names(source: AnySource, fields: Sequence[FieldInfo]) -> Mapping[str, Mapping[str, str]]:
    """Return the names of what the columns link to by kind; proposals are named one by one, by their marking."""
    wanted = {info.link for info in fields if info.kind == "link" and info.link != "proposal"}
    return {kind: names(source.session, kind, None, source.dates.names_at) for kind in wanted}


def _record(
    source: AnySource,
    fields: Sequence[FieldInfo],
    uid: str,
    values: Mapping[str, Value],
    links: Mapping[str, Mapping[str, str]],
) -> ListRow:
    about = [source.mention(str(values[info.name])) for info in fields if info.link == "proposal" and values[info.name]]
    restricted = any(mention.restricted for mention in about)
    references = {mention.uid: mention.reference for mention in about}

    def name_of(kind: str, linked: str) -> str:
        return references[linked] if kind == "proposal" else links[kind].get(linked, "")

    cells = tuple(
        WITHHELD
        if restricted and info.kind in ("line", "text") and values[info.name]
        else show_value(info, values[info.name], name_of)
        for info in fields
    )
    return ListRow(uid, cells, restricted)
