"""What lists are filtered by: values, counts, and filtering as a plain walk over the records would do it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secdesk.register.register import Register
from secdesk.rules.naming import names
from secdesk.services import records
from secdesk.services.facts import NONE, Facts, read_facts
from secdesk.services.proposal_lines import ProposalLine, lines_of
from secdesk.services.queries import proposals_at
from tests.generated import TODAY, make_register

SIZE = 120


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    path = make_register(tmp_path_factory.mktemp("facts") / "a.secdesk", SIZE)
    with Register.open(path, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def facts(register: Register) -> Facts:
    with register.read() as session:
        return read_facts(session, "proposal", TODAY)


@pytest.fixture(scope="module")
def lines(register: Register) -> list[ProposalLine]:
    with register.read() as session:
        return lines_of(session, proposals_at(session, TODAY), TODAY)


def plain_values(register: Register, lines: list[ProposalLine]) -> dict[str, dict[str, set[str]]]:
    """Say by record and field what each record has, straight from the records."""
    with register.read() as session:
        rows = {row.uid: row.values for row in records.list_records(session, "proposal", TODAY)}
    return {
        line.at.uid: {
            "stage": {line.at.stage},
            "status": {line.at.status},
            "flags": set(line.flags) or {NONE},
            "release": set(line.releases) or {NONE},
            **{
                name: {str(rows[line.at.uid][name] or NONE)}
                for name in ("lead_analyst", "path", "marking", "proposer_organisation", "target_meeting")
            },
        }
        for line in lines
    }


def test_filters_keep_what_a_plain_walk_keeps(register: Register, facts: Facts, lines: list[ProposalLine]) -> None:
    plain = plain_values(register, lines)
    fields = tuple(next(iter(plain.values())))
    had = {name: sorted({value for own in plain.values() for value in own[name]}) for name in fields}

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        chosen = data.draw(st.lists(st.sampled_from(fields), unique=True, max_size=4))
        wanted = {
            name: data.draw(st.lists(st.sampled_from(had[name]), min_size=1, max_size=3)) for name in chosen
        }
        filters = tuple((name, tuple(values)) for name, values in wanted.items())
        expected = [uid for uid in plain if all(plain[uid][name] & set(values) for name, values in wanted.items())]
        assert facts.keep(plain, filters) == expected

    check()


def test_counts_are_those_of_the_records(register: Register, facts: Facts, lines: list[ProposalLine]) -> None:
    plain = plain_values(register, lines)
    for name in ("stage", "flags", "lead_analyst", "release"):
        expected = Counter(value for own in plain.values() for value in own[name])
        assert {value.key: value.count for value in facts.count(name, plain)} == dict(expected)


def test_values_are_offered_in_the_order_of_the_process_and_people_by_name(register: Register, facts: Facts) -> None:
    with register.read() as session:
        uids = [each.uid for each in proposals_at(session, TODAY)]
        people = names(session, "person", None, TODAY)
    stages = [value.words for value in facts.count("stage", uids)]
    assert stages == [each for each in ("Define", "Refine", "Opine", "Release", "Closed") if each in stages]
    leads = [value for value in facts.count("lead_analyst", uids) if value.key]
    assert {value.key: value.words for value in leads} == {value.key: people[value.key] for value in leads}
    assert facts.count("lead_analyst", uids)[-1].words == "None"


def test_open_closed_and_not_raised_are_told_apart(tmp_path: Path) -> None:
    with Register.create(tmp_path / "a.secdesk") as register:
        with register.change("Fill") as session:
            waiting = records.create_record(session, "proposal", {"title": "Being written"})
            going = records.create_record(session, "proposal", {"number": 1, "title": "Raised"})
            over = records.create_record(session, "proposal", {"number": 2, "title": "Over"})
            for proposal, outcome in ((going, "raised"), (over, "raised"), (over, "withdrawn")):
                place = int(outcome == "withdrawn")
                values = {"proposal": proposal, "outcome": outcome, "date": date(2020, 1, 6), "position": place}
                records.create_record(session, "event", values)
        with register.read() as session:
            facts = read_facts(session, "proposal", TODAY)
    kept = {value: facts.keep((waiting, going, over), (("progress", (value,)),)) for value in ("open", "closed")}
    assert kept == {"open": [going], "closed": [over]}
    assert facts.keep((waiting, going, over), (("progress", ("not_raised",)),)) == [waiting]


def test_other_kinds_are_filtered_by_their_declared_fields(register: Register) -> None:
    with register.read() as session:
        rows = records.list_records(session, "assessment", TODAY)
        facts = read_facts(session, "assessment", TODAY)
    uids = [row.uid for row in rows]
    kept = facts.keep(uids, (("assessment_kind", ("PA",)),))
    assert kept == [row.uid for row in rows if row.values["assessment_kind"] == "PA"]
    assert facts.words("assessment_kind", "PA") == "Preliminary Assessment"


def test_a_value_that_no_record_has_any_more_keeps_nothing_and_says_so(facts: Facts) -> None:
    assert facts.keep(["q1"], (("lead_analyst", ("nobody",)),)) == []
    assert facts.words("lead_analyst", "nobody") == "(gone)"


def test_every_pair_of_fields_is_joined_by_and(facts: Facts, lines: list[ProposalLine]) -> None:
    uids = [line.at.uid for line in lines]
    for (one, first), (other, second) in product((("stage", "refine"), ("flags", "urgent")), repeat=2):
        both = facts.keep(uids, ((one, (first,)), (other, (second,))))
        assert set(both) == set(facts.keep(uids, ((one, (first,)),))) & set(facts.keep(uids, ((other, (second,)),)))
