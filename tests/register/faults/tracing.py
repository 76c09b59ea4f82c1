"""Faults at each system call that changes a file: where they are, and what it is to meet one (reliability.md F02).

strace counts ``when=`` for each call by name, so a point is a name and a number. The points of a job are found by
letting it run once under strace and looking which of its calls touch the folder of the job.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
KINDS = ("kill", "ENOSPC", "EIO")
CALLS = (
    "openat", "write", "writev", "pwrite64", "ftruncate", "fallocate", "fsync", "fdatasync", "rename", "renameat",
    "renameat2", "link", "linkat", "symlink", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "chmod", "fchmod",
    "fchmodat", "utimensat", "flock",
)  # fmt: skip
NO_STRACE = "strace is not on this machine: faults at system calls cannot be made"
_LINE = re.compile(r"(\w+)\((.*)\)\s+= (\S+)")
_WRITES = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC")


def has_strace() -> bool:
    """Say whether faults can be made here: strace is there and may follow a process."""
    if not shutil.which("strace"):
        return False
    told = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    return told.returncode == 0


@dataclass(frozen=True, slots=True)
class Point:
    """A system call of a job: its name, which of that name it is, and what it touches."""

    call: str
    number: int
    what: str

    def inject(self, kind: str) -> list[str]:
        """Return the options by which strace makes the fault."""
        fault = "signal=SIGKILL" if kind == "kill" else f"error={kind}"
        return ["-o", os.devnull, "-e", f"trace={self.call}", "-e", f"inject={self.call}:{fault}:when={self.number}"]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a job ended: the code of its process, negative for a signal, and what it said."""

    code: int
    out: str
    err: str


class Worker:
    """The process that does jobs in forks of itself."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        """Use :func:`working`."""
        self._process, self._folder = process, folder

    def do(self, job: Mapping[str, Any], strace: Sequence[str] = ()) -> Ended:
        """Do a job to its end, whatever that is."""
        out, err = self._folder / "out", self._folder / "err"
        whole = {**job, "strace": list(strace), "out": str(out), "err": str(err)}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(whole)}\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        ended = Ended(code, out.read_text("utf-8"), err.read_text("utf-8"))
        assert code != 98, ended.err
        return ended

    def points(self, job: Mapping[str, Any], folder: Path) -> list[Point]:
        """Do a job without a fault and return its calls that change a file below ``folder``."""
        log = self._folder / "calls"
        ended = self.do(job, ["-o", str(log), "-y", "-s", "300", "-e", f"trace={','.join(CALLS)}"])
        assert ended.code in (0, 1), ended
        return list(_points(log.read_text("utf-8", "replace"), folder))


@contextmanager
def working(folder: Path, *warming: Sequence[str], **environment: str) -> Iterator[Worker]:
    """Yield a worker; ``warming`` are commands that it has done once, so that every module is loaded."""
    command = [sys.executable, "-m", "tests.register.faults.worker", json.dumps(warming)]
    fixed = {"SECDESK_NOW": "2020-02-07T12:00:00+00:00", "PYTHONHASHSEED": "0"}
    whole, pipe = {**os.environ, **fixed, **environment}, subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=whole, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Worker(process, folder)
        assert process.stdin is not None
        process.stdin.close()


def _points(log: str, folder: Path) -> Iterator[Point]:
    seen: Counter[str] = Counter()
    for line in log.splitlines():
        found = _LINE.match(line)
        if not found:
            continue
        call, arguments, _ = found.groups()
        seen[call] += 1
        if str(folder) in arguments and (call != "openat" or any(word in arguments for word in _WRITES)):
            yield Point(call, seen[call], arguments[:200])
