"""A new register in a folder of the test, and the register of January 2020."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from secdesk.exchange.sample import fill_with_sample
from secdesk.register.register import Register


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """An empty register."""
    with Register.create(tmp_path / "desk.secdesk", who="Test") as made:
        yield made


@pytest.fixture
def january(tmp_path: Path) -> Iterator[Register]:
    """The sample register: January 2020 as published."""
    with Register.create(tmp_path / "january.secdesk", who="Test") as made:
        fill_with_sample(made)
        yield made
