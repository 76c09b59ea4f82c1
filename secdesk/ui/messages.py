"""Message boxes and file dialogs: what the rest of the window opens them by (design.md 8).

The message boxes themselves are imported when the first one is opened, which is long after the first paint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from secdesk.errors import KnownError
from secdesk.ui import file_dialog, texts
from secdesk.ui.trouble import Trouble, Way
from secdesk.ui.troubles import no_memory, trouble_of, unexpected
from secdesk.ui.widgets.announcing import announce

if TYPE_CHECKING:
    from secdesk.ui.error_dialog import ErrorDialog
    from secdesk.ui.faults import Fault
    from secdesk.ui.key_map import KeyRow
    from secdesk.ui.preference_page import Around


class Messages:
    """The dialogs of one window. Tests put another object in its place that answers by itself."""

    def __init__(self, window: QWidget) -> None:
        """Open every dialog over this window."""
        self._window = window
        self._shown_fault: str = ""
        self._known_faults: set[str] = set()

    def show_trouble(self, trouble: Trouble) -> None:
        """Show an error that stops the work; returns at once."""
        self._open(trouble)

    def show_refusal(
        self,
        error: KnownError,
        title: str = "",
        safe: str = "",
        ways: Sequence[Way] = (),
    ) -> None:
        """Show why something could not be done, in the error's own words, which say how to put it right."""
        self.show_trouble(trouble_of(error, title, safe, ways))

    def show_fault(self, fault: Fault, ways: Sequence[Way] = ()) -> bool:
        """Show an unexpected error once; returns False for one that was shown already or comes while one is shown."""
        if self._shown_fault or fault.id in self._known_faults:
            return False
        self._known_faults.add(fault.id)
        self._shown_fault = fault.id
        trouble = no_memory(ways) if fault.details.startswith("MemoryError") else unexpected(details_of(fault), ways)
        self._open(trouble).finished.connect(self._on_fault_closed)
        return True

    def ask(self, title: str, lines: Sequence[str], act: str, on_act: Callable[[], object]) -> None:
        """Ask a question; ``act`` is the button that has ``on_act`` done, Cancel does nothing. Returns at once."""
        from secdesk.ui.question_dialog import QuestionDialog

        announce(self._window, ". ".join([title, *lines]), urgent=True)
        QuestionDialog(title, lines, act, on_act, self._window).open()

    def show_shortcuts(self, rows: Sequence[KeyRow]) -> None:
        """Show the sheet of keys."""
        from secdesk.ui.shortcuts import ShortcutsDialog

        ShortcutsDialog(rows, self._window).open()

    def show_preferences(self, around: Around, section: str = "general") -> None:
        """Show Preferences, at one of its sections."""
        from secdesk.ui.preferences import Preferences

        Preferences(around, self._window, section).open()

    def show_about(self) -> None:
        """Say what this program is."""
        from secdesk.ui.shortcuts import AboutDialog

        AboutDialog(self._window).open()

    def ask_open_register(self, folder: Path) -> Path | None:
        """Ask which register to open."""
        return file_dialog.ask_existing(self._window, texts.OPEN_REGISTER_TITLE, folder, texts.REGISTER_FILES)

    def ask_new_register(self, suggestion: Path, title: str = texts.NEW_REGISTER_TITLE) -> Path | None:
        """Ask for the name and folder of a register that is to be made; the ending is put right.

        A name that is taken is refused where the file is made, so the dialog does not offer to overwrite.
        """
        found = file_dialog.ask_new(self._window, title, suggestion, texts.REGISTER_FILES, confirm=False)
        return with_suffix(found) if found else None

    def ask_copy(self, folder: Path, title: str, only_backups: bool = False) -> Path | None:
        """Ask for another copy of a register: a register file or a backup, or a backup alone."""
        from secdesk.ui.safety import words

        kinds = words.BACKUP_FILES if only_backups else words.COPY_FILES
        return file_dialog.ask_existing(self._window, title, folder, kinds)

    def ask_text_file(self, suggestion: Path, title: str) -> Path | None:
        """Ask for the name and folder of a text file that is to be written; the dialog asks before overwriting."""
        from secdesk.ui import help_words

        found = file_dialog.ask_new(self._window, title, suggestion, help_words.TEXT_FILES)
        return with_suffix(found, ".txt") if found else None

    def ask_import(self, folder: Path, title: str) -> Path | None:
        """Ask for a file whose records are to be imported."""
        from secdesk.ui.safety import words

        return file_dialog.ask_existing(self._window, title, folder, words.IMPORT_FILES)

    def ask_export(self, suggestion: Path, title: str, kinds: str) -> Path | None:
        """Ask where an export goes; the dialog asks before a file is replaced. The ending is put right."""
        found = file_dialog.ask_new(self._window, title, suggestion, kinds)
        return with_suffix(found, suggestion.suffix) if found else None

    def ask_folder(self, folder: Path, title: str) -> Path | None:
        """Ask for a folder."""
        return file_dialog.ask_folder(self._window, title, folder)

    def _open(self, trouble: Trouble) -> ErrorDialog:
        from secdesk.ui.error_dialog import ErrorDialog

        dialog = ErrorDialog(trouble, self._window)
        announce(self._window, f"{trouble.title}. {trouble.happened}", urgent=True)
        dialog.open()
        return dialog

    def _on_fault_closed(self, _result: int) -> None:
        self._shown_fault = ""


def with_suffix(path: Path, suffix: str = ".secdesk") -> Path:
    """Return a path that ends as registers do."""
    return path if path.suffix == suffix else path.with_name(path.name + suffix)


def details_of(fault: Fault) -> str:
    """Return what Copy details puts on the clipboard: no word of any record."""
    import platform
    from importlib import metadata

    machine = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"secdesk {metadata.version('secdesk')}, fault {fault.id}\n{machine}\n{fault.details}\n"
