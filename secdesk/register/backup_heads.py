"""What a backup says of itself at its beginning: enough for a list of backups, and no proof that it is sound."""

from __future__ import annotations

import re
from pathlib import Path

from secdesk.errors import KnownError
from secdesk.register.container import open_regular
from secdesk.register.manifest import Manifest, WrongManifest, read_manifest

_MANIFEST = re.compile(rb'\{\n  "format": .*?\n\}\n', re.DOTALL)
_MOST = 1 << 18  # a manifest stands behind a short text for people


def read_head(path: Path) -> Manifest | None:
    """Return the manifest of a backup without reading the rest of the file; None where there is none to be read."""
    try:
        with open_regular(path) as file:
            found = _MANIFEST.search(file.read(_MOST))
        return read_manifest(found[0]) if found is not None else None
    except (KnownError, OSError, WrongManifest):
        return None
