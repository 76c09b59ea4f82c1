"""A register file from a backup: in a new place, or in that of a damaged register, which is kept beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from secdesk.errors import KnownError, NotFound
from secdesk.files import free_name, sync_folder
from secdesk.models import Blob, Record, kinds
from secdesk.models.fields import from_plain
from secdesk.models.types import Plain, Value
from secdesk.register import migrations
from secdesk.register.backup_content import BackupContent
from secdesk.register.engine import connect, in_words
from secdesk.register.integrity import check_file
from secdesk.register.lock import WriteLock, login_name
from secdesk.register.progress import Progress, silent
from secdesk.register.register import Register
from secdesk.register.salvage import Salvage, salvage
from secdesk.register.scratch import Scratch, scratch
from secdesk.register.soundness import findings
from secdesk.register.staging import fill_file, refuse_unsound

_SIDE_FILES = ("-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class RestoredFile:
    """A register file made from a backup: where it is, where the one before is kept, records by kind, last step."""

    path: Path
    kept: Path | None
    counts: Mapping[str, int]
    head: tuple[int, str]


def restore_as_new(
    backup: Path, path: Path, *, now: datetime, who: str = "", progress: Progress = silent
) -> RestoredFile:
    """Make a register file of a backup, with state, history and lineage: it has the same register id.

    The file is built under a passing name, checked in full, and only then given its own. A register that stands there
    is kept as ``before-restore-DATE TIME NAME`` with its side files; ``now`` is local time. Raises NotFound,
    DamagedBackup, KnownError for a newer backup or a folder that cannot be written to, and RegisterHeld where the
    register is open elsewhere; then everything is as it was.
    """
    path = Path(os.path.realpath(path))
    with _words(path), _locked(path, who, now), BackupContent.open(backup, progress) as content:
        refuse_unsound(content, findings(content, progress))
        with scratch(path.parent) as passing:
            part = passing.file("restored")
            with closing(connect(part, "rw")) as connection:
                connection.execute("PRAGMA cache_spill=ON")  # nobody copies this file meanwhile; it may be large
                fill_file(connection, content, progress)
            counts = _check_in_full(content, part, progress)
            kept = _take_place(part, path, passing, now)
        manifest = content.manifest
        return RestoredFile(path, kept, counts, (manifest.head_step, manifest.head_hash))


def _check_in_full(content: BackupContent, part: Path, progress: Progress) -> dict[str, int]:
    """Open the new file as a person would and check every row; returns its records by kind."""
    with Register.open(part, read_only=True) as register:
        refuse_unsound(content, check_file(register, progress))
        if register.chain_head() != (content.manifest.head_step, content.manifest.head_hash):
            raise content.container.damaged("its history does not end where it says")
        return {kind: register.count(model) for kind, model in kinds().items()}


def _take_place(part: Path, path: Path, passing: Scratch, now: datetime) -> Path | None:
    """Give the new file its name; the file that has it is kept under another, copied before it goes.

    So a crash finds one or the other under the name. Side files go with the old file: a journal that stayed would be
    played into the new one (reliability.md 3.3).
    """
    kept = None
    if path.exists():
        kept = free_name(path.with_name(f"before-restore-{now:%Y-%m-%d %H%M} {path.name}"))
        for ending in (*_SIDE_FILES, ""):
            _keep(Path(f"{path}{ending}"), Path(f"{kept}{ending}"), passing.path(f"kept{ending}"))
        sync_folder(path.parent)
    for ending in _SIDE_FILES:
        Path(f"{path}{ending}").unlink(missing_ok=True)
    os.replace(part, path)
    sync_folder(path.parent)
    return kept


def _keep(old: Path, new: Path, part: Path) -> None:
    """Copy a file that nobody has open to a new name; one that cannot be copied is renamed instead."""
    if not old.exists():
        return
    try:
        shutil.copyfile(old, part)
        part.chmod(0o600)
        with open(part, "rb+") as copy:
            os.fsync(copy.fileno())
        os.rename(part, new)
    except OSError:
        part.unlink(missing_ok=True)
        os.rename(old, new)


def restore_salvaged(backup: Path, path: Path, *, now: datetime, who: str = "") -> tuple[RestoredFile, Salvage]:
    """Make a new register of what is still sound in a damaged backup; refuses to overwrite.

    The records keep their uids; links to lost records are emptied. The history begins anew, with one step, and so does
    the identity of the register. Raises NotFound, and KnownError where nothing could be saved.
    """
    if os.path.lexists(path):
        raise KnownError(f"'{path.name}' is there already. Choose another name")
    with _words(path), _locked(path, who, now):
        saved = salvage(backup)
        if not any(saved.records.values()):
            raise KnownError(f"Nothing in '{backup.name}' could be saved. Use another backup")
        if saved.manifest is not None and saved.manifest.schema_version != migrations.newest():
            version = saved.manifest.program_version
            raise KnownError(f"'{backup.name}' is of an older version. Save its records with secdesk {version}")
        with scratch(path.parent) as passing:
            part = passing.path("saved")
            with Register.create(part, name=saved.register_name or path.stem, who=who) as register:
                with register.change(f"Saved from the damaged backup '{backup.name}'", kind="base") as session:
                    _add_saved(session, saved)
                head = register.chain_head()
                counts = {kind: register.count(model) for kind, model in kinds().items()}
            os.replace(part, path)
        sync_folder(path.parent)
    return RestoredFile(path, None, counts, head), saved


def _add_saved(session: Session, saved: Salvage) -> None:
    for kind, rows in saved.records.items():
        model = kinds()[kind]
        for uid, values in rows.items():
            if kind != "dated_value" or _is_there(saved, str(values["record"])):
                session.add(model(uid=uid, **_whole_values(model, values, saved)))
    for sha256, data in saved.files.items():
        session.add(Blob(sha256=sha256, data=data))
    session.flush()


def _is_there(saved: Salvage, uid: str) -> bool:
    return any(uid in rows for rows in saved.records.values())


def _whole_values(model: type[Record], values: Mapping[str, Plain], saved: Salvage) -> dict[str, Value]:
    """Return the values of a record without links to what is lost."""
    found: dict[str, Value] = {}
    for name, info in model.stored_fields().items():
        value = values[name]
        if info.link and value not in saved.records[info.link]:
            value = None
        if name in ("frozen_tree", "frozen_file") and value not in saved.files:
            value = None
        found[name] = from_plain(info, value)
    return found


@contextmanager
def _locked(path: Path, who: str, now: datetime) -> Iterator[None]:
    """Hold the register's lock, so that nobody has it open while its file is replaced."""
    if path.exists() and not path.is_file():
        raise KnownError(f"'{path.name}' is not a file. Choose another name")
    if not path.parent.is_dir():
        raise NotFound(f"There is no folder '{path.parent}'. Make it first, or choose another")
    lock = WriteLock(path)
    lock.take(who or login_name(), lambda: now)
    try:
        yield
    finally:
        lock.free()


@contextmanager
def _words(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise in_words(error, path) from error
    except OSError as error:
        raise KnownError(f"'{path}' cannot be written. Choose a folder of your own with enough room") from error
