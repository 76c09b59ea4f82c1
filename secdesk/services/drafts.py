"""What is in the register file but no part of any record yet: half-typed texts and outcomes that were not recorded.

They are kept beside the records for a crash (design.md 5.7), so no backup, export or merge carries them. Whoever is
about to do one of these is told how many there are.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from secdesk.models import Draft
from secdesk.rules.wording import in_figures
from secdesk.services.outcome_drafts import KIND, DraftLine, read_books

_EMPTY = DraftLine()


@dataclass(frozen=True, slots=True)
class Drafts:
    """How many texts were left half-typed, and how many lines of sittings hold an outcome or note not recorded."""

    texts: int = 0
    outcomes: int = 0

    @property
    def words(self) -> str:
        """Both in words, ``1 half-typed text and 3 drafted outcomes``; nothing where there are none."""
        texts = in_figures(self.texts, "half-typed text") if self.texts else ""
        outcomes = in_figures(self.outcomes, "drafted outcome") if self.outcomes else ""
        return " and ".join(filter(None, (texts, outcomes)))

    def sentence(self, pattern: str) -> str:
        """Return a sentence in which ``{drafts}`` stands for both; nothing where there are none."""
        return pattern.format(drafts=self.words) if self.words else ""


def count_drafts(session: Session) -> Drafts:
    """Return what a register holds that is not recorded."""
    texts = session.scalar(select(func.count()).select_from(Draft).where(Draft.kind != KIND)) or 0
    lines = (line for book in read_books(session).values() for line in book.lines.values())
    return Drafts(texts, sum(line != _EMPTY for line in lines))
