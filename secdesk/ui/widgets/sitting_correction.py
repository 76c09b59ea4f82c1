"""Correcting a recorded decision in place: what was really decided, and why (ux.md 2.7, 2.13)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from secdesk.models import FieldInfo
from secdesk.rules.process import letters_of
from secdesk.ui import theme
from secdesk.ui.widgets.choice_edit import ChoiceEdit
from secdesk.ui.widgets.line_edit import LineEdit, is_enter
from secdesk.ui.widgets.words import make_button, make_label

NOTHING = "Nothing was decided"
_OUTCOME = FieldInfo("outcome", "Correct it to", "choice", choices="outcome")


class CorrectionBar(QFrame):
    """Asks the right outcome and the reason. Enter corrects, Esc leaves everything as it is."""

    accepted = Signal(str, object, str)
    """The event that was recorded in error, the right outcome (None: nothing was decided), and the reason."""
    cancelled = Signal()

    def __init__(self, name: str) -> None:
        """Make the boxes, hidden; ``name`` begins their object names."""
        super().__init__()
        self._name = name
        self.event_uid = ""
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._about = make_label(role="strong", wraps=True, name=f"{name}.about")
        self._message = make_label(role="error", wraps=True, name=f"{name}.message")
        self.outcome = ChoiceEdit(_OUTCOME, [(None, NOTHING)])
        self.outcome.goes_on = False
        self.outcome.setObjectName(f"{name}.outcome")
        self.outcome.setAccessibleName(_OUTCOME.label)
        self.reason = LineEdit(FieldInfo("reason", "because", "line", limit=2000))
        self.reason.goes_on = False
        self.reason.setObjectName(f"{name}.reason")
        self.reason.setAccessibleName("Reason for the correction")
        self.act = make_button("Correct", f"{name}.now", accessible="Correct the recorded decision")
        self._cancel = make_button("Cancel", f"{name}.cancel", accessible="Leave the recorded decision as it is")
        self.act.clicked.connect(self.accept)
        self._cancel.clicked.connect(self.cancel)
        self._lay_out()
        self.hide()

    def ask(self, event: str, about: str, body: str, recorded: str | None, wanted: str | None) -> None:
        """Ask about one decision. ``about`` says what is on record, ``wanted`` is the outcome offered: None for
        none at all, empty for the first of the body.

        A reason that was typed for the same decision before still stands there.
        """
        if event != self.event_uid:
            self.reason.load(None, "")
        self.event_uid = event
        self._about.setText(about)
        self.refuse("")
        self.outcome.clear()
        for letter, each in letters_of(body).items():
            if each.key != recorded:
                self.outcome.addItem(f"{letter}  {each.label}", each.key)
        self.outcome.addItem(NOTHING, None)
        place = self.outcome.count() - 1 if wanted is None else self.outcome.findData(wanted)
        self.outcome.setCurrentIndex(max(place, 0))
        self.show()
        self.reason.setFocus()

    def accept(self) -> None:
        """Tell what is wanted; the place corrects or says why not."""
        self.accepted.emit(self.event_uid, self.outcome.currentData(), self.reason.text().strip())

    def refuse(self, sentence: str) -> None:
        """Say why nothing was corrected; the boxes keep what stands in them."""
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))

    def finish(self) -> None:
        """Take the row away: the correction is on record."""
        self.reason.load(None, "")
        self.hide()

    def cancel(self) -> None:
        """Take the row away; nothing was changed."""
        self.hide()
        self.cancelled.emit()

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window while this asks."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.ShortcutOverride and is_escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Correct with Enter, leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif is_enter(event):
            self.accept()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_2)
        grid.setVerticalSpacing(theme.SPACE_1)
        boxes: tuple[tuple[QWidget, str], ...] = ((self.outcome, self.outcome.info.label), (self.reason, "because"))
        for column, (box, words) in enumerate(boxes):
            label = make_label(words)
            label.setBuddy(box)
            grid.addWidget(label, 0, column)
            grid.addWidget(box, 1, column)
            grid.setColumnStretch(column, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        for button in (self.act, self._cancel):
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        layout.setSpacing(theme.SPACE_1)
        layout.addWidget(self._about)
        layout.addLayout(grid)
        layout.addWidget(self._message)
        layout.addLayout(row)
