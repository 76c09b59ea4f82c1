"""The detail of a proposal: number, title, stage, what it was called before, fields, timeline (ux.md 2.6)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from secdesk.models import FieldInfo
from secdesk.rules.date_words import MONTHS, format_date
from secdesk.rules.naming import reference_of
from secdesk.rules.process import STATUSES
from secdesk.rules.reference import OLD_SERIES, format_reference
from secdesk.rules.status import ProposalAt
from secdesk.services import queries, records
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.detail import RecordDetail
from secdesk.ui.form_values import short_name
from secdesk.ui.forms import Shape
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.models.proposal_rows import status_words
from secdesk.ui.widgets.date_edit import DateEdit
from secdesk.ui.widgets.gate_box import GateBox
from secdesk.ui.widgets.stage_chip import StageChip
from secdesk.ui.widgets.timeline_list import Timeline
from secdesk.ui.widgets.words import make_label

UNRAISED = ("", "enquiry")
"""Statuses from which a proposal can be raised."""
_SHAPE = Shape(
    sections=(
        ("", ("title", "proposer", "proposer_organisation", "issue")),
        ("Handling", ("lead_analyst", "path", "target_meeting", "marking", "next_step", "next_step_reason")),
        ("Flags", ("on_hold", "urgent", "fast_track", "security_limited")),
        ("Summary", ("solution", "latest_update", "private_note")),
        ("Impact", ("dcc_systems", "cost_estimate", "cost_actual")),
        ("Number", ("number", "suffix", "series", "on_behalf_of")),
    )
)
_IN_TIMELINE = frozenset({"event", "release_part"})


class ProposalDetail(RecordDetail):
    """A proposal, or a Draft Proposal that is still being written."""

    unraised_changed = Signal(bool)
    """Whether what is shown can be raised."""

    def __init__(self, desk: Desk, lookup: Lookup, prefix: str) -> None:
        """Build header, form and timeline."""
        super().__init__(desk, "proposal", lookup, prefix, _SHAPE, _IN_TIMELINE)
        self.proposal: ProposalAt | None = None
        self._told_unraised: bool | None = None
        self.chip = StageChip()
        self.chip.setObjectName(f"{prefix}.stage")
        self._status = make_label(role="quiet", wraps=True, name=f"{prefix}.status")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_3)
        row.addWidget(self.chip)
        row.addWidget(self._status, 1)
        self.add_to_header(row)
        self.gate = GateBox(f"{prefix}.gate")
        self.gate.field_wanted.connect(self._on_field_wanted)
        self.raising = _Raising(lookup, prefix)
        self.timeline = Timeline(desk, lookup, prefix)
        self.timeline.removal_wanted.connect(self._on_event_removal)
        self.insert(self.raising)
        self.insert(self.gate)
        # After the form, before the parts.
        self.insert(self.timeline, 4)

    @property
    def is_unraised(self) -> bool:
        """Whether the proposal shown was never raised."""
        return self.proposal is not None and self.proposal.status in UNRAISED

    def refresh(self) -> None:
        """Read the proposal, its timeline and its parts again."""
        super().refresh()
        self.timeline.refresh()

    def commit(self) -> None:
        """Store what is half typed anywhere in the detail."""
        super().commit()
        self.timeline.commit()

    def show_header(self) -> None:
        """Show number, title, stage and status."""
        self.proposal = self._read_proposal()
        super().show_header()
        found = self.proposal
        self.chip.show_stage(found.stage if found else "", found is not None and not self.is_unraised)
        self._status.setText(_status_line(found) if found else "")
        number = self.desk.read(records.next_number)
        self.raising.show_number(found.number if found and found.number else number)
        self.raising.setVisible(self.is_unraised and not self.desk.read_only)
        if self.is_unraised != self._told_unraised:
            self._told_unraised = self.is_unraised
            self.unraised_changed.emit(self.is_unraised)

    def header_words(self) -> tuple[str, str]:
        """Return number and title, and what the proposal was called before."""
        found = self.proposal
        if found is None:
            return "New Draft Proposal", ""
        title = found.title or ("(title not known)" if found.status else "(no title yet)")
        if found.number is None:
            return title, ""
        reference = reference_of(found.number, found.suffix, found.series, found.converted)
        former = [_former_reference(found), *self._former_titles()]
        return f"{reference}  {title}", " · ".join(part for part in former if part)

    def _read_proposal(self) -> ProposalAt | None:
        uid = self.form.uid
        found = self.desk.read(lambda session: queries.proposals_at(session, self.desk.as_at, [uid])) if uid else []
        return found[0] if found else None

    def _former_titles(self) -> list[str]:
        rows = [row for row in self.form.loaded.dated if row.field == "title"]
        found = []
        for before, after in pairwise(rows):
            until = after.effective_from
            if before.value and until is not None and until <= self.desk.as_at:
                found.append(f"formerly {before.value} (to {MONTHS[until.month - 1][:3]} {until.year})")
        return found

    def _show_parts(self) -> None:
        super()._show_parts()
        self.gate.clear()
        self.timeline.show_proposal(self.form.uid)

    def _on_field_wanted(self, name: str) -> None:
        box = self.form.fields[name].box if name in self.form.fields else self.raising.day
        box.setFocus()

    def _on_event_removal(self, uid: str) -> None:
        called = self.desk.read(lambda s: short_name(s, "proposal", self.form.uid, self.desk.as_at))

        def act(session: Any) -> bool:
            records.delete_record(session, "event", uid, self.desk.today)
            return True

        if self.desk.run(f"Delete an event of {called}", act):
            self.desk.say(f"An event of {called} deleted", offers_undo=True)
            self.timeline.rows.setFocus()


class _Raising(QWidget):
    """What stands over a Draft Proposal that is not raised yet: the number that it will get, and the day."""

    def __init__(self, lookup: Lookup, prefix: str) -> None:
        super().__init__()
        today = lookup.desk.today
        self.day = DateEdit(FieldInfo("raised", "Raised on", "date"), lookup.reading)
        self.day.setObjectName(f"{prefix}.raised_on")
        self.day.setAccessibleName("Raised on")
        self._number = make_label(role="strong", name=f"{prefix}.will_be")
        self._hint = make_label(role="caption", wraps=True)
        label = make_label("Raised on")
        label.setBuddy(self.day)
        self.day.hinted.connect(lambda words, _advice: self._hint.setText(words))
        self.day.load(today, format_date(today))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_1)
        layout.addWidget(self._number)
        layout.addSpacing(theme.SPACE_2)
        layout.addWidget(label)
        layout.addWidget(self.day)
        layout.addWidget(self._hint)

    def show_number(self, number: int) -> None:
        """Say which number Raise will take."""
        self._number.setText(f"{format_reference(number, '', 'MP', converted=False)} will be its number")


def _status_line(proposal: ProposalAt) -> str:
    status = STATUSES[proposal.status].label if proposal.status else ""
    day = format_date(proposal.raised) if proposal.raised else ""
    if proposal.status == "draft_raised" and day:
        status, day = f"{status} {day}", ""
    raised = f"raised {day}" if day else ""
    return " · ".join(part for part in (status, *status_words(proposal), raised) if part)


def _former_reference(proposal: ProposalAt) -> str:
    if not proposal.converted or proposal.series == OLD_SERIES or proposal.number is None:
        return ""
    return f"was {format_reference(proposal.number, proposal.suffix, proposal.series, converted=False)}"
