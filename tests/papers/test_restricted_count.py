"""The note on proposals above a paper's marking counts those that the paper prints, or leaves out, and no others."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from secdesk.papers.tree import Paper
from secdesk.register.register import Register
from secdesk.rules.naming import references
from secdesk.services.papers import PAPERS, make_paper
from secdesk.services.records import create_record
from tests.generated import TODAY

from .large_register import large_wishes, make_large
from .wishes import plain_text

KINDS = [kind for kind in PAPERS if kind not in ("list", "kpi", "consultation_notice")]
"""The KPI sheet names no proposals, and the notice made here is itself about one above GREEN."""
_REFERENCE = re.compile(r"\b(?:SECMP|MP|DP)\d+[A-Z]?\b")
_NOTE = re.compile(r"(\S+) proposals? with a marking above GREEN (?:is|are) (?:shown|left)")
_WORDS = ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_ABOVE = """
    SELECT uid FROM proposal WHERE security_limited OR (
        SELECT value FROM dated_value WHERE record = proposal.uid AND field_name = 'marking'
        AND (effective_from IS NULL OR effective_from <= ?)
        ORDER BY effective_from DESC, position DESC, uid LIMIT 1) IN ('AMBER', 'RED')
"""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    path = make_large(tmp_path_factory.mktemp("restricted") / "a.secdesk")
    with Register.open(path, who="Tester") as opened:
        yield opened


@pytest.fixture(scope="module")
def above(register: Register) -> set[str]:
    """The references of the proposals above GREEN, by plain SQL."""
    with sqlite3.connect(f"file:{register.path}?mode=ro", uri=True) as connection:
        uids = {row[0] for row in connection.execute(_ABOVE, (TODAY.isoformat(),))}
    connection.close()
    with register.read() as session:
        return {name for uid, name in references(session, None, TODAY).items() if uid in uids}


def paper(register: Register, kind: str) -> Paper:
    return make_paper(register, kind, at=TODAY, marking="GREEN", **dict(large_wishes(register))[kind])


def told(made: Paper) -> int:
    found = _NOTE.search(plain_text(made))
    if found is None:
        return 0
    return _WORDS.index(found[1]) if found[1] in _WORDS else int(found[1])


def named(made: Paper, above: set[str]) -> int:
    return len(above.intersection(_REFERENCE.findall(plain_text(made))))


def test_the_register_has_such_proposals_in_many_papers(register: Register, above: set[str]) -> None:
    assert len(above) > 10
    assert sum(told(paper(register, kind)) > 0 for kind in KINDS) > len(KINDS) // 3


@pytest.mark.parametrize("kind", KINDS)
def test_it_counts_the_references_that_the_paper_prints(register: Register, above: set[str], kind: str) -> None:
    made = paper(register, kind)
    own = {made.title.split()[-1], *_REFERENCE.findall(made.title)}
    assert told(made) == named(made, above - own)


@pytest.mark.parametrize("kind", ["proposal", "consultation", "assessment", "event"])
def test_so_do_lists(register: Register, above: set[str], kind: str) -> None:
    made = make_paper(register, "list", at=TODAY, records=kind)
    assert told(made) == named(made, above) > 0


def test_as_many_are_left_out_as_would_be_printed_and_not_one_is_printed(
    register: Register, above: set[str], tmp_path: Path
) -> None:
    before = {kind: told(paper(register, kind)) for kind in KINDS}
    with Register.open(shutil.copy(register.path, tmp_path / "a.secdesk"), who="Tester") as other:
        with other.change("Leave out") as session:
            create_record(session, "setting", {"key": "restricted_records", "value": "leave out"})
        made = {kind: paper(other, kind) for kind in KINDS}
    assert {kind: told(each) for kind, each in made.items()} == before
    assert {kind: named(each, above) for kind, each in made.items() if named(each, above)} == {}


@pytest.mark.parametrize("shown", ["reference", "leave out"])
def test_what_changed_since_the_last_report_is_counted_and_left_out_too(
    register: Register, above: set[str], tmp_path: Path, shown: str
) -> None:
    with register.read() as session:
        hidden = [uid for uid, name in references(session, None, TODAY).items() if name in above]
    with Register.open(shutil.copy(register.path, tmp_path / "a.secdesk"), who="Tester") as other:
        with other.change("Tell changes") as session:
            create_record(session, "setting", {"key": "report_since_last", "value": "yes"})
            create_record(session, "setting", {"key": "restricted_records", "value": shown})
            for uid in hidden[:3]:
                create_record(session, "event", {"proposal": uid, "outcome": "withdrawn", "date": date(2020, 1, 9)})
        report = make_paper(other, "change_status_report", at=TODAY, month="2020-01")
        names = set(references_of(other, hidden[:3]))
    text = plain_text(report)
    assert "Since the last report" in text
    assert all(name in text for name in names) == (shown == "reference")
    assert told(report) == named(report, above) or shown == "leave out"
    assert shown == "reference" or named(report, above) == 0


def references_of(register: Register, uids: list[str]) -> list[str]:
    with register.read() as session:
        return list(references(session, uids, TODAY).values())


def test_one_that_is_asked_about_but_not_printed_is_not_counted(register: Register, above: set[str]) -> None:
    """A tracker reads every consultation, and prints those of its year."""
    made = paper(register, "response_tracker")
    with register.read() as session:
        asked = register.connection.execute("SELECT DISTINCT proposal FROM consultation").fetchall()
        of_all = {name for uid, name in references(session, None, date.max).items() if (uid,) in asked}
    assert told(made) < len(above & of_all)
