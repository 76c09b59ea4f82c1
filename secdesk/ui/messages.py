"""Message boxes and file dialogs: the one module that opens any (design.md 8).

The dialogs themselves are imported when the first one is opened, which is long after the first paint.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from secdesk.errors import KnownError
from secdesk.ui import texts
from secdesk.ui.trouble import Trouble, Way
from secdesk.ui.widgets.announcing import announce

if TYPE_CHECKING:
    from secdesk.ui.error_dialog import ErrorDialog
    from secdesk.ui.faults import Fault


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
        title: str = texts.NOT_CHANGED,
        safe: str = texts.SAFE_IN_REGISTER,
        ways: Sequence[Way] = (),
    ) -> None:
        """Show why something could not be done, in the error's own words, which say how to put it right."""
        happened, to_do = split_sentence(str(error))
        to_do = _full_stop(to_do) if to_do else texts.TRY_AGAIN_LATER
        self.show_trouble(Trouble(title, _full_stop(happened), safe, to_do, ways=ways))

    def show_fault(self, fault: Fault, ways: Sequence[Way] = ()) -> bool:
        """Show an unexpected error once; returns False for one that was shown already or comes while one is shown."""
        if self._shown_fault or fault.id in self._known_faults:
            return False
        self._known_faults.add(fault.id)
        self._shown_fault = fault.id
        words = (texts.FAULT_TITLE, texts.FAULT_HAPPENED, texts.SAFE_IN_REGISTER, texts.FAULT_TO_DO)
        self._open(Trouble(*words, details_of(fault), ways)).finished.connect(self._on_fault_closed)
        return True

    def show_shortcuts(self, actions: Iterable[QAction]) -> None:
        """List the commands that have keys."""
        from secdesk.ui.shortcuts import ShortcutsDialog

        ShortcutsDialog(actions, self._window).open()

    def show_about(self) -> None:
        """Say what this program is."""
        from secdesk.ui.shortcuts import AboutDialog

        AboutDialog(self._window).open()

    def ask_open_register(self, folder: Path) -> Path | None:
        """Ask which register to open."""
        from PySide6.QtWidgets import QFileDialog

        words = (texts.OPEN_REGISTER_TITLE, str(folder), texts.REGISTER_FILES)
        name, _ = QFileDialog.getOpenFileName(self._window, *words)
        return Path(name) if name else None

    def ask_new_register(self, suggestion: Path, title: str = texts.NEW_REGISTER_TITLE) -> Path | None:
        """Ask for the name and folder of a register that is to be made; the ending is put right.

        A name that is taken is refused where the file is made, so the dialog does not offer to overwrite.
        """
        from PySide6.QtWidgets import QFileDialog

        words = (title, str(suggestion), texts.REGISTER_FILES)
        kept = QFileDialog.Option.DontConfirmOverwrite
        name, _ = QFileDialog.getSaveFileName(self._window, *words, options=kept)
        return with_suffix(Path(name)) if name else None

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


def split_sentence(text: str) -> tuple[str, str]:
    """Split an error's text into what happened and what to do: at the first full stop outside quotation marks."""
    for place, letter in enumerate(text):
        if letter == "." and text[place + 1 : place + 2] == " " and text[:place].count("'") % 2 == 0:
            return text[:place], text[place + 2 :]
    return text, ""


def _full_stop(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?")) else f"{sentence}."
