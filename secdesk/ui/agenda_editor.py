"""The agenda of a meeting: items in order, what could go on it, the day by which it is confirmed (ux.md 2.8)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from secdesk.errors import Invalid
from secdesk.models import FieldInfo
from secdesk.rules.date_words import format_weekday
from secdesk.rules.workdays import deadline_in_words
from secdesk.services import agenda_suggestions, agendas
from secdesk.services.agenda_suggestions import Suggestion
from secdesk.services.agendas import AgendaRow
from secdesk.ui import theme
from secdesk.ui.agenda_words import NO_ITEMS, reopening_words, row_of, total_words, waiting_words
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.models.fixed_rows import FixedRows
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.models.record_table import Column, Row
from secdesk.ui.parts import PartForm
from secdesk.ui.widgets.act_bar import ActBar
from secdesk.ui.widgets.agenda_grid import AgendaGrid
from secdesk.ui.widgets.flow import FlowLayout
from secdesk.ui.widgets.offer_rows import Offer, OfferRows
from secdesk.ui.widgets.picker import Picker
from secdesk.ui.widgets.words import make_button, make_label

_COLUMNS = (
    Column("handle", "", width=2, least=2),
    Column("number", "#", right=True, width=3),
    Column("starts", "From", width=6, optional=1),
    Column("reference", "Proposal", width=12, optional=2),
    Column("title", "Item", stretches=True, width=30),
    Column("minutes", "Time", right=True, width=7),
)
_MOVE = (FieldInfo("place", "To place", "number", minimum=1, maximum=999),)
_NOT_IN_FORM = frozenset(
    {"position", "number", "draft_outcome", "draft_target_meeting", "draft_printed_note", "draft_private_note"}
    | {"draft_reason"}
)
_ADD_HINT = "Add item or proposal"


class AgendaEditor(QWidget):
    """Every act on an agenda is stored at once as one step."""

    changed = Signal()
    decisions_wanted = Signal(str)
    print_wanted = Signal()

    def __init__(self, desk: Desk, lookup: Lookup, prefix: str) -> None:
        """Build list, adding line and suggestions; nothing is read."""
        super().__init__()
        self._desk, self._lookup, self._prefix = desk, lookup, prefix
        self._meeting = ""
        self._body = ""
        self._time: str | None = None
        self._after = ""
        self.confirmed = False
        self.is_planned = True
        self.items: list[AgendaRow] = []
        self.menu_acts: list[QAction] = []
        self._menu: QMenu | None = None
        self._state = make_label(role="quiet", wraps=True, name=f"{prefix}.agenda.state")
        self.grid = AgendaGrid(FixedRows(_COLUMNS, self._read_rows), f"{prefix}.agenda", "Agenda")
        self._total = make_label(role="caption", name=f"{prefix}.agenda.total")
        self._message = make_label(role="warning", wraps=True, name=f"{prefix}.agenda.message")
        self.add = Picker(
            FieldInfo("item", "Add item or proposal", "link", link="proposal"),
            lambda: lookup.options("proposal"),
            self._add_title,
        )
        self.add.setObjectName(f"{prefix}.agenda.add")
        self.add.setAccessibleName(_ADD_HINT)
        self.add.setPlaceholderText(_ADD_HINT)
        self.moving = ActBar(f"{prefix}.agenda.moving", lookup, _MOVE)
        self.suggestions = OfferRows(f"{prefix}.agenda.suggested", "Suggested")
        self._reopen = make_button("Reopen agenda", f"{prefix}.agenda.reopen")
        self._reopening = make_label(role="caption", wraps=True, name=f"{prefix}.agenda.reopening")
        self._decide = make_button("Record decisions", f"{prefix}.agenda.decide")
        self._print = make_button("Print agenda", f"{prefix}.agenda.print")
        self._form: PartForm | None = None
        self._lay_out()
        self._connect()

    # --- showing ---------------------------------------------------------------------------------------------------

    def show_meeting(self, uid: str, body: str = "", time: str | None = None) -> None:
        """Show the agenda of a meeting; without one, nothing. ``body`` names it in words, ``time`` begins the clock."""
        self._body, self._time = body, time
        if uid == self._meeting:
            self.refresh()
            return
        if self._form is not None and not self._form.isHidden():
            self._form.put_away()
        self._meeting = uid
        self._message.hide()
        self.moving.hide()
        self._put_after("")
        self.setVisible(bool(uid))
        self.grid.read_new()
        self._select_likely()
        self._describe(anew=True)

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
            self._run(self._label(uid), lambda session: agendas.move_item(session, uid, steps))

    def place_item(self, uid: str, place: int) -> None:
        """Put an item at a place of the agenda, 0 for the first."""
        if self._run(self._label(uid), lambda session: agendas.place_item(session, uid, place)):
            self.grid.select_uid(uid)

    def ask_place(self) -> None:
        """Ask to which place the selected item goes."""
        item = self._item(self.grid.current_uid)
        if item is None or self._desk.read_only:
            return
        row = self.items.index(item)
        title = f"Move {item.reference or item.title}: it is at place {row + 1} of {len(self.items)}"
        self.moving.open_bar(title, "Move", {"place": row + 1})

    def remove_item(self, uid: str) -> None:
        """Take an item off the agenda."""
        if not uid or self._desk.read_only:
            return
        if self._run("Remove agenda item", lambda session: agendas.remove_item(session, uid)):
            self._desk.say("Item removed from the agenda", offers_undo=True)
            self.grid.setFocus()

    def add_proposal(self, proposal: str) -> None:
        """Put a proposal on the agenda: behind the item that Ins was pressed on, else at the end."""
        called = self._lookup.name("proposal", proposal).split(" ")[0]
        self._add(f"Add {called} to the agenda", proposal, "")

    def add_suggested(self) -> None:
        """Put everything that is suggested on the agenda, as one step."""
        meeting, wanted = self._meeting, self.suggestions.keys

        def act(session: Any) -> None:
            for proposal in wanted:
                agendas.add_item(session, meeting, proposal)

        if self._run(f"Add {len(wanted)} proposals to the agenda", act):
            self._select_likely()

    def confirm(self) -> bool:
        """Confirm the agenda: its numbers no longer change. Say whether that was done."""
        meeting, today = self._meeting, self._desk.today
        done = self._run("Confirm agenda", lambda session: agendas.confirm_agenda(session, meeting, today))
        if done:
            name = self._lookup.name("meeting", meeting)
            self._desk.say(shorten(f"Agenda of {name} confirmed"), offers_undo=True)
        return done

    def reopen(self) -> None:
        """Make the confirmed agenda a draft again."""
        meeting = self._meeting
        if self._run("Reopen agenda", lambda session: agendas.reopen_agenda(session, meeting)):
            self._desk.say("Agenda reopened: its numbers follow the order again", offers_undo=True)
            self.grid.setFocus()

    def open_selected(self) -> None:
        """Open the form of the selected item."""
        if self.grid.current_uid:
            self._open_item(self.grid.current_uid)

    def _add_title(self, title: str) -> str | None:
        self._add(f"Add '{title[:40]}' to the agenda", None, title)
        self._clear_add()
        # The box is for the next item; it does not keep what was added.
        return None

    def _add(self, label: str, proposal: str | None, title: str) -> None:
        meeting, after = self._meeting, self._after or None
        added: list[str] = []

        def act(session: Any) -> None:
            added.append(agendas.add_item(session, meeting, proposal, title, after=after))

        if self._run(label, act):
            self.grid.select_uid(added[-1])
            if after:
                self._put_after(added[-1])

    def _label(self, uid: str) -> str:
        item = self._item(uid)
        return f"Move {item.reference or shorten(item.title, 30)} on the agenda" if item else "Move agenda item"

    def _item(self, uid: str) -> AgendaRow | None:
        return next((item for item in self.items if item.uid == uid), None)

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
        return [row_of(item, can_move=not self._desk.read_only) for item in self.items]

    def _select_likely(self) -> None:
        """Select the last proposal: items added lately are those that move."""
        places = [place for place, item in enumerate(self.items) if item.proposal_uid is not None]
        self.grid.select_row(places[-1] if places else 0)

    def _describe(self, anew: bool = False) -> None:
        locked = self._desk.read_only
        # What was held or cancelled gets no more items, and its agenda is not late.
        found = self._desk.read(self._suggest) if self._meeting and self.is_planned and not locked else []
        self.grid.setVisible(bool(self.items))
        self._state.setText(self._state_words(found))
        total = total_words(self._time, self.items)
        self._total.setText(total)
        self._total.setVisible(bool(total))
        self._describe_reopening(locked)
        self._decide.setVisible(any(item.proposal_uid for item in self.items))
        self._print.setVisible(bool(self.items))
        self.add.setVisible(not locked)
        if self._after and self._item(self._after) is None:
            self._put_after("")
        offers = [Offer(s.proposal_uid, s.reference, f"{s.reference}  {s.title}", s.reason) for s in found]
        self.suggestions.offer(offers, anew=anew)
        for act in self.menu_acts:
            act.setEnabled(bool(self.grid.current_uid) and (not locked or act is self.menu_acts[0]))

    def _state_words(self, found: list[Suggestion]) -> str:
        if self.confirmed:
            return "Agenda: confirmed. Numbers stay as they were printed, and what is added later becomes 3a"
        if not self.is_planned:
            return "Agenda: not confirmed" if self.items else "No items"
        desk, meeting = self._desk, self._meeting
        due = desk.read(lambda session: agendas.agenda_deadline(session, meeting, desk.as_at)) if meeting else None
        by = f" Confirm by {format_weekday(due)} ({deadline_in_words(due, desk.as_at, desk.calendar)})" if due else ""
        if self.items:
            return f"Agenda: draft.{by}"
        return " ".join(filter(None, [NO_ITEMS, waiting_words(self._body, found), by.strip()]))

    def _describe_reopening(self, locked: bool) -> None:
        can = self.confirmed and not locked and not any(item.recorded for item in self.items)
        self._reopen.setVisible(can)
        meeting = self._meeting
        turned = self._desk.read(lambda session: agendas.numbers_when_reopened(session, meeting)) if can else []
        self._reopening.setText(reopening_words(turned))
        self._reopening.setVisible(can)

    def _suggest(self, session: Any) -> list[Suggestion]:
        return agenda_suggestions.suggestions(session, self._meeting, self._desk.as_at)

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

    def _put_after(self, uid: str) -> None:
        """Let what is added next come behind an item; without one, at the end."""
        item = self._item(uid)
        self._after = uid if item is not None else ""
        hint = f"{_ADD_HINT} after {item.number}" if item is not None else _ADD_HINT
        self.add.setPlaceholderText(hint)
        self.add.setAccessibleName(hint)

    def _on_addition_wanted(self) -> None:
        self._put_after(self.grid.current_uid)
        self.add.setFocus()

    def _on_add_left(self) -> None:
        if not self.add.text() and not self.add.hasFocus():
            self._put_after("")

    def _on_chosen(self, proposal: str) -> None:
        self._clear_add()
        self.add_proposal(proposal)

    def _on_place_accepted(self, values: dict[str, Any]) -> None:
        place = values["place"]
        if not isinstance(place, int):
            self.moving.refuse(f"Enter a place from 1 to {len(self.items)}")
            return
        self.moving.hide()
        self.place_item(self.grid.current_uid, place - 1)
        self.grid.setFocus()

    def _show_menu(self, spot: QPoint) -> None:
        """Show what can be done with the item: the place's commands, and the window's own that move it."""
        self._menu = QMenu(self)
        self._menu.setObjectName(f"{self._prefix}.agenda.menu")
        moves = [self.window().findChild(QAction, f"command.{name}") for name in ("move_up", "move_down")]
        for act in (*self.menu_acts[:1], *moves, *self.menu_acts[1:]):
            if isinstance(act, QAction):
                self._menu.addAction(act)
        self._menu.popup(spot)

    def _connect(self) -> None:
        self.grid.opened.connect(self._open_item)
        self.grid.removal_wanted.connect(self.remove_item)
        self.grid.addition_wanted.connect(self._on_addition_wanted)
        self.grid.dropped.connect(self.place_item)
        self.grid.menu_wanted.connect(self._show_menu)
        self.grid.current_changed.connect(lambda _uid: self.moving.hide())
        self.moving.accepted.connect(self._on_place_accepted)
        self.moving.cancelled.connect(self.grid.setFocus)
        self.add.chosen.connect(self._on_chosen)
        self.add.left.connect(self._on_add_left)
        self.suggestions.taken.connect(self.add_proposal)
        self.suggestions.all_taken.connect(self.add_suggested)
        self._reopen.clicked.connect(self.reopen)
        self._print.clicked.connect(self.print_wanted)
        self._decide.clicked.connect(lambda: self.decisions_wanted.emit(self._meeting))

    def _lay_out(self) -> None:
        under = QHBoxLayout()
        under.addWidget(self.add, 1)
        under.addWidget(self._total)
        buttons = QWidget()
        row = FlowLayout(buttons)
        for button in (self._print, self._decide, self._reopen):
            row.addWidget(button)
        self._form_room = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self._state)
        layout.addWidget(self.grid)
        layout.addWidget(self.moving)
        layout.addLayout(self._form_room)
        layout.addLayout(under)
        layout.addWidget(self._message)
        layout.addWidget(self.suggestions)
        layout.addWidget(buttons)
        layout.addWidget(self._reopening)
        self._message.hide()
