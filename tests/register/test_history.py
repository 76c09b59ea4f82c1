"""The history in words: labels, choices and names, also of what is gone; nothing told that was not so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest

from secdesk.models import Event, kinds
from secdesk.register.history import history, local_time
from secdesk.register.register import Register
from secdesk.register.undo import redo, undo
from secdesk.services.records import Effect, create_record, delete_record, update_record
from tests.factories import add_all_kinds, add_one

NOON = datetime(2020, 2, 7, 12, 0, tzinfo=UTC)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "a.secdesk", who="Analyst One", clock=lambda: NOON) as made:
        with made.change("Set up", kind="base") as session:
            create_record(session, "person", {"name": "Gary Fairclough"}, uid="gary")
            create_record(session, "organisation", {"name": "DCC"}, uid="dcc")
            create_record(session, "proposal", {"number": 78, "title": "IRPs, Part 2"}, uid="mp078")
            event = {"proposal": "mp078", "outcome": "panel_converted", "date": date(2019, 6, 1)}
            create_record(session, "event", event, uid="ev")
            create_record(session, "assessment", {"proposal": "mp078", "assessment_kind": "PA", "target": 15}, uid="pa")
        yield made


def newest(register: Register) -> tuple[str, ...]:
    return history(register, limit=1)[0].sentences


def edit(register: Register, kind: str, uid: str, effect: Effect | None = None, **values: object) -> tuple[str, ...]:
    with register.change("Edit") as session:
        update_record(session, kind, uid, values, effect=effect)  # type: ignore[arg-type]
    return newest(register)


def test_an_entry_says_who_did_what_and_when(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    with register.change("Raise DP114") as session:
        create_record(session, "proposal", {"number": 114, "title": "SMDA Budget"})
    (entry,) = history(register, limit=1)
    assert (entry.seq, entry.kind, entry.who, entry.label) == (2, "edit", "Analyst One", "Raise DP114")
    assert entry.at == "2020-02-07T12:00:00+00:00"
    assert entry.sentences == ("Added proposal DP114 SMDA Budget",)
    assert entry.total == 1  # its title came with it: that is no change of its own


def test_times_are_told_as_the_clock_on_the_wall_shows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(time, "tzset"):
        pytest.skip("this system sets its zone elsewhere")
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    try:
        assert local_time("2020-07-07T23:30:00+00:00") == "8 Jul 2020 00:30"
        assert local_time("2020-02-07T10:42:00+00:00") == "7 Feb 2020 10:42"
        assert local_time("some day") == "some day"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_target_is_told_before_and_after(register: Register) -> None:
    assert edit(register, "assessment", "pa", target=30) == (
        "Target (WD) of MP078 Preliminary Assessment: 15 → 30",
    )


def test_a_target_from_a_day_on_is_told_with_the_day_and_with_what_held_then(register: Register) -> None:
    effect = Effect(date(2020, 2, 7), decided_by="Panel")
    assert edit(register, "assessment", "pa", effect, target=40) == (
        "Target (WD) of MP078 Preliminary Assessment: 15 → 40, from 7 Feb 2020",
    )
    effect = Effect(date(2020, 1, 7))
    assert edit(register, "assessment", "pa", effect, target=20) == (
        "Target (WD) of MP078 Preliminary Assessment: 15 → 20, from 7 Jan 2020",
    )
    undo(register)
    assert newest(register) == ("Target (WD) of MP078 Preliminary Assessment: 20 → 15, from 7 Jan 2020",)


def test_a_reason_alone_is_told_as_one(register: Register) -> None:
    assert edit(register, "assessment", "pa", Effect(reason="agreed", asked_by="DCC"), target=15) == (
        "Target (WD), asked by of MP078 Preliminary Assessment: nothing → DCC",
        "Target (WD), reason of MP078 Preliminary Assessment: nothing → agreed",
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"urgent": True}, "Urgent of MP078: nothing → yes"),
        ({"path": "3"}, "Path of MP078: nothing → 3 Self-Governance"),
        ({"on_hold": True}, "On hold of MP078: nothing → yes"),
        ({"lead_analyst": "gary"}, "Lead analyst of MP078: nothing → Gary Fairclough"),
        ({"proposer_organisation": "dcc"}, "Organisation of MP078: nothing → DCC"),
        ({"title": "IRPs"}, "Title of MP078: IRPs, Part 2 → IRPs"),
        ({"issue": "a\n\nb"}, "Issue of MP078: nothing → a b"),
        ({"issue": "x" * 200}, f"Issue of MP078: nothing → {'x' * 79}…"),
        ({"suffix": "A"}, "Part letter of MP078A: nothing → A"),
    ],
)
def test_a_field_is_told_by_its_label_and_its_value_in_words(
    register: Register, values: dict[str, object], sentence: str
) -> None:
    assert edit(register, "proposal", "mp078", **values) == (sentence,)


def test_dates_and_outcomes_are_told_as_people_write_them(register: Register) -> None:
    assert edit(register, "event", "ev", date=date(2019, 7, 1), outcome="panel_converted_report") == (
        "Outcome of MP078 Converted, to the Report Phase, 1 Jul 2019: Converted, to Refinement → "
        "Converted, to the Report Phase",
        "Date of MP078 Converted, to the Report Phase, 1 Jul 2019: 1 Jun 2019 → 1 Jul 2019",
    )


def test_what_is_gone_is_named_from_the_log(register: Register) -> None:
    with register.change("Link") as session:
        person = create_record(session, "person", {"name": "Zoë Quux"})
        update_record(session, "proposal", "mp078", {"lead_analyst": person})
        gone = create_record(session, "proposal", {"number": 777, "title": "Gone soon"})
        create_record(session, "event", {"proposal": gone, "outcome": "implemented", "date": date(2020, 1, 1)})
    with register.change("Unlink") as session:
        update_record(session, "proposal", "mp078", {"lead_analyst": None})
        delete_record(session, "person", person, date(2020, 1, 1))
        delete_record(session, "proposal", gone, date(2020, 1, 1))
    unlinked, linked, _ = history(register)
    assert linked.sentences == (
        "Added person Zoë Quux",
        "Lead analyst of MP078: nothing → Zoë Quux",
        "Added proposal MP777 Gone soon",
        "Added event MP777 Implemented, 1 Jan 2020",
    )
    assert unlinked.sentences == (
        "Lead analyst of MP078: Zoë Quux → nothing",
        "Deleted person Zoë Quux",
        "Deleted event MP777 Implemented, 1 Jan 2020",
        "Deleted proposal MP777 Gone soon",
    )


def test_undo_and_redo_are_entries_of_their_own(register: Register) -> None:
    edit(register, "proposal", "mp078", urgent=True)
    undo(register)
    redo(register)
    assert [(entry.kind, entry.label, entry.sentences) for entry in history(register, limit=3)] == [
        ("redo", "Redo Edit", ("Urgent of MP078: nothing → yes",)),
        ("undo", "Undo Edit", ("Urgent of MP078: yes → nothing",)),
        ("edit", "Edit", ("Urgent of MP078: nothing → yes",)),
    ]


def test_the_history_of_a_record_has_its_dated_values_and_parts_and_nothing_else(register: Register) -> None:
    edit(register, "person", "gary", role="analyst")
    edit(register, "proposal", "mp078", title="IRPs")
    edit(register, "event", "ev", printed_note="as agreed")
    edit(register, "assessment", "pa", target=30)
    with register.change("Several") as session:
        update_record(session, "organisation", "dcc", {"short_name": "DCC"})
        update_record(session, "proposal", "mp078", {"urgent": True})
    told = [entry.sentences for entry in history(register, "mp078")]
    assert told[0] == ("Urgent of MP078: nothing → yes",)
    assert told[1] == ("Target (WD) of MP078 Preliminary Assessment: 15 → 30",)
    assert told[2] == ("Printed note of MP078 Converted, to Refinement, 1 Jun 2019: nothing → as agreed",)
    assert told[3] == ("Title of MP078: IRPs, Part 2 → IRPs",)
    assert told[4] == (
        "Added proposal MP078 IRPs",
        "Added event MP078 Converted, to Refinement, 1 Jun 2019",
        "Added assessment MP078 Preliminary Assessment",
    )
    assert history(register, "gary")[0].sentences == ("Role of Gary Fairclough: nothing → analyst",)


def test_a_large_step_is_told_by_its_first_changes_and_their_number(register: Register) -> None:
    with register.change("Many") as session:
        for number in range(120):
            create_record(session, "person", {"name": f"Person {number}"})
    (entry,) = history(register, limit=1, lines=10)
    assert (len(entry.lines), entry.total, entry.cut) == (10, 120, True)
    assert entry.sentences[9] == "Added person Person 9"


@pytest.mark.parametrize("seed", range(3))
def test_every_kind_of_change_to_every_kind_of_record_is_told(register: Register, seed: int) -> None:
    random = Random(seed)
    with register.change("All") as session:
        add_all_kinds(session, random)
    for kind in kinds():
        with register.change(f"One {kind}") as session:
            uid = add_one(session, kind, random)
        assert history(register, limit=1)[0].sentences, kind
        undo(register)
        sentences = history(register, limit=1)[0].sentences
        assert sentences
        assert uid not in "".join(sentences)
    told = history(register, limit=None, lines=10_000)
    assert len(told) == 2 + 2 * len(kinds())
    assert all("a record that is gone" not in sentence for entry in told for sentence in entry.sentences)


def test_a_register_without_steps_has_no_history(tmp_path: Path) -> None:
    with Register.create(tmp_path / "empty.secdesk") as empty:
        assert history(empty) == []
        assert history(empty, "nobody") == []
        assert empty.count(Event) == 0
