"""A second place for the backups of a register, such as a stick or a shared folder (reliability.md 4.4).

Each backup is copied there under its own name, proved as it is written, and the same rule makes room there. What could
not be copied while the place was away is made up for when it is there again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from secdesk.errors import KnownError, NotFound
from secdesk.models import Step
from secdesk.register.backup import copy_backup
from secdesk.register.kept_backups import KeptBackup, folder_of, list_backups, thin
from secdesk.register.log import ROOT
from secdesk.register.progress import Progress, silent
from secdesk.register.register import Register

IsOurs = Callable[[int, str], bool]
COPYING = "Copying backups to the second place"


@dataclass(frozen=True, slots=True)
class SecondCopies:
    """What was done: the backups that were copied, the newest that is there now, and those that made room."""

    copied: tuple[Path, ...]
    newest: KeptBackup | None
    removed: tuple[Path, ...]


def copy_on(
    register: Register, folder: Path, place: Path, *, only_newest: bool = False, progress: Progress = silent
) -> SecondCopies:
    """Copy the backups of a register from their folder to the second ``place``, the newest first.

    Copied are those that are newer than what is there; ``only_newest`` leaves the others for the next time. The place
    itself is never made: where it is missing nothing may be written in its stead. Raises NotFound where it is missing,
    KnownError in words where it is full or cannot be written to; what was copied before stays.
    """
    if not place.is_dir():
        raise NotFound(f"The second place for backups, '{place}', is not there. Connect it, or choose another")
    there = folder_of(place, register.path.stem, register.register_id)
    _make(there)
    is_ours = _known_steps(register)
    left = owing(list_backups(folder), list_backups(there), is_ours)
    copied: list[Path] = []
    for number, kept in enumerate(left[:1] if only_newest else left):
        progress(COPYING, number, len(left))
        copied.append(copy_backup(kept.path, there, progress=progress))
    removed = tuple(_make_room(there, is_ours)) if copied and left[0].is_sound else ()
    newest = max(list_backups(there), key=_place, default=None)
    return SecondCopies(tuple(copied), newest, removed)


def owing(first: Sequence[KeptBackup], second: Sequence[KeptBackup], is_ours: IsOurs) -> list[KeptBackup]:
    """Return the backups that the second place lacks, the newest first.

    Older ones that are missing there made room by the rule, and stay away. Backups that somebody else's copy of the
    register put there do not count.
    """
    there = {kept.path.name for kept in second}
    newest = max((_place(kept) for kept in second if is_ours(kept.step, kept.head)), default=None)
    left = [kept for kept in first if kept.path.name not in there and (newest is None or _place(kept) >= newest)]
    return sorted(left, key=_place, reverse=True)


def _place(kept: KeptBackup) -> tuple[int, datetime]:
    return kept.step, kept.made


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise KnownError(
            f"'{folder.parent}' cannot be written to ({error.strerror}). Choose another second place for backups"
        ) from error


def _known_steps(register: Register) -> IsOurs:
    """Return what says whether a step number and the start of its hash belong to the register's history."""
    with register.read() as session:
        hashes: dict[int, str] = {row.seq: row.hash for row in session.execute(select(Step.seq, Step.hash))}
    return lambda step, head: hashes.get(step, ROOT if step == 0 else "").startswith(head) and bool(head)


def _make_room(folder: Path, is_ours: IsOurs) -> list[Path]:
    removed = []
    for kept in thin(list_backups(folder), is_ours):
        with suppress(OSError):
            kept.path.unlink()
            removed.append(kept.path)
    return removed
