"""What the journeys share: a shelf of registers, each made once in a run."""

from __future__ import annotations

import pytest

from tests.journeys.registers import Shelf


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Return the shelf of this run."""
    return Shelf(tmp_path_factory.mktemp("shelf"))
