"""Checks of the sentences that a register words itself, in any kind of paper."""

from __future__ import annotations

from collections.abc import Iterator

from secdesk.papers.tree import Paper
from secdesk.papers.wording import Wording, printed_as
from secdesk.rules.checks import Finding
from secdesk.rules.sentences import SENTENCES, is_said_in
from secdesk.services.checks.rule import Hit, Rule, hit


def edited_in(paper: Paper, told: Wording) -> Iterator[Hit]:
    """A sentence that the register words itself is told as it prints, so that nobody takes it for the shipped one.

    What is filled in belongs to the finding: accepted once, it is told again when its figures or dates are others.
    """
    for own in told.edited.values():
        printed = printed_as(paper, own) if own.problem is None and is_said_in(own.key, paper.kind) else ""
        if printed:
            sentence = f"The paper says in this register's own words ({own.key}): {printed.rstrip('.:;')}"
            yield hit(sentence, [("setting", own.uid)], own.text, printed)


def outdated_in(kind: str, told: Wording) -> Iterator[Hit]:
    """An edited sentence was made from one that the program no longer ships, or lacks what it fills in."""
    for own in told.edited.values():
        if not is_said_in(own.key, kind):
            continue
        if own.problem is not None:
            sentence = f"The edited sentence {own.key} is not printed, and the shipped one is. {own.problem}"
            yield hit(sentence, [("setting", own.uid)], own.text)
        elif own.is_outdated:
            sentence = f"The sentence {own.key} was edited, and the shipped one has changed since. Read both anew"
            yield hit(sentence, [("setting", own.uid)], own.text, SENTENCES[own.key])


def sentence_findings(paper: Paper, told: Wording) -> list[Finding]:
    """Return what the checks of sentences find in one paper of any kind."""
    edited: Rule[Wording] = Rule("C47", lambda wording: edited_in(paper, wording))
    outdated: Rule[Wording] = Rule("C48", lambda wording: outdated_in(paper.kind, wording))
    return [*edited.findings(told), *outdated.findings(told)]
