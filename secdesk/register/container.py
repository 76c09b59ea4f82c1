"""The file of a backup: a ZIP of plain text that proves itself (reliability.md 4.4).

Members stand one after the other in an order that the writer chooses, not compressed: a text editor reads the file,
and where a byte of it is damaged the lines around it are still there. Last comes SHA256SUMS, a list of the SHA-256 of
every other member, and as the comment of the ZIP the SHA-256 of every byte before it. Equal content gives equal bytes.

A reader first compares the whole file with that comment, then every header with the one form it can have, then every
member with the list. Only then does it hand out a byte. It never writes to disk. Proof for reliability.md F18 and H02.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from secdesk.errors import KnownError, NotFound
from secdesk.register.progress import Progress, silent
from secdesk.register.zip_form import (
    COMMENT_SIZE,
    END_SIZE,
    LARGEST,
    LARGEST_CENTRAL,
    LOCAL_MARK,
    LONGEST_NAME,
    MOST_MEMBERS,
    Entry,
    directory_place,
    end_of_file,
    read_entry,
)

SUFFIX = ".secdesk-backup"
SUMS = "SHA256SUMS"
CHUNK = 1 << 16
LONGEST_LINE = 32 << 20
"""The most bytes of a line. The longest row that a register can hold, every text at its limit, has a fifth of that."""
_LONGEST_WORDS = 200
_LARGEST_SUMS = 10_000_000


class DamagedBackup(KnownError):
    """The file is not, byte for byte, a backup as it was written; nothing was taken from it."""


class NotABackup(DamagedBackup):
    """The file does not even begin like a backup."""


class ContainerWriter:
    """Writes the members of a container one after the other to an empty file that can be read back."""

    def __init__(self, file: BinaryIO) -> None:
        """Write to ``file``, which is open for writing and reading and which the caller closes."""
        self._file = file
        self._entries: list[Entry] = []
        self._sums: list[str] = []
        self._end = 0

    def add(self, name: str, chunks: Iterator[bytes]) -> str:
        """Write one member from its bytes as they come and return their SHA-256.

        Raises KnownError for more than the form can hold.
        """
        if not (name.isascii() and 1 <= len(name) <= LONGEST_NAME):
            raise ValueError(f"a member cannot be called {name!r}")
        entry = Entry(name, 0, 0, self._end)
        self._file.seek(entry.start)
        crc, size, digest = 0, 0, hashlib.sha256()
        for chunk in chunks:
            crc, size = zlib.crc32(chunk, crc), size + len(chunk)
            digest.update(chunk)
            self._refuse_above(entry.start + size)
            self._file.write(chunk)
        entry = Entry(name, crc, size, self._end)
        self._file.seek(entry.offset)
        self._file.write(entry.local())
        self._end = entry.end
        self._entries.append(entry)
        self._sums.append(f"{digest.hexdigest()}  {name}\n")
        return digest.hexdigest()

    def finish(self) -> None:
        """Write the list of hashes, the directory and the comment; the file is then whole."""
        self.add(SUMS, iter(["".join(self._sums).encode("ascii")]))
        directory = b"".join(entry.central() for entry in self._entries)
        self._refuse_above(self._end + len(directory) + END_SIZE + COMMENT_SIZE)
        self._file.seek(self._end)
        self._file.write(directory)
        self._file.write(end_of_file(len(self._entries), len(directory), self._end))
        size = self._file.tell()
        self._file.write(_digest_of(self._file, 0, size).encode("ascii"))
        self._file.truncate()
        self._file.flush()

    def _refuse_above(self, size: int) -> None:
        if size > LARGEST or len(self._entries) >= MOST_MEMBERS:
            raise KnownError("The register is too large for one backup: 4 GB or 65,000 stored files are the most")


class Container:
    """A whole and sound container, open for reading."""

    def __init__(self, file: BinaryIO, name: str, progress: Progress = silent) -> None:
        """Check every byte of ``file`` (open for reading; closed by :meth:`close`), called ``name`` in errors.

        Raises DamagedBackup unless it is exactly as :class:`ContainerWriter` writes; ``progress`` counts bytes.
        """
        self.name = name
        self._file = file
        self.size = file.seek(0, os.SEEK_END)
        self._check_whole(progress)
        self._entries = {entry.name: entry for entry in self._read_entries()}
        self.sums: Mapping[str, str] = self._check_members(progress)

    @classmethod
    def open(cls, path: Path, progress: Progress = silent) -> Container:
        """Open and check a file; raises NotFound, or DamagedBackup for anything but a sound container."""
        file = open_regular(path)
        try:
            return cls(file, path.name, progress)
        except BaseException as error:
            file.close()
            if isinstance(error, OSError):
                raise _unreadable(path) from error
            raise

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Container:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    @property
    def members(self) -> tuple[str, ...]:
        """The names of the members in order, the list of hashes among them."""
        return tuple(self._entries)

    def size_of(self, member: str) -> int:
        """Return how many bytes a member has."""
        return self._entries[member].size

    def chunks(self, member: str) -> Iterator[bytes]:
        """Yield the bytes of a member; several members may be read in turns. Raises DamagedBackup at its end if the
        file was changed after it was opened.
        """
        entry = self._entries[member]
        digest = hashlib.sha256()
        for chunk in self._stretch(entry.start, entry.end):
            digest.update(chunk)
            yield chunk
        if member in self.sums and digest.hexdigest() != self.sums[member]:
            raise self.damaged("it was changed while it was read")

    def read(self, member: str, most: int) -> bytes:
        """Return all bytes of a member; raises DamagedBackup for more than ``most``."""
        if self.size_of(member) > most:
            raise self.damaged(f"'{member}' is larger than it can be")
        return b"".join(self.chunks(member))

    def lines(self, member: str) -> Iterator[tuple[int, bytes]]:
        """Yield the number and bytes of each line, without its line feed; the last line has one too."""
        number, rest = 0, bytearray()
        for chunk in self.chunks(member):
            first, *others = chunk.split(b"\n")
            rest += first
            for following in others:
                number += 1
                yield number, bytes(rest)
                rest = bytearray(following)
            if len(rest) > LONGEST_LINE:
                raise self.damaged(f"'{member}', line {number + 1} is longer than any row of a register")
        if rest:
            raise self.damaged(f"'{member}' ends in the middle of line {number + 1}")

    def damaged(self, words: str) -> DamagedBackup:
        """Return the error that says what is not as secdesk writes it."""
        return DamagedBackup(f"'{self.name}' is damaged or was changed: {one_line(words)}. Use another backup")

    def _stretch(self, start: int, end: int) -> Iterator[bytes]:
        try:
            yield from _chunks(self._file, start, end)
        except OSError as error:
            raise KnownError(
                f"'{self.name}' cannot be read to its end. Copy it to another disk and use the copy"
            ) from error

    def _check_whole(self, progress: Progress) -> None:
        """Compare every byte with the hash that stands at the very end."""
        self._file.seek(0)
        if self._file.read(len(LOCAL_MARK)) != LOCAL_MARK:
            raise NotABackup(f"'{self.name}' is not a backup of secdesk. Choose a file that ends in {SUFFIX}")
        end = self.size - COMMENT_SIZE
        if end < END_SIZE or self.size > LARGEST:
            raise self.damaged("its size cannot be right")
        self._file.seek(end)
        comment = self._file.read(COMMENT_SIZE)
        if _digest_of(self._file, 0, end, progress).encode("ascii") != comment:
            raise self.damaged("its bytes do not match the hash at its end")

    def _read_entries(self) -> Iterator[Entry]:
        """Yield the members as the directory names them, each compared with its one right form and place."""
        end = self.size - COMMENT_SIZE - END_SIZE
        mark = _read(self._file, end, END_SIZE)
        members, size, start = directory_place(mark)
        if mark != end_of_file(members, size, start) or start + size != end or size > members * LARGEST_CENTRAL:
            raise self.damaged("its end is not as it was written")
        directory = _read(self._file, start, size)
        at = offset = 0
        names: set[str] = set()
        for _ in range(members):
            entry = read_entry(directory, at)
            if entry is None or entry.offset != offset or entry.end > start or entry.name in names:
                raise self.damaged("its list of parts is not as it was written")
            local = entry.local()
            if _read(self._file, entry.offset, len(local)) != local:
                raise self.damaged(f"the start of '{entry.name}' is not as it was written")
            names.add(entry.name)
            yield entry
            at, offset = at + len(entry.central()), entry.end
        if at != size or offset != start:
            raise self.damaged("it holds something that is no part of it")

    def _check_members(self, progress: Progress) -> dict[str, str]:
        """Return the SHA-256 of every member but the last, which must be their list."""
        *others, last = self._entries.values() or [None]
        if last is None or last.name != SUMS or last.size > _LARGEST_SUMS:
            raise self.damaged("its list of hashes is missing")
        self.sums = {}
        found: dict[str, str] = {}
        for entry in (*others, last):
            crc, digest = 0, hashlib.sha256()
            for chunk in self._stretch(entry.start, entry.end):
                crc = zlib.crc32(chunk, crc)
                digest.update(chunk)
                progress("Checking the backup", self.size + entry.end, 2 * self.size)
            if crc != entry.crc:
                raise self.damaged(f"'{entry.name}' does not match its check figure")
            found[entry.name] = digest.hexdigest()
        del found[SUMS]
        listed = "".join(f"{digest}  {name}\n" for name, digest in found.items())
        if self.read(SUMS, _LARGEST_SUMS) != listed.encode("ascii"):
            raise self.damaged("its parts do not match its list of hashes")
        return found


def one_line(text: str) -> str:
    """Return text that a file says, fit to be quoted in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_WORDS else f"{line[: _LONGEST_WORDS - 1]}…"


def open_regular(path: Path) -> BinaryIO:
    """Open an ordinary file for reading: no link, folder, device or pipe (which might never end)."""
    try:
        found = os.lstat(path)
        if stat.S_ISLNK(found.st_mode):
            raise NotABackup(f"'{path.name}' is a link to a file. Choose the file itself")
        if not stat.S_ISREG(found.st_mode):
            raise NotABackup(f"'{path.name}' is not a file. Choose one that ends in {SUFFIX}")
        return open(path, "rb", opener=_open_no_link)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(f"There is no file '{path}'. Check the name") from error
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error


def _open_no_link(name: str, flags: int) -> int:
    handle = os.open(name, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), name)
    return handle


def _unreadable(path: Path) -> KnownError:
    return KnownError(f"'{path}' cannot be read. Copy it to a folder of your own and use the copy")


def _chunks(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """Yield the bytes of a stretch; each read finds its own place, so that stretches can be read in turns."""
    while start < end:
        chunk = _read(file, start, min(CHUNK, end - start))
        if not chunk:
            return
        start += len(chunk)
        yield chunk


def _read(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    return file.read(size)


def _digest_of(file: BinaryIO, start: int, end: int, progress: Progress = silent) -> str:
    digest, done = hashlib.sha256(), start
    for chunk in _chunks(file, start, end):
        digest.update(chunk)
        done += len(chunk)
        progress("Checking the backup", done, 2 * end)
    return digest.hexdigest()
