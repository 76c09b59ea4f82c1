"""One row of a table, compared with the register: which record it is about, what differs, what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from secdesk.errors import Invalid
from secdesk.exchange.cell_values import is_empty_cell, meant_outcome, read_cell
from secdesk.exchange.cells import cell_text, exact_cell, fitting, is_notice, plain_text, protected_as_text
from secdesk.exchange.csv_preview import Name, RowState
from secdesk.exchange.date_order import day_first
from secdesk.exchange.respelt import is_respelt
from secdesk.exchange.seals import fingerprint, split_fingerprints
from secdesk.exchange.sheet import NoteKind, SheetRow
from secdesk.exchange.table_columns import UID, TableColumns
from secdesk.exchange.table_form import AS_AT, ID, SEAL, Column, columns_of
from secdesk.exchange.table_keys import keys_in
from secdesk.exchange.table_links import LinkFinder
from secdesk.exchange.table_present import PresentRecords, comparable
from secdesk.exchange.table_preview import CellPreview, CellState, TablePlan, TableRowPreview
from secdesk.exchange.table_rows import EXACT_KINDS, TableRow
from secdesk.models import FieldInfo, Record, kinds, new_uid
from secdesk.models.types import Value
from secdesk.rules.dates import parse_date
from secdesk.rules.text import clean
from secdesk.rules.validation import missing, problems_of
from secdesk.rules.wording import a_or_an
from secdesk.rules.workdays import HolidayCalendar

_SHOWN = 60
_FOLLOWS = "it follows from other records and is not read. Record there what happened"
_FORMULA = "it holds a formula, of which the text is read and not the result"
_MOVED = "it has changed in the register since the file was exported"
_DAY = FieldInfo("day", "Day", "date")
_RESPELT = "a spreadsheet wrote its number in another way, so it stays as it is in the register"
_KEPT = "its text is too long for a cell, so it stays as it is in the register"


@dataclass(slots=True)
class Background:
    """What the rows of one table are read with and compared with; ``taken`` grows as rows name records.

    ``dated_elsewhere`` has the uids and fields whose dated values come with another table of the same file;
    ``month_first`` says that the table writes its dates so.
    """

    columns: TableColumns
    present: PresentRecords
    links: LinkFinder
    calendar: HolidayCalendar
    today: date
    as_at: date | None
    notes: Mapping[tuple[int, int], NoteKind]
    dated_elsewhere: frozenset[tuple[str, str]]
    month_first: bool = False
    taken: dict[object, int] = field(default_factory=dict)


class RowReading:
    """The reading of one row: collects its problems, so that a person hears of all of them at once."""

    def __init__(self, background: Background, row: SheetRow) -> None:
        """Keep what the row is read with."""
        self._with = background
        self._columns = background.columns
        self._kind = background.columns.kind
        self._model: type[Record] = kinds()[self._kind]
        self._row = row
        self._day = background.as_at or background.today
        self._record: TableRow | None = None
        self._uid = ""
        self._by_id = False
        self._problems: list[str] = []
        self._cells: dict[str, CellPreview] = {}
        self._read: dict[str, Value | Name] = {}
        self._unread: set[str] = set()
        self._found: dict[str, Value | Name] = {}
        self._sealed = split_fingerprints(self._text(SEAL))

    def result(self) -> TableRowPreview:
        """Return what would become of the row."""
        self._read_day()
        self._identify()
        if not self._problems:
            for column in self._read_columns():
                self._take(column)
        if not self._problems and self._record is None:
            self._check_owner()
        if not self._problems and self._found:
            self._check_rules()
        if self._problems:
            return self._as_row("unreadable")
        if self._record is None:
            return replace(self._as_row("new"), plan=self._plan())
        return replace(self._as_row("update"), plan=self._plan()) if self._found else self._as_row("unchanged")

    # --- which record it is about ---

    def _read_day(self) -> None:
        text = self._text(AS_AT).strip()
        if text:
            try:
                self._day = (
                    parse_date(text, self._with.today, self._with.calendar, label=self._heading(AS_AT)) or self._day
                )
            except ValueError as problem:
                self._problem(AS_AT, str(problem))

    def _identify(self) -> None:
        """Find the record by the id, or else by what tells records of the kind apart."""
        typed = self._text(ID).strip() if self._columns.own else ""
        if sentence := self._wrong_id(typed):
            self._problem(ID, sentence)
            return
        self._record = self._with.present.rows(self._kind, self._day).get(typed)
        self._by_id = self._record is not None
        if self._record is None:
            self._match(typed)
        if not self._problems:
            self._uid = self._record.uid if self._record else typed or new_uid()
            self._take_once(self._uid, ID)

    def _wrong_id(self, typed: str) -> str:
        if typed and not UID.fullmatch(typed):
            return f"'{typed[:_SHOWN]}' is no id of a record. Leave the cell empty for a new one"
        kind = self._with.present.kind_of(typed) if typed else None
        if kind in (None, self._kind):
            return ""
        return f"this is the id of {a_or_an(kinds()[str(kind)].kind.singular)}. Leave the cell empty for a new record"

    def _match(self, typed_id: str) -> None:
        """Find the record by its natural key; a row without any key and id names none."""
        keys = keys_in(self._kind, (column.name for column in self._read_columns()))
        key = next((key for key in keys if any(self._has(name) for name in key)), ())
        if not key:
            if not typed_id:
                wanted = keys[0][0] if keys else ID
                self._problem(wanted, missing(self._required(wanted), {})[0].sentence if keys else "Enter an id")
            return
        values = tuple(self._comparable(self._value(name)) for name in key)
        if self._problems:
            return
        found = self._with.present.find(self._kind, key, values, self._day)
        narrowed = self._narrow(found) if len(found) > 1 else found
        if len(narrowed) > 1:
            words = self._model.kind.plural
            self._problem(
                key[0], f"{len(narrowed)} {words} are known by this. Export them and keep their ids in the file"
            )
        elif narrowed:
            self._record = self._with.present.rows(self._kind, self._day)[narrowed[0]]
        elif not typed_id:
            self._take_once((key, values), key[0])

    def _required(self, name: str) -> Mapping[str, FieldInfo]:
        info = self._model.fields()[name]
        return {name: replace(info, label=self._heading(name), required=True)}

    def _narrow(self, uids: list[str]) -> list[str]:
        """Return those of some records that agree with the row in more of its cells, one cell after the other."""
        rows = self._with.present.rows(self._kind, self._day)
        left = uids
        for column in self._read_columns():
            if column.info is None or not self._has(column.name) or len(left) == 1:
                continue
            value = self._comparable(self._value(column.name))
            left = [uid for uid in left if comparable(rows[uid].values[column.name]) == value] or left
        return left

    def _take_once(self, identity: object, name: str) -> None:
        first = self._with.taken.setdefault(identity, self._row.number)
        if first != self._row.number:
            self._problem(
                name, f"row {first} is about the same record. Keep one of the two, without the id for a new one"
            )

    # --- what stands in the cells ---

    def _read_columns(self) -> tuple[Column, ...]:
        """Return the columns of the kind that the row has a word on."""
        return self._columns.present()

    def _text(self, name: str) -> str:
        position = self._columns.positions.get(name)
        if position is None:
            return ""
        text = self._row.cells[position]
        return day_first(text) if self._with.month_first and self._may_be_day(name) else text

    def _may_be_day(self, name: str) -> bool:
        return any(column.name == name and column.kind in ("date", "month") for column in columns_of(self._kind))

    def _heading(self, name: str) -> str:
        return self._columns.heading(name)

    def _has(self, name: str) -> bool:
        return not is_empty_cell(self._info(name), self._text(name))

    def _info(self, name: str) -> FieldInfo | None:
        """Return the field of a column, called by the file's own heading."""
        info = self._model.fields().get(name)
        return None if info is None else replace(info, label=self._heading(name))

    def _problem(self, name: str, sentence: str) -> None:
        self._problems.append(f"Row {self._row.number}, {self._heading(name)}: {sentence}")
        self._note(name, "unreadable", sentence=sentence)

    def _note(self, name: str, state: CellState, *, sentence: str = "", becomes: str = "", was: str = "") -> None:
        self._cells[name] = CellPreview(name, self._heading(name), state, was, becomes, sentence)

    def _value(self, name: str) -> Value | Name:
        """Return what a cell says, read once; nothing for a cell that is empty or cannot be read."""
        if name not in self._read:
            self._read[name] = None
            info = self._info(name)
            if info is not None and self._has(name):
                try:
                    self._read[name] = self._read_text(info, self._text(name))
                except Invalid as problem:
                    self._fail(name, problem.problems[0].sentence)
                except ValueError as problem:
                    self._fail(name, str(problem))
        return self._read[name]

    def _fail(self, name: str, sentence: str) -> None:
        self._unread.add(name)
        self._problem(name, sentence)

    def _read_text(self, info: FieldInfo, text: str) -> Value | Name:
        """Return the value of a text; a link as a name. Raises Invalid or ValueError."""
        if info.choices == "outcome" and (outcome := meant_outcome(info, text, self._body())):
            return outcome
        if info.kind != "link":
            return read_cell(info, text, self._with.today, self._with.calendar)
        found = self._with.links.find(info, text, self._day)
        if not found.uid:
            light = {"name": replace(kinds()[found.kind].stored_fields()["name"], label=info.label)}
            for problem in problems_of(found.kind, light, {"name": found.name}):
                raise ValueError(problem.sentence)
        return found

    def _body(self) -> str:
        """Return the body that the row, or else its record, says; empty where neither does."""
        if "body" not in self._model.fields():
            return ""
        known = self._record.values["body"] if self._record else None
        return str((self._value("body") if self._has("body") else known) or "")

    def _comparable(self, value: Value | Name) -> object:
        if isinstance(value, Name):
            return value.uid or ("to be added", value.kind, comparable(value.name))
        return comparable(value)

    # --- what differs ---

    def _take(self, column: Column) -> None:
        """Compare one cell with the register."""
        text = self._text(column.name)
        if self._is_as_shown(column, text) or self._is_as_exported(column, text):
            return
        place = (self._row.number, self._columns.positions.get(column.name, -1))
        if self._with.notes.get(place) == "error":
            self._problem(column.name, f"the spreadsheet shows an error ({text}). Type what is meant")
        elif is_notice(text):
            self._note(column.name, "left alone", sentence=_KEPT)
        elif self._is_respelt(column, text):
            self._note(column.name, "left alone", sentence=_RESPELT)
        elif column.info is None:
            self._leave_derived(column.name, text)
        elif not self._has(column.name):
            self._empty(column)
        else:
            self._compare(column)

    def _is_as_shown(self, column: Column, text: str) -> bool:
        """Say whether a cell holds what an export of the register writes there."""
        if self._record is None:
            return False
        if self._columns.exact:
            return text == exact_cell(self._record.exact(column))
        shown = plain_text(cell_text(self._record.words(column)))
        return any(form in (shown, fitting(shown)) for form in (text, text.strip(), protected_as_text(text)))

    def _is_respelt(self, column: Column, text: str) -> bool:
        """Say whether a spreadsheet wrote a text of the register that looks like a number in another way."""
        if self._record is None or not self._by_id or self._columns.exact or column.kind not in ("line", "text"):
            return False
        return is_respelt(plain_text(cell_text(self._record.words(column))), text)

    def _is_as_exported(self, column: Column, text: str) -> bool:
        """Say whether nobody touched a cell since the file was made, although the register may have gone on."""
        if self._record is None or not self._by_id or not self._sealed:
            return False
        info = self._record.info(column)
        forms = {self._canonical(info, column, form) for form in (text, protected_as_text(text))}
        return any(fingerprint(self._uid, column.name, form) in self._sealed for form in forms)

    def _canonical(self, info: FieldInfo | None, column: Column, text: str) -> str:
        """Return the text of a cell in the form that fingerprints are made of."""
        kind = info.kind if info is not None else column.kind
        if self._columns.exact or kind not in EXACT_KINDS:
            return text
        try:
            value = read_cell(info or _DAY, text, self._with.today, self._with.calendar)
        except (Invalid, ValueError):
            return text
        return exact_cell(value) if not isinstance(value, bool) else str(value).lower()

    def _has_moved_on(self, column: Column) -> bool:
        """Say whether the register holds another value than the one that was exported."""
        if self._record is None or not self._by_id or not self._sealed:
            return False
        present = self._record.canonical(column, self._columns.exact)
        return fingerprint(self._uid, column.name, present) not in self._sealed

    def _leave_derived(self, name: str, text: str) -> None:
        if text.strip():
            self._note(name, "left alone", sentence=_FOLLOWS)

    def _empty(self, column: Column) -> None:
        """Clear a field whose cell was emptied in a file that an export made; in any other file leave it."""
        if self._record is None or not self._by_id or self._record.values[column.name] in (None, ""):
            return
        if column.info is not None and (column.info.required or not self._can_be_empty(column.name)):
            self._problem(column.name, missing(self._required(column.name), {})[0].sentence)
            return
        value = self._usual(column.name)
        if value != self._record.values[column.name]:
            self._found[column.name] = value
            sentence = _MOVED if self._has_moved_on(column) else ""
            self._note(column.name, "cleared", was=self._was(column), sentence=sentence)

    def _compare(self, column: Column) -> None:
        value = self._value(column.name)
        if column.name in self._unread:
            return
        if value is None:
            self._empty(column)
        elif self._record is None:
            self._found[column.name] = value
            self._note_value(column, "new")
        elif not self._is_same(column, value):
            self._found[column.name] = value
            self._note_value(column, "changed")

    def _note_value(self, column: Column, state: CellState) -> None:
        place = (self._row.number, self._columns.positions.get(column.name, -1))
        sentence = (
            _FORMULA if self._with.notes.get(place) == "formula" else _MOVED if self._has_moved_on(column) else ""
        )
        becomes = self._text(column.name).strip()
        self._note(column.name, state, was=self._was(column), becomes=becomes, sentence=sentence)

    def _is_same(self, column: Column, value: Value | Name) -> bool:
        present = self._record.values[column.name] if self._record else None
        if isinstance(value, Name):
            return bool(value.uid) and value.uid == present
        info = column.info
        if isinstance(present, str) and info is not None and info.kind in ("line", "text"):
            present = clean(present, "text" if info.kind == "text" else "line", 4 * len(present) + 1)
        return (value or None) == (present or None) if isinstance(value, str) else value == present

    def _was(self, column: Column) -> str:
        return cell_text(self._record.words(column)) if self._record else ""

    def _can_be_empty(self, name: str) -> bool:
        column = self._model.__table__.columns.get(name)
        return column is None or column.nullable or column.default is not None

    def _usual(self, name: str) -> Value:
        """Return what a field holds while nothing is known of it: nothing, or the value that it begins with."""
        column = self._model.__table__.columns.get(name)
        return None if column is None or column.nullable or column.default is None else column.default.arg

    # --- what it comes to ---

    def _check_owner(self) -> None:
        """Ask for the record that a new one is a part of."""
        for name, info in self._model.stored_fields().items():
            if info.owner and info.required and self._found.get(name) is None:
                self._problem(name, missing(self._required(name), {})[0].sentence)

    def _check_rules(self) -> None:
        present = dict(self._record.values) if self._record else {}
        found = {name: value for name, value in self._found.items() if not isinstance(value, Name)}
        fields = {name: info for name in self._model.fields() if (info := self._info(name)) is not None}
        for problem in problems_of(self._kind, fields, {**present, **found}):
            self._problem(problem.field, problem.sentence)

    def _plan(self) -> TablePlan:
        found = self._found
        if self._record is None:
            elsewhere = self._with.dated_elsewhere
            found = {name: value for name, value in found.items() if (self._uid, name) not in elsewhere}
        values = {name: value.uid if isinstance(value, Name) else value for name, value in found.items()}
        names = {name: value for name, value in found.items() if isinstance(value, Name) and not value.uid}
        values = {name: value for name, value in values.items() if name not in names}
        return TablePlan(
            self._kind, self._uid, self._record is None, self._day, values, names, frozenset(self._depends(values))
        )

    def _depends(self, values: Mapping[str, Value]) -> Iterator[str]:
        for value in values.values():
            if isinstance(value, str) and value != self._uid and self._with.links.coming_kind(value):
                yield value

    def _as_row(self, state: RowState) -> TableRowPreview:
        return TableRowPreview(self._row.number, self._called(), state, self._cells, tuple(self._problems))

    def _called(self) -> str:
        """Return what the record is called, or what the row says of it in its first cells."""
        if self._record is not None:
            return self._with.present.names(self._kind, self._day).get(self._record.uid, "")
        given = (self._text(column.name).strip() for column in self._read_columns())
        return ", ".join([" ".join(text.split())[:_SHOWN] for text in given if text][:2])
