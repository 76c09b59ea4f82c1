"""Which record a cell names: one that is there, one that the same import adds, or a light record to be added for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.exchange.csv_names import KnownNames, split_person
from secdesk.exchange.csv_preview import Name
from secdesk.exchange.table_columns import UID
from secdesk.exchange.table_present import PresentRecords
from secdesk.models import FieldInfo, Proposal, kinds
from secdesk.models.types import Value
from secdesk.rules.choices import options
from secdesk.rules.dates import parse_date
from secdesk.rules.naming import meeting_name
from secdesk.rules.reference import ReferenceProblem, parse_reference
from secdesk.rules.text import clean, fold
from secdesk.rules.workdays import HolidayCalendar

LIGHT = ("person", "organisation", "release")
"""Kinds that an import adds by their name alone, as the list of proposals does."""

_QUOTED = 60
_MEETING = re.compile(r"(?P<body>[^0-9]+?)[,:]?\s+(?P<day>[0-9].*)")


class LinkFinder:
    """Finds the records that cells name. Names are those of the day that a row speaks of, or of today."""

    def __init__(self, session: Session, present: PresentRecords, today: date, calendar: HolidayCalendar) -> None:
        """Read the light names and the numbers of proposals; other names when they are asked for."""
        self._present = present
        self._today = today
        self._calendar = calendar
        self._known = KnownNames(session)
        self._by_name: dict[tuple[str, date], Mapping[str, list[str]]] = {}
        self._coming: dict[str, str] = {}
        self._coming_names: dict[tuple[str, str], str] = {}
        numbers = session.execute(select(Proposal.uid, Proposal.number, Proposal.suffix))
        self._numbers: dict[tuple[int, str], str] = {(row.number, row.suffix): row.uid for row in numbers if row.number}

    def expect(self, kind: str, uid: str) -> None:
        """Remember the uid of a record that a row of the same import may add."""
        self._coming[uid] = kind

    def add(self, kind: str, uid: str, values: Mapping[str, Value]) -> None:
        """Remember a record that a row adds, by what other rows may call it."""
        self.expect(kind, uid)
        for called in _called(kind, values):
            self._coming_names.setdefault((kind, called), uid)

    def coming_kind(self, uid: str) -> str | None:
        """Return the kind of a record that the same import may add; None for a uid that it does not add."""
        return self._coming.get(uid)

    def find(self, info: FieldInfo, text: str, at: date) -> Name:
        """Return the record that a cell names; one without a uid is to be added. A ValueError says what to type."""
        typed = clean(text, "line", max(1000, 2 * len(text)))
        if UID.fullmatch(typed):
            return Name(info.link, typed, self._known_uid(info.link, typed))
        key = (info.link, self._key_of(info.link, typed))
        if key in self._coming_names:
            return Name(info.link, typed, self._coming_names[key])
        if info.link in LIGHT:
            return self._find_light(info.link, typed)
        found = self._find_named(info.link, typed, at)
        if not found:
            raise ValueError(
                f"No {kinds()[info.link].kind.singular} called '{typed[:_QUOTED]}' is in this register. Use a name as"
                " an export writes it, or add the record first"
            )
        return Name(info.link, typed, found)

    def _key_of(self, kind: str, typed: str) -> str:
        """Return how a record that the same import adds would be called, in one way of several."""
        if kind == "meeting" and (found := self._read_meeting(typed)):
            return _meeting_key(*found)
        return _key_of_reference(typed) if kind == "proposal" else fold(typed)

    def _known_uid(self, kind: str, uid: str) -> str:
        if self._present.kind_of(uid) == kind or self._coming.get(uid) == kind:
            return uid
        raise ValueError(f"No {kinds()[kind].kind.singular} has the id '{uid}' in this register. Use its name")

    def _find_light(self, kind: str, typed: str) -> Name:
        if kind == "organisation":
            return self._known.organisation(typed)
        if kind == "release":
            return self._known.release(typed)
        if self._known.knows_person(typed):
            return self._known.person(typed, None)
        person, organisation = split_person(typed)
        return self._known.person(person, self._known.organisation(organisation) if organisation else None)

    def _find_named(self, kind: str, typed: str, at: date) -> str:
        """Return the uid of the one record of a name; nothing where there is none, a ValueError where several are."""
        if kind == "proposal" and (found := self._find_proposal(typed)):
            return found
        for day in dict.fromkeys((at, self._today)):
            uids = self._names(kind, day).get(fold(typed), [])
            if len(uids) > 1:
                raise ValueError(
                    f"More than one {kinds()[kind].kind.singular} is called '{typed[:_QUOTED]}'. Write its id instead"
                )
            if uids:
                return uids[0]
        return self._find_meeting(typed, at) if kind == "meeting" else ""

    def _find_proposal(self, typed: str) -> str:
        for text in (typed, typed.split(" ")[0]):
            try:
                reference = parse_reference(text)
            except ReferenceProblem:
                continue
            return self._numbers.get((reference.number, reference.suffix), "")
        return ""

    def _find_meeting(self, typed: str, at: date) -> str:
        """Return the meeting that a body and a day in any form mean: ``CSC 28/1/2020``."""
        read = self._read_meeting(typed)
        uids = self._present.find("meeting", ("body", "date"), (fold(read[0]), read[1]), at) if read else []
        return uids[0] if len(uids) == 1 else ""

    def _read_meeting(self, typed: str) -> tuple[str, date] | None:
        found = _MEETING.fullmatch(typed)
        body = _body_called(found["body"]) if found else ""
        if found is None or not body:
            return None
        try:
            day = parse_date(found["day"], self._today, self._calendar)
        except ValueError:
            return None
        return None if day is None else (body, day)

    def _names(self, kind: str, at: date) -> Mapping[str, list[str]]:
        if (kind, at) not in self._by_name:
            index: defaultdict[str, list[str]] = defaultdict(list)
            for uid, name in self._present.names(kind, at).items():
                index[fold(name)].append(uid)
            self._by_name[kind, at] = dict(index)
        return self._by_name[kind, at]


def _called(kind: str, values: Mapping[str, Value]) -> Iterator[str]:
    """Yield what a record to be added may be called by others; of other kinds only its id names it."""
    if kind in LIGHT:
        yield fold(str(values.get("name") or ""))
    elif kind == "proposal" and values.get("number"):
        yield f"{values['number']}{values.get('suffix') or ''}"
    elif kind == "meeting":
        body, day, known_by = str(values.get("body") or ""), values.get("date"), values.get("known_by")
        if isinstance(day, date):
            yield _meeting_key(body, day)
        month = str(values["month"]) if values.get("month") else None
        by = known_by if isinstance(known_by, date) else None
        yield fold(meeting_name(body, day if isinstance(day, date) else None, month, by))


def _meeting_key(body: str, day: date) -> str:
    return f"{body} {day.isoformat()}"


def _key_of_reference(typed: str) -> str:
    for text in (typed, typed.split(" ")[0]):
        try:
            reference = parse_reference(text)
        except ReferenceProblem:
            continue
        return f"{reference.number}{reference.suffix}"
    return fold(typed)


def _body_called(text: str) -> str:
    wanted = fold(text)
    bodies = options("meeting_body")
    return next(
        (key for key, label in bodies.items() if wanted in (fold(key), fold(label), fold(label).removeprefix("sec "))),
        "",
    )
