"""A long way of working, made at random: every edit can be taken back and made again, also after a restart."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict
from secdesk.exchange.json_form import export_state
from secdesk.models import Change, kinds
from secdesk.register.integrity import check_file
from secdesk.register.register import Register
from secdesk.register.undo import redo, stacks, undo
from secdesk.services.records import Effect, create_record, delete_record, update_record
from tests.factories import FACTORIES, add_all_kinds, day, uids_of, words

STEPS = 200


def add(session: Session, random: Random, kind: str = "") -> str:
    """Add a record, of any kind where none is named."""
    kind = kind or random.choice(sorted(kinds()))
    uid = f"{random.getrandbits(128):032x}"
    create_record(session, kind, FACTORIES[kind](random, uids_of(session)), uid=uid)
    return f"Add {kind}"


def edit(session: Session, random: Random) -> str:
    """Change some stored fields of a record to what a new one of its kind might hold."""
    kind, uid = pick(session, random, sorted(kinds()))
    stored = kinds()[kind].stored_fields()
    made = FACTORIES[kind](random, uids_of(session))
    own = {"dated_value": {"record", "field_name", "value"}}.get(kind, set())
    values = {name: value for name, value in made.items() if name in stored and name not in own}
    update_record(session, kind, uid, values)
    return f"Edit {kind}"


def give_dated_value(session: Session, random: Random) -> str:
    """Give a dated field a value from some day on, or from the beginning."""
    kind, uid = pick(session, random, sorted(kind for kind, model in kinds().items() if model.dated_fields()))
    made = FACTORIES[kind](random, uids_of(session))
    name = random.choice(sorted(kinds()[kind].dated_fields()))
    effect = Effect(random.choice((None, day(random))), words(random, 300), words(random, 300), words(random, 300))
    update_record(session, kind, uid, {name: random.choice((made[name], None))}, effect=effect)
    return f"Date {kind}"


def delete(session: Session, random: Random) -> str:
    """Delete a record that nothing points to, with its parts."""
    for _ in range(20):
        kind, uid = pick(session, random, sorted(kinds()))
        try:
            delete_record(session, kind, uid, day(random))
        except Conflict:
            continue
        return f"Delete {kind}"
    return "Delete nothing"


def pick(session: Session, random: Random, among: list[str]) -> tuple[str, str]:
    found = uids_of(session)
    return random.choice([(kind, uid) for kind in among for uid in found[kind]])


EDITS = (add, edit, edit, give_dated_value, delete)


def walk(register: Register, random: Random, steps: int) -> list[bytes]:
    """Make so many edits and return the state after each; an edit that changes nothing is made up for.

    The walk begins with a record of every kind, so that none is left out by chance.
    """
    states: list[bytes] = []
    every = sorted(kinds())
    while len(states) < steps:
        before = register.chain_head()
        with register.change(f"Edit {len(states)}") as session:
            if len(states) < len(every):
                add(session, random, every[len(states)])
            else:
                random.choice(EDITS)(session, random)
        if register.chain_head() != before:
            states.append(export_state(register))
    return states


def reached(register: Register) -> set[str]:
    """Return the kinds of record that were touched since the register was set up, and what was done to them."""
    with register.read() as session:
        rows = session.execute(select(Change.kind, Change.action).where(Change.step > 1).distinct())
        return {word for row in rows for word in row}


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.heavy) for seed in range(3, 33))])
def test_two_hundred_edits_are_taken_back_and_made_again(tmp_path: Path, seed: int) -> None:
    random, path = Random(seed), tmp_path / "walk.secdesk"
    with Register.create(path) as register:
        with register.change("Set up", kind="base") as session:
            add_all_kinds(session, random, of_each=3)
        states = [export_state(register), *walk(register, random, STEPS)]
        assert len(stacks(register).undo) == STEPS
        assert reached(register) == {*kinds(), "add", "edit", "delete"}
        for state in reversed(states[STEPS // 2 : -1]):
            undo(register)
            assert export_state(register) == state
    with Register.open(path) as register:
        for state in reversed(states[: STEPS // 2]):
            undo(register)
            assert export_state(register) == state
        assert not stacks(register).undo
        for state in states[1 : STEPS // 2]:
            redo(register)
            assert export_state(register) == state
    with Register.open(path) as register:
        for state in states[STEPS // 2 :]:
            redo(register)
            assert export_state(register) == state
        assert not stacks(register).redo
        assert check_file(register) == []
