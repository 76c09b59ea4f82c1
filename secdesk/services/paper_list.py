"""The papers that there are to make now, and those that were issued, as one list (ux.md 2.12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Consultation, Meeting, Release
from secdesk.papers.issue_facts import Subject
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.naming import references
from secdesk.rules.process import MEETING_BODIES
from secdesk.rules.status import proposal_of, select_proposals
from secdesk.rules.years import Month, parse_month
from secdesk.services.home import present_cycle, report_entries
from secdesk.services.issued_papers import IssuedPaper, issued_papers
from secdesk.services.papers import PAPERS
from secdesk.services.releases import release_rows

REPORT = "change_status_report"
_RECENT = timedelta(days=21)
_AHEAD = timedelta(days=60)
_AGENDAS = {"PANEL": "panel_agenda", "WG": "wg_agenda"}
_DECIDING = ("PANEL", "CB", "CSC")
_BY_DAY = tuple(kind.key for kind in PAPERS.values() if kind.needs == "nothing")


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """A paper of the list: what it is about in uids and in words, and the issued version that it shows.

    ``issued`` is the uid of the issued paper, empty for a draft; ``version`` its number; ``newest`` whether no later
    version of it was issued.
    """

    subject: Subject
    label: str
    about: str
    issued: str = ""
    version: str = ""
    newest: bool = True

    @property
    def state(self) -> str:
        """``draft``, or the version of an issued paper."""
        if not self.issued:
            return "draft"
        return f"v{self.version}" if self.newest else f"v{self.version}, replaced"


def paper_entries(session: Session, today: date, more: Iterable[Subject] = ()) -> list[PaperEntry]:
    """Return the papers of this cycle, then earlier reports, then what was issued before.

    A paper that was issued stands in the list once, as its newest version; ``more`` are subjects asked for besides.
    """
    issued = issued_papers(session)
    newest: dict[tuple[Subject, str], IssuedPaper] = {}
    for each in issued:
        known = newest.get(each.family)
        if known is None or _number(each.version) > _number(known.version):
            newest[each.family] = each
    found = [_entry(session, subject, today) for subject in dict.fromkeys((*_subjects(session, today), *more))]
    listed = [_as_issued(entry, newest, today) for entry in found if entry is not None]
    shown = {entry.issued for entry in listed}
    current = {each.uid for each in newest.values()}
    listed += [_of_issued(session, each, today, each.uid in current) for each in issued if each.uid not in shown]
    return listed


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _as_issued(entry: PaperEntry, newest: dict[tuple[Subject, str], IssuedPaper], today: date) -> PaperEntry:
    day = today.isoformat() if entry.subject.kind in _BY_DAY else ""
    found = newest.get((entry.subject, day))
    return replace(entry, issued=found.uid, version=found.version) if found else entry


def _of_issued(session: Session, each: IssuedPaper, today: date, newest: bool) -> PaperEntry:
    entry = _entry(session, each.subject, today) or PaperEntry(each.subject, each.name, "")
    about = entry.about
    if each.subject.kind in _BY_DAY:
        about = format_date(date.fromisoformat(each.at)) if each.at else format_date(each.issued)
    return replace(entry, about=about, issued=each.uid, version=each.version, newest=newest)


def _subjects(session: Session, today: date) -> Iterator[Subject]:
    """Yield what there is to make, the present cycle first."""
    cycle = present_cycle(today)
    yield Subject(REPORT, month=str(cycle))
    panel = _next_meeting(session, "PANEL", today)
    if panel is not None:
        yield Subject("panel_agenda", meeting=panel)
        yield from _proposals_for(session, panel, today)
    for body in MEETING_BODIES:
        yield from _for_body(session, body, today, panel)
    for uid in _live_consultations(session, today):
        yield Subject("consultation_notice", consultation=uid)
    for uid in _coming_releases(session, today):
        yield Subject("release_notes", release=uid)
    for key in _BY_DAY:
        yield Subject(key)
    for entry in report_entries(session, today):
        yield Subject(REPORT, month=str(entry.month))


def _next_meeting(session: Session, body: str, today: date) -> str | None:
    query = select(Meeting.uid).where(Meeting.body == body, Meeting.state != "cancelled", Meeting.date >= today)
    dated = session.scalar(query.where(Meeting.date <= today + _AHEAD).order_by(Meeting.date, Meeting.uid).limit(1))
    if dated is not None:
        return dated
    months = (str(Month.of(today)), str(Month.of(today).next))
    undated = select(Meeting.uid).where(Meeting.body == body, Meeting.date.is_(None), Meeting.month.in_(months))
    return session.scalar(undated.where(Meeting.state == "planned").order_by(Meeting.month, Meeting.uid).limit(1))


def _last_meeting(session: Session, body: str, today: date) -> str | None:
    query = select(Meeting.uid).where(Meeting.body == body, Meeting.state != "cancelled", Meeting.date < today)
    recent = query.where(Meeting.date >= today - _RECENT)
    return session.scalar(recent.order_by(Meeting.date.desc(), Meeting.uid).limit(1))


def _for_body(session: Session, body: str, today: date, panel: str | None) -> Iterator[Subject]:
    coming = panel if body == "PANEL" else _next_meeting(session, body, today)
    last = _last_meeting(session, body, today)
    if coming is not None:
        if body != "PANEL":
            yield Subject(_AGENDAS.get(body, "agenda"), meeting=coming)
        if body in _DECIDING:
            yield Subject("decision_sheet", meeting=coming)
        yield Subject("chair_script", meeting=coming)
    if last is not None:
        if body in _DECIDING:
            yield Subject("decision_sheet", meeting=last)
        yield Subject("minutes", meeting=last)


def _proposals_for(session: Session, panel: str, today: date) -> Iterator[Subject]:
    for row in session.execute(select_proposals(today, names_at=today, count_withdrawals=True)):
        found = proposal_of(row)
        if found.target_meeting == panel and found.status == "draft_ready":
            yield Subject("conversion", proposal=found.uid)
        elif found.target_meeting == panel and found.status == "report_to_panel":
            yield Subject("modification_report", proposal=found.uid)


def _live_consultations(session: Session, today: date) -> list[str]:
    query = (
        select(Consultation.uid)
        .where(Consultation.proposal.is_not(None), Consultation.dropped.is_(None))
        .where((Consultation.closes.is_(None)) | (Consultation.closes >= today))
        .order_by(Consultation.opened, Consultation.uid)
    )
    return list(session.scalars(query))


def _coming_releases(session: Session, today: date) -> list[str]:
    """Return the next two releases that are still to come."""
    coming = [row for row in release_rows(session, today) if row.day and row.day >= today and not row.implemented]
    return [row.uid for row in sorted(coming, key=lambda row: (row.day or today, row.uid))[:2]]


# --- words -----------------------------------------------------------------------------------------------------------


def _entry(session: Session, subject: Subject, today: date) -> PaperEntry | None:
    """Return a paper of the list; None where what it was about is gone."""
    kind = PAPERS.get(subject.kind)
    if kind is None:
        return None
    about = about_words(session, subject, today)
    return None if about is None else PaperEntry(subject, kind.label, about)


def about_words(session: Session, subject: Subject, today: date) -> str | None:
    """Return what a paper is about in words: its month, meeting, proposal or release; None where that is gone."""
    if subject.month:
        return parse_month(subject.month).label
    if subject.meeting:
        return _meeting_words(session.get(Meeting, subject.meeting), subject.kind)
    if subject.proposal:
        return references(session, [subject.proposal], today).get(subject.proposal)
    if subject.release:
        release = session.get(Release, subject.release)
        return release.name if release else None
    if subject.consultation:
        row = session.get(Consultation, subject.consultation)
        called = references(session, [row.proposal], today).get(row.proposal) if row and row.proposal else None
        return f"{called}, {words_of('consultation_kind', row.consultation_kind)}" if row and called else None
    return format_date(today)


def _meeting_words(meeting: Meeting | None, kind: str) -> str | None:
    if meeting is None:
        return None
    when = format_date(meeting.date) if meeting.date else parse_month(meeting.month).label if meeting.month else ""
    if kind in _AGENDAS.values():
        return when
    body = MEETING_BODIES.get(meeting.body or "", "").removeprefix("SEC ")
    return f"{body}, {when}".strip(", ")
