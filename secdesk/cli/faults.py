"""How a command ends: exit codes, one sentence for the person, and a log of what was the program's own fault.

The log keeps where in the program it happened and of what kind the fault was; no text of a record goes into it
(reliability.md 4.9).
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from secdesk.cli.clock import now
from secdesk.cli.output import is_debugging, warn
from secdesk.errors import KnownError

DONE, FOUND_PROBLEMS, NOT_POSSIBLE, OWN_FAULT, BROKEN_OFF = 0, 1, 2, 70, 130
_LARGEST_LOG = 1_000_000


def exit_code_of(run: Callable[[], object]) -> int:
    """Run a command and return its exit code; every error becomes one sentence on the error stream."""
    try:
        found = run()
        sys.stdout.flush()
    except BrokenPipeError:
        return _end_of_pipe()
    except BaseException as error:
        if is_debugging() and not isinstance(error, SystemExit | click.exceptions.Exit):
            traceback.print_exc()
        return _told(error)
    return found if isinstance(found, int) else DONE


def _told(error: BaseException) -> int:
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case SystemExit():
            return error.code if isinstance(error.code, int) else NOT_POSSIBLE
        case click.Abort() | KeyboardInterrupt():
            warn("Stopped. Nothing that was not finished is kept.")
            return BROKEN_OFF
        case click.UsageError():
            path = error.ctx.command_path if error.ctx else "secdesk"
            warn(f"{error.format_message().rstrip('.')}. See: {path} --help")
            return NOT_POSSIBLE
        case click.ClickException():
            warn(error.format_message())
            return NOT_POSSIBLE
        case KnownError():
            warn(str(error))
            return error.exit_code
        case OSError():
            place = f" ({error.filename})" if error.filename else ""
            warn(f"The system did not allow it: {error.strerror or type(error).__name__}{place}")
            return NOT_POSSIBLE
        case MemoryError():
            warn("There is not enough memory for this. Close other programs and try again")
            return NOT_POSSIBLE
    return _own_fault(error)


def _own_fault(error: BaseException) -> int:
    log = _write_log(error)
    kept = f"where it happened is noted in {log}" if log else "it could not be noted in a log"
    warn(f"secdesk met a fault of its own ({type(error).__name__}) and stopped; what was saved before is kept, {kept}")
    return OWN_FAULT


def _write_log(error: BaseException) -> Path | None:
    """Add where a fault happened to the log, which only its owner may read; None where that cannot be done."""
    from platformdirs import user_log_path

    log = user_log_path("secdesk", appauthor=False) / "faults.log"
    home = str(Path.home())
    places = (
        f"{frame.filename}:{frame.lineno} in {frame.name}\n" for frame in traceback.extract_tb(error.__traceback__)
    )
    frames = "".join(f"  {place.replace(home, '~', 1)}" for place in places)
    with suppress(OSError, KnownError, PackageNotFoundError):
        text = f"{now().isoformat(timespec='seconds')} secdesk {version('secdesk')}: {type(error).__name__}\n{frames}\n"
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if log.exists() and log.stat().st_size > _LARGEST_LOG:
            log.replace(log.with_suffix(".old.log"))
        with open(log, "a", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(text)
        return log
    return None


def _end_of_pipe() -> int:
    """End quietly where nobody reads on, such as ``head``."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE
