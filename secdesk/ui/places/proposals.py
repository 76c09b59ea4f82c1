"""Proposals: list, detail and timeline, and raising a Draft Proposal (ux.md 2.6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from secdesk.errors import Invalid, Problem
from secdesk.rules.next_step import VERBS
from secdesk.rules.reference import format_reference
from secdesk.services import proposals, queries, records
from secdesk.ui import texts
from secdesk.ui.desk import Desk
from secdesk.ui.detail import RecordDetail
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.proposal_rows import ProposalRows
from secdesk.ui.places.list_detail import VERBS as LIST_VERBS
from secdesk.ui.places.list_detail import ListDetailPlace
from secdesk.ui.places.proposal_detail import ProposalDetail
from secdesk.ui.widgets.label import menu_text

RAISE = VERBS["raise"]
START = "New Draft Proposal"
_LOOKED_AT = 50
NEW = "new"
"""What :meth:`ProposalsPlace.activate` understands as "begin a Draft Proposal"."""
STAGE = "stage:"
"""Begins what :meth:`ProposalsPlace.activate` understands as a stage to keep."""


class ProposalsPlace(ListDetailPlace):
    """All proposals. Its filled button begins a Draft Proposal, or raises the one that is being written."""

    key = "proposals"
    title = texts.PROPOSALS
    kind = "proposal"
    verbs = LIST_VERBS | {"group_rows"}

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the place and its two commands."""
        super().__init__(desk, parent)
        self._primary = QAction(START, self)
        self._primary.setObjectName("proposals.primary")
        self._primary.triggered.connect(self._on_primary)
        self._start = QAction(menu_text(START), self)
        self._start.setObjectName("proposals.start")
        self._start.triggered.connect(self.new_record)
        self.proposal_detail.raise_wanted.connect(self.raise_selected)
        self.proposal_detail.step_changed.connect(self._show_primary)
        self._new.hide()

    @property
    def proposal_detail(self) -> ProposalDetail:
        """The detail as what it is."""
        assert isinstance(self.detail, ProposalDetail)
        return self.detail

    def make_rows(self) -> KindRows:
        """Return the rows of proposals."""
        return ProposalRows(self.desk)

    def make_detail(self) -> RecordDetail:
        """Return the detail of a proposal."""
        return ProposalDetail(self.desk, self.lookup, self.key)

    def empty_ways(self) -> Sequence[tuple[str, str, Callable[[], object]]]:
        """Offer to import what another register or a list holds."""
        return (("import", "Import…", self._import),)

    def _import(self) -> None:
        command = self.window().findChild(QAction, "command.import_file")
        if isinstance(command, QAction):
            command.trigger()

    def first_field(self) -> str:
        """A Draft Proposal begins with its title."""
        return "title"

    def activate(self, uid: str = "") -> None:
        """Enter; ``new`` begins a Draft Proposal, ``stage:define`` keeps the proposals at a stage."""
        stage = uid.removeprefix(STAGE) if uid.startswith(STAGE) else None
        super().activate("" if uid == NEW or stage is not None else uid)
        if stage is not None:
            self.clear_filters()
            self.filters.keep_values("stage", (stage,))
        if uid == NEW:
            self.new_record()

    def primary_action(self) -> QAction:
        """Raise the Draft Proposal that is being written, else begin one."""
        return self._primary

    def open_next_step(self) -> None:
        """Put the focus on the button of the next step, or on those beside it where the step has none."""
        box = self.proposal_detail.next_box
        (box.button if box.button.isVisible() else box.more).setFocus()

    def menu_actions(self) -> Sequence[QAction]:
        """Return the commands that begin a Draft Proposal and act on the one shown and on the entries of its past."""
        return (self._start, *self.proposal_detail.acts.commands(), *self.proposal_detail.timeline.commands())

    def _own_actions(self) -> list[QAction]:
        """Leave the entries of the timeline out of the menu of a row: they have a menu of their own."""
        others = self.proposal_detail.timeline.commands()
        return [each for each in super()._own_actions() if each not in others]

    def refresh(self) -> None:
        """Read rows and detail again."""
        super().refresh()
        self._primary.setEnabled(not self.desk.read_only)
        self._start.setEnabled(not self.desk.read_only)

    def new_record(self) -> None:
        """Begin a Draft Proposal: it is in the list at once, without a number. An empty one is taken up again."""
        if self.desk.read_only:
            return
        self.commit()
        uid = self._find_blank() or self.desk.run(
            f"Begin {START}", lambda session: records.create_record(session, "proposal", {})
        )
        if uid is not None:
            self.show_record(uid)
            self.detail.form.focus_field("title")

    def raise_selected(self) -> None:
        """Raise the Draft Proposal shown; where something is missing, say all of it."""
        self.commit()
        detail = self.proposal_detail
        uid, at = detail.uid, self.desk.today
        needed = self.desk.read(lambda session: proposals.missing_for_raise(session, uid, at))
        day = detail.raised.day()
        if day is None:
            needed.append(Problem("raised", "Enter the day on which it was raised"))
        if needed or day is None:
            self._show_needed(needed)
            return
        try:
            number = self.desk.run(RAISE, lambda session: proposals.raise_draft(session, uid, day))
        except Invalid as invalid:
            self._show_needed(list(invalid.problems))
            return
        if number is not None:
            detail.raised.forget()
            detail.gate.clear()
            self.show_record(uid)
            self.desk.say(f"{format_reference(number, '', 'MP', converted=False)} raised", offers_undo=True)
            self.list.setFocus()

    def _show_needed(self, needed: list[Problem]) -> None:
        detail = self.proposal_detail
        number = self.desk.read(records.next_number)
        called = detail.proposal.number if detail.proposal and detail.proposal.number else number
        goal = f"{format_reference(called, '', 'MP', converted=False)} can be raised"
        detail.gate.show_problems(needed, goal)

    def _find_blank(self) -> str | None:
        """Return a Draft Proposal that was begun and holds nothing yet."""

        def find(session: Any) -> str | None:
            # Those without a number come first.
            first = queries.ordered_uids(session, "proposal", limit=_LOOKED_AT)
            for row in records.list_records(session, "proposal", self.desk.today, uids=first):
                blank = all(value in (None, "", "MP") for value in row.values.values())
                if blank and not records.part_records(session, "proposal", row.uid):
                    return row.uid
            return None

        return self.desk.read(find)

    def _on_primary(self) -> None:
        detail = self.proposal_detail
        if detail.uid and (detail.is_unraised or detail.step.verb or detail.acts.open_bar is not None):
            detail.do_next()
        else:
            self.new_record()

    def _show_primary(self) -> None:
        """Let the filled button do the next step of the proposal selected, Raise among them (ux.md 2.2)."""
        detail = self.proposal_detail
        words = detail.step.button if detail.uid else ""
        self._primary.setText(menu_text(words or START))
        # One button for one thing: where the filled button begins a Draft Proposal, a second one would only repeat it.
        self._new.setVisible(bool(words))
