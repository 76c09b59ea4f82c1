"""The register: one file, opened, read, changed in steps, closed."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session as Session  # also for those who may not know sqlalchemy

from secdesk.errors import Damaged, KnownError, NewerVersion, NotARegister, NotFound
from secdesk.files import name_new_file, sync_folder
from secdesk.models import Change, Draft, Meta, Step
from secdesk.register import migrations, schema
from secdesk.register.broken_off import put_right
from secdesk.register.engine import APPLICATION_ID, connect, in_words, make_engine
from secdesk.register.facts import IDENTITY, NAME, SEAL, seal, seal_of
from secdesk.register.lock import WriteLock, login_name
from secdesk.register.log import ROOT, Carried, StepEntry, step_hash
from secdesk.register.progress import Progress, silent
from secdesk.register.recorder import Recorder
from secdesk.register.scratch import scratch, sweep
from secdesk.register.step_rows import write_changes
from secdesk.register.unforeseen import Watch
from secdesk.register.upgrade import upgrade_file

SUFFIX = ".secdesk"


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a committed change touched: its step, and the kinds and uids of the records."""

    step: StepEntry
    touched: frozenset[tuple[str, str]]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of record touched."""
        return frozenset(kind for kind, _ in self.touched)


Listener = Callable[[Announcement], None]
Clock = Callable[[], datetime]


class Register:
    """An open register file. Everything that changes it goes through :meth:`change`."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: WriteLock | None, who: str, clock: Clock):
        """Use :meth:`create` or :meth:`open`."""
        self.path = path
        self.who = who
        self.listeners: list[Listener] = []
        self._connection = connection
        self._lock = lock
        self._clock = clock
        self._writing = False
        self._session: Session | None = None
        self._engine = make_engine(connection, lambda: self._writing)
        self._watch = Watch(path, connection) if lock is not None else None

    @classmethod
    def create(cls, path: Path, *, name: str = "SEC register", who: str = "", clock: Clock | None = None) -> Register:
        """Make a new, empty register file; refuses to overwrite. Half a file is never left behind."""
        taken = KnownError(f"'{path.name}' is there already. Choose another name, or open it")
        if os.path.lexists(path):
            raise taken
        if not path.parent.is_dir():
            raise NotFound(f"There is no folder '{path.parent}'. Make it first, or choose another")
        try:
            with scratch(path.parent) as passing:
                part = passing.file("register")
                _make_file(part, name)
                name_new_file(part, path)
            sync_folder(path.parent)
        except FileExistsError as error:
            raise taken from error
        except (OSError, sqlite3.Error) as error:
            raise in_words(error, path) from error
        return cls.open(path, who=who, clock=clock)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, who: str = "", clock: Clock | None = None) -> Register:
        """Open a register; an older one is upgraded after a safety copy, a newer or foreign one is refused."""
        path = _regular_file(path)
        who, clock = who or login_name(), clock or _utc_now
        lock = None
        if read_only:
            put_right(path, who, clock)
        else:
            lock = WriteLock(path)
            lock.take(who, clock)
            sweep(path.parent)
        try:
            if lock is not None:
                lock.refuse_second_name()
            connection = connect(path, "ro" if read_only else "rw")
            try:
                _check_file(connection, path, read_only)
            except BaseException:
                connection.close()
                raise
        except BaseException:
            if lock is not None:
                lock.free()
            raise
        return cls(path, connection, lock, who, clock)

    @property
    def read_only(self) -> bool:
        """Whether changes are refused."""
        return self._lock is None

    @property
    def connection(self) -> sqlite3.Connection:
        """The one connection, for work below the records (checks, safety copies)."""
        return self._connection

    def close(self) -> None:
        """Close the file and give the lock up; everything is committed already."""
        self._engine.dispose()
        self._connection.close()
        if self._lock is not None:
            self._lock.free()

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a session on one consistent state of the register; nothing it does is kept."""
        if self._session is not None:
            yield self._session
            return
        with self._words_for_errors(), Session(self._engine, autoflush=False, expire_on_commit=False) as session:
            self._session = session
            try:
                yield session
            finally:
                self._session = None
                session.expunge_all()  # what was read stays readable after the block
                session.rollback()

    @contextmanager
    def change(
        self,
        label: str,
        *,
        kind: str = "edit",
        target: str | None = None,
        carried: Carried | None = None,
        progress: Progress = silent,
    ) -> Iterator[Session]:
        """Yield a session whose changes become one transaction, one history entry and one undo step.

        Nothing is kept when the block raises; nothing is logged when nothing changed. A merge has ``carried`` steps of
        another copy, which go before its own and make it a step in any case. ``progress`` hears how far the history of
        a large step is written, and may stop it. Listeners are told after the commit.
        """
        self._refuse_if_unwritable()
        announcement: Announcement | None = None
        with self._words_for_errors():
            self._writing = True
            try:
                with Session(self._engine, expire_on_commit=False) as session:
                    self._session = session
                    recorder = Recorder(session)
                    session.connection()
                    self._refuse_if_changed()
                    yield session
                    session.flush()
                    announcement = self._log(session, recorder, label, kind, target, carried, progress)
                    self._commit(session)
            finally:
                self._end_transaction()
        if announcement is not None:
            for listener in tuple(self.listeners):
                listener(announcement)

    def _log(
        self,
        session: Session,
        recorder: Recorder,
        label: str,
        kind: str,
        target: str | None,
        carried: Carried | None,
        progress: Progress,
    ) -> Announcement | None:
        changes = recorder.changes()
        first = next(changes, None)
        if first is None and carried is None and kind not in ("undo", "redo"):
            return None  # a merge that changed nothing can still be taken back, so that it can be done again
        parent, seq = self._head(session)
        if carried is not None:
            seq = _carry_over(session, carried, seq)
        step: dict[str, Any] = {
            "seq": seq + 1,
            "uid": uuid.uuid4().hex,
            "kind": kind,
            "label": label,
            "who": self.who,
            "at": self._clock().astimezone(UTC).isoformat(timespec="seconds"),
            "target": target,
            "parent": parent,
            "merge_parent": carried.head if carried is not None else None,
        }
        every = () if first is None else chain((first,), changes)
        digests, touched = write_changes(session, seq + 1, every, progress, recorder.touched)
        step["hash"] = step_hash(step, digests)
        session.execute(insert(Step), [step])
        entry = StepEntry(*(step[name] for name in ("seq", "kind", "label", "who", "at", "target", "uid")))
        return Announcement(entry, touched)

    def _head(self, session: Session) -> tuple[str, int]:
        row = session.execute(select(Step.hash, Step.seq).order_by(Step.seq.desc()).limit(1)).first()
        return (row.hash, row.seq) if row else (ROOT, 0)

    def chain_head(self) -> tuple[int, str]:
        """Return the number and hash of the last step: what a paper or backup names as its state."""
        with self.read() as session:
            digest, seq = self._head(session)
            return seq, digest

    def meta(self, key: str) -> str:
        """Return what the register knows of itself under a key, or an empty string."""
        with self.read() as session:
            return session.scalar(select(Meta.value).where(Meta.key == key)) or ""

    def keep_fact(self, key: str, value: str) -> None:
        """Keep what the register knows of itself under a key; without a value forget it. It makes no step."""
        with self._quiet_write() as session:
            session.execute(delete(Meta).where(Meta.key == key))
            if value:
                session.add(Meta(key=key, value=value))
            seal(session)

    @property
    def register_id(self) -> str:
        """The identity of this register and its copies."""
        return self.meta("register_id")

    def save_draft(self, kind: str, record: str, field: str, text: str) -> None:
        """Keep text at rest for a crash; it is no change of the record and makes no step."""
        draft = Draft(kind=kind, record=record, field=field, text=text, at=self._clock().isoformat())
        with self._quiet_write() as session:
            session.merge(draft)

    def drop_draft(self, record: str, field: str) -> None:
        """Forget the kept text of one field, after it was stored or cleared."""
        with self._quiet_write() as session:
            found = session.get(Draft, (record, field))
            if found is not None:
                session.delete(found)

    def drafts(self) -> dict[tuple[str, str], str]:
        """Return all kept texts by record and field."""
        with self.read() as session:
            rows = session.execute(select(Draft.record, Draft.field, Draft.text))
            return {(row.record, row.field): row.text for row in rows}

    def count(self, model: type[Any]) -> int:
        """Return how many rows a table has."""
        with self.read() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0

    def _commit(self, session: Session) -> None:
        head = self._head(session)
        session.commit()
        if self._watch is not None:
            self._watch.note(head)

    def _end_transaction(self) -> None:
        """Leave nothing open: a COMMIT that SQLite refused (a broken link, a full disk) still holds its transaction."""
        self._session = None
        self._writing = False
        if self._connection.in_transaction:
            self._connection.rollback()

    @contextmanager
    def _quiet_write(self) -> Iterator[Session]:
        self._refuse_if_unwritable()
        with self._words_for_errors():
            self._writing = True
            try:
                with Session(self._engine) as session:
                    session.connection()
                    self._refuse_if_changed()
                    yield session
                    session.flush()
                    self._commit(session)
            finally:
                self._end_transaction()

    def _refuse_if_unwritable(self) -> None:
        if self.read_only:
            raise KnownError(f"'{self.path.name}' is open read-only. Open it for writing, or work on a copy")
        if self._session is not None:
            raise RuntimeError("a change may not begin inside another change or read")
        if self._watch is not None:
            self._watch.refuse_if_gone()

    def _refuse_if_changed(self) -> None:
        """Within the transaction that is to write: refuse a file whose content is no longer the one last seen here."""
        if self._watch is not None:
            self._watch.refuse_if_changed()

    @contextmanager
    def _words_for_errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise in_words(error, self.path) from error
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error


def _carry_over(session: Session, carried: Carried, last: int) -> int:
    """Add the steps of another copy behind the last one, under numbers of this file; returns the last number now."""
    numbers = {step["seq"]: last + place for place, step in enumerate(carried.steps, start=1)}
    if numbers:
        session.execute(insert(Step), [{**step, "seq": numbers[step["seq"]]} for step in carried.steps])
    if carried.changes:
        session.execute(insert(Change), [{**change, "step": numbers[change["step"]]} for change in carried.changes])
    return last + len(numbers)


def _make_file(path: Path, name: str) -> None:
    connection = connect(path, "rw")
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        migrations.upgrade(connection)
        facts = {IDENTITY: uuid.uuid4().hex, NAME: name}
        facts[SEAL] = seal_of(facts)
        connection.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", list(facts.items()))
        connection.execute("COMMIT")
    finally:
        connection.close()


def _regular_file(path: Path) -> Path:
    if not path.exists():
        raise NotFound(f"There is no file '{path}'. Check the name, or make a register with: secdesk new")
    if not path.is_file():
        raise NotARegister(f"'{path.name}' is not a file. Choose a register; its name ends in {SUFFIX}")
    return path.resolve()


def _check_file(connection: sqlite3.Connection, path: Path, read_only: bool) -> None:
    """Refuse what is no register of this program, newer than it, or damaged; upgrade what is older."""
    try:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise NotARegister(f"'{path.name}' is not a secdesk register or backup")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > migrations.newest():
            raise NewerVersion(
                f"'{path.name}' was written by a newer version of secdesk (register version {version}; this program"
                f" knows {migrations.newest()}). Open it with the newer program"
            )
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise Damaged(f"'{path.name}' is damaged. Leave it as it is and restore your last backup")
        if version < migrations.newest():
            if read_only:
                raise KnownError(f"'{path.name}' is of an older version. Open it for writing once, so it is upgraded")
            upgrade_file(connection, path, version)
        if not schema.is_expected(connection):
            raise NotARegister(
                f"'{path.name}' has tables that secdesk did not make. Import its contents instead of opening it"
            )
    except (sqlite3.Error, UnicodeDecodeError, OSError) as error:
        raise in_words(error, path) from error


def _utc_now() -> datetime:
    return datetime.now(UTC)
