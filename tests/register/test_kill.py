"""Killing the program at any moment loses no acknowledged change and leaves no half of one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from secdesk.models import Change, Organisation, Person, Step
from secdesk.register.register import Register

CHILD = """
import sys
from pathlib import Path
from secdesk.register.register import Register
from secdesk.services.records import create_record

with Register.open(Path(sys.argv[1])) as register:
    print("open", flush=True)
    while True:
        with register.change("Add two") as session:
            uid = create_record(session, "organisation", {"name": "Party", "note": "x" * 5000})
            create_record(session, "person", {"name": "Somebody", "organisation": uid})
        print("kept", flush=True)
"""


def run_and_kill(path: Path, after: float) -> int:
    """Let a program change the register and kill it; returns how many changes it had acknowledged."""
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    time.sleep(after)
    os.kill(child.pid, signal.SIGKILL)
    kept = child.stdout.read().count("kept\n")
    child.stdout.close()
    child.wait()
    return kept


def expect_whole(path: Path, at_least: int) -> int:
    """Open the register as its next user would and hold it against what was acknowledged; returns its steps."""
    with Register.open(path) as register:
        assert register.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        with register.read() as session:
            count = {
                model: session.scalar(select(func.count()).select_from(model)) or 0
                for model in (Step, Organisation, Person, Change)
            }
    assert at_least <= count[Step] <= at_least + 1
    assert count[Organisation] == count[Person] == count[Step]
    assert count[Change] == 2 * count[Step]
    return count[Step]


def kill_often(path: Path, rounds: int) -> None:
    Register.create(path).close()
    chance = random.Random(2020)
    steps = 0
    for _ in range(rounds):
        steps = expect_whole(path, steps + run_and_kill(path, chance.uniform(0, 0.06)))


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX systems")
def test_a_killed_program_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    kill_often(tmp_path / "a.secdesk", 6)


@pytest.mark.heavy
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX systems")
def test_a_thousand_kills_lose_nothing(tmp_path: Path) -> None:
    kill_often(tmp_path / "a.secdesk", 1000)
