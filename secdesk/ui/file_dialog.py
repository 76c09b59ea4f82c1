"""Asking for a file or folder by the dialog of the system, or by Qt's own where the system has none.

Qt's own would open every file that it lists to learn its kind. Closing the register again would drop the locks that
SQLite holds on it (reliability.md 0.3), so the dialog is told what to draw without looking into files.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileInfo
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QFileDialog, QStyle, QWidget


def ask_existing(parent: QWidget, title: str, folder: Path, kinds: str) -> Path | None:
    """Ask for a file that is there; None where the person cancels."""
    return _ask(_dialog(parent, title, folder, kinds))


def ask_new(parent: QWidget, title: str, suggestion: Path, kinds: str, confirm: bool = True) -> Path | None:
    """Ask for the name and folder of a file that is to be written; ``confirm`` asks before one is replaced."""
    dialog = _dialog(parent, title, suggestion.parent, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not confirm)
    dialog.selectFile(suggestion.name)
    return _ask(dialog)


def ask_folder(parent: QWidget, title: str, folder: Path) -> Path | None:
    """Ask for a folder; None where the person cancels."""
    dialog = _dialog(parent, title, folder, "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _ask(dialog)


class PlainIcons(QAbstractFileIconProvider):
    """A folder or a sheet of paper, told apart without opening anything."""

    def __init__(self, style: QStyle) -> None:
        """Take the two pictures of a style."""
        super().__init__()
        self._file = style.standardIcon(QStyle.StandardPixmap.SP_FileIcon)
        self._folder = style.standardIcon(QStyle.StandardPixmap.SP_DirIcon)

    def icon(self, what: QFileInfo | QAbstractFileIconProvider.IconType) -> QIcon:
        """Return the picture of a file, of a folder, or of a place such as the desktop, which is a folder too."""
        return self._file if isinstance(what, QFileInfo) and not what.isDir() else self._folder

    def type(self, info: QFileInfo) -> str:
        """Return the kind of a file in words: what it ends in."""
        return "Folder" if info.isDir() else f"{info.suffix()} file".strip()


def _dialog(parent: QWidget, title: str, folder: Path, kinds: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(folder), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return dialog


def _ask(dialog: QFileDialog) -> Path | None:
    icons = PlainIcons(dialog.style())  # kept here: the dialog takes no ownership
    dialog.setIconProvider(icons)
    try:
        return Path(dialog.selectedFiles()[0]) if dialog.exec() and dialog.selectedFiles() else None
    finally:
        dialog.setParent(None)
        dialog.deleteLater()
