"""The bytes of a ZIP file as secdesk writes them: nothing compressed, one fixed time, one way to write each member.

There is exactly one right form, so a reader compares instead of interpreting: whatever another program could put into
a ZIP (a second entry over the first, a link, a password, a comment, a hidden gap) differs from it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

LARGEST = 0xFFFF_FFFE
"""The most bytes of a member and of the file; above it stands another form of ZIP, which old programs cannot read."""
MOST_MEMBERS = 0xFFFE
LONGEST_NAME = 200

LOCAL_SIZE, CENTRAL_SIZE, END_SIZE, COMMENT_SIZE = 30, 46, 22, 64
LARGEST_CENTRAL = CENTRAL_SIZE + LONGEST_NAME
LOCAL_MARK, CENTRAL_MARK = b"PK\x03\x04", b"PK\x01\x02"

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")

_NEEDED = 20
_MADE_BY = (3 << 8) | _NEEDED  # 3 is Unix, whose permissions stand in the member's attributes
_TIME, _DATE = 0, (1 << 5) | 1  # 1 January 1980, the first day that the form can write
_ORDINARY_FILE = 0o100600 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One member: its name in ASCII, the CRC-32 of its bytes, how many they are, and where its header begins."""

    name: str
    crc: int
    size: int
    offset: int

    @property
    def start(self) -> int:
        """Where the member's own bytes begin."""
        return self.offset + LOCAL_SIZE + len(self.name)

    @property
    def end(self) -> int:
        """Where the next member begins."""
        return self.start + self.size

    def local(self) -> bytes:
        """Return the header that stands before the member's bytes."""
        name = self.name.encode("ascii")
        sizes = (self.crc, self.size, self.size)
        return _LOCAL.pack(LOCAL_MARK, _NEEDED, 0, 0, _TIME, _DATE, *sizes, len(name), 0) + name

    def central(self) -> bytes:
        """Return the entry of the directory at the end of the file."""
        name = self.name.encode("ascii")
        sizes = (self.crc, self.size, self.size)
        lengths = (len(name), 0, 0, 0, 0)
        return (
            _CENTRAL.pack(
                CENTRAL_MARK, _MADE_BY, _NEEDED, 0, 0, _TIME, _DATE, *sizes, *lengths, _ORDINARY_FILE, self.offset
            )
            + name
        )


def end_of_file(members: int, directory_size: int, directory_start: int) -> bytes:
    """Return what stands after the directory, up to the comment."""
    return _END.pack(b"PK\x05\x06", 0, 0, members, members, directory_size, directory_start, COMMENT_SIZE)


def directory_place(end: bytes) -> tuple[int, int, int]:
    """Return number of members, size and start of the directory as the end of a file says them, unchecked."""
    found = _END.unpack(end)
    return found[4], found[5], found[6]


def read_entry(directory: bytes, at: int) -> Entry | None:
    """Return the entry at a place of the directory, or None where none stands that secdesk could have written."""
    if at + CENTRAL_SIZE > len(directory):
        return None
    found = _CENTRAL.unpack_from(directory, at)
    crc, size, length, offset = found[7], found[8], found[10], found[16]
    name = directory[at + CENTRAL_SIZE : at + CENTRAL_SIZE + length]
    if not 1 <= length <= LONGEST_NAME or len(name) != length or not name.isascii():
        return None
    entry = Entry(name.decode("ascii"), crc, size, offset)
    return entry if directory[at : at + CENTRAL_SIZE + length] == entry.central() else None
