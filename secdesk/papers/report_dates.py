"""The days of a Change Status Report: its own date, its data's date, and the window of each section.

One paper has several windows on purpose (domain.md 1.7): timescales are as at the end of the month, while the
Working Group and the Change Sub-Committee are reported up to the day of the paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import FR, relativedelta
from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Meeting, Paper
from secdesk.papers.paper_days import PaperDays, Window
from secdesk.rules.bank_holidays import HolidayCalendar
from secdesk.rules.workdays import working_days_before
from secdesk.rules.years import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDates(PaperDays):
    """The days of one report. ``meeting`` is the uid of the Panel it goes to, ``paper`` that of its own record."""

    month: Month
    previous_paper_date: date

    @property
    def in_month(self) -> Window:
        """New Draft Proposals, votes and decisions: the month of the report."""
        return Window(self.month.first, self.month.last)

    @property
    def since_last_paper(self) -> Window:
        """Change Sub-Committee outcomes: after the last paper, up to this one."""
        return Window(self.previous_paper_date + timedelta(days=1), self.paper_date)

    @property
    def coming_month(self) -> Month:
        """The month in which consultations are expected: that of the paper."""
        return Month.of(self.paper_date)


def report_dates(
    session: Session,
    month: Month,
    calendar: HolidayCalendar,
    paper_days: int,
    *,
    paper_date: date | None = None,
    figures_to: date | None = None,
) -> ReportDates:
    """Return the days of a month's report: as asked, else as its record says, else as worked out.

    A paper goes out ``paper_days`` Working Days before the Panel of the month after the one it reports.
    """
    record = _paper_record(session, month)
    day = paper_date or (record.date if record else None) or _usual_date(session, month, calendar, paper_days)
    earlier = _paper_record(session, month.previous)
    before = earlier.date if earlier and earlier.date else _usual_date(session, month.previous, calendar, paper_days)
    return ReportDates(
        month=month,
        paper_date=day,
        names_at=day,
        figures_to=figures_to or (record.figures_to if record else None) or min(month.last, day),
        previous_paper_date=min(before, day - timedelta(days=1)),
        meeting=(record.meeting if record else None) or _panel_after(session, day),
        paper=record.uid if record else None,
    )


def _paper_record(session: Session, month: Month) -> Paper | None:
    """Return the newest record of a month's report."""
    query = select(Paper).where(Paper.paper_kind == "change_status_report", Paper.month == str(month))
    return session.scalars(query.order_by(Paper.issued.is_not(None), Paper.issued.desc(), Paper.uid)).first()


def _usual_date(session: Session, month: Month, calendar: HolidayCalendar, paper_days: int) -> date:
    panels = session.scalars(
        select(Meeting.date)
        .where(
            Meeting.body == "PANEL",
            Meeting.state != "cancelled",
            Meeting.ad_hoc.is_not(True),
            Meeting.date >= month.next.first,
            Meeting.date <= month.next.last,
        )
        .order_by(Meeting.date)
    ).all()
    panel = panels[0] if panels and panels[0] else _second_friday(month.next)
    return working_days_before(panel, paper_days, calendar)


def _second_friday(month: Month) -> date:
    """Return the usual day of a Panel, where its date is not in the register yet (domain.md 3.1)."""
    found: date = month.first + relativedelta(weekday=FR(2))
    return found


def _panel_after(session: Session, day: date) -> str | None:
    """Return the uid of the Panel that a paper of a day goes to: the next with a date, else that of the month."""
    panels = select(Meeting.uid).where(
        Meeting.body == "PANEL", Meeting.state != "cancelled", Meeting.ad_hoc.is_not(True)
    )
    dated = session.scalar(panels.where(Meeting.date >= day).order_by(Meeting.date).limit(1))
    in_month = session.scalar(panels.where(Meeting.date.is_(None), Meeting.month == str(Month.of(day))).limit(1))
    if dated is None or in_month is None:
        return dated or in_month
    found = session.get(Meeting, dated)
    return dated if found and found.date and Month.of(found.date) == Month.of(day) else in_month
