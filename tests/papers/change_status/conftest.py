"""A register holding January 2020 as published, and an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from secdesk.exchange.sample import fill_with_sample
from secdesk.register.register import Register


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "sample.secdesk", who="Analyst One") as register:
        fill_with_sample(register)
        yield register


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "empty.secdesk", who="Analyst One") as register:
        yield register
