"""Checks of decisions: the body that decided, votes that were not held, recommendations that are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from secdesk.papers.facts import Step
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.process import OUTCOMES
from secdesk.rules.wording import count_words, join_and, plural
from secdesk.services.checks.report_view import ReportView
from secdesk.services.checks.rule import Hit, Rule, hit
from secdesk.services.checks.snapshot import Snapshot

_PATHS_OF: Mapping[str, tuple[str, ...]] = {
    "cb_approved": ("3",),
    "cb_rejected": ("3",),
    "cb_recommended_approval": ("1", "2"),
    "cb_recommended_rejection": ("1", "2"),
    "panel_approved": ("fast_track",),
    "authority_approved": ("1", "2"),
    "authority_rejected": ("1", "2"),
}
"""The paths on which an outcome decides (domain.md 4.1, 5)."""

_RECOMMENDED = tuple(key for key, outcome in OUTCOMES.items() if outcome.status == "with_authority")
_WITHOUT_VOTE = ("cb_sent_back", *(key for key in OUTCOMES if key.endswith(("_deferred", "_noted"))))
"""Outcomes that put a vote off or need none. Whether a Board votes on sending something back to Refinement differs."""


def decisions_off_the_path(snapshot: Snapshot) -> Iterator[Hit]:
    """Self-Governance ends at the Change Board, Paths 1 and 2 at the Authority, a Fast-Track at the Panel."""
    for uid in snapshot.proposals:
        for event in snapshot.events_of(uid):
            if event.outcome not in _PATHS_OF or event.when is None or event.reason:
                continue
            path = snapshot.text_on(uid, "path", event.when)[1]
            if path and path not in _PATHS_OF[event.outcome]:
                words = f"{OUTCOMES[event.outcome].words}, and its path was '{words_of('path', path)}'"
                sentence = f"{snapshot.called(uid)} {words}. Correct the outcome or the path"
                yield hit(sentence, [("event", event.uid), ("proposal", uid)], event.outcome, path)


def with_authority_without_vote(snapshot: Snapshot) -> Iterator[Hit]:
    """The Authority decides on a recommendation of the Change Board (domain.md 5), which the Panel will ask for."""
    for uid, proposal in snapshot.proposals.items():
        if proposal.status != "with_authority" or proposal.on_hold:
            continue
        if not any(event.outcome in _RECOMMENDED for event in snapshot.events_of(uid)):
            sentence = f"{snapshot.called(uid)} is with the Authority, and no vote of the Change Board is on record"
            yield hit(f"{sentence}. Record what it recommended", [("proposal", uid)])


def votes_without_a_vote(snapshot: Snapshot) -> Iterator[Hit]:
    """An item that was sent back, deferred or noted was not voted on: its votes belong to a later meeting."""
    for uid in snapshot.proposals:
        for event in snapshot.events_of(uid):
            if event.uid in snapshot.voted and event.outcome in _WITHOUT_VOTE:
                words = f"{OUTCOMES[event.outcome].words}{_on(event.date)}, and votes are counted on it"
                sentence = f"{snapshot.called(uid)} {words}. Take the votes off, or correct the outcome"
                yield hit(sentence, [("event", event.uid), ("proposal", uid)], event.outcome, event.date)


def considered_without_vote(view: ReportView) -> Iterator[Hit]:
    """The paper counts what the Change Board considered; readers take that for votes (domain.md 2.1, 4.1)."""
    by_day: dict[date | None, list[Step]] = defaultdict(list)
    for step in view.facts.votes:
        by_day[step.day].append(step)
    for day, steps in by_day.items():
        without = [s for s in steps if s.outcome in _WITHOUT_VOTE and s.event not in view.snapshot.voted]
        if without:
            records = [record for step in without for record in (("event", step.event), ("proposal", step.mention.uid))]
            yield hit(_counted(day, steps, without), records, day, len(steps))


def _counted(day: date | None, steps: list[Step], without: list[Step]) -> str:
    counted = f"{count_words(len(steps))} {plural(len(steps), 'modification')}"
    told = join_and([f"{step.mention.reference} {OUTCOMES[step.outcome].words}" for step in without])
    voted = len(steps) - len(without)
    held = f"{count_words(voted)} {'was' if voted == 1 else 'were'} voted on"
    return f"The paper counts {counted} at the Change Board{_on(day)}, and {held}: {told}"


def _on(day: date | None) -> str:
    return f" on {format_date(day)}" if day else ""


REGISTER_RULES = (
    Rule("C10", decisions_off_the_path),
    Rule("C11", with_authority_without_vote),
    Rule("C12", votes_without_a_vote),
)
MONTH_RULES = (Rule("C13", considered_without_vote),)
