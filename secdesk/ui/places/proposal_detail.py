"""The detail of a proposal: number, title, stage, what it was called before, fields, timeline (ux.md 2.6)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from secdesk.rules.date_words import MONTHS
from secdesk.rules.naming import reference_at
from secdesk.rules.next_step import NextStep
from secdesk.rules.process import STATUSES
from secdesk.rules.reference import OLD_SERIES, format_reference
from secdesk.rules.status import ProposalAt
from secdesk.services import near_titles, next_steps, proposal_acts, queries, records
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.detail import RecordDetail
from secdesk.ui.forms import Shape
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.proposal_acts import ProposalActs
from secdesk.ui.widgets.flag_words import FlagWords
from secdesk.ui.widgets.gate_box import GateBox
from secdesk.ui.widgets.next_step_box import NextStepBox
from secdesk.ui.widgets.raised_field import RaisedField
from secdesk.ui.widgets.stage_chip import StageChip
from secdesk.ui.widgets.timeline_list import Timeline
from secdesk.ui.widgets.words import make_label

UNRAISED = ("", "enquiry")
"""Statuses from which a proposal can be raised."""
FLAGS = {
    "on_hold": "on hold",
    "urgent": "urgent",
    "fast_track": "fast-track",
    "security_limited": "security-limited",
}
"""The fields that are flags, and their words."""
_SHAPE = Shape(
    sections=(
        ("", ("title", "proposer", "proposer_organisation", "issue")),
        ("Handling", ("lead_analyst", "path", "target_meeting", "marking")),
        ("Flags", ("on_hold", "urgent", "fast_track", "security_limited")),
        ("Summary", ("solution", "latest_update", "private_note")),
        ("Impact", ("dcc_systems", "cost_estimate", "cost_actual")),
        ("Number", ("number", "suffix", "series", "on_behalf_of")),
    ),
    # Set and explained in the row of the next step.
    hidden=frozenset({"next_step", "next_step_reason"}),
)
_BARS = {
    "request_assessment": "assess",
    "issue_consultation": "consult",
    "lodge_report": "lodge",
    "assign_release": "release",
    "resume": "resume",
}
"""Next steps that are done in a row of the detail, and the row."""
_IN_TIMELINE = frozenset({"event", "release_part"})


class ProposalDetail(RecordDetail):
    """A proposal, or a Draft Proposal that is still being written."""

    unraised_changed = Signal(bool)
    """Whether what is shown can be raised."""
    step_changed = Signal()
    """The next step, and with it what the filled button does, is another one."""
    raise_wanted = Signal()

    def __init__(self, desk: Desk, lookup: Lookup, prefix: str) -> None:
        """Build header, next step, form and timeline."""
        raised = RaisedField(desk, lookup, prefix)
        shape = replace(_SHAPE, beside={"proposer_organisation": raised})
        super().__init__(desk, "proposal", lookup, prefix, shape, _IN_TIMELINE)
        self.proposal: ProposalAt | None = None
        self.step = NextStep("")
        self._told: tuple[bool, NextStep] | None = None
        self.raised = raised
        self.chip = StageChip()
        self.chip.setObjectName(f"{prefix}.stage")
        self._status = make_label(role="quiet", wraps=True, name=f"{prefix}.status")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_3)
        row.addWidget(self.chip)
        row.addWidget(self._status, 1)
        self.add_to_header(row)
        self.flags = FlagWords(f"{prefix}.flags", FLAGS.values())
        self._header.addWidget(self.flags)
        self.gate = GateBox(f"{prefix}.gate")
        self.acts = ProposalActs(desk, lookup, prefix)
        self.next_box = NextStepBox(desk, f"{prefix}.next", self.acts.commands())
        self.timeline = Timeline(desk, lookup, prefix)
        for place, widget in enumerate((self.next_box, self.acts, self.gate), start=1):
            self.insert(widget, place)
        # After the form, before the parts.
        self.insert(self.timeline, 5)
        self._connect_parts()

    def _connect_parts(self) -> None:
        self.gate.field_wanted.connect(self._on_field_wanted)
        self.timeline.removal_wanted.connect(self._on_event_removal)
        self.timeline.field_wanted.connect(self._on_history_wanted)
        self.next_box.wanted.connect(self.do_next)
        self.next_box.own_wanted.connect(self._on_own_step)
        self.acts.opened.connect(self.bring_into_view)
        self.acts.closed.connect(self._on_bar_closed)
        self.form.stored.connect(self._on_stored)
        self.form.fields["title"].advice_followed.connect(lambda uid: self.desk.go_to("proposals", uid))

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
        self.raised.commit()
        self.timeline.commit()

    def show_record(self, uid: str) -> bool:
        """Show a proposal; one that is being written is compared with the titles there are."""
        found = super().show_record(uid)
        if found and self.is_unraised:
            self._advise_on_title()
        return found

    def show_header(self) -> None:
        """Show number, title, stage, status, flags and the next step."""
        self.proposal = self._read_proposal()
        super().show_header()
        found = self.proposal
        self.chip.show_stage(found.stage if found else "", found is not None and not self.is_unraised)
        self._status.setText(self._status_line())
        values = self.form.loaded.values
        self.flags.show_flags([words for field, words in FLAGS.items() if values.get(field) is True])
        self.raised.show_proposal(self.form.uid, self.is_unraised, self.called)
        self._show_step()

    @property
    def called(self) -> str:
        """The number of the proposal, as steps and rows call it."""
        found = self.proposal
        if found is None or found.number is None:
            return "the new Draft Proposal"
        return reference_at(found)

    def do_next(self) -> None:
        """Do the next step, or what the row that is open asks for."""
        bar = self.acts.open_bar
        if bar is not None:
            bar.accept()
            return
        self.commit()
        step = self.step
        if step.verb == "raise":
            self.raise_wanted.emit()
        elif step.verb in _BARS:
            self.acts.begin(_BARS[step.verb], **self._begins_with(step))
        elif step.verb == "set_target":
            self.form.focus_field("target_meeting")
        elif step.verb == "record_event":
            self.timeline.bar.open_for(self.uid)
            self.bring_into_view(self.timeline.bar)
        elif step.place:
            self.desk.go_to(step.place, step.target)

    def _begins_with(self, step: NextStep) -> dict[str, str]:
        if step.verb == "request_assessment":
            return {"assessment_kind": "IA" if "Impact" in step.words else "PA"}
        return {}

    def _show_step(self) -> None:
        uid, at = self.form.uid, self.desk.as_at
        self.step = self.desk.read(lambda session: next_steps.next_step(session, uid, at)) if uid else NextStep("")
        is_shown = self.proposal is not None and not self.is_unraised
        self.next_box.setVisible(is_shown)
        if is_shown:
            self.next_box.show_step(self.step)
        self.acts.show_proposal(None if self.is_unraised else self.proposal, self.called, self.step)
        told = (self.is_unraised, self.step)
        if told != self._told:
            was_unraised = self._told[0] if self._told else None
            self._told = told
            if was_unraised != self.is_unraised:
                self.unraised_changed.emit(self.is_unraised)
            self.step_changed.emit()

    def _status_line(self) -> str:
        found = self.proposal
        if found is None:
            return ""
        if self.is_unraised:
            number = found.number or self.desk.read(records.next_number)
            return f"will be {format_reference(number, found.suffix, 'MP', converted=False)}"
        return STATUSES[found.status].label

    def header_words(self) -> tuple[str, str]:
        """Return number and title, and what the proposal was called before."""
        found = self.proposal
        if found is None:
            return "New Draft Proposal", ""
        title = found.title or ("(title not known)" if found.status else "(no title yet)")
        if found.number is None:
            return title, ""
        reference = reference_at(found)
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
        self.form.fields["title"].advise("")

    def _on_field_wanted(self, name: str) -> None:
        box = self.form.fields[name].box if name in self.form.fields else self.raised.box
        box.setFocus()

    def _on_history_wanted(self, field: str) -> None:
        """Show the values that a dated field has had."""
        edit = self.form.fields.get(field)
        if edit is not None:
            edit.box.setFocus()
            edit.history_wanted.emit(field)

    def _on_bar_closed(self) -> None:
        button = self.next_box.button
        (button if button.isVisible() else self.next_box.more).setFocus()

    def _on_own_step(self) -> None:
        uid = self.uid

        def act(session: Any) -> bool:
            proposal_acts.set_next_step(session, uid, None, None)
            return True

        if self.desk.run(f"Next step of {self.called}", act):
            self.desk.say(f"Next step of {self.called} taken back", offers_undo=True)
            self.next_box.more.setFocus()

    def _on_stored(self, field: str) -> None:
        if field == "title":
            self._advise_on_title()

    def _advise_on_title(self) -> None:
        """Name the proposal whose title is nearly this one: people mix them up (domain.md 2.1, trap 4)."""
        title, uid, at = self.form.loaded.values.get("title"), self.uid, self.desk.as_at
        twins = self.desk.read(lambda s: near_titles.near_twins(s, str(title), uid, at)) if title else []
        edit = self.form.fields["title"]
        if not twins:
            edit.advise("")
            return
        twin = twins[0]
        more = f" and {len(twins) - 1} more" if len(twins) > 1 else ""
        edit.advise(f"Nearly the same title: {twin.reference} {twin.title}{more}", f"Show {twin.reference}", twin.uid)

    def _on_event_removal(self, uid: str) -> None:
        called = self.called

        def act(session: Any) -> bool:
            records.delete_record(session, "event", uid, self.desk.today)
            return True

        if self.desk.run(f"Delete an event of {called}", act):
            self.desk.say(f"An event of {called} deleted", offers_undo=True)
            self.timeline.rows.setFocus()


def _former_reference(proposal: ProposalAt) -> str:
    if not proposal.converted or proposal.series == OLD_SERIES or proposal.number is None:
        return ""
    return f"was {format_reference(proposal.number, proposal.suffix, proposal.series, converted=False)}"
