"""The manual's window: contents and search at the left, the page at the right; it stays open beside the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QToolButton, QVBoxLayout, QWidget

from secdesk.rules.wording import in_figures
from secdesk.ui import help_words, texts, theme
from secdesk.ui.help_book import FIRST, Book, split_link
from secdesk.ui.help_contents import HelpContents
from secdesk.ui.help_page import HelpPage
from secdesk.ui.icons import NAV_SIZE, icon
from secdesk.ui.navigation import Trail
from secdesk.ui.settings import Settings
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.filter_box import FilterBox
from secdesk.ui.widgets.label import plain_label, plain_tip

_SIZE, _SMALLEST = QSize(1120, 760), QSize(640, 420)
_LETTERS_WIDE = 38


class HelpWindow(QWidget):
    """A window of its own, never in the way of another; Esc closes it, and it opens again where it was."""

    closed = Signal()

    def __init__(self, settings: Settings, text_size: Callable[[int], object]) -> None:
        """Show the contents; ``text_size`` makes the letters of the whole program larger or smaller."""
        super().__init__()
        self.setObjectName("help")
        self.setWindowTitle(help_words.TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setMinimumSize(_SMALLEST)
        self._settings = settings
        self.book = Book()
        self._trail = Trail()
        self.page = HelpPage(self.book, self)
        self.search = FilterBox("help.search", help_words.FIND, "Ctrl+F")
        self.contents = HelpContents(self)
        self._count = plain_label("", "caption", wraps=True)
        self._back = self._arrow("help.back", "arrow-left", texts.BACK, "Alt+Left", -1)
        self._forward = self._arrow("help.forward", "arrow-right", texts.FORWARD, "Alt+Right", 1)
        self._build()
        self._connect(text_size)
        self._restore_size()
        self._on_typed("")

    # --- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        left, right = QWidget(self), QWidget(self)
        column = QVBoxLayout(left)
        arrows = QHBoxLayout()
        for part in (self._back, self._forward):
            arrows.addWidget(part)
        arrows.addWidget(self.search, 1)
        column.addLayout(arrows)
        column.addWidget(self._count)
        column.addWidget(self.contents, 1)
        beside = QVBoxLayout(right)
        beside.addWidget(self.page)
        for layout in (column, beside):
            layout.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_3)
            layout.setSpacing(theme.SPACE_2)
        self._panes = QSplitter(self)
        self._panes.addWidget(left)
        self._panes.addWidget(right)
        self._panes.setChildrenCollapsible(False)
        self._panes.setStretchFactor(1, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._panes)
        self._count.hide()
        for first, second in ((self.search, self.contents), (self.contents, self.page), (self.page, self._back)):
            QWidget.setTabOrder(first, second)

    def _connect(self, text_size: Callable[[int], object]) -> None:
        self.page.link_followed.connect(self.show_link)
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self.contents.enter)
        self.contents.chosen.connect(self._on_chosen)
        self.contents.itemActivated.connect(lambda _item: self.page.setFocus())
        acts: Mapping[str, Callable[[], object]] = {
            "Alt+Left": lambda: self._step(-1),
            "Alt+Right": lambda: self._step(1),
            "Ctrl+F": self.search.setFocus,
            "Ctrl++": lambda: text_size(1),
            "Ctrl+=": lambda: text_size(1),
            "Ctrl+-": lambda: text_size(-1),
            "Ctrl+0": lambda: text_size(0),
        }
        for keys, act in acts.items():
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _arrow(self, name: str, picture: str, words: str, keys: str, by: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(plain_tip(f"{words} ({keys})"))
        button.setIcon(icon(picture))
        button.setIconSize(QSize(NAV_SIZE, NAV_SIZE))
        button.setFixedSize(theme.CONTROL_HEIGHT, theme.CONTROL_HEIGHT)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda _checked: self._step(by))
        return button

    # --- going about -----------------------------------------------------------------------------------------------

    def open_at(self, link: str) -> None:
        """Show a page, or a heading of one, bring the window forward and put the focus on the page."""
        self.search.clear()
        self.show_link(link)
        if self.isVisible():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
            self.raise_()
        self.show()
        self.activateWindow()
        self.page.setFocus()

    def show_link(self, link: str) -> None:
        """Show what a link names; a page that is not there is the first."""
        self._trail.visit(link)
        self._show(link)

    def _show(self, link: str, words: tuple[str, ...] = ()) -> None:
        key, anchor = split_link(link)
        page = self.book.pages.get(key) or self.book.pages[FIRST]
        if self.page.page is page and self.page.words == words:
            self.page.go_to(anchor)
        else:
            self.page.show_page(page, anchor, words)
            announce(self.page, page.title)
        self.setWindowTitle(f"{page.title} — {help_words.TITLE}")
        self._back.setEnabled(self._trail.can_go_back)
        self._forward.setEnabled(self._trail.can_go_forward)
        if not self.search.text():
            self.contents.tick(page.key)

    def _step(self, by: int) -> None:
        link = self._trail.step(by)
        if link is not None:
            self._show(link)

    # --- contents and search ---------------------------------------------------------------------------------------

    def _on_typed(self, typed: str) -> None:
        words = typed.split()
        self._count.setVisible(bool(words))
        if not words:
            self.contents.list_pages(self.book.chapters, self.book.pages)
            self.contents.tick(self.page.page.key if self.page.page else "")
            return
        hits = self.book.find(typed)
        self._count.setText(in_figures(len(hits), "place") if hits else help_words.NOT_FOUND)
        announce(self.search, self._count.text())
        self.contents.list_hits(hits)

    def _on_chosen(self, link: str) -> None:
        self._trail.visit(link)
        self._show(link, tuple(self.search.text().split()))

    # --- the window itself -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears the search, then closes the window; the arrow goes from the search to what was found."""
        if event.key() == Qt.Key.Key_Escape:
            if self.search.hasFocus() and self.search.text():
                self.search.clear()
            else:
                self.close()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.contents.enter()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Fit the rows to larger letters, and the titles to other colours."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._on_look_changed)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the size and the place on the screen."""
        self._settings.help_geometry = self.saveGeometry()
        self._settings.save()
        super().closeEvent(event)
        self.closed.emit()

    def _on_look_changed(self) -> None:
        self._on_typed(self.search.text())

    def _restore_size(self) -> None:
        kept = self._settings.help_geometry
        if kept.isEmpty() or not self.restoreGeometry(kept):
            self.resize(_SIZE.boundedTo(self.screen().availableGeometry().size()))
        wide = self.fontMetrics().averageCharWidth() * _LETTERS_WIDE + theme.SPACE_8
        left = min(wide, self.width() * 2 // 5)
        self._panes.setSizes([left, self.width() - left])


