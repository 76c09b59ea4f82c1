"""Merging another copy into the open register: choose the file, see what differs, decide, one step (ux.md 2.15)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from secdesk.errors import KnownError
from secdesk.register.progress import Progress, Stopped
from secdesk.rules.wording import in_figures
from secdesk.ui.desk import shorten
from secdesk.ui.safety import words

if TYPE_CHECKING:
    from secdesk.register.merge import Merged, MergePlan
    from secdesk.register.register import Register
    from secdesk.ui.desk import Desk
    from secdesk.ui.messages import Messages
    from secdesk.ui.safety.backups import Backups
    from secdesk.ui.safety.merge_dialog import MergeTold


class Merging:
    """The way of one merge, from the question for the file to the toast."""

    def __init__(
        self,
        desk: Desk,
        messages: Messages,
        backups: Backups,
        window: QWidget,
        after: Callable[[], object] = lambda: None,
    ) -> None:
        """Merge into the register of a desk; safety backups go where its others are. ``after`` hears of its end."""
        self._desk, self._messages, self._backups, self._window = desk, messages, backups, window
        self._after = after

    def ask(self) -> None:
        """Ask for the other copy, and show what differs."""
        path = self._messages.ask_copy(self._desk.register.path.parent, words.MERGE_TITLE)
        if path is not None:
            self.compare(path)

    def compare(self, path: Path) -> None:
        """Show what merging a copy would do; both are read beside the window."""
        here = self._desk.register.path
        self._desk.work(
            words.MERGE_READING,
            lambda progress: read_told(here, path, progress),
            lambda told: self._show(path, told),
            self._refuse,
        )

    def _show(self, path: Path, told: MergeTold) -> None:
        from secdesk.ui.safety.merge_dialog import MergeDialog

        if not told.lines:
            self._merge(path, {}, told)  # the histories may still have to be joined
            for sentence in told.drafts:
                self._desk.say(shorten(sentence))
            return
        MergeDialog(told, lambda choices, taken: self._merge(path, choices, told, taken), self._window).open()

    def _merge(self, path: Path, choices: Mapping[str, str], told: MergeTold, taken: int = 0) -> None:
        from secdesk.register.merge import merge

        desk, folder = self._desk, self._backups.folder
        now = datetime.now().astimezone()

        def job(progress: Progress) -> Merged:
            folder.mkdir(parents=True, exist_ok=True)
            return merge(desk.register, path, choices, folder=folder, now=now, progress=progress)

        done = desk.work_here(words.MERGING, job)
        self._backups.carry_on()
        self._after()
        if done is None:
            return
        if done.step is None:
            desk.say(words.NOTHING_TO_MERGE)
            return
        changes = in_figures(taken, "change")
        settled = in_figures(len(told.to_decide), "conflict")
        pattern = words.MERGED_SETTLED if told.to_decide else words.MERGED if told.lines else words.JOINED
        desk.say(shorten(pattern.format(changes=changes, conflicts=settled)), offers_undo=True)

    def _refuse(self, error: KnownError) -> None:
        if isinstance(error, Stopped):
            self._desk.say(str(error))
        else:
            self._messages.show_refusal(error, words.NOT_MERGED, words.SAFE_NOT_MERGED)


def read_told(here: Path, path: Path, progress: Progress) -> MergeTold:
    """Return what merging one file into another would do, in words; both are opened for reading."""
    from secdesk.register.merge import read_plan
    from secdesk.register.register import Register

    with Register.open(here, read_only=True) as register:
        return read_plan(register, path, lambda ours, theirs, plan: _told(path, ours, theirs, plan), progress)


def _told(path: Path, ours: Register, theirs: Register, plan: MergePlan) -> MergeTold:
    from secdesk.register.merge_words import tell_merge
    from secdesk.ui.safety.merge_dialog import MergeTold

    lines = tuple(tell_merge(ours, theirs, plan))
    drafts = tuple(_drafts(ours, theirs))
    return MergeTold(path.name, lines, frozenset(plan.to_decide), _since(ours, plan), plan.same_register, drafts)


def _drafts(ours: Register, theirs: Register) -> Iterator[str]:
    """Yield what to say of texts and outcomes that are not recorded: a merge carries none of them."""
    from secdesk.services.drafts import count_drafts

    for register, pattern in ((ours, words.DRAFTS_STAY_MERGED), (theirs, words.DRAFTS_THERE)):
        with register.read() as session:
            sentence = count_drafts(session).sentence(pattern)
        if sentence:
            yield sentence


def _since(register: Register, plan: MergePlan) -> str:
    from secdesk.register.history import local_time

    if plan.common is None:
        return words.SINCE_NOTHING
    at = register.connection.execute("SELECT at FROM step WHERE seq=?", (plan.common.seq,)).fetchone()
    counts = {
        "here": in_figures(plan.only_here, "record"),
        "other": in_figures(plan.only_there, "record"),
    }  # fmt: skip
    return words.SINCE_COMMON.format(when=local_time(str(at[0])), **counts)
