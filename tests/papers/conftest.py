"""Registers to make papers from: each is filled once for the run, read by many tests, and copied to be changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from secdesk.exchange.sample import fill_with_sample
from secdesk.register.register import Register

from .full_register import fill, fill_barely


def _made(folder: Path, name: str, fill_it: Callable[[Register], None]) -> Path:
    path = folder / f"{name}.secdesk"
    with Register.create(path, who="Analyst One") as register:
        fill_it(register)
    return path


@pytest.fixture(scope="session")
def register_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample, the full, the bare and the empty register by name."""
    folder = tmp_path_factory.mktemp("registers")
    fillers: dict[str, Callable[[Register], None]] = {
        "sample": fill_with_sample,
        "full": fill,
        "bare": fill_barely,
        "empty": lambda register: None,
    }
    return {name: _made(folder, name, fill_it) for name, fill_it in fillers.items()}


@pytest.fixture
def read_only(register_files: dict[str, Path]) -> Iterator[dict[str, Register]]:
    """Each of the registers, open to be read."""
    opened = {name: Register.open(path, read_only=True) for name, path in register_files.items()}
    yield opened
    for register in opened.values():
        register.close()


@pytest.fixture
def full(read_only: dict[str, Register]) -> Register:
    """The register in which every paper has something to say."""
    return read_only["full"]


@pytest.fixture
def january(read_only: dict[str, Register]) -> Register:
    """January 2020 as published."""
    return read_only["sample"]


@pytest.fixture
def copy_of(register_files: dict[str, Path], tmp_path: Path) -> Iterator[Callable[[str], Register]]:
    """Give a copy of a register that a test may change."""
    opened: list[Register] = []

    def copy(name: str) -> Register:
        path = tmp_path / f"copy of {name}.secdesk"
        shutil.copyfile(register_files[name], path)
        opened.append(Register.open(path, who="Analyst Two"))
        return opened[-1]

    yield copy
    for register in opened:
        register.close()
