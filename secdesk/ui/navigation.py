"""Going about the window: the nine places, the rail that lists them, and the way back (ux.md 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from secdesk.ui import texts, theme
from secdesk.ui.icons import NAV_SIZE, draw_icon

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the rail: its key, its words, its icon, and where its class is (``module:Class``)."""

    key: str
    title: str
    icon: str
    home: str


ENTRIES: tuple[Entry, ...] = (
    Entry("home", texts.HOME, "house", "home:HomePlace"),
    Entry("proposals", texts.PROPOSALS, "files", "proposals:ProposalsPlace"),
    Entry("decisions", texts.DECISIONS, "check-square-offset", "decisions:DecisionsPlace"),
    Entry("meetings", texts.MEETINGS, "users-three", "meetings:MeetingsPlace"),
    Entry("consultations", texts.CONSULTATIONS, "chat-text", "consultations:ConsultationsPlace"),
    Entry("assessments", texts.ASSESSMENTS, "timer", "assessments:AssessmentsPlace"),
    Entry("releases", texts.RELEASES, "package", "releases:ReleasesPlace"),
    Entry("papers", texts.PAPERS, "printer", "papers:PapersPlace"),
    Entry("history", texts.HISTORY, "clock-counter-clockwise", "history:HistoryPlace"),
)
"""The nine places, in the order of ``Ctrl+1`` to ``Ctrl+9``."""


class Trail:
    """Where the person has been: a list with a position, as in a browser."""

    def __init__(self) -> None:
        """Begin nowhere."""
        self._stops: list[str] = []
        self._position = -1

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before."""
        return self._position > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether the person came back from somewhere."""
        return self._position < len(self._stops) - 1

    def visit(self, key: str) -> None:
        """Note a place that was entered; what lay ahead is forgotten."""
        if self._stops and self._stops[self._position] == key:
            return
        self._stops = [*self._stops[: self._position + 1], key]
        self._position = len(self._stops) - 1

    def step(self, by: int) -> str | None:
        """Go back (-1) or forward (1); returns the place, None where there is none."""
        if not 0 <= self._position + by < len(self._stops):
            return None
        self._position += by
        return self._stops[self._position]


class _Places(QAbstractListModel):
    """The places as a list model."""

    def __init__(self, entries: Sequence[Entry], parent: QWidget) -> None:
        super().__init__(parent)
        self.entries = tuple(entries)
        self.is_narrow = False

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return entry.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entry.title} (Ctrl+{index.row() + 1})" if self.is_narrow else f"Ctrl+{index.row() + 1}"
        return None


class _Painter(QStyledItemDelegate):
    """Draws a place: an inset rounded field, an accent bar when it is open, one colour (ux.md 4.4)."""

    def __init__(self, rail: NavRail) -> None:
        super().__init__(rail)
        self._rail = rail

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.NAV_NARROW_WIDTH, max(40, option.fontMetrics.height() + 20))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.colours_of(option.palette)
        is_open = bool(option.state & QStyle.StateFlag.State_Selected)
        field = option.rect.adjusted(theme.SPACE_2, 2, -theme.SPACE_2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if is_open or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(colours.of("selection" if is_open else "hairline"))
            painter.drawRoundedRect(field, theme.RADIUS, theme.RADIUS)
        if is_open:
            painter.setBrush(colours.of("accent"))
            painter.drawRoundedRect(QRect(field.x(), field.y() + 8, 3, field.height() - 16), 1, 1)
        if is_open and self._rail.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.focus_pen(colours))
            painter.drawRoundedRect(field.adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        self._draw_words(painter, field, index, is_open, colours)
        painter.restore()

    def _draw_words(self, painter: QPainter, field: QRect, index: Index, is_open: bool, colours: theme.Colours) -> None:
        entry = ENTRIES[index.row()]
        narrow = self._rail.is_narrow
        left = field.x() + ((field.width() - NAV_SIZE) // 2 if narrow else theme.SPACE_3)
        area = QRect(left, field.y() + (field.height() - NAV_SIZE) // 2, NAV_SIZE, NAV_SIZE)
        draw_icon(painter, area, entry.icon, "accent" if is_open else "text_2")
        if narrow:
            return
        font = QFont(self._rail.font())
        font.setWeight(QFont.Weight.DemiBold if is_open else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(colours.of("accent" if is_open else "text"))
        words = field.adjusted(theme.SPACE_3 + NAV_SIZE + theme.SPACE_3, 0, -theme.SPACE_3, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, entry.title)
        painter.setPen(colours.of("text_2"))
        painter.setFont(self._rail.font())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(index.row() + 1))


class NavRail(QListView):
    """The places down the left side: 184 px with words, 56 px with icons alone and tooltips."""

    place_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """List the nine places."""
        super().__init__(parent)
        self.setObjectName("frame.navigation")
        self.setAccessibleName(texts.PLACES)
        self._open = ""
        self._places = _Places(ENTRIES, self)
        self.setModel(self._places)
        self.setItemDelegate(_Painter(self))
        self.setProperty("rail", True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.set_narrow(False)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)

    @property
    def is_narrow(self) -> bool:
        """Whether only the icons are shown."""
        return self._places.is_narrow

    def set_narrow(self, narrow: bool) -> None:
        """Show icons alone, or with their words."""
        self._places.is_narrow = narrow
        self.fit_width()

    def fit_width(self) -> None:
        """Be as wide as the longest words need, 184 px at the normal text size."""
        widest = max(self.fontMetrics().horizontalAdvance(entry.title) for entry in ENTRIES)
        needed = widest + NAV_SIZE + 7 * theme.SPACE_3
        self.setFixedWidth(theme.NAV_NARROW_WIDTH if self.is_narrow else max(theme.NAV_WIDTH, needed))
        self.scheduleDelayedItemsLayout()

    def show_place(self, key: str) -> None:
        """Mark the place that is open; one that is not in the rail leaves none marked."""
        self._open = key
        row = next((row for row, entry in enumerate(ENTRIES) if entry.key == key), -1)
        if row < 0:
            self.clearSelection()
            return
        self.setCurrentIndex(self._places.index(row))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Arrows move the mark, Enter opens; whoever leaves without Enter finds the open place marked again."""
        super().focusOutEvent(event)
        self.show_place(self._open)

    def _on_chosen(self, index: QModelIndex) -> None:
        self.place_chosen.emit(ENTRIES[index.row()].key)
