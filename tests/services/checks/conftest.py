"""A register in good order: built once, a fresh copy for each test; and January 2020 as published."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from secdesk.exchange.sample import fill_with_sample
from secdesk.register.register import Register
from tests.services.checks.clean_register import build


@pytest.fixture(scope="session")
def clean_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clean") / "clean.secdesk"
    with Register.create(path, who="Test") as register:
        build(register)
    return path


@pytest.fixture
def clean(clean_file: Path, tmp_path: Path) -> Iterator[Register]:
    """A register in which no check finds anything."""
    path = Path(shutil.copy(clean_file, tmp_path / "clean.secdesk"))
    with Register.open(path, who="Test") as register:
        yield register


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Register]:
    """January 2020 as published."""
    with Register.create(tmp_path / "sample.secdesk", who="Test") as register:
        fill_with_sample(register)
        yield register
