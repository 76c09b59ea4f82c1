"""Where a document is: a file or a web page, never copied into the register (domain.md 6, 14)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from secdesk.errors import KnownError

_PROGRAMS = frozenset(
    {
        ".app", ".bat", ".cmd", ".com", ".cpl", ".desktop", ".exe", ".hta", ".jar", ".js", ".jse", ".lnk", ".msc",
        ".msi", ".pif", ".ps1", ".reg", ".scr", ".sh", ".url", ".vbe", ".vbs", ".wsf", ".wsh",
    }
)  # fmt: skip
"""Ends of names that a system runs when it is asked to open them."""
_QUOTES = "\"'\u201c\u201d\u2018\u2019<>"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document is: ``path`` of a file, or ``address`` of a web page; the other is empty."""

    path: Path | None
    address: str = ""


def place_of(location: str, folder: Path) -> Place:
    """Return where a typed location leads; a path that is not absolute is seen from ``folder``, the register's own.

    Quotes around a copied path are left out. Raises KnownError in words for an empty one, for an address that is no
    web page, and for a program: a register that came by mail must not start one.
    """
    typed = location.strip().strip(_QUOTES).strip()
    if not typed:
        raise KnownError("This document has no file or link yet. Enter one under 'File or link'")
    parts = urlsplit(typed) if "://" in typed else None
    if parts is not None and parts.scheme.casefold() in ("http", "https"):
        return Place(None, typed)
    if parts is not None and parts.scheme.casefold() != "file":
        raise KnownError(f"'{_short(typed)}' is neither a file nor a web page, so it is not opened from here")
    path = Path(url2pathname(parts.path)) if parts is not None else Path(typed).expanduser()
    if path.suffix.casefold() in _PROGRAMS:
        raise KnownError(f"'{_short(path.name)}' is a program, so it is not opened from here")
    return Place(folder / path)


def find_document(location: str, folder: Path) -> Place:
    """Return where a document is, after looking whether its file is there.

    Raises KnownError as :func:`place_of` does, and where no file or folder is at the path.
    """
    place = place_of(location, folder)
    if place.path is not None and not _is_there(place.path):
        raise KnownError(f"No file is at '{_short(str(place.path))}'. It was moved or renamed, or its drive is away")
    return place


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"…{text[-89:]}"
