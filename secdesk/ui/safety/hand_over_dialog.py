"""Passing the pen of a register on, and taking it: what that means, to whom, and one button (peers.md 17)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from secdesk.ui import texts, theme
from secdesk.ui.safety import words
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.primary_button import PrimaryButton
from secdesk.ui.widgets.words import make_button, make_label

_LETTERS = 72
_LONGEST_NAME = 100


class PenDialog(QDialog):
    """Sentences and buttons; Cancel and Esc do nothing."""

    def __init__(self, name: str, title: str, lines: Sequence[str], warning: str, parent: QWidget) -> None:
        """Lay out the sentences; a subclass adds to ``rows`` and calls :meth:`add_buttons` last."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(" ".join(filter(None, (*lines, warning))))
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(*[theme.MARGIN] * 4)
        self.rows.setSpacing(theme.FIELD_GAP)
        self.rows.addWidget(make_label(title, "section", wraps=True))
        for number, line in enumerate(lines):
            self.rows.addWidget(make_label(line, wraps=True, name=f"{name}.line.{number}"))
        if warning:
            self.rows.addWidget(make_label(warning, "warning", wraps=True, name=f"{name}.warning"))

    def event(self, event: QEvent) -> bool:
        """Give the sentences the height that they take, whenever they or the size of the text have changed."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else self.size()
        width = min(self.fontMetrics().averageCharWidth() * _LETTERS, room.width() - 2 * theme.SPACE_4)
        width = max(width, self.rows.minimumSize().width())
        self.resize(width, min(self.rows.totalHeightForWidth(width), room.height() - theme.SPACE_4))

    def add_buttons(self, *acts: QPushButton) -> None:
        """Add Cancel and the acts."""
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        cancel = make_button(texts.CANCEL, f"{self.objectName()}.cancel")
        cancel.clicked.connect(lambda _checked: self.reject())
        row.addStretch(1)
        for button in (cancel, *acts):
            row.addWidget(button)
        self.rows.addSpacing(theme.SPACE_2)
        self.rows.addLayout(row)

    def primary(self, text: str, name: str, act: Callable[[], object]) -> PrimaryButton:
        """Return the filled button."""
        button = PrimaryButton(text, self)
        button.setObjectName(f"{self.objectName()}.{name}")
        button.setAccessibleName(text)
        button.setDefault(True)
        button.clicked.connect(lambda _checked: act())
        return button


class HandOverDialog(PenDialog):
    """Asks who goes on with the register."""

    def __init__(
        self,
        lines: Sequence[str],
        warning: str,
        names: Sequence[str],
        on_choose: Callable[[str], object],
        parent: QWidget,
    ) -> None:
        """Offer the ``names`` of people who worked in the register; ``on_choose`` hears of one, or of any other."""
        super().__init__("hand_over", words.HAND_OVER_TITLE, lines, warning, parent)
        self._on_choose = on_choose
        label = make_label(words.NEXT_HOLDER, "strong", wraps=True)
        self.box = QComboBox(self)
        self.box.setObjectName("hand_over.who")
        self.box.setAccessibleName(words.NEXT_HOLDER)
        self.box.setAccessibleDescription(words.NEXT_HOLDER_NOTE)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.addItems(list(names))
        self.box.setCurrentIndex(-1)
        self.box.clearEditText()
        line = self.box.lineEdit()
        assert line is not None, "a box that can be typed into has a line"
        line.setMaxLength(_LONGEST_NAME)
        line.setObjectName("hand_over.who.line")
        line.setAccessibleName(words.NEXT_HOLDER)
        label.setBuddy(self.box)
        self._problem = make_label("", "error", wraps=True, name="hand_over.problem")
        self._problem.hide()
        for part in (label, self.box, self._problem, make_label(words.NEXT_HOLDER_NOTE, "caption", wraps=True)):
            self.rows.addWidget(part)
        self.add_buttons(self.primary(words.HAND_OVER_WHERE, "choose", self.take))
        self.box.setFocus()

    def take(self) -> None:
        """Go on with the name that was typed."""
        name = " ".join(self.box.currentText().split())
        if not name:
            self._problem.setText(words.NO_NEXT_HOLDER)
            self._problem.show()
            announce(self, words.NO_NEXT_HOLDER, urgent=True)
            self.box.setFocus()
            return
        self.accept()
        self._on_choose(name)


class TakePenDialog(PenDialog):
    """Offers to merge the holder's copy, which brings the pen along, or to take it without."""

    def __init__(
        self, lines: Sequence[str], on_copy: Callable[[], object], on_without: Callable[[], object], parent: QWidget
    ) -> None:
        """Say who holds it; one of the two acts is done at most."""
        super().__init__("take_pen", words.TAKE_PEN_TITLE, lines, "", parent)
        without = make_button(words.TAKE_WITHOUT, "take_pen.without")
        without.clicked.connect(lambda _checked: self._do(on_without))
        copy = self.primary(words.TAKE_COPY, "copy", lambda: self._do(on_copy))
        self.add_buttons(without, copy)
        copy.setFocus()

    def _do(self, act: Callable[[], object]) -> None:
        self.accept()
        act()
