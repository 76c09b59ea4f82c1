"""A backup to look at: a register file made from it in a passing folder and opened for reading."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from secdesk.ui.safety import words
from secdesk.ui.widgets.info_bar import BarState
from secdesk.ui.work_here import WorkHere

if TYPE_CHECKING:
    from secdesk.register.register import Register


def make_view(path: Path, folder: Path) -> tuple[Register, BarState]:
    """Return the register of a backup, open for reading, and what to say above it.

    The file lies in ``folder``, so that papers and searches, which read beside the window, find it like any other.
    Raises NotFound, DamagedBackup, KnownError for a newer backup, and Stopped; then nothing is left in the folder.
    """
    from secdesk.files import safe_file_name
    from secdesk.register.backup_heads import read_head
    from secdesk.register.kept_backups import read_name
    from secdesk.register.register import Register
    from secdesk.register.restored_file import restore_as_new
    from secdesk.rules.date_words import format_weekday

    head, kept = read_head(path), read_name(path)
    name = head.register_name if head is not None else path.stem
    with WorkHere(words.OPENING_BACKUP) as progress:
        target = folder / f"{safe_file_name(path.stem)}.secdesk"
        made = restore_as_new(path, target, now=datetime.now().astimezone(), progress=progress)
    when = f"{format_weekday(kept.made.date())} {kept.made:%H:%M}" if kept is not None else path.name
    return Register.open(made.path, read_only=True), BarState(words.BACKUP_BAR.format(name=name, when=when), "info")
