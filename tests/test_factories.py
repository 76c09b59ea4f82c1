"""The factories: one for every kind of record, and each makes records that the register takes."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from secdesk.models import kinds
from secdesk.register.register import Register
from tests.factories import FACTORIES, add_all_kinds


def test_every_kind_of_record_has_a_factory() -> None:
    assert set(FACTORIES) == set(kinds())


@pytest.mark.parametrize("seed", range(5))
def test_every_factory_makes_records_that_the_register_takes(tmp_path: Path, seed: int) -> None:
    with Register.create(tmp_path / "made.secdesk") as register:
        with register.change("Add some of every kind") as session:
            add_all_kinds(session, Random(seed), of_each=3)
        assert all(register.count(model) >= 3 for model in kinds().values())


def test_a_factory_fills_every_field_that_it_can() -> None:
    links = {kind: ["a" * 32] for kind in kinds()}
    for kind, factory in FACTORIES.items():
        values = factory(Random(1), links)
        assert set(values) == set(kinds()[kind].fields())
        empty = {name for name, value in values.items() if value is None}
        assert empty <= {"frozen_tree", "frozen_file", "other"}, kind
