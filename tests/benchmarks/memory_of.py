"""Tells how many megabytes an export holds at most beyond the program with an open register; a process of its own.

python -m tests.benchmarks.memory_of json|backup REGISTER OUTPUT
"""

from __future__ import annotations

import resource
import sys
from datetime import datetime
from pathlib import Path

from secdesk.exchange.json_form import write_state
from secdesk.models import Proposal
from secdesk.register.backup import write_backup
from secdesk.register.register import Register

_A_MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024  # what ru_maxrss counts differs


def most_held() -> float:
    """Return the most that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _A_MEGABYTE


def main(what: str, path: Path, output: Path) -> None:
    """Export a register in one way and print the growth."""
    with Register.open(path, read_only=True) as register:
        register.count(Proposal)
        idle = most_held()
        if what == "backup":
            write_backup(register, output, now=datetime(2020, 2, 7, 12, 0))
        else:
            with open(output, "wb") as file:
                write_state(register, file)
    print(f"{most_held() - idle:.1f}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
