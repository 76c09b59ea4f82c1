"""``secdesk`` and ``python -m secdesk``: a command of the command line, or the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from secdesk.cli.faults import exit_code_of
from secdesk.cli.output import ready_streams
from secdesk.errors import NotFound

_OF_THE_GROUP = ("--help", "-h", "--version")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with these arguments (left out: those it was started with); return the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    ready_streams()
    return exit_code_of(lambda: _run(arguments))


def _run(arguments: list[str]) -> object:
    from secdesk.cli.commands import secdesk

    first = arguments[0] if arguments else ""
    if first in secdesk.commands or first in _OF_THE_GROUP:
        return secdesk.main(arguments, prog_name="secdesk", standalone_mode=False)
    _refuse_no_command(first)
    from secdesk import app

    return app.main(arguments)


def _refuse_no_command(first: str) -> None:
    """Refuse a bare word that is neither a command nor a file: a slip of the finger must not open a window."""
    is_word = first and not first.startswith("-") and not Path(first).suffix and os.sep not in first
    if is_word and not Path(first).exists():
        raise NotFound(f"There is neither a command nor a register called '{first}'. See: secdesk --help")


if __name__ == "__main__":
    sys.exit(main())
