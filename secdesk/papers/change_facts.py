"""What changed between two states of a register, in facts: new, moved, decided, returned, re-titled, other figures.

A state is what a Change Status Report of a month counts, with the proposals as at its days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Assessment, Release, ReleasePart
from secdesk.papers.change_status.collect import collect
from secdesk.papers.change_status.facts import ReportFacts
from secdesk.rules.date_words import format_date
from secdesk.rules.naming import reference_of
from secdesk.rules.process import STAGES, STATUSES, is_open
from secdesk.rules.reference import sort_key
from secdesk.rules.status import proposal_of, select_proposals, value_at
from secdesk.rules.wording import join_and
from secdesk.rules.years import Month

ChangeKind: TypeAlias = Literal[
    "new", "moved", "decided", "returned", "accepted", "retitled", "release", "figure", "gone"
]

KINDS: Mapping[ChangeKind, str] = {
    "new": "New proposals",
    "moved": "Moved",
    "decided": "Decided",
    "returned": "Assessments returned",
    "accepted": "Assessments begun",
    "retitled": "New titles",
    "release": "Releases",
    "figure": "Figures",
    "gone": "No longer there",
}
"""The kinds of change, in the order in which they are told, with their headings."""

_NAMED = 8
_Number: TypeAlias = tuple[int, str]


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """One change: its kind, what it is about, what happened in words, and the uids behind it.

    ``words`` holds no title but for kind ``retitled``, so that all others may stand in any paper.
    """

    kind: ChangeKind
    subject: str
    words: str
    records: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The change as a sentence without a full stop."""
        return f"{self.subject} {self.words}"


@dataclass(frozen=True, slots=True)
class ProposalState:
    """A proposal in a state: how it is called, its title and status, and the release that it is in."""

    uid: str
    reference: str
    title: str
    status: str
    converted: bool
    raised: date | None
    release: str


@dataclass(frozen=True, slots=True)
class AssessmentState:
    """An assessment in a state, with the dates known by then."""

    uid: str
    name: str
    proposal: str
    accepted: date | None
    returned: date | None


@dataclass(frozen=True, slots=True)
class FigureState:
    """A counted figure: its words, its text, and the references of what it counts by uid."""

    label: str
    text: str
    records: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RegisterState:
    """What a report of a month says of a register, and the proposals behind it; ``day`` is that of its paper."""

    month: Month
    day: date
    proposals: Mapping[_Number, ProposalState]
    assessments: Mapping[str, AssessmentState]
    figures: Mapping[str, FigureState]


def collect_state(session: Session, month: Month) -> RegisterState:
    """Return the state of a register in the report of a month; names and statuses are as at the day of its paper."""
    facts = collect(session, month)
    day, cut = facts.dates.paper_date, facts.dates.figures_to
    releases = _releases(session, day)
    found = [proposal_of(row) for row in session.execute(select_proposals(day, names_at=day, count_withdrawals=True))]
    proposals = {
        (row.number or 0, row.suffix): ProposalState(
            uid=row.uid,
            reference=reference_of(row.number, row.suffix, row.series, row.converted),
            title=row.title or "",
            status=row.status,
            converted=row.converted,
            raised=row.raised,
            release=releases.get(row.uid, ""),
        )
        for row in sorted(found, key=lambda row: sort_key(row.number or 0, row.suffix))
        if row.status
    }
    called = {each.uid: each.reference for each in proposals.values()}
    assessments = _assessments(session, cut, called)
    names = {**called, **{each.uid: each.name for each in assessments.values()}}
    return RegisterState(month, day, proposals, assessments, _figures(facts, names))


def _releases(session: Session, day: date) -> dict[str, str]:
    belongs = value_at(ReleasePart, "release", day).label("release")
    names = {row.uid: row.name or "" for row in session.execute(select(Release.uid, Release.name))}
    rows = session.execute(select(ReleasePart.proposal, belongs).order_by(ReleasePart.uid))
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.release in names and row.proposal:
            found.setdefault(row.proposal, []).append(names[row.release])
    return {uid: join_and(sorted(set(each))) for uid, each in found.items()}


def _assessments(session: Session, cut: date, called: Mapping[str, str]) -> dict[str, AssessmentState]:
    rows = session.scalars(select(Assessment).where(Assessment.proposal.is_not(None)))
    found = [
        AssessmentState(
            uid=row.uid,
            name=f"{called.get(row.proposal or '', 'A proposal')} {row.assessment_kind or ''}".strip(),
            proposal=row.proposal or "",
            accepted=row.accepted if row.accepted and row.accepted <= cut else None,
            returned=row.returned if row.returned and row.returned <= cut else None,
        )
        for row in rows
    ]
    return {each.uid: each for each in sorted(found, key=lambda each: (each.name, each.uid))}


def _figures(facts: ReportFacts, names: Mapping[str, str]) -> dict[str, FigureState]:
    found: dict[str, FigureState] = {}
    for stage in facts.stages:
        label = f"Proposals in {STAGES[stage.stage].label}"
        found[f"stage.{stage.stage}"] = FigureState(label, str(len(stage.uids)), _pick(names, stage.uids))
    for total in (facts.open_total, facts.concluded_total, *facts.assessment_totals):
        count = total.stated_count.value if total.stated_count else str(len(total.uids))
        average = total.stated_average.value if total.stated_average else total.average
        records = _pick(names, total.uids)
        found[f"{total.key}.count"] = FigureState(f"{total.label}: total", count, records)
        words = "not known" if average is None else f"{average} WD"
        found[f"{total.key}.average"] = FigureState(f"{total.label}: average", words, records)
    return found


def _pick(names: Mapping[str, str], uids: Sequence[str]) -> dict[str, str]:
    return {uid: names.get(uid, "a record") for uid in uids}


# --- comparing -------------------------------------------------------------------------------------------------------


def compare(before: RegisterState, after: RegisterState) -> tuple[ChangeFact, ...]:
    """Return what changed from one state to another, kind by kind, each in the order of the proposals."""
    found = [*_proposal_changes(before, after), *_assessment_changes(before, after), *_figure_changes(before, after)]
    order = list(KINDS)
    return tuple(sorted(found, key=lambda fact: order.index(fact.kind)))


def _proposal_changes(before: RegisterState, after: RegisterState) -> Iterator[ChangeFact]:
    for number, new in after.proposals.items():
        old = before.proposals.get(number)
        if old is None:
            is_new = new.raised is not None and new.raised > before.day
            words = "is new" if is_new else "was not in the register before"
            yield ChangeFact("new", new.reference, f"{words}: {_status(new.status)}", (new.uid,))
        else:
            yield from _turns(old, new)
    for number, old in before.proposals.items():
        if number not in after.proposals:
            yield ChangeFact("gone", old.reference, "is no longer there", (old.uid,))


def _turns(old: ProposalState, new: ProposalState) -> Iterator[ChangeFact]:
    if old.status != new.status:
        became = f"became {new.reference} and " if new.converted and not old.converted else ""
        name = old.reference if became else new.reference
        kind: ChangeKind = "decided" if is_open(old.status) and not is_open(new.status) else "moved"
        words = f"{became}went from {_status(old.status)} to {_status(new.status)}"
        yield ChangeFact(kind, name, words, (new.uid,))
    if old.title != new.title:
        was = f"was ‘{old.title}’ and is now ‘{new.title}’" if old.title else f"has the title ‘{new.title}’"
        yield ChangeFact("retitled", new.reference, was, (new.uid,))
    if old.release != new.release:
        yield ChangeFact("release", new.reference, _release_words(old.release, new.release), (new.uid,))


def _release_words(old: str, new: str) -> str:
    if not old:
        return f"is in {new}"
    return f"moved from {old} to {new}" if new else f"is no longer in {old}"


def _status(key: str) -> str:
    return f"‘{STATUSES[key].label}’" if key in STATUSES else "no status"


def _assessment_changes(before: RegisterState, after: RegisterState) -> Iterator[ChangeFact]:
    for uid, new in after.assessments.items():
        old = before.assessments.get(uid)
        if new.returned and not (old and old.returned):
            yield ChangeFact("returned", new.name, f"was returned on {format_date(new.returned)}", (uid, new.proposal))
        elif new.accepted and not (old and old.accepted):
            yield ChangeFact("accepted", new.name, f"was accepted on {format_date(new.accepted)}", (uid, new.proposal))


def _figure_changes(before: RegisterState, after: RegisterState) -> Iterator[ChangeFact]:
    for key, new in after.figures.items():
        old = before.figures.get(key)
        if old is None or old.text == new.text:
            continue
        came = [name for uid, name in new.records.items() if uid not in old.records]
        left = [name for uid, name in old.records.items() if uid not in new.records]
        why = [f"{_some(names)} {verb}" for names, verb in ((came, "came in"), (left, "left")) if names]
        words = f"is {new.text}, was {old.text}" + (f": {' and '.join(why)}" if why else "")
        yield ChangeFact("figure", new.label, words, tuple(new.records))


def _some(names: Sequence[str]) -> str:
    if len(names) <= _NAMED + 1:
        return join_and(names)
    return join_and([*names[:_NAMED], f"{len(names) - _NAMED} others"])
