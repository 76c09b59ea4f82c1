"""The pen: who may go on with a register that several people share without a network, and since when (peers.md 17).

It is a sealed fact of the register, so every copy carries it: whoever opens one reads who held the pen when the copy
was made. It locks nothing; it says whose changes count and whose must be merged. Passing it on makes a hand-over file,
a backup that the next holder restores. Each passing on has a number, and the greater number holds: no clock decides.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from secdesk.errors import KnownError
from secdesk.files import free_name, safe_file_name
from secdesk.models import Meta
from secdesk.register.backup import BackupReport, Remake, write_backup
from secdesk.register.backup_content import BackupContent
from secdesk.register.container import SUFFIX
from secdesk.register.facts import seal
from secdesk.register.history import local_time
from secdesk.register.log import canonical
from secdesk.register.progress import Progress, silent
from secdesk.register.register import Register
from secdesk.rules.text import clean

PEN = "pen"
_LONGEST_NAME = 100
_LONGEST_STEM = 40


@dataclass(frozen=True, slots=True)
class Pen:
    """Who holds the pen: their name, since when (UTC, ISO), who gave it, how often it was passed on, and at which step.

    ``step`` and ``head`` are number and hash of the last step at that moment: what the holder went on from.
    """

    holder: str
    since: str
    given_by: str
    turn: int
    step: int
    head: str

    @property
    def words(self) -> str:
        """Who holds it since when, as a sentence."""
        return f"The pen of this register is with {self.holder} since {local_time(self.since)}"

    def is_with(self, who: str) -> bool:
        """Say whether a person holds it, whatever the case of the letters of their name."""
        return self.holder.casefold() == who.casefold()

    def was_given_by(self, who: str) -> bool:
        """Say whether a person passed it on last, whatever the case of the letters of their name."""
        return self.given_by.casefold() == who.casefold()


def pen_of(register: Register) -> Pen | None:
    """Return who holds the pen of a register, or None where it was never passed on."""
    return _read(register.meta(PEN))


def pen_in_file(path: Path) -> Pen | None:
    """Return who holds the pen as a backup or hand-over file says; raises what reading a backup raises."""
    with BackupContent.open(path) as content:
        return _read(next((str(row["value"]) for row in content.rows("meta") if row["key"] == PEN), ""))


def _read(text: str) -> Pen | None:
    try:
        pen = Pen(**json.loads(text or "null"))
    except (TypeError, ValueError, RecursionError):
        return None  # no pen, or one that a later version writes in another way
    kinds = {"turn": int, "step": int}
    return pen if all(type(value) is kinds.get(name, str) for name, value in asdict(pen).items()) else None


def hand_over(
    register: Register,
    to: str,
    target: Path | None = None,
    *,
    now: datetime,
    remake: Remake | None = None,
    progress: Progress = silent,
) -> tuple[Pen, BackupReport]:
    """Pass the pen to a person and write the hand-over file, a verified backup; returns both.

    Without ``target`` the file stands beside the register and is named after it, the holder and ``now`` (local time).
    To whom it was passed already, the giver writes the file again, for one that was lost: the pen stays as it is.
    Raises KnownError for no name, where the person holds it in this very register, and what ``write_backup`` raises;
    then the pen is where it was.
    """
    name = clean(to, "line", _LONGEST_NAME, "The name")
    present = pen_of(register)
    if not name:
        raise KnownError("Say who takes the pen: a name is expected")
    if present is not None and present.is_with(name):
        if not present.was_given_by(register.who) or present.is_with(register.who):
            raise KnownError(f"{present.words} already. Name somebody else, or merge their copy when it comes")
        return present, _write_file(register, present, target, now, remake, progress)
    before, pen = register.meta(PEN), _next(register, name, now)
    keep_pen(register, pen)
    try:
        return pen, _write_file(register, pen, target, now, remake, progress)
    except BaseException:
        with suppress(KnownError):  # on a full disk nothing can be kept; the file can be written again later
            register.keep_fact(PEN, before)
        raise


def _write_file(
    register: Register, pen: Pen, target: Path | None, now: datetime, remake: Remake | None, progress: Progress
) -> BackupReport:
    place = target or free_name(register.path.with_name(_file_name(register.path.stem, pen.holder, now)))
    return write_backup(register, place, now=now, remake=remake, progress=progress)


def take_back(register: Register, *, now: datetime) -> Pen:
    """Take the pen back without the other's copy, to be merged when it comes; raises KnownError where it is here."""
    present = pen_of(register)
    if present is None or present.is_with(register.who):
        raise KnownError("The pen of this register is here already")
    pen = _next(register, register.who, now)
    keep_pen(register, pen)
    return pen


def pen_after_merge(register: Register, other: Register, now: datetime) -> Pen | None:
    """Return who holds the pen once a copy of the same register was merged into it; None where nothing changes.

    A copy that knows of a later passing on brings it along. The copy to which it was passed brings it back.
    """
    ours, theirs = pen_of(register), pen_of(other)
    if register.register_id != other.register_id or theirs is None:
        return None
    if ours is None or theirs.turn > ours.turn:
        return theirs
    if theirs == ours and not ours.is_with(register.who):
        return replace(_next(register, register.who, now), given_by=ours.holder)
    return None


def keep_pen(register: Register, pen: Pen) -> None:
    """Keep who holds the pen, by itself; it is no step of the history."""
    register.keep_fact(PEN, canonical(asdict(pen)))


def write_pen(session: Session, pen: Pen) -> None:
    """Keep who holds the pen, within the transaction of a change."""
    session.merge(Meta(key=PEN, value=canonical(asdict(pen))))
    seal(session)


def _next(register: Register, holder: str, now: datetime) -> Pen:
    present, (step, head) = pen_of(register), register.chain_head()
    turn = present.turn + 1 if present is not None else 1
    return Pen(holder, now.astimezone(UTC).isoformat(timespec="seconds"), register.who, turn, step, head)


def _file_name(stem: str, holder: str, now: datetime) -> str:
    return f"{safe_file_name(f'{stem[:_LONGEST_STEM]} handed to {holder[:_LONGEST_STEM]} {now:%Y-%m-%d}')}{SUFFIX}"
