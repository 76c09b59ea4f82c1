"""What is not recorded is counted and told: half-typed texts and outcomes that were only drafted."""

from __future__ import annotations

from datetime import date

import pytest

from secdesk.register.register import Register
from secdesk.services.drafts import Drafts, count_drafts
from secdesk.services.outcome_drafts import DraftLine, change_lines, spend_lines
from secdesk.services.records import create_record, delete_record

TODAY = date(2020, 2, 7)


def counted(register: Register) -> Drafts:
    with register.read() as session:
        return count_drafts(session)


def test_texts_and_outcomes_are_counted_apart(register: Register) -> None:
    assert counted(register) == Drafts()
    register.save_draft("person", "ann", "note", "half")
    register.save_draft("proposal", "p", "issue", "half")
    with register.change("Draft") as session:
        lines = {"a": DraftLine("approved"), "b": DraftLine(None, printed="A note"), "c": DraftLine()}
        change_lines(session, "meeting", "Two lines", lines)
    assert counted(register) == Drafts(2, 2)


def test_an_outcome_that_was_recorded_is_no_draft_until_its_event_is_gone(register: Register) -> None:
    with register.change("Draft") as session:
        proposal = create_record(session, "proposal", {"number": 1, "title": "One"})
        event = create_record(session, "event", {"proposal": proposal, "outcome": "raised", "date": TODAY})
        change_lines(session, "meeting", "A line", {"a": DraftLine("raised")})
        spend_lines(session, "meeting", {"a": event}, TODAY)
    assert counted(register) == Drafts()
    with register.change("Delete") as session:
        delete_record(session, "event", event, TODAY)
    assert counted(register) == Drafts(0, 1)


@pytest.mark.parametrize(
    ("drafts", "words"),
    [
        (Drafts(), ""),
        (Drafts(1, 0), "1 half-typed text"),
        (Drafts(0, 3), "3 drafted outcomes"),
        (Drafts(2, 1), "2 half-typed texts and 1 drafted outcome"),
    ],
)
def test_drafts_are_told_in_figures(drafts: Drafts, words: str) -> None:
    assert drafts.words == words
    assert drafts.sentence("Not recorded: {drafts}.") == (f"Not recorded: {words}." if words else "")
