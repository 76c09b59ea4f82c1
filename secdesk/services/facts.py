"""What lists are filtered by: for each field the values that records have, with their words and counts (ux.md 3.9).

Several values of one field mean any of them; different fields must all hold. A record without a value has ``""``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from sqlalchemy.orm import Session

from secdesk.models import FieldInfo
from secdesk.rules.choices import options
from secdesk.rules.naming import names
from secdesk.rules.process import STAGES, STATUSES
from secdesk.rules.text import fold
from secdesk.services.proposal_lines import FLAGS, ProposalLine, lines_of
from secdesk.services.queries import proposals_at
from secdesk.services.records import RecordRow, list_records, model_of

NONE = ""
"""The value of a record that has none."""
ME = "@me"
"""Stands for the person who works with the register, among the values of a field that links to people."""
NONE_WORDS = "None"
Filters: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Fields with the values that are kept, in the order in which they were chosen."""

OPEN, CLOSED, NOT_RAISED = "open", "closed", "not_raised"
_PROGRESS: Mapping[str, str] = MappingProxyType({OPEN: "Open", CLOSED: "Closed", NOT_RAISED: "Not raised yet"})


_FIRST = ("progress", "stage", "status", "lead_analyst", "path", "release", "flags")
"""What proposals are filtered by most, in the order to offer it."""


@dataclass(frozen=True, slots=True)
class FactField:
    """A field to filter by. ``says_itself`` marks one whose values need no label: Open, Refine."""

    key: str
    label: str
    says_itself: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class FactValue:
    """A value of a field in words, and how many records have it."""

    key: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class _Known:
    """One field as it was read: the values of each record, and the words of each value in the order to offer them."""

    field: FactField
    values: Mapping[str, tuple[str, ...]]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """The fields of a kind that were read at one moment."""

    known: Mapping[str, _Known] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[FactField, ...]:
        """The fields, in the order to offer them."""
        return tuple(each.field for each in self.known.values())

    def keep(self, uids: Iterable[str], filters: Filters) -> list[str]:
        """Return the records that every filter lets through, in their order. A field not known here hides nothing."""
        wanted = [(self.known[name].values, frozenset(values)) for name, values in filters if name in self.known]
        return [
            uid for uid in uids if all(not chosen.isdisjoint(values.get(uid, (NONE,))) for values, chosen in wanted)
        ]

    def count(self, name: str, uids: Iterable[str], also: Collection[str] = ()) -> list[FactValue]:
        """Return the values of a field that records have, with how many; ``also`` are listed even without any."""
        known = self.known[name]
        found = Counter(value for uid in uids for value in known.values.get(uid, (NONE,)))
        listed = [*(key for key in known.words if key != NONE), NONE]
        return [FactValue(key, self.words(name, key), found[key]) for key in listed if found[key] or key in also]

    def words(self, name: str, value: str) -> str:
        """Return the words of a value; one that no record has any more is told as such."""
        if value == NONE:
            return self.known[name].words.get(NONE, NONE_WORDS) if name in self.known else NONE_WORDS
        return self.known[name].words.get(value, "(gone)") if name in self.known else value

    def find_person(self, name: str, called: str) -> str:
        """Return the value of a person's name among a field's values, an empty string where it has none such."""
        wanted = fold(called)
        found = (key for key, words in self.known[name].words.items() if key and fold(words) == wanted)
        return next(found, "")


def read_facts(session: Session, kind: str, at: date) -> Facts:
    """Return what records of a kind can be filtered by as at a date: proposals by what follows from their events too.

    Every other kind by its declared choices, links and yes-or-no fields. Raises NotFound for a kind there is not.
    """
    rows = list_records(session, kind, at)
    if kind != "proposal":
        return Facts(_declared(session, kind, rows, at, frozenset()))
    lines = lines_of(session, proposals_at(session, at), at)
    derived = _derived(session, lines)
    declared = _declared(session, kind, rows, at, frozenset({*FLAGS, "series"}))
    known = {**derived, **declared}
    return Facts({key: known[key] for key in (*_FIRST, *(key for key in known if key not in _FIRST))})


def _declared(
    session: Session, kind: str, rows: Sequence[RecordRow], at: date, without: Collection[str]
) -> dict[str, _Known]:
    infos = [
        info
        for info in model_of(kind).fields().values()
        if info.kind in ("choice", "yes_no", "link") and info.name not in without
    ]
    return {info.name: _known(session, info, rows, at) for info in infos}


def _known(session: Session, info: FieldInfo, rows: Sequence[RecordRow], at: date) -> _Known:
    values = {row.uid: (_key(row.values[info.name]),) for row in rows}
    if info.kind == "choice":
        words: Mapping[str, str] = options(info.choices)
    elif info.kind == "yes_no":
        words = {"yes": "Yes", "no": "No", NONE: "Not known"}
    else:
        words = _by_words(names(session, info.link, {key for (key,) in values.values() if key}, at))
    return _Known(FactField(info.name, info.label, link=info.link), values, words)


def _by_words(words: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(words.items(), key=lambda pair: (fold(pair[1]), pair[0])))


def _key(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return NONE if value is None else str(value)


def _derived(session: Session, lines: Sequence[ProposalLine]) -> dict[str, _Known]:
    stages = {**{key: stage.label for key, stage in STAGES.items() if key}, NONE: STAGES[""].label}
    statuses = {key: status.label for key, status in STATUSES.items()}
    releases = _by_words(names(session, "release", {uid for line in lines for uid in line.releases}, date.max))
    fields: tuple[tuple[FactField, Mapping[str, str], Callable[[ProposalLine], Sequence[str]]], ...] = (
        (FactField("progress", "Open or closed", says_itself=True), _PROGRESS, lambda line: (_progress(line),)),
        (FactField("stage", "Stage", says_itself=True), stages, lambda line: (line.at.stage,)),
        (FactField("status", "Status"), {**statuses, NONE: "Not raised yet"}, lambda line: (line.at.status,)),
        (FactField("flags", "Flag", says_itself=True), {**FLAGS, NONE: "No flag"}, lambda line: line.flags),
        (FactField("release", "Release"), releases, lambda line: line.releases),
    )
    return {
        each.key: _Known(each, {line.at.uid: tuple(read(line)) or (NONE,) for line in lines}, words)
        for each, words, read in fields
    }


def _progress(line: ProposalLine) -> str:
    if line.at.status in ("", "enquiry"):
        return NOT_RAISED
    return CLOSED if STATUSES[line.at.status].final else OPEN
