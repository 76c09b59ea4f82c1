"""Checks of proposals: numbers, steps out of order, what waits for no meeting, statuses nobody knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.process import STATUSES, unusual_step
from secdesk.rules.status import ProposalAt
from secdesk.rules.wording import in_figures, join_and
from secdesk.services.checks.rows import EventRow
from secdesk.services.checks.rule import Hit, Rule, hit, names_listed
from secdesk.services.checks.snapshot import WAITING_FOR_PANEL, Snapshot


def numbers_used_twice(snapshot: Snapshot) -> Iterator[Hit]:
    """A number is for life and for one proposal, whatever its prefix (domain.md 1.2)."""
    holders: dict[tuple[int, str], list[ProposalAt]] = defaultdict(list)
    for proposal in snapshot.proposals.values():
        if proposal.number is not None:
            holders[proposal.number, proposal.suffix].append(proposal)
    for (number, suffix), group in holders.items():
        if len(group) > 1:
            titles = join_and([f"'{each.title or 'no title'}'" for each in group])
            sentence = f"Number {number}{suffix} is that of {in_figures(len(group), 'proposal')}: {titles}"
            yield hit(f"{sentence}. Give all but one of them another number", _records(group), number, suffix)


def unexpected_steps(snapshot: Snapshot) -> Iterator[Hit]:
    """An outcome that the process does not expect where it stands, without the reason that is asked for (domain.md 5).

    Only outcomes with a known date are looked at: of the others nobody knows what came before them.
    """
    for uid in snapshot.proposals:
        status = ""
        for event in snapshot.events_of(uid):
            is_asked = event.date is not None and not event.reason
            if is_asked and unusual_step(event.outcome, status, ""):
                yield hit(_told(snapshot, event, status), [("event", event.uid)], event.outcome, event.date, status)
            status = event.leads_to or status


def _told(snapshot: Snapshot, event: EventRow, status: str) -> str:
    day = f" on {format_date(event.date)}" if event.date else ""
    outcome, before = words_of("outcome", event.outcome), STATUSES[status].label
    called = snapshot.called(event.proposal)
    return f"{called} is recorded as '{outcome}'{day}, when it was at '{before}'. Correct it, or give a reason"


def waiting_without_target(snapshot: Snapshot) -> Iterator[Hit]:
    """What is ready goes to a Panel only once it is meant for one (domain.md 1.6); on hold it need not be."""
    for proposal in snapshot.proposals.values():
        if proposal.status in WAITING_FOR_PANEL and proposal.target_meeting is None and not proposal.on_hold:
            label, called = STATUSES[proposal.status].label, snapshot.called(proposal.uid)
            sentence = f"{called} is at '{label}' and meant for no meeting, so no paper lists it. Choose its Panel"
            yield hit(sentence, _records([proposal]), proposal.status)


def unknown_statuses(snapshot: Snapshot) -> Iterator[Hit]:
    """Unknown is told once for all: it is counted apart, never guessed (design.md 5.3)."""
    found = [each for each in snapshot.proposals.values() if each.status == "unknown"]
    if found:
        names = names_listed([snapshot.called(each.uid) for each in found])
        verb = "has" if len(found) == 1 else "have"
        sentence = f"{in_figures(len(found), 'proposal')} {verb} no known status and no place in a stage: {names}"
        yield hit(f"{sentence}. Record where they stood", _records(found))


def _records(proposals: list[ProposalAt]) -> list[tuple[str, str]]:
    return [("proposal", proposal.uid) for proposal in proposals]


RULES = (
    Rule("C01", numbers_used_twice),
    Rule("C02", unexpected_steps),
    Rule("C03", waiting_without_target),
    Rule("C04", unknown_statuses),
)
