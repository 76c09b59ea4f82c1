"""What a person chose for a place: columns, views, order, the border between panes (ux.md 3.9).

It belongs to the person and never to a register: a JSON file in the settings folder, or nothing but this object where
no file is named (tests, and whatever else opens a register without a window).
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from secdesk.files import write_atomically

FILE_NAME = "places.json"
"""The file's name in the settings folder."""


class PlaceMemory:
    """Values by keys such as ``proposals.columns``; every value is what JSON can hold."""

    def __init__(self, path: Path | None = None) -> None:
        """Keep what is chosen in a file, or in memory alone without one. An unreadable file counts as empty."""
        self._path = path
        self._known: dict[str, Any] = self._read_file()

    def read(self, key: str, default: Any = None) -> Any:
        """Return what was kept under a key, else the default. The caller checks its shape: a person may edit the file.

        What comes back is a copy: changing it changes nothing that is kept.
        """
        if key not in self._known:
            return default
        return json.loads(json.dumps(self._known[key]))

    def keep(self, key: str, value: Any) -> None:
        """Keep a value from now on; None forgets it. Raises TypeError for what JSON cannot hold.

        Where the folder cannot be written, the choice lasts until the program ends: no reason to disturb anybody.
        """
        plain = json.loads(json.dumps(value))
        if self._known.get(key) == plain:
            return
        # Another window may have kept something since: take that in, so that neither loses what it does not know.
        self._known = {**self._known, **self._read_file()}
        if plain is None:
            self._known.pop(key, None)
        else:
            self._known[key] = plain
        self._write_file()

    def _read_file(self) -> dict[str, Any]:
        if self._path is None:
            return {}
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def _write_file(self) -> None:
        if self._path is None:
            return
        data = json.dumps(self._known, ensure_ascii=False, indent=1, sort_keys=True)
        with suppress(OSError):
            write_atomically(self._path, data.encode("utf-8"))
