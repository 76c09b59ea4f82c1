"""From one block of a paper to what is set on its pages, with the elements that a screen reader follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.platypus.flowables import Flowable, Spacer

from secdesk.papers.pdf.alike import AlikeTables
from secdesk.papers.pdf.chevrons import ChevronRow, ChevronText, chevron_room
from secdesk.papers.pdf.columns import ColumnText, share_width
from secdesk.papers.pdf.flowables import Label, Passage, PassageBlock, Rule, Spacing
from secdesk.papers.pdf.printable import PrintableText
from secdesk.papers.pdf.style import STAGES, Face, Style
from secdesk.papers.pdf.table import Cell, Grid, GridBlock, GridLook
from secdesk.papers.pdf.tags import Node
from secdesk.papers.pdf.text import Run, SetText, TextFlow, measure, set_runs
from secdesk.papers.tree import (
    Block,
    Bullets,
    Chevron,
    Chevrons,
    Heading,
    KeyFacts,
    Line,
    Paragraph,
    Table,
    Text,
    plain,
)

# A list of so many lines stays on one page.
_WHOLE_LINES = 8
#: A table of so many rows stays on one page.
WHOLE_ROWS = 8
#: What stands round the text of a cell, in points at normal print.
CELL_PADDING = 6
# A cell that is nothing but a box to tick has a larger one.
_BOXES = ("□", "■")
# What must stand with a heading, or at a page end, of a paragraph, and of a longer list or table.
_FIRST_LINES = 3
# What is taller than this part of an upright page, or one that lies, is not kept whole: the page before it would stay
# as good as empty.
_MOST_OF_PAGE = {False: 0.75, True: 0.4}
_FIRST_ROWS = 2
_LONGEST_OUTLINE_TITLE = 200
_BULLET = "•"
_NO_BREAK_SPACE = "\u00a0"

# Distances in points at normal print: above and below each kind of text.
_SPACINGS = {
    "heading1": Spacing(24, 8),
    "heading2": Spacing(18, 5),
    "heading3": Spacing(12, 3),
    "body": Spacing(0, 10),
    "quiet": Spacing(0, 10),
    "note": Spacing(0, 12),
    "item": Spacing(0, 6),
    "last_item": Spacing(0, 12),
    "table": Spacing(6, 10),
    "chevrons": Spacing(8, 14),
    "key_facts": Spacing(14, 12),
    "kicker": Spacing(0, 6),
    "title": Spacing(0, 4),
    "subtitle": Spacing(0, 6),
    "rule": Spacing(14, 20),
}
_STAGE_GAP = _NO_BREAK_SPACE * 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Flowables of one block; ``start`` is the height that must stand where it begins, ``whole`` its height.

    ``keeps`` says that it must also stand with the beginning of the next piece; ``is_note`` that it belongs to what
    stands above it.
    """

    flowables: Sequence[Flowable]
    spacing: Spacing
    start: float
    whole: float
    keeps: bool = False
    new_page: bool = False
    is_note: bool = False


class Typesetter:
    """Sets the blocks of a paper one by one, and adds their elements to the structure tree under ``document``."""

    def __init__(self, style: Style, show: PrintableText, document: Node) -> None:
        self._style, self._show, self._document = style, show, document
        self._heading_level = 0
        self._alike = AlikeTables((), style, show)

    def know(self, blocks: Sequence[Block]) -> None:
        """Take note of all blocks before they are set, so that tables with the same columns are set alike."""
        self._alike = AlikeTables(blocks, self._style, self._show)

    def set_line(self, name: str, role: str, text: str) -> Iterator[Flowable]:
        """Yield a line of the cover in the face ``name``; nothing where there is no text."""
        flow = self._flow((Text(text),), self._face(name))
        if not flow.is_blank:
            lines = flow.set_lines(self._style.measure)
            yield PassageBlock(Passage(lines, self._document.add(role), self._spacing(name)))

    def set_rule(self) -> Flowable:
        """Return the rule that closes the cover block."""
        return Rule(self._spacing("rule"))

    def set_block(self, block: Block) -> Piece | None:
        """Return the piece for a block; nothing for a block that has nothing to show."""
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraph(block)
            case Bullets():
                return self._bullets(block)
            case Table():
                return self._table(block)
            case Chevrons():
                return self._chevrons(block)
            case KeyFacts():
                return self._key_facts(block)

    def _heading(self, heading: Heading) -> Piece | None:
        """Return a heading; its element is at most one level deeper than the last, as readers of headings need it."""
        level = min(max(heading.level, 1), 3)
        name, number = f"heading{level}", self._show(heading.number).strip()
        if not (number or plain(heading.content).strip()):
            return None
        self._heading_level = min(level, self._heading_level + 1)
        node, face, spacing = self._document.add(f"H{self._heading_level}"), self._face(name), self._spacing(name)
        runs = set_runs(heading.content, face, self._show)
        title = " ".join(f"{number} {''.join(run.text for run in runs)}".split())[:_LONGEST_OUTLINE_TITLE]
        text, label, indent = self._number(number, runs, node, face)
        passage = Passage(text, node, spacing, indent, label, outline=(title, self._heading_level - 1))
        height = text.height()
        return Piece([PassageBlock(passage)], spacing, height, height, True, heading.new_page)

    def _number(self, number: str, runs: Sequence[Run], node: Node, face: Face) -> tuple[SetText, Label | None, float]:
        """Set a heading's text, its number before it and the text hanging in; a long number is part of the text."""
        room, width = self._style.measure, measure(number, face) + self._style.scaled(9)
        if not number:
            return TextFlow(runs, face.leading).set_lines(room), None, 0.0
        if width > room / 3:
            return TextFlow([Run(f"{number} ", face), *runs], face.leading).set_lines(room), None, 0.0
        label = TextFlow([Run(number + _NO_BREAK_SPACE, face)], face.leading).set_lines(width)
        return TextFlow(runs, face.leading).set_lines(room - width), Label(label, node), width

    def _paragraph(self, paragraph: Paragraph) -> Piece:
        face, spacing = self._face(paragraph.style), self._spacing(paragraph.style)
        text = self._flow(paragraph.content, face).set_lines(self._style.measure)
        if text.is_blank:
            return Piece([Spacer(0, text.height())], Spacing(), 0.0, text.height())
        block = PassageBlock(Passage(text, self._document.add("P"), spacing))
        is_note = paragraph.style == "note"
        return Piece([block], spacing, text.height(_FIRST_LINES), text.height(), is_note=is_note)

    def _bullets(self, bullets: Bullets) -> Piece | None:
        items = [item for item in bullets.items if plain(item).strip()]
        if not items:
            return None
        node = self._document.add("L", List={"ListNumbering": "Disc"})
        passages = [self._item(item, node) for item in items]
        passages[-1] = replace(passages[-1], spacing=self._spacing("last_item"))
        lines = sum(len(passage.text.lines) for passage in passages)
        whole = sum(passage.text.height() for passage in passages)
        whole += (len(passages) - 1) * passages[0].spacing.below
        start = whole if lines <= _WHOLE_LINES else passages[0].text.height(_FIRST_LINES)
        spacing = Spacing(0, passages[-1].spacing.below)
        return Piece([PassageBlock(passage) for passage in passages], spacing, start, whole)

    def _item(self, item: Line, parent: Node) -> Passage:
        face, indent = self._face("body"), self._style.scaled(16)
        node = parent.add("LI")
        label = Label(self._flow((Text(_BULLET),), face).set_lines(indent), node.add("Lbl"))
        text = self._flow(item, face).set_lines(self._style.measure - indent)
        return Passage(text, node.add("LBody"), self._spacing("item"), indent, label)

    def _table(self, table: Table) -> Piece | None:
        if not table.columns:
            return None
        node = self._document.add("Table", Table={"Summary": self._show(table.title)} if table.title else {})
        header, rows = self._header(table, node), self._rows(table, node)
        padding = CELL_PADDING  # beside the text large print has none to give away
        look = GridLook(padding, self._style.spaced(CELL_PADDING), self._face("cell").leading)
        available = self._style.text_width - 2 * padding * len(table.columns)
        widths = self._alike.widths_of(table, available) or _measured(table, header, rows, available)
        grid = Grid(header, rows, [width + 2 * padding for width in widths], look, self._style.text_height)
        return self._grid_piece(grid, self._spacing("table"), WHOLE_ROWS)

    def _header(self, table: Table, parent: Node) -> list[Cell]:
        row, face = parent.add("TR"), self._face("column")
        return [
            Cell(
                self._flow((Text(column.title),), face),
                row.add("TH", Table={"Scope": "Column"}),
                column.align,
            )
            for column in table.columns
        ]

    def _rows(self, table: Table, parent: Node) -> list[list[Cell]]:
        face, box, rows = self._face("cell"), self._face("box"), []
        for line in table.rows:
            row = parent.add("TR")
            rows.append(
                [
                    Cell(self._flow(cell, box if plain(cell) in _BOXES else face), row.add("TD"), column.align)
                    for cell, column in zip(line, table.columns, strict=True)
                ]
            )
        return rows

    def _key_facts(self, facts: KeyFacts) -> Piece | None:
        """Return labelled lines, read out as a list of terms."""
        if not facts.items:
            return None
        node = self._document.add("L", List={"ListNumbering": "None"})
        label_face, face = self._face("label"), self._face("body")
        rows = []
        for label, line in facts.items:
            item = node.add("LI")
            term = self._flow((Text(label),), label_face)
            rows.append([Cell(term, item.add("Lbl")), Cell(self._flow(line, face), item.add("LBody"))])
        gap, widest = self._style.scaled(20), self._style.measure
        labels = min(max(row[0].flow.natural_width for row in rows) + gap, widest / 2)
        look = GridLook(0, self._style.scaled(1.5), face.leading, gap, ruled=False)
        grid = Grid([], rows, [labels, widest - labels], look, self._style.text_height)
        return self._grid_piece(grid, self._spacing("key_facts"), _WHOLE_LINES)

    def _grid_piece(self, grid: Grid, spacing: Spacing, most_whole: int) -> Piece:
        """Return a table that stays whole where it is short, and else begins with its first rows, or lines of one."""
        count, whole = len(grid.rows), grid.height((0, 0), grid.end)
        lies = self._style.width > self._style.height
        is_short = count <= most_whole and whole <= self._style.text_height * _MOST_OF_PAGE[lies]
        beginnings = [whole] if is_short else [grid.height((0, 0), (min(_FIRST_ROWS, count), 0))]
        beginnings.append(grid.height((0, 0), (1, 0) if count else (0, 0)))
        if beginnings[0] > self._style.text_height * _MOST_OF_PAGE[True] and not is_short:
            beginnings.reverse()
        fitting = [height for height in beginnings if height <= self._style.text_height]
        start = fitting[0] if fitting else grid.height((0, 0), (0, _FIRST_LINES))
        return Piece([GridBlock(grid, spacing)], spacing, start, whole)

    def _chevrons(self, chevrons: Chevrons) -> Piece | None:
        """Return the stage graphic; one whose notes are far too long for it becomes a list, so that nothing is lost."""
        if not chevrons.items:
            return None
        room, spacing = chevron_room(len(chevrons.items), self._style), self._spacing("chevrons")
        texts = [self._chevron(item, room) for item in chevrons.items]
        node = Node("Figure", self._show(chevrons.alternative).strip() or self._alternative(chevrons))
        row = ChevronRow(texts, node, self._style, spacing)
        if row.height > self._style.text_height / 3:
            return self._bullets(Bullets(tuple(_as_line(item) for item in chevrons.items)))
        self._document.kids.append(node)
        return Piece([row], spacing, row.height, row.height)

    def _chevron(self, chevron: Chevron, room: float) -> ChevronText:
        numeral, name = self._face("numeral"), self._face("stage")
        runs = [*set_runs((chevron.count,), numeral, self._show), Run(_STAGE_GAP + self._show(chevron.name), name)]
        flows = TextFlow(runs, name.leading), self._flow(chevron.note, self._face("stage_note"))
        return ChevronText(STAGES[chevron.stage], tuple(flow.set_lines(room) for flow in flows if not flow.is_blank))

    def _alternative(self, chevrons: Chevrons) -> str:
        """Return what the graphic says where the paper does not put it in words of its own."""
        return self._show(", ".join(f"{plain((item.count,))} in {item.name}" for item in chevrons.items))

    def _flow(self, line: Line, face: Face) -> TextFlow:
        return TextFlow(set_runs(line, face, self._show), face.leading)

    def _face(self, name: str) -> Face:
        return self._style.face(name)

    def _spacing(self, name: str) -> Spacing:
        spacing = _SPACINGS[name]
        return Spacing(self._style.spaced(spacing.above), self._style.spaced(spacing.below))


def _measured(table: Table, header: Sequence[Cell], rows: Sequence[Sequence[Cell]], available: float) -> list[float]:
    """Return the widths of the columns of a table, without padding."""
    texts = [
        ColumnText([row[index].flow for row in (header, *rows)], column.width, column.align == "left")
        for index, column in enumerate(table.columns)
    ]
    return share_width(texts, available)


def _as_line(chevron: Chevron) -> Line:
    note = (Text(" — "), *chevron.note) if chevron.note else ()
    return (Text(f"{chevron.name}: ", strong=True), chevron.count, *note)
