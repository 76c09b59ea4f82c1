from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.files import LONGEST_NAME, LONGEST_NAME_IN_BYTES, free_name, safe_file_name, write_atomically

posix = pytest.mark.skipif(os.name == "nt", reason="modes and folders that can be synced are POSIX's")
not_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere"
)


@pytest.fixture
def umask() -> Iterator[None]:
    """The usual umask, put back afterwards."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- writing -----------------------------------------------------------------------------------------------------


def test_a_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "Change Status Report.pdf"
    assert write_atomically(target, b"\x00\r\n\xff") == target.resolve()
    assert target.read_bytes() == b"\x00\r\n\xff"
    assert names_in(tmp_path) == ["Change Status Report.pdf"]


def test_a_file_that_is_there_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old " * 1000)
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"
    assert names_in(tmp_path) == ["a.txt"]


def test_a_reader_that_has_the_old_file_open_goes_on_reading_it(tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("Windows refuses to replace an open file")
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    with target.open("rb") as reader:
        write_atomically(target, b"new")
        assert reader.read() == b"old"


def test_a_taken_name_is_refused_when_asked(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    with pytest.raises(FileExistsError) as caught:
        write_atomically(target, b"new", overwrite=False)
    assert caught.value.filename == str(target.resolve())
    assert target.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a.txt"]


def test_a_free_name_is_taken_without_overwriting(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_atomically(target, b"new", overwrite=False)
    assert target.read_bytes() == b"new"
    assert names_in(tmp_path) == ["a.txt"]


@posix
@pytest.mark.parametrize("taken", [True, False])
def test_a_disk_without_hard_links_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: bool
) -> None:
    def refuse(*names: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    target = tmp_path / "a.txt"
    if taken:
        target.write_bytes(b"old")
        with pytest.raises(FileExistsError):
            write_atomically(target, b"new", overwrite=False)
    else:
        write_atomically(target, b"new", overwrite=False)
    assert target.read_bytes() == (b"old" if taken else b"new")
    assert names_in(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")

    def fail(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a.txt"]


def test_a_target_locked_by_another_program_is_told_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")

    def locked(*names: object) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file", str(target))

    monkeypatch.setattr(os, "replace", locked)
    with pytest.raises(PermissionError):
        write_atomically(target, b"new")
    assert names_in(tmp_path) == ["a.txt"]


def test_the_file_and_then_its_folder_are_synced_in_that_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no folders to sync")
    calls: list[str] = []
    fsync, replace = os.fsync, os.replace

    def watch_fsync(handle: int) -> None:
        calls.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def watch_replace(source: Path, target: Path) -> None:
        calls.append("replace")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", watch_fsync)
    monkeypatch.setattr(os, "replace", watch_replace)
    write_atomically(tmp_path / "a.txt", b"x")
    assert calls == ["file", "replace", "folder"]


@posix
@pytest.mark.parametrize(("code", "told"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_a_folder_that_cannot_be_synced_is_no_failure_but_a_broken_disk_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, told: bool
) -> None:
    fsync = os.fsync

    def fail_for_folders(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(code, os.strerror(code))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", fail_for_folders)
    if told:
        with pytest.raises(OSError, match=os.strerror(code)):
            write_atomically(tmp_path / "a.txt", b"x")
    else:
        write_atomically(tmp_path / "a.txt", b"x")
    assert (tmp_path / "a.txt").read_bytes() == b"x"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "missing" / "a.txt", b"x")
    assert names_in(tmp_path) == []


@posix
@pytest.mark.parametrize(
    ("folder_mode", "wanted"), [(0o700, 0o600), (0o755, 0o644), (0o775, 0o644), (0o777, 0o644), (0o1777, 0o644)]
)
@pytest.mark.usefixtures("umask")
def test_a_new_file_is_as_open_as_its_folder_and_the_umask(tmp_path: Path, folder_mode: int, wanted: int) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    folder.chmod(folder_mode)
    assert mode_of(write_atomically(folder / "a.txt", b"x")) == wanted


@posix
@pytest.mark.usefixtures("umask")
def test_no_file_is_ever_written_by_everybody(tmp_path: Path) -> None:
    os.umask(0)
    tmp_path.chmod(0o777)
    target = tmp_path / "a.txt"
    assert mode_of(write_atomically(target, b"x")) == 0o664
    target.chmod(0o666)
    assert mode_of(write_atomically(target, b"y")) == 0o664


@posix
@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_replaced_file_passes_its_mode_on(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    target.chmod(mode)
    write_atomically(target, b"new")
    assert mode_of(target) == mode


@not_root
def test_a_read_only_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    target.chmod(0o444)
    with pytest.raises(PermissionError):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"


def test_a_file_said_to_be_read_only_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(PermissionError):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"


@posix
def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    shared, own = tmp_path / "shared", tmp_path / "own"
    shared.mkdir()
    own.mkdir()
    (shared / "a.txt").write_bytes(b"old")
    (own / "a.txt").symlink_to(shared / "a.txt")
    assert write_atomically(own / "a.txt", b"new") == (shared / "a.txt").resolve()
    assert (own / "a.txt").is_symlink()
    assert (shared / "a.txt").read_bytes() == b"new"
    assert names_in(shared) == ["a.txt"]


# --- names -------------------------------------------------------------------------------------------------------


def test_a_free_name_stays_and_a_taken_one_gets_the_next_number(tmp_path: Path) -> None:
    draft = tmp_path / "Change Status Report - 2020-01 - draft.pdf"
    assert free_name(draft) == draft
    draft.touch()
    assert free_name(draft).name == "Change Status Report - 2020-01 - draft 2.pdf"
    free_name(draft).touch()
    assert free_name(draft).name == "Change Status Report - 2020-01 - draft 3.pdf"
    assert free_name(tmp_path / "folder without ending").name == "folder without ending"


@posix
def test_a_link_to_nothing_takes_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").symlink_to(tmp_path / "gone.pdf")
    assert free_name(tmp_path / "a.pdf").name == "a 2.pdf"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Change Status Report - 2020-01 - v1.0.pdf", "Change Status Report - 2020-01 - v1.0.pdf"),
        ("Adroddiad Llŷr – ‘Statws’ (2).docx", "Adroddiad Llŷr – ‘Statws’ (2).docx"),
        ("../../etc/passwd", "etc-passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\papers\\x.pdf", "C--papers-x.pdf"),
        ("/tmp/x.pdf", "tmp-x.pdf"),
        ("CON", "CON_"),
        ("con.pdf", "con_.pdf"),
        ("Aux.tar.pdf", "Aux_.tar.pdf"),
        ("LPT1 .txt", "LPT1_.txt"),
        ("COM¹.txt", "COM¹_.txt"),
        ("console.pdf", "console.pdf"),
        ("Report.", "Report"),
        ("Report . . ", "Report"),
        ("-rf.pdf", "rf.pdf"),
        ("~$Report.docx", "Report.docx"),
        (".hidden report.pdf", "hidden report.pdf"),
        ("Paid \u202efdp.exe", "Paid fdp.exe"),
        ("zero\u200bwidth\ufeff.pdf", "zerowidth.pdf"),
        ("two\nlines\r\nand\ttabs.pdf", "two lines and tabs.pdf"),
        ("NUL\x00byte.pdf", "NULbyte.pdf"),
        ('What? "Why": <a|b>*.pdf', "What- -Why-- -a-b--.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("\ud800.pdf", "Untitled.pdf"),
        ("", "Untitled"),
        (" . ", "Untitled"),
        ("....pdf", "Untitled.pdf"),
        ("a" * 400, "a" * 120),
        ("a" * 400 + ".pdf", "a" * 116 + ".pdf"),
        ("你" * 400 + ".pdf", "你" * 65 + ".pdf"),
    ],
)
def test_names_from_titles_are_safe_on_every_system(text: str, name: str) -> None:
    assert safe_file_name(text) == name


@given(st.text(st.characters(exclude_categories=())) | st.text("./\\-~$ CONconAUX1:\n\u202e\u0301", max_size=30))
def test_any_text_gives_a_name_that_every_system_takes(text: str) -> None:
    name = safe_file_name(text)
    assert 0 < len(name) <= LONGEST_NAME
    assert len(name.encode()) <= LONGEST_NAME_IN_BYTES
    assert not set(name) & set('<>:"/\\|?*')
    assert not [letter for letter in name if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    assert name[0] not in ".-~$ "
    assert name[-1] not in ". "
    assert name.split(".")[0].strip().lower() not in {"con", "prn", "aux", "nul", "com1", "lpt1"}
    assert Path(name).name == name
    assert safe_file_name(name) == name


@given(st.text(max_size=300))
def test_a_safe_name_can_be_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    target = tmp_path_factory.mktemp("papers") / safe_file_name(text)
    assert write_atomically(target, b"x").read_bytes() == b"x"
