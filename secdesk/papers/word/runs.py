"""Paragraphs and runs of a Word paper: the one door through which text goes into the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.run import CT_R

from secdesk.papers.tree import Figure, Line

#: Colours of the markings (ux 4.3); another word is printed in the colour of the text around it.
MARKING_COLOURS = {"GREEN": "006B2D", "AMBER": "8A5200", "RED": "A4161A"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes text into paragraphs; ``show`` makes visible what XML or the reading order cannot hold."""

    show: Callable[[str], str]

    def paragraph(self, style: str, line: Line = ()) -> CT_P:
        """Return a new paragraph of a style, known by its id, with a line of runs."""
        paragraph = OxmlElement("w:p")
        paragraph.style = style
        self.add_line(paragraph, line)
        return paragraph

    def add_line(self, paragraph: CT_P, line: Line) -> None:
        """Add a line of runs; a figure stated by a person keeps its mark."""
        for run in line:
            self.add_text(paragraph, run.text, bold=run.strong)
            if isinstance(run, Figure) and run.mark:
                self.add_text(paragraph, run.mark, bold=run.strong)

    def add_text(self, paragraph: CT_P, text: str, *, bold: bool = False) -> CT_R:
        """Add plain text as one run: a line feed is a line break, a tab a tab, all else stands as it is."""
        run = paragraph.add_r()
        run.text = self.show(text)
        if bold:
            run.get_or_add_rPr().append(OxmlElement("w:b"))
        return run

    def add_one_line(self, paragraph: CT_P, text: str) -> CT_R:
        """Add text for a place that has one line, such as a running header: line feeds and tabs become blanks."""
        return self.add_text(paragraph, self.show(text).replace("\n", " ").replace("\t", " "))


def add_tab(paragraph: CT_P) -> None:
    """Go to the next tab stop of the paragraph."""
    paragraph.add_r().append(OxmlElement("w:tab"))


def add_field(paragraph: CT_P, name: str, shown: str) -> None:
    """Add a field such as ``PAGE`` that Word counts itself; ``shown`` stands there until it has."""
    for kind in ("begin", "", "separate", "shown", "end"):
        run = paragraph.add_r()
        if kind == "shown":
            run.text = shown
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run.append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {name} "
            run.append(instruction)


def colour_run(run: CT_R, colour: str) -> None:
    """Print a run in a colour, six hexadecimal digits."""
    run.get_or_add_rPr().append(_with(OxmlElement("w:color"), val=colour))


def box_run(run: CT_R, marking: str) -> None:
    """Draw a thin box round a run and print it bold in the colour of its marking."""
    colour = MARKING_COLOURS.get(marking.upper())
    properties = run.get_or_add_rPr()
    properties.append(OxmlElement("w:b"))
    if colour:
        properties.append(_with(OxmlElement("w:color"), val=colour))
    properties.append(_with(OxmlElement("w:bdr"), val="single", sz="6", space="0", color=colour or "auto"))


def _with(element: CT_R, **attributes: str) -> CT_R:
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
