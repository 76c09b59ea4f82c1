"""What a list of backups reads of each of them: the facts at its beginning, and never a reason to fail."""

from __future__ import annotations

from pathlib import Path

from secdesk.register.backup_heads import read_head
from tests.register.backup_files import make_backup


def test_the_head_of_a_backup_tells_name_counts_and_last_step(tmp_path: Path) -> None:
    head = read_head(make_backup(tmp_path))
    assert head is not None
    assert (head.register_name, head.head_step, head.tables["proposal"]) == ("SEC register", 8, 2)


def test_damage_further_on_does_not_keep_a_backup_from_being_listed(tmp_path: Path) -> None:
    backup = make_backup(tmp_path)
    backup.write_bytes(backup.read_bytes()[:-5000])
    assert read_head(backup) is not None


def test_what_is_no_backup_has_no_head(tmp_path: Path) -> None:
    other = tmp_path / "notes.secdesk-backup"
    assert read_head(other) is None
    other.write_bytes(b'{\n  "format": "something else"\n}\n' * 20)
    assert read_head(other) is None
    other.write_bytes(b"")
    assert read_head(other) is None
    assert read_head(tmp_path) is None
