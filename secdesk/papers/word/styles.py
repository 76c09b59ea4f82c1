"""The styles and the page of a Word paper (ux 4.5): what a colleague finds in the style list and can change there."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Mm

from secdesk.papers.tree import Paper

NAVY = "1F3A5F"
INK = "1B1E23"
SECOND_INK = "565D67"
HAIRLINE = "D9DDE3"
WHITE = "FFFFFF"
FONT = "Arial"
BODY_SIZE = 12.0
LARGE_BODY_SIZE = 16.0
TABLE_SIZE = 11.0

_TOP, _BOTTOM, _LEFT, _RIGHT = Mm(30), Mm(28), Mm(24), Mm(22)
_SHORT_SIDE, _LONG_SIDE = Mm(210), Mm(297)
_FROM_EDGE = Mm(13)
_EMU_IN_TWIP = 635
# From the edge of the text to the values of the key block, in points.
_LABEL_WIDTH = 130.0
# What stays of python-docx's own styles: those below replace most of it; the others are for people who edit.
_KEPT = {"DefaultParagraphFont", "TableNormal", "NoList", "TableGrid"}
_BUILT_IN = {"Normal", "BodyText", "Title", "Subtitle", "Header", "Footer", "ListBullet"}
_BUILT_IN |= {f"Heading{level}" for level in (1, 2, 3)}
_KEPT |= {f"List{kind}{level}" for kind in ("Bullet", "Number") for level in ("", "2", "3")}


@dataclass(frozen=True, slots=True)
class Page:
    """The measures that a paper's own settings decide: how much larger than usual, and how wide text may run.

    ``scale`` is 1 for 12 pt body text; ``width`` is in twentieths of a point (twips), as Word counts.
    """

    scale: float
    width: int


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: sizes and distances in points, as they are at 12 pt body text.

    ``tracking`` is extra space between letters; ``early`` and ``late`` are the XML of further paragraph properties
    that the file form wants before and after the line spacing.
    """

    id: str
    name: str
    size: float
    line: float
    before: float = 0.0
    after: float = 0.0
    colour: str = INK
    bold: bool = False
    keep_next: bool = False
    tracking: float = 0.0
    early: str = ""
    late: str = ""


def page_of(paper: Paper) -> Page:
    """Return the measures of a paper."""
    across = _LONG_SIDE if paper.landscape else _SHORT_SIDE
    scale = LARGE_BODY_SIZE / BODY_SIZE if paper.large_print else 1.0
    return Page(scale=scale, width=round((across - _LEFT - _RIGHT) / _EMU_IN_TWIP))


def set_page(document: Document, paper: Paper) -> None:
    """Set A4, upright or across, and the margins."""
    section = document.sections[0]
    sides = (_LONG_SIDE, _SHORT_SIDE) if paper.landscape else (_SHORT_SIDE, _LONG_SIDE)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = sides
    section.top_margin, section.bottom_margin = _TOP, _BOTTOM
    section.left_margin, section.right_margin = _LEFT, _RIGHT
    section.header_distance = section.footer_distance = _FROM_EDGE
    section.gutter = Emu(0)


def set_styles(document: Document, page: Page, language: str) -> None:
    """Put the styles of the papers in place of the template's, and set the language of the whole text."""
    styles = document.styles.element
    ours = _styles(page)
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in _KEPT - {style.id for style in ours}:
            styles.remove(style)
    for own in ours:
        styles.append(parse_xml(_style_xml(own, page.scale)))
    _set_defaults(styles.find(qn("w:docDefaults")), language)
    for tabs in document.part.numbering_part.element.findall(f".//{qn('w:tabs')}"):
        tabs.getparent().remove(tabs)  # at the template's distance, which larger print would not meet


def _set_defaults(defaults: BaseOxmlElement, language: str) -> None:
    size = round(BODY_SIZE * 2)
    fresh = parse_xml(
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{_fonts()}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    for attribute in ("w:val", "w:eastAsia"):
        fresh.find(f".//{qn('w:lang')}").set(qn(attribute), language)
    defaults.getparent().replace(defaults, fresh)


def _fonts() -> str:
    return f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'


def _twips(points: float) -> int:
    return round(points * 20)


def border_xml(side: str, eighths: int, colour: str, *, space: int = 0) -> str:
    """Return a line at one side, ``eighths`` of a point thick and ``space`` points away, as Word's XML."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'


def _tabs(*places: tuple[str, int]) -> str:
    return "<w:tabs>" + "".join(f'<w:tab w:val="{kind}" w:pos="{place}"/>' for kind, place in places) + "</w:tabs>"


def _style_xml(style: Style, scale: float) -> str:
    custom = "" if style.id in _BUILT_IN else ' w:customStyle="1"'
    default, based = (' w:default="1"', "") if style.id == "Normal" else ("", '<w:basedOn w:val="Normal"/>')
    following = "BodyText" if style.keep_next else style.id
    keep = "<w:keepNext/><w:keepLines/>" if style.keep_next else ""
    spacing = (
        f'<w:spacing w:before="{_twips(style.before * scale)}" w:after="{_twips(style.after * scale)}" '
        f'w:line="{_twips(style.line * scale)}" w:lineRule="atLeast"/>'
    )
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph"{default}{custom} w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/>{based}<w:next w:val="{following}"/><w:qFormat/>'
        f"<w:pPr>{keep}<w:widowControl/>{style.early}{spacing}{style.late}</w:pPr>"
        f"<w:rPr>{_run_xml(style, scale)}</w:rPr></w:style>"
    )


def _run_xml(style: Style, scale: float) -> str:
    half_points = round(style.size * scale * 2)
    bold = "<w:b/><w:bCs/>" if style.bold else ""
    tracking = f'<w:spacing w:val="{_twips(style.tracking * scale)}"/>' if style.tracking else ""
    return (
        f'{_fonts()}{bold}<w:color w:val="{style.colour}"/>{tracking}'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    )


def _styles(page: Page) -> tuple[Style, ...]:
    """The styles of ux 4.5, in the order in which the style list shows them."""
    return (*_text_styles(page), *_cover_styles(page.scale), *_table_styles(), *_edge_styles(page))


def _text_styles(page: Page) -> tuple[Style, ...]:
    hanging = _twips(18 * page.scale)
    # Running text stays at some 90 letters a line, which only a page laid across exceeds.
    right = max(0, page.width - _twips(45 * BODY_SIZE * page.scale))
    measure = f'<w:ind w:right="{right}"/>'
    bullet = f'<w:ind w:left="{hanging}" w:right="{right}" w:hanging="{hanging}"/>'
    number = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    return (
        Style("Normal", "Normal", BODY_SIZE, 18),
        Style("BodyText", "Body Text", BODY_SIZE, 18, after=8, late=measure),
        Style("Heading1", "heading 1", 20, 26, 24, 8, NAVY, True, True, late='<w:outlineLvl w:val="0"/>'),
        Style("Heading2", "heading 2", 14, 20, 16, 6, NAVY, True, True, late='<w:outlineLvl w:val="1"/>'),
        Style("Heading3", "heading 3", 11.5, 17, 12, 4, INK, True, True, late='<w:outlineLvl w:val="2"/>'),
        Style("ListBullet", "List Bullet", BODY_SIZE, 18, after=6, early=number, late=bullet),
        Style("PaperNote", "Paper Note", 10, 14, after=6, colour=SECOND_INK, late=measure),
        Style("PaperQuiet", "Paper Quiet", BODY_SIZE, 18, after=8, colour=SECOND_INK, late=measure),
    )


def _cover_styles(scale: float) -> tuple[Style, ...]:
    label = _twips(_LABEL_WIDTH * scale)
    hanging = f'<w:ind w:left="{label}" w:hanging="{label}"/>'
    return (
        Style("PaperKicker", "Paper Kicker", 10, 14, after=6, colour=SECOND_INK, bold=True, tracking=0.9),
        Style("Title", "Title", 28, 34, after=4, colour=NAVY, bold=True),
        Style("Subtitle", "Subtitle", 16, 22, after=10, colour=SECOND_INK),
        Style("PaperKeyFact", "Paper Key Fact", BODY_SIZE, 18, 2, 2, early=_tabs(("left", label)), late=hanging),
    )


def _table_styles() -> tuple[Style, ...]:
    centred = '<w:jc w:val="center"/>'
    return (
        Style("TableText", "Table Text", TABLE_SIZE, 15),
        Style("TableHeading", "Table Heading", TABLE_SIZE, 15, colour=WHITE, bold=True),
        Style("StageCount", "Stage Count", 17, 20, colour=WHITE, bold=True, late=centred),
        Style("StageName", "Stage Name", 10.5, 13, colour=WHITE, bold=True, late=centred),
        Style("StageNote", "Stage Note", 9, 12, colour=WHITE, late=centred),
    )


def _edge_styles(page: Page) -> tuple[Style, ...]:
    rule = f"<w:pBdr>{border_xml('bottom', 4, NAVY, space=4)}</w:pBdr>"
    places = _tabs(("center", page.width // 2), ("right", page.width))
    return (
        Style("Header", "header", 9.5, 12, colour=SECOND_INK, early=rule + _tabs(("right", page.width))),
        Style("Footer", "footer", 9.5, 12, colour=SECOND_INK, early=places),
        Style("PaperEnd", "Paper End", 10, 14, before=18, colour=SECOND_INK),
    )
