"""A file that comes in: read once into memory, after a look at what it is (reliability.md 4.6, step 1)."""

from __future__ import annotations

import stat
from pathlib import Path

from secdesk.errors import KnownError, NotFound
from secdesk.rules.wording import a_or_an

LARGEST = 500_000_000
"""The most bytes of a file that is read; a register of 100,000 records is a tenth of that."""


def read_source(path: Path, largest: int = LARGEST) -> bytes:
    """Return the bytes of an ordinary file.

    Raises NotFound where there is none, and KnownError for a folder, a device or pipe (which might never end), a file
    that may not be read, and one of more than ``largest`` bytes.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise KnownError(f"'{path}' is {a_or_an(_what(found.st_mode))}. Choose a file")
        if found.st_size > largest:
            raise KnownError(f"'{path.name}' is larger than {largest // 1_000_000} MB. Split it and import the parts")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(f"There is no file '{path}'. Check the name") from error
    except (OSError, ValueError) as error:
        raise KnownError(f"'{path}' cannot be read. Copy it to a folder of your own and import the copy") from error


def _what(mode: int) -> str:
    return "folder" if stat.S_ISDIR(mode) else "device or pipe"
