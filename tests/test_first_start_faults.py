"""The very first start, killed or without room at any moment: the next one goes on from there (F02, F04)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from tests.register.faults.operations import state_of
from tests.register.faults.tracing import KINDS, NO_STRACE, Ended, Worker, has_strace, working
from tests.test_run import run as run  # the file run.py as a module

pytestmark = pytest.mark.skipif(not has_strace(), reason=NO_STRACE)

MADE = ["Change Status Report - 2020-01.pdf", "SEC register January 2020.secdesk"]


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    with working(tmp_path_factory.mktemp("first start")) as found:
        yield found


def start(run: ModuleType, worker: Worker, root: Path, monkeypatch: pytest.MonkeyPatch, *faults: list[str]) -> Ended:
    """Do what the first start does without a window; each command of it may meet a fault."""
    ended = [Ended(0, "", "")]
    left = list(faults)

    def run_program(_python: str, *words: str) -> int:
        ended.append(worker.do({"argv": list(words), "seed": len(ended)}, left.pop(0) if left else ()))
        return ended[-1].code

    with monkeypatch.context() as patch:
        patch.setattr(run, "run_program", run_program)
        assert run.do_main_job("python", root, False) == ended[-1].code
    return ended[-1]


def points_of(worker: Worker, folder: Path) -> list[list[tuple[str, list[str]]]]:
    """Return the faults of the two commands, each by kind, found in a first start that goes well."""
    register, report = folder / MADE[1], folder / MADE[0]
    commands = (
        ["new", str(register), "--sample"], ["report", str(register), "--month", "2020-01", "-o", str(report)],
    )  # fmt: skip
    return [
        [(kind, point.inject(kind)) for point in worker.points({"argv": words}, folder) for kind in KINDS]
        for words in commands
    ]


def expect_going_on(
    run: ModuleType, worker: Worker, root: Path, monkeypatch: pytest.MonkeyPatch, kind: str, faults: list[list[str]]
) -> None:
    folder = root / "january-2020"
    for path in folder.iterdir():
        path.unlink()
    ended = start(run, worker, root, monkeypatch, *faults)
    assert ended.code in ((-9, 0) if kind == "kill" else (2, 0)), ended
    assert len(ended.err.splitlines()) <= 1
    assert {path.name for path in folder.iterdir() if not path.name.startswith(".")} <= {
        *MADE, *(f"{MADE[1]}{ending}" for ending in (".lock", ".holder", "-journal"))
    }  # fmt: skip
    assert start(run, worker, root, monkeypatch).code == 0
    assert sorted(path.name for path in folder.iterdir()) == MADE
    assert state_of(folder / MADE[1])[0] == 1
    assert (folder / MADE[0]).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("rounds", [3, pytest.param(60, marks=pytest.mark.heavy)])
def test_a_first_start_that_was_broken_off_goes_on(
    run: ModuleType, worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rounds: int
) -> None:
    (tmp_path / "january-2020").mkdir()
    making, reporting = points_of(worker, tmp_path / "january-2020")
    chance = Random(rounds)
    for kind, fault in chance.sample(making, rounds):
        expect_going_on(run, worker, tmp_path, monkeypatch, kind, [fault])
    for kind, fault in chance.sample(reporting, min(rounds // 3, len(reporting))):
        expect_going_on(run, worker, tmp_path, monkeypatch, kind, [[], fault])
