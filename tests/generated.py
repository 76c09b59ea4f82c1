"""A made-up register of any number of proposals, the same for the same number and seed (targets.md 8).

Rows go into the tables by bulk inserts with their row hashes; the log has one step only, so undo has nothing to offer.
Every proposal has a title, four to six events, and mostly a proposer, a lead, a path and a marking; some have former
titles, flags, a release, a target meeting, an assessment and a consultation.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from secdesk.models import kinds
from secdesk.models.base import row_hash
from secdesk.register.register import Register

TODAY = date(2020, 2, 7)
_FIRST_DAY = date(2013, 9, 23)
_TEXT = (
    "Alert Appeal Assessment Audit Billing Capacity Certificate Charging Code Command Configuration Consent Credential"
    " Customer Data Demand Device Enrolment Error Event Exception Export Firmware Forecast Gas Gateway Governance Hub"
    " Identifier Import Incident Installation Interface Inventory Join Key Latency Ledger Load Log Maintenance Meter"
    " Migration Mode Network Notice Operator Order Outage Pairing Party Performance Prepayment Profile Proposal Proxy"
    " Queue Reading Recovery Register Release Report Request Response Restore Review Role Route Schedule Security"
    " Service Signal Standard State Supplier Supply Switch Tariff Testing Threshold Time Timeline Token Traffic Update"
    " Upgrade Usage User Validation Version Voltage Window Zone"
)
_WORDS = tuple(_TEXT.split())
_ACRONYMS = ("SMETS1", "SMETS2", "DUIS", "GBCS", "DCC", "IHD", "CPL", "SMKI", "PPMID")
_NAMES = ("Zoë", "Łukasz", "Siân", "Nora", "Müller", "O’Neill", "Jones", "Chloé", "Björn", "Patel", "Khan", "Evans")
_LIVES = (
    ("raised",),
    ("raised", "csc_ready"),
    ("raised", "csc_ready", "panel_converted"),
    ("raised", "csc_ready", "panel_converted", "report_lodged"),
    ("raised", "csc_ready", "panel_converted", "report_lodged", "panel_report_approved"),
    ("raised", "csc_ready", "panel_converted", "report_lodged", "panel_report_approved", "cb_approved"),
    ("raised", "csc_ready", "panel_converted", "report_lodged", "panel_report_approved", "cb_approved", "implemented"),
    ("raised", "csc_ready", "withdrawn"),
)
_WEIGHTS = (5, 4, 8, 3, 4, 6, 55, 8)
_BODIES = {
    "raised": "PROPOSER",
    "csc_ready": "CSC",
    "panel_converted": "PANEL",
    "report_lodged": "SECAS",
    "panel_report_approved": "PANEL",
    "cb_approved": "CB",
    "implemented": "SECAS",
    "withdrawn": "PROPOSER",
}


def make_register(path: Path, size: int, seed: int = 1) -> Path:
    """Make a register of ``size`` proposals in a new file and return its path."""
    with Register.create(path, who="Generator"):
        pass
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.execute("PRAGMA defer_foreign_keys = ON")
            for kind, rows in _Life(size, Random(seed)).tables():
                _insert(connection, kind, rows)
    finally:
        connection.close()
    return path


def _insert(connection: sqlite3.Connection, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
    columns = kinds()[kind].__table__.columns
    defaults = {
        c.name: c.default.arg if c.default is not None and not callable(c.default.arg) else None for c in columns
    }
    names = ", ".join(f'"{name}"' for name in defaults)
    marks = ", ".join("?" for _ in defaults)
    connection.executemany(
        f"INSERT INTO {kind} ({names}) VALUES ({marks})",
        (_cells(kind, {**defaults, **row, "rev": 1}) for row in rows),
    )


def _cells(kind: str, values: dict[str, Any]) -> list[Any]:
    values["row_hash"] = row_hash(kind, values)
    return [each.isoformat() if isinstance(each, date) else each for each in values.values()]


MOST_NUMBERED = 99_999
"""The highest number of a proposal; those after it begin anew as parts A."""
_WEEKS = 5_000
"""Meetings of a very large register are in the weeks since 1924, several on one day."""


class _Life:
    """What happens in a made-up register."""

    def __init__(self, size: int, random: Random) -> None:
        self.size = size
        self.random = random
        self.organisations = [f"o{number}" for number in range(max(40, size // 100))]
        self.people = [f"p{number}" for number in range(max(120, size // 20))]
        self.leads = self.people[:12]
        self.releases = [f"r{number}" for number in range(min(400, max(12, size // 50)))]
        self.meetings = [f"m{number}" for number in range(max(60, size // 5))]
        self.dated = 0

    def tables(self) -> Iterator[tuple[str, Iterator[Mapping[str, Any]]]]:
        """Yield every kind with its rows; the rows of a kind are made while they are taken."""
        yield "organisation", self._organisations()
        yield "person", self._people()
        yield "release", ({"uid": uid, "name": f"Release {number:03d}"} for number, uid in enumerate(self.releases))
        yield "meeting", self._meetings()
        yield "proposal", self._proposals()
        yield "dated_value", self._dated_values()
        yield "event", self._events()
        yield "release_part", self._release_parts()
        yield "assessment", self._assessments()
        yield "consultation", self._consultations()

    def _organisations(self) -> Iterator[Mapping[str, Any]]:
        for number, uid in enumerate(self.organisations):
            yield {"uid": uid, "name": f"{self.random.choice(_WORDS)} Energy {number}"}

    def _people(self) -> Iterator[Mapping[str, Any]]:
        for number, uid in enumerate(self.people):
            name = f"{self.random.choice(_NAMES)} {self.random.choice(_NAMES)} {number}"
            yield {"uid": uid, "name": name, "organisation": self.random.choice(self.organisations)}

    def _meetings(self) -> Iterator[Mapping[str, Any]]:
        for number, uid in enumerate(self.meetings):
            day = TODAY + timedelta(days=7 * (24 - number % _WEEKS))
            state = "planned" if day >= TODAY else "held"
            yield {"uid": uid, "date": day, "body": ("PANEL", "CSC", "WG", "CB")[number % 4], "state": state}

    def _proposals(self) -> Iterator[Mapping[str, Any]]:
        for number in range(1, self.size + 1):
            who = self._maybe(0.9, self.people)
            yield {
                "uid": proposal_uid(number),
                "number": (number - 1) % MOST_NUMBERED + 1,
                "suffix": "A" if number > MOST_NUMBERED else "",
                "series": "SECMP" if number <= self.size // 10 else "MP",
                "proposer": who,
                "proposer_organisation": self._maybe(0.9, self.organisations),
                "lead_analyst": self._maybe(0.8, self.leads),
                "urgent": self._maybe(0.1, (True,)),
                "fast_track": self._maybe(0.1, (True,)),
                "security_limited": self._maybe(0.05, (True,)),
                "issue": " ".join(self.random.choices(_WORDS, k=40)),
            }

    def _dated_values(self) -> Iterator[Mapping[str, Any]]:
        for number in range(1, self.size + 1):
            uid = proposal_uid(number)
            yield self._dated(uid, "title", self._title(), None)
            if number % 20 == 0:
                yield self._dated(uid, "title", self._title(), self._day(number, 300), position=2)
            if self.random.random() < 0.9:
                yield self._dated(uid, "path", self.random.choice(("1", "2", "3", "fast_track")), None)
            if self.random.random() < 0.9:
                yield self._dated(uid, "marking", self.random.choice(("WHITE", "GREEN", "AMBER")), None)
            if self.random.random() < 0.05:
                yield self._dated(uid, "on_hold", "yes", None)
            if self.random.random() < 0.2:
                yield self._dated(uid, "target_meeting", self.random.choice(self.meetings[:25]), None)
            if number % 3 == 0:
                yield self._dated(_part_uid(number), "release", self.random.choice(self.releases), None)

    def _events(self) -> Iterator[Mapping[str, Any]]:
        for number in range(1, self.size + 1):
            life = self.random.choices(_LIVES, _WEIGHTS)[0]
            for place, outcome in enumerate(life):
                yield {
                    "uid": f"e{number}.{place}",
                    "proposal": proposal_uid(number),
                    "outcome": outcome,
                    "date": self._day(number, 45 * place),
                    "body": _BODIES[outcome],
                    "position": place,
                }

    def _release_parts(self) -> Iterator[Mapping[str, Any]]:
        for number in range(3, self.size + 1, 3):
            yield {"uid": _part_uid(number), "proposal": proposal_uid(number)}

    def _assessments(self) -> Iterator[Mapping[str, Any]]:
        for number in range(2, self.size + 1, 2):
            accepted = self._day(number, 100)
            yield {
                "uid": f"a{number}",
                "proposal": proposal_uid(number),
                "assessment_kind": self.random.choice(("PA", "IA")),
                "accepted": accepted,
                "returned": accepted + timedelta(days=60) if self.random.random() < 0.9 else None,
            }

    def _consultations(self) -> Iterator[Mapping[str, Any]]:
        for number in range(1, self.size + 1, 2):
            opened = self._day(number, 120)
            yield {
                "uid": f"c{number}",
                "proposal": proposal_uid(number),
                "consultation_kind": self.random.choice(("refinement", "mrc")),
                "opened": opened,
                "closes": opened + timedelta(days=20),
                "responses": self.random.randrange(12),
            }

    def _title(self) -> str:
        words = self.random.choices(_WORDS, k=self.random.randint(3, 9))
        if self.random.random() < 0.6:
            words.insert(self.random.randrange(len(words)), self.random.choice(_ACRONYMS))
        return " ".join(words)

    def _day(self, number: int, later: int) -> date:
        """Return a day that rises with the number, up to ``TODAY``."""
        span = (TODAY - _FIRST_DAY).days - 320
        return _FIRST_DAY + timedelta(days=span * number // (self.size + 1) + later)

    def _dated(self, record: str, name: str, value: str, since: date | None, position: int = 1) -> Mapping[str, Any]:
        self.dated += 1
        return {
            "uid": f"d{self.dated}",
            "record": record,
            "field_name": name,
            "value": value,
            "effective_from": since,
            "position": position,
        }

    def _maybe(self, share: float, choices: Any) -> Any:
        return self.random.choice(choices) if self.random.random() < share else None


def proposal_uid(number: int) -> str:
    """Return the uid of a made-up proposal."""
    return f"q{number}"


def _part_uid(number: int) -> str:
    return f"x{number}"
