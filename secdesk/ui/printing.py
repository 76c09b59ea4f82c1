"""Printing: the pages of the very PDF that is previewed, at the printer's own resolution (ux.md 3.10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRectF, QSize, Signal
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QWidget

from secdesk.errors import KnownError
from secdesk.ui import theme
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.printing_request import PrintRequest
from secdesk.ui.tasks import Task

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_FINEST = 300
"""Dots per inch beyond which text does not gain; a page at 600 would need 140 MB."""
NO_PRINTER = "No printer is set up on this computer. Add one in the settings of the system, or export the PDF"

AskPrinter = Callable[[str, QWidget], "QPrinter | None"]


def ask_printer(title: str, parent: QWidget) -> QPrinter | None:
    """Ask which printer to use, and for which pages; None where the person thought better of it.

    Raises KnownError where the computer has no printer.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    if not QPrinterInfo.availablePrinterNames():
        raise KnownError(NO_PRINTER)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def print_pdf(data: bytes, printer: QPrinter) -> int:
    """Print the pages of a PDF that the printer is set to; returns how many. Raises KnownError where it refuses.

    The form of the page belongs to the paper: its orientation is taken from the pages themselves.
    """
    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    try:
        size = document.pagePointSize(0)
        wide = size.width() > size.height()
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
        printer.setFullPage(True)
        return _paint(document, printer)
    finally:
        document.close()
        buffer.close()


def _paint(document: QPdfDocument, printer: QPrinter) -> int:
    first = max(1, printer.fromPage()) - 1
    last = min(printer.toPage() or document.pageCount(), document.pageCount())
    painter = QPainter()
    if not painter.begin(printer):
        raise KnownError("The printer did not take the paper. See that it is switched on, then print again")
    done = 0
    try:
        for page in range(first, last):
            if done and not printer.newPage():
                raise KnownError("The printer stopped before the last page. See what it says, then print again")
            _paint_page(document, page, printer, painter)
            done += 1
    finally:
        painter.end()
    return done


def _paint_page(document: QPdfDocument, page: int, printer: QPrinter, painter: QPainter) -> None:
    points = document.pagePointSize(page)
    dots = min(printer.resolution(), _FINEST)
    pixels = QSize(round(points.width() * dots / 72), round(points.height() * dots / 72))
    scale = printer.resolution() / 72
    target = QRectF(0, 0, points.width() * scale, points.height() * scale)
    image = document.render(page, pixels)
    painter.fillRect(target, theme.LIGHT.of("base"))  # paper is white in the dark too
    painter.drawImage(target, image)


class Printing(QObject):
    """Makes what is to be printed beside the window, asks for the printer, and prints."""

    printed = Signal(int)
    """How many pages were printed."""

    def __init__(self, desk: Desk, parent: QWidget, ask: AskPrinter = ask_printer) -> None:
        """Keep what it needs; ``ask`` stands in for the dialog in tests."""
        super().__init__(parent)
        self._desk, self._window, self._ask = desk, parent, ask
        self._task: Task[bytes] | None = None

    def print_request(self, request: PrintRequest) -> None:
        """Make a paper and print it; while one is being made, nothing more happens."""
        if self._task is not None:
            return
        self._task = Task(
            request.make, lambda data: self.print_data(request.title, data), self._desk.change_refused.emit, self
        )
        self._task.ended.connect(self._on_ended)
        self._task.start()

    def print_data(self, title: str, data: bytes) -> None:
        """Ask for the printer and print finished pages."""
        try:
            printer = self._ask(title, self._window)
            if printer is None:
                return
            pages = print_pdf(data, printer)
        except KnownError as error:
            self._desk.change_refused.emit(error)
            return
        self._desk.say(shorten(f"{title} printed"))
        self.printed.emit(pages)

    def wait(self) -> None:
        """Wait for what is being made, before its register is closed."""
        if self._task is not None:
            self._task.forget()
            self._task.wait()

    def _on_ended(self) -> None:
        self._task = None
