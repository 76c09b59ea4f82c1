"""Long work that is stopped at whatever moment leaves nothing: no file, no half of one, the register as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest

from secdesk.exchange import csv_export, csv_form, json_form, json_state, strict_json, tables
from secdesk.exchange.csv_export import table_content, write_csv
from secdesk.exchange.csv_form import read_csv
from secdesk.exchange.csv_text import read_sheet
from secdesk.exchange.json_form import export_state, import_state, write_state
from secdesk.exchange.table_form import TableChoice
from secdesk.exchange.tables import read_tables
from secdesk.exchange.xlsx_export import export_register
from secdesk.files import writing_atomically
from secdesk.register import backup_content, integrity, soundness, staging, step_rows
from secdesk.register.backup import verify_backup, write_backup
from secdesk.register.integrity import check_file
from secdesk.register.merge import merge
from secdesk.register.pen import hand_over
from secdesk.register.progress import Progress, Stopped
from secdesk.register.register import Register
from secdesk.register.restore import restore_into
from secdesk.register.restored_file import restore_as_new
from secdesk.services import new_proposals
from secdesk.services.records import create_record
from secdesk.services.table_import import import_tables
from secdesk.services.take_over import take_over
from tests.logged_register import make_logged_register

NOON = datetime(2020, 2, 7, 12, 0)
DAY = date(2020, 2, 7)
SIZE = 60
MOMENTS = 5


@dataclass
class Desk:
    """A register with something in it, an empty one, a backup, another copy, and a state as JSON."""

    folder: Path
    full: Register
    empty: Register
    backup: Path
    other: Path
    state: bytes


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("stopping")
    path, other = make_logged_register(folder / "full.secdesk", SIZE), folder / "other.secdesk"
    backup = folder / "old.secdesk-backup"
    with Register.open(path) as full, Register.create(folder / "empty.secdesk") as empty:
        write_backup(full, backup, now=NOON)
        restore_as_new(backup, other, now=NOON)
        with Register.open(other) as copy, copy.change("Elsewhere") as session:
            create_record(session, "person", {"name": "Bob"})
        with full.change("Here") as session:
            create_record(session, "person", {"name": "Ann"})
        yield Desk(folder, full, empty, backup, other, export_state(full))


def to_file(desk: Desk, name: str, write: Callable[..., object]) -> None:
    with writing_atomically(desk.folder / name) as file, desk.full.read() as session:
        write(session, file)


def take_list(desk: Desk, progress: Progress) -> None:
    rows = "\n".join(f"MP{number},Title {number},refinement,Person {number}" for number in range(1, 300))
    data = f"Number,Title,Status,Lead analyst\n{rows}".encode()
    with desk.empty.change("List", progress=progress) as session:
        take_over(session, read_csv(session, data, "a.csv", DAY, progress=progress), progress=progress)


def take_tables(desk: Desk, progress: Progress) -> None:
    sheet = read_sheet(("Name\n" + "\n".join(f"Person {number}" for number in range(300))).encode(), "people.csv")
    with desk.empty.change("Tables", progress=progress) as session:
        previews = read_tables(session, {"person": sheet}, "people.csv", DAY, progress=progress)
        import_tables(session, previews, progress=progress)


ACTS: dict[str, Callable[[Desk, Progress], object]] = {
    "a backup": lambda d, p: write_backup(d.full, d.folder / "new.secdesk-backup", now=NOON, progress=p),
    "a backup over an older one": lambda d, p: write_backup(d.full, d.backup, now=NOON, progress=p),
    "a check": lambda d, p: check_file(d.full, p),
    "verifying": lambda d, p: verify_backup(d.backup, progress=p),
    "restoring a file": lambda d, p: restore_as_new(d.backup, d.folder / "made.secdesk", now=NOON, progress=p),
    "restoring": lambda d, p: restore_into(d.full, d.backup, folder=d.folder / "kept", now=NOON, progress=p),
    "writing JSON": lambda d, p: to_file(d, "a.json", lambda _s, file: write_state(d.full, file, p)),
    "writing a workbook": lambda d, p: to_file(d, "a.xlsx", lambda s, file: export_register(s, file, DAY, progress=p)),
    "writing CSV": lambda d, p: to_file(
        d, "a.csv", lambda s, file: write_csv(file, table_content(s, TableChoice("event", DAY), progress=p))
    ),
    "importing JSON": lambda d, p: import_state(d.empty, d.state, "a.json", p),
    "importing a list": take_list,
    "importing tables": take_tables,
    "a merge": lambda d, p: merge(d.full, d.other, {}, folder=d.folder / "kept", now=NOON, progress=p),
    "a hand-over": lambda d, p: hand_over(d.full, "Ann", now=NOON, progress=p),
}


class Stopper:
    """Progress that stops the work at a moment; 0 for never."""

    def __init__(self, moment: int) -> None:
        self.moment, self.heard = moment, 0

    def __call__(self, words: str, done: int, total: int) -> None:
        assert words
        assert 0 <= done <= total
        self.heard += 1
        if self.heard == self.moment:
            raise Stopped("Stopped")


def seen(desk: Desk) -> tuple[object, ...]:
    """Return all that a stopped act must leave as it was; a whole safety backup may have been made."""
    files = {path: path.stat().st_size for path in desk.folder.iterdir() if path.is_file() and path.suffix != ".lock"}
    states = [(export_state(each), each.chain_head(), each.meta("pen")) for each in (desk.full, desk.empty)]
    kept = desk.folder / "kept"
    half = [path.name for path in kept.iterdir() if path.suffix != ".secdesk-backup"] if kept.exists() else []
    return files, states, half, desk.backup.read_bytes()


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every act tell of each few rows, so that a small register has as many moments as a large one."""
    for module in (
        backup_content, csv_export, csv_form, integrity, json_form, json_state, new_proposals, soundness, staging,
        tables,
    ):  # fmt: skip
        monkeypatch.setattr(module, "_ROWS_A_NOTICE", 7)
    monkeypatch.setattr(strict_json, "_OBJECTS_A_NOTICE", 7)
    monkeypatch.setattr(step_rows, "_AT_ONCE", 7)


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize("what", ACTS)
def test_work_that_is_stopped_leaves_nothing(desk: Desk, what: str) -> None:
    before = seen(desk)
    for moment in (1, 2, *Random(what).sample(range(3, 40), MOMENTS)):
        with pytest.raises(Stopped):
            ACTS[what](desk, Stopper(moment))
        assert seen(desk) == before, f"stopped at moment {moment}"


def test_a_folder_of_csv_keeps_what_was_finished_and_no_half_file(desk: Desk, often: None) -> None:
    folder = desk.folder / "csv"
    folder.mkdir()
    with pytest.raises(Stopped), desk.full.read() as session:
        csv_export.export_folder(session, folder, DAY, progress=Stopper(30))
    names = {path.name for path in folder.iterdir()}
    assert names < {"proposals.csv", "events.csv", "meetings.csv"}
    assert names
