"""What belongs to the person and never travels with a register: look, window, folders, recent registers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias, cast

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

SchemeChoice: TypeAlias = Literal["system", "light", "dark"]

RowHeight: TypeAlias = Literal["compact", "normal", "roomy"]
Motion: TypeAlias = Literal["system", "none"]
Contrast: TypeAlias = Literal["system", "more"]
Start: TypeAlias = Literal["last", "welcome"]

ROW_HEIGHTS: tuple[RowHeight, ...] = ("compact", "normal", "roomy")
"""How high the rows of lists may be (ux.md 2.2)."""
MOTIONS: tuple[Motion, ...] = ("system", "none")
"""Whether anything may move by itself: as the system says, or nothing (ux.md 3.11)."""
CONTRASTS: tuple[Contrast, ...] = ("system", "more")
"""Whether outlines are strong: as the system says, or always."""
TOAST_SECONDS = (8, 15, 30, 0)
"""How long a toast stays; 0 stays until it is dismissed (ux.md 2.16)."""
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
    def backups_folder(self) -> Path:
        """Below which the backups of every register are kept: what the person chose, else the data folder."""
        chosen = self._text("backups/folder")
        return Path(chosen) if chosen else self.default_backups_folder

    @backups_folder.setter
    def backups_folder(self, folder: Path) -> None:
        self._store.setValue("backups/folder", str(folder))

    @property
    def default_backups_folder(self) -> Path:
        """The folder of backups of somebody who chose none: where the command line keeps them too."""
        if self._own:
            return self.folder / "backups"
        return Path(platformdirs.user_data_path("secdesk", appauthor=False)) / "backups"

    @property
    def second_backups_folder(self) -> Path | None:
        """The second place, where each backup is copied to, or None."""
        chosen = self._text("backups/second")
        return Path(chosen) if chosen else None

    @second_backups_folder.setter
    def second_backups_folder(self, folder: Path | None) -> None:
        self._store.setValue("backups/second", str(folder) if folder is not None else "")
        self.second_problem = ""

    @property
    def second_problem(self) -> str:
        """Why the last backup did not get to the second place, in a sentence, or nothing."""
        return self._text("backups/second-problem")

    @second_problem.setter
    def second_problem(self, sentence: str) -> None:
        self._store.setValue("backups/second-problem", sentence)

    def last_second_copy(self, register_id: str) -> datetime | None:
        """When the newest backup of a register that is known to be at the second place was made (local time)."""
        try:
            return datetime.fromisoformat(self._text(f"backups/second-{register_id}"))
        except ValueError:
            return None

    def note_second_copy(self, register_id: str, made: datetime) -> None:
        """Keep when the newest backup at the second place was made."""
        self._store.setValue(f"backups/second-{register_id}", made.isoformat())

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
    def your_name(self) -> str:
        """Who this person is in the history of a register; empty takes the name of the account."""
        return self._text("person/name")

    @your_name.setter
    def your_name(self, name: str) -> None:
        self._store.setValue("person/name", " ".join(name.split()))

    @property
    def starts_with(self) -> Start:
        """What the window shows when the program starts: the register that was open last, or Welcome."""
        return "welcome" if self._text("window/start") == "welcome" else "last"

    @starts_with.setter
    def starts_with(self, choice: Start) -> None:
        self._store.setValue("window/start", choice)

    @property
    def toast_seconds(self) -> int:
        """How many seconds a toast stays; 0 means until it is dismissed."""
        found = self._text("notices/seconds", str(TOAST_SECONDS[0]))
        seconds = int(found) if found.isascii() and found.isdigit() else -1
        return seconds if seconds in TOAST_SECONDS else TOAST_SECONDS[0]

    @toast_seconds.setter
    def toast_seconds(self, seconds: int) -> None:
        self._store.setValue("notices/seconds", str(seconds))

    @property
    def motion(self) -> Motion:
        """Whether anything may move by itself."""
        return "none" if self._text("look/motion") == "none" else "system"

    @motion.setter
    def motion(self, choice: Motion) -> None:
        self._store.setValue("look/motion", choice)

    @property
    def contrast(self) -> Contrast:
        """Whether outlines are strong."""
        return "more" if self._text("look/contrast") == "more" else "system"

    @contrast.setter
    def contrast(self, choice: Contrast) -> None:
        self._store.setValue("look/contrast", choice)

    @property
    def row_height(self) -> RowHeight:
        """How high the rows of lists are."""
        found = self._text("look/rows", "normal")
        return found if found in ROW_HEIGHTS else "normal"

    @row_height.setter
    def row_height(self, choice: RowHeight) -> None:
        self._store.setValue("look/rows", choice)

    @property
    def geometry(self) -> QByteArray:
        """The window's place on the screen, or nothing."""
        found = self._store.value("window/geometry")
        return found if isinstance(found, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("window/geometry", geometry)

    @property
    def help_geometry(self) -> QByteArray:
        """The place of the manual on the screen, or nothing."""
        found = self._store.value("help/geometry")
        return found if isinstance(found, QByteArray) else QByteArray()

    @help_geometry.setter
    def help_geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("help/geometry", geometry)

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
        """The register that was open last, unless it was closed on purpose or is gone."""
        path = Path(self._text("registers/last")) if self._text("registers/last") else None
        return path if path is not None and path.is_file() else None

    def note_register(self, path: Path) -> None:
        """Put a register first among the recent ones."""
        lines = [str(path), *(str(each) for each in self.recent if each != path)]
        self._store.setValue("registers/recent", "\n".join(lines[:RECENT_LIMIT]))
        self._store.setValue("registers/last", str(path))

    @property
    def kept_here(self) -> list[Path]:
        """Registers in shared folders that the person wants to keep where they are."""
        return [Path(line) for line in self._text("registers/kept-here").split("\n") if line]

    def keep_here(self, path: Path) -> None:
        """Say nothing more of the folder of a register."""
        lines = dict.fromkeys([str(path), *(str(each) for each in self.kept_here)])
        self._store.setValue("registers/kept-here", "\n".join(lines))

    def forget_last(self) -> None:
        """Start with Welcome the next time."""
        self._store.remove("registers/last")

    def _text(self, key: str, default: str = "") -> str:
        found = self._store.value(key, default)
        return found if isinstance(found, str) else default


def clamp_scale(percent: int) -> int:
    """Return a text size within its limits."""
    return max(SMALLEST_SCALE, min(LARGEST_SCALE, percent))
