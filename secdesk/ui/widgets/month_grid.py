"""The days of a month in weeks from Monday, each with a name; arrows go through them (ux.md 3.7)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from secdesk.rules.date_words import EARLIEST_YEAR, LATEST_YEAR, MONTHS, WEEKDAYS, format_date
from secdesk.ui import theme
from secdesk.ui.widgets.label import plain_tip

EARLIEST, LATEST = date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31)
"""The days between which a date may be chosen."""

_DAY = int(Qt.ItemDataRole.UserRole)
_WEEKS, _DOT = 6, 5
_NONE, _SHIFT, _CONTROL, _ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


@dataclass(frozen=True, slots=True)
class DayMarks:
    """What is special about a day: the name of its bank holiday, the bodies that meet on it."""

    holiday: str = ""
    meetings: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Both in words: ``Good Friday, SEC Panel``."""
        return ", ".join(part for part in (self.holiday, *self.meetings) if part)


class MonthGrid(QTableWidget):
    """Six weeks around a month. The cell with the focus is the day that Enter chooses; nothing else chooses one."""

    moved = Signal(object)
    """The day that is now the current one."""
    picked = Signal(object)
    """The day that was chosen."""
    left = Signal()
    """Esc, or the focus went elsewhere."""

    def __init__(self, marks: Callable[[date, date], Mapping[date, DayMarks]], parent: QWidget) -> None:
        """Show no month yet; ``marks`` is asked for the days of each month that is shown."""
        super().__init__(_WEEKS, len(WEEKDAYS), parent)
        self.day = self.today = date.min
        self.marks: Mapping[date, DayMarks] = {}
        self._find_marks = marks
        self._first = date.min
        self._dress()
        self.cellClicked.connect(lambda row, column: self.picked.emit(self._day_at(row, column)))

    def begin(self, day: date, today: date) -> None:
        """Show the month of a day and stand on it."""
        self.today = today
        self._first = date.min
        self.go_to(day)

    def go_to(self, day: date) -> None:
        """Make a day the current one, in its month."""
        self.day = min(max(day, EARLIEST), LATEST)
        first = self.day.replace(day=1)
        first -= timedelta(days=first.weekday())
        if first != self._first:
            self._first = first
            self._fill()
        place = (self.day - self._first).days
        self.setCurrentCell(place // 7, place % 7)
        self.viewport().update()
        self.moved.emit(self.day)

    def words_of(self, day: date) -> str:
        """Return a day as it is read aloud: ``Friday 10 Apr 2020, Good Friday``."""
        about = self.marks.get(day, DayMarks()).words
        is_today = "today" if day == self.today else ""
        return ", ".join(part for part in (f"{WEEKDAYS[day.weekday()]} {format_date(day)}", is_today, about) if part)

    def sizeHint(self) -> QSize:
        """Return the room for six weeks."""
        side, head = self._side(), self.horizontalHeader().sizeHint().height()
        widest = max(self.fontMetrics().horizontalAdvance(name[:3]) for name in WEEKDAYS)
        return QSize(len(WEEKDAYS) * (max(side, widest) + theme.SPACE_2), _WEEKS * side + head)

    def event(self, event: QEvent) -> bool:
        """Keep its keys from shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._act(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go about, choose with Enter, leave with Esc; other keys mean nothing here."""
        act = self._act(event)
        if act is not None:
            act()

    def focusNextPrevChild(self, _next: bool) -> bool:
        """Leave with Tab as with Esc: the box comes next."""
        self.left.emit()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave with the focus."""
        super().focusOutEvent(event)
        self.left.emit()

    def _act(self, event: QKeyEvent) -> Callable[[], None] | None:
        """Return what a key does, None for keys that mean nothing here."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            return lambda: self.picked.emit(self.day)
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_F4) or (key == Qt.Key.Key_Up and held == _ALT):
            return self.left.emit
        target = self._target(Qt.Key(key), held)
        return None if target is None else lambda: self.go_to(target())

    def _target(self, key: Qt.Key, held: Qt.KeyboardModifier) -> Callable[[], date] | None:
        day = self.day
        days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        week = {Qt.Key.Key_Home: -day.weekday(), Qt.Key.Key_End: 6 - day.weekday()}
        if key in months and held in (_NONE, _SHIFT, _CONTROL):
            return lambda: move_month(day, months[key] * (1 if held == _NONE else 12))
        if key == Qt.Key.Key_Semicolon and held == _CONTROL:
            return lambda: self.today
        if held == _NONE and key in days | week:
            return lambda: day + timedelta(days=(days | week)[key])
        return None

    def _fill(self) -> None:
        last = self._first + timedelta(days=7 * _WEEKS - 1)
        self.marks = self._find_marks(self._first, last)
        for place in range(7 * _WEEKS):
            day = self._first + timedelta(days=place)
            item = QTableWidgetItem(str(day.day))
            item.setData(_DAY, day.toordinal())
            item.setData(Qt.ItemDataRole.AccessibleTextRole, self.words_of(day))
            about = self.marks.get(day, DayMarks()).words
            item.setToolTip(plain_tip(about))
            self.setItem(place // 7, place % 7, item)
        self.setAccessibleName(f"{MONTHS[self.day.month - 1]} {self.day.year}")

    def _day_at(self, row: int, column: int) -> date:
        return self._first + timedelta(days=row * 7 + column)

    def _side(self) -> int:
        return max(theme.ROW_HEIGHT, self.fontMetrics().height() + theme.SPACE_3)

    def _dress(self) -> None:
        self.setItemDelegate(_DayDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalHeaderLabels([name[:3] for name in WEEKDAYS])
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        for header in (rows, columns):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setMinimumSectionSize(1)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        columns.setStyleSheet("QHeaderView::section { padding: 0; }")


class _DayDelegate(QStyledItemDelegate):
    """A day's figure, its marks under it, a ring round the current day and a line under today."""

    def __init__(self, grid: MonthGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        grid, colours = self._grid, theme.colours_now()
        day = date.fromordinal(int(index.data(_DAY)))
        marks = grid.marks.get(day, DayMarks())
        in_month = day.month == grid.day.month
        quiet = day.weekday() > 4 or bool(marks.holiday)
        token = "placeholder" if not in_month else "text_2" if quiet else "text"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(2, 2, -2, -2)
        if day == grid.day:
            painter.setPen(theme.focus_pen(colours))
            painter.setBrush(option.palette.color(QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        painter.setFont(theme.scaled_font(option.font, 0, option.font.weight()))
        painter.setPen(colours.of(token))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), str(day.day))
        if day == grid.today:
            self._underline(painter, option, area)
        self._draw_marks(painter, area, marks)
        painter.restore()

    def _underline(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect) -> None:
        width = option.fontMetrics.horizontalAdvance("00")
        y = area.center().y() + option.fontMetrics.height() // 2
        painter.setPen(QPen(theme.colours_now().of("text"), 2))
        painter.drawLine(area.center().x() - width // 2, y, area.center().x() + width // 2, y)

    def _draw_marks(self, painter: QPainter, area: QRect, marks: DayMarks) -> None:
        """Draw a round dot for a bank holiday and a square one for meetings, in the upper right corner."""
        colours, x = theme.colours_now(), area.right() - _DOT - 3
        painter.setPen(Qt.PenStyle.NoPen)
        if marks.holiday:
            painter.setBrush(colours.of("warning"))
            painter.drawEllipse(x, area.top() + 4, _DOT, _DOT)
            x -= _DOT + 2
        if marks.meetings:
            painter.setBrush(colours.of("accent"))
            painter.drawRect(x, area.top() + 4, _DOT, _DOT)


def move_month(day: date, months: int) -> date:
    """Return the same day of another month, its last day where the month is shorter; in the years there are."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return EARLIEST if year < EARLIEST_YEAR else LATEST
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
