"""Our own report, scanned badly: whatever is read back is true, and what cannot be read is unknown, never wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secdesk.exchange.pdf_text import text_of_pdf
from secdesk.exchange.published_report.reading import Reading
from secdesk.exchange.published_report.understanding import read_report
from secdesk.exchange.sample import fill_with_sample
from secdesk.papers.render import render
from secdesk.register.register import Register
from secdesk.services.papers import make_report
from secdesk.services.read_report import propose, take
from tests.exchange.published import published_text
from tests.exchange.register_facts import Facts, compare, facts_of
from tests.exchange.report_noise import scan
from tests.exchange.report_truth import DAY, Truth, truth_of

SEEDS = st.integers(min_value=0, max_value=2**32)
RATES = st.sampled_from([0.005, 0.02, 0.05, 0.15, 0.4])
MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass(frozen=True)
class January:
    """The sample register as its report tells it, and as it is."""

    text: str
    pdf_text: str
    truth: Truth
    facts: Facts


@pytest.fixture(scope="module")
def january(tmp_path_factory: pytest.TempPathFactory) -> Iterator[January]:
    with Register.create(tmp_path_factory.mktemp("january") / "january.secdesk", who="Test") as register:
        fill_with_sample(register)
        paper = make_report(register, "2020-01")
        with register.read() as session:
            truth, facts = truth_of(session), facts_of(session)
        yield January(
            render(paper, ".txt").data.decode(),
            text_of_pdf(render(paper, ".pdf").data, "report.pdf"),
            truth,
            facts,
        )


@pytest.mark.parametrize("form", ["text", "pdf_text"])
def test_a_clean_report_is_read_back_into_the_register_it_came_from(
    january: January, form: str, tmp_path: Path
) -> None:
    reading = read_report(getattr(january, form))
    assert january.truth.wrong(reading) == []
    with Register.create(tmp_path / "copy.secdesk", who="Test") as copy:
        with copy.change("Old report") as session:
            take(session, propose(session, reading, known_by=DAY).takeable())
        with copy.read() as session:
            found = compare(january.facts, facts_of(session))
    assert found.wrong == []
    assert found.extra == []
    assert found.share_right > 0.79


@MANY
@given(seed=SEEDS, rate=RATES)
def test_no_fact_of_a_bad_scan_is_read_wrong(january: January, seed: int, rate: float) -> None:
    assert january.truth.wrong(read_report(scan(january.text, seed, rate=rate))) == []


@MANY
@given(seed=SEEDS, rate=RATES)
def test_no_fact_of_a_badly_scanned_pdf_is_read_wrong(january: January, seed: int, rate: float) -> None:
    assert january.truth.wrong(read_report(scan(january.pdf_text, seed, rate=rate))) == []


@MANY
@given(seed=SEEDS, rate=RATES)
def test_no_fact_of_the_published_report_is_read_wrong_when_it_is_scanned_once_more(
    january: January, seed: int, rate: float
) -> None:
    assert january.truth.wrong(read_report(scan(published_text(), seed, rate=rate))) == []


def test_most_of_an_ordinary_scan_is_still_read(january: January) -> None:
    clean = len(read_report(january.text).facts)
    for seed in range(5):
        read = _read_facts(read_report(scan(january.text, seed, rate=0.02, tears=False)))
        assert read > 0.9 * clean


def test_every_repair_of_a_scan_is_named(january: January) -> None:
    scanned = scan(january.text, 7, rate=0.15)
    plain = {fact.reference for fact in read_report(january.text).facts if fact.reference}
    for fact in read_report(scanned).facts:
        if fact.kind == "agenda" and fact.reference in plain and fact.repairs:
            assert all(" read as " in repair for repair in fact.repairs)
    misread = [line for line in scanned.split("\n") if "MPO" in line or "MPQ" in line or "DPI" in line or "DPl" in line]
    assert misread, "this seed must confuse some references"
    told = " ".join(repair for fact in read_report(scanned).facts for repair in fact.repairs)
    assert "read as MP0" in told or "read as DP1" in told


def _read_facts(reading: Reading) -> int:
    return sum(fact.confidence != "unknown" for fact in reading.facts)
