"""Colours, spacing and heights of the window (ux.md 4). The only module that writes a colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette, QPen
from PySide6.QtWidgets import QApplication

from secdesk.paths import resource

Scheme: TypeAlias = Literal["light", "dark"]

SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6, SPACE_8 = 4, 8, 12, 16, 24, 32
"""The steps of spacing in pixels: 4, 8, 12, 16, 24, 32 (ux.md 4.1)."""
FIELD_GAP, GROUP_GAP, MARGIN, RADIUS = SPACE_3, SPACE_6, SPACE_6, 6
CONTROL_HEIGHT, COMPACT_HEIGHT, ROW_HEIGHT = 32, 28, 32
ROWS: Mapping[str, int] = MappingProxyType({"compact": 28, "normal": ROW_HEIGHT, "roomy": 40})
"""The heights of a row that a person can choose, at the normal text size (ux.md 3.9)."""
NAV_WIDTH, NAV_NARROW_WIDTH, WIDE_FROM = 184, 56, 1180
_ROWS = "rowHeight"
SMALLEST_POINTS, NORMAL_POINTS = 9.0, 10.0


@dataclass(frozen=True, slots=True)
class StageColours:
    """The ink of a stage's glyph or numeral and the tint behind it."""

    ink: str
    tint: str


@dataclass(frozen=True, slots=True)
class Colours:
    """The colour tokens of one scheme, by the names of ux.md 4.3."""

    scheme: Scheme
    window: str
    base: str
    zebra: str
    text: str
    text_2: str
    placeholder: str
    border: str
    hairline: str
    accent: str
    on_accent: str
    link: str
    selection: str
    error: str
    error_tint: str
    warning: str
    warning_tint: str
    success: str
    success_tint: str
    marking_green: str
    marking_amber: str
    marking_red: str
    stages: Mapping[str, StageColours]

    def of(self, token: str) -> QColor:
        """Return a token as a colour; a stage by ``stage.define``, its tint by ``stage.define.tint``."""
        if token.startswith("stage."):
            _, stage, *rest = token.split(".")
            found = self.stages[stage]
            return QColor(found.tint if rest else found.ink)
        return QColor(getattr(self, token))


LIGHT = Colours(
    scheme="light",
    window="#F6F7F9",
    base="#FFFFFF",
    zebra="#F1F3F6",
    text="#1B1E23",
    text_2="#565D67",
    placeholder="#6B7280",
    border="#7B838E",
    hairline="#D9DDE3",
    accent="#1F3A5F",
    on_accent="#FFFFFF",
    link="#0B57A4",
    selection="#DCE6F4",
    error="#B3261E",
    error_tint="#FCE9E7",
    warning="#8A5200",
    warning_tint="#FFF3DC",
    success="#1B6B3A",
    success_tint="#E3F4E9",
    marking_green="#006B2D",
    marking_amber="#8A5200",
    marking_red="#A4161A",
    stages=MappingProxyType(
        {
            "define": StageColours("#1565D8", "#E4EEFC"),
            "refine": StageColours("#975A0E", "#FBF0DE"),
            "opine": StageColours("#5B1768", "#F4E7F6"),
            "release": StageColours("#0A5546", "#DFF3EC"),
            "closed": StageColours("#5B6470", "#ECEEF1"),
            "": StageColours("#5B6470", "#ECEEF1"),
        }
    ),
)

DARK = Colours(
    scheme="dark",
    window="#1B1E23",
    base="#24282E",
    zebra="#292D34",
    text="#E8EAED",
    text_2="#AEB6C1",
    placeholder="#98A1AD",
    border="#7C8592",
    hairline="#333941",
    accent="#9DBBE3",
    on_accent="#14161A",
    link="#8FC0FF",
    selection="#2F4565",
    error="#FFB4AB",
    error_tint="#4A1F1B",
    warning="#F2C265",
    warning_tint="#42320F",
    success="#86D9A3",
    success_tint="#173A26",
    marking_green="#86D9A3",
    marking_amber="#F2C265",
    marking_red="#FFB4AB",
    stages=MappingProxyType(
        {
            "define": StageColours("#BEDCFC", "#1D3450"),
            "refine": StageColours("#E8B971", "#3E2F12"),
            "opine": StageColours("#DC62CA", "#3A1C37"),
            "release": StageColours("#3FE6C0", "#103B33"),
            "closed": StageColours("#9AA3AE", "#30353D"),
            "": StageColours("#9AA3AE", "#30353D"),
        }
    ),
)

def _stronger(colours: Colours) -> Colours:
    """Return the scheme for people who ask for more contrast: strong outlines and no stripes (ux.md 3.11)."""
    return replace(colours, border=colours.text_2, hairline=colours.text_2, zebra=colours.base, text_2=colours.text)


STRONG_LIGHT, STRONG_DARK = _stronger(LIGHT), _stronger(DARK)

STAGE_GLYPHS: Mapping[str, str] = MappingProxyType(
    {
        "define": "pencil-line",
        "refine": "wrench",
        "opine": "scales",
        "release": "package",
        "closed": "archive",
        "": "question",
    }
)
"""The icon of each stage: colour never stands alone (ux.md 0.9)."""


def colours_of(palette: QPalette) -> Colours:
    """Return the tokens that a palette was made from: what a delegate or a painting widget asks."""
    role = QPalette.ColorRole
    is_dark = palette.color(role.Base).lightness() < 128
    if palette.color(role.Mid) == palette.color(role.Dark):  # dividers as strong as outlines
        return STRONG_DARK if is_dark else STRONG_LIGHT
    return DARK if is_dark else LIGHT


def colours_now() -> Colours:
    """Return the tokens that the program wears: for widgets whose own palette a stylesheet may have changed."""
    return colours_of(QGuiApplication.palette())


def system_scheme(app: QApplication) -> Scheme:
    """Return whether the system asks for dark windows; light where it says nothing."""
    hints = app.styleHints()  # held in a variable: a chained call crashes (ux.md 3.11)
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def apply_theme(
    app: QApplication, scheme: Scheme, text_scale: int = 100, rows: int = ROW_HEIGHT, strong: bool = False
) -> None:
    """Dress the whole program; ``text_scale`` is a percentage of the system's own text size, 80 to 200.

    ``rows`` is the height of a list's row at the normal text size, ``strong`` asks for more contrast.
    """
    light, dark = (STRONG_LIGHT, STRONG_DARK) if strong else (LIGHT, DARK)
    colours = dark if scheme == "dark" else light
    app.setProperty(_ROWS, rows)
    font = body_font(text_scale)
    if app.styleSheet():
        # Going from one sheet to another straight takes many times as long as by way of none.
        app.setStyleSheet("")
    if app.style().objectName().casefold() != "fusion":
        app.setStyle("Fusion")
    app.setFont(font)
    app.setPalette(make_palette(colours))
    app.setStyleSheet(style_sheet(colours, font))


def row_height(metrics: QFontMetrics) -> int:
    """Return how high a row of a list is that shows text of this size: what the person chose, or what it needs."""
    app = QGuiApplication.instance()
    chosen = app.property(_ROWS) if app is not None else None
    rows = chosen if isinstance(chosen, int) else ROW_HEIGHT
    return max(rows, metrics.height() + rows - 20)


def body_font(text_scale: int = 100) -> QFont:
    """Return the system's font at its own size, at least 10 points, scaled; never under 9 points."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    normal = max(NORMAL_POINTS, font.pointSizeF())
    font.setPointSizeF(max(SMALLEST_POINTS, normal * text_scale / 100))
    return font


def scaled_font(base: QFont, points: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return a step of the type scale: ``points`` above or below the body, never under 9 points (ux.md 4.1)."""
    font = QFont(base)
    font.setPointSizeF(max(SMALLEST_POINTS, base.pointSizeF() + points))
    font.setWeight(weight)
    return font


def figures_font(base: QFont) -> QFont:
    """Return the font with figures of one width, for columns of numbers."""
    font = QFont(base)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def focus_pen(colours: Colours) -> QPen:
    """Return the pen of the focus ring that painting delegates draw: 2 px in the accent colour (ux.md 3.12)."""
    return QPen(colours.of("accent"), 2)


def make_palette(colours: Colours) -> QPalette:
    """Return the palette of a scheme, every role that Fusion reads set (ux.md 4.4)."""
    role = QPalette.ColorRole
    palette = QPalette()
    for target, token in {
        role.Window: "window",
        role.WindowText: "text",
        role.Base: "base",
        role.AlternateBase: "zebra",
        role.Text: "text",
        role.Button: "base",
        role.ButtonText: "text",
        role.BrightText: "error",
        role.ToolTipBase: "base",
        role.ToolTipText: "text",
        role.PlaceholderText: "placeholder",
        role.Link: "link",
        role.LinkVisited: "link",
        role.Highlight: "selection",
        role.HighlightedText: "text",
        role.Accent: "accent",
        role.Light: "base",
        role.Midlight: "zebra",
        role.Mid: "hairline",
        role.Dark: "border",
        role.Shadow: "border",
    }.items():
        palette.setColor(target, colours.of(token))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, colours.of("border"))
    return palette


def style_sheet(colours: Colours, font: QFont) -> str:
    """Return the stylesheet of a scheme at a text size: outlines, heights and the focus ring."""
    line = QFontMetrics(font).height()
    tokens = {name: getattr(colours, name) for name in Colours.__slots__ if name not in ("stages", "scheme")}
    return _SHEET.format(
        **tokens,
        caret=resource("icons/caret-down.svg").as_posix(),
        tick=resource(f"icons/tick-{colours.scheme}.svg").as_posix(),
        radius=RADIUS,
        inner=max(CONTROL_HEIGHT - 2, line + 10),
        row=max(ROW_HEIGHT, line + 12),
        title=max(SMALLEST_POINTS, font.pointSizeF() + 8),
        section=font.pointSizeF() + 2,
        caption=max(SMALLEST_POINTS, font.pointSizeF() - 1),
    )


_SHEET = """
QToolTip {{ background: {base}; color: {text}; border: 1px solid {border}; padding: 4px 8px; }}
QLabel[role="title"] {{ font-size: {title}pt; font-weight: 600; }}
QLabel[role="section"] {{ font-size: {section}pt; font-weight: 600; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="caption"] {{ font-size: {caption}pt; color: {text_2}; }}
QLabel[role="quiet"] {{ color: {text_2}; }}
QLabel[role="error"] {{ color: {error}; }}
QLabel[role="warning"] {{ color: {warning}; }}
QLabel[role="flag"] {{
    font-size: {caption}pt; color: {text}; border: 1px solid {border}; border-radius: 4px; padding: 2px 6px;
}}
QPushButton, QToolButton[button="true"] {{
    min-height: {inner}px; padding: 0 11px; border: 1px solid {border}; border-radius: {radius}px;
    background: {base}; color: {text};
}}
QPushButton:hover, QToolButton[button="true"]:hover {{ background: {zebra}; }}
QPushButton, QToolButton, QCheckBox, QRadioButton, QComboBox {{ outline: 0; }}
QPushButton:pressed {{ background: {selection}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 0 10px; min-height: {inner}px; margin: -1px 0; }}
QPushButton:disabled {{ color: {border}; border-color: {hairline}; background: {window}; }}
QPushButton[primary="true"] {{
    background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600;
}}
QPushButton[primary="true"]:focus {{ border: 1px solid {accent}; padding: 0 11px; margin: 0; outline: 0; }}
QPushButton[primary="true"]:disabled {{ background: {hairline}; color: {text_2}; border-color: {hairline}; }}
QPushButton[chip="true"] {{ min-height: 26px; border-radius: 14px; }}
QPushButton:checked {{ background: {selection}; border-color: {accent}; }}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox {{
    border: 1px solid {border}; border-radius: {radius}px; background: {base}; color: {text};
    selection-background-color: {selection}; selection-color: {text};
}}
QLineEdit, QComboBox, QSpinBox {{ min-height: {inner}px; padding: 0 7px; }}
QPlainTextEdit, QTextEdit {{ padding: 5px; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus {{ border: 2px solid {accent}; padding: 0 6px; margin: -1px 0; }}
QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {accent}; padding: 4px; }}
QLineEdit:read-only, QLineEdit:disabled, QPlainTextEdit:read-only, QComboBox:disabled {{
    background: {window}; border-color: {hairline};
}}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border-color: {error}; }}
QTableView, QListView, QTreeView {{
    border: none; background: {base}; alternate-background-color: {zebra}; selection-background-color: {selection};
    selection-color: {text}; outline: 0;
}}
QListView[popup="true"] {{ border: 1px solid {border}; border-radius: {radius}px; padding: 4px 0; }}
QListView[rail="true"] {{ background: {window}; border-right: 1px solid {hairline}; padding: 6px 0; }}
QHeaderView::section {{
    background: {window}; color: {text_2}; border: none; border-bottom: 1px solid {hairline};
    padding: 0 8px; min-height: {row}px;
}}
QFrame[toast="true"] {{ background: {text}; border-radius: {radius}px; }}
QFrame[toast="true"] QLabel {{ color: {base}; }}
QFrame[toast="true"] QPushButton {{
    background: transparent; color: {base}; border: 1px solid {placeholder}; font-weight: 600;
    min-height: 26px;
}}
QFrame[toast="true"] QPushButton:focus, QFrame[toast="true"]:focus {{ border: 2px solid {base}; }}
QFrame[tone="info"] {{ background: {selection}; border-bottom: 1px solid {hairline}; }}
QFrame[tone="warning"] {{ background: {warning_tint}; border-bottom: 1px solid {hairline}; }}
QToolButton {{ border: none; border-radius: {radius}px; padding: 0; }}
QToolButton:hover {{ background: {hairline}; }}
QToolButton:focus {{ border: 2px solid {accent}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QFrame[toast="true"] QToolButton:hover {{ background: {placeholder}; }}
QFrame[toast="true"] QToolButton:focus {{ border: 2px solid {base}; }}
QFrame[card="true"] {{ background: {base}; border: 1px solid {hairline}; border-radius: {radius}px; }}
QPushButton[link="true"] {{ border: none; background: transparent; color: {link}; padding: 0 4px; text-align: left; }}
QPushButton[link="true"][role="warning"] {{ color: {warning}; }}
QPushButton[link="true"]:disabled {{ color: {border}; }}
QPushButton[link="true"]:focus {{ border: 2px solid {accent}; padding: 0 2px; margin: -2px 0; }}
QPushButton[chevron="true"] {{ border: none; background: transparent; margin: 0; }}
QCheckBox, QRadioButton {{ spacing: 8px; padding: 2px; min-height: 20px; }}
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {{
    width: 16px; height: 16px; border: 1px solid {border}; background: {base};
}}
QCheckBox::indicator, QAbstractItemView::indicator {{ border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: 9px; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{
    background: {accent}; border-color: {accent}; image: url("{tick}");
}}
QRadioButton::indicator:checked {{ border: 5px solid {accent}; width: 8px; height: 8px; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {hairline}; }}
QCheckBox::indicator:checked:disabled {{ background: {border}; border-color: {border}; }}
QRadioButton::indicator:checked:disabled {{ border-color: {border}; }}
QCheckBox:focus, QRadioButton:focus {{ border: 2px solid {accent}; border-radius: 4px; padding: 0; }}
QListView[padded="true"] {{ border: 1px solid {hairline}; border-radius: {radius}px; }}
QListView[padded="true"]:focus {{ border: 2px solid {accent}; }}
QListView[padded="true"]::item {{ padding: 0 8px; border-radius: 4px; }}
QListView[padded="true"]::item:selected {{ background: {selection}; color: {text}; }}
QProgressBar {{
    border: 1px solid {border}; border-radius: 4px; background: {base}; min-height: 10px; max-height: 10px;
}}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QSplitter::handle {{ background: {hairline}; }}
QScrollArea {{ border: none; background: transparent; }}
QMenu {{ background: {base}; border: 1px solid {border}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; min-height: 20px; }}
QMenu::item:selected {{ background: {selection}; color: {text}; }}
QMenu::item:disabled {{ color: {border}; }}
QMenu::separator {{ height: 1px; background: {hairline}; margin: 4px 8px; }}
QMenuBar {{ background: {window}; border-bottom: 1px solid {hairline}; }}
QMenuBar::item {{ padding: 6px 10px; background: transparent; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {selection}; }}
QComboBox::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow {{ image: url("{caret}"); width: 16px; height: 16px; }}
QComboBox QAbstractItemView {{ border: 1px solid {border}; padding: 4px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {border}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {text_2}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QStatusBar {{ background: {window}; border-top: 1px solid {hairline}; color: {text_2}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ padding: 2px 16px 2px 0; }}
"""
