"""The four stages as four real buttons: each has a name, a focus and a click (ux.md 2.5 and 3.12)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from secdesk.ui import texts, theme
from secdesk.ui.icons import NAV_SIZE, draw_icon
from secdesk.ui.widgets.label import plain_tip

_POINT = 16
"""How far the tip of a chevron reaches, in pixels."""
STAGES: tuple[tuple[str, str], ...] = (
    ("define", texts.DEFINE),
    ("refine", texts.REFINE),
    ("opine", texts.OPINE),
    ("release", texts.RELEASE),
)


class StageButton(QPushButton):
    """One stage: its glyph, its name, how many proposals are at it, and a second line about what waits there."""

    def __init__(self, stage: str, name: str, is_first: bool, parent: QWidget) -> None:
        """Show no count yet."""
        super().__init__(parent)
        self.stage = stage
        self._name = name
        self._is_first = is_first
        self._number: int | None = None
        self._note = ""
        self.setObjectName(f"home.stage.{stage}")
        self.setProperty("chevron", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_number(None)

    def show_number(self, number: int | None, note: str = "") -> None:
        """Show a count and what waits at the stage; None while it is not known."""
        self._number, self._note = number, note
        count = "" if number is None else str(number)
        self.setText(f"{count} {self._name}".strip())
        said = texts.STAGE_PROPOSALS.format(stage=self._name, number=count) if count else self._name
        self.setAccessibleName(f"{said}, {note}" if note else said)
        self.setAccessibleDescription(texts.STAGE_OPENS.format(stage=self._name))
        self.setToolTip(plain_tip(texts.STAGE_OPENS.format(stage=self._name)))
        self.updateGeometry()
        self.update()

    @property
    def note(self) -> str:
        """The second line."""
        return self._note

    def sizeHint(self) -> QSize:
        """Return room for the glyph, the numeral, the name and the second line at the present text size."""
        numeral = QFontMetrics(self._numeral_font())
        first = numeral.horizontalAdvance("000") + self.fontMetrics().horizontalAdvance(self._name) + theme.SPACE_2
        second = QFontMetrics(self._note_font()).horizontalAdvance(self._note)
        width = 2 * _POINT + NAV_SIZE + theme.SPACE_6 + max(first, second)
        note = QFontMetrics(self._note_font()).height() if self._note else 0
        return QSize(width, max(72, numeral.height() + note + theme.SPACE_6))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a count may not be cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chevron: filled in the light scheme, tint with a line in the dark, whose fills would glare."""
        colours = theme.colours_now()
        filled = colours.scheme == "light"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen if filled else QPen(colours.of(f"stage.{self.stage}"), 1))
        fill = colours.of(f"stage.{self.stage}" if filled else f"stage.{self.stage}.tint")
        if self.isDown() or self.underMouse():
            fill = fill.darker(112) if filled else fill.lighter(118)
        painter.setBrush(fill)
        painter.drawPolygon(self._outline(1.0))
        self._draw_words(painter, "base" if filled else f"stage.{self.stage}", "base" if filled else "text")
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.of("base" if filled else "accent"), 2))
            painter.drawPolygon(self._outline(5.0))
        painter.end()

    def _draw_words(self, painter: QPainter, ink: str, words: str) -> None:
        colours = theme.colours_now()
        left = theme.SPACE_4 if self._is_first else theme.SPACE_4 + _POINT
        area = QRect(left, (self.height() - NAV_SIZE) // 2, NAV_SIZE, NAV_SIZE)
        draw_icon(painter, area, theme.STAGE_GLYPHS[self.stage], ink)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        # The lines stand about the middle, where the point is wide enough for their ends.
        rest = self.rect().adjusted(area.right() + theme.SPACE_3, 0, -_POINT // 2, 0)
        numeral, note = self._numeral_font(), self._note_font()
        tall, low = QFontMetrics(numeral).height(), QFontMetrics(note).height() if self._note else 0
        first = QRect(rest.left(), (self.height() - tall - low) // 2, rest.width(), tall)
        painter.setPen(colours.of(words))
        painter.setFont(note)
        painter.drawText(QRect(rest.left(), first.bottom() + 1, rest.width(), low), middle, self._note)
        if self._number is not None:
            painter.setFont(numeral)
            painter.setPen(colours.of(ink))
            painter.drawText(first, middle, str(self._number))
            first.adjust(QFontMetrics(numeral).horizontalAdvance(str(self._number)) + theme.SPACE_2, 0, 0, 0)
        painter.setFont(theme.scaled_font(self.font(), 0, QFont.Weight.DemiBold))
        painter.setPen(colours.of(words))
        painter.drawText(first, middle, self._name)

    def _note_font(self) -> QFont:
        return theme.scaled_font(self.font(), -1)

    def _numeral_font(self) -> QFont:
        return theme.scaled_font(self.font(), 8, QFont.Weight.DemiBold)

    def _outline(self, inset: float) -> QPolygonF:
        left, right = inset, self.width() - inset
        top, bottom, middle = inset, self.height() - inset, self.height() / 2
        notch = left if self._is_first else left + _POINT
        return QPolygonF(
            [
                QPointF(left, top),
                QPointF(right - _POINT, top),
                QPointF(right, middle),
                QPointF(right - _POINT, bottom),
                QPointF(left, bottom),
                QPointF(notch, middle),
            ]
        )


class Chevrons(QWidget):
    """The row of the four stages."""

    stage_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        """Show the stages without counts."""
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(theme.SPACE_2)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._columns = 0
        self.buttons: dict[str, StageButton] = {}
        for stage, name in STAGES:
            button = StageButton(stage, name, not self.buttons, self)
            button.clicked.connect(lambda _checked, stage=stage: self.stage_chosen.emit(stage))
            self.buttons[stage] = button
        self._arrange(len(STAGES))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand in two rows where large text leaves no room for one."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        widest = max(button.sizeHint().width() for button in self.buttons.values())
        self._arrange(len(STAGES) if self.width() >= widest * len(STAGES) else len(STAGES) // 2)

    def _arrange(self, columns: int) -> None:
        if self._columns == columns:
            return
        self._columns = columns
        for place, button in enumerate(self.buttons.values()):
            self._grid.addWidget(button, *divmod(place, columns))

    def show_numbers(self, numbers: Mapping[str, int], notes: Mapping[str, str] | None = None) -> None:
        """Show how many proposals are at each stage, and what waits there."""
        for stage, button in self.buttons.items():
            button.show_number(numbers.get(stage), (notes or {}).get(stage, ""))
        self._fit()
