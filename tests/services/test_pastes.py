"""Outcomes pasted from Excel or minutes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.register.register import Register
from secdesk.rules.process import letters_of
from secdesk.services import sittings
from secdesk.services.outcome_words import read_outcome, short_words
from secdesk.services.pastes import PasteLine, paste_outcomes

from .desk import LATER, agenda, at_status, raised

BODIES = ("CSC", "PANEL", "CB", "WG", "AUTHORITY")


def pasted(register: Register, text: str, body: str = "CSC") -> list[PasteLine]:
    with register.change("x") as session:
        proposals = [
            raised(session, "Large Gas Meter Displays", 101),
            at_status(session, 97, "report_phase"),
            at_status(session, 62, "report_phase", series="SECMP"),
        ]
        uid, _ = agenda(session, body, date(2020, 1, 28), proposals)
        return paste_outcomes(session, uid, text)


@pytest.mark.parametrize("typed", ["DP101", "101", "dp 101", "MP101", "DP1O1"])
@pytest.mark.parametrize("between", ["\t", " ", ", ", ": ", "\tLarge Gas Meter Displays\t"])
def test_a_reference_in_any_form_is_matched(register: Register, typed: str, between: str) -> None:
    if "O" in typed and "\t" not in between:
        between = "\t"
    (line,) = pasted(register, f"{typed}{between}ready")
    assert (line.matched, line.reference, line.outcome_key) == (True, "DP101", "csc_ready")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("R", "csc_ready"),
        ("r", "csc_ready"),
        ("Ready for conversion", "csc_ready"),
        ("READY", "csc_ready"),
        ("further", "csc_develop"),
        ("Further development", "csc_develop"),
        ("is ready for conversion", "csc_ready"),
        ("fast-track", "csc_fast_track"),
        ("withd", "withdrawn"),
        ("defer", "csc_deferred"),
        ("Ready, direct to the Report Phase", "csc_ready_report"),
    ],
)
def test_an_outcome_is_read_by_letter_word_or_beginning(register: Register, typed: str, key: str) -> None:
    (line,) = pasted(register, f"DP101\t{typed}")
    assert (line.outcome_key, line.problem) == (key, "")


def test_the_lines_of_a_paste_say_what_matched_and_why_not(register: Register) -> None:
    text = "Proposal\tOutcome\nsecmp 62\tapprove\nMP97\tsent\n\n888\tapprove\nMP097\tdone\nMP97\nmp097\tJ\n62\tA"
    found = [(line.reference, line.outcome_key, line.problem) for line in pasted(register, text, "CB")]
    assert found == [
        ("", None, "Number must look like DP114, MP086 or SECMP0067"),
        ("SECMP0062", "cb_approved", ""),
        (
            "MP097",
            None,
            "'sent' could be 'Sent back for clarification' or 'Sent back to Refinement'."
            " Type more of it, or its letter",
        ),
        ("888", None, "888 is not on this agenda"),
        (
            "MP097",
            None,
            "'done' is no outcome of this body. Type one of: A approved, J rejected, Y recommended for approval,"
            " X recommended for rejection, S sent back, B sent back to Refinement, I assessment requested, D deferred,"
            " W withdrawn",
        ),
        ("MP097", None, "An outcome is missing after the number. Add its letter"),
        ("MP097", "cb_rejected", ""),
        ("SECMP0062", "cb_approved", "SECMP0062 stands in an earlier line already"),
    ]


def test_nothing_is_taken_before_the_paste_is_taken(register: Register) -> None:
    with register.change("x") as session:
        uid, _ = agenda(session, "CSC", date(2020, 1, 28), [raised(session, "One", 1), raised(session, "Two", 2)])
        lines = paste_outcomes(session, uid, "1 ready\n2 further\n3 ready")
        assert [row.draft_outcome for row in sittings.queue(session, uid, LATER)] == [None, None]
        assert sittings.take_paste(session, lines) == 2
        assert [row.draft_outcome for row in sittings.queue(session, uid, LATER)] == ["csc_ready", "csc_develop"]


def test_a_decision_on_record_is_not_pasted_over(register: Register) -> None:
    with register.change("x") as session:
        uid, items = agenda(session, "CSC", date(2020, 1, 28), [raised(session, "One", 1)])
        sittings.draft_outcome(session, items[0], "csc_noted")
        sittings.record_sitting(session, uid, LATER)
        (line,) = paste_outcomes(session, uid, "1 ready")
        assert line.problem == "DP001 is recorded as 'Noted' already"


@pytest.mark.parametrize("body", BODIES)
def test_every_outcome_of_a_body_is_read_by_its_letter_its_label_and_its_short_words(body: str) -> None:
    for letter, outcome in letters_of(body).items():
        for typed in (letter, letter.lower(), outcome.label, short_words(outcome.key), outcome.key):
            assert read_outcome(body, typed).key == outcome.key, typed


@given(st.sampled_from(BODIES), st.text(max_size=30))
def test_any_text_is_read_as_one_outcome_of_the_body_or_answered_with_a_sentence(body: str, typed: str) -> None:
    found = read_outcome(body, typed)
    known = [outcome.key for outcome in letters_of(body).values()]
    assert (found.key in known and not found.problem) or (found.key is None and bool(found.problem))
