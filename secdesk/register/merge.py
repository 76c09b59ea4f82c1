"""Two copies of a register, brought together: a plan that anybody can read first, then one step (ux.md 2.15).

The steps of the other copy are carried over as they are, so both histories survive; the merge itself is the step that
joins them. One undo takes it back, and then it can be done again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from secdesk.errors import Conflict, KnownError
from secdesk.models import Blob
from secdesk.register.backup import BackupReport, write_backup
from secdesk.register.common_state import Copy, Divergence, diverge
from secdesk.register.integrity import check_file
from secdesk.register.lineage import Link
from secdesk.register.log import Carried, RecordChange, StepEntry
from secdesk.register.merge_numbers import NumberClash, find_clashes, renumbered
from secdesk.register.merge_result import changes_for
from secdesk.register.merge_units import State, Unit, count_touched, find_units
from secdesk.register.older_copy import open_older
from secdesk.register.pen import Pen, keep_pen, pen_after_merge, write_pen
from secdesk.register.progress import Progress, silent
from secdesk.register.register import Register
from secdesk.register.restore import refuse_damaged
from secdesk.register.staging import open_backup
from secdesk.register.undo import apply_changes
from secdesk.rules.wording import in_figures

T = TypeVar("T")
BACKUP_SUFFIX = ".secdesk-backup"
CHOICES = ("here", "other")


class Undecided(Conflict):
    """Both copies changed the same fact, and nobody said which holds."""


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What merging would do: the units, the numbers used twice, and how far the copies have come since they parted.

    ``common`` is the last step that both share on the register's own line, None where they share none;
    ``only_here`` and ``only_there`` count the records that each changed since. ``new_steps`` are steps of the other
    copy that this one does not know yet.
    """

    found: Divergence
    units: tuple[Unit, ...]
    clashes: tuple[NumberClash, ...]
    common: Link | None
    same_register: bool
    only_here: int
    only_there: int
    new_steps: int

    @property
    def to_decide(self) -> tuple[str, ...]:
        """The keys of what a person must decide before the merge."""
        return (
            *(clash.key for clash in self.clashes),
            *(unit.key for unit in self.units if unit.must_be_decided),
        )

    @property
    def is_empty(self) -> bool:
        """Whether the register would stay as it is, history and all."""
        return not self.new_steps and all(unit.state.startswith("deleted") for unit in self.units)

    def counts(self) -> Mapping[State, int]:
        """Return how many units there are of each state."""
        found: Counter[State] = Counter(unit.state for unit in self.units)
        found["number"] = len(self.clashes)
        return found


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did: its step (None where there was nothing to do), records touched, and the safety backup."""

    step: StepEntry | None
    added: int
    changed: int
    removed: int
    steps: int
    safety: BackupReport | None


def open_copy(path: Path, progress: Progress = silent) -> Register:
    """Open another copy for a merge: a register file of this or an older version, or a backup; none is changed.

    Raises what opening either raises.
    """
    if path.suffix == BACKUP_SUFFIX:
        return open_backup(path, progress)
    if not path.is_file():
        return Register.open(path, read_only=True)  # which says what it is
    return open_older(path.resolve()) or Register.open(path, read_only=True)


def plan_merge(register: Register, other: Register, progress: Progress = silent) -> MergePlan:
    """Return what merging another copy would do; nothing is written anywhere.

    Raises Conflict where the other copy is damaged: what it says cannot be relied on.
    """
    _refuse_damaged_copy(other, progress)
    with register.read(), other.read():
        return _plan(register, other)


def _plan(register: Register, other: Register) -> MergePlan:
    here, there = Copy.of(register.connection), Copy.of(other.connection)
    found = diverge(here, there)
    units = tuple(find_units(found))
    return MergePlan(
        found=found,
        units=units,
        clashes=tuple(find_clashes(found, units)),
        common=here.lineage.links.get(found.point),
        same_register=register.register_id == other.register_id,
        only_here=count_touched(found, found.here),
        only_there=count_touched(found, found.other),
        new_steps=len(there.lineage.taken_in() - here.lineage.taken_in()),
    )


def read_plan(
    register: Register, path: Path, tell: Callable[[Register, Register, MergePlan], T], progress: Progress = silent
) -> T:
    """Return what ``tell`` makes of the plan of merging a copy, while the copy is open; nothing is written.

    Raises what :func:`open_copy` and :func:`plan_merge` raise, and KnownError where the copy is the register itself.
    """
    with closing(open_copy(path, progress)) as other:
        refuse_same_file(register, other)
        return tell(register, other, plan_merge(register, other, progress))


def merge(
    register: Register,
    other_path: Path,
    choices: Mapping[str, str],
    *,
    folder: Path | None = None,
    now: datetime,
    prefer: str = "",
    progress: Progress = silent,
) -> Merged:
    """Merge another copy into a register, in one step that one undo takes back.

    ``choices`` names for each unit, by its key, whose value holds: ``here`` or ``other``; for a number used twice, who
    keeps it, with the other's new number behind an equals sign if it is not to be the next free one (``here=115``).
    ``prefer`` decides what nobody chose. A safety backup goes to ``folder`` first (None: nowhere). Raises Undecided
    with a sentence that names how many facts wait for a choice, and Conflict for a damaged register or copy.
    """
    with closing(open_copy(other_path, progress)) as other:
        refuse_same_file(register, other)
        refuse_damaged(register, progress)
        plan = plan_merge(register, other, progress)
        complete = _complete(plan, choices, prefer)
        pen = pen_after_merge(register, other, now)
        if plan.is_empty and "other" not in complete.values():
            if pen is not None:
                keep_pen(register, pen)
            return Merged(None, 0, 0, 0, 0, None)
        safety = None
        if folder is not None:
            safety = write_backup(
                register, folder=folder, now=now, occasion="before merge", thinning=False, progress=progress
            )
        return _merge(register, other, plan, complete, safety, pen, progress)


def refuse_same_file(register: Register, other: Register) -> None:
    """Raise KnownError where both are one file."""
    if register.path.exists() and other.path.exists() and register.path.samefile(other.path):
        raise KnownError(f"'{other.path.name}' is this register itself. Choose the copy to merge into it")


def _refuse_damaged_copy(other: Register, progress: Progress) -> None:
    found = check_file(other, progress)
    if found:
        raise Conflict(
            f"'{other.path.name}' is damaged ({found[0].sentence}). Ask for another copy, or for a backup of it"
        )


def _complete(plan: MergePlan, choices: Mapping[str, str], prefer: str) -> dict[str, str]:
    known = {unit.key for unit in plan.units} | {clash.key for clash in plan.clashes}
    unknown = sorted(choices.keys() - known)
    if unknown:
        raise KnownError(f"There is nothing called '{unknown[0]}' to choose in this merge. List what there is first")
    wrong = next((value for value in choices.values() if value.partition("=")[0] not in CHOICES), None)
    if wrong is not None:
        raise KnownError(f"'{wrong}' is no choice. Choose 'here' or 'other'")
    complete = dict(choices)
    if prefer:
        complete.update({key: prefer for key in plan.to_decide if key not in choices})
    left = [key for key in plan.to_decide if key not in complete]
    if left:
        raise Undecided(
            f"{in_figures(len(left), 'fact')} changed in both copies must be decided first. Nothing was merged"
        )
    return complete


def _merge(
    register: Register,
    other: Register,
    plan: MergePlan,
    choices: Mapping[str, str],
    safety: BackupReport | None,
    pen: Pen | None,
    progress: Progress,
) -> Merged:
    carried = _carried(plan.found)
    changes = renumbered(plan.found, plan.clashes, choices, changes_for(plan.found, plan.units, choices))
    label = f"Merge '{other.path.name}'"
    before = register.chain_head()
    with register.change(label, kind="merge", carried=carried, progress=progress) as session:
        _add_files(session, plan.found.theirs, changes)
        apply_changes(session, changes)
        _refuse_broken_links(register)
        if pen is not None:
            write_pen(session, pen)
    done = Counter(change.action for change in changes)
    step = _step(register) if register.chain_head() != before else None
    return Merged(step, done["add"], done["edit"], done["delete"], len(carried.steps), safety)


def _step(register: Register) -> StepEntry:
    query = 'SELECT seq, kind, label, who, "at", target, uid FROM step ORDER BY seq DESC LIMIT 1'
    return StepEntry(*register.connection.execute(query).fetchone())


def _carried(found: Divergence) -> Carried:
    """Return the steps of the other copy that are not in this file yet, in their order."""
    links = found.theirs.lineage.links
    seqs = [link.seq for link in links.values() if link.hash not in found.ours.lineage.links]
    connection = found.theirs.connection
    steps, changes = (_rows(connection, table, key, seqs) for table, key in (("step", "seq"), ("change", "step")))
    return Carried(steps, changes, found.theirs.lineage.head)


def _rows(connection: Any, table: str, key: str, seqs: Sequence[int]) -> list[dict[str, Any]]:
    found = []
    for seq in seqs:
        cursor = connection.execute(f'SELECT * FROM "{table}" WHERE "{key}"=?', (seq,))  # noqa: S608 - our own names
        names = [column[0] for column in cursor.description]
        found += [dict(zip(names, cells, strict=True)) for cells in cursor.fetchall()]
    return found


def _add_files(session: Session, other: Copy, changes: Sequence[RecordChange]) -> None:
    """Add the stored files that papers of the other copy name; the files come with the history in any case."""
    names = {value for change in changes if change.kind == "paper" for _, value in change.fields.values()}
    for sha256 in sorted(name for name in names if isinstance(name, str) and len(name) == 64):
        for row in other.connection.execute("SELECT data FROM blob WHERE sha256=?", (sha256,)):
            session.merge(Blob(sha256=sha256, data=row[0]))


def _refuse_broken_links(register: Register) -> None:
    if register.connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise Conflict(
            "With these choices a record would point to one that is no longer there. Choose the other value for one"
            " of them"
        )
