"""Settings of a register, changed from a day on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.errors import Invalid
from secdesk.models import Setting
from secdesk.register.register import Register
from secdesk.rules.in_force import in_force
from secdesk.rules.settings import SETTINGS
from secdesk.services.register_settings import change_setting, read_setting

TODAY = date(2020, 2, 7)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "a.secdesk", who="Tester") as register:
        yield register


def change(register: Register, key: str, value: str, since: date = TODAY) -> None:
    with register.change("Setting") as session:
        change_setting(session, key, value, since)


def value(register: Register, key: str, at: date) -> str:
    with register.read() as session:
        return in_force(session, at).settings[key]


def test_a_change_holds_from_its_day_on_and_leaves_the_past_alone(register: Register) -> None:
    change(register, "organisation", "Another body")
    assert value(register, "organisation", TODAY - timedelta(days=1)) == "SECAS"
    assert value(register, "organisation", TODAY) == "Another body"


def test_two_changes_of_one_day_leave_one_row_and_the_same_value_leaves_none(register: Register) -> None:
    change(register, "pa_target", "15")
    assert register.count(Setting) == 0
    change(register, "pa_target", "20")
    change(register, "pa_target", "25")
    assert register.count(Setting) == 1
    assert value(register, "pa_target", TODAY) == "25"


def test_going_back_to_the_default_is_kept_as_a_value_of_its_own(register: Register) -> None:
    change(register, "pa_target", "20")
    change(register, "pa_target", "15", TODAY + timedelta(days=3))
    assert value(register, "pa_target", TODAY) == "20"
    assert value(register, "pa_target", TODAY + timedelta(days=3)) == "15"


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("pa_target", "soon"), ("pa_target", "-1"), ("pa_target", "1.5"), ("pa_target", "٣"), ("pa_target", ""),
        ("report_marking", "PURPLE"), ("duration_convention", "calendar_days"), ("withdrawals_conclude", "perhaps"),
        ("organisation", "x" * 2001),
    ],
)  # fmt: skip
def test_a_value_that_is_not_of_the_kind_is_refused_in_words(register: Register, key: str, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        change(register, key, typed)
    assert refused.value.problems[0].field == key
    assert SETTINGS[key].label in refused.value.problems[0].sentence
    assert register.count(Setting) == 0


@given(st.sampled_from(sorted(SETTINGS)), st.text(max_size=30))
def test_what_was_read_reads_the_same_again(key: str, typed: str) -> None:
    try:
        kept = read_setting(SETTINGS[key], typed)
    except Invalid:
        return
    assert read_setting(SETTINGS[key], kept) == kept


def test_every_default_is_of_its_own_kind() -> None:
    assert {key: read_setting(info, info.default) for key, info in SETTINGS.items()} == {
        key: info.default for key, info in SETTINGS.items()
    }
