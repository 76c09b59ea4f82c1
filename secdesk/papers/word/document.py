"""A paper as a Word file that a colleague can go on editing: real headings, lists, tables, fields and styles."""

from __future__ import annotations

from itertools import zip_longest

import docx
from docx.document import Document
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement

from secdesk.papers.furniture import data_as_at, last_words, reference_and_version
from secdesk.papers.slices import slice_blocks
from secdesk.papers.tree import (
    Block,
    Bullets,
    Chevrons,
    Heading,
    KeyFacts,
    Line,
    Paper,
    Paragraph,
    Rendering,
    Table,
    Text,
    plain,
)
from secdesk.papers.visible import VisibleText
from secdesk.papers.widths import arial_width
from secdesk.papers.word.package import describe_document, pack_document, strip_template
from secdesk.papers.word.runs import Writer, add_field, add_tab, box_run, colour_run
from secdesk.papers.word.styles import BODY_SIZE, NAVY, SECOND_INK, Page, border_xml, page_of, set_page, set_styles
from secdesk.papers.word.table import build_chevrons, build_table, room_of

#: A list of at most this many lines stays on one page.
LINES_KEPT_TOGETHER = 8
_PARAGRAPH_STYLES = {"body": "BodyText", "note": "PaperNote", "quiet": "PaperQuiet"}
_SPACE_AFTER_TABLE = 10 * 20


def render_word(paper: Paper) -> Rendering:
    """Write ``paper`` as a .docx; equal papers give equal bytes, and no page is counted before Word lays it out."""
    show = VisibleText()
    page = page_of(paper)
    document = docx.Document()
    strip_template(document)
    describe_document(document, paper, show)
    set_page(document, paper)
    set_styles(document, page, show(paper.language))
    write = Writer(show)
    _write_edges(document, paper, write)
    body = _Body(document.element.body, page, write)
    body.add_cover(paper)
    blocks = slice_blocks(paper.blocks[body.blocks_on_cover :], room_of(page))
    for block, following in zip_longest(blocks, blocks[1:]):
        body.add_block(block, following)
    body.add_end(last_words(paper))
    return Rendering(data=pack_document(document), unprintable=show.replaced)


class _Body:
    """The running text, built from the top down."""

    def __init__(self, element: BaseOxmlElement, page: Page, write: Writer) -> None:
        self.blocks_on_cover = 0
        self._element = element
        self._page = page
        self._write = write
        self._after_table = False

    def add(self, paragraph: CT_P) -> None:
        """Add a paragraph; after a table it stands a little apart, which a table cannot say of itself."""
        if self._after_table and not _stands_apart(paragraph):
            _set_space_before(paragraph, round(_SPACE_AFTER_TABLE * self._page.scale))
        self._after_table = False
        self._element.insert_element_before(paragraph, "w:sectPr")

    def add_cover(self, paper: Paper) -> None:
        """Add kicker, title, subtitle and the key block, if the paper opens with one, with a rule below."""
        lines = (("PaperKicker", paper.kicker), ("Title", paper.title), ("Subtitle", paper.subtitle))
        cover = [self._write.paragraph(style, (Text(text),)) for style, text in lines if text]
        if paper.blocks and isinstance(paper.blocks[0], KeyFacts):
            cover += self._key_facts(paper.blocks[0])
            self.blocks_on_cover = 1
        if cover:
            _set_rule_below(cover[-1], round(_SPACE_AFTER_TABLE * self._page.scale))
        for paragraph in cover:
            self.add(paragraph)

    def add_end(self, text: str) -> None:
        """Add the last line of the paper, not alone on a page where a paragraph stands before it."""
        *_, last, _ = (None, *self._element)
        if isinstance(last, CT_P):
            _keep_with_next(last)
        self.add(self._write.paragraph("PaperEnd", (Text(text),)))

    def add_block(self, block: Block, following: Block | None) -> None:
        """Add one block of the tree; what leads in a list or table, and the note below one, stay with it."""
        match block:
            case Heading():
                self.add(self._heading(block))
            case Paragraph():
                self._add_paragraph(block, leads_in=isinstance(following, Bullets | Table | Chevrons))
            case Bullets():
                self._add_bullets(block)
            case Table():
                noted = isinstance(following, Paragraph) and following.style == "note"
                self._add_table(build_table(block, self._page, self._write, keep_last=noted))
            case Chevrons():
                self._add_table(build_chevrons(block, self._page, self._write))
            case KeyFacts():
                for paragraph in self._key_facts(block):
                    self.add(paragraph)

    def _heading(self, heading: Heading) -> CT_P:
        number = (Text(f"{heading.number} "),) if heading.number else ()
        paragraph = self._write.paragraph(f"Heading{heading.level}", (*number, *heading.content))
        if heading.new_page:
            paragraph.get_or_add_pPr().get_or_add_pageBreakBefore()
            _set_space_before(paragraph, 0)
        return paragraph

    def _add_paragraph(self, block: Paragraph, *, leads_in: bool) -> None:
        paragraph = self._write.paragraph(_PARAGRAPH_STYLES[block.style], block.content)
        if leads_in and block.style == "body":
            _keep_with_next(paragraph)
        self.add(paragraph)

    def _add_bullets(self, bullets: Bullets) -> None:
        paragraphs = [self._write.paragraph("ListBullet", item) for item in bullets.items]
        if sum(map(self._lines_of, bullets.items)) <= LINES_KEPT_TOGETHER:
            for paragraph in paragraphs[:-1]:
                _keep_with_next(paragraph)
        for paragraph in paragraphs:
            self.add(paragraph)

    def _lines_of(self, item: Line) -> int:
        width = arial_width(plain(item), BODY_SIZE * self._page.scale) * 20
        return 1 + int(width / self._page.width)

    def _add_table(self, table: BaseOxmlElement) -> None:
        if self._after_table:
            self.add(self._write.paragraph("TableText"))  # without it Word would join the two tables
        self._element.insert_element_before(table, "w:sectPr")
        self._after_table = True

    def _key_facts(self, facts: KeyFacts) -> list[CT_P]:
        return [self._key_fact(label, line) for label, line in facts.items]

    def _key_fact(self, label: str, line: Line) -> CT_P:
        paragraph = self._write.paragraph("PaperKeyFact")
        colour_run(self._write.add_one_line(paragraph, label), SECOND_INK)
        add_tab(paragraph)
        self._write.add_line(paragraph, line)
        return paragraph


def _write_edges(document: Document, paper: Paper, write: Writer) -> None:
    """Fill the running header and footer."""
    section = document.sections[0]
    header: CT_P = section.header.paragraphs[0]._p
    write.add_one_line(header, paper.running_title)
    add_tab(header)
    if paper.marking:
        box_run(write.add_one_line(header, f" {paper.marking} "), paper.marking)
    if paper.draft:
        write.add_text(header, "  DRAFT", bold=True)
    footer: CT_P = section.footer.paragraphs[0]._p
    write.add_one_line(footer, reference_and_version(paper))
    add_tab(footer)
    write.add_one_line(footer, data_as_at(paper))
    add_tab(footer)
    write.add_text(footer, "Page ")
    add_field(footer, "PAGE", "1")
    write.add_text(footer, " of ")
    add_field(footer, "NUMPAGES", "1")


def _stands_apart(paragraph: CT_P) -> bool:
    return str(paragraph.style).startswith(("Heading", "PaperEnd"))


def _keep_with_next(paragraph: CT_P) -> None:
    paragraph.get_or_add_pPr().get_or_add_keepNext()


def _set_space_before(paragraph: CT_P, twips: int) -> None:
    spacing = paragraph.get_or_add_pPr().get_or_add_spacing()
    spacing.set(qn("w:before"), str(twips))


def _set_rule_below(paragraph: CT_P, twips: int) -> None:
    """Draw the rule of 1 pt that ends the cover block."""
    properties = paragraph.get_or_add_pPr()
    rule = parse_xml(f"<w:pBdr {nsdecls('w')}>{border_xml('bottom', 8, NAVY, space=10)}</w:pBdr>")
    properties.find(qn("w:pStyle")).addnext(rule)
    properties.get_or_add_spacing().set(qn("w:after"), str(2 * twips))
