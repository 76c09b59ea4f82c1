"""Rows of any kind of record, from its declared fields: the brief ones are its columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from secdesk.models import FieldInfo
from secdesk.rules import naming
from secdesk.rules.date_words import format_date, format_weekday
from secdesk.rules.reference import begins_search
from secdesk.rules.text import fold
from secdesk.rules.values import show_value
from secdesk.services import facts, queries, records
from secdesk.services.facts import Facts
from secdesk.services.list_search import ListSearch
from secdesk.services.records import RecordRow
from secdesk.ui.desk import Desk
from secdesk.ui.models.record_table import Ask, Column, Row, Window
from secdesk.ui.readings import FEW, Readings

_KEYS, _SORTED = "keys:", "sorted:"
"""What the parts begin with that hold what a column sorts by, and the order that columns give."""
_UP, _DOWN = "up", "down"
_MOST_ROWS = 5_000
"""How many rows are kept at most, some 10 MB."""
_MANY, _FIRST = 10_000, 256
"""Among so many records a search shows the first so many before it has found all (targets.md 2)."""
NAME = "name_of_record"
"""The key of the column that holds what a record is called, for kinds without a name of their own."""
_WIDTHS = {"line": 22, "text": 36, "date": 11, "month": 14, "number": 8, "yes_no": 8, "choice": 20, "link": 26}


class KindRows:
    """The rows of one kind. A kind with columns of its own overrides :meth:`make_rows` and :meth:`sort_keys`."""

    glyph_column = -1
    reads_beside = False
    """Whether what all records are asked for is read beside the window where there are many."""

    def __init__(self, desk: Desk, kind: str, whole: bool = False) -> None:
        """Take the columns from the declared fields, with ``whole`` also from those not brief; nothing is read."""
        self.desk = desk
        self.kind = kind
        self.whole = whole
        self.columns = self.make_columns()
        self.readings = Readings(desk, self.read_part)
        self._rows: dict[str, Row] = {}

    def make_columns(self) -> tuple[Column, ...]:
        """Return the columns: the brief fields, the first line of words taking the room left; the others hidden."""
        infos = [info for info in records.model_of(self.kind).fields().values() if not info.owner]
        brief = [info for info in infos if info.brief]
        wide = next((info.name for info in brief if info.kind in ("line", "text")), brief[0].name if brief else "")
        more = [info for info in infos if not info.brief and self.whole]
        return (*(_column(info, wide) for info in brief), *(_column(info, "", hidden=True) for info in more))

    @property
    def sortable(self) -> Mapping[str, str]:
        """What rows can be sorted by: every column, by its heading."""
        return {column.key: column.heading for column in self.columns}

    # --- what the table asks ---------------------------------------------------------------------------------------

    def window(self, ask: Ask) -> Window:
        """Find which rows answer, by the register's own order where nothing else is asked for."""
        total = self.count()
        order = self.default_order(ask)
        if order is None and not ask.is_narrowed and not ask.grouped:
            return Window(total, total)
        found = self.order() if order is None else order
        if ask.facet:
            kept = self.facet(ask.facet)
            found = [uid for uid in found if uid in kept]
        if ask.filters:
            found = self.facts().keep(found, ask.filters)
        if ask.text:
            found = self._only_matching(found, ask)
        groups: dict[int, str] = {}
        if ask.grouped:
            found, groups = self._group(found)
        return Window(len(found), total, found, groups)

    def beginning(self, ask: Ask) -> Window | None:
        """Return the first rows of an answer where all would take too long for a keystroke; None where they do not."""
        if not ask.text or ask != Ask(ask.text) or self.count() < _MANY:
            return None
        found = self.texts().beginning(ask.text, _FIRST)
        return Window(len(found), self.count(), found, is_whole=len(found) < _FIRST)

    def is_found(self, ask: Ask, uid: str) -> bool:
        """Say whether the words of a question find a record."""
        return self.texts().is_found(uid, ask.text)

    def page(self, window: Window, offset: int, limit: int) -> list[Row]:
        """Return some rows of the answer; those that were shown before are not read again until something changes."""
        uids = window.uids[offset : offset + limit] if window.uids is not None else None
        if uids is None or not all(uid in self._rows for uid in uids):
            uids = self.desk.read(lambda session: self._read_rows(session, uids, offset, limit))
        return [self._rows[uid] for uid in uids if uid in self._rows]

    def row_of(self, window: Window, uid: str) -> int:
        """Return where a record stands, -1 where it does not."""
        uids = self.order() if window.uids is None else window.uids
        return uids.index(uid) if uid in uids else -1

    def begins(self, window: Window, typed: str) -> int:
        """Return the first row whose number or name begins as typed, -1 for none."""
        texts = {text.uid: text for text in self.texts().texts}
        uids = self.order() if window.uids is None else window.uids
        return next((row for row, uid in enumerate(uids) if uid in texts and begins(texts[uid], typed)), -1)

    def forget(self) -> None:
        """Drop what was kept of the register."""
        self._rows = {}
        self.readings.forget()

    def all_uids(self, window: Window) -> Sequence[str]:
        """Return every record of the answer, in its order."""
        return self.order() if window.uids is None else window.uids

    def copied(self, uids: Sequence[str], columns: Sequence[str], iso: bool) -> list[tuple[str, ...]]:
        """Return cells to be pasted elsewhere: whole texts, dates in words or as ISO, all else as it is shown."""
        places = [[column.key for column in self.columns].index(key) for key in columns]

        def read(session: Any) -> list[tuple[str, ...]]:
            whole = self.whole_values(session, uids)
            return [
                tuple(_copied(whole.get(row.uid, {}).get(key), row.cells[place], iso) for key, place in pairs)
                for row in self.make_rows(session, uids)
            ]

        pairs = list(zip(columns, places, strict=True))
        return self.desk.read(read)

    # --- what a kind may say itself --------------------------------------------------------------------------------

    def default_order(self, ask: Ask) -> Sequence[str] | None:
        """Return every uid in the order asked for, None for the kind's own order."""
        found: Sequence[str] | None = self.readings.get(_sorted_part(ask)) if ask.sort else None
        return found

    def group_of(self) -> Mapping[str, str]:
        """Return the group of every record by uid, in the order of the groups; a kind without groups has none."""
        return {}

    def facet(self, facet: str) -> Collection[str]:
        """Return the uids that belong to a facet; a kind without facets keeps all."""
        return self.order()

    def whole_values(self, session: Any, uids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Return what a cell says in short, whole: dates and long texts by column, by record."""
        rows = records.list_records(session, self.kind, self.desk.as_at, uids=uids)
        return {row.uid: row.values for row in rows}

    def make_rows(self, session: Any, uids: Sequence[str]) -> list[Row]:
        """Return the rows of some records in the order asked for."""
        found = {row.uid: row for row in records.list_records(session, self.kind, self.desk.as_at, uids=uids)}
        called = naming.names(session, self.kind, uids, self.desk.as_at)
        links = self._link_names(session, list(found.values()))
        return [self._make_row(found[uid], called.get(uid, ""), links) for uid in uids if uid in found]

    def sort_keys(self, session: Any, column: str) -> Mapping[str, Any]:
        """Return what a column sorts by, by uid: the words of a choice or link, else the value; None sorts last."""
        info = records.model_of(self.kind).fields()[column]
        rows = records.list_records(session, self.kind, self.desk.as_at)
        links = self._link_names(session, rows)
        return {row.uid: _sort_key(info, row, links) for row in rows}

    def sort_uids(self, uids: Sequence[str], ask: Ask) -> list[str]:
        """Return records sorted by the columns asked for; equal ones stay as they were."""
        columns = (ask.then, ask.then_descending), (ask.sort, ask.descending)
        found = list(uids)
        for column, descending in columns:
            if column:
                found = _sorted_by(found, self.readings.get(f"{_KEYS}{column}"), descending)
        return found

    def _group(self, uids: Sequence[str]) -> tuple[list[str], dict[int, str]]:
        """Return records with those of one group together, and the words over the first of each."""
        members: dict[str, list[str]] = {}
        of = self.group_of()
        for name in dict.fromkeys(of.values()):
            members[name] = []
        for uid in uids:
            members.setdefault(of.get(uid, ""), []).append(uid)
        found: list[str] = []
        groups: dict[int, str] = {}
        for name, own in members.items():
            if own:
                groups[len(found)] = f"{name}, {len(own)}" if name else str(len(own))
            found += own
        return found, groups

    # --- kept readings ---------------------------------------------------------------------------------------------

    def count(self) -> int:
        """Return how many records there are, read once."""
        return int(self.readings.get("count"))

    def facts(self) -> Facts:
        """Return what the rows can be filtered by, read once."""
        found: Facts = self.readings.get("facts")
        return found

    def texts(self) -> ListSearch:
        """Return what searches look at, read once."""
        found: ListSearch = self.readings.get("texts")
        return found

    def order(self) -> list[str]:
        """Return every uid in the kind's own order, read once."""
        found: list[str] = self.readings.get("order")
        return found

    @property
    def is_large(self) -> bool:
        """Whether there are so many records that what all of them are asked for is read beside the window."""
        return self.reads_beside and self.count() >= FEW

    def prepare(self, who: str, parts: Sequence[str], then: Callable[[], None]) -> bool:
        """Say whether ``then`` has to wait for parts that are read beside the window: never where there are few."""
        if not self.is_large:
            return False
        return self.readings.require(who, parts, then)

    def needed(self, ask: Ask) -> list[str]:
        """Return what :meth:`window` reads of all records to answer."""
        order = [_sorted_part(ask)] if ask.sort else []
        wanted = {"texts": bool(ask.text), "facts": bool(ask.filters), "groups": ask.grouped or bool(ask.facet)}
        parts = [*order, *(part for part, is_wanted in wanted.items() if is_wanted)]
        return ["order", *parts] if parts else []

    def read_part(self, session: Any, part: str) -> Any:
        """Read one part of what is kept; on another thread too, so nothing of the window is touched."""
        if part.startswith(_KEYS):
            return self.sort_keys(session, part.removeprefix(_KEYS))
        if part.startswith(_SORTED):
            return self._read_sorted(session, part)
        if part == "count":
            return queries.count_records(session, self.kind)
        if part == "order":
            return queries.ordered_uids(session, self.kind)
        if part == "texts":
            return ListSearch(queries.search_texts(session, self.kind, self.desk.as_at))
        if part == "facts":
            return facts.read_facts(session, self.kind, self.desk.as_at)
        raise LookupError(f"{type(self).__name__} reads no {part}")

    def _only_matching(self, uids: Sequence[str], ask: Ask) -> list[str]:
        matches = self.texts().matching(ask.text)
        if ask.sort:
            kept = set(matches)
            return [uid for uid in uids if uid in kept]
        if len(uids) == len(self.texts()):
            return matches  # nothing else narrows the list
        allowed = set(uids)
        return [uid for uid in matches if uid in allowed]

    def _read_sorted(self, session: Any, part: str) -> list[str]:
        """Return every uid in an order that columns give, those without a value last."""
        found = queries.ordered_uids(session, self.kind)
        for column, direction in reversed(list(_columns_of(part))):
            found = _sorted_by(found, self.sort_keys(session, column), direction == _DOWN)
        return found

    def _read_rows(self, session: Any, uids: Sequence[str] | None, offset: int, limit: int) -> Sequence[str]:
        """Read the rows of some records that are not known yet, of a part of the kind's own order without ``uids``."""
        wanted = queries.ordered_uids(session, self.kind, offset=offset, limit=limit) if uids is None else uids
        if len(self._rows) > _MOST_ROWS:
            self._rows = {}
        missing = [uid for uid in wanted if uid not in self._rows]
        if missing:
            self._rows.update({row.uid: row for row in self.make_rows(session, missing)})
        return wanted

    def _link_names(self, session: Any, rows: Sequence[RecordRow]) -> dict[str, Mapping[str, str]]:
        wanted: dict[str, set[str]] = {}
        shown = {column.key for column in self.columns}
        for info in records.model_of(self.kind).fields().values():
            if info.kind == "link" and info.name in shown:
                wanted.setdefault(info.link, set()).update(str(v) for r in rows if (v := r.values[info.name]))
        return {kind: naming.names(session, kind, uids, self.desk.as_at) for kind, uids in wanted.items()}

    def _make_row(self, row: RecordRow, called: str, links: Mapping[str, Mapping[str, str]]) -> Row:
        fields = records.model_of(self.kind).fields()
        shown = [fields[column.key] for column in self.columns]
        cells = tuple(words_of(info, row, links) for info in shown)
        parts = [f"{info.label} {cell}" for info, cell in zip(shown, cells, strict=True) if cell and info.brief]
        tips = tuple(weekday_of(row.values[info.name]) for info in shown)
        return Row(row.uid, cells, ", ".join(parts) or called, tips)


def _sorted_part(ask: Ask) -> str:
    """Name the part that holds the order asked for: ``sorted:title up,due down``."""
    columns = (ask.sort, ask.descending), (ask.then, ask.then_descending)
    return _SORTED + ",".join(f"{column} {_DOWN if descending else _UP}" for column, descending in columns if column)


def _columns_of(part: str) -> Iterator[tuple[str, str]]:
    for each in part.removeprefix(_SORTED).split(","):
        column, _, direction = each.partition(" ")
        yield column, direction


def _sorted_by(uids: Sequence[str], keys: Mapping[str, Any], descending: bool) -> list[str]:
    """Return records sorted by their keys, those without one last; equal ones stay as they were."""
    known = [uid for uid in uids if keys.get(uid) is not None]
    unknown = [uid for uid in uids if keys.get(uid) is None]
    return [*sorted(known, key=keys.__getitem__, reverse=descending), *unknown]


def _column(info: FieldInfo, wide: str, hidden: bool = False) -> Column:
    return Column(info.name, info.label, info.kind == "number", info.name == wide, _WIDTHS[info.kind], hidden=hidden)


def _copied(whole: Any, shown: str, iso: bool) -> str:
    if isinstance(whole, date):
        return whole.isoformat() if iso else format_date(whole)
    return whole if isinstance(whole, str) and whole.startswith(shown) and shown else shown


def words_of(info: FieldInfo, row: RecordRow, links: Mapping[str, Mapping[str, str]]) -> str:
    """Return a cell: a value in words, the first line of a long text."""
    words = show_value(info, row.values[info.name], lambda kind, uid: links.get(kind, {}).get(uid, ""))
    return words.split("\n", 1)[0][:300] if info.kind == "text" else words


def weekday_of(value: object) -> str:
    """Return a date with its weekday for a tooltip, nothing for other values."""
    return format_weekday(value) if isinstance(value, date) else ""


def begins(text: queries.SearchText, typed: str) -> bool:
    """Say whether a record's number or name begins as typed."""
    if text.number is not None and begins_search(typed, text.number, text.suffix):
        return True
    return text.words.startswith(fold(typed))


def _sort_key(info: FieldInfo, row: RecordRow, links: Mapping[str, Mapping[str, str]]) -> Any:
    value = row.values[info.name]
    if value is None or isinstance(value, int | date):
        return value
    return fold(words_of(info, row, links))
