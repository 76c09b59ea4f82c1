"""Search through the whole register: numbers first, then titles, then text with an excerpt (ux.md 2.14)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from secdesk.models import DatedValue, Proposal
from secdesk.models.types import Value
from secdesk.rules.naming import names
from secdesk.rules.reference import Reference, ReferenceProblem, begins_search, parse_reference
from secdesk.rules.text import fold
from secdesk.services.records import RecordRow, list_records, model_of

KINDS = (
    "proposal", "meeting", "release", "consultation", "assessment", "paper", "person", "organisation", "action",
    "document", "event",
)  # fmt: skip
"""The kinds that are searched, in the order in which equal results are shown."""
_OF_PROPOSAL = frozenset({"event"})
"""Kinds whose own names say little: what is found in them leads to their proposal."""
_EXCERPT = 72
"""How many letters of a text are shown round what was found."""

Where: TypeAlias = Literal["number", "title", "text"]


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a record: the words of its field, the text, and the text as searches compare it."""

    label: str
    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a search looks at in one record, and which record it leads to: itself, or for an event its proposal.

    ``record`` is its own uid, ``uid`` that of the record it leads to. ``title`` is folded and holds former titles too;
    ``whole`` is title and passages together.
    """

    kind: str
    record: str
    uid: str
    title: str
    passages: tuple[Passage, ...]
    whole: str
    number: int | None = None
    suffix: str = ""
    figures: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A result: the record that it leads to, where it was found, and for a text which one."""

    kind: str
    uid: str
    where: Where
    passage: Passage | None = None


def read_entries(session: Session, kind: str, at: date, uids: Sequence[str] | None = None) -> list[Entry]:
    """Return what searches look at in every record of a kind, or in those named, in the kind's own order."""
    called = names(session, kind, uids, at)
    former = _former_titles(session, uids) if kind == "proposal" else {}
    rows = list_records(session, kind, at, uids=uids)
    return [_entry(row, " ".join((called.get(row.uid, ""), *former.get(row.uid, ())))) for row in rows]


def owners_of(session: Session, dated_values: Iterable[str]) -> set[str]:
    """Return the uids of the records to which rows of dated values belong."""
    wanted = list(dated_values)
    return set(session.scalars(select(DatedValue.record).where(DatedValue.uid.in_(wanted)))) if wanted else set()


def search_numbers_and_titles(session: Session, typed: str, limit: int) -> list[Found]:
    """Return some proposals that fit, straight from the register: for while the entries are still being read."""
    wanted = fold(typed).split()
    if not wanted:
        return []
    figures = "".join(letter for letter in typed if letter in "0123456789").lstrip("0")
    found: list[Found] = []
    if figures:
        query = select(Proposal.uid, Proposal.number, Proposal.suffix).where(
            cast(Proposal.number, Text).startswith(figures)
        )
        rows = session.execute(query.order_by(Proposal.number, Proposal.suffix).limit(limit * 4))
        begun = [row.uid for row in rows if row.number is not None and begins_search(typed, row.number, row.suffix)]
        found = [Found("proposal", uid, "number") for uid in begun[:limit]]
    titles = select(DatedValue.record).where(DatedValue.field_name == "title").distinct()
    for word in wanted:
        titles = titles.where(DatedValue.value.icontains(word, autoescape=True))
    known = {each.uid for each in found}
    more = [uid for uid in session.scalars(titles.limit(limit)) if uid not in known]
    return [*found, *(Found("proposal", uid, "title") for uid in more)]


def search(entries: Iterable[Entry], typed: str) -> list[Found]:
    """Return what fits: numbers first, exact ones before those that begin so, then titles, then texts."""
    wanted = fold(typed).split()
    if not wanted:
        return []
    named = _reference(typed)
    figures = "".join(letter for letter in typed if letter in "0123456789").lstrip("0")
    exact: list[Found] = []
    begun: list[Found] = []
    titled: list[Found] = []
    worded: list[Found] = []
    for entry in entries:
        if figures and entry.figures.startswith(figures) and entry.number is not None:
            if named is not None and entry.number == named.number and named.suffix in ("", entry.suffix.upper()):
                exact.append(Found(entry.kind, entry.uid, "number"))
                continue
            if begins_search(typed, entry.number, entry.suffix):
                begun.append(Found(entry.kind, entry.uid, "number"))
                continue
        if not all(word in entry.whole for word in wanted):
            continue
        if entry.kind not in _OF_PROPOSAL and all(word in entry.title for word in wanted):
            titled.append(Found(entry.kind, entry.uid, "title"))
        elif (passage := _passage_of(entry, wanted)) is not None:
            leads_to = "proposal" if entry.kind in _OF_PROPOSAL else entry.kind
            worded.append(Found(leads_to, entry.uid, "text", passage))
    return [*exact, *begun, *titled, *worded]


def excerpt(text: str, typed: str) -> str:
    """Return the part of a text round the first of the words typed, with dots where it was cut."""
    wanted = fold(typed).split()
    line = " ".join(text.split())
    plain = line.casefold()
    places = [place for word in wanted if (place := plain.find(word)) >= 0]
    middle = min(places, default=0)
    start = max(0, min(middle - _EXCERPT // 3, len(line) - _EXCERPT))
    if start:
        start = line.find(" ", start, middle) + 1 or start
    end = start + _EXCERPT
    if end < len(line):
        end = line.rfind(" ", middle, end) if line.rfind(" ", middle, end) > middle else end
    return f"{'…' if start else ''}{line[start:end].strip()}{'…' if end < len(line) else ''}"


def _entry(row: RecordRow, title: str) -> Entry:
    passages = tuple(
        Passage(info.label, text, fold(text))
        for name, info in model_of(row.kind).fields().items()
        if info.kind in ("line", "text") and name not in ("title", "suffix") and (text := _text(row.values.get(name)))
    )
    folded = fold(title)
    whole = "\n".join((folded, *(passage.folded for passage in passages)))
    number, suffix = row.values.get("number"), row.values.get("suffix")
    made = Entry(row.kind, row.uid, row.uid, folded, passages, whole)
    if row.kind in _OF_PROPOSAL:
        return replace(made, uid=str(row.values.get("proposal") or row.uid))
    if row.kind != "proposal" or not isinstance(number, int):
        return made
    return replace(made, number=number, suffix=str(suffix or ""), figures=str(number))


def _former_titles(session: Session, uids: Sequence[str] | None) -> dict[str, list[str]]:
    query = select(DatedValue.record, DatedValue.value).where(DatedValue.field_name == "title")
    if uids is not None:
        query = query.where(DatedValue.record.in_(uids))
    found: dict[str, list[str]] = {}
    for record, value in session.execute(query):
        found.setdefault(record, []).append(value or "")
    return found


def _passage_of(entry: Entry, wanted: Sequence[str]) -> Passage | None:
    """Return the first text that has a wanted word, the title having the rest at most."""
    for passage in entry.passages:
        here = [word in passage.folded for word in wanted]
        if any(here) and all(is_here or word in entry.title for is_here, word in zip(here, wanted, strict=True)):
            return passage
    return None


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _reference(typed: str) -> Reference | None:
    try:
        return parse_reference(typed)
    except ReferenceProblem:
        return None
