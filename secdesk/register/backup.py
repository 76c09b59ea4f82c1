"""Backups: a verified single file of text beside the register (reliability.md 4.4).

A backup counts only once it was written, read back through the reading code and compared with the register; until then
it has no name. What a killed program leaves behind is removed by the next one.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select

from secdesk.errors import KnownError, NotFound, RegisterHeld
from secdesk.files import sync_folder
from secdesk.models import Step
from secdesk.register.backup_content import BackupContent, manifest_of, write_content
from secdesk.register.container import DamagedBackup
from secdesk.register.engine import connect, in_words
from secdesk.register.integrity import Finding
from secdesk.register.kept_backups import UNSOUND, Head, list_backups, name_of_backup, thin
from secdesk.register.log import ROOT
from secdesk.register.manifest import Manifest
from secdesk.register.progress import Progress, silent, told_by_sqlite
from secdesk.register.register import Register
from secdesk.register.salvage import Salvage, salvage
from secdesk.register.scratch import scratch
from secdesk.register.soundness import findings
from secdesk.register.tables import shapes

MOST_FINDINGS = 100
_TRIES = 40  # each waits 50 ms for a writer, so two seconds in all (reliability.md 4.2)
_BUSY = {"SQLITE_BUSY", "SQLITE_LOCKED"}
_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}  # Windows knows no quota
_NOT_WRITTEN = {"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_IOERR_WRITE"}  # the last two with a limit on the size of files

T = TypeVar("T")
Remake = Callable[[bytes, bytes], bool]
"""Says whether a frozen paper, made again from its tree, is the stored file: given the tree and the file."""


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds and whether it holds it soundly.

    ``counts`` are the records by kind, ``head`` is the last step with its hash, ``newest_change`` its UTC time (empty:
    there is none), ``content_hash`` the hash over all rows and files. ``findings`` say what is not as it was written;
    a sound backup has none. Of a ``damaged`` file only what is sound is counted, in ``expected`` what its manifest
    names (empty where that is damaged too). ``paper`` says what became of the proof by the last issued paper.
    ``removed`` are older backups that made room.
    """

    path: Path
    size: int
    register_id: str = ""
    register_name: str = ""
    schema_version: int = 0
    program_version: str = ""
    head: Head = (0, "")
    newest_change: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    expected: Mapping[str, int] = field(default_factory=dict)
    files: int = 0
    content_hash: str = ""
    findings: tuple[Finding, ...] = ()
    paper: str = ""
    damaged: bool = False
    removed: tuple[Path, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether everything is as it was written."""
        return not self.damaged and not self.findings

    @property
    def records(self) -> int:
        """How many records there are, values with dates not counted: they are part of another record."""
        return records_in(self.counts)


def records_in(counts: Mapping[str, int]) -> int:
    """Return how many records there are in all, values with dates not counted: they are part of another record."""
    return sum(count for kind, count in counts.items() if kind != "dated_value")


def write_backup(
    register: Register,
    target: Path | None = None,
    *,
    folder: Path | None = None,
    now: datetime,
    occasion: str = "",
    thinning: bool = True,
    remake: Remake | None = None,
    progress: Progress = silent,
) -> BackupReport:
    """Write a backup of a register and verify it; it has its name only once both are done.

    ``target`` is the file to write; an older backup of the same register there is replaced, anything else refused.
    Without it the backup goes to ``folder`` under a name made of register, ``now`` (local time), last step and
    ``occasion``, and older backups there are thinned unless ``thinning`` is off or the register is not sound.
    ``remake`` proves the last issued paper. A register with faults is backed up all the same; the report tells of
    them and the name says ``unsound``.

    The register must be open in this thread and not within a change; another program may go on editing it. Raises
    KnownError in words, or Stopped from ``progress``; then nothing is left, and what stood at ``target`` still does.
    """
    place = target.parent if target is not None else folder
    if place is None:
        raise ValueError("a backup needs a file or a folder to go to")
    with _words(register, place, make=target is None):
        if target is not None:
            _refuse_to_replace(target, register)
        with scratch(place) as passing:
            copy, part = passing.file("copy"), passing.file("backup")
            _copy_register(register, copy, progress)
            report = _write_and_verify(register, copy, part, remake, progress)
            why = occasion if report.is_sound else UNSOUND
            final = target or place / name_of_backup(register.path.stem, now, report.head, why)
            os.replace(part, final)
        sync_folder(place)
    report = replace(report, path=final)
    if target is not None or not thinning or not report.is_sound:
        return report
    return replace(report, removed=tuple(_make_room(register, place)))


def _write_and_verify(
    register: Register, copy: Path, part: Path, remake: Remake | None, progress: Progress
) -> BackupReport:
    """Write the container of a copy, read it back from the disk, and hold it against the copy and the register."""
    with closing(connect(copy, "ro")) as connection:
        manifest = manifest_of(connection)
        with open(part, "r+b") as file:
            digest = write_content(connection, manifest, file, progress)
            os.fsync(file.fileno())
        report = _examine(part, remake, progress)
        wrong = _difference(report, manifest, digest)
        links = _broken_links(connection)
    if not wrong and _hash_of_step(register, manifest.head_step) != manifest.head_hash:
        wrong = "its history is not that of the register"
    if wrong:
        raise KnownError(f"The backup was not kept, because it could not be verified: {wrong}. Try another disk")
    return replace(report, findings=(*report.findings, *links)[:MOST_FINDINGS])


def _difference(report: BackupReport, manifest: Manifest, digest: str) -> str:
    """Say where what was read back is not what was to be written, or nothing."""
    if report.counts != counts_of(manifest) or report.files != manifest.files:
        return "it holds another number of records"
    if report.head != (manifest.head_step, manifest.head_hash):
        return "it ends with another step of the history"
    return "" if report.content_hash == digest else "its content is not that of the register"


def _broken_links(connection: sqlite3.Connection) -> tuple[Finding, ...]:
    """Return a finding for each kind of record that points to one that is not there."""
    kinds = sorted({row[0] for row in connection.execute("PRAGMA foreign_key_check")})
    return tuple(Finding(f"Records of kind '{kind}' point to records that are not in the register") for kind in kinds)


def _hash_of_step(register: Register, step: int) -> str:
    if step == 0:
        return ROOT

    def look() -> str:
        with register.read() as session:
            return session.scalar(select(Step.hash).where(Step.seq == step)) or ""

    return _patiently(look)


def _make_room(register: Register, folder: Path) -> Iterator[Path]:
    """Remove the backups that newer ones make superfluous; one that cannot be removed stays."""
    for kept in thin(list_backups(folder), lambda step, head: _hash_of_step(register, step)[: len(head)] == head):
        with suppress(OSError):
            kept.path.unlink()
            yield kept.path


def _copy_register(register: Register, copy: Path, progress: Progress) -> None:
    """Let SQLite write the present state to an empty file; the live file is never opened a second time."""
    with told_by_sqlite(register.connection, "Copying the register", progress):
        _patiently(lambda: register.connection.execute("VACUUM INTO ?", (str(copy),)))


def _patiently(job: Callable[[], T]) -> T:
    """Do something that another program, just writing, may keep from being done for a moment."""
    for _ in range(_TRIES):
        try:
            return job()
        except (RegisterHeld, sqlite3.OperationalError) as error:
            if not isinstance(error, RegisterHeld) and error.sqlite_errorname not in _BUSY:
                raise
    return job()


def _refuse_to_replace(target: Path, register: Register) -> None:
    """Refuse a name that is taken by anything but a backup of this register."""
    if not os.path.lexists(target):
        return
    try:
        with BackupContent.open(target) as content:
            same = content.manifest.register_id == _patiently(lambda: register.register_id)
    except KnownError:
        same = False
    if not same:
        raise KnownError(f"'{target.name}' is there already and is no backup of this register. Choose another name")


def verify_backup(path: Path, *, remake: Remake | None = None, progress: Progress = silent) -> BackupReport:
    """Read a whole backup and return what it holds; of a damaged one, what is still sound.

    Raises NotFound where there is no file, KnownError for a newer backup and for what is no backup at all.
    """
    try:
        return _examine(path, remake, progress)
    except DamagedBackup as damage:
        saved = salvage(path)
        if saved.is_empty:
            raise
        return _report_of_damaged(path, damage, saved)


def _report_of_damaged(path: Path, damage: DamagedBackup, saved: Salvage) -> BackupReport:
    report = BackupReport(path, path.stat().st_size, register_name=saved.register_name)
    if saved.manifest is not None:
        report = _with_manifest(report, saved.manifest)
    return replace(
        report,
        counts=saved.counts,
        files=len(saved.files),
        findings=(Finding(str(damage)), *saved.lost)[:MOST_FINDINGS],
        damaged=True,
    )


def _examine(path: Path, remake: Remake | None, progress: Progress) -> BackupReport:
    """Read a whole backup through the code that restores; raises DamagedBackup."""
    with BackupContent.open(path, progress) as content:
        found = tuple(islice(findings(content, progress), MOST_FINDINGS))
        report = _with_manifest(BackupReport(path, content.container.size), content.manifest)
        paper = _prove_paper(content, remake)
        return replace(report, files=len(content.files), content_hash=content.content_hash, findings=found, paper=paper)


def _with_manifest(report: BackupReport, manifest: Manifest) -> BackupReport:
    return replace(
        report,
        register_id=manifest.register_id,
        register_name=manifest.register_name,
        schema_version=manifest.schema_version,
        program_version=manifest.program_version,
        head=(manifest.head_step, manifest.head_hash),
        newest_change=manifest.newest_change,
        counts=counts_of(manifest),
        expected=counts_of(manifest),
    )


def counts_of(manifest: Manifest) -> dict[str, int]:
    """Return how many records of each kind a manifest names."""
    return {name: manifest.tables[name] for name, shape in shapes(manifest.schema_version).items() if shape.is_record}


def _prove_paper(content: BackupContent, remake: Remake | None) -> str:
    """Make the last issued paper again from what the backup holds, and say how it went (design.md 5.10)."""
    issued = [row for row in content.rows("paper") if row.get("issued") and row.get("frozen_file")]
    if not issued:
        return "There is no issued paper to make again"
    last = max(issued, key=lambda row: (str(row["issued"]), str(row["uid"])))
    called = f"The last issued paper, of {last['issued']},"
    tree, file = str(last.get("frozen_tree") or ""), str(last["frozen_file"])
    if file not in content.files or (tree and tree not in content.files):
        return f"{called} lacks a stored file"
    if remake is None or not tree:
        return f"{called} is stored whole"
    if remake(content.file(tree), content.file(file)):
        return f"{called} was made again from its frozen content and is the same"
    return f"{called} is stored whole, but this version of secdesk makes another file of its frozen content"


def copy_backup(path: Path, folder: Path, *, progress: Progress = silent) -> Path:
    """Copy a sound backup to a second place under its own name, verified there; returns the copy's path.

    Raises DamagedBackup for a damaged one, KnownError in words where it cannot be written.
    """
    try:
        with BackupContent.open(path, progress) as content, scratch(folder) as passing:
            part = passing.file("backup")
            with open(path, "rb") as source, open(part, "r+b") as file:
                shutil.copyfileobj(source, file)
                file.flush()
                os.fsync(file.fileno())
            with BackupContent.open(part, progress) as copied:
                if copied.container.sums != content.container.sums:
                    raise content.container.damaged("it was changed while it was copied")
            os.replace(part, folder / path.name)
        sync_folder(folder)
    except OSError as error:
        raise _no_room(folder, path, error) or KnownError(
            f"'{folder}' cannot be written to ({error.strerror}). Choose another second place for backups"
        ) from error
    return folder / path.name


@contextmanager
def _words(register: Register, folder: Path, make: bool) -> Iterator[None]:
    """Say in words what the system refuses; make the folder of automatic backups where it is missing."""
    try:
        if make:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield
    except sqlite3.Error as error:
        raise _no_room(folder, register.path, error) or in_words(error, register.path) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(f"There is no folder '{folder}'. Make it first, or choose another") from error
    except OSError as error:
        raise _no_room(folder, register.path, error) or KnownError(
            f"'{folder}' cannot be written to ({error.strerror}). Choose another folder for the backup"
        ) from error


def _no_room(folder: Path, source: Path, error: BaseException) -> KnownError | None:
    """Return the sentence for a disk that takes no more, with what is free and needed, or None for another error."""
    if getattr(error, "sqlite_errorname", "") not in _NOT_WRITTEN and getattr(error, "errno", None) not in _NO_ROOM:
        return None
    free, needed = shutil.disk_usage(folder).free, 3 * source.stat().st_size
    return KnownError(
        f"The backup could not be written to '{folder}': about {needed / 1e6:,.1f} MB is needed and"
        f" {free / 1e6:,.1f} MB is free. Free some space, or choose a folder on another disk"
    )
