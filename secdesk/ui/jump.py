"""Jump and search (``Ctrl+K``): one box for proposals, meetings, people and commands (ux.md 2.14)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from shiboken6 import isValid

from secdesk.ui import texts, theme
from secdesk.ui.icons import INLINE_SIZE, draw_icon
from secdesk.ui.jump_hits import Hit, Jump
from secdesk.ui.navigation import Index
from secdesk.ui.widgets.announcing import announce


class _Hits(QAbstractListModel):
    """The results as a list model."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hits: Sequence[Hit] = ()

    def show(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (hit.words, hit.note) if part)
        return None


class _HitPainter(QStyledItemDelegate):
    """Draws a result: icon, words that elide, and the note at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, max(theme.ROW_HEIGHT, option.fontMetrics.height() + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Hits)
        hit = model.hits[index.row()]
        colours = theme.colours_of(option.palette)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, colours.of("selection"))
        area = option.rect.adjusted(theme.SPACE_3, 0, -theme.SPACE_3, 0)
        glyph = QRect(area.x(), area.center().y() - INLINE_SIZE // 2, INLINE_SIZE, INLINE_SIZE)
        draw_icon(painter, glyph, hit.picture, hit.colour)
        metrics = QFontMetrics(QFont(option.font))
        note = metrics.horizontalAdvance(hit.note)
        painter.setPen(colours.of("text_2"))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, hit.note)
        words = area.adjusted(INLINE_SIZE + theme.SPACE_2, 0, -(note + theme.SPACE_3 if note else 0), 0)
        painter.setPen(colours.of("text"))
        shown = metrics.elidedText(hit.words, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class JumpBox(QLineEdit):
    """The search box of the header; its results lie over the window below it, and the focus stays in the box."""

    next_step_wanted = Signal()
    """What was chosen is open, and the person wants to go on to its next step."""
    left = Signal()
    """The person pressed Esc; the focus may go back to where it was."""

    def __init__(self, parent: QWidget) -> None:
        """Build the box; :meth:`use` gives it something to search."""
        super().__init__(parent)
        self.setObjectName("frame.search")
        self.setAccessibleName(texts.SEARCH_NAME)
        self.setAccessibleDescription(texts.SEARCH_KEYS)
        self.setPlaceholderText(texts.SEARCH_HINT)
        self.setMaxLength(200)
        self.setMinimumWidth(120)
        self.setTextMargins(INLINE_SIZE + theme.SPACE_2, 0, 0, 0)
        self._jump: Jump | None = None
        self._came_from: QWidget | None = None
        self.results = QListView(parent.window())
        self.results.setObjectName("frame.results")
        self.results.setAccessibleName(texts.RESULTS_NAME)
        self.results.setProperty("popup", True)
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._hits = _Hits(self)
        self.results.setModel(self._hits)
        self.results.setItemDelegate(_HitPainter(self.results))
        self.results.hide()
        self.results.clicked.connect(self._on_clicked)
        self.textEdited.connect(self._on_text_edited)

    def use(self, jump: Jump | None) -> None:
        """Search another register, or none."""
        self._jump = jump
        if jump is not None:
            jump.index.ready.connect(self._on_ready)
        self.clear()
        self._close()

    def begin(self) -> None:
        """Take the focus, and remember who had it."""
        focused = QApplication.focusWidget()
        self._came_from = focused if focused is not self else self._came_from
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        if self._jump is not None:
            self._jump.index.begin()

    def hits(self) -> Sequence[Hit]:
        """Return the results that are shown."""
        return () if self.results.isHidden() else self._hits.hits

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box with a magnifying glass; an action of the box would be a button too small to hit."""
        super().paintEvent(event)
        painter = QPainter(self)
        glass = QRect(theme.SPACE_3, (self.height() - INLINE_SIZE) // 2, INLINE_SIZE, INLINE_SIZE)
        draw_icon(painter, glass, "magnifying-glass", "text_2")
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through the results, Enter opens, with Ctrl at the next step; Esc closes and then goes back."""
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self.hits():
                self._move(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.hits():
                goes_on = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self._choose(self.results.currentIndex().row(), goes_on)
            case Qt.Key.Key_Escape:
                self._leave()
            case _:
                super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Close the results when the focus goes elsewhere; keep Ctrl+Enter, which is else the place's button."""
        is_wanted = event.type() == QEvent.Type.ShortcutOverride and bool(self.hits())
        if is_wanted and isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return True
        if event.type() == QEvent.Type.FocusOut:
            self._close()
        return super().event(event)

    def _on_text_edited(self, typed: str) -> None:
        hits = self._jump.find(typed) if self._jump is not None else []
        self._hits.show(hits)
        if not typed.strip():
            self._close()
            return
        if hits:
            self.results.setCurrentIndex(self._hits.index(0))
        self._open(len(hits))
        announce(self, texts.RESULTS_FOUND.format(number=len(hits)) if hits else texts.NOTHING_FOUND)

    def _open(self, rows: int) -> None:
        if not rows:
            self._close()
            return
        window = self.window()
        width = max(self.width(), min(560, window.width() - 2 * theme.MARGIN))
        below = self.mapTo(window, QPoint(0, self.height() + 4))
        left = max(theme.SPACE_2, min(below.x(), window.width() - width - theme.SPACE_2))
        height = sum(self.results.sizeHintForRow(row) for row in range(rows)) + 10
        self.results.setGeometry(left, below.y(), width, min(height, window.height() - below.y() - theme.MARGIN))
        self.results.show()
        self.results.raise_()

    def _close(self) -> None:
        self.results.hide()

    def _move(self, by: int) -> None:
        row = (self.results.currentIndex().row() + by) % len(self._hits.hits)
        index = self._hits.index(row)
        self.results.setCurrentIndex(index)
        announce(self, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(index.row())

    def _on_ready(self) -> None:
        """Search again with everything, unless the person went away or is choosing."""
        if self.hasFocus() and self.text().strip() and self.results.currentIndex().row() <= 0:
            self._on_text_edited(self.text())

    def _choose(self, row: int, goes_on: bool = False) -> None:
        hit = self._hits.hits[row]
        self._close()
        self.clear()
        self._go_back()
        hit.act()
        if goes_on and hit.has_next_step:
            self.next_step_wanted.emit()

    def _leave(self) -> None:
        if not self.results.isHidden():
            self._close()
            return
        self._go_back()
        self.left.emit()

    def _go_back(self) -> None:
        before, self._came_from = self._came_from, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
