"""Proposals: list, detail and timeline, and raising a Draft Proposal (ux.md 2.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from secdesk.errors import Invalid, Problem
from secdesk.rules.process import STAGES
from secdesk.rules.reference import format_reference
from secdesk.services import proposals, queries, records
from secdesk.ui import texts
from secdesk.ui.desk import Desk
from secdesk.ui.detail import RecordDetail
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.proposal_rows import ProposalRows
from secdesk.ui.places.list_detail import ListDetailPlace
from secdesk.ui.places.proposal_detail import ProposalDetail
from secdesk.ui.widgets.label import menu_text

RAISE = "Raise Draft Proposal"
START = "New Draft Proposal"
_LOOKED_AT = 50
NEW = "new"
"""What :meth:`ProposalsPlace.activate` understands as "begin a Draft Proposal"."""


class ProposalsPlace(ListDetailPlace):
    """All proposals. Its filled button begins a Draft Proposal, or raises the one that is being written."""

    key = "proposals"
    title = texts.PROPOSALS
    kind = "proposal"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the place and its two commands."""
        super().__init__(desk, parent)
        self._primary = QAction(START, self)
        self._primary.setObjectName("proposals.primary")
        self._primary.triggered.connect(self._on_primary)
        self._start = QAction(menu_text(START), self)
        self._start.setObjectName("proposals.start")
        self._start.setShortcut(QKeySequence("Ctrl+Shift+N"))
        self._start.triggered.connect(self.new_record)
        self.proposal_detail.unraised_changed.connect(self._on_unraised_changed)
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

    def facets(self) -> Sequence[tuple[str, str]]:
        """Return a chip for every stage."""
        return (("", "All"), *((f"stage:{key}", stage.label) for key, stage in STAGES.items()))

    def first_field(self) -> str:
        """A Draft Proposal begins with its title."""
        return "title"

    def activate(self, uid: str = "") -> None:
        """Enter; ``new`` begins a Draft Proposal."""
        super().activate("" if uid == NEW else uid)
        if uid == NEW:
            self.new_record()

    def primary_action(self) -> QAction:
        """Raise the Draft Proposal that is being written, else begin one."""
        return self._primary

    def menu_actions(self) -> Sequence[QAction]:
        """Return the command that begins a Draft Proposal."""
        return (self._start,)

    def refresh(self) -> None:
        """Read rows, detail and the counts of the chips again."""
        super().refresh()
        self._show_counts()
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
        day = detail.raising.day.day()
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

    def _show_counts(self) -> None:
        rows = self.table.source
        if self.chips is None or not isinstance(rows, ProposalRows):
            return
        stages = Counter(rows.stages().values())
        counts = {f"stage:{key}": stages[key] for key in STAGES}
        self.chips.show_counts({"": stages.total(), **counts})

    def _ask(self, facet: str | None = None) -> None:
        super()._ask(facet)
        self._show_counts()

    def _on_primary(self) -> None:
        if self.proposal_detail.is_unraised and self.detail.uid:
            self.raise_selected()
        else:
            self.new_record()

    def _on_unraised_changed(self, unraised: bool) -> None:
        self._primary.setText(RAISE if unraised else START)
        # One button for one thing: where the filled button begins a Draft Proposal, a second one would only repeat it.
        self._new.setVisible(unraised)
