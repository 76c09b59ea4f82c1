"""What is read must be readable whatever a register holds: records of every kind with values drawn at random."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from secdesk.models import AgendaItem, Meeting, Proposal
from secdesk.register.register import Register
from secdesk.services import agendas, assessments, consultations, proposals, releases, sittings
from tests.factories import add_all_kinds

DAYS = (date(2015, 1, 1), date(2018, 6, 1), date(2020, 2, 7), date(2025, 1, 1))


@pytest.mark.parametrize("seed", range(4))
def test_every_list_can_be_read_at_every_date(register: Register, seed: int) -> None:
    with register.change("x") as session:
        add_all_kinds(session, Random(seed), of_each=12)
    with register.read() as session:
        everyone = [row.uid for row in session.query(Proposal.uid)]
        meetings = [row.uid for row in session.query(Meeting.uid)]
        for at in DAYS:
            assert {row.uid for row in proposals.proposal_rows(session, at)} == set(everyone)
            assert len(assessments.rows(session, at)) == 12
            assert len(consultations.rows(session, at)) == 12
            assert len(releases.release_rows(session, at)) == 12
            for uid in everyone:
                entries = proposals.timeline(session, uid, at)
                assert all(entry.when and entry.what for entry in entries)
                assert [entry.day for entry in entries if entry.day] == sorted(
                    (entry.day for entry in entries if entry.day), reverse=True
                )
            for uid in meetings:
                assert agendas.suggestions(session, uid, at) is not None
                assert len(agendas.items(session, uid, at)) == session.query(AgendaItem).filter_by(meeting=uid).count()
                assert len(sittings.queue(session, uid, at)) <= len(agendas.items(session, uid, at))
            assert all(each.decided <= each.total for each in sittings.open_sittings(session, at))
