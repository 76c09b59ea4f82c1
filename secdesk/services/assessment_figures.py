"""How many assessments are with the DCC and how many came back, by kind: the report's own totals (domain.md 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from secdesk.papers.assessment_facts import KINDS, collect_assessments
from secdesk.papers.facts import StatedValue, Total
from secdesk.papers.open_source import open_source
from secdesk.rules.date_words import format_date
from secdesk.rules.workdays import Convention
from secdesk.rules.years import Month


@dataclass(frozen=True, slots=True)
class KindFigures:
    """The figures of one kind; an average is in days of the convention and None where no duration is known."""

    kind: str
    open: int
    open_average: int | None
    returned: int
    returned_average: int | None


@dataclass(frozen=True, slots=True)
class AssessmentFigures:
    """The figures as at a day. ``returned`` are the uids of the assessments that count in the Regulatory Year."""

    figures_to: date
    year: str
    convention: Convention
    kinds: tuple[KindFigures, ...]
    returned: frozenset[str]

    @property
    def sentence(self) -> str:
        """All of it in words, for people who hear it."""
        told = [
            f"{each.kind} with the DCC {each.open}{_average(each.open_average)}, "
            f"returned in {self.year} {each.returned}{_average(each.returned_average)}"
            for each in self.kinds
        ]
        return f"Figures to {format_date(self.figures_to)}: {'; '.join(told)}. {self.convention.note}"


def _average(days: int | None) -> str:
    return "" if days is None else f", average {days} WD"


def assessment_figures(session: Session, figures_to: date) -> AssessmentFigures:
    """Return the figures that a report with figures to this day prints, stated ones in place of counted ones."""
    month = Month.of(figures_to)
    source = open_source(session, "assessments", figures_to, month=month if month.last == figures_to else None)
    found = collect_assessments(source)
    totals = {total.key: total for total in found.totals}
    return AssessmentFigures(
        figures_to=figures_to,
        year=source.dates.year.label,
        convention=source.rules.convention("duration_convention"),
        kinds=tuple(
            KindFigures(
                kind,
                _count(totals[f"{key}_open"]),
                _mean(totals[f"{key}_open"]),
                _count(totals[f"{key}_completed"]),
                _mean(totals[f"{key}_completed"]),
            )
            for kind, key, _words in KINDS
        ),
        returned=frozenset(fact.uid for fact in found.completed),
    )


def _count(total: Total) -> int:
    stated = _number(total.stated_count)
    return len(total.uids) if stated is None else stated


def _mean(total: Total) -> int | None:
    stated = _number(total.stated_average)
    return total.average if stated is None else stated


def _number(stated: StatedValue | None) -> int | None:
    return int(stated.value) if stated and stated.value.isascii() and stated.value.isdigit() else None
