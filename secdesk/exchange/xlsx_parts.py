"""The fixed parts of a workbook, as Office Open XML wants them: the list of parts, the sheets, the looks of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

PLAIN, HEADING, TEXT, FORMULA_LIKE, LONG, LONG_FORMULA_LIKE, DAY, NUMBER = range(8)
"""The looks of cells, by their place in the list of looks.

The two for formula-like text carry ``quotePrefix``: who edits such a cell still edits text. A long text has no number
format, as older programs show a text of more than 255 characters in the format for text as a row of signs.
"""

_DAY_FORMAT = 164
_TEXT_FORMAT = 49
_NUMBER_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Shape:
    """A column: its width in characters, the look of its empty cells, and whether it is hidden."""

    width: int
    look: int
    is_hidden: bool = False


def worksheet_head(columns: Sequence[Shape], is_first: bool) -> str:
    """Return what stands before the rows: the first row frozen, and the shape of each column."""
    selected = ' tabSelected="1"' if is_first else ""
    cols = "".join(_column(place, shape) for place, shape in enumerate(columns, start=1))
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView{selected} workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{cols}</cols><sheetData>'
    )


def _column(place: int, shape: Shape) -> str:
    hidden = ' hidden="1"' if shape.is_hidden else ""
    return f'<col min="{place}" max="{place}" width="{shape.width}" style="{shape.look}"{hidden} customWidth="1"/>'


WORKSHEET_END = "</sheetData></worksheet>"


def members(titles: Sequence[str]) -> dict[str, str]:
    """Return the fixed parts of a workbook whose sheets have these titles, by their names in the file."""
    return {
        "[Content_Types].xml": _content_types(len(titles)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(titles),
        "xl/_rels/workbook.xml.rels": _relations(
            [*(("worksheet", f"worksheets/{worksheet_file(place)}") for place in range(1, len(titles) + 1)),
             ("styles", "styles.xml")]
        ),
        "xl/styles.xml": _styles(),
    }  # fmt: skip


def worksheet_file(place: int) -> str:
    """Return the name of the file of a sheet by its place, from 1."""
    return f"sheet{place}.xml"


def _content_types(sheets: int) -> str:
    parts = {"/xl/workbook.xml": f"{_TYPE}.sheet.main+xml", "/xl/styles.xml": f"{_TYPE}.styles+xml"}
    parts |= {f"/xl/worksheets/{worksheet_file(place)}": f"{_TYPE}.worksheet+xml" for place in range(1, sheets + 1)}
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{place}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _workbook(titles: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{place}" r:id="rId{place}"/>'
        for place, title in enumerate(titles, start=1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="15000"/></bookViews>'
        f"<sheets>{sheets}</sheets></workbook>"
    )


def _styles() -> str:
    looks = "".join(_look(*look) for look in _LOOKS)
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
        f'<numFmts count="1"><numFmt numFmtId="{_DAY_FORMAT}" formatCode={quoteattr(escape("d mmm yyyy"))}/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_LOOKS)}">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        '<dxfs count="0"/><tableStyles count="0"/></styleSheet>'
    )


# Number format, font, and whether the cell is quoted, in the order of the names above.
_LOOKS = (
    (0, 0, False),
    (_TEXT_FORMAT, 1, False),
    (_TEXT_FORMAT, 0, False),
    (_TEXT_FORMAT, 0, True),
    (0, 0, False),
    (0, 0, True),
    (_DAY_FORMAT, 0, False),
    (_NUMBER_FORMAT, 0, False),
)


def _look(number_format: int, font: int, quoted: bool) -> str:
    prefix = ' quotePrefix="1"' if quoted else ""
    return (
        f'<xf numFmtId="{number_format}" fontId="{font}" fillId="0" borderId="0" xfId="0"{prefix} applyNumberFormat="1"'
        ' applyFont="1" applyAlignment="1"><alignment vertical="top"/></xf>'
    )
