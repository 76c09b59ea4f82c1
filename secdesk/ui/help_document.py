"""A page of the manual as a text document: real headings, lists, tables and pictures, and no markup read by Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QPainter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextListFormat,
    QTextTable,
    QTextTableFormat,
)

from secdesk.ui import theme
from secdesk.ui.help_pages import Block, Heading, Item, Page, Paragraph, Picture, Span, Table
from secdesk.ui.theme import Colours

_LINE_HEIGHT = 135
"""Percent of the letters' own height (ux.md 4.1)."""
_LARGER = {1: 8.0, 2: 4.0, 3: 1.0}
"""Points above the body of each level of heading."""
_ABOVE = {1: 0, 2: theme.SPACE_6, 3: theme.SPACE_4}
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value

LoadPicture = Callable[[str], QImage]


class DocumentBuilder:
    """Writes one page into a document, in the colours and letters of the program, within widths in pixels."""

    def __init__(
        self,
        document: QTextDocument,
        colours: Colours,
        font: QFont,
        *,
        width: int,
        measure: int,
        ratio: float,
        load: LoadPicture,
    ) -> None:
        """Empty the document. Words run no further than ``measure``, pictures may take all of ``width``.

        ``ratio`` is how many points of the screen a pixel has, ``load`` gives a picture.
        """
        self._document, self._colours, self._font = document, colours, font
        self._width, self._measure, self._ratio, self._load = width, min(measure, width), ratio, load
        document.clear()
        document.setDefaultFont(font)
        self._cursor = QTextCursor(document)
        self._is_first = True
        self._list: QTextListFormat.Style | None = None

    def write(self, page: Page) -> None:
        """Write all of a page; its title is the document's."""
        self._document.setMetaInformation(QTextDocument.MetaInformation.DocumentTitle, page.title)
        self._cursor.beginEditBlock()
        for block in page.blocks:
            self._write_block(block)
        self._cursor.endEditBlock()

    def _write_block(self, block: Block) -> None:
        if not isinstance(block, Item):
            self._list = None
        match block:
            case Heading():
                self._write_heading(block)
            case Paragraph(spans=spans):
                self._begin_block(_paragraph(theme.SPACE_2))
                self._write_spans(self._cursor, spans)
            case Item():
                self._write_item(block)
            case Table():
                self._write_table(block)
            case Picture():
                self._write_picture(block)

    def _begin_block(self, shape: QTextBlockFormat) -> None:
        if not self._is_first:
            self._cursor.insertBlock()
        self._is_first = False
        shape.setRightMargin(self._width - self._measure)
        self._cursor.setBlockFormat(shape)
        self._cursor.setBlockCharFormat(self._words())

    def _write_heading(self, heading: Heading) -> None:
        shape = QTextBlockFormat()
        shape.setHeadingLevel(heading.level)
        shape.setTopMargin(_ABOVE[heading.level])
        shape.setBottomMargin(theme.SPACE_2)
        self._begin_block(shape)
        words = QTextCharFormat()
        words.setFont(theme.scaled_font(self._font, _LARGER[heading.level], QFont.Weight.DemiBold))
        words.setForeground(self._colours.of("text"))
        self._cursor.insertText(heading.text, words)

    def _write_item(self, item: Item) -> None:
        style = QTextListFormat.Style.ListDecimal if item.number else QTextListFormat.Style.ListDisc
        shape = _paragraph(theme.SPACE_1)
        begins = self._list != style or item.number == 1
        before = self._cursor.currentList()
        self._begin_block(shape)
        if begins or before is None:
            form = QTextListFormat()
            form.setStyle(style)
            form.setIndent(1)
            self._cursor.createList(form)
        else:
            before.add(self._cursor.block())
        self._list = style
        self._write_spans(self._cursor, item.spans)

    def _write_table(self, table: Table) -> None:
        self._begin_block(_paragraph(0))
        grid = self._cursor.insertTable(len(table.rows) + 1, len(table.head), self._table_shape(len(table.head)))
        for column, cell in enumerate(table.head):
            self._write_cell(grid, 0, column, cell, is_head=True)
        for row, cells in enumerate(table.rows, 1):
            for column, cell in enumerate(cells):
                self._write_cell(grid, row, column, cell)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    def _table_shape(self, columns: int) -> QTextTableFormat:
        shape = QTextTableFormat()
        shape.setHeaderRowCount(1)
        shape.setCellPadding(theme.SPACE_1 + 2)
        shape.setCellSpacing(0)
        shape.setBorder(1)
        shape.setBorderCollapse(True)
        shape.setBorderBrush(self._colours.of("hairline"))
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setWidth(QTextLength(QTextLength.Type.FixedLength, self._measure))
        if columns == 2:
            lengths = (34, 66)
            shape.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, each) for each in lengths])
        shape.setTopMargin(theme.SPACE_1)
        shape.setBottomMargin(theme.SPACE_3)
        return shape

    def _write_cell(
        self, grid: QTextTable, row: int, column: int, spans: Sequence[Span], *, is_head: bool = False
    ) -> None:
        cell = grid.cellAt(row, column)
        if is_head:
            shape = cell.format()
            shape.setBackground(self._colours.of("zebra"))
            cell.setFormat(shape)
        cursor = cell.firstCursorPosition()
        self._write_spans(cursor, spans, strong=is_head)

    def _write_picture(self, picture: Picture) -> None:
        image = self._load(picture.file)
        if not image.isNull():
            shape = QTextBlockFormat()
            shape.setTopMargin(theme.SPACE_2)
            shape.setBottomMargin(theme.SPACE_1)
            self._begin_block(shape)
            shape.setRightMargin(0)
            self._cursor.setBlockFormat(shape)
            self._cursor.insertImage(self._image(picture, image))
        self._begin_block(_paragraph(theme.SPACE_3))
        words = self._words()
        words.setFont(theme.scaled_font(self._font, -1))
        words.setForeground(self._colours.of("text_2"))
        self._cursor.insertText(picture.words, words)

    def _image(self, picture: Picture, image: QImage) -> QTextImageFormat:
        """Lay a picture out at the width there is, drawn smoothly and with a line round it."""
        width = min(image.width(), self._width)
        height = max(1, round(image.height() * width / image.width()))
        drawn = _with_line(
            image.scaled(
                round(width * self._ratio),
                round(height * self._ratio),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            ),
            self._colours,
        )
        self._document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(picture.file), drawn)
        form = QTextImageFormat()
        form.setName(picture.file)
        form.setWidth(width)
        form.setHeight(height)
        form.setProperty(QTextFormat.Property.ImageAltText.value, picture.words)
        return form

    def _write_spans(self, cursor: QTextCursor, spans: Sequence[Span], *, strong: bool = False) -> None:
        for span in spans:
            cursor.insertText(span.text, self._span_format(span, strong))

    def _span_format(self, span: Span, strong: bool) -> QTextCharFormat:
        words = self._words()
        if strong or span.style == "strong":
            words.setFontWeight(QFont.Weight.DemiBold)
        if span.style == "keys":
            words.setFontWeight(QFont.Weight.DemiBold)
            words.setBackground(self._colours.of("hairline"))
        if span.link:
            words.setAnchor(True)
            words.setAnchorHref(span.link)
            words.setForeground(self._colours.of("link"))
            words.setFontUnderline(True)
        return words

    def _words(self) -> QTextCharFormat:
        words = QTextCharFormat()
        words.setFont(self._font)
        words.setForeground(self._colours.of("text"))
        return words


def _paragraph(below: int) -> QTextBlockFormat:
    shape = QTextBlockFormat()
    shape.setBottomMargin(below)
    shape.setLineHeight(_LINE_HEIGHT, _PROPORTIONAL)
    return shape


def _with_line(image: QImage, colours: Colours) -> QImage:
    drawn = image.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(drawn)
    painter.setPen(colours.of("border"))
    painter.drawRect(0, 0, drawn.width() - 1, drawn.height() - 1)
    painter.end()
    return drawn
