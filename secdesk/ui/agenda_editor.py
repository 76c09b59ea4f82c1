"""The agenda of a meeting: items in order, what could go on it, the day by which it is confirmed (ux.md 2.8)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from secdesk.errors import Invalid
from secdesk.models import FieldInfo
from secdesk.rules.date_words import format_weekday
from secdesk.rules.workdays import deadline_in_words
from secdesk.services import agenda_suggestions, agendas
from secdesk.services.agendas import AgendaRow
from secdesk.ui import theme
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.models.fixed_rows import FixedRows
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.models.record_table import Column, Row
from secdesk.ui.parts import PartForm
from secdesk.ui.widgets.picker import Picker
from secdesk.ui.widgets.row_list import ListRow, RowList
from secdesk.ui.widgets.small_grid import SmallGrid
from secdesk.ui.widgets.words import make_button, make_label

_COLUMNS = (
    Column("number", "#", right=True, width=3),
    Column("reference", "Proposal", width=12, optional=1),
    Column("title", "Item", stretches=True, width=30),
    Column("minutes", "Minutes", right=True, width=6),
)
_NOT_IN_FORM = frozenset(
    {"position", "number", "draft_outcome", "draft_target_meeting", "draft_printed_note", "draft_private_note"}
    | {"draft_reason"}
)


class AgendaEditor(QWidget):
    """Every act on an agenda is stored at once as one step."""

    changed = Signal()
    decisions_wanted = Signal(str)

    def __init__(self, desk: Desk, lookup: Lookup, prefix: str) -> None:
        """Build list, adding line and suggestions; nothing is read."""
        super().__init__()
        self._desk, self._lookup, self._prefix = desk, lookup, prefix
        self._meeting = ""
        self.confirmed = False
        self.items: list[AgendaRow] = []
        self._state = make_label(role="quiet", wraps=True, name=f"{prefix}.agenda.state")
        self.grid = SmallGrid(FixedRows(_COLUMNS, self._read_rows), f"{prefix}.agenda", "Agenda")
        self._total = make_label(role="caption", name=f"{prefix}.agenda.total")
        self._message = make_label(role="warning", wraps=True, name=f"{prefix}.agenda.message")
        self.add = Picker(
            FieldInfo("item", "Add item or proposal", "link", link="proposal"),
            lambda: lookup.options("proposal"),
            self._add_title,
        )
        self.add.setObjectName(f"{prefix}.agenda.add")
        self.add.setAccessibleName("Add item or proposal")
        self.add.setPlaceholderText("Add item or proposal")
        self._suggested = make_label("Suggested", "strong")
        self._take = make_button("Add to agenda", f"{prefix}.agenda.take", accessible="Add the suggested proposal")
        self.suggestions = RowList(f"{prefix}.agenda.suggestions", "Suggested for this agenda; Enter adds")
        self._reopen = make_button("Reopen agenda", f"{prefix}.agenda.reopen")
        self._decide = make_button("Record decisions", f"{prefix}.agenda.decide")
        self._form: PartForm | None = None
        self._lay_out()
        self._connect()

    # --- showing ---------------------------------------------------------------------------------------------------

    def show_meeting(self, uid: str) -> None:
        """Show the agenda of a meeting; without one, nothing."""
        if uid == self._meeting:
            self.refresh()
            return
        if self._form is not None and not self._form.isHidden():
            self._form.put_away()
        self._meeting = uid
        self._message.hide()
        self.setVisible(bool(uid))
        self.grid.read_new()
        self._select_likely()
        self._describe()

    def refresh(self) -> None:
        """Read the agenda again."""
        if self._meeting:
            self.grid.read()
            self._describe()
            if self._form is not None and not self._form.isHidden():
                self._form.refresh()

    def commit(self) -> None:
        """Store what is half typed in the form of an item."""
        if self._form is not None and not self._form.isHidden():
            self._form.form.commit()

    # --- acts ------------------------------------------------------------------------------------------------------

    def move_item(self, steps: int) -> None:
        """Move the selected item up or down."""
        uid = self.grid.current_uid
        if uid and not self._desk.read_only:
            self._run("Move agenda item", lambda session: agendas.move_item(session, uid, steps))

    def remove_item(self, uid: str) -> None:
        """Take an item off the agenda."""
        if self._run("Remove agenda item", lambda session: agendas.remove_item(session, uid)):
            self._desk.say("Item removed from the agenda", offers_undo=True)
            self.grid.setFocus()

    def add_proposal(self, proposal: str) -> None:
        """Put a proposal at the end of the agenda."""
        meeting = self._meeting
        called = self._lookup.name("proposal", proposal).split(" ")[0]
        self._run(f"Add {called} to the agenda", lambda session: agendas.add_item(session, meeting, proposal))

    def confirm(self) -> bool:
        """Confirm the agenda: its numbers no longer change. Say whether that was done."""
        meeting, today = self._meeting, self._desk.today
        done = self._run("Confirm agenda", lambda session: agendas.confirm_agenda(session, meeting, today))
        if done:
            name = self._lookup.name("meeting", meeting)
            self._desk.say(shorten(f"Agenda of {name} confirmed"), offers_undo=True)
        return done

    def _add_title(self, title: str) -> str | None:
        meeting = self._meeting
        self._run(f"Add '{title[:40]}' to the agenda", lambda s: agendas.add_item(s, meeting, None, title))
        self._clear_add()
        # The box is for the next item; it does not keep what was added.
        return None

    def _reopen_agenda(self) -> None:
        meeting = self._meeting
        if self._run("Reopen agenda", lambda session: agendas.reopen_agenda(session, meeting)):
            self._desk.say("Agenda reopened: its numbers follow the order again", offers_undo=True)

    def _run(self, label: str, act: Any) -> bool:
        """Run a change that returns nothing of use; what it refuses is said under the list."""

        def done(session: Any) -> bool:
            act(session)
            return True

        self._message.hide()
        try:
            found = self._desk.run(label, done)
        except Invalid as problem:
            self._message.setText(problem.problems[0].sentence)
            self._message.show()
            return False
        if found:
            self.changed.emit()
        return bool(found)

    # --- how it is made --------------------------------------------------------------------------------------------

    def _read_rows(self) -> list[Row]:
        meeting, at = self._meeting, self._desk.as_at
        self.items = self._desk.read(lambda session: agendas.items(session, meeting, at)) if meeting else []
        return [_row(item) for item in self.items]

    def _select_likely(self) -> None:
        """Select the last proposal: items added lately are those that move."""
        places = [place for place, item in enumerate(self.items) if item.proposal_uid is not None]
        self.grid.select_row(places[-1] if places else 0)

    def _describe(self) -> None:
        meeting, desk = self._meeting, self._desk
        due = desk.read(lambda session: agendas.agenda_deadline(session, meeting, desk.as_at)) if meeting else None
        self.grid.setVisible(bool(self.items))
        locked = desk.read_only
        if self.confirmed:
            self._state.setText("Agenda: confirmed. Numbers stay as they were printed")
        else:
            distance = deadline_in_words(due, desk.today, desk.calendar) if due else ""
            by = f" Confirm by {format_weekday(due)} ({distance})" if due else ""
            self._state.setText(f"Agenda: draft.{by}" if self.items else f"No items yet.{by}")
        minutes = sum(item.minutes or 0 for item in self.items)
        self._total.setText(f"total {minutes // 60} h {minutes % 60:02d}" if minutes else "")
        self._reopen.setVisible(self.confirmed and not locked)
        self._decide.setVisible(any(item.proposal_uid for item in self.items))
        self.add.lock(locked)
        self._show_suggestions()

    def _show_suggestions(self) -> None:
        meeting, at = self._meeting, self._desk.as_at
        found = [] if self._desk.read_only or not meeting else self._suggest(meeting, at)
        self.suggestions.fill([ListRow(s.proposal_uid, f"{s.reference}  {s.title}   ({s.reason})") for s in found])
        for widget in (self.suggestions, self._suggested, self._take):
            widget.setVisible(bool(found))

    def _suggest(self, meeting: str, at: Any) -> list[agenda_suggestions.Suggestion]:
        return self._desk.read(lambda session: agenda_suggestions.suggestions(session, meeting, at))

    def _open_item(self, uid: str) -> None:
        if self._form is None:
            prefix = f"{self._prefix}.item"
            self._form = PartForm(self._desk, self._lookup, "agenda_item", "meeting", prefix, _NOT_IN_FORM)
            self._form.closed.connect(self.grid.setFocus)
            self._form_room.addWidget(self._form)
        self._form.show()
        self._form.show_part(uid)
        self._form.focus_first()

    def _clear_add(self) -> None:
        self.add.close_list()
        self.add.load(None, "")

    def _on_chosen(self, proposal: str) -> None:
        self._clear_add()
        self.add_proposal(proposal)

    def _connect(self) -> None:
        self.grid.opened.connect(self._open_item)
        self.grid.removal_wanted.connect(self.remove_item)
        self.grid.addition_wanted.connect(self.add.setFocus)
        self.add.chosen.connect(self._on_chosen)
        self.suggestions.opened.connect(self.add_proposal)
        self._take.clicked.connect(lambda: self.add_proposal(self.suggestions.current_key()))
        self._reopen.clicked.connect(self._reopen_agenda)
        self._decide.clicked.connect(lambda: self.decisions_wanted.emit(self._meeting))

    def _lay_out(self) -> None:
        under = QHBoxLayout()
        under.addWidget(self.add, 1)
        under.addWidget(self._total)
        buttons = QHBoxLayout()
        buttons.addWidget(self._decide)
        buttons.addWidget(self._reopen)
        buttons.addStretch(1)
        self._form_room = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self._state)
        layout.addWidget(self.grid)
        layout.addLayout(self._form_room)
        layout.addLayout(under)
        layout.addWidget(self._message)
        suggested = QHBoxLayout()
        suggested.addWidget(self._suggested, 1)
        suggested.addWidget(self._take)
        layout.addLayout(suggested)
        layout.addWidget(self.suggestions)
        layout.addLayout(buttons)
        self._message.hide()


def _row(item: AgendaRow) -> Row:
    minutes = str(item.minutes) if item.minutes is not None else ""
    done = " (recorded)" if item.recorded else ""
    cells = (item.number, item.reference, f"{item.title}{done}", minutes)
    spoken = [f"Item {item.number}", item.reference, item.title, f"{minutes} minutes" if minutes else ""]
    return Row(item.uid, cells, ", ".join(part for part in spoken if part))
