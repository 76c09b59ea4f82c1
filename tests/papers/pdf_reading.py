"""Reading a finished PDF back: its words by page and place, and its structure as a screen reader walks it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import pairwise

import pikepdf
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTItem, LTTextContainer, LTTextLine

from secdesk.papers.tree import FigurePlace

#: Operators that only set the scene: they paint nothing, and reportlab puts them round each thing it draws.
SCENE = {"q", "Q", "cm"}


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter on a page: where it stands, in points from the lower left, and how it is set."""

    text: str
    left: float
    right: float
    middle: float
    font: str
    size: float
    colour: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the structure tree with what it holds; ``text`` is what stands on the pages for it."""

    role: str
    text: str
    kids: tuple[Element, ...]
    raw: pikepdf.Object

    def find(self, *roles: str) -> Iterator[Element]:
        """Yield the elements below, in reading order, whose role is one of ``roles``."""
        for kid in self.kids:
            if kid.role in roles:
                yield kid
            yield from kid.find(*roles)

    @property
    def all_text(self) -> str:
        """The text of the element and of everything below it."""
        return self.text + "".join(kid.all_text for kid in self.kids)


class ReadPdf:
    """A finished PDF, read back."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(data))
        self._data = data

    @cached_property
    def lines(self) -> list[list[str]]:
        """The lines of text of each page, top to bottom, running header and footer included."""
        return [[line.get_text().strip() for line in _text_lines(page)] for page in self._layouts]

    @cached_property
    def texts(self) -> list[str]:
        """The text of each page without blanks: what an eye reads, whatever the line ends."""
        return [squeeze("".join(lines)) for lines in self.lines]

    @property
    def text(self) -> str:
        """The text of all pages without blanks."""
        return "".join(self.texts)

    @cached_property
    def letters(self) -> list[list[Letter]]:
        """The letters of each page."""
        return [list(_letters(page)) for page in self._layouts]

    def page_of(self, words: str) -> int:
        """Return the 1-based number of the one page that holds ``words``."""
        (page,) = (number for number, text in enumerate(self.texts, start=1) if squeeze(words) in text)
        return page

    def text_at(self, place: FigurePlace) -> str:
        """Return the letters whose middle lies within the rectangle of a figure."""
        return "".join(
            letter.text
            for letter in self.letters[place.page - 1]
            if place.left <= (letter.left + letter.right) / 2 <= place.right
            and place.bottom <= letter.middle <= place.top
        )

    @cached_property
    def document(self) -> Element:
        """The structure tree from its one top element."""
        root = self.pdf.Root.StructTreeRoot.K
        return self._element(root if isinstance(root, pikepdf.Dictionary) else root[0])

    @cached_property
    def marked_text(self) -> list[dict[int, str]]:
        """For each page the text of each marked content, by its number; artifacts are left out."""
        return [dict(_marked_text(page)) for page in self.pdf.pages]

    def operators_outside_marks(self) -> list[str]:
        """Return every operator of any page that is neither tagged nor part of an artifact."""
        return [name for page in self.pdf.pages for name in _unmarked(page) if name not in SCENE]

    @cached_property
    def _layouts(self) -> list[LTItem]:
        return list(extract_pages(BytesIO(self._data)))

    def _element(self, raw: pikepdf.Object) -> Element:
        kids, text = [], ""
        for kid in _kids(raw):
            if isinstance(kid, int):
                text += self._content(raw.Pg, kid)
            elif kid.get("/Type") == pikepdf.Name.MCR:
                text += self._content(kid.Pg, int(kid.MCID))
            else:
                kids.append(self._element(kid))
        return Element(str(raw.S)[1:], text, tuple(kids), raw)

    def _content(self, page: pikepdf.Object, number: int) -> str:
        places = [index for index, candidate in enumerate(self.pdf.pages) if candidate.obj.objgen == page.objgen]
        return self.marked_text[places[0]][number]


def squeeze(text: str) -> str:
    """Return ``text`` without blanks of any kind."""
    return "".join(text.split())


def _text_lines(item: LTItem) -> Iterator[LTTextLine]:
    lines = [line for box in item if isinstance(box, LTTextContainer) for line in box if isinstance(line, LTTextLine)]
    return iter(sorted(lines, key=lambda line: (-round(line.y0), line.x0)))


def _letters(page: LTItem) -> Iterator[Letter]:
    for line in _text_lines(page):
        for item in line:
            if isinstance(item, LTChar) and item.get_text().strip():
                colour = item.graphicstate.ncolor
                yield Letter(
                    item.get_text(),
                    item.x0,
                    item.x1,
                    (item.y0 + item.y1) / 2,
                    item.fontname.partition("+")[2],
                    round(item.size, 2),
                    tuple(colour) if isinstance(colour, tuple | list) else (colour,),
                )


def _kids(raw: pikepdf.Object) -> list[pikepdf.Object]:
    kids = raw.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _unmarked(page: pikepdf.Page) -> Iterator[str]:
    depth = 0
    for operands_and_operator in pikepdf.parse_content_stream(page):
        name = str(operands_and_operator.operator)
        if name in ("BDC", "BMC"):
            depth += 1
        elif name == "EMC":
            depth -= 1
        elif not depth:
            yield name
    assert depth == 0, "a mark is left open"


def _marked_text(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    """Yield number and text of each marked content, decoded by the fonts' own tables."""
    decoders = {name: _decoder(font) for name, font in page.Resources.Font.items()}
    number, text, decode = None, "", {}
    for step in pikepdf.parse_content_stream(page):
        match str(step.operator):
            case "BDC":
                number, text = step.operands[1].get("/MCID"), ""
            case "EMC":
                if number is not None:
                    yield int(number), text
                number = None
            case "Tf":
                decode = decoders[str(step.operands[0])]
            case "Tj":
                text += "".join(decode[code] for code in bytes(step.operands[0]))


def _decoder(font: pikepdf.Object) -> dict[int, str]:
    """Return what each code of a font means, from its ToUnicode table."""
    table = font.ToUnicode.read_bytes().decode()
    return {int(code, 16): chr(int(value, 16)) for code, value in re.findall("<([0-9A-F]{2})> <([0-9A-F]{4})>", table)}


def no_level_is_skipped(levels: list[int]) -> bool:
    """Say whether headings begin at level 1 and never go down by more than one level."""
    return levels[:1] in ([], [1]) and all(after <= before + 1 for before, after in pairwise(levels))
