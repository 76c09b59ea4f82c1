"""The chip of a stage: its glyph in the stage's colour and its word (ux.md 4.3)."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from secdesk.rules.process import STAGES
from secdesk.ui import theme
from secdesk.ui.icons import INLINE_SIZE, draw_icon
from secdesk.ui.widgets.words import make_label

NOT_RAISED = "Not raised yet"


class StageChip(QWidget):
    """A stage on its tint; dashed and without a colour before there is one."""

    def __init__(self) -> None:
        """Show no stage yet."""
        super().__init__()
        self._stage = ""
        self._is_dashed = True
        self._glyph = _Glyph()
        self._word = make_label(role="strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_2, theme.SPACE_1, theme.SPACE_3, theme.SPACE_1)
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self._glyph)
        row.addWidget(self._word)

    def show_stage(self, stage: str, is_raised: bool) -> None:
        """Show a stage by its key, or that the proposal is not raised yet."""
        self._stage, self._is_dashed = stage, not is_raised
        self._glyph.stage = stage
        self._glyph.setVisible(is_raised)
        self._word.setText(STAGES[stage].label if is_raised else NOT_RAISED)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tint, or a dashed outline."""
        colours = theme.colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_dashed:
            painter.setPen(QPen(colours.of("border"), 1, Qt.PenStyle.DashLine))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.of(f"stage.{self._stage}.tint"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)


class _Glyph(QWidget):
    """The glyph of a stage; it says nothing that the word beside it does not."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = ""

    def sizeHint(self) -> QSize:
        return QSize(INLINE_SIZE, INLINE_SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), self.rect(), theme.STAGE_GLYPHS[self.stage], f"stage.{self.stage}")
