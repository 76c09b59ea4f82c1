"""Restoring into an open register: what would change, told beforehand; then one step, which one undo takes back.

History is never taken away: the register goes on from where it stands (design.md 5.9). A damaged or missing register is
replaced instead, by :mod:`secdesk.register.restored_file`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, KnownError, NotFound
from secdesk.models import Blob, Step, kinds
from secdesk.register.backup import BackupReport, records_in, write_backup
from secdesk.register.container import one_line
from secdesk.register.difference import Key, differences, parts_of
from secdesk.register.history import local_time
from secdesk.register.integrity import check_file
from secdesk.register.log import RecordChange, StepEntry
from secdesk.register.progress import Progress, silent
from secdesk.register.record_differences import Differing
from secdesk.register.register import Register
from secdesk.register.restored_file import restore_as_new as restore_as_new
from secdesk.register.staging import open_backup
from secdesk.register.tables import count_rows
from secdesk.register.undo import apply_changes, entry_of
from secdesk.rules.wording import a_or_an, in_figures

LATER_STEPS = 100
_SAME_NUMBER = (
    "SELECT one.number FROM proposal AS one JOIN proposal AS other"
    " ON other.number = one.number AND other.suffix = one.suffix AND other.uid <> one.uid WHERE one.uid = ?"
)
Changes: TypeAlias = Counter[tuple[str, str]]
"""How many records of a kind an action touches."""


class MuchSmaller(KnownError):
    """The backup has fewer than half the records, and nobody said that this is meant."""


@dataclass(frozen=True, slots=True)
class KindCount:
    """Records of one kind: how many there are now and in the backup, and what restoring does to them."""

    kind: str
    now: int
    in_backup: int
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What restoring a backup would do to a register.

    ``later`` counts the steps made since the backup, which leave the register's state but not its history;
    ``later_steps`` are the newest of them. ``other_steps`` counts steps that only the backup knows: it is of another
    branch of the history. Of another register's backup nothing can be restored step by step.
    """

    backup: Path
    register_name: str
    is_same_register: bool
    counts: tuple[KindCount, ...]
    newest_now: StepEntry | None
    newest_in_backup: StepEntry | None
    later: int
    later_steps: tuple[StepEntry, ...]
    other_steps: int

    @property
    def records_now(self) -> int:
        """How many records the register has, values with dates not counted."""
        return records_in({count.kind: count.now for count in self.counts})

    @property
    def records_in_backup(self) -> int:
        """How many records the backup has, values with dates not counted."""
        return records_in({count.kind: count.in_backup for count in self.counts})

    @property
    def is_much_smaller(self) -> bool:
        """Whether the backup has fewer than half the present records: a person must say that this is meant."""
        return 2 * self.records_in_backup < self.records_now

    @property
    def changes(self) -> int:
        """How many records of any kind restoring adds, changes and removes."""
        return sum(count.added + count.changed + count.removed for count in self.counts)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: its step (None where nothing differed), how many records, and the safety backup."""

    step: StepEntry | None
    added: int
    changed: int
    removed: int
    safety: BackupReport | None


def preview_restore(register: Register, backup: Path, progress: Progress = silent) -> RestorePreview:
    """Return what restoring a backup would do; nothing is written anywhere.

    Raises NotFound, DamagedBackup for a backup that is not sound, and KnownError for a newer one.
    """
    with closing(open_backup(backup, progress)) as staged:
        return _preview(register, staged)


def _preview(register: Register, staged: Register) -> RestorePreview:
    common = _last_common_step(register, staged)
    now, then = register.chain_head()[0], staged.chain_head()[0]
    with register.read() as session:
        changes: Changes = Counter((change.kind, change.action) for change in _all_differences(register, staged))
        counts = tuple(_count(register, staged, kind, changes) for kind in kinds())
        query = select(Step).where(Step.seq > common).order_by(Step.seq.desc()).limit(LATER_STEPS)
        later = tuple(entry_of(step) for step in session.scalars(query))
    return RestorePreview(
        backup=staged.path,
        register_name=staged.meta("name"),
        is_same_register=register.register_id == staged.register_id,
        counts=counts,
        newest_now=_newest(register),
        newest_in_backup=_newest(staged),
        later=now - common,
        later_steps=later,
        other_steps=then - common,
    )


def _all_differences(register: Register, staged: Register) -> Iterator[RecordChange]:
    return differences(register.connection, staged.connection)


def _count(register: Register, staged: Register, kind: str, changes: Changes) -> KindCount:
    found = (count_rows(each.connection, kind) for each in (register, staged))
    return KindCount(kind, *found, *(changes[kind, action] for action in ("add", "edit", "delete")))


def _newest(register: Register) -> StepEntry | None:
    with register.read() as session:
        step = session.scalar(select(Step).order_by(Step.seq.desc()).limit(1))
        return entry_of(step) if step else None


def _last_common_step(register: Register, staged: Register) -> int:
    """Return the number of the last step that both histories have; 0 where they share none."""
    ours, theirs = (_hashes(each) for each in (register, staged))
    found = 0
    for number, digest in theirs.items():
        if ours.get(number) != digest:
            break
        found = number
    return found


def _hashes(register: Register) -> dict[int, str]:
    with register.read() as session:
        rows = session.execute(select(Step.seq, Step.hash).order_by(Step.seq))
        return {row.seq: row.hash for row in rows}


def restore_into(
    register: Register,
    backup: Path,
    *,
    folder: Path,
    now: datetime,
    accept_smaller: bool = False,
    progress: Progress = silent,
) -> Restored:
    """Put the records of a sound register back as a backup has them, in one step; one undo takes it back.

    A safety backup goes to ``folder`` first. The register keeps its name and its history. Raises MuchSmaller where the
    backup has fewer than half the present records and ``accept_smaller`` is off, Conflict for a damaged register and
    for the backup of another one, and what :func:`preview_restore` and ``write_backup`` raise; then nothing changes.
    """
    with closing(open_backup(backup, progress)) as staged:
        refuse_other(register, staged)
        refuse_damaged(register, progress)
        preview = _preview(register, staged)
        if preview.is_much_smaller and not accept_smaller:
            raise MuchSmaller(
                f"The backup has {in_figures(preview.records_in_backup, 'record')} and the register"
                f" {preview.records_now:,}. Say that this is meant, or choose another backup"
            )
        if not preview.changes:
            return Restored(None, 0, 0, 0, None)
        safety = write_backup(
            register, folder=folder, now=now, occasion="before restore", thinning=False, progress=progress
        )
        label = f"Restore the backup of {_time_of(staged)}"
        return _restore(register, staged, label, None, safety)


def restore_record(register: Register, backup: Path, kind: str, uid: str, progress: Progress = silent) -> Restored:
    """Put one record, with its dated values and its parts, back as a backup has it, in one step.

    Works with the backup of any register that has the record. Raises NotFound where the backup has no such record,
    Conflict where it points to another that is no longer there, and what :func:`preview_restore` raises.
    """
    model = kinds().get(kind)
    if model is None:
        raise NotFound(f"There is no kind of record called '{kind}'. The kinds are: {', '.join(sorted(kinds()))}")
    with closing(open_backup(backup, progress)) as staged:
        query = f'SELECT 1 FROM "{kind}" WHERE uid=?'  # noqa: S608 - the name of one of our own tables
        if staged.connection.execute(query, (uid,)).fetchone() is None:
            raise NotFound(f"The backup has no such {model.kind.singular}. Look for it in another backup")
        with register.read():
            only = parts_of(register.connection, kind, uid) | parts_of(staged.connection, kind, uid)
        label = f"Restore {model.kind.singular} from the backup of {_time_of(staged)}"
        return _restore(register, staged, label, only, None)


def restore_records(
    register: Register, backup: Path, keys: Set[Key], *, folder: Path, now: datetime, progress: Progress = silent
) -> Restored:
    """Put some records (kind and uid) back as a backup has them, in one step; all others stay as they are.

    What is gone comes back with its parts and with the gone records that it names; of what is there its own fields
    and dated values are put back. No record is deleted. A safety backup goes to ``folder`` first. Raises Conflict
    where a number belongs to another proposal by now, and what :func:`restore_into` raises.
    """
    with closing(open_backup(backup, progress)) as staged:
        refuse_other(register, staged)
        refuse_damaged(register, progress)
        only = Differing.between(register, staged).closure(keys)
        if not only:
            return Restored(None, 0, 0, 0, None)
        safety = write_backup(
            register, folder=folder, now=now, occasion="before restore", thinning=False, progress=progress
        )
        records = in_figures(sum(kind != "dated_value" for kind, _ in only), "record")
        return _restore(register, staged, f"Restore {records} from the backup of {_time_of(staged)}", only, safety)


def refuse_other(register: Register, staged: Register) -> None:
    """Raise Conflict for the backup of another register."""
    if register.register_id != staged.register_id:
        raise Conflict(
            f"'{staged.path.name}' is a backup of another register, '{one_line(staged.meta('name'))}'."
            " Restore it as a file of its own"
        )


def refuse_damaged(register: Register, progress: Progress = silent) -> None:
    """Raise Conflict for a register that is not as it was written: no step may build on it."""
    found = check_file(register, progress)
    if found:
        raise Conflict(
            f"'{register.path.name}' is damaged ({found[0].sentence}). Close it and restore the backup in its place:"
            " the damaged file is kept"
        )


def _time_of(staged: Register) -> str:
    """Return the local time of the newest change in a backup, for the history."""
    newest = _newest(staged)
    return local_time(newest.at) if newest else "an empty register"


def _restore(
    register: Register, staged: Register, label: str, only: Set[Key] | None, safety: BackupReport | None
) -> Restored:
    before = register.chain_head()
    with register.change(label) as session:
        changes = list(differences(register.connection, staged.connection, only))
        _add_files(session, staged, changes)
        apply_changes(session, changes)
        _check_result(register, staged, only)
    done = Counter(change.action for change in changes)
    step = _newest(register) if register.chain_head() != before else None
    return Restored(step, done["add"], done["edit"], done["delete"], safety)


def _add_files(session: Session, staged: Register, changes: Sequence[RecordChange]) -> None:
    """Add the stored files that papers name once they are restored; those that are there stay."""
    for change in changes:
        if change.kind != "paper":
            continue
        for name in ("frozen_tree", "frozen_file"):
            sha256 = change.fields.get(name, (None, None))[1]
            query = "SELECT data FROM blob WHERE sha256=?"
            for row in staged.connection.execute(query, (sha256,)):
                session.merge(Blob(sha256=str(sha256), data=row[0]))


def _check_result(register: Register, staged: Register, only: Set[Key] | None) -> None:
    """Read back what was written, before it is committed: nothing may differ any more, and every link must lead on."""
    broken = register.connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        table, _, parent, _ = broken
        here, there = (
            a_or_an(kinds()[name].kind.singular if name in kinds() else "record") for name in (table, parent)
        )
        raise Conflict(
            f"{here.capitalize()} would point to {there} that is no longer in the register. Restore that first"
        )
    for kind, uid in only or ():
        taken = register.connection.execute(_SAME_NUMBER, (uid,)).fetchone() if kind == "proposal" else None
        if taken is not None:
            raise Conflict(f"The number {taken[0]} belongs to another proposal by now. Change that one first")
    if list(islice(differences(register.connection, staged.connection, only), 1)):
        raise Conflict("The register did not come out as the backup has it. Nothing was changed; use another backup")
