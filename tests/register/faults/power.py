"""Power cuts: what a disk may hold when the current goes at any moment of a recorded run (reliability.md F03).

A run is recorded with every write. At a cut each file holds what was synced, and of what was written since any part:
kept, lost, or torn at 512 bytes, in any order. Of the names given and taken in a folder since its last sync only the
first few hold, or none. What was acknowledged before the cut must be there all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

TRACED = (
    "openat", "read", "write", "pwrite64", "writev", "pwritev", "lseek", "ftruncate", "fallocate", "fsync", "fdatasync",
    "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "rmdir", "copy_file_range",
    "sendfile", "close",
)  # fmt: skip
SECTOR = 512
_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HANDLE = re.compile(r"^(\d+)")


@dataclass(frozen=True, slots=True)
class Call:
    """A system call that went well: its name, its numbers and texts in order, and what it returned."""

    name: str
    handle: int
    texts: tuple[bytes, ...]
    rest: tuple[str, ...]
    result: int


@dataclass(slots=True)
class Inode:
    """A file: what is surely on the disk, and what was done to it since, each a place and bytes or a new length."""

    safe: bytes = b""
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def now(self) -> bytes:
        """Return what a reader sees."""
        return _with_all(self.safe, self.since)

    def sync(self) -> None:
        """Bring everything to the disk."""
        self.safe, self.since = self.now(), []

    def after_cut(self, chance: Random) -> bytes:
        """Return what a disk may hold of it."""
        kept = [torn for each in self.since if (torn := _torn(each, chance)) is not None]
        if chance.random() < 0.3:
            chance.shuffle(kept)
        return _with_all(self.safe, kept)


Names = dict[str, Inode]
Naming = tuple[str, Inode | None]
"""A name that from now on leads to a file, or to nothing."""


@dataclass(slots=True)
class Folder:
    """The names of a folder: those surely on the disk, and what was done since, in order (a renaming is one act)."""

    safe: Names = field(default_factory=dict)
    since: list[tuple[Naming, ...]] = field(default_factory=list)

    def now(self) -> Names:
        """Return the names that a program sees."""
        return _named(self.safe, self.since)

    def sync(self) -> None:
        """Bring every name to the disk."""
        self.safe, self.since = self.now(), []

    def after_cut(self, chance: Random) -> Names:
        """Return names that a disk may hold: what was done since the last sync up to some moment."""
        return _named(self.safe, self.since[: chance.randint(0, len(self.since))])


class Disk:
    """Plays recorded calls on one folder and knows what a cut would leave of it."""

    def __init__(self, folder: Path) -> None:
        """Begin with what stands in the folder now, all of it surely on the disk."""
        self._folder = str(folder)
        self._names = Folder({path.name: Inode(path.read_bytes()) for path in folder.iterdir() if path.is_file()})
        self._open: dict[int, Inode] = {}
        self._place: dict[int, int] = {}
        self._is_folder: set[int] = set()
        self.unknown: set[str] = set()

    def play(self, call: Call) -> None:
        """Do what a call did."""
        act = getattr(self, f"_{call.name}", None)
        if act is not None:
            act(call)
        elif call.handle in self._open:
            self.unknown.add(call.name)

    def after_cut(self, chance: Random) -> dict[str, bytes]:
        """Return files as a disk may hold them when the current goes now."""
        return {name: inode.after_cut(chance) for name, inode in self._names.after_cut(chance).items()}

    def now(self) -> dict[str, bytes]:
        """Return the files as a program sees them."""
        return {name: inode.now() for name, inode in self._names.now().items()}

    def _name_of(self, text: bytes) -> str | None:
        folder, _, name = text.decode().rpartition("/")
        return name if folder == self._folder else None

    def _openat(self, call: Call) -> None:
        path = call.texts[-1]
        self._forget(call.result)
        if path.decode() == self._folder:
            self._is_folder.add(call.result)
            return
        name = self._name_of(path)
        if name is None:
            return
        inode = self._names.now().get(name)
        if inode is None:
            inode = Inode()
            self._names.since.append(((name, inode),))
        if any("O_TRUNC" in word for word in call.rest):
            inode.since.append((0, None))
        self._open[call.result], self._place[call.result] = inode, 0

    def _forget(self, handle: int) -> None:
        self._open.pop(handle, None)
        self._is_folder.discard(handle)

    def _close(self, call: Call) -> None:
        self._forget(call.handle)

    def _write(self, call: Call) -> None:
        if call.handle in self._open:
            data = call.texts[-1][: call.result]
            self._open[call.handle].since.append((self._place[call.handle], data))
            self._place[call.handle] += len(data)

    def _read(self, call: Call) -> None:
        if call.handle in self._open:
            self._place[call.handle] += call.result

    def _pread64(self, call: Call) -> None:
        """Read at a place of its own: nothing moves."""

    def _sendfile(self, call: Call) -> None:
        """Copy from one file to another, at the places where both are; it may say from where."""
        source = int(call.rest[1])
        if call.handle in self._open and source in self._open:
            said = re.match(r"\[(\d+)\]", call.rest[2])
            place = int(said[1]) if said else self._place[source]
            data = self._open[source].now()[place : place + call.result]
            self._open[call.handle].since.append((self._place[call.handle], data))
            self._place[call.handle] += len(data)
            if not said:
                self._place[source] += len(data)

    def _pwrite64(self, call: Call) -> None:
        if call.handle in self._open:
            self._open[call.handle].since.append((int(call.rest[-1]), call.texts[-1][: call.result]))

    def _lseek(self, call: Call) -> None:
        self._place[call.handle] = call.result

    def _ftruncate(self, call: Call) -> None:
        if call.handle in self._open:
            self._open[call.handle].since.append((int(call.rest[-1]), None))

    def _fsync(self, call: Call) -> None:
        if call.handle in self._is_folder:
            self._names.sync()
        elif call.handle in self._open:
            self._open[call.handle].sync()

    _fdatasync = _fsync

    def _rename(self, call: Call) -> None:
        old, new = (self._name_of(text) for text in call.texts[-2:])
        inode = self._names.now().get(old or "")
        if old is not None and new is not None and inode is not None:
            self._names.since.append(((new, inode), (old, None)))

    _renameat = _renameat2 = _rename

    def _link(self, call: Call) -> None:
        old, new = (self._name_of(text) for text in call.texts[-2:])
        if old is not None and new is not None:
            self._names.since.append(((new, self._names.now()[old]),))

    _linkat = _link

    def _unlink(self, call: Call) -> None:
        name = self._name_of(call.texts[-1])
        if name is not None:
            self._names.since.append(((name, None),))

    _unlinkat = _unlink


def read_calls(log: str) -> Iterator[Call]:
    """Yield the calls of a log of strace, written with ``-xx``, that went well."""
    for line in log.splitlines():
        found = _CALL.match(line)
        if not found or int(found[3]) < 0:
            continue
        texts = tuple(bytes.fromhex(text.replace("\\x", "")) for text in _STRING.findall(found[2]))
        plain = tuple(word.strip() for word in _STRING.sub("", found[2]).split(","))
        handle = _HANDLE.match(found[2])
        yield Call(found[1], int(handle[1]) if handle else -1, texts, plain, int(found[3]))


def _torn(change: tuple[int, bytes | None], chance: Random) -> tuple[int, bytes | None] | None:
    """Return what may be left of one change: all of it, nothing, or of bytes some sectors at its beginning or end."""
    place, data = change
    fate = chance.choice(("kept", "lost", "torn"))
    if fate == "lost":
        return None
    if fate == "kept" or data is None or len(data) <= SECTOR:
        return change
    cut = chance.randrange(0, len(data), SECTOR)
    return (place, data[:cut]) if chance.random() < 0.5 else (place + cut, data[cut:])


def _with_all(data: bytes, changes: Iterable[tuple[int, bytes | None]]) -> bytes:
    found = bytearray(data)
    for place, written in changes:
        if len(found) < place:
            found.extend(bytes(place - len(found)))
        if written is None:
            del found[place:]
        else:
            found[place : place + len(written)] = written
    return bytes(found)


def _named(names: Names, acts: Iterable[tuple[Naming, ...]]) -> Names:
    found = dict(names)
    for act in acts:
        for name, inode in act:
            if inode is None:
                found.pop(name, None)
            else:
                found[name] = inode
    return found
