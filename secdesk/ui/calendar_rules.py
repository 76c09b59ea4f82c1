"""On which days the bodies meet, in words to be edited: Preferences > Calendar, and beside the days made from them.

Each finished rule is stored at once as one step (ux.md 2.8, 2.16).
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from secdesk.errors import Invalid
from secdesk.models import FieldInfo
from secdesk.rules.date_words import format_weekday
from secdesk.services import meeting_calendar
from secdesk.services.meeting_calendar import RuleRow
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.widgets.line_edit import LineEdit
from secdesk.ui.widgets.words import make_label, set_role

_HELP = "Such as first Wednesday, first and third Friday, last Tuesday except December, or second Friday at 10:00"


class CalendarRules(QWidget):
    """A box for each body's rule, and the next days that it gives."""

    changed = Signal()
    """A rule was stored."""

    def __init__(self, desk: Desk, prefix: str = "calendar") -> None:
        """Build the boxes and read the rules; ``prefix`` begins the names of the boxes: ``calendar.rule.wg``."""
        super().__init__()
        self._desk = desk
        self.boxes: dict[str, LineEdit] = {}
        self._hints: dict[str, QLabel] = {}
        self._rules: dict[str, RuleRow] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.FIELD_GAP)
        layout.addWidget(make_label(_HELP, "caption", wraps=True))
        for row in self._read():
            layout.addLayout(self._make(row, prefix))
        self.refresh()

    def refresh(self) -> None:
        """Read the rules again; what somebody is typing stays."""
        for row in self._read():
            self._rules[row.body] = row
            box = self.boxes[row.body]
            box.lock(self._desk.read_only)
            if not box.is_touched():
                box.load(row.words, row.words)
                self._describe(row.body)

    def commit(self) -> None:
        """Store every rule that was typed; one that cannot be read stays in its box with the reason."""
        for body in self.boxes:
            self._finish(body)

    def _read(self) -> list[RuleRow]:
        return self._desk.read(lambda session: meeting_calendar.rule_rows(session, self._desk.as_at))

    def _make(self, row: RuleRow, prefix: str) -> QVBoxLayout:
        box = LineEdit(FieldInfo(row.body, row.name, "line", limit=300))
        box.setObjectName(f"{prefix}.rule.{row.body.lower()}")
        box.setAccessibleName(f"{row.name} meets")
        box.setAccessibleDescription(_HELP)
        box.setPlaceholderText("no rule")
        box.left.connect(lambda: self._finish(row.body))
        box.edited.connect(lambda: self._describe(row.body))
        label = make_label(row.name, wraps=True)
        label.setBuddy(box)
        hint = make_label(role="caption", wraps=True, name=f"{prefix}.rule.{row.body.lower()}.hint")
        self.boxes[row.body], self._hints[row.body] = box, hint
        column = QVBoxLayout()
        column.setSpacing(theme.SPACE_1)
        for widget in (label, box, hint):
            column.addWidget(widget)
        return column

    def _describe(self, body: str) -> None:
        """Say on which days the rule falls next; nothing is flagged while somebody types."""
        typed = self.boxes[body].typed()
        days = meeting_calendar.next_days(typed, self._desk.today)
        problem = self._rules[body].problem if body in self._rules and not self.boxes[body].is_touched() else ""
        words = f"Next: {', '.join(format_weekday(day) for day in days)}" if days else problem
        self._say(body, words, is_wrong=bool(problem))

    def _say(self, body: str, words: str, *, is_wrong: bool) -> None:
        hint = self._hints[body]
        set_role(hint, "error" if is_wrong else "caption")
        hint.setText(words)
        hint.setVisible(bool(words))
        self.boxes[body].mark_wrong(is_wrong)

    def _finish(self, body: str) -> None:
        box, desk = self.boxes[body], self._desk
        if desk.read_only or not box.is_touched():
            return
        typed, name = box.typed(), self._rules[body].name
        try:
            stored = desk.run(f"Rule of {name}", lambda s: meeting_calendar.set_rule(s, body, typed, desk.today))
        except Invalid as problem:
            self._say(body, problem.problems[0].sentence, is_wrong=True)
            return
        if stored is not None:
            box.load(stored, stored)
            self.refresh()
            self.changed.emit()
