"""Issuing a paper: what is frozen, what a correction lists, whether it still holds, what a kill leaves."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from secdesk.errors import Conflict, Invalid, KnownError
from secdesk.exchange.json_form import export_state, import_state
from secdesk.models import Blob, Paper
from secdesk.papers.issue_facts import Subject
from secdesk.papers.json_form import read_paper, render_json
from secdesk.papers.tree import plain
from secdesk.register.backup import write_backup
from secdesk.register.integrity import check_file
from secdesk.register.register import Register
from secdesk.register.undo import stacks, undo
from secdesk.rules.naming import find
from secdesk.services.accepted import accept_finding, accepted_findings, withdraw_acceptance
from secdesk.services.checks import check_month
from secdesk.services.issue import freeze, issue_paper, keep_issue, prepare_issue
from secdesk.services.issued_papers import (
    IssuedPaper,
    find_issued,
    frozen_file,
    frozen_tree,
    issued_papers,
    staleness,
)
from secdesk.services.paper_list import paper_entries
from secdesk.services.records import create_record, delete_record, update_record
from secdesk.services.remade_papers import remake_paper
from tests.papers.pdf_reading import ReadPdf

DAY = date(2020, 2, 7)
NOON = datetime(2020, 2, 7, 12, tzinfo=UTC)
REPORT = Subject("change_status_report", month="2020-01")


def issue(register: Register, subject: Subject = REPORT, day: date = DAY) -> IssuedPaper:
    return issue_paper(register, subject, at=DAY, day=day)


def retitle(register: Register, reference: str, title: str) -> None:
    with register.change(f"Retitle {reference}") as session:
        uid = find(session, "proposal", reference, DAY)
        assert uid is not None
        update_record(session, "proposal", uid, {"title": title})


def file_of(register: Register, issued: IssuedPaper) -> bytes:
    with register.read() as session:
        return frozen_file(session, issued)


def words_of(data: bytes) -> str:
    """Return every word of a PDF, blanks left out: lines break where they will."""
    return "".join(" ".join(ReadPdf(data).texts).split())


def test_an_issued_report_is_version_one_and_no_draft(january: Register) -> None:
    found = issue(january)
    assert (found.version, found.reference, found.issued) == ("1.0", "SECP_77_0702_05", DAY)
    text = words_of(file_of(january, found))
    assert "DRAFT" not in text
    assert "SECP_77_0702_05·v1.0" in text


def test_an_issue_freezes_the_state_the_windows_and_the_counting(january: Register) -> None:
    head = january.chain_head()
    found = issue(january)
    with january.read() as session:
        told = frozen_tree(session, found).issue
    assert told is not None
    assert (told.step, told.chain_head, told.convention, told.subject) == (*head, "weekdays_inclusive", REPORT)
    windows = {each.section: (each.first, each.last) for each in told.windows}
    assert windows["Stages, totals and timescales"] == ("", "2020-01-31")
    assert windows["Change Sub-Committee decisions"][1] == "2020-02-07"


def test_stored_bytes_match_their_hash_and_are_made_again_from_the_tree(january: Register) -> None:
    found = issue(january)
    data = file_of(january, found)
    assert hashlib.sha256(data).hexdigest() == found.file
    with january.read() as session:
        tree = session.scalar(select(Blob.data).where(Blob.sha256 == found.tree))
    assert tree is not None
    assert remake_paper(tree, data)
    assert render_json(read_paper(tree)).data == tree
    assert check_file(january) == []


def test_what_was_issued_survives_later_edits(january: Register) -> None:
    found = issue(january)
    before = file_of(january, found)
    retitle(january, "DP101", "Another name altogether")
    assert file_of(january, found) == before
    with january.read() as session:
        held = staleness(session, found)
    assert held.words == "1 record changed since this paper was made"
    assert any("Another name altogether" in change for change in held.changes)


def test_an_edit_that_the_paper_does_not_read_leaves_it_fresh(january: Register) -> None:
    found = issue(january)
    with january.change("Note") as session:
        uid = find(session, "proposal", "DP101", DAY)
        assert uid is not None
        create_record(session, "person", {"name": "Somebody New"})
    with january.read() as session:
        assert not staleness(session, found).is_stale


def test_a_correction_is_the_next_version_and_lists_what_differs(january: Register) -> None:
    first = issue(january)
    retitle(january, "DP101", "Larger Gas Meter Displays")
    second = issue(january, day=date(2020, 2, 10))
    assert (first.version, second.version) == ("1.0", "1.1")
    text = words_of(file_of(january, second))
    assert "Correctionstoversion1.0" in text
    assert "isnow‘DP101‘LargerGasMeterDisplays’’" in text
    with january.read() as session:
        assert not staleness(session, second).is_stale
        assert [each.version for each in issued_papers(session)] == ["1.1", "1.0"]


def test_a_third_version_does_not_repeat_the_corrections_of_the_second(january: Register) -> None:
    issue(january)
    retitle(january, "DP101", "Second name")
    issue(january)
    retitle(january, "DP101", "Third name")
    third = issue(january)
    with january.read() as session:
        told = frozen_tree(session, third).issue
    assert told is not None
    assert (third.version, told.corrects) == ("1.2", "1.1")
    assert all("Second name" in words and "Third name" in words for words in told.corrections)


def test_nothing_is_issued_twice_without_a_difference(january: Register) -> None:
    issue(january)
    with pytest.raises(KnownError, match=r"Version 1\.0 was issued on 7 Feb 2020 and nothing in it has changed"):
        issue(january)


def test_issue_is_not_on_the_undo_stack_and_undoing_past_it_makes_the_paper_stale(january: Register) -> None:
    retitle(january, "DP101", "Named before issue")
    found = issue(january)
    assert stacks(january).undo_label == "Retitle DP101"
    undo(january)
    with january.read() as session:
        assert find_issued(session, found.uid) == found
        assert staleness(session, found).is_stale


def test_an_issued_paper_can_be_neither_edited_nor_deleted(january: Register) -> None:
    found = issue(january)
    with pytest.raises(Conflict, match="stays as it is"), january.change("Edit") as session:
        update_record(session, "paper", found.uid, {"reference": "OTHER"})
    with pytest.raises(Conflict, match="stays as it is"), january.change("Delete") as session:
        delete_record(session, "paper", found.uid, DAY)


def test_issued_papers_travel_in_json_and_in_backups(january: Register, tmp_path: Path) -> None:
    found = issue(january)
    data = file_of(january, found)
    with Register.create(tmp_path / "other.secdesk", who="Test") as other:
        import_state(other, export_state(january), "january.json")
        assert file_of(other, found) == data
        with other.read() as session:
            assert not staleness(session, found).is_stale
    report = write_backup(january, tmp_path / "b.secdesk-backup", now=NOON, remake=remake_paper)
    called = "The last issued paper, of 2020-02-07,"
    assert report.paper == f"{called} was made again from its frozen content and is the same"


def test_a_register_that_changed_meanwhile_is_not_issued(january: Register) -> None:
    frozen = freeze(prepare_issue(january, REPORT, DAY), "Test", DAY)
    retitle(january, "DP101", "Too late")
    with pytest.raises(Conflict, match="was changed while the paper was made"):
        keep_issue(january, frozen)
    with january.read() as session:
        assert issued_papers(session) == []
        assert session.scalars(select(Blob.sha256)).all() == []


def test_a_draft_after_an_issue_is_a_draft_again(january: Register) -> None:
    issue(january)
    draft = prepare_issue(january, REPORT, DAY)
    assert draft.draft.draft
    assert (draft.version, draft.draft.version, draft.draft.issue) == ("1.1", "draft", None)


def test_a_paper_without_a_month_is_issued_once_for_a_day(january: Register) -> None:
    first = issue(january, Subject("action_log"))
    later = issue_paper(january, Subject("action_log"), at=date(2020, 3, 6), day=date(2020, 3, 6))
    assert (first.version, later.version) == ("1.0", "1.0")


@pytest.mark.parametrize(
    "kind", ["conversion", "panel_agenda", "decision_sheet", "release_notes", "consultation_notice"]
)
def test_every_paper_of_the_cycle_can_be_issued_and_holds(january: Register, kind: str) -> None:
    with january.read() as session:
        subject = next(each.subject for each in paper_entries(session, DAY) if each.subject.kind == kind)
    found = issue(january, subject)
    with january.read() as session:
        tree = frozen_tree(session, found)
        assert not staleness(session, found).is_stale
        entry = next(each for each in paper_entries(session, DAY) if each.subject == subject)
    assert (tree.draft, tree.version, found.subject) == (False, "1.0", subject)
    assert (entry.state, entry.issued) == ("v1.0", found.uid)


def test_a_list_is_not_issued(january: Register) -> None:
    with pytest.raises(KnownError, match="A list is not issued"):
        issue(january, Subject("list"))


# --- accepted findings -----------------------------------------------------------------------------------------------


def test_an_accepted_finding_goes_with_the_issued_paper(january: Register) -> None:
    finding = next(each for each in check_month(january, "2020-01", today=DAY) if each.rule == "C32")
    with january.change("Accept") as session:
        accept_finding(session, finding, "Counted so in print", "Person One", DAY)
    prepared = prepare_issue(january, REPORT, DAY)
    assert finding not in prepared.findings.open
    told = freeze(prepared, "Test", DAY).tree.issue
    assert told is not None
    assert [(each.key, each.reason, each.who, each.day) for each in told.accepted] == [
        (finding.key, "Counted so in print", "Person One", "2020-02-07")
    ]


def test_accepting_needs_a_reason_and_can_be_withdrawn(january: Register) -> None:
    finding = check_month(january, "2020-01", today=DAY)[0]
    with pytest.raises(Invalid, match="Enter why"), january.change("Accept") as session:
        accept_finding(session, finding, "  ", "Person One", DAY)
    with january.change("Accept") as session:
        accept_finding(session, finding, "Known | and fine", "Person | One", DAY)
        kept = accepted_findings(session)[finding.key]
        assert (kept.sentence, kept.reason) == (finding.sentence, "Known | and fine")
        withdraw_acceptance(session, finding.key)
        assert accepted_findings(session) == {}


def test_a_finding_whose_values_changed_is_asked_about_again(january: Register) -> None:
    finding = check_month(january, "2020-01", today=DAY)[0]
    with january.change("Accept") as session:
        accept_finding(session, finding, "Fine", "Person One", DAY)
        assert replace(finding, values=("something else",)).key not in accepted_findings(session)


# --- a kill in the middle --------------------------------------------------------------------------------------------

_KILLED = """
import os, sys
from datetime import date
from pathlib import Path
from sqlalchemy.orm import Session
from secdesk.papers.issue_facts import Subject
from secdesk.register.register import Register
from secdesk.services.issue import issue_paper
flush = Session.flush
def flush_and_die(self, *args):
    flush(self, *args)
    os._exit(9)
register = Register.open(Path(sys.argv[1]), who="Test")
Session.flush = flush_and_die
issue_paper(register, Subject("change_status_report", month="2020-01"), at=date(2020, 2, 7), day=date(2020, 2, 7))
"""


def test_a_kill_during_issue_leaves_nothing_half(january: Register) -> None:
    path = january.path
    state = export_state(january)
    january.close()
    done = subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False, timeout=60)
    assert done.returncode == 9
    with Register.open(path) as again:
        assert export_state(again) == state
        assert check_file(again) == []
        with again.read() as session:
            assert session.scalars(select(Paper).where(Paper.frozen_file.is_not(None))).all() == []


def test_corrections_are_told_on_the_first_part_of_the_paper(january: Register) -> None:
    issue(january)
    retitle(january, "DP101", "New name")
    second = issue(january)
    with january.read() as session:
        blocks = frozen_tree(session, second).blocks
    headings = [plain(block.content) for block in blocks if block.type == "heading"]
    assert headings.index("Corrections to version 1.0") < headings.index("Summary")
