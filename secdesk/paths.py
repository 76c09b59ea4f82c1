"""Where the program finds what it ships with: fonts, icons, help, the sample register, calendars."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
#: A wheel carries the resources inside the package; a checkout and an editable install have them beside it.
_FOLDERS = (_PACKAGE / "resources", _PACKAGE.parent / "resources")


def resource(name: str) -> Path:
    """Return the path of the shipped file or folder ``name``, such as ``fonts/Arimo-Bold.ttf``.

    Raises :class:`FileNotFoundError` when the installation lacks it.
    """
    for folder in _FOLDERS:
        path = folder / name
        if path.exists():
            return path
    raise FileNotFoundError(f"This copy of secdesk lacks {name}. Install secdesk again to put it back.")
