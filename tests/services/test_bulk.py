"""One value for many records: all of them or none, and first what would change (ux.md 1.4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from secdesk.errors import Invalid
from secdesk.exchange.json_form import export_state
from secdesk.models.types import Value
from secdesk.register import undo
from secdesk.register.register import Register
from secdesk.services import records
from secdesk.services.bulk import SEVERAL, BulkField, bulk_fields, change_all, plan_bulk, told
from secdesk.services.records import Effect
from secdesk.services.release_parts import add_part

TODAY = date(2020, 2, 7)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "a.secdesk", who="Tester") as opened:
        yield opened


def add(register: Register, kind: str, **values: Value) -> str:
    with register.change("Add") as session:
        return records.create_record(session, kind, values)


def field_of(kind: str, name: str) -> BulkField:
    return next(each for each in bulk_fields(kind) if each.info.name == name)


def value_of(register: Register, kind: str, uid: str, name: str, at: date = TODAY) -> Value:
    with register.read() as session:
        return records.get_record(session, kind, uid, at).values[name]


def change(register: Register, kind: str, name: str, uids: list[str], value: Value, since: date | None = TODAY) -> int:
    with register.change("Bulk") as session:
        return change_all(session, kind, field_of(kind, name), uids, value, TODAY, since)


def test_it_says_how_many_change_and_how_many_have_the_value(register: Register) -> None:
    lead = add(register, "person", name="Analyst One")
    leads = [None] * 7 + [lead] * 5
    uids = [add(register, "proposal", number=n, title=f"T{n}", lead_analyst=who) for n, who in enumerate(leads, 1)]
    with register.read() as session:
        plan = plan_bulk(session, field_of("proposal", "lead_analyst"), uids, lead, TODAY)
    assert plan.sentence == "Changes 7 of 12 – 5 already have this value"
    assert plan.changing == tuple(uids[:7])


def test_one_step_changes_all_of_them_and_undo_brings_back_every_byte(register: Register) -> None:
    lead = add(register, "person", name="Analyst One")
    uids = [add(register, "proposal", number=n, title=f"T{n}") for n in range(1, 5)]
    before = export_state(register)
    assert change(register, "proposal", "lead_analyst", uids, lead) == 4
    assert [value_of(register, "proposal", uid, "lead_analyst") for uid in uids] == [lead] * 4
    undo.undo(register)
    assert export_state(register) == before


def test_a_dated_field_changes_from_the_day_and_a_first_value_holds_always(register: Register) -> None:
    had = add(register, "proposal", number=1, title="One", marking="GREEN")
    new = add(register, "proposal", number=2, title="Two")
    unraised = add(register, "proposal", title="Three", marking="GREEN")
    change(register, "proposal", "marking", [had, new, unraised], "AMBER")
    earlier = date(2020, 1, 1)
    assert value_of(register, "proposal", had, "marking", earlier) == "GREEN"
    assert value_of(register, "proposal", new, "marking", earlier) == "AMBER"
    assert value_of(register, "proposal", unraised, "marking", earlier) == "AMBER"
    assert {value_of(register, "proposal", uid, "marking") for uid in (had, new, unraised)} == {"AMBER"}


def test_those_that_refuse_are_told_by_number_and_nothing_is_done(register: Register) -> None:
    proposals = [add(register, "proposal", number=n, title=f"T{n}") for n in (1, 2, 3)]
    opened = (date(2020, 1, 6), date(2020, 3, 2), date(2020, 3, 9))
    uids = [
        add(register, "consultation", proposal=proposal, consultation_kind="refinement", opened=day, closes=None)
        for proposal, day in zip(proposals, opened, strict=True)
    ]
    before = export_state(register)
    with pytest.raises(Invalid) as refused:
        change(register, "consultation", "closes", uids, date(2020, 2, 14))
    lines = told(refused.value, len(uids))
    assert lines[0] == "Nothing was changed, because 2 of 3 cannot have this value:"
    assert lines[1].startswith("DP002 Refinement Consultation: Closes must be the same as or after")
    assert export_state(register) == before


def test_every_kind_offers_its_declared_fields_and_none_that_tells_records_apart() -> None:
    for kind in ("proposal", "person", "organisation", "meeting", "release", "assessment", "consultation", "action"):
        offered = {each.info.name for each in bulk_fields(kind)}
        model = records.model_of(kind)
        declared = {name for name, info in model.fields().items() if not info.owner}
        assert offered - {"release"} <= declared
        assert not offered & set(model.kind.order)
    assert {"lead_analyst", "path", "marking", "target_meeting", "release", "on_hold"} <= {
        each.info.name for each in bulk_fields("proposal")
    }
    assert "title" not in {each.info.name for each in bulk_fields("proposal")}


def test_a_release_is_assigned_to_many_and_moved_without_losing_the_old_one(register: Register) -> None:
    june, november = add(register, "release", name="June"), add(register, "release", name="November")
    uids = [add(register, "proposal", number=n, title=f"T{n}") for n in (1, 2)]
    with register.change("Assign") as session:
        add_part(session, june, uids[0])
    assert change(register, "proposal", "release", uids, november) == 2
    now = field_of("proposal", "release").now
    with register.read() as session:
        assert now(session, uids, TODAY) == dict.fromkeys(uids, november)
        assert now(session, uids, date(2020, 1, 1)) == {uids[0]: june, uids[1]: november}


def test_a_proposal_in_parts_is_refused_a_single_release(register: Register) -> None:
    june, november = add(register, "release", name="June"), add(register, "release", name="November")
    uid = add(register, "proposal", number=1, title="One")
    with register.change("Assign") as session:
        add_part(session, june, uid, "part 1 of 2")
        add_part(session, november, uid, "part 2 of 2")
    with register.read() as session:
        assert field_of("proposal", "release").now(session, [uid], TODAY) == {uid: SEVERAL}
    with pytest.raises(Invalid, match="DP001: It has 2 parts"):
        change(register, "proposal", "release", [uid], june)


def test_a_value_can_be_taken_away_where_nothing_is_a_value(register: Register) -> None:
    uid = add(register, "proposal", number=1, title="One", cost_estimate="1m")
    assert change(register, "proposal", "cost_estimate", [uid], None) == 1
    assert value_of(register, "proposal", uid, "cost_estimate") is None
    assert not field_of("assessment", "assessment_kind").can_be_empty


def test_records_that_are_gone_are_left_out(register: Register) -> None:
    uid = add(register, "proposal", number=1, title="One")
    assert change(register, "proposal", "cost_estimate", [uid, "gone"], "1m") == 1


def test_a_correction_can_hold_from_the_beginning(register: Register) -> None:
    uid = add(register, "proposal", number=1, title="One", path="1")
    with register.change("Path") as session:
        records.update_record(session, "proposal", uid, {"path": "2"}, effect=Effect(date(2020, 1, 1)))
    change(register, "proposal", "path", [uid], "3", since=date(2020, 1, 1))
    assert value_of(register, "proposal", uid, "path", date(2019, 1, 1)) == "1"
    assert value_of(register, "proposal", uid, "path") == "3"
