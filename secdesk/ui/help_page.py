"""The page of the manual that is open: read, scrolled, searched and left by its links, with keys alone too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QImage, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from secdesk.ui import theme
from secdesk.ui.help_book import Book
from secdesk.ui.help_document import DocumentBuilder
from secdesk.ui.help_pages import Page, anchor_of

_LETTERS = 90
"""The longest line in letters (ux.md 4.1)."""
_REST_MS = 60


class HelpPage(QTextBrowser):
    """Shows one page. Tab goes from link to link, Enter follows one; letters and colours are those of the program."""

    link_followed = Signal(str)
    """A link as the page has it: a page, or a page and a heading."""

    def __init__(self, book: Book, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.setObjectName("help.page")
        self._book = book
        self._page: Page | None = None
        self._words: Sequence[str] = ()
        self._pictures: dict[str, QImage] = {}
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._write_again)
        self.anchorClicked.connect(lambda url: self.link_followed.emit(url.toString()))

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._page

    @property
    def words(self) -> Sequence[str]:
        """The words that are marked."""
        return self._words

    def show_page(self, page: Page, anchor: str = "", words: Sequence[str] = ()) -> None:
        """Show a page at a heading, with these words marked."""
        self._page, self._words = page, words
        self.setAccessibleName(page.title)
        self._write()
        self.go_to(anchor)

    def go_to(self, anchor: str) -> None:
        """Scroll to a heading and put the caret there, so that reading aloud goes on from it; nothing is the top."""
        block = self.document().begin()
        while block.isValid() and not (block.blockFormat().headingLevel() and anchor_of(block.text()) == anchor):
            block = block.next()
        at = block if block.isValid() else self.document().begin()
        self.setTextCursor(QTextCursor(at))
        top = self.document().documentLayout().blockBoundingRect(at).top() if block.isValid() else 0
        self.verticalScrollBar().setValue(round(top))

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Give nothing beside what was put into the document: no page reads a file by a name in it."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit pictures and lines to the new width once it rests."""
        super().resizeEvent(event)
        self._rest.start()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the letters and the colours of the program."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._rest.start()

    def _write_again(self) -> None:
        """Write the page anew, and stay at the same part of it."""
        bar = self.verticalScrollBar()
        part = bar.value() / max(1, bar.maximum())
        at = self.textCursor().position()
        self._write()
        cursor = self.textCursor()
        cursor.setPosition(min(at, max(0, self.document().characterCount() - 1)))
        self.setTextCursor(cursor)
        bar.setValue(round(part * bar.maximum()))

    def _write(self) -> None:
        if self._page is None:
            return
        margin = theme.SPACE_6
        DocumentBuilder(
            self.document(),
            theme.colours_now(),
            self.font(),
            width=self.viewport().width() - 2 * margin,
            measure=self.fontMetrics().averageCharWidth() * _LETTERS,
            ratio=self.devicePixelRatioF(),
            load=self._picture,
        ).write(self._page)
        frame = self.document().rootFrame().frameFormat()
        frame.setLeftMargin(margin)
        frame.setRightMargin(margin)
        frame.setTopMargin(theme.SPACE_3)
        frame.setBottomMargin(theme.SPACE_8)
        self.document().rootFrame().setFrameFormat(frame)
        self._mark_words()

    def _picture(self, file: str) -> QImage:
        if file not in self._pictures:
            self._pictures[file] = QImage(str(self._book.picture(file)))
        return self._pictures[file]

    def _mark_words(self) -> None:
        marked = QTextCharFormat()
        marked.setBackground(theme.colours_now().of("selection"))
        found = []
        for word in self._words:
            cursor = self.document().find(word)
            while not cursor.isNull():
                selection = QTextEdit.ExtraSelection()
                selection.cursor, selection.format = cursor, marked
                found.append(selection)
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(found)
