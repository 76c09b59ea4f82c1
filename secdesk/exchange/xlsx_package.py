"""A look at a workbook before anything reads it: a zip of XML without tricks (reliability.md 2.3 H02, H08; 4.6).

Nothing is unpacked to disk, no size is believed that is larger than a table can be, no XML may define entities, and
nothing that could run is let in.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from xml.parsers import expat

from secdesk.errors import KnownError

LARGEST_UNPACKED = 200_000_000
MOST_MEMBERS = 2_000
MOST_ELEMENTS = 8_000_000
DEEPEST = 100
_CHUNK = 1 << 16
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_XML_ENDS = (".xml", ".rels", ".vml")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError)


def check_package(data: bytes, source: str) -> None:
    """Raise KnownError, naming the file, for bytes that are no workbook or that hold more than a table."""
    if data.startswith(_OLD_OFFICE):
        raise KnownError(
            f"'{source}' is a workbook of an older kind, or protected by a password. Save it as an Excel workbook"
            " (.xlsx) without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive, source)
            _check_xml(archive, source)
    except _BROKEN as error:
        raise _no_workbook(source) from error


def _no_workbook(source: str) -> KnownError:
    return KnownError(
        f"'{source}' cannot be read as a workbook. Open it in a spreadsheet program, save it as an Excel workbook"
        " (.xlsx) and import that"
    )


def _check_members(archive: zipfile.ZipFile, source: str) -> None:
    members = archive.infolist()
    names = [member.filename.casefold() for member in members]
    too_large = len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED
    if too_large:
        raise KnownError(f"'{source}' holds more than a table can. Copy the table alone into a new workbook")
    if "mimetype" in names and archive.read(members[names.index("mimetype")]).startswith(b"application/vnd.oasis"):
        raise KnownError(f"'{source}' is an OpenDocument file. Save it as an Excel workbook (.xlsx) and import that")
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise KnownError(f"'{source}' holds macros. Save it as a workbook without macros (.xlsx) and import that")
    if any(member.flag_bits & 1 for member in members):
        raise KnownError(f"'{source}' is protected by a password. Save it without one and import that")
    is_plain = len(set(names)) == len(names) and all(member.compress_type in _METHODS for member in members)
    if not is_plain or "[content_types].xml" not in names or "xl/workbook.bin" in names:
        raise _no_workbook(source)


def _check_xml(archive: zipfile.ZipFile, source: str) -> None:
    census = _Census(source)
    for member in archive.infolist():
        if member.filename.casefold().endswith(_XML_ENDS):
            census.take(archive, member)


@dataclass
class _Census:
    """Counts the elements of all members, and refuses what no program that saves tables writes."""

    source: str
    elements: int = 0
    depth: int = 0

    def take(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        """Read one member through."""
        self.depth = 0
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_definitions
        parser.StartElementHandler = self._enter
        parser.EndElementHandler = self._leave
        try:
            with archive.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise _no_workbook(self.source) from error

    def _refuse_definitions(self, *_: object) -> None:
        raise KnownError(
            f"'{self.source}' holds definitions of its own, which no spreadsheet program writes. Copy the table into a"
            " new workbook and import that"
        )

    def _enter(self, *_: object) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS:
            raise KnownError(f"'{self.source}' holds more than a table can. Split it and import the parts")
        if self.depth > DEEPEST:
            raise _no_workbook(self.source)

    def _leave(self, *_: object) -> None:
        self.depth -= 1
