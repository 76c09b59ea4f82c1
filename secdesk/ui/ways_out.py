"""The ways out of a change that was refused because of the file itself: it is gone, overwritten, damaged, or full."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from secdesk.errors import ChangedOutside, Damaged, DiskFull, KnownError, MovedAway
from secdesk.ui import texts
from secdesk.ui.register_files import RegisterFiles
from secdesk.ui.trouble import Way


def ways_out(error: KnownError, files: RegisterFiles, on_nothing_open: Callable[[], object]) -> Sequence[Way]:
    """Return what a person can do at once about a refused change; of what needs only another value, nothing.

    ``on_nothing_open`` is called where the file was closed and could not be opened again.
    """

    def open_again() -> None:
        if not files.open_again():
            on_nothing_open()

    copy, again = Way(texts.SAVE_ELSEWHERE, files.keep_copy), Way(texts.OPEN_AGAIN, open_again)
    if isinstance(error, MovedAway):
        return [copy, Way(texts.WELCOME_OPEN, files.ask_open)]
    if isinstance(error, Damaged):
        return [Way(texts.RESTORE_BACKUP, files.ask_restore)] if files.ask_restore is not None else []
    if isinstance(error, ChangedOutside):
        return [again]
    return [copy] if isinstance(error, DiskFull) else []
