"""What a release carries: modifications and parts of them, and its date with the days it had before (ux.md 2.11)."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from secdesk.errors import Invalid
from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.date_words import format_date
from secdesk.services import queries, records, release_parts, releases
from secdesk.services.release_parts import PartRow
from secdesk.ui import theme
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.models.fixed_rows import FixedRows
from secdesk.ui.models.lookup import Lookup, Option
from secdesk.ui.models.record_table import Column, Row
from secdesk.ui.widgets.act_bar import ActBar
from secdesk.ui.widgets.line_edit import LineEdit
from secdesk.ui.widgets.picker import Picker
from secdesk.ui.widgets.small_grid import SmallGrid
from secdesk.ui.widgets.words import make_button, make_label

_COLUMNS = (
    Column("reference", "Proposal", width=12),
    Column("title", "Title", stretches=True, width=30),
    Column("label", "Part", width=12, optional=1),
    Column("status", "Status", width=18),
)
_MOVE_PART = (
    FieldInfo("release", "To release", "link", link="release"),
    FieldInfo("since", "Agreed on", "date"),
    FieldInfo("decided_by", "Agreed by", "line", limit=300),
    FieldInfo("reason", "Reason", "line", limit=2000),
)
_MOVE = (
    FieldInfo("goes_live", "New date", "date"),
    FieldInfo("since", "Agreed on", "date"),
    FieldInfo("decided_by", "Agreed by", "line", limit=300),
    FieldInfo("reason", "Reason", "line", limit=2000),
)


class ReleaseParts(QWidget):
    """The parts of one release; each act is stored at once as one step."""

    def __init__(self, desk: Desk, lookup: Lookup) -> None:
        """Build grid, adding line and the row that moves the date; nothing is read."""
        super().__init__()
        self._desk, self._lookup = desk, lookup
        self._release = ""
        self.parts: list[PartRow] = []
        self.grid = SmallGrid(FixedRows(_COLUMNS, self._read_rows), "releases.parts", "Modifications in this release")
        self._empty = make_label("Nothing is in this release yet.", "quiet")
        self._message = make_label(role="warning", wraps=True, name="releases.message")
        self.add = Picker(FieldInfo("proposal", "Add a modification", "link", link="proposal"), self._options)
        self.add.setObjectName("releases.add")
        self.add.setAccessibleName("Add a modification")
        self.add.setPlaceholderText("Add an approved modification")
        self.label = LineEdit(FieldInfo("label", "Part, such as part 1 of 2", "line", limit=60))
        self.label.setObjectName("releases.add_label")
        self.label.setAccessibleName("Part, such as part 1 of 2")
        self.label.setPlaceholderText("Part, such as part 1 of 2")
        self.moves = make_label(role="quiet", wraps=True, name="releases.moves")
        self.move_button = make_button("Move date…", "releases.move")
        self.move_part_button = make_button("Move to another release…", "releases.move_part")
        self.bar = ActBar("releases.moving", lookup, _MOVE, columns=2)
        self.part_bar = ActBar("releases.moving_part", lookup, _MOVE_PART, columns=2)
        self._lay_out()
        self.grid.removal_wanted.connect(self.remove_part)
        self.grid.addition_wanted.connect(self.label.setFocus)
        self.grid.opened.connect(self._open_proposal)
        self.add.chosen.connect(self.add_part)
        self.move_button.clicked.connect(self.open_bar)
        self.bar.accepted.connect(self._on_move_accepted)
        self.bar.cancelled.connect(self.move_button.setFocus)
        self.move_part_button.clicked.connect(self.open_part_bar)
        self.part_bar.accepted.connect(self._on_part_accepted)
        self.part_bar.cancelled.connect(self.grid.setFocus)
        self.grid.current_changed.connect(lambda _uid: self._show_part_button())

    def show_release(self, uid: str) -> None:
        """Show the parts of a release; without one, nothing."""
        if uid != self._release:
            self._release = uid
            self.bar.hide()
            self.part_bar.hide()
            self._message.hide()
            self.label.load(None, "")
            self.grid.read_new()
        else:
            self.grid.read()
        self.setVisible(bool(uid))
        self._describe()

    def add_part(self, proposal: str) -> None:
        """Put a modification, or the part named beside, into the release."""
        release, label = self._release, self.label.text().strip()
        self.add.close_list()
        self.add.load(None, "")
        called = self._lookup.name("proposal", proposal).split(" ")[0]
        what = f"{called} {label}".strip()
        if self._run(f"Add {what} to the release", lambda s: release_parts.add_part(s, release, proposal, label)):
            self.label.load(None, "")

    def remove_part(self, uid: str) -> None:
        """Take a part out of the release."""

        def act(session: Any) -> None:
            records.delete_record(session, "release_part", uid, self._desk.today)

        if self._run("Take a modification out of the release", act):
            self._desk.say("Taken out of the release", offers_undo=True)
            self.grid.setFocus()

    def _options(self) -> list[Option]:
        """Return the modifications that are approved, or all where none is."""
        stages = self._desk.read(lambda session: queries.stages_at(session, self._desk.as_at))
        every = self._lookup.options("proposal")
        approved = [option for option in every if stages.get(option.key) == "release"]
        return approved or list(every)

    def _read_rows(self) -> list[Row]:
        release, at = self._release, self._desk.as_at
        self.parts = self._desk.read(lambda s: release_parts.parts(s, release, at)) if release else []
        return [_row(part) for part in self.parts]

    def _describe(self) -> None:
        self.grid.setVisible(bool(self.parts))
        self._empty.setVisible(not self.parts)
        locked = self._desk.read_only
        for box in (self.add, self.label):
            box.setVisible(not locked)
        self.move_button.setVisible(not locked)
        self._show_part_button()
        found = self._desk.read(lambda session: releases.release_rows(session, self._desk.as_at))
        row = next((each for each in found if each.uid == self._release), None)
        told = [move.sentence for move in reversed(row.moves)] if row else []
        told += [words for part in self.parts for words in self._part_moves(part)]
        self.moves.setText("\n".join(told))
        self.moves.setVisible(bool(told))

    def _part_moves(self, part: PartRow) -> list[str]:
        return self._desk.read(lambda session: release_parts.part_moves(session, part, self._desk.as_at))

    def _current(self) -> PartRow | None:
        return next((each for each in self.parts if each.uid == self.grid.current_uid), None)

    def _show_part_button(self) -> None:
        part = self._current()
        self.move_part_button.setVisible(bool(self.parts) and not self._desk.read_only)
        self.move_part_button.setEnabled(part is not None and part.implemented is None)

    def _run(self, label: str, act: Any) -> bool:
        def done(session: Any) -> bool:
            act(session)
            return True

        self._message.hide()
        try:
            return bool(self._desk.run(label, done))
        except Invalid as problem:
            self._message.setText(problem.problems[0].sentence)
            self._message.show()
            return False

    def _open_proposal(self, uid: str) -> None:
        part = next((each for each in self.parts if each.uid == uid), None)
        if part is not None:
            self._desk.go_to("proposals", part.proposal_uid)

    def open_bar(self) -> None:
        """Ask for another date of the release."""
        self.part_bar.hide()
        self.bar.open_bar("Move the date of this release", "Move date", {"since": self._desk.today})

    def _on_move_accepted(self, values: dict[str, Value]) -> None:
        day, since = values["goes_live"], values["since"]
        if not isinstance(day, date):
            self.bar.refuse("Enter the new date of the release")
            return
        if not isinstance(since, date):
            self.bar.refuse("Enter the day on which that was agreed")
            return
        release = self._release
        by, why = (str(values[name]) if values[name] else None for name in ("decided_by", "reason"))

        def act(session: Any) -> None:
            releases.move_date(session, release, day, since, None, by, why)

        name = self._lookup.name("release", release)
        if self._run(f"Date of {name}", act):
            self.bar.hide()
            self._desk.say(f"Moved to {format_date(day)}", offers_undo=True)
            self.move_button.setFocus()

    def open_part_bar(self) -> None:
        """Ask to which release the selected modification, or part of one, goes."""
        part = self._current()
        if part is not None:
            self.bar.hide()
            called = f"{part.reference}, {part.label}" if part.label else part.reference
            self.part_bar.open_bar(f"Move {called} to another release", "Move it", {"since": self._desk.today})

    def _on_part_accepted(self, values: dict[str, Value]) -> None:
        part, target, since = self._current(), values["release"], values["since"]
        if part is None:
            return
        if not target or target == self._release:
            self.part_bar.refuse("Choose another release")
            return
        if not isinstance(since, date):
            self.part_bar.refuse("Enter the day on which that was agreed")
            return
        by, why = (str(values[name]) if values[name] else None for name in ("decided_by", "reason"))

        def act(session: Any) -> None:
            release_parts.move_part(session, part.uid, str(target), since, by, why)

        name = self._lookup.name("release", str(target))
        if self._run(f"Move {part.reference} to {name}", act):
            self.part_bar.hide()
            self._desk.say(shorten(f"{part.reference} moved to {name}"), offers_undo=True)
            self.grid.setFocus()

    def _lay_out(self) -> None:
        adding = QHBoxLayout()
        adding.setSpacing(theme.SPACE_2)
        adding.addWidget(self.label, 2)
        adding.addWidget(self.add, 3)
        row = QHBoxLayout()
        row.addWidget(self.move_button)
        row.addWidget(self.move_part_button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        for widget in (self.moves, self.grid, self._empty):
            layout.addWidget(widget)
        layout.addLayout(adding)
        layout.addWidget(self._message)
        layout.addLayout(row)
        layout.addWidget(self.bar)
        layout.addWidget(self.part_bar)
        self._message.hide()


def _row(part: PartRow) -> Row:
    status = f"implemented {format_date(part.implemented)}" if part.implemented else part.status_label
    status = "Approved" if part.waits else status
    cells = (part.reference, part.title, part.label, status)
    return Row(part.uid, cells, ", ".join(cell for cell in cells if cell))
