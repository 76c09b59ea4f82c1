"""A register generated without a slip: whatever its lives are, no check finds anything in any of its months."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy.orm import Session

from secdesk.models.types import Value
from secdesk.papers.tree import figures
from secdesk.register.register import Register
from secdesk.services.checks import check_month
from secdesk.services.events import record_event
from secdesk.services.papers import make_report
from secdesk.services.records import Effect, create_record, update_record
from secdesk.services.release_parts import part_uids_of

_FIRST, _MONTHS = date(2023, 9, 1), 9
_TODAY = date(2024, 6, 30)
_BODIES = {"WG": (2, 1), "PANEL": (4, 2), "CB": (2, 4), "CSC": (1, 4)}


class _Clean:
    """Meets every month, and takes each proposal one step further at the meeting that is due."""

    def __init__(self, session: Session, lot: Random, size: int) -> None:
        self.session, self.lot = session, lot
        self.meetings: dict[tuple[str, int], tuple[str, date]] = {}
        self.items: dict[str, int] = {}
        self.owner = self.add("organisation", name="Example Networks")
        self.release = self.add("release", name="February 2024 SEC Release", goes_live=date(2024, 2, 29))
        self.update("release", self.release, implemented=date(2024, 2, 29))
        self.later = self.add("release", name="November 2024 SEC Release", goes_live=date(2024, 11, 7))
        for month in range(_MONTHS + 4):
            self._meet(month)
        for number, title in enumerate(_titles(size, lot), 300):
            self._live(number, title, lot.randrange(_MONTHS))

    def add(self, kind: str, **values: Value) -> str:
        return create_record(self.session, kind, values)

    def update(self, kind: str, uid: str, **values: Value) -> None:
        update_record(self.session, kind, uid, values, effect=Effect())

    def _meet(self, month: int) -> None:
        first = _month(month)
        for body, (weekday, place) in _BODIES.items():
            day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (place - 1))
            day += timedelta(days=1) if day in (date(2023, 12, 26),) else timedelta()
            uid = self.add("meeting", body=body, date=day, state="held" if day <= _TODAY else "planned")
            self.meetings[body, month] = (uid, day)

    def _at(self, proposal: str, body: str, month: int, outcome: str, target: str | None = None, **more: Value) -> None:
        """Take a proposal at a meeting: the item, its outcome on its day, and the votes where there were any."""
        uid, day = self.meetings[body, month]
        self.items[uid] = self.items.get(uid, 0) + 1
        self.add("agenda_item", meeting=uid, proposal=proposal, position=self.items[uid])
        if day <= _TODAY:
            told = record_event(self.session, proposal, outcome, day=day, meeting=uid, target_meeting=target, **more)  # type: ignore[arg-type]
            if outcome == "cb_approved":
                self.add("vote_count", event=told, category="large_supplier", votes_for=9)

    def _live(self, number: int, title: str, month: int) -> None:
        first = _month(month)
        uid = self.add("proposal", number=number, title=title, proposer_organisation=self.owner, path="3",
                       issue="What is wrong.")  # fmt: skip
        record_event(self.session, uid, "raised", day=first + timedelta(days=self.lot.randrange(1, 9)))
        self._at(uid, "CSC", month, "csc_ready", self.meetings["PANEL", month + 1][0])
        month += 1
        if self.meetings["PANEL", month][1] > _TODAY:
            return
        self._at(uid, "PANEL", month, "panel_converted")
        self._refine(uid, month)
        steps = self.lot.randrange(5)
        month += 2
        if steps == 0 or self.meetings["PANEL", month + 1][1] > _TODAY:
            return
        panel, day = self.meetings["PANEL", month]
        record_event(self.session, uid, "report_lodged", day=day - timedelta(days=15), target_meeting=panel)
        self._at(uid, "PANEL", month, "panel_report_approved")
        opened = day + timedelta(days=3)
        self.add("consultation", proposal=uid, consultation_kind="mrc", opened=opened, responses=4,
                 closes=opened + timedelta(days=11))  # fmt: skip
        if steps > 1:
            self._at(uid, "CB", month + 1, "cb_approved", release=self.release if month < 4 else self.later)
            if month < 4:
                record_event(self.session, uid, "implemented", day=date(2024, 2, 29), release=self.release)
                for part in part_uids_of(self.session, uid):
                    self.update("release_part", part, implemented=date(2024, 2, 29))

    def _refine(self, uid: str, month: int) -> None:
        _, day = self.meetings["PANEL", month]
        accepted = day + timedelta(days=5)
        if self.lot.random() < 0.6:
            self.add("assessment", proposal=uid, assessment_kind="PA", target=15, requested=day, accepted=accepted,
                     returned=accepted + timedelta(days=14))  # fmt: skip
        if self.lot.random() < 0.6:
            self._at(uid, "WG", month + 1, "wg_discussed")


def _titles(size: int, lot: Random) -> list[str]:
    """Return titles that no reader mixes up: made of words that no two share."""
    syllables = [first + last for first in "bdfgklmnprst" for last in ("a", "e", "i", "o", "u")]
    words = ["".join(lot.sample(syllables, 4)) for _ in range(3 * size)]
    return [" ".join(words[place::size]).capitalize() for place in range(size)]


def _month(number: int) -> date:
    year, month = divmod(_FIRST.month - 1 + number, 12)
    return date(_FIRST.year + year, month + 1, 1)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_found_in_any_month_of_a_register_without_a_slip(tmp_path: Path, seed: int) -> None:
    with Register.create(tmp_path / "clean.secdesk", who="Test") as register:
        with register.change("A register without a slip") as session:
            _Clean(session, Random(seed), 40)
        told = {figure.key: figure.text for figure in figures(make_report(register, "2024-03"))}
        found = {month: check_month(register, month) for month in ("2023-11", "2024-01", "2024-03", "2024-05")}
    assert {month: [each.sentence for each in findings] for month, findings in found.items() if findings} == {}
    assert [stage for stage in ("define", "refine", "opine", "release") if told[f"stage.{stage}"] == "0"] == []
    assert {"define.raised", "refine.wg", "opine.vote"} <= {key.rpartition(".")[0] for key in told}
