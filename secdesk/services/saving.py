"""Files that a person asks for: written whole or not at all, and in one sentence why not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from secdesk.errors import KnownError, NotFound


def save(path: Path, data: bytes) -> Path:
    """Write a file and return its path; one that stood there before is replaced only by the whole new one."""
    with saving(path) as file:
        file.write(data)
    return path


@contextmanager
def saving(path: Path) -> Iterator[BinaryIO]:
    """Yield a file to write to; it gets its name when the block ends well."""
    from secdesk.files import writing_atomically

    check_place(path)
    try:
        with writing_atomically(path) as file:
            yield file
    except OSError as error:
        raise KnownError(
            f"'{path}' could not be written ({error.strerror or type(error).__name__}). Choose another folder or name"
        ) from error


def check_place(path: Path) -> None:
    """Refuse a place that no file can be written to, before any work is done."""
    if path.is_dir():
        raise KnownError(f"'{path}' is a folder. Give the name of a file in it")
    if not path.parent.is_dir():
        raise NotFound(f"There is no folder '{path.parent}'. Make it first, or choose another")
