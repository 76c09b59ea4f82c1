"""The consultations of one kind, as sections 3 and 4 of the report tell them: open now, and expected to open."""

from __future__ import annotations

from secdesk.papers.change_status.facts import ReportFacts
from secdesk.papers.change_status.leads import told_list
from secdesk.papers.tree import Block


def consultation_blocks(facts: ReportFacts, kind: str, key: str) -> list[Block]:
    """Return the consultations of a ``kind``; ``key`` names their sentences and figures."""
    now, expected = facts.consultations[kind], facts.expected[kind]
    month = facts.dates.coming_month.label
    return [
        *told_list(facts, f"{key}.open", [c.mention for c in now], [c.uid for c in now]),
        *told_list(
            facts, f"{key}.expected", [c.mention for c in expected], [c.uid for c in expected], month=month
        ),
    ]
