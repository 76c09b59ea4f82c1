"""What a piece of a report was found to say, while it can still gain or lose confidence from other pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from secdesk.exchange.published_report.reading import RANK, Confidence, Fact, FieldValue
from secdesk.exchange.published_report.references import ReadReference, read_reference
from secdesk.exchange.published_report.sections import Piece
from secdesk.exchange.published_report.titles import TitleSeen
from secdesk.rules.years import Month

PLAIN = "printed plainly"
REPAIRED = "read other than it is printed"


@dataclass(slots=True)
class Finding:
    """A fact in the making. ``seen`` is the title that stands beside its reference; it may confirm or deny it."""

    kind: str
    fields: dict[str, FieldValue]
    section: str
    lines: tuple[int, ...]
    repairs: tuple[str, ...] = ()
    confidence: Confidence = "sure"
    why: str = PLAIN
    seen: TitleSeen | None = None

    def __post_init__(self) -> None:
        if self.repairs and self.why == PLAIN:
            self.confidence, self.why = "likely", REPAIRED

    @property
    def reference(self) -> str:
        """The reference of the proposal it is about, empty where it is about none."""
        return str(self.fields.get("reference") or "")

    def set(self, confidence: Confidence, why: str) -> None:
        """Take another confidence, with its reason."""
        self.confidence, self.why = confidence, why

    def lower(self, confidence: Confidence, why: str) -> None:
        """Take a lesser confidence; a lesser one than this stays."""
        if RANK[confidence] < RANK[self.confidence]:
            self.set(confidence, why)

    def as_fact(self) -> Fact:
        """Return the fact that it has become."""
        return Fact(
            self.kind, dict(self.fields), self.section, self.lines, self.confidence, self.why, _each_once(self.repairs)
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """What the whole report is: of which month, of which day, as at which day, by whom; unknown where unreadable."""

    month: Month | None = None
    paper_date: date | None = None
    figures_to: date | None = None
    author: str | None = None
    team: str | None = None
    repairs: tuple[str, ...] = ()
    lines: tuple[int, ...] = field(default=())

    @property
    def panel_month(self) -> str | None:
        """The month of the Panel that the report goes to: that of its own date, which it calls this month."""
        return str(Month.of(self.paper_date)) if self.paper_date else None


@dataclass(frozen=True, slots=True)
class Named:
    """A proposal as a piece names it: its reference, where that can be read, and the title beside it, if any."""

    reference: ReadReference | None
    seen: TitleSeen | None

    @property
    def name(self) -> str:
        """The reference, empty where it cannot be read."""
        return self.reference.name if self.reference else ""

    @property
    def repairs(self) -> tuple[str, ...]:
        """The repair of the reference, if any."""
        return (self.reference.repair,) if self.reference and self.reference.repair else ()


def named_in(piece: Piece, found: re.Match[str]) -> Named:
    """Return the proposal that the groups ``ref``, ``title`` and ``close`` of a match name."""
    groups = found.re.groupindex
    reference = read_reference(piece.text[slice(*found.span("ref"))])
    if reference is None or "title" not in groups or found["title"] is None:
        return Named(reference, None)
    start, end = found.span("title")
    title = piece.text[start:end].strip()
    is_closed = bool(found["close"]) and not any(start <= place <= end for place in piece.divided)
    return Named(reference, TitleSeen(reference.name, title, is_closed, piece.lines))


def about(kind: str, named: Named, piece: Piece, fields: dict[str, FieldValue], repairs: Iterable[str] = ()) -> Finding:
    """Return a finding about the proposal that a piece names."""
    return Finding(
        kind,
        {"reference": named.name, **fields},
        piece.section,
        piece.lines,
        (*named.repairs, *(repair for repair in repairs if repair)),
        seen=named.seen,
    )


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
