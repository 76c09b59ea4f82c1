"""Checks of legal text and documents: provisions left out, names of another stage."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from secdesk.rules.date_words import format_date
from secdesk.rules.process import CONVERTED_STATUSES
from secdesk.rules.reference import SERIES
from secdesk.services.checks.rows import DocumentRow, ProvisionRow
from secdesk.services.checks.rule import Hit, Rule, hit
from secdesk.services.checks.snapshot import Snapshot

_PAST_REFINEMENT = ("report_to_panel", "report_phase", "with_authority", "approved_pending")
_REFERENCE_FIRST = re.compile(r"(SECMP|DP|MP)[ _-]?0*([0-9]{1,6})(?![0-9])", re.IGNORECASE | re.ASCII)


def provisions_left_out(snapshot: Snapshot) -> Iterator[Hit]:
    """A provision listed for a proposal whose legal text lacks it; such slips make new modifications (domain.md 1.8).

    Legal text has to be there from the report on (CACoP principle 9). Where nobody said whether a provision is
    drafted, it counts as left out only beside others that are.
    """
    listed: dict[str, list[ProvisionRow]] = defaultdict(list)
    for row in snapshot.provisions:
        if snapshot.status(row.proposal) in _PAST_REFINEMENT and not snapshot.is_held(row.proposal):
            listed[row.proposal].append(row)
    for proposal, rows in listed.items():
        has_text = any(row.drafted or row.text_version for row in rows)
        for row in rows:
            if row.drafted is False or (row.drafted is None and has_text and not row.text_version):
                where = " ".join(part for part in (row.document, row.provision) if part) or "a provision"
                sentence = f"The legal text of {snapshot.called(proposal)} leaves out {where}, which is listed for it"
                records = [("affected_document", row.uid), ("proposal", proposal)]
                yield hit(f"{sentence}. Have it drafted, or take it off the list", records, row.drafted)


def documents_misnamed(snapshot: Snapshot) -> Iterator[Hit]:
    """Documents before conversion bear DP, those after it MP, both with the proposal's own number (domain.md 6)."""
    for document in snapshot.documents:
        found = _REFERENCE_FIRST.match(document.name.strip())
        number = snapshot.proposals[document.proposal].number
        if found is None or number is None:
            continue
        prefix, named = found[1].upper(), int(found[2])
        called = snapshot.called(document.proposal)
        if named != number:
            sentence = f"'{document.name}' is filed under {called}, and its name is that of another proposal"
            yield _misnamed(document, f"{sentence}. Move it, or change its name", prefix, named)
        elif sentence := _wrong_stage(snapshot, document, prefix):
            yield _misnamed(document, sentence, prefix, document.date)


def _misnamed(document: DocumentRow, sentence: str, *values: object) -> Hit:
    return hit(sentence, [("document", document.uid), ("proposal", document.proposal)], *values)


def _wrong_stage(snapshot: Snapshot, document: DocumentRow, prefix: str) -> str:
    """Say what is wrong with the prefix of a document; empty where it fits, or where nobody can tell."""
    if snapshot.proposals[document.proposal].series != SERIES:
        return ""
    converted, called = _converted_on(snapshot, document.proposal), snapshot.called(document.proposal)
    day = document.date
    if prefix == "DP" and day and converted and day > converted:
        return f"'{document.name}' of {format_date(day)} is later than the conversion of {called}. Name it MP"
    if prefix == "MP" and not snapshot.proposals[document.proposal].converted:
        return f"'{document.name}' is named MP, and {called} is not converted. Name it DP"
    if prefix == "MP" and day and converted and day < converted:
        return f"'{document.name}' of {format_date(day)} is earlier than the conversion of {called}. Name it DP"
    return ""


def _converted_on(snapshot: Snapshot, proposal: str) -> date | None:
    """Return the known day on which a proposal was converted; None where it was taken over after that."""
    leading = [event for event in snapshot.events_of(proposal) if event.leads_to in CONVERTED_STATUSES]
    return leading[0].date if leading and not leading[0].own_status else None


RULES = (Rule("C08", provisions_left_out), Rule("C09", documents_misnamed))
