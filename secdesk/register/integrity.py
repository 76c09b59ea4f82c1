"""Whether a register file is as it was written: its structure, every record, and the chain of its history.

SQLite's own check notices one flipped bit in forty (reliability.md 0.7). So every row carries a hash over all its
columns, every step one over what it changed and the step before, and the records must be what the steps made of them.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from secdesk.errors import KnownError
from secdesk.models import Record, kinds
from secdesk.models.base import row_hash
from secdesk.models.compact_json import parse
from secdesk.models.types import Plain
from secdesk.register import migrations, schema
from secdesk.register.engine import APPLICATION_ID
from secdesk.register.facts import SEAL, seal_of
from secdesk.register.former_names import FormerNames
from secdesk.register.lineage import own_numbers
from secdesk.register.log import ROOT, pairs_of, row_digest, step_hash
from secdesk.register.progress import Progress, silent, told_by_sqlite
from secdesk.register.register import Register

T = TypeVar("T")
Row = dict[str, Any]
_MOST = 100
_ROWS_A_NOTICE = 500
_CHECKING = "Checking the register"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is not as it was written: a sentence, and the record that it is about where it is about one."""

    sentence: str
    kind: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class _Checked:
    """What the checks work on: the connection below the records, and how to name a record."""

    connection: sqlite3.Connection
    name: Callable[[str, str], str]
    progress: Progress

    def told(self, words: str, rows: Iterable[T], table: str) -> Iterator[T]:
        """Yield rows, and tell now and then how far one is with those of a table."""
        total = _count(self, table)
        for number, row in enumerate(rows):
            if number % _ROWS_A_NOTICE == 0:
                self.progress(words, number, total)
            yield row

    def about(self, kind: str, uid: str, sentence: str) -> Finding:
        """Return a finding about a record, named in its sentence."""
        model = kinds().get(kind)
        singular = model.kind.singular.capitalize() if model else "Record"
        return Finding(f"{singular} '{self.name(kind, uid) or uid}' {sentence}", kind, uid)

    def rows(self, query: str, asked: tuple[str, ...] = ()) -> Iterator[Row]:
        """Yield the rows of a query by column name."""
        cursor = self.connection.execute(query, asked)
        columns = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(columns, row, strict=True))


def check_file(register: Register, progress: Progress = silent) -> list[Finding]:
    """Return everything that is not as it was written; an empty list for a sound file. Nothing is changed."""
    with register.read() as session:
        session.connection()  # begin now: every check sees one state, and naming needs no connection in their midst
        checked = _Checked(register.connection, _naming(session), progress)
        return [finding for check in _CHECKS for finding in _findings_of(check, checked)]


def _findings_of(check: Callable[[_Checked], Iterator[Finding]], checked: _Checked) -> list[Finding]:
    """Return what one check finds; where a text cannot be read it looks again, at bytes in the place of such texts."""
    with suppress(sqlite3.Error):
        return list(check(checked))
    found: list[Finding] = []
    with _lenient_text(checked.connection):
        try:
            found.extend(check(checked))
        except sqlite3.Error as error:
            found.append(Finding(f"The file cannot be read to its end ({_code(error)})"))
    return found


def _code(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", "") or type(error).__name__


@contextmanager
def _lenient_text(connection: sqlite3.Connection) -> Iterator[None]:
    """Let text that is no UTF-8 come as something else than was written, instead of ending the check."""
    before = connection.text_factory
    connection.text_factory = lambda data: data.decode("utf-8", errors="backslashreplace")
    try:
        yield
    finally:
        connection.text_factory = before


def _naming(session: Session) -> Callable[[str, str], str]:
    """Return how to name a record; where a damaged one cannot be named its uid must do."""
    names = FormerNames(session)

    def name(kind: str, uid: str) -> str:
        try:
            return names.of(kind, uid) if kind in kinds() else uid
        except (ValueError, TypeError, KeyError, KnownError, SQLAlchemyError, sqlite3.Error):
            return uid

    return name


def _check_structure(checked: _Checked) -> Iterator[Finding]:
    """SQLite's own check: pages, indexes, limits."""
    with told_by_sqlite(checked.connection, _CHECKING, checked.progress):
        rows = checked.connection.execute(f"PRAGMA integrity_check({_MOST})").fetchall()
    for row in rows:
        if row[0] != "ok":
            yield Finding(f"The structure of the file is damaged: {row[0]}")


def _check_header(checked: _Checked) -> Iterator[Finding]:
    connection = checked.connection
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        yield Finding("The file is no longer marked as a register of secdesk")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != migrations.newest():
        yield Finding(f"The file says that its register version is {version}; {migrations.newest()} is expected")


def _check_schema(checked: _Checked) -> Iterator[Finding]:
    if not schema.is_expected(checked.connection):
        yield Finding("The tables of the file are not exactly those that secdesk makes")


def _check_links(checked: _Checked) -> Iterator[Finding]:
    with told_by_sqlite(checked.connection, _CHECKING, checked.progress):
        rows = checked.connection.execute("PRAGMA foreign_key_check").fetchall()
    for table, rowid, parent, key in rows:
        # Table and column names come from the file; only those of our own models are put into a statement.
        model = kinds().get(table)
        if model is None or rowid is None:
            yield Finding(f"A row of the table '{table}' points to nothing in '{parent}'")
            continue
        keys = {row[0]: row[3] for row in checked.connection.execute(f"PRAGMA foreign_key_list({table})")}
        info = model.stored_fields().get(keys.get(key, ""))
        query = f"SELECT uid FROM {table} WHERE rowid=?"  # noqa: S608 - the name of one of our own tables
        uid = checked.connection.execute(query, (rowid,)).fetchone()[0]
        yield checked.about(
            table, uid, f"points in '{info.label if info else parent}' to a record that is not in the file"
        )


def _check_records(checked: _Checked) -> Iterator[Finding]:
    """Compare the hash of every record with its columns, and every record with what the history made of it.

    The history is read record by record, so that this needs the memory of one.
    """
    own = own_numbers(checked.connection)
    known: Counter[str] = Counter()
    query = 'SELECT record, step, kind, "action", fields FROM "change" ORDER BY record, step, position'
    steps = checked.told("Checking the records", checked.connection.execute(query), "change")
    for uid, changes in groupby(steps, key=lambda row: row[0]):
        for kind, made in _played(changes, own).items():
            row = _row_of(checked, kind, uid)
            known[kind] += row is not None
            yield from _record_findings(checked, kind, uid, row, made)
    for kind in kinds():
        if _count(checked, kind) != known[kind]:
            yield from _unknown_records(checked, kind)


def _played(changes: Iterator[tuple[Any, ...]], own: frozenset[int] | None) -> dict[str, dict[str, Any] | None]:
    """Return, by kind, the fields of the records of one uid as the steps made them; None for one that they deleted.

    A value that was removed from the history is the object that stands for it.
    """
    made: dict[str, dict[str, Any] | None] = {}
    for _, step, kind, action, text in changes:
        if kind not in kinds():
            continue
        present = made.setdefault(kind, None)
        if own is not None and step not in own:
            continue  # a step of another copy: what it brought is in the step that merged it
        if action == "delete":
            made[kind] = None
            continue
        fields = _values_after(text)
        made[kind] = fields if present is None else {**present, **fields}
    return made


def _row_of(checked: _Checked, kind: str, uid: str) -> Row | None:
    rows = checked.rows(f'SELECT * FROM "{kind}" WHERE uid=?', (uid,))  # noqa: S608 - our own names
    return next(rows, None)


def _record_findings(
    checked: _Checked, kind: str, uid: str, row: Row | None, made: dict[str, Any] | None
) -> Iterator[Finding]:
    if row is None:
        if made is not None:
            yield checked.about(kind, uid, "is missing: the history says that it is there")
        return
    model = kinds()[kind]
    plain = _plain(model, row)
    if _hash_of(model, row, plain) != row["row_hash"]:
        yield checked.about(kind, uid, "was changed outside secdesk or is damaged")
    elif made is None:
        yield checked.about(kind, uid, "was added outside secdesk: the history does not know it")
    elif not _agrees(plain, made):
        yield checked.about(kind, uid, "is not what the history made of it")


def _unknown_records(checked: _Checked, kind: str) -> Iterator[Finding]:
    """Yield the records of a kind that no step ever touched."""
    known = {row[0] for row in checked.connection.execute('SELECT record FROM "change" WHERE kind=?', (kind,))}
    for row in checked.rows(f'SELECT * FROM "{kind}"'):  # noqa: S608 - the name of one of our own tables
        if row["uid"] not in known:
            yield from _record_findings(checked, kind, row["uid"], row, None)


def _count(checked: _Checked, table: str) -> int:
    return int(checked.connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 - our own


def _hash_of(model: type[Record], row: Row, plain: dict[str, Any]) -> str:
    """Return the hash that a row should carry; a value that no column could hold gives none."""
    try:
        return row_hash(model.kind_name(), {**row, **plain})
    except (TypeError, ValueError):
        return ""


def _plain(model: type[Record], row: Row) -> dict[str, Any]:
    """Return the stored fields of a row as the log holds them: yes and no as truth values."""
    fields, flags = _fields_and_flags(model)
    found = {name: row[name] for name in fields}
    for name in flags:
        if found[name] in (0, 1):
            found[name] = bool(found[name])
    return found


@cache
def _fields_and_flags(model: type[Record]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the stored fields of a kind, and of those the ones that hold yes or no."""
    infos = model.stored_fields().values()
    return tuple(info.name for info in infos), tuple(info.name for info in infos if info.kind == "yes_no")


def _agrees(plain: Mapping[str, Any], made: Mapping[str, Any]) -> bool:
    """Say whether a record is what the history made of it."""
    present, expected = [*plain.values()], [made.get(name) for name in plain]
    if present == expected and [*map(type, present)] == [*map(type, expected)]:
        return True
    return all(map(_same, present, expected))


def _same(present: Plain, made: Any) -> bool:
    """Compare a value with what the history says of it; one that was removed from the history agrees with any."""
    return isinstance(made, dict) or (present == made and type(present) is type(made))


def _values_after(text: str) -> dict[str, Any]:
    """Return what a change row made of each field; the chain tells of one that cannot be read."""
    try:
        return {name: after for name, (_, after) in pairs_of(text).items()}
    except ValueError:
        return _values_after_in_part(text)


def _values_after_in_part(text: str) -> dict[str, Any]:
    """Return it for the fields that can be read; a value that was removed is the object that stands for it."""
    try:
        found = parse(text)
    except (ValueError, RecursionError):
        return {}
    values: dict[str, Any] = {}
    for name, pair in found.items() if isinstance(found, dict) else ():
        if isinstance(pair, dict):
            values[name] = pair
        elif isinstance(pair, list) and len(pair) == 2:
            values[name] = pair[1]
    return values


def _check_chain(checked: _Checked) -> Iterator[Finding]:
    """Follow the chain of steps: each names those that it follows by their hashes, and hashes what it changed.

    Every step but the last is followed by another: none can be taken away, and none lies beside the history.
    """
    changes = groupby(_digests(checked), key=lambda found: found[0])
    waiting = next(changes, None)
    expected, known, unfollowed = 1, {ROOT}, set[str]()
    words = ""
    for step in checked.rows("SELECT * FROM step ORDER BY seq"):
        words = f"Step {step['seq']} of the history, '{step['label']}',"
        while waiting is not None and waiting[0] < step["seq"]:
            yield _orphaned(waiting[0])
            waiting = next(changes, None)
        own: Iterator[tuple[int, str | None]] = iter(())
        if waiting is not None and waiting[0] == step["seq"]:
            own, waiting = waiting[1], None
        parents = {step["parent"], *filter(None, [step["merge_parent"]])}
        if step["seq"] != expected or not parents <= known:
            yield Finding(f"{words} does not follow the step before it: a step is missing or was moved")
        elif _step_hash(step, (digest for _, digest in own)) != step["hash"]:
            yield Finding(f"{words} was changed outside secdesk or is damaged")
        waiting = next(changes, None) if waiting is None else waiting
        unfollowed = unfollowed - parents | {step["hash"]}
        known.add(step["hash"])
        expected = step["seq"] + 1
    if len(unfollowed) > 1:
        yield Finding(f"{words} does not follow from all steps before it: a step is missing or was moved")
    while waiting is not None:
        yield _orphaned(waiting[0])
        waiting = next(changes, None)


def _orphaned(seq: int) -> Finding:
    return Finding(f"The history holds changes of a step {seq} that is missing")


def _digests(checked: _Checked) -> Iterator[tuple[int, str | None]]:
    """Yield the number of the step and the digest of each change; None for one that is not at its place."""
    before, place = None, 0
    rows = checked.rows('SELECT * FROM "change" ORDER BY step, position')
    for row in checked.told("Checking the history", rows, "change"):
        place = place + 1 if row["step"] == before else 0
        before = row["step"]
        yield row["step"], _digest(row) if row["position"] == place else None


def _digest(row: Row) -> str | None:
    try:
        return row_digest(row)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _step_hash(step: Row, digests: Iterator[str | None]) -> str:
    """Return the hash that a step should carry; with a change that gives no digest there is none."""
    try:
        return step_hash(step, map(_present, digests))
    except (TypeError, ValueError):
        return ""


def _present(digest: str | None) -> str:
    if digest is None:
        raise ValueError("a change without a digest")
    return digest


def _check_files(checked: _Checked) -> Iterator[Finding]:
    """Compare stored files with the hash that is their name, and papers with the files that they name."""
    present = set()
    for sha256, data in checked.connection.execute("SELECT sha256, data FROM blob"):
        present.add(sha256)
        if hashlib.sha256(data).hexdigest() != sha256:
            yield Finding(f"The stored file {str(sha256)[:12]} is damaged")
    for row in checked.rows("SELECT uid, frozen_tree, frozen_file FROM paper"):
        if any(row[name] and row[name] not in present for name in ("frozen_tree", "frozen_file")):
            yield checked.about("paper", row["uid"], "names a stored file that is missing")


def _check_facts(checked: _Checked) -> Iterator[Finding]:
    facts = dict(checked.connection.execute('SELECT "key", value FROM meta').fetchall())
    if facts.get(SEAL) != seal_of(facts):
        yield Finding("The name or identity of the register was changed outside secdesk or is damaged")


_CHECKS: tuple[Callable[[_Checked], Iterator[Finding]], ...] = (
    _check_structure,
    _check_header,
    _check_schema,
    _check_facts,
    _check_links,
    _check_records,
    _check_chain,
    _check_files,
)
