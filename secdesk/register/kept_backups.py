"""The backups of one register in a folder: their names, when the next is due, and which of them may go.

The order is that of the history, by the number of its last step; no clock decides it. A clock that jumps therefore
never takes a backup away that would have been kept with the right time (reliability.md F16, 4.4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from secdesk.files import safe_file_name
from secdesk.register.container import SUFFIX
from secdesk.register.log import ROOT

Head = tuple[int, str]
"""Where a history ends: the number and hash of its last step."""

EVERY = timedelta(minutes=30)
UNSOUND = "unsound"
BEFORE_UPGRADE = "before upgrade"
OCCASIONS = ("", BEFORE_UPGRADE, "before restore", "before merge", "before import", "before deletion", UNSOUND)
"""Why a backup was made, as its name says; the ordinary one says nothing."""

WHOLE_DAYS, DAILY, WEEKLY, MONTHLY, LEAST = 2, 14, 10, 24, 10
LONGEST_PAUSE = timedelta(days=40)
_LONGEST_STEM = 40
_NAME = re.compile(
    r"(?P<stem>.+) (?P<made>\d{4}-\d\d-\d\d \d{4}) step (?P<step>\d{1,18}) (?P<head>[0-9a-f]{8})"
    rf"(?: (?P<occasion>{'|'.join(filter(None, OCCASIONS))}))?{re.escape(SUFFIX)}"
)


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup as its name tells of it: when it was made (local time), the last step in it, and why it was made."""

    path: Path
    made: datetime
    step: int
    head: str
    occasion: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether it was found sound when it was made."""
        return self.occasion != UNSOUND


def folder_of(backups: Path, stem: str, register_id: str) -> Path:
    """Return where the backups of a register are kept, below the folder for those of all registers.

    A register that was renamed keeps the folder that it has: the start of its id tells.
    """
    with suppress(OSError):
        for found in sorted(backups.iterdir()):
            if found.name.endswith(f" {register_id[:8]}") and found.is_dir():
                return found
    return backups / f"{safe_file_name(stem[:_LONGEST_STEM])} {register_id[:8]}"


def name_of_backup(stem: str, made: datetime, head: Head, occasion: str = "") -> str:
    """Return the name of a backup: register, local time, last step and the start of its hash."""
    words = f"{safe_file_name(stem[:_LONGEST_STEM])} {made:%Y-%m-%d %H%M} step {head[0]} {head[1][:8]} {occasion}"
    return f"{words.strip()}{SUFFIX}"


def read_name(path: Path) -> KeptBackup | None:
    """Return what a name made by :func:`name_of_backup` tells, or None for any other name."""
    found = _NAME.fullmatch(path.name)
    if found is None:
        return None
    try:
        made = datetime.strptime(found["made"], "%Y-%m-%d %H%M")
    except ValueError:
        return None
    return KeptBackup(path, made, int(found["step"]), found["head"], found["occasion"] or "")


def list_backups(folder: Path) -> list[KeptBackup]:
    """Return the backups in a folder, oldest first by their place in the history; no folder gives none."""
    try:
        found = (read_name(path) for path in list(folder.iterdir()))
    except OSError:
        return []
    return sorted((kept for kept in found if kept is not None), key=_order)


def _order(kept: KeptBackup) -> tuple[int, datetime, str]:
    return kept.step, kept.made, kept.path.name


def is_due(head: Head, last: Head | None, since_last: timedelta | None) -> bool:
    """Say whether an automatic backup is due: after the first change of a session, then after 30 minutes of changes.

    ``head`` is where the register stands, ``last`` where the newest sound backup of it stands (None: there is none),
    ``since_last`` the time since this session's last backup by a clock that only runs forward (None: it made none).
    """
    if head == last or head == (0, ROOT):
        return False
    return since_last is None or since_last >= EVERY


def thin(kept: Sequence[KeptBackup], is_ours: Callable[[int, str], bool]) -> list[KeptBackup]:
    """Return the backups that may go.

    All of two days stay, of 14 days, 10 weeks and 24 months the newest, at least 10 in all, and whatever was made
    before an upgrade. ``is_ours`` says whether a step number and the start of its hash belong to the register's
    history: backups of another branch of it stay, and so do unsound ones, which cannot take the place of a sound one.
    Days are those on which a backup was made. Where the days of two neighbours are out of order or far apart, a clock
    jumped or nobody worked: each stretch between such places is thinned by itself.
    """
    ours = sorted((each for each in kept if each.is_sound and is_ours(each.step, each.head)), key=_order)
    staying = {each.path for each in ours[-LEAST:]}
    staying |= {each.path for each in ours if each.occasion == BEFORE_UPGRADE}
    for stretch in _stretches(ours):
        staying |= {each.path for each in _newest_of_each(stretch)}
    return [each for each in ours if each.path not in staying]


def _stretches(ours: Sequence[KeptBackup]) -> Iterator[Sequence[KeptBackup]]:
    """Yield stretches in which the days run on."""
    days = [each.made.date() for each in ours]
    cuts = sorted({0, len(ours), *_breaks(days)})
    for start, end in pairwise(cuts):
        yield ours[start:end]


def _breaks(days: Sequence[date]) -> Iterator[int]:
    """Yield where a new stretch begins.

    Where a day is before its predecessor one of the two is wrong, and nobody can say which: those that lie ahead of it
    make a stretch of their own, so that they take no place of the ones before.
    """
    for place in range(1, len(days)):
        if days[place] < days[place - 1]:
            yield place
            ahead = place
            while ahead > 0 and days[ahead - 1] > days[place]:
                ahead -= 1
            yield ahead
        elif days[place] - days[place - 1] > LONGEST_PAUSE:
            yield place


def _newest_of_each(stretch: Sequence[KeptBackup]) -> Iterator[KeptBackup]:
    newest_first = list(reversed(stretch))
    days = list(dict.fromkeys(each.made.date() for each in newest_first))
    yield from (each for each in newest_first if each.made.date() in days[:WHOLE_DAYS])
    yield from _first_of(newest_first, lambda day: day.isoformat(), DAILY)
    yield from _first_of(newest_first, lambda day: f"{day:%G-%V}", WEEKLY)
    yield from _first_of(newest_first, lambda day: f"{day:%Y-%m}", MONTHLY)


def _first_of(found: Iterable[KeptBackup], period: Callable[[date], str], most: int) -> Iterator[KeptBackup]:
    seen: set[str] = set()
    for each in found:
        name = period(each.made.date())
        if name not in seen and len(seen) < most:
            seen.add(name)
            yield each
