"""The box for several lines. It keeps every character as it was and takes only clean text from the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.pasted_text import plain_from_clipboard
from secdesk.rules.text import clean, too_long
from secdesk.rules.values import Reading, read_value
from secdesk.ui.widgets.line_edit import AWAY, ENTER, mark

FEWEST_LINES, MOST_LINES = 3, 14
_QT_LINE_ENDS = str.maketrans({"\u2029": "\n", "\u2028": "\n"})


class TextEdit(QPlainTextEdit):
    """Several lines of plain text, growing with it. Tab leaves; Enter begins a line."""

    edited = Signal()
    left = Signal()
    paste_refused = Signal(str)
    """A text over the limit of the field was not taken; the sentence says so."""

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        """Make an empty box for a field."""
        super().__init__(parent)
        self.info = info
        self._loaded = ""
        self._loading = False
        self.setTabChangesFocus(True)
        # A megabyte without a blank would freeze the window for minutes if only whole words could wrap.
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.textChanged.connect(self._on_text_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def load(self, value: Value, words: str) -> None:
        """Show a value as text."""
        self._loading = True
        self.setPlainText(words)
        self._loading = False
        self._loaded = self.typed()

    def typed(self) -> str:
        """Return what stands in the box, no-break spaces included (``toPlainText`` loses them)."""
        return self.document().toRawText().translate(_QT_LINE_ENDS)

    def put(self, text: str) -> None:
        """Put a kept text into the box."""
        self._loading = True
        self.setPlainText(text)
        self._loading = False

    def is_touched(self) -> bool:
        """Say whether something else stands in the box than was loaded."""
        return self.typed() != self._loaded

    def read(self, reading: Reading) -> Value:
        """Return the cleaned text; empty text is no value."""
        return read_value(self.info, self.typed(), reading)

    def lock(self, locked: bool) -> None:
        """Let the text be read and copied but not changed."""
        self.setReadOnly(locked)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            if locked
            else Qt.TextInteractionFlag.TextEditorInteraction
        )

    def mark_wrong(self, wrong: bool) -> None:
        """Show an outline in the colour of errors."""
        mark(self, wrong)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take words, also where another program offers them as HTML alone."""
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take the words of the clipboard alone, cleaned; more than the field holds is refused whole."""
        text = plain_from_clipboard(source.text(), source.html() if source.hasHtml() else "")
        cleaned = clean(text, "text", max(len(text), 1))
        room = (self.info.limit or len(cleaned)) - self.document().characterCount()
        if len(cleaned) > max(room, 0) + len(self.textCursor().selectedText()) + 1:
            whole = self.document().characterCount() - 1 + len(cleaned)
            self.paste_refused.emit(too_long(self.info.label, self.info.limit, whole))
            return
        self.textCursor().insertText(cleaned)

    def sizeHint(self) -> QSize:
        """Return the room for the text that stands in it, within limits."""
        line = self.fontMetrics().lineSpacing()
        lines = min(max(self.document().size().height(), FEWEST_LINES), MOST_LINES)
        return QSize(super().sizeHint().width(), int(lines * line) + 2 * line)

    def minimumSizeHint(self) -> QSize:
        """Return the same: the box does not scroll before it has grown."""
        return QSize(80, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter and Esc to the place; everything else is typing."""
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape or (held and event.key() in ENTER):
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the person has left, unless only a menu opened."""
        super().focusOutEvent(event)
        if event.reason() not in AWAY:
            self.left.emit()

    def _fit(self) -> None:
        self.updateGeometry()

    def _on_text_changed(self) -> None:
        if not self._loading:
            self.edited.emit()
