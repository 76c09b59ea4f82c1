"""The consultations of one kind, as sections 3 and 4 of the report tell them: open now, and expected to open."""

from __future__ import annotations

from secdesk.papers.change_status.facts import ReportFacts
from secdesk.papers.lines import count, listed
from secdesk.papers.tree import Block
from secdesk.rules.wording import plural

_PROPOSAL = "Modification Proposal"


def consultation_blocks(facts: ReportFacts, kind: str, key: str, name: str) -> list[Block]:
    """Return the consultations of a ``kind``, called ``name`` in the singular, with figures named under ``key``."""
    now, expected = facts.consultations[kind], facts.expected[kind]
    month = facts.dates.coming_month.label
    return [
        *listed(
            f"{key}.open",
            [c.mention for c in now],
            [
                f"There {'is' if len(now) == 1 else 'are'} currently ",
                count(f"{key}.open.count", [c.uid for c in now]),
                f" {plural(len(now), _PROPOSAL)} out for {name}:",
            ],
            f"There are currently no {plural(0, _PROPOSAL)} out for {name}.",
            leaves_out=facts.cover.leaves_out,
        ),
        *listed(
            f"{key}.expected",
            [c.mention for c in expected],
            [
                f"There {'is' if len(expected) == 1 else 'are'} ",
                count(f"{key}.expected.count", [c.uid for c in expected]),
                f" {plural(len(expected), name)} expected to open during {month}:",
            ],
            f"There are no {plural(0, name)} expected to open during {month}.",
            leaves_out=facts.cover.leaves_out,
        ),
    ]
