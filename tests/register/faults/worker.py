"""Does the program's work in processes that can be killed at each system call; run by tests.register.faults.tracing.

The program is imported once; every job is done in a fork of this process, which takes some hundredths of a second
instead of a second. strace is attached to the fork before the job begins, so that its counting of calls begins there.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_SET_PTRACER, _ANYBODY = 0x59616D61, ctypes.c_ulong(-1)
_SET_CHILD_SUBREAPER = 36


def save(path: Path, descriptor: int, texts: list[str]) -> int:
    """Keep some persons and a draft, as a session in the window does, and write a line for each durable commit."""
    from secdesk.cli.clock import now
    from secdesk.register.register import Register
    from secdesk.services.records import create_record, update_record

    with Register.open(path, clock=now) as register:
        register.listeners.append(lambda told: os.write(descriptor, f"{told.step.seq}\n".encode()))
        for number, text in enumerate(texts):
            with register.change(f"Add person {number}") as session:
                uid = create_record(session, "person", {"name": f"Person {number}"})
            register.save_draft("person", uid, "note", text)
            with register.change(f"Note on person {number}") as session:
                update_record(session, "person", uid, {"note": text})
            register.drop_draft(uid, "note")
    return 0


def do(job: dict[str, Any]) -> int:
    """Do one job: a command of the command line, or a session of changes."""
    from secdesk.__main__ import main

    if "save" in job:
        from secdesk.cli.faults import exit_code_of

        return exit_code_of(lambda: save(Path(job["save"]), job.get("ack", 1), job["texts"]))
    return main(job["argv"])


def child(job: dict[str, Any]) -> None:
    """Do a job with the streams, limits and faults it is to have, and end the process."""
    os.setsid()
    for name, number in (("out", 1), ("err", 2)):
        os.dup2(os.open(job[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    if job.get("strace"):
        attach(job["strace"])
    chance = random.Random(job.get("seed", 0))
    os.urandom = chance.randbytes  # uids are the same in every run, so that equal work writes equal files
    if job.get("largest"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["largest"], resource.RLIM_INFINITY))
    if job.get("user"):
        os.setgroups([])
        os.setgid(job["user"])
        os.setuid(job["user"])
    code = 99
    try:
        code = do(job)
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def attach(options: list[str]) -> None:
    """Let strace follow this process from here on; other users' machines ask for leave first."""
    ctypes.CDLL(None).prctl(_SET_PTRACER, _ANYBODY, 0, 0, 0)
    command = ["strace", *options, "-p", str(os.getpid())]
    tracer = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert tracer.stderr is not None
    told = b""
    while b"attached" not in told:
        more = os.read(tracer.stderr.fileno(), 4096)
        if not more:
            os.write(2, b"strace: " + told)
            os._exit(98)
        told += more


def warm_up() -> None:
    """Import what the jobs need, so that no fork has to."""
    import secdesk.cli.commands
    import secdesk.exchange.cross_code
    import secdesk.exchange.csv_export
    import secdesk.exchange.csv_form
    import secdesk.exchange.json_form
    import secdesk.exchange.sample
    import secdesk.exchange.table_files
    import secdesk.exchange.tables
    import secdesk.exchange.xlsx_export
    import secdesk.papers.pdf
    import secdesk.register.merge
    import secdesk.register.merge_words
    import secdesk.register.pen
    import secdesk.register.restore
    import secdesk.register.restored_file
    import secdesk.services.table_import
    import secdesk.services.take_over  # noqa: F401 - imported for the time it takes

    argv = json.loads(sys.argv[1])
    for command in argv:
        do({"argv": command})


def main() -> None:
    """Answer each job on a line of the input with a line: the code its process ended with, negative for a signal."""
    answers = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    warm_up()
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    os.write(answers, b"ready\n")
    for line in sys.stdin:
        job = json.loads(line)
        pid = os.fork()
        if not pid:
            child(job)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        with suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)  # strace has written its log when it has ended
        os.write(answers, f"{code}\n".encode())


if __name__ == "__main__":
    main()
