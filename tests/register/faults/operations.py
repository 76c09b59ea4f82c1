"""What people do that changes files: how each begins, and how its outcome is looked at (reliability.md F02)."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from secdesk.exchange.json_form import export_state
from secdesk.register.backup import verify_backup, write_backup
from secdesk.register.integrity import check_file
from secdesk.register.register import Register
from secdesk.services.records import create_record, update_record
from tests.logged_register import make_logged_register
from tests.register.backup_files import NOON
from tests.register.test_migrations import from_text

PEOPLE = "Name,Role\n" + "".join(f"Somebody {number},Analyst\n" for number in range(8))
LIST = "Number,Title,Status\n" + "".join(f"MP{number},Title {number},refinement\n" for number in range(300, 306))


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that changes files: the files it needs, the words of its command, and the files it makes or changes.

    A target that ends in ``.secdesk`` is a register, one in ``.secdesk-backup`` a backup, a folder is looked at file
    by file. Targets are looked at in their order, and looking at a register opens it, which upgrades an older one.
    ``save`` is one more than the number of records that are kept by no command, but as the window does it.
    """

    name: str
    needs: tuple[str, ...]
    words: tuple[str, ...]
    targets: tuple[str, ...]
    save: int = 0

    def job(self, folder: Path) -> dict[str, Any]:
        """Return what a worker is to do in a folder."""
        paths = {name: str(folder / name) for name in (*self.needs, *self.targets)}
        if self.save:
            return {"save": paths[self.targets[-1]], "texts": ["Some text " * 40] * (self.save - 1)}
        return {"argv": [paths.get(word, word.replace("HERE", str(folder))) for word in self.words]}


OPERATIONS: tuple[Operation, ...] = (
    Operation("save", ("a.secdesk",), (), ("a.secdesk",), save=3),
    Operation("migration", ("v1.secdesk",), (), ("v1.secdesk.before-version-2", "v1.secdesk"), save=1),
    Operation("backup", ("a.secdesk",), ("backup", "a.secdesk", "-o", "new.secdesk-backup"), ("new.secdesk-backup",)),
    Operation(
        "backup over an older one",
        ("a.secdesk", "old.secdesk-backup"),
        ("backup", "a.secdesk", "-o", "old.secdesk-backup"),
        ("old.secdesk-backup",),
    ),
    Operation(
        "backup to the usual folder", ("a.secdesk",), ("backup", "a.secdesk", "--folder", "HERE/kept"), ("kept",)
    ),
    Operation(
        "restore", ("old.secdesk-backup",), ("restore", "old.secdesk-backup", "-o", "new.secdesk"), ("new.secdesk",)
    ),
    Operation(
        "restore in the place of another",
        ("old.secdesk-backup", "b.secdesk"),
        ("restore", "old.secdesk-backup", "-o", "b.secdesk", "--replace"),
        ("b.secdesk", "before-restore-2020-02-07 1200 b.secdesk"),
    ),
    Operation(
        "restore into",
        ("old.secdesk-backup", "a.secdesk"),
        ("restore", "old.secdesk-backup", "-o", "a.secdesk", "--folder", "HERE/kept"),
        ("a.secdesk", "kept"),
    ),
    Operation(
        "import JSON", ("empty.secdesk", "state.json"), ("import", "empty.secdesk", "state.json"), ("empty.secdesk",)
    ),
    Operation("import CSV", ("a.secdesk", "people.csv"), ("import", "a.secdesk", "people.csv"), ("a.secdesk",)),
    Operation("import XLSX", ("a.secdesk", "edited.xlsx"), ("import", "a.secdesk", "edited.xlsx"), ("a.secdesk",)),
    Operation(
        "import a list", ("empty.secdesk", "list.csv"), ("import", "empty.secdesk", "list.csv"), ("empty.secdesk",)
    ),
    Operation(
        "merge",
        ("a.secdesk", "b.secdesk"),
        ("merge", "a.secdesk", "b.secdesk", "--prefer", "here", "--folder", "HERE/kept"),
        ("a.secdesk", "kept"),
    ),
    Operation(
        "hand-over",
        ("a.secdesk",),
        ("handover", "a.secdesk", "--to", "Ann", "-o", "new.secdesk-backup"),
        ("a.secdesk", "new.secdesk-backup"),
    ),
    Operation("new", (), ("new", "HERE/new.secdesk"), ("new.secdesk",)),
    Operation("sample", (), ("new", "HERE/new.secdesk", "--sample"), ("new.secdesk",)),
    Operation("export JSON", ("a.secdesk",), ("export", "a.secdesk", "-o", "out.json"), ("out.json",)),
    Operation(
        "export JSON over another", ("a.secdesk", "out.json"), ("export", "a.secdesk", "-o", "out.json"), ("out.json",)
    ),
    Operation("export XLSX", ("a.secdesk",), ("export", "a.secdesk", "-o", "out.xlsx"), ("out.xlsx",)),
    Operation(
        "export CSV", ("a.secdesk",), ("export", "a.secdesk", "-o", "out.csv", "--kind", "proposals"), ("out.csv",)
    ),
    Operation("export a folder", ("a.secdesk",), ("export", "a.secdesk", "-o", "HERE/tables"), ("tables",)),
    Operation("export a calendar", ("a.secdesk",), ("export", "a.secdesk", "-o", "out.ics"), ("out.ics",)),
    Operation(
        "report PDF", ("a.secdesk",), ("report", "a.secdesk", "--month", "2020-01", "-o", "out.pdf"), ("out.pdf",)
    ),
    Operation(
        "report PDF over another",
        ("a.secdesk", "out.pdf"),
        ("report", "a.secdesk", "--month", "2020-01", "-o", "out.pdf"),
        ("out.pdf",),
    ),
)  # fmt: skip


def make_pristine(folder: Path) -> Path:
    """Make every file that an operation needs: small registers with work of their own, backups, files to import."""
    first, second = make_logged_register(folder / "a.secdesk", 8), folder / "b.secdesk"
    with Register.open(first) as register:
        write_backup(register, folder / "old.secdesk-backup", now=NOON)
    shutil.copyfile(first, second)
    for path in (first, second):
        with Register.open(path) as register, register.change("Work of its own") as session:
            update_record(session, "proposal", "q1", {"issue": f"As {path.stem} tells it"})
            create_record(session, "person", {"name": f"Person of {path.stem}"})
    with Register.open(first) as register:
        (folder / "state.json").write_bytes(export_state(register))
    Register.create(folder / "empty.secdesk").close()
    from_text("v1.sql", folder / "v1.secdesk").chmod(0o600)
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    (folder / "out.json").write_text("{}", encoding="utf-8")
    (folder / "out.pdf").write_bytes(b"%PDF-1.7 of last month")
    make_workbook(folder / "edited.xlsx")
    return folder


def make_workbook(path: Path) -> None:
    """Write some people into a workbook, as somebody does who has no register."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "People"
    for line in PEOPLE.splitlines():
        sheet.append(line.split(","))
    workbook.save(path)


def lay_out(operation: Operation, pristine: Path, folder: Path) -> None:
    """Put what an operation needs into an emptied folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in operation.needs:
        shutil.copy2(pristine / name, folder / name)


def outcome(operation: Operation, folder: Path) -> Mapping[str, object]:
    """Return what stands under each target's name, looked at as its next user would; fails where it is not sound.

    A register is told by its steps and its state, a backup by its head, any other file by its bytes; nothing stands
    for a file that is not there.
    """
    return {name: seen for target in operation.targets for name, seen in _look(folder / target, target)}


def _look(path: Path, name: str) -> Sequence[tuple[str, object]]:
    if path.is_dir():
        inside = sorted(each.name for each in path.rglob("*") if each.is_file() and not each.name.startswith("."))
        return [pair for each in inside for pair in _look(next(path.rglob(each)), each)]
    if not path.exists():
        return []
    looks: dict[str, Callable[[Path], object]] = {
        ".secdesk": state_of, ".secdesk-backup": _head_of, ".before-version-2": older_state_of,
    }  # fmt: skip
    return [(name, looks.get(path.suffix, Path.read_bytes)(path))]


def state_of(path: Path) -> tuple[int, str, bytes]:
    """Open a register as its next user would, check it in full, and return its last step, its pen and its state."""
    with Register.open(path) as register:
        assert register.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert check_file(register) == []
        return register.chain_head()[0], register.meta("pen"), export_state(register)


def _head_of(path: Path) -> object:
    report = verify_backup(path)
    assert report.is_sound, report
    return report.head[0]


def older_state_of(path: Path) -> list[str]:
    """Return all that a safety copy of an older register holds, which this program would upgrade if it opened it."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
        return list(connection.iterdump())
