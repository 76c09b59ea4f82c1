"""The file of a backup proves itself: whatever is not byte for byte as it was written is refused before it is read."""

from __future__ import annotations

import io
import os
import shutil
import stat
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from secdesk.errors import KnownError, NotFound
from secdesk.register import container as container_module
from secdesk.register.backup import write_backup
from secdesk.register.backup_content import BackupContent
from secdesk.register.container import SUMS, Container, ContainerWriter, DamagedBackup, NotABackup
from secdesk.register.migrations import newest
from secdesk.register.register import Register
from secdesk.register.staging import open_backup
from secdesk.register.zip_form import COMMENT_SIZE, END_SIZE, Entry, end_of_file
from secdesk.services.records import create_record
from tests.register.backup_files import (
    NOON,
    changed,
    make_backup,
    members_of,
    put_together,
    read_whole,
    sealed,
    sha256_of,
)

SCHEMA = f'"schema_version": {newest()}'.encode()
PARTS = {
    "README.txt": b"Read me\n",
    "tables/a.jsonl": b'{"a":1}\n{"a":2}\n',
    "empty": b"",
    "files/x": bytes(range(256)) * 300,
}


@pytest.fixture
def plain(tmp_path: Path) -> bytes:
    """A container of a few parts."""
    return put_together(tmp_path / "plain", PARTS).read_bytes()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The backup of a register with a record and three steps: as small as a backup gets."""
    folder = tmp_path_factory.mktemp("small")
    with Register.create(folder / "small.secdesk", who="Analyst One") as register:
        for name in ("Ann", "Łukasz", "Zoë"):
            with register.change(f"Add {name}") as session:
                create_record(session, "person", {"name": name})
        return write_backup(register, folder / "small.secdesk-backup", now=NOON).path.read_bytes()


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup with records of every kind and a stored file."""
    return make_backup(tmp_path_factory.mktemp("backup"))


# --- what is written -----------------------------------------------------------------------------------------------


def test_what_is_written_is_read_back(plain: bytes) -> None:
    found = read_whole(plain)
    assert found.members == (*PARTS, SUMS)
    assert {name: b"".join(found.chunks(name)) for name in PARTS} == PARTS
    assert list(found.lines("tables/a.jsonl")) == [(1, b'{"a":1}'), (2, b'{"a":2}')]


def test_two_parts_are_read_in_turns(tmp_path: Path) -> None:
    lines = {name: "".join(f"{name}{number}\n" for number in range(30_000)).encode() for name in "ab"}
    with Container.open(put_together(tmp_path / "two", lines)) as found:
        pairs = list(zip(found.lines("a"), found.lines("b"), strict=True))
    assert pairs[-1] == ((30_000, b"a29999"), (30_000, b"b29999"))
    assert all(one[0] == two[0] for one, two in pairs)


def test_an_ordinary_program_reads_it_and_finds_nothing_wrong(plain: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(plain)) as other:
        assert other.testzip() is None
        assert {name: other.read(name) for name in other.namelist()[:-1]} == PARTS
        assert other.comment.decode() == sha256_of(plain[:-64])
        assert {info.date_time for info in other.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.skipif(
    not (shutil.which("unzip") and shutil.which("sha256sum")), reason="unzip and sha256sum are not on this machine"
)
def test_it_is_checked_by_hand_as_its_readme_says(backup: Path, tmp_path: Path) -> None:
    subprocess.run(["unzip", "-q", str(backup)], cwd=tmp_path, check=True)
    told = subprocess.run(["sha256sum", "-c", SUMS], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert "FAILED" not in told.stdout
    assert told.stdout.count(": OK") == len(members_of(backup))
    readme = (tmp_path / "README.txt").read_text()
    assert "sha256sum -c SHA256SUMS" in readme
    data = backup.read_bytes()
    assert data[-64:].decode() == sha256_of(data[:-64])


def test_equal_content_gives_equal_bytes(tmp_path: Path, plain: bytes) -> None:
    assert put_together(tmp_path / "again", PARTS).read_bytes() == plain


def test_an_empty_file_may_be_rewritten_by_a_shorter_container(tmp_path: Path, plain: bytes) -> None:
    with open(tmp_path / "long", "w+b") as file:
        file.write(b"x" * 2 * len(plain))
        file.seek(0)
        writer = ContainerWriter(file)
        for name, data in PARTS.items():
            writer.add(name, iter([data]))
        writer.finish()
    assert (tmp_path / "long").read_bytes() == plain


def test_more_than_the_form_can_hold_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container_module, "LARGEST", 1000)
    with pytest.raises(KnownError, match="too large for one backup"):
        put_together(tmp_path / "large", {"a": b"x" * 2000})


# --- damage --------------------------------------------------------------------------------------------------------


def flipped(data: bytes, place: int, bit: int) -> bytes:
    other = bytearray(data)
    other[place] ^= 1 << bit
    return bytes(other)


def expect_noticed(data: bytes) -> None:
    with pytest.raises(DamagedBackup):
        read_whole(data)


def is_noticed(data: bytes) -> bool:
    try:
        read_whole(data)
    except DamagedBackup:
        return True
    return False


def test_a_flipped_bit_in_any_byte_is_noticed_before_a_row_is_taken(small: bytes) -> None:
    random = Random(18)
    missed = [place for place in range(len(small)) if not is_noticed(flipped(small, place, random.randrange(8)))]
    assert missed == []
    assert not is_noticed(small)


@pytest.mark.heavy
def test_every_bit_of_every_byte_is_noticed(small: bytes) -> None:
    missed = [(p, bit) for p in range(len(small)) for bit in range(8) if not is_noticed(flipped(small, p, bit))]
    assert missed == []


def test_every_truncation_is_noticed(small: bytes) -> None:
    missed = [size for size in range(len(small)) if not is_noticed(small[:size])]
    assert missed == []


def test_bytes_after_the_end_are_noticed(small: bytes) -> None:
    for more in (b"\n", b"x", small):
        expect_noticed(small + more)


def test_a_flipped_bit_is_noticed_even_when_the_hash_at_the_end_is_made_right_again(small: bytes) -> None:
    random = Random(19)
    body = small[:-COMMENT_SIZE]
    places = [place for place in range(len(body)) if random.random() < 0.4]
    assert [place for place in places if not is_noticed(sealed(flipped(body, place, random.randrange(8))))] == []


@pytest.mark.heavy
def test_every_bit_is_noticed_even_when_the_hash_at_the_end_is_made_right_again(small: bytes) -> None:
    body = small[:-COMMENT_SIZE]
    missed = [(p, bit) for p in range(len(body)) for bit in range(8) if not is_noticed(sealed(flipped(body, p, bit)))]
    assert missed == []


def test_every_truncation_is_noticed_even_when_the_hash_at_the_end_is_made_right_again(small: bytes) -> None:
    body = small[:-COMMENT_SIZE]
    assert [size for size in range(0, len(body), 3) if not is_noticed(sealed(body[:size]))] == []


def test_a_file_changed_while_it_is_read_is_noticed(tmp_path: Path) -> None:
    path = put_together(tmp_path / "changing", {"a": b"x" * 200_000})
    with Container.open(path) as found, open(path, "r+b") as other:
        chunks = found.chunks("a")
        next(chunks)
        other.seek(150_000)
        other.write(b"y")
        other.flush()
        with pytest.raises(DamagedBackup, match="changed while it was read"):
            list(chunks)


# --- archives that are made to deceive (reliability.md 2.3 H02) ---------------------------------------------------


def forged(
    entries: list[tuple[Entry, bytes]], gap: bytes = b"", prefix: bytes = b"", count: int | None = None
) -> bytes:
    """Lay out entries as they say and seal the file; whatever does not fit is the forger's wish."""
    body = bytearray(prefix)
    for entry, data in entries:
        body[entry.offset : entry.end] = entry.local() + data
    body += gap
    directory = b"".join(entry.central() for entry, _ in entries)
    number = len(entries) if count is None else count
    return sealed(bytes(body) + directory + end_of_file(number, len(directory), len(body)))


def entry_of(name: str, data: bytes, offset: int = 0) -> tuple[Entry, bytes]:
    return Entry(name, zlib.crc32(data), len(data), offset), data


def with_sums(*entries: tuple[Entry, bytes]) -> list[tuple[Entry, bytes]]:
    sums = "".join(f"{sha256_of(data)}  {entry.name}\n" for entry, data in entries).encode()
    return [*entries, entry_of(SUMS, sums, max(entry.end for entry, _ in entries))]


def chained(*parts: tuple[str, bytes]) -> list[tuple[Entry, bytes]]:
    offset, found = 0, []
    for name, data in parts:
        found.append(entry_of(name, data, offset))
        offset = found[-1][0].end
    return with_sums(*found)


def by_another_program(*, deflated: bool = False, **facts: object) -> bytes:
    """Return what Python's own module writes for a container of one part, with some facts of that part changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as other:
        info = zipfile.ZipInfo("README.txt")
        info.create_system = 3
        info.external_attr = 0o100600 << 16
        info.compress_type = other.compression
        for name, value in facts.items():
            setattr(info, name, value)
        content = b"\0" * 10_000_000 if deflated else b"Read me"
        other.writestr(info, content)
        sums = zipfile.ZipInfo(SUMS)
        sums.external_attr = 0o100600 << 16
        other.writestr(sums, f"{sha256_of(content)}  README.txt\n")
        other.comment = b"x" * 64
    data = file.getvalue()
    return sealed(data[:-64])


def deceptions() -> dict[str, bytes]:
    good = chained(("README.txt", b"Read me"), ("manifest.json", b"{}"))
    one, two, last = good
    body = forged(good)[:-64]
    flags = bytearray(body)
    flags[6] |= 1
    start = one[0].central()
    swapped = [two, one, last]
    inner = Entry("README.txt", one[0].crc, one[0].size, 0)
    return {
        "a bomb": by_another_program(deflated=True),
        "a link": by_another_program(external_attr=0o120777 << 16),
        "an extra field": by_another_program(extra=b"\x01\x00\x04\x00abcd"),
        "a comment of a member": by_another_program(comment=b"hello"),
        "another time": by_another_program(date_time=(2020, 2, 4, 12, 0, 0)),
        "made on Windows": by_another_program(create_system=0),
        "encrypted": sealed(bytes(flags)),
        "a name twice": forged(chained(("README.txt", b"one"), ("README.txt", b"two"))),
        "one over the other": forged([one, (Entry("manifest.json", *_facts(b"{}"), 0), b"{}"), last]),
        "an entry within another": forged([(inner, one[1]), (Entry("b", one[0].crc, one[0].size, 5), one[1]), last]),
        "out of order": forged(swapped),
        "a gap": forged(good, gap=b"hidden"),
        "a program before it": forged([_moved(each, 8) for each in good], prefix=b"PK\x03\x04%PDF"),
        "no list of hashes": forged(good[:2]),
        "the list in the middle": forged(
            [one, _moved(last, one[0].end), _moved(two, one[0].end + 30 + len(SUMS) + last[0].size)]
        ),
        "fewer than it says": forged(good, count=4),
        "more than it says": forged(good, count=2),
        "a size too large": forged([one, (Entry("manifest.json", two[0].crc, 2**32 - 1, two[0].offset), b"{}"), last]),
        "a size too small": forged([one, (Entry("manifest.json", two[0].crc, 1, two[0].offset), b"{}"), last]),
        "a wrong check figure": forged([one, (Entry("manifest.json", 1, 2, two[0].offset), b"{}"), last]),
        "an empty directory": sealed(body[: one[0].end] + end_of_file(0, 0, one[0].end)),
        "a directory beyond the end": sealed(body[:-END_SIZE] + end_of_file(3, 2**32 - 1, 10)),
        "a directory larger than its members": forged(good, gap=b"", count=0),
        "no name": sealed(body.replace(start, start[:28] + b"\0\0" + start[30:])),
        "a name that is no ASCII": sealed(body.replace(b"README.txt", "REÄDME.tx".encode())),
        "a polyglot": b"%PDF-1.7\n" + forged(good),
        "only an end": sealed(b"PK\x03\x04" + end_of_file(0, 0, 4)),
    }


def _facts(data: bytes) -> tuple[int, int]:
    return zlib.crc32(data), len(data)


def _moved(found: tuple[Entry, bytes], offset: int) -> tuple[Entry, bytes]:
    entry, data = found
    return Entry(entry.name, entry.crc, entry.size, entry.offset + offset if offset == 8 else offset), data


@pytest.mark.parametrize("name", deceptions())
def test_an_archive_made_to_deceive_is_refused(name: str) -> None:
    expect_noticed(deceptions()[name])


def test_the_forgers_of_these_tests_can_also_make_a_sound_one() -> None:
    assert read_whole(by_another_program()).members == ("README.txt", SUMS)
    assert read_whole(forged(chained(("README.txt", b"Read me"), ("manifest.json", b"{}")))).members[0] == "README.txt"


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/passwd",
        "C:\\evil",
        "tables/../../evil",
        "tables/draft.jsonl",
        "a\0b",
        "TABLES/person.jsonl",
        "~/x",
        "con",
    ],
)
def test_a_backup_with_a_part_of_another_name_is_refused_and_nothing_is_unpacked(
    backup: Path, tmp_path: Path, name: str
) -> None:
    members = members_of(backup)
    for made in ({**members, name: b"evil"}, {**dict(list(members.items())[:2]), name: b"evil", **members}):
        path = put_together(tmp_path / "named", made)
        with pytest.raises(DamagedBackup, match="not those that its manifest names"):
            BackupContent.open(path)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["named"]


def test_a_backup_without_one_of_its_parts_is_refused(backup: Path, tmp_path: Path) -> None:
    members = members_of(backup)
    for name in members:
        path = put_together(tmp_path / "less", {other: data for other, data in members.items() if other != name})
        with pytest.raises(DamagedBackup):
            BackupContent.open(path)


def test_a_stored_file_that_does_not_match_its_name_is_refused(backup: Path, tmp_path: Path) -> None:
    member = next(name for name in members_of(backup) if name.startswith("files/"))
    path = changed(backup, tmp_path / "changed", member, lambda data: data + b"x")
    with pytest.raises(DamagedBackup, match="does not match its name"):
        BackupContent.open(path)


def test_links_folders_pipes_and_missing_files_are_refused_without_being_read(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Container.open(tmp_path / "gone")
    with pytest.raises(NotABackup, match="is not a file"):
        Container.open(tmp_path)
    empty = tmp_path / "empty"
    empty.write_bytes(b"")
    with pytest.raises(NotABackup, match="is not a backup"):
        Container.open(empty)
    if os.name != "nt":
        (tmp_path / "link").symlink_to(backup)
        with pytest.raises(NotABackup, match="is a link"):
            Container.open(tmp_path / "link")
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(NotABackup, match="is not a file"):
            Container.open(tmp_path / "pipe")


# --- lines that are made to deceive (reliability.md 2.3 H03) ------------------------------------------------------

_FIRST = b'{"uid":"'

LINES: dict[str, Callable[[bytes], bytes]] = {
    "a name twice": lambda line: line.replace(b'{"uid"', b'{"uid":"x","uid"'),
    "a number that is none": lambda line: line.replace(b'"rev":1', b'"rev":NaN'),
    "a number beyond all": lambda line: line.replace(b'"rev":1', b'"rev":1e400'),
    "a broken number": lambda line: line.replace(b'"rev":1', b'"rev":1.0'),
    "a number of 5,000 figures": lambda line: line.replace(b'"rev":1', b'"rev":' + b"9" * 5000),
    "a number of 20 figures": lambda line: line.replace(b'"rev":1', b'"rev":' + b"9" * 20),
    "yes for a number": lambda line: line.replace(b'"rev":1', b'"rev":true'),
    "text for a number": lambda line: line.replace(b'"rev":1', b'"rev":"1"'),
    "nothing for a number": lambda line: line.replace(b'"rev":1', b'"rev":null'),
    "200,000 brackets": lambda line: b"[" * 200_000 + b"]" * 200_000,
    "half a surrogate pair": lambda line: line.replace(_FIRST, _FIRST + b"\\ud800"),
    "another way to write a letter": lambda line: line.replace(_FIRST, _FIRST + b"\\u0041"),
    "blanks": lambda line: line.replace(b'":', b'": ', 1),
    "a mark of byte order": lambda line: b"\xef\xbb\xbf" + line,
    "bytes that are no text": lambda line: line.replace(_FIRST, _FIRST + b"\xff"),
    "another column": lambda line: line.replace(b'"rev"', b'"rew"'),
    "one column more": lambda line: line.replace(b"}", b',"more":1}'),
    "other order": lambda line: b'{"rev":1,' + line[1:].replace(b',"rev":1', b""),
    "a list": lambda line: b"[" + line + b"]",
    "nothing": lambda line: b"",
    "the end of a line of another system": lambda line: line + b"\r",
    "two in one": lambda line: line + line,
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_that_is_not_as_secdesk_writes_it_is_refused_with_its_number(
    backup: Path, tmp_path: Path, name: str
) -> None:
    def change(data: bytes) -> bytes:
        lines = data.split(b"\n")
        lines[1] = LINES[name](lines[1])
        return b"\n".join(lines)

    path = changed(backup, tmp_path / "lines", "tables/organisation.jsonl", change)
    assert path.read_bytes() != backup.read_bytes()
    with BackupContent.open(path) as content, pytest.raises(DamagedBackup, match="line 2"):
        list(content.rows("organisation"))
    with pytest.raises(DamagedBackup, match="line 2"):
        open_backup(path)


def lines_of(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    return lambda data: b"".join(line + b"\n" for line in change(data.split(b"\n")[:-1]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lines_of(lambda lines: lines[::-1]), "line 2"),
        (lines_of(lambda lines: [lines[0], *lines]), "line 2"),
        (lines_of(lambda lines: lines[1:]), "lines, not"),
        (lambda data: data[:-1], "in the middle of line 2"),
        (lambda data: data + b"\n", "line 3"),
        (lambda data: data.replace(b"\n", b"\r\n"), "line 1"),
    ],
)
def test_lines_twice_missing_or_out_of_order_are_refused(
    backup: Path, tmp_path: Path, change: Callable[[bytes], bytes], words: str
) -> None:
    path = changed(backup, tmp_path / "lines", "tables/organisation.jsonl", change)
    with BackupContent.open(path) as content, pytest.raises(DamagedBackup, match=words):
        list(content.rows("organisation"))


def test_a_line_without_end_is_refused_and_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container_module, "LONGEST_LINE", 100_000)
    path = put_together(tmp_path / "long", {"a": b"x" * 1_000_000})
    with Container.open(path) as found, pytest.raises(DamagedBackup, match="line 1 is longer"):
        list(found.lines("a"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"format_version": 1', b'"format_version": true'),
        (b'"format_version": 1', b'"format_version": 0'),
        (b'"secdesk backup"', b'"other"'),
        (SCHEMA, b'"schema_version": 0'),
        (SCHEMA, b'"schema_version": -1'),
        (b'"head_step": ', b'"head_step": "x", "more": '),
        (b'"files": 1', b'"files": 2'),
        (b'"organisation": 2', b'"organisation": 3'),
        (b'"organisation": 2,', b""),
        (b'"format"', b'"format": 1, "format"'),
        (b"  ", b"   "),
        (
            b"{",
            b"[" * 100_000,
        ),
    ],
)
def test_a_manifest_that_is_not_as_secdesk_writes_it_is_refused(
    backup: Path, tmp_path: Path, before: bytes, after: bytes
) -> None:
    path = changed(backup, tmp_path / "manifest", "manifest.json", lambda data: data.replace(before, after, 1))
    with pytest.raises(DamagedBackup):
        open_backup(path)


@pytest.mark.parametrize(
    ("before", "after"),
    [(b'format_version": 1', b'format_version": 2'), (SCHEMA, b'"schema_version": 99')],
)
def test_a_newer_backup_is_refused_with_the_version_that_is_needed(
    backup: Path, tmp_path: Path, before: bytes, after: bytes
) -> None:
    def change(data: bytes) -> bytes:
        lines = [b'  "program_version": "7.5",' if b"program_version" in line else line for line in data.split(b"\n")]
        return b"\n".join(lines).replace(before, after)

    path = changed(backup, tmp_path / "newer", "manifest.json", change)
    with pytest.raises(KnownError, match=r"newer version of secdesk \(7\.5\)") as refusal:
        open_backup(path)
    assert not isinstance(refusal.value, DamagedBackup)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX systems")
def test_reading_leaves_the_file_and_its_folder_as_they_are(backup: Path) -> None:
    before = (backup.read_bytes(), backup.stat().st_mtime_ns, sorted(backup.parent.iterdir()))
    open_backup(backup).close()
    assert (backup.read_bytes(), backup.stat().st_mtime_ns, sorted(backup.parent.iterdir())) == before
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
