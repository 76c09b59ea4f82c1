"""Papers as people ask for them: one call from a register to a tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Literal, TypeAlias

from sqlalchemy.orm import Session

from secdesk.errors import KnownError, NotFound
from secdesk.models import Meeting
from secdesk.papers.actions.log import collect_action_log, compose_action_log
from secdesk.papers.assessments import collect_assessment_paper, compose_assessment_paper
from secdesk.papers.change_status.collect import collect
from secdesk.papers.change_status.compose import compose
from secdesk.papers.change_status.since import add_since
from secdesk.papers.consistency import collect_consistency, compose_consistency
from secdesk.papers.consultations.notice import collect_notice, compose_notice
from secdesk.papers.consultations.tracker import collect_tracker, compose_tracker
from secdesk.papers.kpi.facts import collect_kpi
from secdesk.papers.kpi.sheet import compose_kpi
from secdesk.papers.list_print import collect_list, compose_list
from secdesk.papers.proposals.conversion import collect_conversion, compose_conversion
from secdesk.papers.proposals.fact_sheet import collect_fact_sheet, compose_fact_sheet
from secdesk.papers.proposals.modification_report import collect_report_cover, compose_report_cover
from secdesk.papers.releases.facts import collect_release, collect_release_status
from secdesk.papers.releases.notes import compose_release_notes
from secdesk.papers.releases.status import compose_release_status
from secdesk.papers.sittings.agenda import collect_agenda, compose_agenda
from secdesk.papers.sittings.authority_sheet import collect_authority, compose_authority
from secdesk.papers.sittings.chair_script import collect_script, compose_script
from secdesk.papers.sittings.decision_sheet import collect_sheet, compose_sheet
from secdesk.papers.sittings.minutes import collect_minutes, compose_minutes
from secdesk.papers.tree import Paper
from secdesk.register.register import Register
from secdesk.rules.choices import options
from secdesk.rules.in_force import in_force
from secdesk.rules.wording import join_and
from secdesk.rules.years import Month, parse_month
from secdesk.services.accepted import accepted_findings
from secdesk.services.checks.running import findings_at, findings_of_month
from secdesk.services.list_search import matching
from secdesk.services.paper_subjects import find_consultation, find_meeting, find_proposal, find_release, quoted
from secdesk.services.queries import search_texts

Need: TypeAlias = Literal["month", "meeting", "proposal", "release", "consultation", "records", "nothing"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks a paper to be about; each paper reads what it needs. ``at`` is the day of the paper.

    ``paper_date`` and ``figures_to`` stand in for the days that the register gives a Change Status Report.
    """

    at: date
    month: str | None = None
    meeting: str | None = None
    proposal: str | None = None
    release: str | None = None
    consultation: str | None = None
    records: str | None = None
    where: str = ""
    marking: str | None = None
    paper_date: date | None = None
    figures_to: date | None = None


Maker: TypeAlias = Callable[[Session, Wish], Paper]


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper: its key, its words, what it needs, and the body that it is for (empty: any).

    A kind that needs nothing is as at the day of the paper; ``may_take`` names what it can be given besides.
    """

    key: str
    label: str
    needs: Need
    make: Maker
    body: str = ""
    may_take: tuple[Need, ...] = ()


def make_report(
    register: Register, month: str, *, paper_date: date | None = None, figures_to: date | None = None
) -> Paper:
    """Return the Change Status Report of a month (``2020-01``) as a tree.

    ``paper_date`` and ``figures_to`` stand in for the days that the register gives. Raises Invalid for text that is
    no month.
    """
    with register.read() as session:
        return _in_house_style(session, _report(session, parse_month(month), paper_date, figures_to))


def _report(session: Session, month: Month, paper_date: date | None, figures_to: date | None) -> Paper:
    """Return the report of a month, with what changed since the one before where the register wants that told."""
    facts = collect(session, month, paper_date=paper_date, figures_to=figures_to)
    if in_force(session, facts.dates.paper_date).is_on("report_since_last"):
        facts = add_since(session, month, facts)
    return compose(facts)


def _in_house_style(session: Session, paper: Paper) -> Paper:
    """Return a paper in large print where the register asks for it on the day of the paper."""
    large = in_force(session, date.fromisoformat(paper.date)).is_on("large_print")
    return replace(paper, large_print=True) if large else paper


def make_paper(
    register: Register,
    kind: str,
    *,
    at: date,
    month: str | None = None,
    meeting: str | None = None,
    proposal: str | None = None,
    release: str | None = None,
    consultation: str | None = None,
    records: str | None = None,
    where: str = "",
    marking: str | None = None,
) -> Paper:
    """Return a paper of one of :data:`PAPERS` as a tree, as at the day ``at``.

    ``meeting`` is a uid, a body with a day or month such as ``WG 2020-03-04``, or a day alone; ``proposal`` a
    reference; ``release`` a name or its beginning; ``consultation`` a uid, for which a proposal may stand instead;
    ``records`` the kind of a list and ``where`` the words that filter it; ``marking`` the marking of the paper where
    it is not that of its record or of the register. Raises KnownError in words where something is missing or not
    there.
    """
    wish = Wish(at, month, meeting, proposal, release, consultation, records, where, marking)
    with register.read() as session:
        return paper_of(session, kind, wish)


def paper_of(session: Session, kind: str, wish: Wish) -> Paper:
    """Return a paper of one of :data:`PAPERS` as a tree; what :func:`make_paper` says of its arguments holds here."""
    found, marking = kind_of_paper(kind), wish.marking
    if marking is not None and marking not in options("marking"):
        raise KnownError(f"Marking must be one of {join_and(list(options('marking')), 'or')}, not '{quoted(marking)}'")
    refuse_if_missing(found, wish)
    return _in_house_style(session, found.make(session, wish))


def kind_of_paper(name: str) -> PaperKind:
    """Return the kind of a key, also written with hyphens or blanks; raises NotFound with the keys that there are."""
    found = PAPERS.get("_".join(name.casefold().replace("-", " ").replace("_", " ").split()))
    if found is None:
        keys = ", ".join(key.replace("_", "-") for key in PAPERS)
        raise NotFound(f"There is no paper called '{quoted(name)}'. Choose one of: {keys}")
    return found


_EXAMPLES: Mapping[Need, str] = MappingProxyType(
    {
        "month": "a month, such as 2020-01",
        "meeting": "a meeting, such as 'WG 2020-03-04'",
        "proposal": "a proposal, such as MP077",
        "release": "a release, such as 'June 2020'",
        "consultation": "a consultation, or the proposal of one, such as MP077",
        "records": "a kind of record, such as proposal",
    }
)


def refuse_if_missing(kind: PaperKind, wish: Wish) -> None:
    """Raise KnownError, with an example, where a wish lacks what a kind of paper needs."""
    if kind.needs == "nothing" or _given(kind.needs, wish):
        return
    if kind.needs == "consultation" and _given("proposal", wish):
        return
    raise KnownError(f"The paper '{kind.label}' needs {_EXAMPLES[kind.needs]}. Say which")


def _given(need: Need, wish: Wish) -> bool:
    value: str | None = getattr(wish, need)
    return value is not None and bool(value.strip())


def _month(text: str) -> Month:
    try:
        return parse_month(text)
    except ValueError as problem:
        raise KnownError(str(problem)) from problem


def _make_report(session: Session, wish: Wish) -> Paper:
    return _report(session, _month(wish.month or ""), wish.paper_date, wish.figures_to)


def _for_meeting(make: Callable[[Session, Meeting, Wish], Paper], body: str = "") -> Maker:
    """Return the maker of a paper about a meeting of a body, or of any."""
    return lambda session, wish: make(session, find_meeting(session, wish.meeting or "", body, wish.at), wish)


def _agenda(session: Session, meeting: Meeting, wish: Wish) -> Paper:
    return compose_agenda(collect_agenda(session, meeting, wish.at, marking=wish.marking))


def _script(session: Session, meeting: Meeting, wish: Wish) -> Paper:
    return compose_script(collect_script(session, meeting, wish.at, marking=wish.marking))


def _sheet(session: Session, meeting: Meeting, wish: Wish) -> Paper:
    return compose_sheet(collect_sheet(session, meeting, wish.at, marking=wish.marking))


def _minutes(session: Session, meeting: Meeting, wish: Wish) -> Paper:
    return compose_minutes(collect_minutes(session, meeting, wish.at, marking=wish.marking))


def _authority(session: Session, wish: Wish) -> Paper:
    return compose_authority(collect_authority(session, wish.at, marking=wish.marking))


def _conversion(session: Session, wish: Wish) -> Paper:
    uid = find_proposal(session, wish.proposal or "", wish.at)
    return compose_conversion(collect_conversion(session, uid, wish.at, marking=wish.marking))


def _report_cover(session: Session, wish: Wish) -> Paper:
    uid = find_proposal(session, wish.proposal or "", wish.at)
    return compose_report_cover(collect_report_cover(session, uid, wish.at, marking=wish.marking))


def _fact_sheet(session: Session, wish: Wish) -> Paper:
    uid = find_proposal(session, wish.proposal or "", wish.at)
    return compose_fact_sheet(collect_fact_sheet(session, uid, wish.at, marking=wish.marking))


def _notice(session: Session, wish: Wish) -> Paper:
    found = find_consultation(session, wish.consultation, wish.proposal, wish.at)
    return compose_notice(collect_notice(session, found, wish.at, marking=wish.marking))


def _tracker(session: Session, wish: Wish) -> Paper:
    return compose_tracker(collect_tracker(session, wish.at, marking=wish.marking))


def _release_notes(session: Session, wish: Wish) -> Paper:
    release = find_release(session, wish.release or "")
    return compose_release_notes(collect_release(session, release, wish.at, marking=wish.marking))


def _release_status(session: Session, wish: Wish) -> Paper:
    return compose_release_status(collect_release_status(session, wish.at, marking=wish.marking))


def _assessments(session: Session, wish: Wish) -> Paper:
    month = _month(wish.month) if wish.month else None
    return compose_assessment_paper(collect_assessment_paper(session, wish.at, month=month, marking=wish.marking))


def _action_log(session: Session, wish: Wish) -> Paper:
    return compose_action_log(collect_action_log(session, wish.at, marking=wish.marking))


def _kpi(session: Session, wish: Wish) -> Paper:
    return compose_kpi(collect_kpi(session, wish.at, marking=wish.marking))


def _consistency(session: Session, wish: Wish) -> Paper:
    month = _month(wish.month) if wish.month else None
    found = findings_of_month(session, month, wish.at) if month else findings_at(session, wish.at)
    accepted = accepted_findings(session)
    return compose_consistency(
        collect_consistency(session, found, accepted, wish.at, month=month, marking=wish.marking)
    )


def _list(session: Session, wish: Wish) -> Paper:
    """Return a list of records; the kind is refused before anything is searched."""
    kind, where = wish.records or "", wish.where.strip()
    collect_list(session, kind, (), wish.at)
    uids = matching(search_texts(session, kind, wish.at), where)
    return compose_list(collect_list(session, kind, uids, wish.at, where=where, marking=wish.marking))


PAPERS: Mapping[str, PaperKind] = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            PaperKind("change_status_report", "Change Status Report", "month", _make_report),
            PaperKind("panel_agenda", "Panel agenda", "meeting", _for_meeting(_agenda, "PANEL"), body="PANEL"),
            PaperKind("wg_agenda", "Working Group agenda", "meeting", _for_meeting(_agenda, "WG"), body="WG"),
            PaperKind("agenda", "Agenda of any meeting", "meeting", _for_meeting(_agenda)),
            PaperKind("chair_script", "Chair’s script", "meeting", _for_meeting(_script)),
            PaperKind("decision_sheet", "Decision sheet", "meeting", _for_meeting(_sheet)),
            PaperKind("authority_sheet", "Decision sheet of the Authority", "nothing", _authority),
            PaperKind("minutes", "Minutes", "meeting", _for_meeting(_minutes)),
            PaperKind("conversion", "Conversion paper", "proposal", _conversion),
            PaperKind("modification_report", "Modification Report cover paper", "proposal", _report_cover),
            PaperKind("fact_sheet", "Fact sheet", "proposal", _fact_sheet),
            PaperKind("consultation_notice", "Consultation notice", "consultation", _notice, may_take=("proposal",)),
            PaperKind("response_tracker", "Response tracker", "nothing", _tracker),
            PaperKind("release_notes", "Release notes", "release", _release_notes),
            PaperKind("release_status", "Release status", "nothing", _release_status),
            PaperKind("assessments", "DCC assessments (Appendix A)", "nothing", _assessments, may_take=("month",)),
            PaperKind("action_log", "Action log", "nothing", _action_log),
            PaperKind("kpi", "KPI sheet", "nothing", _kpi),
            PaperKind("consistency", "Consistency report", "nothing", _consistency, may_take=("month",)),
            PaperKind("list", "List", "records", _list),
        )
    }
)
"""Every paper that can be asked for, by key, in the order of a menu."""
