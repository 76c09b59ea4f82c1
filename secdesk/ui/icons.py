"""Icons: Phosphor outlines, drawn as letters of a font in the colours of the theme (ux.md 4.2).

The font and its list of names are files of the qtawesome package. That package itself is not imported: doing so
takes longer than painting the first window.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from secdesk.ui.theme import colours_now

NAV_SIZE, INLINE_SIZE = 20, 16
"""Sizes in pixels: in the navigation, and beside text."""

NAMES: frozenset[str] = frozenset(
    {
        "archive",
        "arrow-left",
        "arrow-right",
        "arrow-u-up-left",
        "arrows-out-line-horizontal",
        "bell",
        "calendar-blank",
        "caret-right",
        "chat-text",
        "check",
        "check-square-offset",
        "clock-counter-clockwise",
        "columns",
        "file-pdf",
        "files",
        "floppy-disk",
        "funnel",
        "git-merge",
        "house",
        "info",
        "keyboard",
        "list-bullets",
        "magnifying-glass",
        "magnifying-glass-minus",
        "magnifying-glass-plus",
        "package",
        "pencil-line",
        "plus",
        "printer",
        "question",
        "scales",
        "timer",
        "user",
        "users-three",
        "warning",
        "wrench",
        "x",
        "x-circle",
    }
)
"""Every icon that the program uses; a test asks the font for each."""


class MissingIcon(LookupError):
    """A name that the font does not have; found by the tests, never by a person."""


def icon(name: str, colour: str = "text_2") -> QIcon:
    """Return an icon in the colour of a token of the theme; it follows a change of theme by itself."""
    return QIcon(_Glyph(letter_of(name), colour))


def letter_of(name: str) -> str:
    """Return the letter of the font that draws an icon; raises MissingIcon for a name that is not in NAMES."""
    if name not in NAMES:
        raise MissingIcon(f"there is no icon called {name}")
    return _letters()[name]


def icon_font(pixels: int) -> QFont:
    """Return the font whose letters are the icons."""
    font = QFont(_family())
    font.setPixelSize(pixels)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return font


def draw_icon(painter: QPainter, area: QRect, name: str, token: str) -> None:
    """Draw an icon in the middle of an area, as high as the area; for delegates."""
    _draw(painter, area, letter_of(name), token)


def missing_icons(names: Iterable[str] = NAMES) -> list[str]:
    """Return those names that the font lacks."""
    return [name for name in sorted(names) if name not in _charmap()]


class _Glyph(QIconEngine):
    """Draws one letter of the icon font; the colour is looked up while painting, so it is never an old theme's."""

    def __init__(self, letter: str, token: str) -> None:
        super().__init__()
        self._letter = letter
        self._token = token

    def clone(self) -> QIconEngine:
        return _Glyph(self._letter, self._token)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        token = "border" if mode == QIcon.Mode.Disabled else self._token
        _draw(painter, rect, self._letter, token)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return picture


def _draw(painter: QPainter, area: QRect, letter: str, token: str) -> None:
    side = min(area.width(), area.height())
    painter.save()
    painter.setFont(icon_font(side))
    painter.setPen(colours_now().of(token))
    # The letters are square: one em wide and high, so centring the square centres the icon.
    metrics = painter.fontMetrics()
    left = area.x() + (area.width() - metrics.horizontalAdvance(letter)) / 2
    base = area.y() + (area.height() + metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF(left, base), letter)
    painter.restore()


@cache
def _folder() -> Path:
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise MissingIcon("the package qtawesome, which carries the icons, is not installed")
    return Path(spec.origin).parent / "fonts"


@cache
def _charmap() -> dict[str, str]:
    path = next(_folder().glob("phosphor-charmap-*.json"))
    return {name: chr(int(code, 16)) for name, code in json.loads(path.read_text(encoding="utf-8")).items()}


@cache
def _letters() -> dict[str, str]:
    return {name: _charmap()[name] for name in NAMES}


@cache
def _family() -> str:
    path = next(path for path in _folder().glob("phosphor-*.ttf"))
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))[0]
