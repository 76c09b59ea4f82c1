"""Acts on a record that somebody deleted meanwhile say so in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from secdesk.errors import NotFound
from secdesk.register.register import Register
from secdesk.services import agendas, assessments, consultations, proposals, releases, sittings

DAY = date(2020, 2, 7)
ACTS: list[Callable[[Session], object]] = [
    lambda session: agendas.move_item(session, "gone", 1),
    lambda session: agendas.remove_item(session, "gone"),
    lambda session: agendas.confirm_agenda(session, "gone", DAY),
    lambda session: agendas.suggestions(session, "gone", DAY),
    lambda session: agendas.total_minutes(session, "gone"),
    lambda session: assessments.return_assessment(session, "gone", DAY),
    lambda session: consultations.open_consultation(session, "gone", DAY),
    lambda session: proposals.correct_event(session, "gone", day=DAY, reason="x"),
    lambda session: proposals.raise_draft(session, "gone", DAY),
    lambda session: proposals.timeline(session, "gone", DAY),
    lambda session: releases.mark_implemented(session, "gone", DAY),
    lambda session: releases.move_part(session, "gone", "gone", None, None, None),
    lambda session: sittings.draft_outcome(session, "gone", "csc_ready"),
    lambda session: sittings.record_sitting(session, "gone", DAY),
    lambda session: sittings.set_note(session, "gone", "a", "b"),
]


@pytest.mark.parametrize("act", ACTS)
def test_an_act_on_a_record_that_is_gone_is_answered_in_words(
    register: Register, act: Callable[[Session], object]
) -> None:
    with register.change("x") as session, pytest.raises(NotFound, match="no longer in the register"):
        act(session)
