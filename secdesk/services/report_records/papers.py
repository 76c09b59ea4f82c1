"""The report itself as a paper of the register: its month, day, cut-off, author and Panel."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from secdesk.models import Paper
from secdesk.rules.date_words import format_date
from secdesk.services.report_records.desk import Desk, filled, opposed
from secdesk.services.report_records.meetings import meeting_link
from secdesk.services.report_records.parties import person_link
from secdesk.services.report_records.planned import PlannedValue, differences, origin_of

_KIND = "change_status_report"
_COMPARED = ("date", "figures_to")


def plan_paper(desk: Desk) -> None:
    """Plan the record of the report."""
    for fact in desk.facts("paper"):
        day, month = fact.fields["date"], str(fact.fields["month"])
        wanted: dict[str, PlannedValue] = {
            "paper_kind": _KIND,
            "month": month,
            "date": day,
            "figures_to": fact.fields["figures_to"],
            "author": person_link(desk, fact.fields["author"]),
            "team": fact.fields["team"],
            "meeting": meeting_link(desk, "PANEL", month_of(day)) if isinstance(day, date) else None,
        }
        query = select(Paper).where(Paper.paper_kind == _KIND, Paper.month == month).order_by(Paper.uid)
        found = desk.session.scalars(query).first()
        words, origin = f"Change Status Report, {desk.month.label if desk.month else month}", origin_of(fact)
        if found is None:
            kept = {name: value for name, value in wanted.items() if value is not None}
            desk.plan("paper", "paper", "new", words, origin, values=kept)
            continue
        present = found.values()
        added = {} if found.issued else filled(present, wanted)
        desk.plan("paper", "paper", "change" if added else "there", words, origin, uid=found.uid, values=added)
        against = opposed(present, wanted, _COMPARED)
        if against:
            labels = Paper.stored_fields()
            note = differences((labels[n].label, _shown(present[n]), _shown(fact.fields[n])) for n in against)
            desk.plan("paper differs", "paper", "contradicts", words, origin, uid=found.uid, note=note)


def month_of(day: date) -> str:
    """Return the month of a day, as meetings keep it."""
    return f"{day:%Y-%m}"


def _shown(value: object) -> str:
    return format_date(value) if isinstance(value, date) else str(value)
