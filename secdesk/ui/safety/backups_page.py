"""Preferences > Backups: where they are kept, which of them stay, and how the last ones went (ux.md 2.16)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from secdesk.errors import Invalid, Problem
from secdesk.rules.date_words import format_weekday
from secdesk.rules.wording import in_figures
from secdesk.ui import texts
from secdesk.ui.preference_page import PreferencePage
from secdesk.ui.safety import words
from secdesk.ui.safety.backups import in_bytes
from secdesk.ui.safety.second_place import tell_second

if TYPE_CHECKING:
    from secdesk.register.kept_backups import KeptBackup

_SHOWN = 5


class BackupsPage(PreferencePage):
    """The folder is the person's own choice; the rules are the same for everybody."""

    key = "backups"
    _folder: QLineEdit
    _second: QLineEdit
    _second_state: QLabel
    _no_second: QPushButton

    def build(self) -> None:
        """Add the folder, the rules in words, and the last results of the open register."""
        folder = str(self.settings.backups_folder)
        note = words.BACKUPS_FOLDER_NOTE
        self._folder = self.add_line("backups.folder", words.BACKUPS_FOLDER, folder, self._keep, note, limit=2000)
        self.add_button("backups.choose", texts.CHOOSE_FOLDER, self._choose)
        self.add_button("backups.default", words.BACKUPS_DEFAULT, self._use_default)
        self._add_second()
        self.add_heading(words.KEEP_RULES)
        for sentence in rules_in_words():
            self.add_words(sentence)
        if self.around.desk is not None:
            self.add_heading(words.LAST_RESULTS)
            results = self._results()
            for number, result in enumerate(results):
                self.add_words(result).setObjectName(f"preferences.backups.result.{number}")
            self.add_words(words.OPEN_BACKUPS if results else words.NO_RESULTS)

    def _add_second(self) -> None:
        second = self.settings.second_backups_folder
        typed, note = str(second) if second is not None else "", words.SECOND_NOTE
        self._second = self.add_line("backups.second", words.SECOND_PLACE, typed, self._keep_second, note, limit=2000)
        self._second_state = self.add_words("")
        self._second_state.setObjectName("preferences.backups.second.state")
        self.add_button("backups.second.choose", words.SECOND_CHOOSE, self._choose_second)
        self._no_second = self.add_button("backups.second.none", words.SECOND_NOT, lambda: self._use_second(None))
        self._show_second()

    def _choose_second(self) -> None:
        start = self.settings.second_backups_folder or Path.home()
        folder = self.around.messages.ask_folder(start, words.SECOND_PLACE)
        if folder is not None:
            self._second.setText(str(folder))
            self._second.editingFinished.emit()

    def _keep_second(self, typed: str) -> None:
        folder = Path(typed.strip()) if typed.strip() else None
        if folder == self.settings.second_backups_folder:
            return
        if folder is not None and not folder.is_dir():
            raise Invalid([Problem("folder", texts.NO_SUCH_FOLDER.format(folder=typed.strip()))])
        if folder is not None and self.settings.backups_folder in (folder, *folder.parents):
            raise Invalid([Problem("folder", words.SECOND_SAME)])
        self._use_second(folder)

    def _use_second(self, folder: Path | None) -> None:
        self.settings.second_backups_folder = folder
        self._second.setText(str(folder) if folder is not None else "")
        self._show_second()

    def _show_second(self) -> None:
        desk = self.around.desk
        told = tell_second(self.settings, desk.register.register_id if desk is not None else "")
        self._second_state.setText(told)
        self._second_state.setVisible(bool(told))
        self._no_second.setEnabled(self.settings.second_backups_folder is not None)

    def _results(self) -> list[str]:
        from secdesk.register.kept_backups import folder_of, list_backups

        desk = self.around.desk
        assert desk is not None, "results are those of an open register"
        register = desk.register
        folder = folder_of(self.settings.backups_folder, register.path.stem, register.register_id)
        return [_result(kept) for kept in reversed(list_backups(folder)[-_SHOWN:])]

    def _choose(self) -> None:
        folder = self.around.messages.ask_folder(self.settings.backups_folder, words.BACKUPS_FOLDER)
        if folder is not None:
            self._use(folder)

    def _use_default(self) -> None:
        self._use(self.settings.default_backups_folder)

    def _use(self, folder: Path) -> None:
        self.settings.backups_folder = folder
        self._folder.setText(str(folder))

    def _keep(self, typed: str) -> None:
        folder = Path(typed.strip())
        if folder == self.settings.backups_folder:
            return
        if not typed.strip() or not folder.is_dir():
            raise Invalid([Problem("folder", texts.NO_SUCH_FOLDER.format(folder=typed.strip()))])
        self.settings.backups_folder = folder


def rules_in_words() -> list[str]:
    """Return when backups are made and which of them are kept, with the very numbers that the program goes by."""
    from secdesk.register.kept_backups import DAILY, LEAST, MONTHLY, WEEKLY, WHOLE_DAYS

    numbers = {"days": WHOLE_DAYS, "daily": DAILY, "weekly": WEEKLY, "monthly": MONTHLY, "least": LEAST}
    return [sentence.format(**numbers) for sentence in words.KEEP_RULES_TOLD]


def _result(kept: KeptBackup) -> str:
    try:
        size = in_bytes(kept.path.stat().st_size)
    except OSError:
        size = words.NOT_READ
    when = f"{format_weekday(kept.made.date())} {kept.made:%H:%M}"
    state = words.RESULT_SOUND if kept.is_sound else words.RESULT_UNSOUND
    return words.RESULT.format(when=when, size=size, changes=in_figures(kept.step, "change"), state=state)
