"""What was read of a report: its facts and its lines, each with how sure the reading is and why (peers.md 0.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

Confidence: TypeAlias = Literal["sure", "likely", "unknown"]
FieldValue: TypeAlias = str | int | bool | date | None

RANK: Mapping[Confidence, int] = {"unknown": 0, "likely": 1, "sure": 2}
"""Confidences from the least to the most."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the report says. A field that could not be read is None.

    ``kind`` is one of the kinds of :data:`FACT_KINDS`, ``section`` the chapter that says it, ``lines`` the numbers of
    its lines. ``repairs`` names everything that was read other than it is printed: ``MPO97 read as MP097``.
    """

    kind: str
    fields: Mapping[str, FieldValue]
    section: str
    lines: tuple[int, ...]
    confidence: Confidence = "sure"
    why: str = ""
    repairs: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """The reference of the proposal that the fact is about, empty where it is about none."""
        return str(self.fields.get("reference") or "")


FACT_KINDS: Mapping[str, str] = {
    "paper": "the report itself: month, date, author",
    "title": "the title of a proposal",
    "raised": "a Draft Proposal that was raised",
    "organisation": "an organisation and its initials",
    "event": "a decision on a proposal",
    "path": "the path of a proposal",
    "marking": "the marking of a proposal",
    "target": "the meeting that a proposal goes to",
    "status": "where a proposal stood",
    "meeting": "a meeting",
    "agenda": "a proposal on the agenda of a meeting",
    "consultation": "a consultation",
    "assessment": "an assessment by the DCC",
    "figure": "a total or an average",
    "release": "a release and its date",
    "release_part": "a proposal in a release",
}
"""The kinds of fact, each in words."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line of the report: its number from 1, its text, and how it was understood.

    ``kind`` is what the line is (``heading``, ``sentence``, ``item``, ``row`` ...); ``facts`` are places in the facts
    of the reading. ``confidence`` is that of its least sure fact; ``unknown`` where the line gives none.
    """

    number: int
    text: str
    section: str
    kind: str
    confidence: Confidence
    why: str
    facts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole report as it was read. ``remarks`` are sentences about what could not be put in its place."""

    lines: tuple[ReadLine, ...]
    facts: tuple[Fact, ...]
    month: str | None = None
    paper_date: date | None = None
    figures_to: date | None = None
    remarks: tuple[str, ...] = field(default=())

    def of_kind(self, kind: str) -> tuple[Fact, ...]:
        """Return the facts of a kind, in the order of the report."""
        return tuple(fact for fact in self.facts if fact.kind == kind)
