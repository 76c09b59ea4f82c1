"""Preferences (``Ctrl+,``): sections at the left, each choice applied at once (ux.md 2.16)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from secdesk.ui import texts, theme
from secdesk.ui.preference_page import Around, PreferencePage
from secdesk.ui.preference_pages import (
    AppearancePage,
    CalendarPage,
    CountingPage,
    GeneralPage,
    PapersPage,
    RegisterPage,
)
from secdesk.ui.safety.backups_page import BackupsPage
from secdesk.ui.wording_page import WordingPage

SECTIONS: Mapping[str, Callable[[Around], PreferencePage]] = MappingProxyType(
    {
        "general": GeneralPage,
        "appearance": AppearancePage,
        "calendar": CalendarPage,
        "counting": CountingPage,
        "papers": PapersPage,
        "wording": WordingPage,
        "register": RegisterPage,
        "backups": BackupsPage,
    }
)
"""The sections in their order; each page is made when it is first shown."""

_SIZE = (860, 600)


class Preferences(QDialog):
    """The dialog. There is nothing to confirm: Close and Esc only close."""

    def __init__(self, around: Around, parent: QWidget, section: str = "general") -> None:
        """List the sections and show one of them."""
        super().__init__(parent)
        self.setObjectName("preferences")
        self.setWindowTitle(texts.PREFERENCES_TITLE)
        self.setAccessibleName(texts.PREFERENCES_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._around = around
        self._pages: dict[str, QWidget] = {}
        self.sections = self._make_list()
        self._stack = QStackedWidget(self)
        self._close = close = QPushButton(texts.CLOSE, self)
        close.setObjectName("preferences.close")
        close.setAccessibleName(texts.CLOSE)
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_3)
        columns = QHBoxLayout()
        columns.addWidget(self.sections)
        columns.addWidget(self._stack, 1)
        layout.addLayout(columns, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        room = parent.window().size()
        self.resize(min(_SIZE[0], room.width() - theme.MARGIN), min(_SIZE[1], room.height() - theme.MARGIN))
        self._look_change = around.look.changed.connect(self._fit_list)
        self.show_section(section)
        self.sections.setFocus()

    def show_section(self, key: str) -> None:
        """Show a section by its key."""
        self.sections.setCurrentRow(list(SECTIONS).index(key))

    def page(self, key: str) -> QWidget:
        """Return the page of a section, made now if it was not shown yet."""
        if key not in self._pages:
            area = QScrollArea(self)
            area.setObjectName(f"preferences.{key}.area")
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(SECTIONS[key](self._around))
            self._stack.addWidget(area)
            self._pages[key] = area
            self.setTabOrder(_last_within(area), self._close)
        return self._pages[key]

    def _make_list(self) -> QListWidget:
        sections = QListWidget(self)
        sections.setObjectName("preferences.sections")
        sections.setAccessibleName(texts.PREFERENCES_SECTIONS)
        sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sections.setTabKeyNavigation(False)
        sections.setProperty("padded", True)
        for key in SECTIONS:
            sections.addItem(QListWidgetItem(texts.PREFERENCE_SECTIONS[key]))
        sections.currentRowChanged.connect(lambda row: self._stack.setCurrentWidget(self.page(list(SECTIONS)[row])))
        self._fit(sections)
        return sections

    def _fit_list(self) -> None:
        self._fit(self.sections)

    def _fit(self, sections: QListWidget) -> None:
        metrics = sections.fontMetrics()
        widest = max(metrics.horizontalAdvance(texts.PREFERENCE_SECTIONS[key]) for key in SECTIONS)
        sections.setFixedWidth(widest + 2 * theme.SPACE_6)
        for row in range(sections.count()):
            sections.item(row).setSizeHint(QSize(widest, theme.row_height(metrics)))


def _last_within(area: QWidget) -> QWidget:
    """Return the last of the widgets of an area in the order of Tab."""
    last: QWidget = area
    following = area.nextInFocusChain()
    while following is not None and area.isAncestorOf(following):
        last, following = following, following.nextInFocusChain()
    return last
