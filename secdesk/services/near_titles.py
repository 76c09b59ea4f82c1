"""Titles so alike that people mix them up (domain.md 2.1, trap 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Proposal
from secdesk.rules.naming import references
from secdesk.rules.status import value_at
from secdesk.rules.text import fold

SHARED_WORDS = 0.6
"""Two titles are near when they share this part of all their words: "Service Request Traffic Management" and
"Service Response Traffic Management" share three of five."""

SAME_LETTERS = 0.88
"""Or when so much of their letters agrees in order, which finds slips of the finger and words run together."""

_WORD = re.compile(r"[a-z0-9]+")
_SMALL_WORDS = frozenset({"a", "an", "and", "the", "of", "to", "for", "in", "on", "into", "with", "by", "from"})


@dataclass(frozen=True, slots=True)
class Twin:
    """A proposal whose title is nearly another's."""

    uid: str
    reference: str
    title: str


def near_titles(session: Session, title: str, own_uid: str | None, at: date) -> list[tuple[str, str]]:
    """Return reference and title of other proposals whose title as at a date is nearly this one, the nearest first."""
    return [(twin.reference, twin.title) for twin in near_twins(session, title, own_uid, at)]


def near_twins(session: Session, title: str, own_uid: str | None, at: date) -> list[Twin]:
    """Return the other proposals whose title as at a date is nearly this one, the nearest first."""
    typed = _Typed(title)
    if not typed.words:
        return []
    query = select(Proposal.uid, value_at(Proposal, "title", at).label("title"))
    hits = []
    for row in session.execute(query):
        if row.uid != own_uid and row.title and (near := typed.nearness(fold(row.title))):
            hits.append((-near, row.uid, row.title))
    called = references(session, [uid for _, uid, _ in hits], at)
    return [Twin(uid, called[uid], found) for _, uid, found in sorted(hits)]


def _words(folded: str) -> frozenset[str]:
    return frozenset(_WORD.findall(folded)) - _SMALL_WORDS


class _Typed:
    """A title that many others are held against: what is worked out of it is worked out once."""

    def __init__(self, title: str) -> None:
        folded = fold(title)
        self.words = _words(folded)
        # The matcher prepares its second text, which is slow, and takes first ones quickly.
        self._matcher = SequenceMatcher(None, "", folded, autojunk=False)

    def nearness(self, other: str) -> float:
        """Return how near another folded title is, 0 where it is not near."""
        others = _words(other)
        together = len(self.words | others)
        shared = len(self.words & others) / together if together else 0.0
        if shared >= SHARED_WORDS:
            return 1.0 + shared
        matcher = self._matcher
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() < SAME_LETTERS or matcher.quick_ratio() < SAME_LETTERS:
            return 0.0
        ratio = matcher.ratio()
        return ratio if ratio >= SAME_LETTERS else 0.0
