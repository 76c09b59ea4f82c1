"""What belongs to the person and never travels with a register: look, window, folders, recent registers."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias, cast

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

SchemeChoice: TypeAlias = Literal["system", "light", "dark"]

RECENT_LIMIT = 8
SMALLEST_SCALE, LARGEST_SCALE, SCALE_STEP = 80, 200, 10
"""Text sizes in percent of the system's own (ux.md 3.11)."""


class Settings:
    """The settings file of one person: an INI file that a text editor can read."""

    def __init__(self, folder: Path | None = None) -> None:
        """Use the person's own folders, or everything below ``folder`` (for tests and trials)."""
        self.folder = folder or Path(platformdirs.user_config_path("secdesk", appauthor=False))
        self._own = folder is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        self._store = QSettings(str(self.folder / "secdesk.ini"), QSettings.Format.IniFormat)

    def save(self) -> None:
        """Write what was set to the file at once."""
        self._store.sync()

    @property
    def log_folder(self) -> Path:
        """Where the log is kept."""
        if self._own:
            return self.folder / "log"
        return Path(platformdirs.user_state_path("secdesk", appauthor=False)) / "log"

    @property
    def papers_folder(self) -> Path:
        """Where exported papers go: what the person chose, else ``secdesk papers`` among the documents."""
        chosen = self._text("papers/folder")
        return Path(chosen) if chosen else self.default_papers_folder

    @papers_folder.setter
    def papers_folder(self, folder: Path) -> None:
        self._store.setValue("papers/folder", str(folder))

    @property
    def default_papers_folder(self) -> Path:
        """The papers folder of somebody who chose none; it is made when the first paper is exported."""
        if self._own:
            return self.folder / "papers"
        return Path(platformdirs.user_documents_path()) / "secdesk papers"

    @property
    def opens_exports(self) -> bool:
        """Whether an exported paper is opened at once."""
        return self._text("papers/open", "yes") == "yes"

    @opens_exports.setter
    def opens_exports(self, opens: bool) -> None:
        self._store.setValue("papers/open", "yes" if opens else "no")

    @property
    def scheme(self) -> SchemeChoice:
        """Light, dark, or as the system."""
        found = self._text("look/theme", "system")
        return cast("SchemeChoice", found) if found in ("light", "dark") else "system"

    @scheme.setter
    def scheme(self, choice: SchemeChoice) -> None:
        self._store.setValue("look/theme", choice)

    @property
    def text_scale(self) -> int:
        """The text size in percent, 80 to 200."""
        found = self._text("look/text-size", "100")
        return clamp_scale(int(found)) if found.isascii() and found.isdigit() else 100

    @text_scale.setter
    def text_scale(self, percent: int) -> None:
        self._store.setValue("look/text-size", str(clamp_scale(percent)))

    @property
    def geometry(self) -> QByteArray:
        """The window's place on the screen, or nothing."""
        found = self._store.value("window/geometry")
        return found if isinstance(found, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("window/geometry", geometry)

    @property
    def place(self) -> str:
        """The key of the place that was open last."""
        return self._text("window/place", "home")

    @place.setter
    def place(self, key: str) -> None:
        self._store.setValue("window/place", key)

    @property
    def recent(self) -> list[Path]:
        """The registers that were open, the last one first."""
        found = self._text("registers/recent")
        return [Path(line) for line in found.split("\n") if line]

    @property
    def last_register(self) -> Path | None:
        """The register to open at once: the last one, unless it was closed on purpose or is gone."""
        path = Path(self._text("registers/last")) if self._text("registers/last") else None
        return path if path is not None and path.is_file() else None

    def note_register(self, path: Path) -> None:
        """Put a register first among the recent ones."""
        lines = [str(path), *(str(each) for each in self.recent if each != path)]
        self._store.setValue("registers/recent", "\n".join(lines[:RECENT_LIMIT]))
        self._store.setValue("registers/last", str(path))

    def forget_last(self) -> None:
        """Start with Welcome the next time."""
        self._store.remove("registers/last")

    def _text(self, key: str, default: str = "") -> str:
        found = self._store.value(key, default)
        return found if isinstance(found, str) else default


def clamp_scale(percent: int) -> int:
    """Return a text size within its limits."""
    return max(SMALLEST_SCALE, min(LARGEST_SCALE, percent))
