"""Whether a register file is as it was written: its structure, every record, and the chain of its history.

SQLite's own check notices one flipped bit in forty (reliability.md 0.7). So every row carries a hash over all its
columns, every step one over what it changed and the step before, and the records must be what the steps made of them.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from secdesk.errors import KnownError
from secdesk.models import Record, kinds
from secdesk.models.base import row_hash
from secdesk.models.types import Plain
from secdesk.register import migrations, schema
from secdesk.register.engine import APPLICATION_ID
from secdesk.register.facts import SEAL, seal_of
from secdesk.register.former_names import FormerNames
from secdesk.register.lineage import own_numbers
from secdesk.register.log import ROOT, row_digest, step_hash
from secdesk.register.register import Register

Row = dict[str, Any]
_MOST = 100


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

    def about(self, kind: str, uid: str, sentence: str) -> Finding:
        """Return a finding about a record, named in its sentence."""
        model = kinds().get(kind)
        singular = model.kind.singular.capitalize() if model else "Record"
        return Finding(f"{singular} '{self.name(kind, uid) or uid}' {sentence}", kind, uid)

    def rows(self, query: str) -> Iterator[Row]:
        """Yield the rows of a query by column name."""
        cursor = self.connection.execute(query)
        columns = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(columns, row, strict=True))


def check_file(register: Register) -> list[Finding]:
    """Return everything that is not as it was written; an empty list for a sound file. Nothing is changed."""
    with register.read() as session, _lenient_text(register.connection):
        session.connection()  # begin now: every check sees one state, and naming needs no connection in their midst
        checked = _Checked(register.connection, _naming(session))
        found: list[Finding] = []
        for check in _CHECKS:
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
    for row in checked.connection.execute(f"PRAGMA integrity_check({_MOST})"):
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
    for table, rowid, parent, key in checked.connection.execute("PRAGMA foreign_key_check"):
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
    """Compare the hash of every record with its columns, and every record with what the history made of it."""
    made = _played_history(checked)
    for kind, model in kinds().items():
        present = set()
        for row in checked.rows(f"SELECT * FROM {kind}"):  # noqa: S608 - the name of one of our own tables
            present.add(row["uid"])
            if _hash_of(model, row) != row["row_hash"]:
                yield checked.about(kind, row["uid"], "was changed outside secdesk or is damaged")
            elif (kind, row["uid"]) not in made:
                yield checked.about(kind, row["uid"], "was added outside secdesk: the history does not know it")
            elif not _agree(model, row, made[kind, row["uid"]]):
                yield checked.about(kind, row["uid"], "is not what the history made of it")
        for gone in sorted(uid for of_kind, uid in made if of_kind == kind and uid not in present):
            yield checked.about(kind, gone, "is missing: the history says that it is there")


def _hash_of(model: type[Record], row: Row) -> str:
    """Return the hash that a row should carry; a value that no column could hold gives none."""
    try:
        return row_hash(model.kind_name(), {**row, **_plain(model, row)})
    except (TypeError, ValueError):
        return ""


def _plain(model: type[Record], row: Row) -> dict[str, Any]:
    """Return the stored fields of a row as the log holds them: yes and no as truth values."""
    return {
        name: bool(row[name]) if info.kind == "yes_no" and row[name] in (0, 1) else row[name]
        for name, info in model.stored_fields().items()
    }


def _agree(model: type[Record], row: Row, made: dict[str, Any]) -> bool:
    plain = _plain(model, row)
    return all(_same(plain[name], made.get(name)) for name in plain)


def _same(present: Plain, made: Any) -> bool:
    """Compare a value with what the history says of it; one that was removed from the history agrees with any."""
    return isinstance(made, dict) or (present == made and type(present) is type(made))


def _played_history(checked: _Checked) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the fields of every record as the steps made them, a removed value as the object that stands for it."""
    made: dict[tuple[str, str], dict[str, Any]] = {}
    own = own_numbers(checked.connection)
    query = 'SELECT step, kind, record, "action", fields FROM "change" ORDER BY step, position'
    for step, kind, uid, action, text in checked.connection.execute(query):
        if own is not None and step not in own:
            continue  # a step of another copy: what it brought is in the step that merged it
        if action == "delete":
            made.pop((kind, uid), None)
            continue
        made.setdefault((kind, uid), {}).update(
            {name: pair[1] if isinstance(pair, list) else pair for name, pair in _fields(text).items()}
        )
    return made


def _fields(text: str) -> dict[str, Any]:
    """Return the fields of a change row; the chain tells of one that cannot be read."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {name: pair for name, pair in pairs if isinstance(pair, dict) or (isinstance(pair, list) and len(pair) == 2)}


def _check_chain(checked: _Checked) -> Iterator[Finding]:
    """Follow the chain of steps: each names those that it follows by their hashes, and hashes what it changed.

    Every step but the last is followed by another: none can be taken away, and none lies beside the history.
    """
    digests = _digests_by_step(checked)
    expected, known, unfollowed = 1, {ROOT}, set[str]()
    words = ""
    for step in checked.rows("SELECT * FROM step ORDER BY seq"):
        words = f"Step {step['seq']} of the history, '{step['label']}',"
        own = digests.pop(step["seq"], [])
        parents = {step["parent"], *filter(None, [step["merge_parent"]])}
        if step["seq"] != expected or not parents <= known:
            yield Finding(f"{words} does not follow the step before it: a step is missing or was moved")
        elif None in own or _step_hash(step, own) != step["hash"]:
            yield Finding(f"{words} was changed outside secdesk or is damaged")
        unfollowed = unfollowed - parents | {step["hash"]}
        known.add(step["hash"])
        expected = step["seq"] + 1
    if len(unfollowed) > 1:
        yield Finding(f"{words} does not follow from all steps before it: a step is missing or was moved")
    for seq in sorted(digests):
        yield Finding(f"The history holds changes of a step {seq} that is missing")


def _digests_by_step(checked: _Checked) -> dict[int, list[str | None]]:
    found: dict[int, list[str | None]] = {}
    for row in checked.rows('SELECT * FROM "change" ORDER BY step, position'):
        own = found.setdefault(row["step"], [])
        own.append(_digest(row) if row["position"] == len(own) else None)
    return found


def _digest(row: Row) -> str | None:
    try:
        return row_digest(row)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _step_hash(step: Row, digests: list[str | None]) -> str:
    try:
        return step_hash(step, [digest or "" for digest in digests])
    except (TypeError, ValueError):
        return ""


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
