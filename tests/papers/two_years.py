"""A made-up register whose proposals live through the 24 months of 2022 and 2023, entered as a desk would enter them.

The same for the same number of proposals and seed. Nothing is made clean: outcomes are corrected, dates are missing,
meetings are moved, never recorded or cancelled, releases slip, and settings change in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.services.events import correct_event, record_event
from secdesk.services.records import Effect, create_record, update_record

FIRST, LAST = date(2021, 10, 1), date(2024, 2, 29)
MONTHS = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)]
_WHY = "Made up"
_VAGUE_BOARD = date(2023, 3, 22)
_DAYS = {"WG": (2, 1), "PANEL": (4, 2), "CB": (2, 4)}
_RELEASES = (
    ("November 2021", date(2021, 11, 4)), ("February 2022", date(2022, 2, 24)), ("June 2022", date(2022, 6, 30)),
    ("November 2022", date(2022, 11, 3)), ("February 2023", date(2023, 2, 23)), ("June 2023", date(2023, 6, 29)),
    ("November 2023", date(2023, 11, 2)), ("June 2024", date(2024, 6, 27)),
)  # fmt: skip
_TAKEN_OVER = (
    "refinement", "report_phase", "with_authority", "approved_pending", "implemented", "rejected", "withdrawn",
    "draft_ready", "unknown", None, "report_to_panel", "closed", "enquiry", "refinement", "refinement",
)  # fmt: skip


def fill_two_years(register: Register, size: int = 130, seed: int = 1) -> None:
    """Fill a new register with about ``size`` proposals."""
    with register.change("Two years of made-up change") as session:
        _Life(session, size, Random(seed)).live()


@dataclass
class _Case:
    """A proposal as the made-up desk remembers it."""

    uid: str
    status: str
    since: date
    target: str | None = None
    release: str | None = None
    events: list[str] = field(default_factory=list)
    asked: bool = False


class _Life:
    """What happens, month by month."""

    def __init__(self, session: Session, size: int, lot: Random) -> None:
        self.session, self.size, self.lot = session, size, lot
        self.cases: list[_Case] = []
        self.meetings: dict[str, list[tuple[date, str]]] = {body: [] for body in ("WG", "PANEL", "CB", "CSC")}
        self.releases: list[tuple[date, str]] = []
        self.number = 200

    # ------------------------------------------------------------ the desk's own hands

    def add(self, kind: str, **values: Value) -> str:
        return create_record(self.session, kind, values)

    def change(self, kind: str, uid: str, since: date | None, **values: Value) -> None:
        update_record(self.session, kind, uid, values, effect=Effect(since=since))

    def chance(self, share: float) -> bool:
        return self.lot.random() < share

    def event(self, case: _Case, outcome: str, day: date, **more: str | None) -> str:
        """Record an outcome; one in 60, and all of a day, have no date but the one by which they are known."""
        vague = outcome not in ("raised", "implemented") and (self.chance(1 / 60) or day == _VAGUE_BOARD)
        uid = record_event(
            self.session, case.uid, outcome, day=None if vague else day, known_by=day if vague else None, reason=_WHY,
            **{name: value for name, value in more.items() if value},
        )  # fmt: skip
        case.events.append(uid)
        return uid

    # ------------------------------------------------------------ the frame

    def live(self) -> None:
        self._settings()
        self.organisation = self.add("organisation", name="Example Networks")
        self.person = self.add("person", name="Ann Example", organisation=self.organisation)
        for name, day in _RELEASES:
            self.releases.append((day, self.add("release", name=f"{name} SEC Release", goes_live=day)))
        self.undated = self.add("release", name="A release without a date")
        alone: dict[str, Value] = {"name": "A release alone", "release_kind": "standalone"}
        self.alone = self.add("release", goes_live=date(2023, 3, 1), **alone)
        for first in _months(FIRST, LAST):
            self._meetings_of(first)
        self._take_over()
        for first in _months(FIRST, date(2023, 12, 31)):
            self._month(first)
        self._slips()
        self._stated()

    def _settings(self) -> None:
        for key, value, since in (
            ("duration_convention", "wd_inclusive", date(2022, 9, 15)),
            ("duration_convention", "both", date(2023, 5, 1)),
            ("withdrawals_conclude", "no", date(2023, 2, 1)),
            ("restricted_records", "leave out", date(2023, 6, 1)),
            ("agenda_days", "8", date(2023, 8, 1)),
        ):
            self.add("setting", key=key, value=value, effective_from=since)
        self.add("holiday", date=date(2022, 7, 1), name="A day of our own", effective_from=date(2022, 3, 1))
        self.add("holiday", date=date(2023, 8, 28), name="Worked", is_holiday=False)

    def _meetings_of(self, first: date) -> None:
        days = {body: _nth(first, weekday, place) for body, (weekday, place) in _DAYS.items()}
        days["CSC"] = _last(first, 1)
        if self.chance(0.2):
            days["PANEL"] += timedelta(days=7)
        for body, day in days.items():
            state = "held" if day <= date(2023, 12, 31) else "planned"
            if body == "WG" and self.chance(0.2):
                state = self.lot.choice(("planned", "cancelled"))
            more: dict[str, Value] = {"agenda_confirmed": day - timedelta(days=15)} if self.chance(0.5) else {}
            uid = self.add("meeting", body=body, date=day, state=state, number=first.month, **more)
            self.meetings[body].append((day, uid))
        if self.chance(0.3):
            day = days["CB"] + timedelta(days=self.lot.choice((-8, 5, 7)))
            self.meetings["CB"].append((day, self.add("meeting", body="CB", date=day, state="held", ad_hoc=True)))

    def _meeting(self, body: str, first: date) -> tuple[date, str]:
        return next(found for found in self.meetings[body] if found[0].replace(day=1) == first)

    def _panel_after(self, day: date, skip: int = 0) -> str:
        return [uid for on, uid in self.meetings["PANEL"] if on > day][:4][skip]

    def _take_over(self) -> None:
        for place, status in enumerate(_TAKEN_OVER):
            number, known = 10 + place, (date(2021, 9, 30), date(2022, 4, 5), None)[place % 3]
            series = "SECMP" if place % 2 else "MP"
            case = self._proposal(number, date(2021, 9, 30), series=series)
            case.events.append(
                record_event(self.session, case.uid, "taken_over", day=None, known_by=known, status=status, reason=_WHY)
            )
            case.status = status or "unknown"

    def _proposal(self, number: int, day: date, **values: Value) -> _Case:
        marking = self.lot.choices((None, "GREEN", "AMBER"), (12, 4, 1))[0]
        uid = self.add("proposal", number=number, title=f"Case {number}", issue=f"What is wrong in case {number}.",
                       proposer=self.person, proposer_organisation=self.organisation, marking=marking,
                       **values)  # fmt: skip
        if self.chance(0.1):
            self.change("proposal", uid, day + timedelta(days=self.lot.randrange(200)), title=f"Case {number} renamed")
        if self.chance(0.05):
            self.change("proposal", uid, day + timedelta(days=self.lot.randrange(300)), marking="AMBER")
        if self.chance(0.1):
            self.change("proposal", uid, day + timedelta(days=30), on_hold=True)
        self.cases.append(_Case(uid, "", day))
        return self.cases[-1]

    # ------------------------------------------------------------ a month

    def _month(self, first: date) -> None:
        self._raise(first)
        acts = [
            (*self._meeting("WG", first), self._working_group), (*self._meeting("PANEL", first), self._panel),
            (first + timedelta(days=17), "", self._authority),
            *[(day, uid, self._board) for day, uid in self.meetings["CB"] if day.replace(day=1) == first],
            (*self._meeting("CSC", first), self._csc), (first + timedelta(days=26), "", self._releases_live),
        ]  # fmt: skip
        for day, uid, act in sorted(acts, key=lambda each: each[0]):
            for case in [each for each in self.cases if each.status and each.since < day]:
                act(case, day, uid)
        self._mishaps(first)

    def _raise(self, first: date) -> None:
        share = self.size / 27
        for _ in range(int(share) + self.chance(share % 1)):
            self.number += 1
            day = first + timedelta(days=self.lot.randrange(27))
            suffix = "A" if self.chance(0.05) else ""
            case = self._proposal(self.number, day, suffix=suffix)
            if self.chance(0.1):
                self.event(case, "enquired", day - timedelta(days=10))
            if self.chance(0.03):
                case.status = "enquiry"
                continue
            self._lead(case, "raised", "draft_raised", day)

    def _lead(self, case: _Case, outcome: str, status: str, day: date, **more: str | None) -> None:
        self.event(case, outcome, day, **more)
        case.status, case.since = status, day
        case.target = more.get("target_meeting")
        if self.chance(0.03) and len(case.events) > 1:
            self._correct(case, day)

    def _correct(self, case: _Case, day: date) -> None:
        """Take the last event back, or say that it was another."""
        outcome = self.lot.choice(("corrected", "closed"))
        correct_event(self.session, case.events.pop(), outcome=outcome, day=day, reason="Heard wrongly")
        case.status = "closed" if outcome == "closed" else "draft_ready"

    def _csc(self, case: _Case, day: date, meeting: str) -> None:
        if case.status not in ("draft_raised", "draft_in_development") or self.chance(0.2):
            return
        outcome = self.lot.choice(
            (*("csc_ready",) * 3, "csc_ready_report", "csc_develop", "csc_fast_track", "csc_noted", "csc_deferred")
        )
        if outcome in ("csc_noted", "csc_deferred"):
            self.event(case, outcome, day, meeting=meeting)
        elif outcome == "csc_develop":
            self._lead(case, outcome, "draft_in_development", day, meeting=meeting)
        else:
            target = None if self.chance(0.1) else self._panel_after(day, int(self.chance(0.2)))
            self._lead(case, outcome, "draft_ready", day, meeting=meeting, target_meeting=target)

    def _panel(self, case: _Case, day: date, meeting: str) -> None:
        if case.status == "draft_ready" and (case.target == meeting or self.chance(0.2)):
            outcome, status = self.lot.choice(
                (*(("panel_converted", "refinement"),) * 6, ("panel_converted_report", "report_phase"),
                 ("panel_approved", "approved_pending"), ("panel_returned_draft", "draft_in_development"))
            )  # fmt: skip
            release = self._coming(day) if outcome == "panel_approved" else None
            self._lead(case, outcome, status, day, meeting=meeting, release=release)
            self._work(case, day)
        elif case.status == "report_to_panel" and (case.target == meeting or self.chance(0.3)):
            good = self.chance(0.85)
            outcome = "panel_report_approved" if good else "panel_returned"
            self._lead(case, outcome, "report_phase" if good else "refinement", day, meeting=meeting)
            self._consult(case, "mrc", day + timedelta(days=3))

    def _coming(self, day: date) -> str | None:
        pick = self.lot.random()
        if pick < 0.1:
            return None
        if pick < 0.2:
            return self.undated if pick < 0.15 else self.alone
        return next(uid for on, uid in self.releases if on > day)

    def _working_group(self, case: _Case, day: date, meeting: str) -> None:
        if case.status == "refinement" and self.chance(0.25):
            self.add("agenda_item", meeting=meeting, proposal=case.uid, position=self.number)
            self.event(case, "wg_discussed", day, meeting=meeting)
        if case.status == "refinement" and (day - case.since).days > 60 and self.chance(0.35):
            lodged = day + timedelta(days=self.lot.randrange(12))
            self._lead(case, "report_lodged", "report_to_panel", lodged, target_meeting=self._panel_after(lodged))

    def _board(self, case: _Case, day: date, meeting: str) -> None:
        if case.status == "refinement" and not case.asked and self.chance(0.15):
            case.asked = True
            self.event(case, "cb_assessment_requested", day, meeting=meeting)
            self._assess(case, "IA", day, requested_at=meeting)
        if case.status != "report_phase" or self.chance(0.3):
            return
        outcome, status = self.lot.choice(
            (*(("cb_approved", "approved_pending"),) * 5, ("cb_rejected", "rejected"),
             *(("cb_recommended_approval", "with_authority"),) * 2, ("cb_recommended_rejection", "with_authority"),
             ("cb_sent_back", "report_phase"), ("cb_sent_to_refinement", "refinement"))
        )  # fmt: skip
        if self.chance(0.1):
            self.event(case, "cb_deferred", day, meeting=meeting)
            return
        back = next((uid for on, uid in self.meetings["CB"] if on > day), None) if outcome == "cb_sent_back" else None
        release = self._coming(day) if outcome == "cb_approved" else None
        self._lead(case, outcome, status, day, meeting=meeting, release=release, target_meeting=back)

    def _authority(self, case: _Case, day: date, meeting: str) -> None:
        if case.status == "with_authority" and self.chance(0.35):
            outcome, status = self.lot.choice(
                (("authority_approved", "approved_pending"), ("authority_approved", "approved_pending"),
                 ("authority_rejected", "rejected"), ("authority_sent_back", "report_phase"))
            )  # fmt: skip
            self._lead(case, outcome, status, day, release=self._coming(day) if status == "approved_pending" else None)

    def _releases_live(self, case: _Case, day: date, meeting: str) -> None:
        gone = [on for on, _ in self.releases if case.since < on <= day]
        if case.status == "approved_pending" and gone and self.chance(0.7):
            self._lead(case, "implemented", "implemented", gone[-1])

    # ------------------------------------------------------------ work beside the decisions

    def _work(self, case: _Case, day: date) -> None:
        if case.status == "refinement":
            if self.chance(0.6):
                self._assess(case, "PA", day)
            if self.chance(0.6):
                self._consult(case, "refinement", day + timedelta(days=self.lot.randrange(20, 90)))

    def _assess(self, case: _Case, kind: str, day: date, **values: Value) -> None:
        asked = day + timedelta(days=self.lot.randrange(15))
        accepted = asked + timedelta(days=self.lot.randrange(12))
        length = self.lot.randrange(10, 200)
        values |= {"requested": asked} if self.chance(0.8) else {}
        values |= {"accepted": accepted} if self.chance(0.9) else {}
        values |= {"returned": accepted + timedelta(days=length)} if self.chance(0.75) else {}
        values |= {"target": 15 if kind == "PA" else 40} if self.chance(0.9) else {}
        values |= {"cancelled": accepted + timedelta(days=40)} if self.chance(0.08) else {}
        uid = self.add("assessment", proposal=case.uid, assessment_kind=kind, **values)
        if self.chance(0.15):
            self.change("assessment", uid, accepted + timedelta(days=20), target=60)

    def _consult(self, case: _Case, kind: str, opens: date) -> None:
        values: dict[str, Value] = {"expected_month": f"{opens:%Y-%m}"} if self.chance(0.6) else {}
        values |= {"expectation_known_by": opens - timedelta(days=25)} if self.chance(0.3) else {}
        values |= {"opened": opens} if self.chance(0.85) else {}
        values |= {"closes": opens + timedelta(days=18)} if "opened" in values and self.chance(0.95) else {}
        values |= {"dropped": opens + timedelta(days=4)} if self.chance(0.08) else {}
        self.add("consultation", proposal=case.uid, consultation_kind=kind, **values)

    def _mishaps(self, first: date) -> None:
        """Withdraw, close, reopen and imply: what happens to a few of any status."""
        day = first + timedelta(days=self.lot.randrange(25))
        for case in [each for each in self.cases if each.status and each.since < day]:
            final = case.status in ("implemented", "rejected", "withdrawn", "closed")
            if not final and self.chance(0.01):
                self._lead(case, "withdrawn", "withdrawn", day)
            elif not final and self.chance(0.005):
                self._lead(case, "closed", "closed", day)
            elif final and self.chance(0.005):
                uid = record_event(self.session, case.uid, "reopened", day=day, status="refinement", reason=_WHY)
                case.events.append(uid)
                case.status, case.since = "refinement", day

    def _slips(self) -> None:
        self.change("release", self.releases[3][1], date(2022, 10, 20), goes_live=date(2022, 11, 29))
        self.change("release", self.releases[5][1], date(2023, 6, 1), goes_live=date(2023, 7, 6))
        approved = [case for case in self.cases if case.status == "approved_pending"]
        for case, label in zip(approved, ("part 1 of 2", "part 2 of 2", "pilot"), strict=False):
            part = self.add("release_part", proposal=case.uid, label=label, release=self.releases[7][1])
            self.change("release_part", part, date(2023, 10, 1), release=self.releases[6][1])
        if approved:
            live: Value = date(2023, 11, 2)
            gone = self.releases[6][1]
            self.add("release_part", proposal=approved[0].uid, label="live", release=gone, implemented=live)
        self.add("paper", paper_kind="change_status_report", month="2022-11", date=date(2022, 12, 5),
                 figures_to=date(2022, 12, 2))  # fmt: skip

    def _stated(self) -> None:
        for figure, month, value in (
            ("open_count", "2022-05", "77"), ("open_average", "2022-05", "200"),
            ("pa_completed_average", "2022-08", "31"), ("ia_open_count", "2023-10", "9"),
            ("pa_open_average", "2023-10", "88"),
        ):  # fmt: skip
            self.add("stated_figure", figure=figure, month=month, value=value, reason="So it was printed")
        rows = self.session.connection().exec_driver_sql(
            "SELECT uid FROM assessment WHERE returned BETWEEN '2022-02-01' AND '2023-03-31' ORDER BY returned LIMIT 2"
        )
        first, second = (row[0] for row in rows)
        self.add("stated_figure", figure="assessment_duration", assessment=first, value="44", reason="From the DCC")
        self.add("stated_figure", figure="assessment_year", assessment=second, value="2022/23", reason="As reported")


def _months(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day = (day + timedelta(days=31)).replace(day=1)


def _nth(first: date, weekday: int, place: int) -> date:
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (place - 1))


def _last(first: date, weekday: int) -> date:
    end = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return end - timedelta(days=(end.weekday() - weekday) % 7)
