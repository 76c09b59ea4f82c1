"""What Home lists as due: each rule by name, with its sentence and how it reads the register (ux.md 2.5).

A false alarm is a fault of the same rank as a missed one (ux.md 0.11). So every rule has a gate: a vote is not missing
before its meeting, nothing waits for a meeting whose agenda it was taken off, and what is on hold waits for nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from secdesk.models import Action, Consultation, Event, Paper
from secdesk.papers.report_dates import report_dates
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.naming import NOT_NUMBERED, names
from secdesk.rules.process import STATUSES
from secdesk.rules.status import counts, happened
from secdesk.rules.wording import in_figures, plural
from secdesk.rules.workdays import HolidayCalendar, add_working_days, working_days_before
from secdesk.rules.years import Month, parse_month
from secdesk.services import assessments, releases
from secdesk.services.authority import authority_queue
from secdesk.services.due_facts import DueFacts, Item, MeetingDay
from secdesk.services.release_parts import parts_by_release

REPORT = "change_status_report"
_TEXT = 60


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing that is due: its day (None: late already, without a day of its own), words, reason and way there.

    ``verb`` is what the button says; ``place`` and ``uid`` are where it leads. ``when`` stands for the day where only
    the month is known. ``rule`` is the name of the rule that found it, ``count`` how many records it speaks of.
    """

    rule: str
    day: date | None
    words: str
    why: str
    verb: str
    place: str
    uid: str
    when: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class DueRule:
    """A rule: its name, the sentence that says when it lists something, and the function that finds it."""

    name: str
    sentence: str
    find: Callable[[DueFacts], Iterator[DueLine]]


# --- papers and agendas --------------------------------------------------------------------------------------------


def _report(facts: DueFacts) -> Iterator[DueLine]:
    """The report of the present cycle, from the end of its month until it is issued; not where nothing happened."""
    month = Month.of(facts.today).previous
    if facts.session.scalar(select(Event.uid).where(happened(Event) <= month.last).limit(1)) is None:
        return
    dates = report_dates(facts.session, month, facts.rules.calendar, facts.rules.number("paper_days"))
    if dates.paper_date > facts.until or _is_issued(facts, REPORT, Paper.month == str(month)):
        return
    why = f"Papers go out {facts.rules.number('paper_days')} WD before the SEC Panel: {format_date(dates.paper_date)}"
    words = f"Change Status Report, {month.label}: issue"
    yield DueLine("report", dates.paper_date, words, why, "Issue", "papers", str(month))


def _is_issued(facts: DueFacts, kind: str, about: object) -> bool:
    query = select(Paper.uid).where(Paper.paper_kind == kind, about, Paper.issued <= facts.today)  # type: ignore[arg-type]
    return facts.session.scalar(query.limit(1)) is not None


def _agendas(facts: DueFacts) -> Iterator[DueLine]:
    for meeting in facts.meetings:
        if meeting.confirmed or meeting.held or not meeting.exact or meeting.day <= facts.today:
            continue
        due = _agenda_day(meeting, facts)
        if due is None or due > facts.until or _is_issued(facts, "panel_agenda", Paper.meeting == meeting.uid):
            continue
        act = "papers go out" if meeting.body in _PAPERS else "confirm the agenda"
        why = _before(meeting, facts)
        yield DueLine("agenda", due, f"{meeting.name}: {act}", why, "Agenda", "meetings", meeting.uid)


_PAPERS: Mapping[str, str] = {"PANEL": "paper_days", "CB": "paper_days"}
_LEADS: Mapping[str, str] = {**_PAPERS, "WG": "agenda_days"}
"""How long before its meetings a body's papers or agenda go out, by setting."""


def _agenda_day(meeting: MeetingDay, facts: DueFacts) -> date | None:
    """Return when an agenda is due: never for an ad-hoc meeting, nor for a Change Board with nothing to vote on."""
    if meeting.agenda_due is not None:
        return meeting.agenda_due
    if meeting.ad_hoc or meeting.body not in _LEADS or (meeting.body == "CB" and not _awaited(meeting, facts)):
        return None
    return working_days_before(meeting.day, facts.rules.number(_LEADS[meeting.body]), facts.rules.calendar)


def _before(meeting: MeetingDay, facts: DueFacts) -> str:
    if meeting.agenda_due is not None:
        return f"{meeting.name}; the day was set by hand"
    return f"{meeting.name} − {facts.rules.number(_LEADS[meeting.body])} WD"


# --- sittings ------------------------------------------------------------------------------------------------------

_NOUNS = {"CB": "vote", "WG": "outcome"}
_VERBS = {"CB": "Vote"}
_NAMES = {"CSC": "Change Sub-Committee", "CB": "Change Board", "PANEL": "SEC Panel", "WG": "Working Group"}
_DECIDES_ONCE = frozenset({"CSC", "CB"})
"""Bodies that have nothing left to decide on a proposal that is approved."""


def _decisions(facts: DueFacts) -> Iterator[DueLine]:
    """Items without an outcome of a meeting that is today or past. One that is held waits only for what is drafted."""
    for meeting in facts.meetings:
        if meeting.day > facts.today or meeting.body not in _NAMES:
            continue
        waiting = [item for item in _awaited(meeting, facts) if item.drafted or not meeting.held]
        if not waiting:
            continue
        about, noun = facts.called(item.proposal for item in waiting), _NOUNS.get(meeting.body, "decision")
        if all(item.drafted for item in waiting):
            words, verb = f"{about}: record the {_NAMES[meeting.body]} {plural(len(waiting), noun)}", "Record"
        else:
            words = f"{about}: {_NAMES[meeting.body]} {plural(len(waiting), noun)}"
            verb = _VERBS.get(meeting.body, "Decide")
        yield DueLine("decision", meeting.day, words, meeting.name, verb, "decisions", meeting.uid)


def _awaited(meeting: MeetingDay, facts: DueFacts) -> list[Item]:
    """Return the items of a meeting that wait for an outcome."""
    return [
        item
        for item in facts.items.get(meeting.uid, ())
        if not item.recorded
        and item.purpose != "inform"
        and facts.can_go_on(item.proposal)
        and not (meeting.body in _DECIDES_ONCE and facts.lives[item.proposal].decided)
    ]


def _to_panel(facts: DueFacts) -> Iterator[DueLine]:
    """Proposals that a coming Panel is to convert, and Modification Reports that go to it."""
    aimed: dict[tuple[str, str], list[str]] = {}
    for life in facts.lives.values():
        if life.can_go_on and life.status in _AT_PANEL and life.target:
            aimed.setdefault((life.target, life.status), []).append(life.uid)
    for meeting in facts.meetings:
        for status in _AT_PANEL:
            found = aimed.get((meeting.uid, status), [])
            if found and meeting.body == "PANEL" and _is_near(meeting, facts):
                yield from _at_panel(meeting, status, _still_aimed(meeting, found, facts), facts)


_AT_PANEL: Mapping[str, tuple[str, str, str]] = {
    "draft_ready": ("convert at the SEC Panel", "conversion", "Convert"),
    "report_to_panel": ("Modification Report to the SEC Panel", "report to Panel", "Decide"),
}


def _is_near(meeting: MeetingDay, facts: DueFacts) -> bool:
    first = meeting.day if meeting.exact else parse_month(meeting.month).first
    return first <= facts.until and not meeting.held


def _still_aimed(meeting: MeetingDay, proposals: list[str], facts: DueFacts) -> list[str]:
    """Leave out what is not at this Panel after all: taken off its agenda, not on a confirmed one, decided there.

    From the day of the meeting on, what is on the agenda is listed as a decision of the meeting.
    """
    items = {item.proposal: item for item in facts.items.get(meeting.uid, ())}
    gone = facts.taken_off(meeting.uid) if any(uid not in items for uid in proposals) else set()
    is_over = meeting.day <= facts.today
    return [
        uid
        for uid in proposals
        if (not items[uid].recorded and not is_over if uid in items else uid not in gone and not meeting.confirmed)
    ]


def _at_panel(meeting: MeetingDay, status: str, proposals: list[str], facts: DueFacts) -> Iterator[DueLine]:
    if not proposals:
        return
    words, rule, verb = _AT_PANEL[status]
    when = "" if meeting.exact else parse_month(meeting.month).label
    told = f"{facts.called(proposals)}: {words}"
    yield DueLine(rule, meeting.day, told, meeting.name, verb, "decisions", meeting.uid, when, len(proposals))


# --- consultations and assessments ---------------------------------------------------------------------------------

_STAGES_OF = {"refinement": ("define", "refine"), "mrc": ("refine", "opine")}
"""The stages in which a kind of consultation can still be issued; any other kind until approval."""


def _consultations(facts: DueFacts) -> Iterator[DueLine]:
    """Consultations to issue, closing soon, and closed without a number of responses."""
    query = select(Consultation).where(or_(Consultation.dropped.is_(None), Consultation.dropped > facts.today))
    found: dict[tuple[str, date, str], list[Consultation]] = {}
    for row in facts.session.scalars(query.order_by(Consultation.uid)):
        if not facts.can_go_on(row.proposal) or facts.lives[row.proposal or ""].decided:
            continue
        rule, day = _consultation_day(row, facts)
        if day is not None and day <= facts.until:
            found.setdefault((rule, day, row.consultation_kind or ""), []).append(row)
    for (rule, day, kind), rows in sorted(found.items(), key=lambda each: each[0]):
        yield _consultation_line(rule, day, kind, rows, facts)


def _consultation_day(row: Consultation, facts: DueFacts) -> tuple[str, date | None]:
    """Return which rule a consultation falls under and the day that counts; None where nothing is to be done."""
    if row.opened is not None and row.opened <= facts.today:
        if row.closes is None or row.closes >= facts.today:
            return "closing", row.closes
        return "responses", row.closes if row.responses is None else None
    stages = _STAGES_OF.get(row.consultation_kind or "")
    if stages and STATUSES[facts.status(row.proposal)].stage not in stages:
        return "issue", None
    if row.expectation_known_by is not None and row.expectation_known_by > facts.today:
        return "issue", None
    month = parse_month(row.expected_month) if row.expected_month else None
    return "issue", row.opened or (_last_working_day(month, facts.rules.calendar) if month else None)


def _last_working_day(month: Month, calendar: HolidayCalendar) -> date:
    return add_working_days(month.last + timedelta(days=1), -1, calendar)


_CONSULTING = {"issue": ("to issue", "Issue", "to_issue"), "closing": ("closes", "Open", "open"),
               "responses": ("closed, record the responses", "Record", "closed")}  # fmt: skip


def _consultation_line(rule: str, day: date, kind: str, rows: list[Consultation], facts: DueFacts) -> DueLine:
    act, verb, facet = _CONSULTING[rule]
    noun = words_of("consultation_kind", kind or None) or "Consultation"
    called = facts.called(row.proposal or "" for row in rows)
    several = "close" if rule == "closing" else act
    words = f"{called}: {noun} {act}" if len(rows) == 1 else f"{len(rows)} {_many(noun)} {several}: {called}"
    if rule == "issue":
        first = rows[0]
        month = "" if first.opened else parse_month(first.expected_month or "").label
        why = f"Expected in {month}" if month else f"Opens {format_date(day)}"
    else:
        why = f"The consultation {'closes' if rule == 'closing' else 'closed'} {format_date(day)}"
    target = rows[0].uid if len(rows) == 1 else facet
    return DueLine(f"consultation {rule}", day, words, why, verb, "consultations", target, count=len(rows))


def _many(noun: str) -> str:
    head, mark, rest = noun.partition(" for ")
    return noun if head.endswith("s") else f"{head}s{mark}{rest}"


def _assessments(facts: DueFacts) -> Iterator[DueLine]:
    """All assessments over their target in one line, with the worst."""
    rows = [
        row
        for row in assessments.rows(facts.session, facts.today, only_asked=True)
        if row.state == "with_dcc" and row.over_by and facts.can_go_on(row.proposal_uid)
    ]
    if not rows:
        return
    worst = max(rows, key=lambda row: (row.over_by or 0, row.uid))
    if len(rows) == 1:
        words = f"{worst.reference}: {worst.kind_label} {worst.over_by} WD over target"
    else:
        words = f"{len(rows)} assessments over target, worst {worst.reference}"
    why = f"{worst.reference} {worst.kind_label} is {worst.over_by} WD over its target of {worst.target} WD"
    yield DueLine("assessment", None, words, why, "Open", "assessments", worst.uid)


# --- releases, actions, the Authority, enquiries -------------------------------------------------------------------


def _releases(facts: DueFacts) -> Iterator[DueLine]:
    """Releases to mark implemented, while a modification in them still waits."""
    near = releases.release_rows(facts.session, facts.today, due_by=facts.until)
    held = parts_by_release(facts.session, facts.today, [row.uid for row in near]) if near else {}
    for row in near:
        parts = [part for part in held.get(row.uid, []) if part.waits]
        waiting = {part.proposal_uid for part in parts if facts.can_go_on(part.proposal_uid)}
        if waiting and row.day is not None:
            words = f"{row.name}: {in_figures(len(waiting), 'modification')} to implement"
            why = f"The release goes live {format_date(row.day)}"
            yield DueLine("release", row.day, words, why, "Release", "releases", row.uid)


def _actions(facts: DueFacts) -> Iterator[DueLine]:
    query = select(Action).where(Action.due <= facts.until, or_(Action.done.is_(None), Action.done > facts.today))
    by_day: dict[date, list[Action]] = {}
    for row in facts.session.scalars(query.order_by(Action.due, Action.number, Action.uid)):
        if row.due is not None and (row.proposal is None or facts.can_go_on(row.proposal)):
            by_day.setdefault(row.due, []).append(row)
    for day, rows in by_day.items():
        words = _action_words(rows[0], facts) if len(rows) == 1 else f"{len(rows)} actions{_numbers(rows)}"
        why = f"{'The action was' if len(rows) == 1 else 'The actions were'} set for {format_date(day)}"
        yield DueLine("action", day, words, why, "Open", "records:action", rows[0].uid)


def _numbers(rows: Iterable[Action]) -> str:
    numbers = [row.number for row in rows if row.number]
    return f": {', '.join(numbers)}" if numbers and len(numbers) < 5 else ""


def _action_words(row: Action, facts: DueFacts) -> str:
    owner = names(facts.session, "person", [row.owner], facts.today).get(row.owner, "") if row.owner else ""
    text = " ".join((row.text or "").split())
    text = text if len(text) <= _TEXT else f"{text[: _TEXT - 1]}…"
    called = f"Action {row.number}" if row.number else "Action"
    return f"{called}: {text} ({owner})" if owner else f"{called}: {text}"


def _authority(facts: DueFacts) -> Iterator[DueLine]:
    if not any(life.status == "with_authority" for life in facts.lives.values()):
        return
    days = facts.rules.number("authority_days")
    for row in authority_queue(facts.session, facts.today):
        due = add_working_days(row.since, days, facts.rules.calendar) if row.since else None
        if due is None or due > facts.until or not facts.can_go_on(row.proposal_uid):
            continue
        why = f"Sent {format_date(row.since)} + {days} WD" if row.since else ""
        words = f"{row.reference}: decision of the Authority"
        yield DueLine("authority", due, words, why, "Open", "decisions", "AUTHORITY")


def _enquiries(facts: DueFacts) -> Iterator[DueLine]:
    """Enquiries to answer: the critical-friend review takes up to 5 WD (ux.md 1.2)."""
    waiting = [life.uid for life in facts.lives.values() if life.status == "enquiry" and life.can_go_on]
    if not waiting:
        return
    query = select(Event.proposal, happened(Event).label("day")).where(
        Event.proposal.in_(waiting), Event.outcome == "enquired", counts(Event, facts.today)
    )
    days = facts.rules.number("enquiry_days")
    titles = names(facts.session, "proposal", waiting, facts.today)
    for row in facts.session.execute(query.order_by(happened(Event), Event.uid)):
        if row.day is None:
            continue
        due = add_working_days(row.day, days, facts.rules.calendar)
        if due <= facts.until:
            why = f"Received {format_date(row.day)} + {days} WD"
            words = f"Enquiry to answer: {titles[row.proposal].removeprefix(NOT_NUMBERED).strip()}"
            yield DueLine("enquiry", due, words, why, "Open", "proposals", row.proposal)


RULES: tuple[DueRule, ...] = (
    DueRule("report", "Once its month is over, until the Change Status Report is issued", _report),
    DueRule("decision", "From the day of a meeting, while a proposal on its agenda has no outcome", _decisions),
    DueRule("to Panel", "While a ready proposal or a Modification Report is meant for a coming Panel", _to_panel),
    DueRule("agenda", "Until the agenda of a coming meeting is confirmed", _agendas),
    DueRule("consultation", "To issue, closing, and closed until the number of responses is known", _consultations),
    DueRule("release", "While an approved modification in a release is not marked implemented", _releases),
    DueRule("authority", "While the Authority has a proposal, from the day it was sent", _authority),
    DueRule("enquiry", "Until an enquiry is raised, withdrawn or closed", _enquiries),
    DueRule("action", "Until an action is done", _actions),
    DueRule("assessment", "While an assessment with the DCC is over its target", _assessments),
)
"""Every rule, in the order in which things due on one day are listed."""
