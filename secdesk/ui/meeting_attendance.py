"""Who was at a meeting: names added one by one, or all of last time at once (domain.md 14)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from secdesk.models import FieldInfo
from secdesk.rules.wording import in_figures
from secdesk.services import attendances, records
from secdesk.services.attendances import Present
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.parts import PartForm
from secdesk.ui.widgets.picker import Picker
from secdesk.ui.widgets.row_list import ListRow, RowList
from secdesk.ui.widgets.words import make_button, make_label, set_words

_HINT = "Add who was there"


class MeetingAttendance(QWidget):
    """The people at a meeting; each act is stored at once as one step."""

    def __init__(self, desk: Desk, lookup: Lookup, prefix: str) -> None:
        """Build list and adding line; nothing is read."""
        super().__init__()
        self._desk, self._lookup, self._prefix = desk, lookup, prefix
        self._meeting = ""
        self._heading = make_label("Present", "strong", name=f"{prefix}.present.heading")
        self.rows = RowList(f"{prefix}.present.list", "Present; Enter opens, Del takes off")
        self.add = Picker(
            FieldInfo("person", _HINT, "link", link="person"), lambda: lookup.options("person"), self._add_new
        )
        self.add.setObjectName(f"{prefix}.present.add")
        self.add.setAccessibleName(_HINT)
        self.add.setPlaceholderText(_HINT)
        self._again = make_button("As last time", f"{prefix}.present.again")
        self._form: PartForm | None = None
        self._lay_out()
        self.rows.opened.connect(self._open)
        self.rows.removal_wanted.connect(self.remove)
        self.add.chosen.connect(self._on_chosen)
        self._again.clicked.connect(self.add_all_of_last_time)

    def show_meeting(self, uid: str) -> None:
        """Show who was at a meeting; without one, nothing."""
        if uid != self._meeting:
            self._put_form_away()
            self._clear_add()
        self._meeting = uid
        self.setVisible(bool(uid))
        self.refresh()

    def refresh(self) -> None:
        """Read the names again."""
        meeting, desk = self._meeting, self._desk
        if not meeting:
            return

        def read(session: Any) -> tuple[list[Present], int]:
            return attendances.present(session, meeting, desk.as_at), len(attendances.came_last_time(session, meeting))

        found, last = desk.read(read)
        self.rows.fill([ListRow(each.uid, each.words) for each in found])
        self.rows.setVisible(bool(found))
        self._heading.setText(f"Present  {len(found)}" if found else "Present")
        self.add.setVisible(not desk.read_only)
        self._again.setVisible(last > 0 and not desk.read_only)
        set_words(self._again, f"As last time ({last})")
        if self._form is not None and not self._form.isHidden():
            self._form.refresh()

    def commit(self) -> None:
        """Store what is half typed in the open form."""
        if self._form is not None and not self._form.isHidden():
            self._form.form.commit()

    def add_all_of_last_time(self) -> None:
        """Note everybody who came to the body's last meeting."""
        meeting = self._meeting
        done = self._desk.run("Present as last time", lambda s: attendances.add_all_of_last_time(s, meeting))
        if done:
            self._desk.say(f"{in_figures(done, 'person', 'people')} noted as present", offers_undo=True)
            self.rows.setFocus()

    def remove(self, uid: str) -> None:
        """Take somebody off the list; undo brings the name back."""
        if self._desk.read_only:
            return

        def act(session: Any) -> bool:
            records.delete_record(session, "attendance", uid, self._desk.today)
            return True

        self._put_form_away()
        if self._desk.run("Take a name off those present", act):
            self._desk.say("Name taken off those present", offers_undo=True)
            self.rows.setFocus()

    def _on_chosen(self, person: str) -> None:
        self._clear_add()
        meeting = self._meeting
        label = f"{self._lookup.name('person', person)} present"
        made = self._desk.run(label, lambda session: attendances.add_present(session, meeting, person))
        if made:
            self.rows.select_key(made)

    def _add_new(self, name: str) -> str | None:
        """Add a person who is not in the register yet, and note the name as present, as one step."""
        meeting = self._meeting

        def act(session: Any) -> str:
            person = records.create_record(session, "person", {"name": name})
            return attendances.add_present(session, meeting, person)

        self._desk.run(f"{name} present", act)
        self._clear_add()
        return None

    def _open(self, uid: str) -> None:
        if self._form is None:
            prefix = f"{self._prefix}.attendance"
            self._form = PartForm(self._desk, self._lookup, "attendance", "meeting", prefix)
            self._form.closed.connect(self.rows.setFocus)
            self._form_room.addWidget(self._form)
        self._form.show()
        self._form.show_part(uid)
        self._form.focus_first()

    def _put_form_away(self) -> None:
        if self._form is not None and not self._form.isHidden():
            self._form.put_away()

    def _clear_add(self) -> None:
        self.add.close_list()
        self.add.load(None, "")

    def _lay_out(self) -> None:
        adding = QHBoxLayout()
        adding.setSpacing(theme.SPACE_2)
        adding.addWidget(self.add, 1)
        adding.addWidget(self._again)
        self._form_room = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        for widget in (self._heading, self.rows):
            layout.addWidget(widget)
        layout.addLayout(self._form_room)
        layout.addLayout(adding)
