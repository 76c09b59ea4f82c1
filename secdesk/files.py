"""Files that a person keeps: written whole or not at all, under names that every system takes.

Reliability promises: F04 (a killed export leaves the old file or the new one), F10 and F11 (a full or closed folder
leaves nothing half), H11 (names made from titles), H14 (nobody reads more than the folder lets them).
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl

#: How the name of a file still being written ends. One left behind by a killed program can be removed.
PART_ENDING = ".secdesk-part"
#: How many letters and how many bytes of UTF-8 a name may have: below every system's limit, with room for ``name 2``.
LONGEST_NAME = 120
LONGEST_NAME_IN_BYTES = 200
#: The name of a file whose text has nothing that a name could hold.
NAMELESS = "Untitled"

#: The numbers of the system's errors that mean: there is no room. Windows knows no quota.
NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})

_NOT_BY_EVERYBODY = 0o664
_PART = re.compile(rf"\.[0-9a-f]{{16}}{re.escape(PART_ENDING)}")
_LEFT_SECONDS = 86_400
"""After which time a part on Windows, where nothing tells whether its writer lives, counts as left behind."""
_CANNOT_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EACCES}
_CANNOT_LINK = {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
_ENDING = re.compile(r"\.[A-Za-z0-9][A-Za-z0-9-]{0,14}$")
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$"}
_DEVICES |= {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}


def write_atomically(path: Path, data: bytes, *, overwrite: bool = True) -> Path:
    """Write ``data`` to ``path`` so that a reader, a crash or a power cut finds the old file or the whole new one.

    Returns the path written, links resolved. A new file may be read and written by whom its folder lets in and the
    umask leaves, never written by everybody; a file that is replaced passes its mode on. Raises FileExistsError when
    the name is taken and ``overwrite`` is False, PermissionError for a file that is read-only or, on Windows, open
    elsewhere, and any other OSError of the system; what stood there before is then untouched and nothing is left
    beside it.
    """
    with writing_atomically(path, overwrite=overwrite) as file:
        file.write(data)
    return Path(os.path.realpath(path))


@contextmanager
def writing_atomically(path: Path, *, overwrite: bool = True) -> Iterator[BinaryIO]:
    """Yield a file that gets its name only when the block ends well; for what is too large to be held in memory.

    Promises and errors are those of :func:`write_atomically`; an error in the block leaves everything as it was.
    """
    target = Path(os.path.realpath(path))
    _refuse_read_only(target)
    sweep_parts(target.parent)
    part, file = _begin_part(target)
    try:
        with file:
            yield file
            _finish_part(part, file, target)
            if overwrite:
                os.replace(part, target)
            else:
                name_new_file(part, target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    sync_folder(target.parent)


def free_name(path: Path) -> Path:
    """Return ``path``, or the first of ``name 2.pdf``, ``name 3.pdf`` ... that nothing in its folder has."""
    others = (path.with_name(f"{path.stem} {number}{path.suffix}") for number in count(2))
    return next(name for name in chain([path], others) if not os.path.lexists(name))


def safe_file_name(text: str) -> str:
    """Return a name for a file, made from ``text``, that Windows, macOS and Linux take and show as it is.

    What names cannot hold becomes a hyphen, hidden and control characters go, blanks run together. The name never
    starts with a point, hyphen, tilde or dollar (hidden files, options, lock files), never ends with a point or
    blank, is no device of Windows, and has at most 120 letters and 200 bytes, a short ending such as ``.pdf`` kept.
    Text without anything to keep gives ``Untitled``. A name that is safe already comes back as it is.
    """
    letters = "".join(map(_letter_of_name, text))
    name = _NOT_IN_NAMES.sub("-", " ".join(unicodedata.normalize("NFC", letters).split())).rstrip(". ")
    found = _ENDING.search(name)
    ending = found[0] if found else ""
    stem = _strip_ends(_shorten(_strip_ends(name.removesuffix(ending)), len(ending)))
    return _avoid_device(stem or NAMELESS) + ending


def _refuse_read_only(target: Path) -> None:
    """A file that somebody made read-only stays, on every system; replacing it would need the folder's leave only."""
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))


def _begin_part(target: Path) -> tuple[Path, BinaryIO]:
    """Open a file under a passing name and hold it; it is new, so no link planted there is followed."""
    mode = _mode_for(target)
    while True:
        part = target.with_name(f".{os.urandom(8).hex()}{PART_ENDING}")
        file = open(part, "xb", opener=lambda name, flags: os.open(name, flags, mode))  # noqa: SIM115 - the caller's
        hold(file.fileno())
        if os.fstat(file.fileno()).st_nlink:
            return part, file
        file.close()  # somebody who swept the folder took it for one that was left behind, before it was held


def _mode_for(target: Path) -> int:
    return stat.S_IMODE((target if target.exists() else target.parent).stat().st_mode) & _NOT_BY_EVERYBODY


def _finish_part(part: Path, file: BinaryIO, target: Path) -> None:
    """Bring what was written to the disk, before it gets its name; a file that is replaced passes its mode on."""
    file.flush()
    os.fsync(file.fileno())
    if os.name == "nt":
        file.close()  # an open file cannot be renamed there; elsewhere it stays held until it has its name
    elif target.exists():
        part.chmod(_mode_for(target))


def hold(handle: int) -> bool:
    """Hold an open file as long as it is open, so that nobody sweeps it; says whether that could be done.

    Where another holds it, or the file system knows no such thing, it could not.
    """
    if sys.platform != "win32":
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def sweep_parts(folder: Path) -> None:
    """Remove the files that a killed program was just writing in a folder; those of a living one stay."""
    with suppress(OSError):
        for path in list(folder.iterdir()):
            if _PART.fullmatch(path.name):
                with suppress(OSError):
                    _sweep_part(path)


def _sweep_part(path: Path) -> None:
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        return
    if sys.platform == "win32":
        if time.time() - found.st_mtime > _LEFT_SECONDS:
            path.unlink()
        return
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if hold(handle):
            path.unlink()
    finally:
        os.close(handle)


def name_new_file(part: Path, target: Path) -> None:
    """Give a part its name unless the name is taken, in one step where the file system has hard links.

    Raises FileExistsError; the part may still be there afterwards, under both names.
    """
    try:
        if os.name == "nt":
            os.rename(part, target)
        else:
            os.link(part, target)
    except OSError as error:
        if not isinstance(error, FileExistsError) and error.errno not in _CANNOT_LINK:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        os.rename(part, target)


def sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows does so itself, and some network folders cannot be asked."""
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise


def _letter_of_name(character: str) -> str:
    """A character as a name may hold it: blanks of every kind as a blank, hidden ones not at all."""
    if character.isspace():
        return " "
    return "" if unicodedata.category(character).startswith("C") else character


def _strip_ends(stem: str) -> str:
    return stem.lstrip(".-~$ ").rstrip(". ")


def _shorten(stem: str, taken: int) -> str:
    """Cut a stem so that the name keeps its limits with ``taken`` letters of ASCII behind it."""
    cut = stem[: LONGEST_NAME - taken].encode()[: LONGEST_NAME_IN_BYTES - taken]
    return cut.decode(errors="ignore")


def _avoid_device(stem: str) -> str:
    """``CON`` and its like name a device on Windows whatever follows the first point: an underscore makes it a file."""
    first, point, rest = stem.partition(".")
    return f"{first.rstrip()}_{point}{rest}" if first.rstrip().lower() in _DEVICES else stem
