"""What makes a PDF readable without eyes: the structure tree, its links to the page, language and metadata.

reportlab draws marked content (:class:`Node` says for whom); pikepdf then writes the tree of nodes beside it, as
ISO 32000-1 14.7 and 14.8 and PDF/UA-1 (ISO 14289-1) ask.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from secdesk.papers.pdf.metadata import DocumentFacts, xmp_packet

#: A rectangle in points from the lower left of the page: left, bottom, right, top.
Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of marked content: the page counted from 0, and its number on that page."""

    page: int
    number: int


@dataclass(slots=True, eq=False)
class Node:
    """An element of the structure tree, such as ``H1``, ``P`` or ``TD``; drawing adds the marks of its content.

    ``alternative`` says what a figure shows and ``box`` where it stands; ``attributes`` are layout, list or table
    attributes by owner, as PDF names: ``{"Table": {"Scope": "Column"}}``.
    """

    role: str
    alternative: str = ""
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    box: Box | None = None
    kids: list[Node] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def add(self, role: str, alternative: str = "", **attributes: dict[str, str]) -> Node:
        """Append a child element and return it."""
        child = Node(role, alternative, attributes)
        self.kids.append(child)
        return child


def tag_pdf(data: bytes, document: Node, facts: DocumentFacts) -> bytes:
    """Return the PDF ``data`` with its structure tree, language, metadata and PDF/UA mark; equal input, equal bytes."""
    with pikepdf.open(BytesIO(data)) as pdf:
        _Tagger(pdf).write(document)
        _write_facts(pdf, facts)
        result = BytesIO()
        pdf.save(
            result,
            deterministic_id=True,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
    return result.getvalue()


def _write_facts(pdf: pikepdf.Pdf, facts: DocumentFacts) -> None:
    packet = pikepdf.Stream(pdf, xmp_packet(facts), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Metadata = pdf.make_indirect(packet)
    pdf.Root.Lang = String(facts.language)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(facts.title),
            Author=String(facts.author),
            Subject=String(facts.subject),
            Creator=String(facts.program),
            Producer=String(facts.program),
            CreationDate=String(facts.pdf_date),
            ModDate=String(facts.pdf_date),
        )
    )


class _Tagger:
    """Writes a tree of nodes into a PDF, and the parent tree that leads from marked content back to it."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._pages = [page.obj for page in pdf.pages]
        self._owners: list[dict[int, pikepdf.Object]] = [{} for _ in self._pages]
        self._shared: dict[str, pikepdf.Object] = {}
        self._roles: dict[str, pikepdf.Object] = {}

    def write(self, document: Node) -> None:
        """Write the tree under ``document`` and mark every page as belonging to it."""
        root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = self._write_node(document, root)
        root.RoleMap = Dictionary(Title=Name.P)
        root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=self._page_owners()))
        root.ParentTreeNextKey = len(self._pages)
        self._pdf.Root.StructTreeRoot = root
        for number, page in enumerate(self._pages):
            page.StructParents = number
            page.Tabs = Name.S

    def _write_node(self, node: Node, parent: pikepdf.Object) -> pikepdf.Object:
        entries: dict[str, Any] = {"/Type": Name.StructElem, "/S": self._role(node.role), "/P": parent}
        if node.alternative:
            entries["/Alt"] = String(node.alternative)
        if node.attributes or node.box:
            entries["/A"] = self._attributes(node)
        if node.marks:
            entries["/Pg"] = self._pages[node.marks[0].page]
        content = [self._reference(mark, node.marks[0].page) for mark in node.marks]
        if content and not node.kids:
            entries["/K"] = content[0] if len(content) == 1 else Array(content)
        element = self._pdf.make_indirect(Dictionary(entries))
        for mark in node.marks:
            self._owners[mark.page][mark.number] = element
        if node.kids:
            element.K = Array([*(self._write_node(kid, element) for kid in node.kids), *content])
        return element

    def _role(self, role: str) -> pikepdf.Object:
        if role not in self._roles:
            self._roles[role] = Name("/" + role)
        return self._roles[role]

    def _reference(self, mark: Mark, page: int) -> Any:
        """Return what leads to marked content: its number, on another page than the element's with that page."""
        if mark.page == page:
            return mark.number
        return Dictionary(Type=Name.MCR, Pg=self._pages[mark.page], MCID=mark.number)

    def _attributes(self, node: Node) -> pikepdf.Object:
        if node.box:
            box = Array([round(edge, 2) for edge in node.box])
            return Dictionary(O=Name.Layout, Placement=Name.Block, BBox=box)
        key = repr(node.attributes)
        if key not in self._shared:
            written = [_attribute(owner, values) for owner, values in node.attributes.items()]
            self._shared[key] = self._pdf.make_indirect(written[0] if len(written) == 1 else Array(written))
        return self._shared[key]

    def _page_owners(self) -> Array:
        """Return the parent tree: for each page the element of each number of marked content."""
        numbers: list[Any] = []
        for page, owners in enumerate(self._owners):
            numbers += [page, self._pdf.make_indirect(Array([owners[number] for number in sorted(owners)]))]
        return Array(numbers)


def _attribute(owner: str, values: dict[str, str]) -> Dictionary:
    """Return an attribute object; a summary is text for people, all other values are names."""
    attribute = Dictionary(O=Name("/" + owner))
    for key, value in values.items():
        attribute[Name("/" + key)] = String(value) if key == "Summary" else Name("/" + value)
    return attribute
