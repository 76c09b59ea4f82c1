"""The backups of a register as lines of a list, and a backup told beside the register that it would replace.

Everything here runs beside the window: it opens files of its own for reading and returns words (ux.md 2.15).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias

from secdesk.exchange.table_form import table_title
from secdesk.register.backup import BackupReport, verify_backup
from secdesk.register.backup_heads import read_head
from secdesk.register.container import DamagedBackup, one_line
from secdesk.register.history import local_time
from secdesk.register.kept_backups import KeptBackup, list_backups, read_name
from secdesk.register.log import StepEntry
from secdesk.register.progress import Progress
from secdesk.register.record_differences import RecordDifference, tell_records
from secdesk.register.register import Register
from secdesk.register.restore import KindCount, RestorePreview, preview_restore, refuse_other
from secdesk.register.staging import open_backup
from secdesk.rules.date_words import format_date, format_weekday
from secdesk.rules.wording import in_figures, plural
from secdesk.services.drafts import Drafts, count_drafts
from secdesk.ui.safety import words

Act: TypeAlias = Literal["restore", "new", "salvage", "none"]
"""What can be done with a backup: restore it, make a register of it, save what is sound of it, or nothing."""

MOST_LATER = 20
_FRONT = ("proposal", "event", "meeting", "paper")
"""The kinds that people look for first."""


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One backup in the list: when it was made, why, and what it holds (proposals / changes)."""

    path: Path
    when: str
    why: str
    holds: str
    register: str

    @property
    def held(self) -> str:
        """What it holds, in words."""
        proposals, _, changes = self.holds.partition(" / ")
        return words.HOLDS_SPOKEN.format(proposals=proposals, changes=changes)

    @property
    def spoken(self) -> str:
        """The line as one sentence."""
        return ", ".join(filter(None, (words.BACKUP_OF.format(when=self.when), self.why, self.register, self.held)))


@dataclass(frozen=True, slots=True)
class Guard:
    """What must be agreed to where the backup is much smaller: how many it has, how many it replaces, of what."""

    fewer: int
    now: int
    what: str


@dataclass(frozen=True, slots=True)
class RestoreTold:
    """A backup as the dialog tells of it.

    ``rows`` have four cells: what is counted, now, in the backup, the difference. ``day`` names the backup on a button,
    ``name`` the register in it. ``later`` are the newest changes that leave the register: when, what, who.
    """

    path: Path
    title: str
    day: str
    name: str
    act: Act
    rows: tuple[tuple[str, ...], ...]
    sentences: tuple[str, ...]
    guard: Guard | None = None
    later: tuple[tuple[str, ...], ...] = ()
    later_count: int = 0
    warning: str = ""


@dataclass(frozen=True, slots=True)
class RecordsTold:
    """The records of a backup that can be brought back, and what the backup is called."""

    title: str
    records: tuple[RecordDifference, ...]


# --- the list ------------------------------------------------------------------------------------------------------


def read_lines(folders: Sequence[Path], progress: Progress, second: Sequence[Path] = ()) -> list[BackupLine]:
    """Return the backups in some folders, those of one folder newest first by their place in the history.

    Of those in ``second`` places only the ones are told that the others lack.
    """
    found: list[BackupLine] = []
    for folder in folders:
        kept = list_backups(folder)
        why = dict(_reasons(kept))
        for number, each in enumerate(reversed(kept)):
            progress(words.READING_BACKUPS, number, len(kept))
            found.append(_line(each, why[each.path], kept[-1].made.year))
    known = {line.path.name for line in found}
    for folder in second:
        lacking = [each for each in reversed(list_backups(folder)) if each.path.name not in known]
        found += [_line(each, words.AT_SECOND_PLACE, lacking[0].made.year) for each in lacking]
    return found


def folders_below(folder: Path, stem: str = "") -> list[Path]:
    """Return the folders of backups of every register, or of those whose name begins like ``stem``, if there are."""
    try:
        every = sorted(each for each in folder.iterdir() if each.is_dir())
    except OSError:
        return []
    return [each for each in every if stem and each.name.rpartition(" ")[0] == stem[:40].strip()] or every


def _line(kept: KeptBackup, why: str, year: int) -> BackupLine:
    head = read_head(kept.path)
    proposals = f"{head.tables.get('proposal', 0):,}" if head is not None else words.NOT_READ
    name = one_line(head.register_name) if head is not None else ""
    return BackupLine(kept.path, _moment(kept.made, year), why, f"{proposals} / {kept.step:,}", name)


def _reasons(kept: Sequence[KeptBackup]) -> Iterable[tuple[Path, str]]:
    """Yield why each backup is there: what it was made before, or of which stretch of time it is the last."""
    months = {f"{each.made:%Y-%m}": each.path for each in kept}
    days = {each.made.date(): each.path for each in kept}
    newest = kept[-1] if kept else None
    for each in kept:
        if each.occasion:
            yield each.path, each.occasion
        elif newest is not None and months[f"{each.made:%Y-%m}"] == each.path and each.made.month != newest.made.month:
            yield each.path, words.MONTH_END
        else:
            yield each.path, words.DAILY if days[each.made.date()] == each.path else ""


# --- one backup ----------------------------------------------------------------------------------------------------


def read_told(register: Path | None, may_write: bool, backup: Path, progress: Progress) -> RestoreTold:
    """Return what a backup holds and what restoring it into a register file would do; nothing is written.

    Without a register, and where it may not be written, a register of its own can be made of the backup. Raises
    NotFound, and KnownError for a newer backup and for what is none.
    """
    if register is None:
        return _alone(verify_backup(backup, progress=progress), "")
    try:
        with Register.open(register, read_only=True) as own:
            preview = preview_restore(own, backup, progress)
            with own.read() as session:
                drafts = count_drafts(session)
    except DamagedBackup:
        return _alone(verify_backup(backup, progress=progress), "")
    if not preview.is_same_register:
        other = words.OF_ANOTHER_REGISTER.format(name=one_line(preview.register_name))
        return _alone(verify_backup(backup, progress=progress), other)
    return _beside(preview, may_write, drafts)


def read_records(register: Path, backup: Path, progress: Progress) -> RecordsTold:
    """Return the records of a backup that can be brought back into a register file; nothing is written.

    Raises Conflict for the backup of another register, and what ``open_backup`` raises.
    """
    with Register.open(register, read_only=True) as own, closing(open_backup(backup, progress)) as staged:
        refuse_other(own, staged)
        progress(words.RECORDS_READING, 0, 1)
        made = _made(backup, "")
        title = words.BACKUP_OF.format(when=_moment(made)) if made is not None else backup.name
        return RecordsTold(title, tuple(tell_records(own, staged)))


def _beside(preview: RestorePreview, may_write: bool, drafts: Drafts) -> RestoreTold:
    made = _made(preview.backup, preview.newest_in_backup.at if preview.newest_in_backup else "")
    who = preview.newest_in_backup.who if preview.newest_in_backup else ""
    title = words.BACKUP_OF.format(when=_moment(made))
    return RestoreTold(
        path=preview.backup,
        title=words.BY_PERSON.format(title=title, who=who) if who else title,
        day=_day(made),
        name=one_line(preview.register_name),
        act=("restore" if may_write else "new") if preview.changes else "none",
        rows=tuple(_row(count) for count in _in_order(preview.counts)),
        sentences=tuple(_sentences(preview, made, may_write, drafts)),
        guard=_guard(preview) if preview.is_much_smaller and may_write else None,
        later=tuple((local_time(step.at), step.label, step.who) for step in preview.later_steps[:MOST_LATER]),
        later_count=preview.later,
    )


def _sentences(
    preview: RestorePreview, made: datetime | None, may_write: bool, drafts: Drafts
) -> Iterable[str]:
    if not preview.changes:
        yield words.NOTHING_DIFFERS
        return
    if not may_write:
        yield words.READ_ONLY_RESTORE
        return
    puts_back = words.PUTS_BACK.format(when=format_weekday(made.date()) if made else words.THEN)
    leave = plural(preview.later, "leaves", "leave")
    later = words.LATER_LEAVE.format(changes=in_figures(preview.later, "later change"), leave=leave)
    yield f"{puts_back} {later}" if preview.later else puts_back
    if preview.other_steps:
        yield words.OTHER_BRANCH.format(changes=in_figures(preview.other_steps, "change"))
    yield words.COPY_FIRST
    if drafts.words:
        yield drafts.sentence(words.DRAFTS_STAY)
    newest = (_newest(preview.newest_now), _newest(preview.newest_in_backup))
    yield words.NEWEST_BOTH.format(now=newest[0], then=newest[1])


def _alone(report: BackupReport, warning: str) -> RestoreTold:
    """Tell of a backup by itself: damaged, or with no register that it could go into."""
    made = _made(report.path, report.newest_change)
    findings = [finding.sentence for finding in report.findings]
    rows = tuple(
        (table_title(kind), "", f"{count:,}", _lost(count, report.expected.get(kind, count)))
        for kind, count in sorted(report.counts.items(), key=lambda pair: _place(pair[0]))
        if count or report.expected.get(kind)
    )
    newest = [words.NEWEST_CHANGE.format(then=local_time(report.newest_change))] if report.newest_change else []
    if report.damaged:
        told = words.WHAT_IS_SOUND.format(records=in_figures(report.records, "record"))
        return RestoreTold(
            report.path, words.BACKUP_OF.format(when=_moment(made)), _day(made), one_line(report.register_name),
            "salvage" if report.records else "none", rows, (told, *findings[1:6]), warning=findings[0],
        )  # fmt: skip
    return RestoreTold(
        report.path, words.BACKUP_OF.format(when=_moment(made)), _day(made), one_line(report.register_name),
        "new", rows, (words.MAKES_NEW, *newest, words.NO_DRAFTS_IN_BACKUPS, *findings[:5]), warning=warning,
    )  # fmt: skip


def _guard(preview: RestorePreview) -> Guard:
    proposals = next(count for count in preview.counts if count.kind == "proposal")
    if 2 * proposals.in_backup < proposals.now:
        return Guard(proposals.in_backup, proposals.now, plural(proposals.in_backup, "proposal"))
    return Guard(preview.records_in_backup, preview.records_now, plural(preview.records_in_backup, "record"))


def _in_order(counts: Iterable[KindCount]) -> list[KindCount]:
    """Return the counts that differ first, without kinds that are in neither."""
    shown = (count for count in counts if count.now or count.in_backup)
    return sorted(shown, key=lambda count: (not _difference(count), _place(count.kind)))


def _place(kind: str) -> tuple[int, str]:
    return (_FRONT.index(kind) if kind in _FRONT else len(_FRONT), table_title(kind))


def _row(count: KindCount) -> tuple[str, ...]:
    return (table_title(count.kind), f"{count.now:,}", f"{count.in_backup:,}", _difference(count))


def _difference(count: KindCount) -> str:
    by = count.in_backup - count.now
    told = [words.FEWER.format(n=-by) if by < 0 else words.MORE.format(n=by)] if by else []
    if count.changed:
        told.append(words.CHANGED.format(n=count.changed))
    if not by and count.added:
        told.append(words.OTHERS.format(n=count.added))
    return ", ".join(told)


def _lost(found: int, expected: int) -> str:
    return words.LOST.format(n=expected - found) if expected > found else ""


def _newest(step: StepEntry | None) -> str:
    return local_time(step.at) if step is not None else words.NO_CHANGE


def _made(backup: Path, newest: str) -> datetime | None:
    """Return when a backup was made, as its name says, or the local time of the newest change in it."""
    kept = read_name(backup)
    if kept is not None:
        return kept.made
    try:
        return datetime.fromisoformat(newest).astimezone() if newest else None
    except ValueError:
        return None


def _moment(made: datetime | None, year: int = 0) -> str:
    """Return a local time with its weekday; without the year where that is ``year`` and so goes without saying."""
    if made is None:
        return words.NO_TIME
    day = format_weekday(made.date())
    return f"{day.removesuffix(f' {year}')} {made:%H:%M}"


def _day(made: datetime | None) -> str:
    return format_date(made.date()).rpartition(" ")[0] if made is not None else words.THIS_BACKUP

