"""Checks of papers: their numbers and days, what new proposals lack, stated figures, averages that rest on little."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import Formatter

from secdesk.papers.change_status.compose import compose
from secdesk.papers.facts import StatedValue, Total
from secdesk.rules.date_words import format_date
from secdesk.rules.wording import in_figures, join_and
from secdesk.services.checks.report_view import ReportView
from secdesk.services.checks.rows import PaperRow
from secdesk.services.checks.rule import Hit, Rule, hit
from secdesk.services.checks.sentences import edited_in, outdated_in
from secdesk.services.checks.snapshot import Snapshot

REPORT = "change_status_report"
_PARTS: Mapping[str, str] = {"ddmm": "(?P<ddmm>[0-9]{4})", "meeting": "0*(?P<meeting>[0-9]+)"}


def number_against_date(snapshot: Snapshot) -> Iterator[Hit]:
    """The number of a paper holds day and month of its date (domain.md 10)."""
    for paper, found in _numbered(snapshot):
        told = found.get("ddmm")
        if told and paper.date is not None and told != f"{paper.date:%d%m}":
            sentence = f"Paper {paper.reference} has {told} in its number and is dated {format_date(paper.date)}"
            yield hit(f"{sentence}. Correct one of the two", [("paper", paper.uid)], paper.reference, paper.date)


def number_against_meeting(snapshot: Snapshot) -> Iterator[Hit]:
    """The number of a paper holds the number of its meeting (domain.md 10)."""
    for paper, found in _numbered(snapshot):
        meeting = snapshot.meetings.get(paper.meeting or "")
        told = found.get("meeting")
        if told and meeting is not None and meeting.number is not None and int(told) != meeting.number:
            sentence = f"Paper {paper.reference} is numbered for meeting {told}, and the {meeting.words}"
            sentence += f" is number {meeting.number}"
            records = [("paper", paper.uid), ("meeting", meeting.uid)]
            yield hit(f"{sentence}. Correct one of the two", records, paper.reference, meeting.number)


def _numbered(snapshot: Snapshot) -> Iterator[tuple[PaperRow, Mapping[str, str | None]]]:
    """Yield the papers whose number follows the register's pattern, with what it holds; others are left alone."""
    pattern = _pattern_of(snapshot.rules.text("reference_pattern"))
    for paper in snapshot.papers:
        found = pattern.fullmatch(paper.reference or "") if pattern else None
        if found:
            yield paper, found.groupdict()


def _pattern_of(template: str) -> re.Pattern[str] | None:
    """Return what reads a number made by a template; None for a template that is none."""
    try:
        pieces = [(re.escape(text), name) for text, name, _, _ in Formatter().parse(template)]
        return re.compile("".join(text + (_PARTS.get(name, ".+?") if name else "") for text, name in pieces), re.ASCII)
    except (ValueError, re.error):
        return None


def days_disagree(view: ReportView) -> Iterator[Hit]:
    """A paper comes after the month it reports, and its figures not after itself (domain.md 1.7)."""
    dates = view.dates
    records = [("paper", dates.paper)] if dates.paper else []
    paper, figures = format_date(dates.paper_date), format_date(dates.figures_to)
    if dates.figures_to > dates.paper_date:
        sentence = f"The figures are to {figures}, after the paper of {paper}. Correct one of the two days"
        yield hit(sentence, records, dates.figures_to, dates.paper_date)
    if dates.figures_to < dates.month.first:
        sentence = f"The figures are to {figures}, before the month that the paper reports, {dates.month.label}"
        yield hit(f"{sentence}. Correct that day", records, dates.figures_to, dates.month)
    if dates.paper_date < dates.month.last:
        sentence = f"The paper is dated {paper}, before the end of the month that it reports, {dates.month.label}"
        yield hit(f"{sentence}. Correct the day it bears", records, dates.paper_date, dates.month)


def no_panel(view: ReportView) -> Iterator[Hit]:
    """Without its Panel the paper cannot say what is to be converted, whatever is ready."""
    if view.dates.meeting is None:
        day = format_date(view.dates.paper_date)
        sentence = f"No Panel is in the register for the paper of {day}, so it lists nothing for one. Add the meeting"
        yield hit(sentence, [("paper", view.dates.paper)] if view.dates.paper else [], view.dates.month)


def new_drafts_incomplete(view: ReportView) -> Iterator[Hit]:
    """The paper tells of each new Draft Proposal who raised it and why (domain.md 2)."""
    for draft in view.facts.new_drafts:
        lacking = (
            ("its title", not draft.mention.title),
            ("its Proposer", not (draft.proposer or draft.organisation or draft.on_behalf_of)),
            ("a summary of its issue", not (draft.issue or "").strip()),
        )
        missing = [words for words, is_missing in lacking if is_missing]
        if missing and not draft.mention.restricted:
            sentence = f"{draft.mention.reference} is new in the paper and lacks {join_and(missing)}"
            yield hit(f"{sentence}. Enter what is missing", [("proposal", draft.mention.uid)], *missing)


def marked_above(view: ReportView) -> Iterator[Hit]:
    """What is marked above the paper is named by reference alone or left out (domain.md 10)."""
    marking = view.facts.cover.marking
    how = "left out of its lists" if view.facts.cover.leaves_out else "named by reference alone"
    for uid, mention in view.named.items():
        if mention.restricted:
            own = view.snapshot.proposals[uid].marking
            sentence = f"{mention.reference} is marked {own}, above the {marking or 'unmarked'} paper, and {how}"
            yield hit(sentence, [("proposal", uid)], own, marking)


def stated_against_count(view: ReportView) -> Iterator[Hit]:
    """A stated figure beside another that the register can count in full: where it cannot, nothing differs."""
    for total in _totals(view):
        own_average = total.average if total.known == len(total.uids) else None
        yield from _differs(total.label, "total", total.stated_count, len(total.uids), "")
        yield from _differs(total.label, "average", total.stated_average, own_average, " WD")
    for fact in (*view.facts.open_assessments, *view.facts.completed_assessments):
        own = fact.duration.days if fact.duration else None
        yield from _differs(f"{fact.mention.reference} {fact.kind}", "duration", fact.stated, own, " WD")


def _totals(view: ReportView) -> tuple[Total, ...]:
    return (view.facts.open_total, view.facts.concluded_total, *view.facts.assessment_totals)


def _differs(label: str, what: str, stated: StatedValue | None, own: int | None, unit: str) -> Iterator[Hit]:
    if stated is not None and own is not None and stated.value != str(own):
        sentence = f"{label}: the {what} of {stated.value}{unit} is stated, and the register counts {own}{unit}"
        yield hit(sentence, [("stated_figure", stated.uid)], stated.value, own)


def unknown_starts(view: ReportView) -> Iterator[Hit]:
    """An average that leaves records out, as nobody knows when they were raised or accepted."""
    starts = {fact.uid: fact for fact in (*view.facts.open_assessments, *view.facts.completed_assessments)}
    for total in _totals(view):
        proposals = [uid for uid in total.uids if uid in view.snapshot.proposals]
        unknown = [uid for uid in proposals if view.snapshot.proposals[uid].raised is None]
        kind, what = "proposal", "raised"
        if not proposals:
            facts = [starts[uid] for uid in total.uids if uid in starts]
            unknown = [fact.uid for fact in facts if fact.accepted is None and fact.days is None]
            kind, what = "assessment", "accepted"
        if unknown:
            yield hit(_unknown_sentence(total, len(unknown), kind, what), [(kind, uid) for uid in unknown], total.key)


def edited_sentences(view: ReportView) -> Iterator[Hit]:
    """A sentence of the report that the register words itself."""
    return edited_in(compose(view.facts), view.facts.wording)


def outdated_sentences(view: ReportView) -> Iterator[Hit]:
    """An edited sentence of the report that was made from another than the program ships."""
    return outdated_in(REPORT, view.facts.wording)


def _unknown_sentence(total: Total, number: int, kind: str, what: str) -> str:
    rests = f"the average rests on {total.known} of {len(total.uids)}" if total.known else "there is no average"
    verb = "was" if number == 1 else "were"
    return f"{total.label}: when {in_figures(number, kind)} {verb} {what} is not known, so {rests}"


REGISTER_RULES = (Rule("C36", number_against_date), Rule("C37", number_against_meeting))
MONTH_RULES = (
    Rule("C38", days_disagree),
    Rule("C39", no_panel),
    Rule("C40", new_drafts_incomplete),
    Rule("C41", marked_above),
    Rule("C42", stated_against_count),
    Rule("C43", unknown_starts),
    Rule("C47", edited_sentences),
    Rule("C48", outdated_sentences),
)
