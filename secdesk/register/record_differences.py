"""Which single records of a backup are gone or changed in the register: what a person can choose to bring back.

Only records that the backup has are told of: bringing some back deletes none that is there now (reliability.md 4.4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Literal, TypeAlias

from sqlalchemy.orm import Session

from secdesk.models import FieldInfo, kinds
from secdesk.models.fields import from_plain
from secdesk.models.types import Plain
from secdesk.register.difference import Key, differences
from secdesk.register.former_names import FormerNames
from secdesk.register.history import EMPTY
from secdesk.register.log import RecordChange
from secdesk.register.register import Register
from secdesk.rules.date_words import format_date
from secdesk.rules.values import show_value, stored_value

RecordState: TypeAlias = Literal["gone", "changed"]
_DATED = "dated_value"
_LONGEST = 80
_AT_ONCE = 500
Naming: TypeAlias = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field of a record: its label, its value now and the one in the backup, in words."""

    label: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """A record that bringing back would add (``gone``) or put back (``changed``).

    ``name`` is what the backup calls it, ``parts`` how many parts come back with it. ``needs`` are other records that
    are gone and that it names, so that they come back with it.
    """

    kind: str
    uid: str
    state: RecordState
    title: str
    name: str
    fields: tuple[FieldDifference, ...]
    parts: int
    needs: tuple[Key, ...]

    @property
    def key(self) -> Key:
        """Kind and uid."""
        return self.kind, self.uid


def tell_records(register: Register, staged: Register) -> list[RecordDifference]:
    """Return the records of a backup, open in ``staged``, that are gone or changed, by kind and name.

    A part of a record that is gone comes with it and is not told by itself.
    """
    found = Differing.between(register, staged)
    with register.read() as now, staged.read() as then:
        teller = _Teller(found, now, then)
        told = [teller.tell(key) for key in found.choosable()]
    places = {kind: place for place, kind in enumerate(_in_order())}
    return sorted(told, key=lambda each: (places[each.kind], each.name.casefold(), each.uid))


def with_needs(chosen: Iterable[Key], records: Mapping[Key, RecordDifference]) -> set[Key]:
    """Return chosen records with those that they need, and what those need."""
    found: set[Key] = set()
    waiting = list(chosen)
    while waiting:
        key = waiting.pop()
        if key not in found and key in records:
            found.add(key)
            waiting += records[key].needs
    return found


@dataclass(frozen=True, slots=True)
class DatedDifference:
    """What differs in a dated value; ``row`` is all of it, as the backup has it or else as it is now."""

    change: RecordChange
    row: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Differing:
    """What differs, sorted: ``own`` by record, ``dated`` values by the record they belong to, gone ``parts`` by it.

    ``owner`` names the record that a gone one is a part of.
    """

    own: Mapping[Key, RecordChange]
    dated: Mapping[str, list[DatedDifference]]
    parts: Mapping[Key, list[Key]]
    owner: Mapping[Key, Key]

    @classmethod
    def between(cls, register: Register, staged: Register) -> Differing:
        """Compare an open register with a backup."""
        own: dict[Key, RecordChange] = {}
        dated: dict[str, list[DatedDifference]] = defaultdict(list)
        with register.read():
            for change in differences(register.connection, staged.connection):
                if change.kind == _DATED:
                    each = DatedDifference(change, _dated_row(staged, change))
                    dated[str(each.row["record"])].append(each)
                elif change.action != "delete":
                    own[change.kind, change.record] = change
        own.update(_only_dated(staged, dated.keys() - {uid for _, uid in own}))
        owner = {key: above for key, change in own.items() if (above := _owner_of(change)) is not None}
        parts: dict[Key, list[Key]] = defaultdict(list)
        for key, above in owner.items():
            parts[above].append(key)
        return cls(own, dated, parts, owner)

    def choosable(self) -> Iterator[Key]:
        """Yield the records that can be chosen by themselves."""
        for key in self.own:
            above = self.owner.get(key)
            if above is None or above not in self.own or not self.is_gone(above):
                yield key

    def is_gone(self, key: Key) -> bool:
        """Say whether the register has no such record any more."""
        return key in self.own and self.own[key].action == "add"

    def chooser(self, key: Key) -> Key:
        """Return the record with which a gone one comes back: itself, or the gone one that it is a part of."""
        above = self.owner.get(key)
        return self.chooser(above) if above is not None and self.is_gone(above) else key

    def group(self, key: Key) -> Iterator[Key]:
        """Yield a record and the gone parts that come back with it, and theirs."""
        yield key
        if self.is_gone(key):
            for part in self.parts.get(key, ()):
                yield from self.group(part)

    def needs(self, key: Key) -> Iterator[Key]:
        """Yield the gone records that a group of records names."""
        own = set(self.group(key))
        for each in own:
            dated = (_dated_links(each[0], value) for value in self.dated.get(each[1], ()))
            for link in chain(_links(self.own[each]), *dated):
                if link not in own and self.is_gone(link):
                    yield self.chooser(link)

    def closure(self, chosen: Iterable[Key]) -> Set[Key]:
        """Return everything that differs and comes back with some chosen records: parts, dated values, needs."""
        found: set[Key] = set()
        waiting = [self.chooser(key) for key in chosen if key in self.own]
        while waiting:
            key = waiting.pop()
            if key in found:
                continue
            waiting += self.needs(key)
            for each in self.group(key):
                found.add(each)
                found |= {(_DATED, value.change.record) for value in self.dated.get(each[1], ())}
        return found


def _dated_row(staged: Register, change: RecordChange) -> dict[str, Plain]:
    """Return a dated value whole: of an edit the log names only what differs."""
    if change.action != "edit":
        side = 1 if change.action == "add" else 0
        return {name: values[side] for name, values in change.fields.items()}
    names = list(kinds()[_DATED].stored_fields())
    query = f"SELECT {', '.join(names)} FROM dated_value WHERE uid=?"  # noqa: S608 - names of our own model
    row = staged.connection.execute(query, (change.record,)).fetchone()
    return dict(zip(names, row, strict=True))


def _only_dated(staged: Register, uids: Set[str]) -> Iterator[tuple[Key, RecordChange]]:
    """Yield the records of a backup of which only dated values differ."""
    wanted = list(uids)
    for kind in kinds():
        for start in range(0, len(wanted) if kind != _DATED else 0, _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f'SELECT uid FROM "{kind}" WHERE uid IN ({marks})'  # noqa: S608 - our own names, and marks
            for row in staged.connection.execute(query, some).fetchall():
                yield (kind, row[0]), RecordChange(kind, row[0], "edit", {})


def _owner_of(change: RecordChange) -> Key | None:
    """Return the record that one which is gone is a part of."""
    if change.action != "add":
        return None
    for name, info in kinds()[change.kind].stored_fields().items():
        value = change.fields.get(name, (None, None))[1]
        if info.owner and value:
            return info.link, str(value)
    return None


def _links(change: RecordChange) -> Iterator[Key]:
    """Yield the records that the values of a backup name."""
    infos = kinds()[change.kind].stored_fields()
    for name, (_, after) in change.fields.items():
        if infos[name].link and after:
            yield infos[name].link, str(after)


def _dated_links(kind: str, dated: DatedDifference) -> Iterator[Key]:
    """Yield the record that a dated value of a backup names, where its field is a link."""
    info = kinds()[kind].dated_fields().get(str(dated.row["field_name"]))
    if info is not None and info.link and dated.row.get("value") and dated.change.action != "delete":
        yield info.link, str(dated.row["value"])


def _in_order() -> list[str]:
    """Return the kinds as people look for them: proposals and what happened to them first."""
    front = ["proposal", "event", "meeting", "agenda_item", "paper"]
    return [*front, *(kind for kind in sorted(kinds()) if kind not in front)]


class _Teller:
    """Puts differences into words; names are those of the backup, of which every record told is a part."""

    def __init__(self, found: Differing, now: Session, then: Session) -> None:
        self._found = found
        self._now, self._then = FormerNames(now), FormerNames(then)
        self._then.learn(found.choosable())

    def tell(self, key: Key) -> RecordDifference:
        kind, uid = key
        singular = kinds()[kind].kind.singular
        is_gone = self._found.is_gone(key)
        needs = tuple(dict.fromkeys(each for each in self._found.needs(key) if each != key))
        return RecordDifference(
            kind=kind,
            uid=uid,
            state="gone" if is_gone else "changed",
            title=f"{singular[:1].upper()}{singular[1:]}",
            name=self._then.of(kind, uid),
            fields=tuple(self._fields(key)),
            parts=len(list(self._found.group(key))) - 1,
            needs=needs,
        )

    def _fields(self, key: Key) -> Iterator[FieldDifference]:
        is_gone = self._found.is_gone(key)
        change = self._found.own[key]
        for name, info in kinds()[key[0]].stored_fields().items():
            if name in change.fields:
                before, after = change.fields[name]
                now = "" if is_gone else _words(info, before, self._now.of)
                yield FieldDifference(info.label, now, _words(info, after, self._then.of))
        for each in sorted(self._found.dated.get(key[1], ()), key=_place):
            yield from self._dated(key[0], each, is_gone)

    def _dated(self, kind: str, dated: DatedDifference, is_gone: bool) -> Iterator[FieldDifference]:
        info = kinds()[kind].dated_fields().get(str(dated.row["field_name"]))
        if info is None:
            return
        since = dated.row.get("effective_from")
        label = f"{info.label}, from {format_date(date.fromisoformat(str(since)))}" if since else info.label
        if dated.change.action == "edit" and "value" not in dated.change.fields:
            yield from self._around(label, dated.change)
            return
        before, after = dated.change.fields.get("value", (None, None))
        now = "" if is_gone else _dated_words(info, before, self._now.of)
        yield FieldDifference(label, now, _dated_words(info, after, self._then.of))

    def _around(self, label: str, change: RecordChange) -> Iterator[FieldDifference]:
        """Tell a dated value that is the same, but was agreed by another, or for another reason or day."""
        infos = kinds()[_DATED].stored_fields()
        for name, (before, after) in change.fields.items():
            told = f"{label}, {infos[name].label[:1].lower()}{infos[name].label[1:]}"
            yield FieldDifference(told, *(_words(infos[name], value, self._then.of) for value in (before, after)))


def _place(dated: DatedDifference) -> tuple[str, str]:
    return str(dated.row["field_name"]), str(dated.row.get("effective_from") or "")


def _words(info: FieldInfo, value: Plain, name: Naming) -> str:
    return EMPTY if value in (None, "") else _cut(show_value(info, from_plain(info, value), name))


def _dated_words(info: FieldInfo, text: Plain, name: Naming) -> str:
    return EMPTY if text in (None, "") else _cut(show_value(info, stored_value(info, str(text)), name))


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
