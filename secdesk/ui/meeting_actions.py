"""The actions of a meeting: what was asked of whom, with one key to add and one to close (ux.md 2.8)."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from secdesk.errors import Invalid
from secdesk.models import FieldInfo
from secdesk.models.fields import TEXT_LIMIT
from secdesk.rules.date_words import format_date
from secdesk.services import actions, records
from secdesk.services.actions import ActionRow
from secdesk.ui import theme
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.models.fixed_rows import FixedRows
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.models.record_table import Column, Row
from secdesk.ui.parts import PartForm
from secdesk.ui.widgets.act_bar import ActBar
from secdesk.ui.widgets.small_grid import SmallGrid
from secdesk.ui.widgets.words import make_button, make_label, set_words

_COLUMNS = (
    Column("number", "No.", width=10, optional=2),
    Column("text", "Action", stretches=True, width=30),
    Column("owner", "Owner", width=18, optional=1),
    Column("state", "State", width=16, least=12),
)
_NEW = (
    FieldInfo("text", "Action", "line", limit=TEXT_LIMIT),
    FieldInfo("owner", "Owner", "link", link="person"),
    FieldInfo("due", "Due", "date"),
)


class ActionGrid(SmallGrid):
    """Rows that Space closes and opens again."""

    done_wanted = Signal(str)

    def event(self, event: QEvent) -> bool:
        """Keep Space too from the window and the table."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_space(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close or open with Space; the other keys are those of every short table."""
        if _is_space(event) and self.current_uid:
            self.done_wanted.emit(self.current_uid)
        else:
            super().keyPressEvent(event)


def _is_space(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Space and not event.modifiers()


class MeetingActions(QWidget):
    """Actions that a meeting set, and those of earlier meetings of its body that are open; each act is one step."""

    def __init__(self, desk: Desk, lookup: Lookup, prefix: str) -> None:
        """Build list, adding row and buttons; nothing is read."""
        super().__init__()
        self._desk, self._lookup, self._prefix = desk, lookup, prefix
        self._meeting = ""
        self.rows: list[ActionRow] = []
        self._heading = make_label("Actions", "strong", name=f"{prefix}.actions.heading")
        self.grid = ActionGrid(FixedRows(_COLUMNS, self._read_rows), f"{prefix}.actions", "Actions")
        self.grid.setAccessibleDescription("Space marks an action done, Ins adds one, Del deletes one")
        self.bar = ActBar(f"{prefix}.actions.new", lookup, _NEW)
        self._add = make_button("Add action", f"{prefix}.actions.add", tip="Ins in the list")
        self._done = make_button("Mark done", f"{prefix}.actions.done", tip="Space in the list")
        self._form: PartForm | None = None
        self._lay_out()
        self._connect()

    def show_meeting(self, uid: str) -> None:
        """Show the actions of a meeting; without one, nothing."""
        if uid == self._meeting:
            self.refresh()
            return
        self._put_form_away()
        self.bar.hide()
        self._meeting = uid
        self.setVisible(bool(uid))
        self.grid.read_new()
        self._describe()

    def refresh(self) -> None:
        """Read the actions again."""
        if self._meeting:
            self.grid.read()
            self._describe()
            if self._form is not None and not self._form.isHidden():
                self._form.refresh()

    def commit(self) -> None:
        """Store what is half typed in the form of an action."""
        if self._form is not None and not self._form.isHidden():
            self._form.form.commit()

    def begin(self) -> None:
        """Ask for a new action: what, who, by when."""
        if self._meeting and not self._desk.read_only:
            self.bar.open_bar("A new action of this meeting", "Add action", {})

    def switch_done(self, uid: str) -> None:
        """Mark an action done today, or open again."""
        row = next((each for each in self.rows if each.uid == uid), None)
        if row is None or self._desk.read_only:
            return
        day = None if row.done is not None else self._desk.today
        called = row.number or shorten(row.text, 30)

        def act(session: Any) -> bool:
            actions.close_action(session, uid, day)
            return True

        if self._desk.run(f"{'Close' if day else 'Open'} action {called}", act):
            self._desk.say(shorten(f"Action {called} {'done' if day else 'open again'}"), offers_undo=True)
            self.grid.select_uid(uid)

    def remove(self, uid: str) -> None:
        """Delete an action; undo brings it back."""
        if self._desk.read_only:
            return

        def act(session: Any) -> bool:
            records.delete_record(session, "action", uid, self._desk.today)
            return True

        self._put_form_away()
        if self._desk.run("Delete action", act):
            self._desk.say("Action deleted", offers_undo=True)
            self.grid.setFocus()

    # --- how it is made --------------------------------------------------------------------------------------------

    def _read_rows(self) -> list[Row]:
        meeting, desk = self._meeting, self._desk
        self.rows = (
            desk.read(lambda session: actions.actions_of(session, meeting, desk.as_at, desk.calendar))
            if meeting
            else []
        )
        return [_row(each) for each in self.rows]

    def _describe(self) -> None:
        locked = self._desk.read_only
        self._heading.setText(heading_words(self.rows))
        self.grid.setVisible(bool(self.rows))
        self._add.setVisible(not locked)
        self._done.setVisible(bool(self.rows) and not locked)
        self._show_done()

    def _show_done(self) -> None:
        row = next((each for each in self.rows if each.uid == self.grid.current_uid), None)
        set_words(self._done, "Open again" if row is not None and row.done is not None else "Mark done")

    def _on_accepted(self, values: dict[str, Any]) -> None:
        if not values["text"]:
            self.bar.refuse("Enter what is to be done")
            return
        meeting, day = self._meeting, values["due"]
        due = day if isinstance(day, date) else None
        text, owner = str(values["text"]), values["owner"]
        try:
            made = self._desk.run("Add action", lambda s: actions.add_action(s, meeting, text, owner, due))
        except Invalid as problem:
            self.bar.refuse(problem.problems[0].sentence)
            return
        if made:
            self.bar.hide()
            self.grid.select_uid(made)
            self.grid.setFocus()

    def _open(self, uid: str) -> None:
        if self._form is None:
            prefix = f"{self._prefix}.action"
            self._form = PartForm(self._desk, self._lookup, "action", "meeting", prefix)
            self._form.closed.connect(self.grid.setFocus)
            self._form_room.addWidget(self._form)
        self._form.show()
        self._form.show_part(uid)
        self._form.focus_first()

    def _put_form_away(self) -> None:
        if self._form is not None and not self._form.isHidden():
            self._form.put_away()

    def _connect(self) -> None:
        self.grid.opened.connect(self._open)
        self.grid.removal_wanted.connect(self.remove)
        self.grid.addition_wanted.connect(self.begin)
        self.grid.done_wanted.connect(self.switch_done)
        self.grid.current_changed.connect(lambda _uid: self._show_done())
        self.bar.accepted.connect(self._on_accepted)
        self.bar.cancelled.connect(self._add.setFocus)
        self._add.clicked.connect(self.begin)
        self._done.clicked.connect(lambda: self.switch_done(self.grid.current_uid))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_2)
        top.addWidget(self._heading, 1)
        top.addWidget(self._done)
        top.addWidget(self._add)
        self._form_room = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        layout.addLayout(top)
        for widget in (self.grid, self.bar):
            layout.addWidget(widget)
        layout.addLayout(self._form_room)


def heading_words(rows: list[ActionRow]) -> str:
    """Return the heading: ``Actions  3 open, 1 late``."""
    open_ones = [each for each in rows if each.done is None]
    late = sum(each.is_late for each in open_ones)
    if not rows:
        return "Actions"
    return f"Actions  {len(open_ones)} open{f', {late} late' if late else ''}"


def _row(action: ActionRow) -> Row:
    text = f"{action.text} (from {action.since})" if action.since else action.text
    tip = f"due {format_date(action.due)}" if action.due else ""
    cells = (action.number, " ".join(text.split()), action.owner, action.state)
    spoken = ["Action", action.number, text, action.owner, tip, action.state]
    return Row(action.uid, cells, ", ".join(part for part in spoken if part), ("", text, "", tip))
