"""What a backup says of itself: its form, the register it is of, how much is in it, and where the history ends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from secdesk.register.log import ROOT

FORMAT = "secdesk backup"
FORMAT_VERSION = 1
LONGEST = 1_000_000

README = """\
This is a backup of a secdesk register: plain text in a ZIP file that is not compressed.

To restore it:

    secdesk restore THIS-FILE -o REGISTER.secdesk

To check it with secdesk:

    secdesk verify THIS-FILE

To check it by hand, without secdesk, in an empty folder:

    unzip THIS-FILE
    sha256sum -c SHA256SUMS

Each line must end in OK. The last 64 letters of this file are the SHA-256 of every byte before them:

    head -c -64 THIS-FILE | sha256sum
    tail -c 64 THIS-FILE

What is in it:

    manifest.json     which register it is of, how many rows there are, and the last step of its history
    tables/*.jsonl    one line of JSON a row, in UTF-8: the records by kind, the steps of the history (step), what
                      each of them changed (change), and what the register knows of itself (meta)
    files/*           the files of issued papers, each named by its SHA-256
    SHA256SUMS        the SHA-256 of each of these

Text that was typed and not yet saved is not in it.
"""


class WrongManifest(ValueError):
    """The manifest is not what secdesk writes; the text says what is wrong."""


class NewerManifest(WrongManifest):
    """The manifest was written by a newer version of the program, which is named in the text."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The facts of one backup.

    ``head_step`` and ``head_hash`` are the last step of the history; ``newest_change`` is its UTC time, or empty.
    ``tables`` has the number of rows of each table, ``files`` the number of stored files. There is no time of writing
    in it: equal registers give equal backups.
    """

    schema_version: int
    program_version: str
    register_id: str
    register_name: str
    head_step: int
    head_hash: str
    newest_change: str
    tables: Mapping[str, int]
    files: int

    def write(self) -> bytes:
        """Return the manifest as JSON."""
        found = {"format": FORMAT, "format_version": FORMAT_VERSION, **asdict(self)}
        return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def read_manifest(data: bytes) -> Manifest:
    """Return the manifest that :meth:`Manifest.write` wrote, or raise WrongManifest in words."""
    found = _object_of(data)
    _check_form(found)
    expected = Manifest(0, "", "", "", 0, ROOT, "", {}, 0)
    facts = {name: value for name, value in found.items() if name not in ("format", "format_version")}
    for name, sample in asdict(expected).items():
        if type(facts.get(name)) is not type(sample):
            raise WrongManifest(f"'{name}' is missing or not as it was written")
    if len(facts) != len(asdict(expected)):
        raise WrongManifest("it holds a fact that secdesk does not write")
    manifest = Manifest(**facts)
    _check_counts(manifest)
    try:
        if manifest.write() == data:
            return manifest
    except UnicodeEncodeError:
        pass
    raise WrongManifest("it is not written as secdesk writes it")


def _object_of(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise WrongManifest("it is not JSON in UTF-8") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise WrongManifest("it is not that of a backup")
    return found


def _check_form(found: Mapping[str, Any]) -> None:
    number = found.get("format_version")
    if type(number) is not int or number < 1:
        raise WrongManifest("its form has no number")
    if number > FORMAT_VERSION:
        raise NewerManifest(str(found.get("program_version", ""))[:40] or "a newer version")


def _check_counts(manifest: Manifest) -> None:
    counts = [manifest.schema_version, manifest.head_step, manifest.files, *manifest.tables.values()]
    if any(type(number) is not int or number < 0 for number in counts):
        raise WrongManifest("a number in it is not one that can be")


def program_version() -> str:
    """Return the version of the installed program, or empty text where it runs without being installed."""
    try:
        return version("secdesk")
    except PackageNotFoundError:
        return ""
