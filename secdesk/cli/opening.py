"""Registers as commands open them: for reading without a lock, for writing with one, each error in words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secdesk.cli.clock import now
from secdesk.errors import KnownError, NotARegister

if TYPE_CHECKING:
    from secdesk.register.register import Register

_PASSED_ON = (KnownError, click.ClickException, click.exceptions.Exit, click.Abort, OSError, MemoryError)


@contextmanager
def open_to_read(path: Path) -> Iterator[Register]:
    """Open a register for reading; it needs no lock, so somebody else may work in it.

    What a killed command left beside it is removed: the next one may never be one that writes.
    """
    from secdesk.register.register import Register
    from secdesk.register.scratch import sweep

    sweep(path.parent)
    with Register.open(path, read_only=True, clock=now) as register, _damage_in_words(register):
        yield register


@contextmanager
def open_to_write(path: Path, ack_fd: str | None) -> Iterator[Register]:
    """Open a register for writing; raises RegisterHeld while somebody else has it."""
    from secdesk.register.register import Register

    descriptor = read_descriptor(ack_fd)
    with Register.open(path, clock=now) as register, _damage_in_words(register):
        acknowledge(register, descriptor)
        yield register


def acknowledge(register: Register, descriptor: int | None) -> None:
    """Write a line with the number of each step to a file descriptor, once the step is durable."""
    if descriptor is not None:
        register.listeners.append(lambda told: write_line(descriptor, str(told.step.seq)))


def write_line(descriptor: int | None, text: str) -> None:
    """Write a line to a file descriptor, if there is one."""
    if descriptor is not None:
        os.write(descriptor, f"{text}\n".encode())


def read_descriptor(text: str | None) -> int | None:
    """Return the number of an open file descriptor."""
    if text is None:
        return None
    try:
        descriptor = int(text)
        os.fstat(descriptor)
    except (ValueError, OSError, OverflowError) as error:
        raise KnownError(f"--ack-fd is '{text}'. Give the number of a file descriptor that is open") from error
    return descriptor


@contextmanager
def _damage_in_words(register: Register) -> Iterator[None]:
    """Where something goes wrong that nobody foresaw, look whether the file is to blame before the program is."""
    try:
        yield
    except _PASSED_ON:
        raise
    except Exception as error:
        from secdesk.register.integrity import check_file

        found = check_file(register)
        if not found:
            raise
        raise NotARegister(
            f"'{register.path.name}' is damaged: {found[0].sentence}. Leave it as it is and restore your last backup;"
            " all that is damaged is listed by: secdesk check"
        ) from error


def refuse_same_file(output: Path, register: Path) -> None:
    """Refuse to write an output over the register that it is made from."""
    if output.exists() and register.exists() and os.path.samefile(output, register):
        raise KnownError(f"'{output}' is the register itself. Choose another name for the output")
