"""A list of proposals that came from a list of the register: what that worked out by itself is nobody's word.

The list of the window has a column 'Next step'. Where nobody wrote one it shows the step that follows from the events,
and copying it must not make a typed one of it (ux.md 5, G20).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from secdesk.exchange.csv_preview import Preview, PreviewRow
from secdesk.models import Proposal
from secdesk.rules.text import fold
from secdesk.services.next_steps import steps_of
from secdesk.services.queries import proposals_at

_FIELD = "next_step"


def without_derived(session: Session, preview: Preview, today: date) -> Preview:
    """Return a preview in which a next step that the register works out by itself changes nothing."""
    wanted = [row.plan.uid for row in preview.rows if row.plan is not None and _FIELD in row.plan.values]
    uids = [uid for uid in wanted if uid]
    if not uids:
        return preview
    steps = steps_of(session, proposals_at(session, today, uids), today)
    derived = {uid: fold(step.words) for uid, step in steps.items() if step.words}
    return replace(preview, rows=tuple(_settled(row, derived) for row in preview.rows))


def _settled(row: PreviewRow, derived: Mapping[str, str]) -> PreviewRow:
    plan = row.plan
    if plan is None or _FIELD not in plan.values or fold(str(plan.values[_FIELD])) != derived.get(plan.uid):
        return row
    plan = replace(plan, values={name: value for name, value in plan.values.items() if name != _FIELD})
    changes = tuple(label for label in row.changes if label != Proposal.fields()[_FIELD].label)
    if not changes:
        return replace(row, state="unchanged", changes=(), plan=None)
    return replace(row, changes=changes, plan=plan)
