"""From a damaged backup everything is saved that can prove itself, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from secdesk.errors import KnownError, NotFound
from secdesk.models.types import Plain
from secdesk.register.container import SUMS
from secdesk.register.salvage import Salvage, salvage
from secdesk.register.zip_form import LOCAL_MARK
from tests.register.backup_files import PDF, make_backup, members_of, sha256_of

Records = Mapping[str, Mapping[str, Mapping[str, Plain]]]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_backup(tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="module")
def whole(sound: Path) -> Salvage:
    return salvage(sound)


def of(tmp_path: Path, data: bytes) -> Salvage:
    path = tmp_path / "damaged"
    path.write_bytes(data)
    return salvage(path)


def expect_part_of(found: Salvage, whole: Salvage) -> int:
    """Hold what was saved against what there was; returns how many records are lost."""
    for kind, rows in found.records.items():
        assert all(whole.records[kind][uid] == values for uid, values in rows.items())
    assert set(found.files.items()) <= set(whole.files.items())
    return sum(whole.counts.values()) - sum(found.counts.values())


def test_all_of_a_sound_backup_is_sound(sound: Path, whole: Salvage) -> None:
    assert whole.manifest is not None
    assert whole.counts == {kind: whole.manifest.tables[kind] for kind in whole.counts}
    assert whole.files == {sha256_of(PDF): PDF}
    assert (whole.from_history, whole.lost, whole.register_name) == (0, (), "SEC register")


def test_a_flipped_bit_loses_nothing_but_a_stored_file_that_it_hits(
    sound: Path, whole: Salvage, tmp_path: Path
) -> None:
    data, random = sound.read_bytes(), Random(11)
    lost_files = from_history = 0
    for _ in range(150):
        other = bytearray(data)
        other[random.randrange(len(data))] ^= 1 << random.randrange(8)
        found = of(tmp_path, bytes(other))
        assert expect_part_of(found, whole) == 0
        lost_files += not found.files
        from_history += found.from_history > 0
    assert lost_files > 0
    assert from_history > 0


def test_many_flipped_bits_never_give_a_record_that_was_not_there(sound: Path, whole: Salvage, tmp_path: Path) -> None:
    data, random = sound.read_bytes(), Random(12)
    lost = []
    for damage in (20, 200, 2000):
        other = bytearray(data)
        for _ in range(damage):
            other[random.randrange(len(data))] ^= 1 << random.randrange(8)
        lost.append(expect_part_of(of(tmp_path, bytes(other)), whole))
    assert lost == sorted(lost)
    assert lost[-1] > lost[0]


def test_a_lost_block_in_the_history_loses_no_record(sound: Path, whole: Salvage, tmp_path: Path) -> None:
    data = sound.read_bytes()
    start = data.index(b"tables/change.jsonl") + 1000
    found = of(tmp_path, data[:start] + b"\0" * 4096 + data[start + 4096 :])
    assert expect_part_of(found, whole) == 0
    assert found.from_history == 0


def test_a_lost_block_in_the_records_is_made_up_for_by_the_history(sound: Path, whole: Salvage, tmp_path: Path) -> None:
    data = sound.read_bytes()
    start = data.index(b"tables/proposal.jsonl") + 30
    end = data.index(LOCAL_MARK, start)
    found = of(tmp_path, data[:start] + b"\0" * (end - start) + data[end:])
    assert expect_part_of(found, whole) == 0
    assert found.from_history == whole.counts["proposal"]


def test_without_manifest_hashes_and_directory_the_records_are_still_found(
    sound: Path, whole: Salvage, tmp_path: Path
) -> None:
    members = members_of(sound)
    bare = b"".join(data for name, data in members.items() if name.startswith("tables/"))
    found = of(tmp_path, bare)
    assert found.manifest is None
    assert found.register_name == "SEC register"
    assert found.records == whole.records


def test_a_manifest_that_nothing_vouches_for_is_not_believed(sound: Path, tmp_path: Path) -> None:
    data = sound.read_bytes()
    assert of(tmp_path, data.replace(b'"files": 1', b'"files": 7')).manifest is None
    assert of(tmp_path, data[: data.index(SUMS.encode())]).manifest is None


def test_a_line_longer_than_any_row_is_passed_over(sound: Path, whole: Salvage, tmp_path: Path) -> None:
    found = of(tmp_path, b"x" * (33 << 20) + b"\n" + sound.read_bytes())
    assert found.records == whole.records


def test_nothing_is_saved_from_what_is_no_backup(tmp_path: Path) -> None:
    assert of(tmp_path, b"").is_empty
    assert of(tmp_path, b'{"uid":"x"}\n[]\n7\n{"\n{"a":}\n' + bytes(range(256)) * 50).is_empty
    with pytest.raises(NotFound):
        salvage(tmp_path / "gone")
    with pytest.raises(KnownError):
        salvage(tmp_path)
