"""Tables of a Word paper: the ordinary ones, and the stage graphic as a table of four coloured cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement

from secdesk.papers.slices import Room
from secdesk.papers.tree import Align, Chevron, Chevrons, Column, Line, Stage, Table, Text, plain
from secdesk.papers.widths import ColumnNeed, arial_width, share_width
from secdesk.papers.word.runs import Writer
from secdesk.papers.word.styles import HAIRLINE, NAVY, TABLE_SIZE, WHITE, Page, border_xml

ZEBRA = "F3F5F8"
#: Fill of each stage (ux 4.3); white text on it has a contrast of 5.4 or more.
STAGE_COLOURS: dict[Stage, str] = {
    "define": "1565D8",
    "refine": "975A0E",
    "opine": "5B1768",
    "release": "0A5546",
}
#: A table of at most this many rows stays on one page.
ROWS_KEPT_TOGETHER = 8
_TWIPS = 20
_PADDING = 6 * _TWIPS
_SLACK = 2 * _TWIPS
_WIDEST_WORD = 0.4  # of the table: a longer word is split by Word rather than starving the other columns
_STAGE_HEIGHT = 964  # 17 mm
_STAGE_GAP = 24  # eighths of a point
_ALIGNMENTS: dict[Align, WD_ALIGN_PARAGRAPH] = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
}


def room_of(page: Page) -> Room:
    """Return what a table has on a page, by widths that are reckoned: Word may set text in a font of its own."""
    size = TABLE_SIZE * page.scale
    return Room(
        page.width / _TWIPS, (2 * _PADDING + _SLACK) / _TWIPS, lambda text, bold: arial_width(text, size, bold=bold)
    )


def build_table(table: Table, page: Page, write: Writer, *, keep_last: bool = False) -> BaseOxmlElement:
    """Return a table with a header row that Word repeats, rows that do not break, and every second row shaded.

    ``keep_last`` keeps the last row on the page of what follows the table, such as its note.
    """
    columns = _columns_of(table)
    widths = _column_widths(columns, table, page)
    aligns = [column.align for column in columns]
    built = _new_table(widths, _lines_of_table(), _PADDING)
    _describe(built, write, title=table.title)
    titles = [(Text(column.title),) for column in columns]
    built.append(_row(_cells("TableHeading", titles, aligns, write), widths, fill=NAVY, header=True, keep=True))
    together = len(table.rows) <= ROWS_KEPT_TOGETHER
    for index, row in enumerate(table.rows, start=1):
        keep = together if index < len(table.rows) else keep_last
        fill = ZEBRA if index % 2 == 0 else ""
        built.append(_row(_cells("TableText", row, aligns, write), widths, fill=fill, keep=keep))
    return built


def build_chevrons(chevrons: Chevrons, page: Page, write: Writer) -> BaseOxmlElement:
    """Return the stage graphic: one row, a cell for each stage in its colour, with the alternative text."""
    count = max(len(chevrons.items), 1)
    widths = [page.width // count] * count
    gaps = border_xml("insideV", _STAGE_GAP, WHITE)
    built = _new_table(widths, gaps, _PADDING)
    _describe(built, write, description=chevrons.alternative)
    row = _new_row(height=round(_STAGE_HEIGHT * page.scale))
    for item, width in zip(chevrons.items, widths, strict=False):
        row.append(_new_cell(_stage_paragraphs(item, write), width, STAGE_COLOURS[item.stage], centred=True))
    if not chevrons.items:
        row.append(_new_cell([write.paragraph("TableText")], widths[0], ""))
    built.append(row)
    return built


def _stage_paragraphs(item: Chevron, write: Writer) -> list[CT_P]:
    lines: list[tuple[str, Line]] = [("StageCount", (item.count,)), ("StageName", (Text(item.name),))]
    if item.note:
        lines.append(("StageNote", item.note))
    return [write.paragraph(style, line) for style, line in lines]


def _columns_of(table: Table) -> list[Column]:
    """The columns, with untitled ones for cells beyond the last; a table without any has one."""
    count = max(len(table.columns), *map(len, table.rows), 1)
    return [*table.columns, *[Column("")] * (count - len(table.columns))]


def _column_widths(columns: Sequence[Column], table: Table, page: Page) -> list[int]:
    """Share the page between the columns, in twips."""
    needs = []
    for index, column in enumerate(columns):
        texts = [plain(row[index]) for row in table.rows if index < len(row)]
        needs.append(_measure(column, texts, page))
    return [int(width) for width in share_width(needs, page.width)]


def _measure(column: Column, texts: Iterable[str], page: Page) -> ColumnNeed:
    size = TABLE_SIZE * page.scale * _TWIPS
    padding = 2 * _PADDING + _SLACK
    runs = [(column.title, True), *((text, False) for text in texts)]
    words = (arial_width(word, size, bold=bold) for text, bold in runs for word in text.split())
    lines = (arial_width(line, size, bold=bold) for text, bold in runs for line in text.split("\n"))
    least = min(max(words, default=0.0) + padding, page.width * _WIDEST_WORD)
    natural = max(max(lines, default=0.0) + padding, least)
    return ColumnNeed(least, natural, column.width, takes_more=column.align == "left")


def _lines_of_table() -> str:
    """Lines between rows and below the last; none between columns."""
    return border_xml("bottom", 4, NAVY) + border_xml("insideH", 4, HAIRLINE)


def _new_table(widths: Sequence[int], borders: str, padding: int) -> BaseOxmlElement:
    sides = "".join(f'<w:{side} w:w="{padding}" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    built: BaseOxmlElement = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{sides}</w:tblCellMar>"
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid></w:tbl>'
    )
    return built


def _describe(table: BaseOxmlElement, write: Writer, *, title: str = "", description: str = "") -> None:
    """Set what a screen reader says of a table."""
    properties = table.find(qn("w:tblPr"))
    for name, text in (("w:tblCaption", title), ("w:tblDescription", description)):
        if text:
            element = OxmlElement(name)
            element.set(qn("w:val"), write.show(text))
            properties.append(element)


def _cells(style: str, lines: Sequence[Line], aligns: Sequence[Align], write: Writer) -> list[CT_P]:
    """One paragraph a cell; a row with too few cells is filled up with empty ones."""
    paragraphs = []
    for index, align in enumerate(aligns):
        paragraph = write.paragraph(style, lines[index] if index < len(lines) else ())
        paragraph.alignment = _ALIGNMENTS[align]
        paragraphs.append(paragraph)
    return paragraphs


def _row(
    paragraphs: Sequence[CT_P], widths: Sequence[int], *, fill: str, header: bool = False, keep: bool = False
) -> BaseOxmlElement:
    row = _new_row(header=header)
    for paragraph, width in zip(paragraphs, widths, strict=True):
        if keep:
            paragraph.get_or_add_pPr().get_or_add_keepNext()
        row.append(_new_cell([paragraph], width, fill))
    return row


def _new_row(*, header: bool = False, height: int = 0) -> BaseOxmlElement:
    row: BaseOxmlElement = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if height:
        properties.append(parse_xml(f'<w:trHeight {nsdecls("w")} w:val="{height}" w:hRule="atLeast"/>'))
    if header:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    return row


def _new_cell(paragraphs: Iterable[CT_P], width: int, fill: str, *, centred: bool = False) -> BaseOxmlElement:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    align = '<w:vAlign w:val="center"/>' if centred else ""
    cell: BaseOxmlElement = parse_xml(
        f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}{align}</w:tcPr></w:tc>'
    )
    cell.extend(paragraphs)
    return cell
