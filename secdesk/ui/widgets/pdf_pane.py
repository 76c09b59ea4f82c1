"""Shows a finished PDF: the very bytes that are written, never a second drawing of the paper (ux.md 0.7)."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from secdesk.ui import texts, theme
from secdesk.ui.icons import NAV_SIZE, icon
from secdesk.ui.widgets.label import plain_label, plain_tip

_STEP, _SMALLEST, _LARGEST = 1.25, 0.25, 5.0


class PdfPane(QWidget):
    """A preview with its page number and its zoom.

    View, document and buffer have this one owner, in this order: Qt destroys children as they were made, and a view
    must never outlive its document (targets.md 6).
    """

    def __init__(self, name: str, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.view = QPdfView(self)
        self.view.setObjectName(f"{name}.preview")
        self.view.setAccessibleName(texts.PREVIEW)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._nothing = QPdfDocument(self)  # Qt warns when a view is given no document at all
        self._data = b""
        self._note = plain_label(texts.NO_PAGES, "quiet", wraps=True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = plain_label("", "caption")
        self._pages.setObjectName(f"{name}.page")
        self._to_page = QLineEdit(self)
        self._to_page.setObjectName(f"{name}.goto")
        self._to_page.setAccessibleName(texts.GO_TO_PAGE)
        self._to_page.setToolTip(plain_tip(texts.GO_TO_PAGE_TIP))
        self._to_page.setPlaceholderText(texts.GO_TO_PAGE_HINT)
        self._to_page.setMaxLength(5)
        self._to_page.setFixedWidth(self._to_page.fontMetrics().horizontalAdvance("0000000") + theme.SPACE_4)
        self._to_page.returnPressed.connect(self._on_page_typed)
        self._faces = QStackedWidget(self)
        self._faces.addWidget(self._note)
        self._faces.addWidget(self.view)
        self._lay_out(name)
        self.view.pageNavigator().currentPageChanged.connect(self._show_page)

    @property
    def data(self) -> bytes:
        """The bytes that are shown."""
        return self._data

    def say(self, words: str) -> None:
        """Say why there is nothing to show; a paper that is shown stays."""
        self._note.setText(words)

    def show_pdf(self, data: bytes) -> None:
        """Show a PDF, at the page and height of the one that was shown."""
        if data == self._data:
            return
        page, height = self.view.pageNavigator().currentPage(), self.view.verticalScrollBar().value()
        self.clear()
        self._data = data
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self.view.setDocument(self.document)
        self._faces.setCurrentWidget(self.view)
        if page:
            self.view.pageNavigator().jump(min(page, self.document.pageCount() - 1), QPointF())
        self.view.verticalScrollBar().setValue(height)
        self._show_page()

    def clear(self) -> None:
        """Show nothing, and let go of the bytes: first the view, then the document, then the buffer."""
        self.view.setDocument(self._nothing)
        self.document.close()
        self._buffer.close()
        self._data = b""
        self._faces.setCurrentWidget(self._note)
        self._pages.clear()

    def go_to_page(self, page: int) -> None:
        """Show a page, from 1; one that is not there shows the nearest."""
        pages = self.document.pageCount()
        if pages:
            self.view.pageNavigator().jump(max(1, min(page, pages)) - 1, QPointF())

    def ask_page(self) -> None:
        """Put the caret into the box for a page number."""
        self._to_page.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._to_page.selectAll()

    def _on_page_typed(self) -> None:
        text = self._to_page.text().strip()
        if text.isascii() and text.isdigit():
            self.go_to_page(int(text))
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._to_page.clear()

    def changeEvent(self, event: QEvent) -> None:
        """Frame the white pages by the theme that is worn."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._frame_pages()

    def _frame_pages(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Dark, theme.colours_now().of("hairline"))
        self.view.setPalette(palette)

    def _show_page(self) -> None:
        pages = self.document.pageCount()
        words = texts.PAGES.format(page=self.view.pageNavigator().currentPage() + 1, pages=pages) if pages else ""
        self._pages.setText(words)
        self.view.setAccessibleDescription(words)

    def _zoom(self, factor: float) -> None:
        if self.view.zoomMode() == QPdfView.ZoomMode.FitToWidth:
            self.view.setZoomFactor(self._fitted_factor())
            self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(max(_SMALLEST, min(_LARGEST, self.view.zoomFactor() * factor)))

    def _fitted_factor(self) -> float:
        points = self.document.pagePointSize(0).width() or 595.0
        return self.view.viewport().width() / (points * self.view.logicalDpiX() / 72)

    def _lay_out(self, name: str) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.SPACE_3, theme.SPACE_1, theme.SPACE_3, theme.SPACE_1)
        bar.addWidget(self._pages, 1)
        bar.addWidget(self._to_page)
        for key, picture, words, act in (
            ("zoom_out", "magnifying-glass-minus", texts.ZOOM_OUT, lambda: self._zoom(1 / _STEP)),
            ("zoom_in", "magnifying-glass-plus", texts.ZOOM_IN, lambda: self._zoom(_STEP)),
            ("fit", "arrows-out-line-horizontal", texts.FIT_WIDTH, self._fit),
        ):
            button = QToolButton(self)
            button.setObjectName(f"{name}.{key}")
            button.setAccessibleName(words)
            button.setToolTip(plain_tip(words))
            button.setIcon(icon(picture))
            button.setIconSize(QSize(NAV_SIZE, NAV_SIZE))
            button.setFixedSize(theme.CONTROL_HEIGHT, theme.CONTROL_HEIGHT)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked, act=act: act())
            bar.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._faces, 1)
        self._frame_pages()

    def _fit(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
