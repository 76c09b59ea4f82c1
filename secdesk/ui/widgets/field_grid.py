"""Fields under headings, one beside the other where there is room; and the letters that lead to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from secdesk.models import FieldInfo
from secdesk.ui import theme
from secdesk.ui.widgets.words import make_label

_SHORT_LINE = 60
"""A line of at most so many characters needs no row of its own."""
_COLUMN_LETTERS = 26
"""A field stands beside another from so many average letters of room each."""
_MENU_LETTERS = frozenset("fevgrph")
"""Letters that open menus of the window."""


class FieldGrid(QWidget):
    """Fields in one column, or in two where the room allows; the order is the order of Tab."""

    def __init__(self, fields: Sequence[tuple[FieldInfo, QWidget]]) -> None:
        """Take the fields in order."""
        super().__init__()
        self._fields = tuple(fields)
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE_4)
        self._grid.setVerticalSpacing(theme.FIELD_GAP)
        self.lay_out(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out again when another number of columns fits."""
        super().resizeEvent(event)
        room = self.fontMetrics().averageCharWidth() * _COLUMN_LETTERS
        self.lay_out(2 if event.size().width() >= 2 * room + theme.SPACE_4 else 1)

    def lay_out(self, columns: int) -> None:
        """Place the fields in so many columns; long ones take a whole row."""
        if columns == self._columns:
            return
        self._columns = columns
        row = column = 0
        for place, (info, widget) in enumerate(self._fields):
            wide = columns == 1 or is_long(info) or (not column and self._stands_alone(place))
            if wide and column:
                row, column = row + 1, 0
            self._grid.addWidget(widget, row, column, 1, columns if wide else 1, Qt.AlignmentFlag.AlignTop)
            column += columns if wide else 1
            if column >= columns:
                row, column = row + 1, 0
        for each in range(2):
            self._grid.setColumnStretch(each, 1 if each < columns else 0)


    def _stands_alone(self, place: int) -> bool:
        """Say whether a name would stand in half a row with nothing beside it, and be cut for nothing."""
        following = self._fields[place + 1][0] if place + 1 < len(self._fields) else None
        return self._fields[place][0].kind == "link" and (following is None or is_long(following))


def is_long(info: FieldInfo) -> bool:
    """Say whether a field needs the whole width."""
    return info.kind == "text" or (info.kind == "line" and info.limit > _SHORT_LINE)


class Section(QWidget):
    """A heading and what stands under it."""

    def __init__(self, heading: str, *contents: QWidget) -> None:
        """Make the section; an empty heading is left out."""
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        if heading:
            layout.addWidget(make_label(heading, "section"))
        for content in contents:
            layout.addWidget(content)


def by_section(infos: Iterable[FieldInfo]) -> Mapping[str, list[FieldInfo]]:
    """Return fields by their section, sections in the order in which they first come."""
    found: dict[str, list[FieldInfo]] = {}
    for info in infos:
        found.setdefault(info.section, []).append(info)
    return found


def access_letters(labels: Sequence[str]) -> list[str]:
    """Return a letter of its own for each label, empty where none is left; none that opens a menu."""
    taken = set(_MENU_LETTERS)
    found = []
    for label in labels:
        starts = [word[0] for word in label.casefold().split() if word[0].isalpha()]
        letters = [*starts, *(each for each in label.casefold() if each.isascii() and each.isalpha())]
        letter = next((each for each in letters if each not in taken and each.isascii()), "")
        taken.add(letter)
        found.append(letter)
    return found
