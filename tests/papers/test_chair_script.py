"""The chair's script: what to say, where each proposal stands, which outcomes the meeting has."""

from __future__ import annotations

from secdesk.register.register import Register
from secdesk.services.papers import make_paper

from .full_register import TODAY
from .wishes import SAMPLE_DAY, plain_text


def script(register: Register, meeting: str) -> str:
    return plain_text(make_paper(register, "chair_script", at=TODAY, meeting=meeting))


def test_each_item_says_where_its_proposal_stands(full: Register) -> None:
    text = script(full, "WG 2020-03-04")
    assert "The Refinement Consultation ran from 10 February 2020 to 28 February 2020; nine responses were" in text
    assert "The Impact Assessment has been with the DCC since 13 January 2020, due on 9 March 2020." in text
    assert "The Refinement Consultation opened on 24 February 2020 and closes on 13 March 2020." in text
    assert "From 10:45, 30 min, lead: Bram Lead." in text


def test_the_chair_is_told_what_to_ask_and_which_outcomes_the_process_expects(full: Register) -> None:
    text = script(full, "PANEL 2020-02-14")
    assert "Ask: the Panel is asked to AGREE conversion, to the Refinement Process." in text
    assert "'Converted, to Refinement' (C)" in text
    assert "Back for more work" not in text
    assert "Last outcome: 'Ready for conversion' (Change Sub-Committee, by 7 February 2020), for the SEC Panel" in text


def test_open_actions_of_earlier_meetings_are_listed_and_late_ones_marked(full: Register) -> None:
    text = script(full, "PANEL 2020-02-14")
    assert "SECP76/02 Ask the DCC for dates Bram Lead 7 Feb 2020 Late" in text
    assert "SECP76/10" not in text
    assert "SECP77/01" not in text


def test_minutes_to_agree_and_the_next_meeting_are_named(full: Register) -> None:
    text = script(full, "PANEL 2020-02-14")
    assert "Ask whether the minutes of the meeting of Friday 10 January 2020 are agreed." in text
    assert "The next meeting is on Friday 13 March 2020." in text


def test_a_meeting_without_items_or_followers_says_so(january: Register) -> None:
    text = plain_text(make_paper(january, "chair_script", at=SAMPLE_DAY, meeting="WG 2020-03-04"))
    assert "No items are on this agenda yet." in text
    assert "No action of an earlier meeting is open." in text
    assert "The next meeting has no date in the register yet." in text
