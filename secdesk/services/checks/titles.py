"""Checks of titles: confusable ones, those that changed since the last paper, those that are missing."""

from __future__ import annotations

from collections.abc import Iterator

from secdesk.rules.date_words import format_date
from secdesk.rules.wording import in_figures
from secdesk.services.checks.alike import groups_alike
from secdesk.services.checks.report_view import ReportView
from secdesk.services.checks.rule import Hit, Rule, hit, names_listed
from secdesk.services.checks.snapshot import Snapshot


def titles_nearly_the_same(snapshot: Snapshot) -> Iterator[Hit]:
    """Titles that a reader takes for one another; parts of one number and related proposals may share one."""

    def may_pair(one: str, other: str) -> bool:
        first, second = snapshot.proposals[one], snapshot.proposals[other]
        is_split = first.number is not None and first.number == second.number
        return not is_split and frozenset((one, other)) not in snapshot.related

    titles = {uid: found.title for uid, found in snapshot.proposals.items() if found.title and snapshot.is_live(uid)}
    for group in groups_alike(titles, may_pair):
        names = names_listed([f"{snapshot.called(uid)} '{titles[uid]}'" for uid in group])
        sentence = f"Titles nearly the same: {names}. Name them by number, or change a title"
        yield hit(sentence, [("proposal", uid) for uid in group], *(titles[uid] for uid in sorted(group)))


def titles_changed(view: ReportView) -> Iterator[Hit]:
    """A title that is not the one of the paper before: a report prints that of its own month (domain.md 1.3)."""
    for uid, mention in view.named.items():
        before = view.snapshot.text_on(uid, "title", view.last_paper)[1]
        was_there = view.snapshot.status_on(uid, view.last_paper)
        if was_there and before and mention.title and before != mention.title:
            day = format_date(view.last_paper)
            sentence = f"{mention.reference} is now called '{mention.title}'; in the paper of {day} it was '{before}'"
            yield hit(sentence, [("proposal", uid)], before, mention.title)


def named_without_title(view: ReportView) -> Iterator[Hit]:
    """Proposals that the paper can name by reference alone; those above its marking are left out on purpose."""
    new = {draft.mention.uid for draft in view.facts.new_drafts}
    found = [each for each in view.named.values() if not (each.title or each.restricted or each.uid in new)]
    if found:
        names = names_listed([mention.reference for mention in found])
        verb = "has" if len(found) == 1 else "have"
        sentence = f"{in_figures(len(found), 'proposal')} in the paper {verb} no title: {names}. Enter the titles"
        yield hit(sentence, [("proposal", mention.uid) for mention in found])


REGISTER_RULES = (Rule("C05", titles_nearly_the_same),)
MONTH_RULES = (Rule("C06", titles_changed), Rule("C07", named_without_title))
