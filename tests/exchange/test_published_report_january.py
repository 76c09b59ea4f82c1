"""The published report of January 2020 as a scanner left it, against the sample register, which people made of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from secdesk.exchange.published_report.reading import Fact, Reading
from secdesk.exchange.published_report.understanding import read_report
from secdesk.exchange.sample import fill_with_sample
from secdesk.register.register import Register
from secdesk.services.read_report import propose, take
from tests.exchange.published import published_text
from tests.exchange.register_facts import Facts, compare, facts_of
from tests.exchange.report_truth import DAY, truth_of


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_report(published_text())


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "sample.secdesk", who="Test") as made:
        fill_with_sample(made)
        yield made


def facts_about(reading: Reading, kind: str, reference: str) -> list[Fact]:
    return [fact for fact in reading.of_kind(kind) if fact.reference == reference]


def test_no_fact_is_read_wrong(reading: Reading, sample: Register) -> None:
    with sample.read() as session:
        assert truth_of(session).wrong(reading) == []


def test_read_into_an_empty_register_no_field_differs_from_the_sample(
    reading: Reading, sample: Register, tmp_path: Path
) -> None:
    with sample.read() as session:
        true: Facts = facts_of(session)
    with Register.create(tmp_path / "empty.secdesk", who="Test") as register:
        with register.change("Old report") as session:
            take(session, propose(session, reading, known_by=DAY).takeable())
        with register.read() as session:
            found = compare(true, facts_of(session))
    assert found.wrong == []
    assert found.extra == []
    assert len(found.right) >= 489


def test_the_sample_register_has_all_of_it_already(reading: Reading, sample: Register) -> None:
    with sample.read() as session:
        proposed = propose(session, reading, known_by=DAY)
    assert {record.state for record in proposed.records} == {"there"}
    assert len(proposed.records) > 120


@pytest.mark.parametrize(
    ("reference", "repair"),
    [
        ("MP097", "MPO97 read as MP097"),
        ("MP077", "MPQ77 read as MP077"),
        ("SECMP0067", "SECMPO0067 read as SECMP0067"),
        ("MP078", "10ct 19 read as 1 Oct 19"),
        ("MP090", "MP0O90 read as MP090"),
        ("DP113", "lan read as Ian"),
        ("SECMP0062", "15WD read as 15 WD"),
    ],
)
def test_every_slip_of_the_scanner_that_was_put_right_is_named(reading: Reading, reference: str, repair: str) -> None:
    assert repair in {each for fact in reading.facts if fact.reference == reference for each in fact.repairs}


def test_a_count_that_is_no_number_is_left_unknown(reading: Reading) -> None:
    (total,) = (fact for fact in reading.of_kind("figure") if fact.fields["figure"] == "open_count")
    assert (total.fields["value"], total.confidence, total.why) == (None, "unknown", "'a7' is no number")


def test_the_eight_torn_durations_prove_the_days_of_their_rows(reading: Reading) -> None:
    found = [fact for fact in reading.of_kind("assessment") if fact.fields["state"] == "open"]
    assert len(found) == 8
    assert {fact.confidence for fact in found} == {"sure"}
    assert all("count back to the day it was accepted" in fact.why for fact in found)


def test_five_durations_for_twelve_rows_are_put_in_no_row(reading: Reading) -> None:
    returned = [fact for fact in reading.of_kind("assessment") if fact.fields["state"] == "returned"]
    assert len(returned) == 12
    assert {fact.fields["duration"] for fact in returned} == {None}
    assert reading.remarks == (
        "5 values under 'Actual duration' for 12 rows: which rows these values belong to cannot be told",
    )
    lines = [line for line in reading.lines if line.text in ("201 WD", "31 WD", "87 WD", "65 WD", "41")]
    assert {line.confidence for line in lines} == {"unknown"}


def test_near_twins_keep_their_own_titles(reading: Reading) -> None:
    titles = {fact.reference: fact.fields["title"] for fact in reading.of_kind("title")}
    assert titles["DP100"] == "Service Response Traffic Management"
    assert titles["SECMP0067"] == "Service Request Traffic Management"


def test_a_letter_too_many_in_a_title_is_settled_by_another_line(reading: Reading) -> None:
    (title,) = facts_about(reading, "title", "DP108")
    assert title.fields["title"] == "SSI Job Type Role for SRO/ARO"
    assert title.repairs == ("SSI Job Type Role for SRO/ARQO read as SSI Job Type Role for SRO/ARO",)


def test_an_assessment_listed_in_another_year_is_stated_so(reading: Reading, tmp_path: Path) -> None:
    with Register.create(tmp_path / "a.secdesk", who="Test") as register, register.read() as session:
        records = propose(session, reading, known_by=DAY).records
    stated = [record for record in records if record.values.get("figure") == "assessment_year"]
    assert [(record.values["value"], record.words.split()[0]) for record in stated] == [("2019/20", "SECMP0062")]


def test_the_stage_graphic_and_the_missing_name_stay_unknown(reading: Reading) -> None:
    graphic = [line for line in reading.lines if line.text.startswith("P i 3D")]
    assert [line.confidence for line in graphic] == ["unknown"]
