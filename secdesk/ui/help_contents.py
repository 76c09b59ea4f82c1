"""The list at the left of the manual: its pages by chapter, or what a search found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from secdesk.ui import help_words, theme
from secdesk.ui.help_book import Chapter, Hit
from secdesk.ui.help_pages import Page

_LINK, _TITLE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_LEAST = 80


class HelpContents(QListWidget):
    """Titles of pages with the chapters between them, which cannot be chosen; or places that a search found."""

    chosen = Signal(str)
    """The link of the row that the person moved to."""

    def __init__(self, parent: QWidget) -> None:
        """List nothing yet."""
        super().__init__(parent)
        self.setObjectName("help.contents")
        self.setAccessibleName(help_words.CONTENTS)
        self.setProperty("padded", True)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(lambda now, _before: self._on_moved(now))

    def list_pages(self, chapters: Sequence[Chapter], pages: Mapping[str, Page]) -> None:
        """List every page under its chapter."""
        self._begin()
        for chapter in chapters:
            title = QListWidgetItem(chapter.title)
            title.setFlags(Qt.ItemFlag.NoItemFlags)
            title.setData(_TITLE, True)
            self.addItem(title)
            for key in chapter.pages:
                self._add(pages[key].title, key)
        self._end()

    def list_hits(self, hits: Sequence[Hit]) -> None:
        """List what was found, each with the words around."""
        self._begin()
        for hit in hits:
            item = self._add(f"{hit.name}\n{hit.excerpt}", hit.link)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.name}. {hit.excerpt}")
        self._end()

    def tick(self, link: str) -> None:
        """Choose the row of a page, if it is listed, without telling of it."""
        self.blockSignals(True)
        rows = [row for row in range(self.count()) if self.item(row).data(_LINK) == link]
        if rows:
            self.setCurrentRow(rows[0])
        self.blockSignals(False)

    def enter(self) -> None:
        """Take the focus, and choose the first row where none is."""
        self.setFocus()
        if self.count() and self.currentRow() < 0:
            self.setCurrentRow(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each row the height that its words need in the new width."""
        super().resizeEvent(event)
        self.fit_rows()

    def fit_rows(self) -> None:
        """Give each row the height that its words need, and the titles of chapters their look."""
        metrics = self.fontMetrics()
        room = max(_LEAST, self.viewport().width() - 2 * theme.SPACE_4)
        for item in (self.item(row) for row in range(self.count())):
            if item.data(_TITLE):
                item.setFont(theme.scaled_font(self.font(), -1, QFont.Weight.DemiBold))
                item.setForeground(theme.colours_now().of("text_2"))
            needed = metrics.boundingRect(QRect(0, 0, room, 4000), Qt.TextFlag.TextWordWrap, item.text()).height()
            item.setSizeHint(QSize(_LEAST, needed + theme.SPACE_3))
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())

    def _add(self, words: str, link: str) -> QListWidgetItem:
        item = QListWidgetItem(words)
        item.setData(_LINK, link)
        self.addItem(item)
        return item

    def _begin(self) -> None:
        self.blockSignals(True)
        self.clear()

    def _end(self) -> None:
        self.fit_rows()
        self.blockSignals(False)

    def _on_moved(self, item: QListWidgetItem | None) -> None:
        link = item.data(_LINK) if item is not None else None
        if link:
            self.chosen.emit(str(link))
