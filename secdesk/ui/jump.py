"""Jump and search (``Ctrl+K``): one box for proposals, meetings, people and commands (ux.md 2.14)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
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
from secdesk.ui.actions import words_of
from secdesk.ui.icons import INLINE_SIZE, draw_icon
from secdesk.ui.navigation import Index
from secdesk.ui.widgets.announcing import announce

if TYPE_CHECKING:
    from secdesk.register.register import Announcement
    from secdesk.services.queries import SearchText
    from secdesk.ui.desk import Desk

SHOWN_RECORDS, SHOWN_COMMANDS = 6, 4


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: an icon with its colour, the words, a note at the right, and what choosing it does."""

    picture: str
    colour: str
    words: str
    note: str
    act: Callable[[], object]


class JumpIndex(QObject):
    """What the box searches: names read once for each kind and forgotten when a change may have touched them."""

    def __init__(self, desk: Desk, commands: Callable[[], Iterable[QAction]]) -> None:
        """Read nothing before somebody types."""
        super().__init__(desk)
        self._desk = desk
        self._commands = commands
        self._texts: dict[str, list[SearchText]] = {}
        desk.records_changed.connect(self._on_records_changed)
        desk.as_at_changed.connect(self._texts.clear)

    def find(self, typed: str) -> list[Hit]:
        """Return the best results for what was typed: numbers first, then names, then commands."""
        if not typed.strip():
            return []
        return [
            *self._proposals(typed),
            *self._named("meeting", "meetings", "users-three", typed),
            *self._named("person", "records:person", "user", typed),
            *self._command_hits(typed),
        ]

    def _proposals(self, typed: str) -> list[Hit]:
        from secdesk.rules.naming import reference_of
        from secdesk.rules.process import STAGES
        from secdesk.services.queries import proposals_at

        uids = self._matching("proposal", typed)
        if not uids:
            return []
        at = self._desk.as_at
        found = self._desk.read(lambda session: proposals_at(session, at, uids))
        return [
            Hit(
                theme.STAGE_GLYPHS[each.stage],
                f"stage.{each.stage}",
                f"{reference_of(each.number, each.suffix, each.series, each.converted)}  {each.title or ''}".strip(),
                STAGES[each.stage].label if each.status else "",
                self._going("proposals", each.uid),
            )
            for each in found
        ]

    def _named(self, kind: str, place: str, picture: str, typed: str) -> list[Hit]:
        from secdesk.rules.naming import names

        uids = self._matching(kind, typed)
        if not uids:
            return []
        at = self._desk.as_at
        called = self._desk.read(lambda session: names(session, kind, uids, at))
        note = texts.JUMP_KINDS[kind]
        return [Hit(picture, "text_2", called[uid], note, self._going(place, uid)) for uid in uids if uid in called]

    def _matching(self, kind: str, typed: str) -> list[str]:
        from secdesk.services.queries import matching, search_texts

        if kind not in self._texts:
            at = self._desk.as_at
            self._texts[kind] = self._desk.read(lambda session: search_texts(session, kind, at))
        return matching(self._texts[kind], typed)[:SHOWN_RECORDS]

    def _command_hits(self, typed: str) -> list[Hit]:
        from secdesk.rules.text import fold

        wanted = fold(typed).split()
        found = [each for each in self._commands() if all(word in fold(words_of(each)) for word in wanted)]
        return [
            Hit("caret-right", "text_2", words_of(each), each.shortcut().toString(), each.trigger)
            for each in found[:SHOWN_COMMANDS]
        ]

    def _going(self, place: str, uid: str) -> Callable[[], None]:
        return lambda: self._desk.go_to(place, uid)

    def _on_records_changed(self, announcement: Announcement) -> None:
        if announcement.kinds & {"proposal", "dated_value", "event", "person", "organisation", "meeting"}:
            self._texts.clear()


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

    left = Signal()
    """The person pressed Esc; the focus may go back to where it was."""

    def __init__(self, parent: QWidget) -> None:
        """Build the box; :meth:`use` gives it something to search."""
        super().__init__(parent)
        self.setObjectName("frame.search")
        self.setAccessibleName(texts.SEARCH_NAME)
        self.setPlaceholderText(texts.SEARCH_HINT)
        self.setMaxLength(200)
        self.setMinimumWidth(120)
        self.setTextMargins(INLINE_SIZE + theme.SPACE_2, 0, 0, 0)
        self._index: JumpIndex | None = None
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

    def use(self, index: JumpIndex | None) -> None:
        """Search another register, or none."""
        self._index = index
        self.clear()
        self._close()

    def begin(self) -> None:
        """Take the focus, and remember who had it."""
        focused = QApplication.focusWidget()
        self._came_from = focused if focused is not self else self._came_from
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

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
        """Arrows go through the results, Enter opens, Esc closes and then goes back."""
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self.hits():
                self._move(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.hits():
                self._choose(self.results.currentIndex().row())
            case Qt.Key.Key_Escape:
                self._leave()
            case _:
                super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Close the results when the focus goes elsewhere."""
        if event.type() == QEvent.Type.FocusOut:
            self._close()
        return super().event(event)

    def _on_text_edited(self, typed: str) -> None:
        hits = self._index.find(typed) if self._index is not None else []
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

    def _choose(self, row: int) -> None:
        hit = self._hits.hits[row]
        self._close()
        self.clear()
        self._go_back()
        hit.act()

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
