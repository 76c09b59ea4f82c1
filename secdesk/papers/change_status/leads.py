"""A sentence of the report with the list that it leads to, or the sentence for when there is none."""

from __future__ import annotations

from collections.abc import Sequence

from secdesk.papers.change_status.facts import ReportFacts
from secdesk.papers.facts import Mention
from secdesk.papers.lines import count, named, shown
from secdesk.papers.listed import items
from secdesk.papers.tree import Block
from secdesk.papers.wording import Slot


def told_list(
    facts: ReportFacts, key: str, mentions: Sequence[Mention], records: Sequence[str] | None = None, **slots: Slot
) -> list[Block]:
    """Return the list of a ``key`` under its sentence for one or many, or its sentence for none.

    The count in it knows ``records``: the proposals themselves where nothing else is counted.
    """
    if not mentions:
        return [facts.wording.paragraph(f"{key}.none", **slots)]
    figure = count(f"{key}.count", [each.uid for each in mentions] if records is None else records)
    kept = shown(mentions, facts.cover.leaves_out)
    lead = facts.wording.counted(key, len(mentions), count=figure, **slots)
    return [lead, items(facts.wording, (named(key, mention) for mention in kept))]
