"""Release notes of one release and the status of all: parts, legal text, dates with their history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from secdesk.errors import KnownError
from secdesk.register.register import Register
from secdesk.services.papers import make_paper
from secdesk.services.records import create_record, update_record

from .full_register import TODAY, Hand
from .wishes import SAMPLE_DAY, plain_text, rows_of


def notes(register: Register, name: str, at: date = TODAY) -> str:
    return plain_text(make_paper(register, "release_notes", at=at, release=name))


def status(register: Register, at: date = TODAY) -> str:
    return plain_text(make_paper(register, "release_status", at=at))


def test_notes_tell_modifications_legal_text_and_date(full: Register) -> None:
    text = notes(full, "February")
    assert "February 2020 SEC Release" in text
    assert "This release brings three modifications:" in text
    assert "MP086 'Alt HAN Roll-Out Financing' Approved, to be implemented 1 of 1 provision" in text
    assert "Section Z Z1 drafted, version 1.0" in text
    assert "SEC version 7.0" in text
    assert "DCC systems Changed: no" in text


def test_notes_keep_the_date_that_held_on_their_day_and_tell_the_former_ones(full: Register) -> None:
    assert "Date Thursday 5 November 2020" in notes(full, "November", SAMPLE_DAY)
    text = notes(full, "November")
    assert "Date Sunday 29 November 2020" in text
    assert (
        "Was Thursday 5 November 2020, changed on 14 February 2020, asked for by DCC, agreed by SEC Panel, "
        "because: More time to test." in text
    )


def test_a_part_is_named_with_its_label(full: Register) -> None:
    paper = make_paper(full, "release_notes", at=TODAY, release="November")
    assert "This release carries part 1 of 2." in plain_text(paper)
    (row,) = (row for row in rows_of(paper) if row.startswith("MP081"))
    assert row.startswith("MP081 'Alignment of DUIS and CHISM to reflect current DCC Processing' whole Approved")


def test_a_part_that_went_live_says_since_when(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("Live") as session:
        hand = Hand(session)
        update_record(session, "release", hand.release("February"), {"implemented": date(2020, 2, 27)})
        part = create_record(
            session,
            "release_part",
            {
                "proposal": hand.proposal("MP090"),
                "release": hand.release("February"),
                "implemented": date(2020, 2, 27),
            },
        )
        assert part
    text = notes(register, "February")
    assert "Date Live since Thursday 27 February 2020" in text
    assert "Live since 27 February 2020" in text
    assert "February 2020 SEC Release" not in status(register)
    assert "February 2020 SEC Release" in status(register, date(2020, 2, 20))


def test_the_status_lists_coming_releases_and_those_whose_day_has_passed(full: Register) -> None:
    text = status(full)
    assert "Its date, Thursday 27 February 2020, has passed; it is not recorded as implemented." in text
    assert "It goes live on Thursday 25 June 2020." in text
    assert "Every approved modification is in a release." in text
    assert text.index("June 2020 SEC Release Thursday") < text.index("November 2020 SEC Release Sunday")


def test_what_is_in_no_release_or_not_approved_is_said(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("More") as session:
        hand = Hand(session)
        hand.event("MP092", "cb_approved", date(2020, 2, 26))
        create_record(session, "release_part", {"proposal": hand.proposal("MP090"), "release": hand.release("June")})
    text = status(register)
    assert "There is one approved modification not yet in a release:" in text
    assert "One entry of this release is not approved." in text


def test_an_empty_release_without_a_date_says_so(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("Empty") as session:
        create_record(session, "release", {"name": "Standalone Release 1", "release_kind": "standalone"})
    assert "Its date is not yet set. No modification is in this release yet." in status(register)
    text = notes(register, "standalone release 1")
    assert "Date not yet set" in text
    assert "As no modification is in this release yet, it changes nothing in the Code." in text


def test_a_beginning_that_fits_several_releases_is_asked_about(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("Another") as session:
        create_record(session, "release", {"name": "June 2021 SEC Release"})
    with pytest.raises(KnownError, match="'June' could be 'June 2020 SEC Release' or 'June 2021 SEC Release'"):
        notes(register, "June")
    with pytest.raises(KnownError, match="No release called 'May' is in this register"):
        notes(register, "May")
