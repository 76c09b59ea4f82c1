"""Text of the PDF papers broken into lines.

Nothing here reads markup: a run of text is letters only, so ``<b>``, ``&amp;`` and ``]]>`` print as they are written.
Breaking lines takes time in proportion to the text, however long, and also where it holds no blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise, zip_longest
from typing import TypeAlias

from reportlab.pdfbase.pdfmetrics import stringWidth

from secdesk.papers.pdf.fonts import BOLD
from secdesk.papers.pdf.printable import PrintableText
from secdesk.papers.pdf.style import Face
from secdesk.papers.slices import stays_together
from secdesk.papers.tree import Figure, Inline, Line

_NO_BREAK_SPACE = "\u00a0"
_PART = re.compile(r"\n|[ \t]+|[^ \t\n]+")
# A compound word may be parted after its hyphen; "-5" and "2019-20" stay whole.
_HYPHEN = re.compile(r"(?<=[^\W\d_][-\u2010])(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Run:
    """Printable text in one face; ``key`` names the figure it states."""

    text: str
    face: Face
    key: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one line in one face, ``x`` points from the start of the line; ``key`` where a figure begins."""

    text: str
    face: Face
    x: float
    width: float
    key: str = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text, ready to draw, and its width without the blank at its end."""

    segments: tuple[Segment, ...]
    width: float


@dataclass(frozen=True, slots=True)
class SetText:
    """Text set in lines ``leading`` points apart."""

    lines: tuple[TextLine, ...]
    leading: float

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to see."""
        return not any(line.segments for line in self.lines)

    def height(self, most: int | None = None) -> float:
        """Return the height of the first ``most`` lines, or of all, in points."""
        return self.leading * len(self.lines[:most])


#: Part of a word that lies in one run: the run's number, the letters, their width. A plain tuple, because a long
#: paper has so many that the garbage collector would take longer than the layout.
_Piece: TypeAlias = tuple[int, str, float]


@dataclass(slots=True)
class _Word:
    """Letters that stay together, after a blank of ``gap`` points (none after a hyphen) of run ``gap_run``."""

    pieces: list[_Piece]
    width: float
    gap: float = 0.0
    gap_run: int = -1
    new_line: bool = False


class TextFlow:
    """Runs of text, measured word by word, that can be set in lines of any width."""

    def __init__(self, runs: Iterable[Run], leading: float) -> None:
        self._runs = tuple(runs)
        self._leading = leading
        self._words = list(_words(self._runs))
        while self._words and not self._words[-1].pieces:
            self._words.pop()

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to see."""
        return not self._words

    @property
    def widest_word(self) -> float:
        """The width of the longest stretch that is not parted."""
        return max((word.width for word in self._words), default=0.0)

    @property
    def natural_width(self) -> float:
        """The width of the text when only its own line ends part it."""
        widest = current = 0.0
        for word in self._words:
            current = word.width if word.new_line else current + word.gap + word.width
            widest = max(widest, current)
        return widest

    def set_lines(self, width: float) -> SetText:
        """Return the text set in lines of at most ``width`` points; at least one, if only a blank one."""
        parted = list(self._break(width))
        setter = _LineSetter(self._runs)
        lines = (setter.set_line(words, after) for words, after in zip_longest(parted, parted[1:]))
        return SetText(tuple(lines), self._leading)

    def count_lines(self, width: float) -> int:
        """Return how many lines a width takes, without setting them."""
        return sum(1 for _ in self._break(width))

    def _break(self, width: float) -> Iterator[list[_Word]]:
        """Yield the words of each line, each line as full as it can be."""
        line: list[_Word] = []
        used = 0.0
        for word in self._fitting_words(width):
            if line and (word.new_line or used + word.gap + word.width > width + 0.01):
                yield line
                line, used = [], 0.0
            used += word.width + (word.gap if line else 0.0)
            line.append(word)
        yield line

    def _fitting_words(self, width: float) -> Iterator[_Word]:
        for word in self._words:
            if word.width <= width + 0.01:
                yield word
            else:
                yield from _part_word(word, self._runs, width)


class _LineSetter:
    """Joins the pieces of each line into as few segments as there are changes of run."""

    def __init__(self, runs: tuple[Run, ...]) -> None:
        self._runs = runs
        self._begun: set[int] = set()

    def set_line(self, words: list[_Word], after: list[_Word] | None) -> TextLine:
        """Place the words of one line; where ``after`` begins a new word, a blank keeps the two apart when copied."""
        strips: list[tuple[int, list[str], float]] = []
        for run, text, width in _strips(words):
            if strips and strips[-1][0] == run:
                strips[-1][1].append(text)
                strips[-1] = (run, strips[-1][1], strips[-1][2] + width)
            else:
                strips.append((run, [text], width))
        if strips and after and (after[0].gap or after[0].new_line):
            strips[-1][1].append(" ")
        starts = accumulate((width for _, _, width in strips), initial=0.0)
        segments = [self._segment(*strip, x) for strip, x in zip(strips, starts, strict=False)]
        return TextLine(tuple(segments), sum(width for _, _, width in strips))

    def _segment(self, run: int, texts: list[str], width: float, x: float) -> Segment:
        key = "" if run in self._begun else self._runs[run].key
        self._begun.add(run)
        return Segment("".join(texts), self._runs[run].face, x, width, key)


def _strips(words: list[_Word]) -> Iterator[_Piece]:
    """Yield the pieces of a line, with the blanks between its words."""
    for number, word in enumerate(words):
        if number and word.gap:
            yield word.gap_run, " ", word.gap
        yield from word.pieces


def set_runs(line: Line, face: Face, show: PrintableText) -> list[Run]:
    """Return a line of the tree as printable runs in ``face``; strong runs are bold, a figure keeps its key."""
    return [_set_run(inline, face, show) for inline in line]


def shorten(text: str, face: Face, width: float) -> str:
    """Return ``text`` on one line, cut with an ellipsis where it is wider than ``width`` points."""
    text = " ".join(text[:1000].split())
    if measure(text, face) <= width:
        return text
    while text and measure(text + "…", face) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def measure(text: str, face: Face) -> float:
    """Return how wide ``text`` runs in ``face``, in points."""
    width: float = stringWidth(text, face.font, face.size)
    return width + face.tracking * len(text)


def _set_run(inline: Inline, face: Face, show: PrintableText) -> Run:
    if inline.strong:
        face = Face(face.size, face.leading, face.colour, BOLD, face.tracking)
    if not isinstance(inline, Figure):
        return Run(show(inline.text), face)
    text = show(inline.text) + show(inline.mark)
    if stays_together(text):
        text = text.replace(" ", _NO_BREAK_SPACE)
    return Run(text, face, inline.key)


def _words(runs: tuple[Run, ...]) -> Iterator[_Word]:
    """Yield the words of the runs; a word may reach over several runs, such as a number and the comma after it."""
    word = _Word([], 0.0)
    for number, run in enumerate(runs):
        blank = measure(" ", run.face)
        for part in _PART.findall(run.text):
            if part == "\n":
                yield word
                word = _Word([], 0.0, new_line=True)
            elif part[0] in " \t":
                if word.pieces:
                    yield word
                    word = _Word([], 0.0, blank, number)
            else:
                *beginnings, last = _HYPHEN.split(part)
                for beginning in beginnings:
                    _extend(word, number, beginning, run.face)
                    yield word
                    word = _Word([], 0.0)
                _extend(word, number, last, run.face)
    if word.pieces or word.new_line:
        yield word


def _extend(word: _Word, run: int, text: str, face: Face) -> None:
    width = measure(text, face)
    word.pieces.append((run, text, width))
    word.width += width


def _part_word(word: _Word, runs: tuple[Run, ...], width: float) -> Iterator[_Word]:
    """Yield a word wider than a line in parts that fit, each at least one letter long."""
    part = _Word([], 0.0, word.gap, word.gap_run, word.new_line)
    for run, text, _ in word.pieces:
        face = runs[run].face
        start = 0
        for end in _cuts(text, face, width, part.width):
            if end > start:
                _extend(part, run, text[start:end], face)
            yield part
            part, start = _Word([], 0.0), end
        _extend(part, run, text[start:], face)
    yield part


def _cuts(text: str, face: Face, width: float, used: float) -> Iterator[int]:
    """Yield the places at which ``text`` is cut to fit lines of ``width``, the first of which has ``used`` taken."""
    widths = {letter: measure(letter, face) for letter in set(text)}
    ends = accumulate((widths[letter] for letter in text), initial=0.0)
    base = -used
    for place, (before, end) in enumerate(pairwise(ends)):
        if end - base > width and (place or used) and before > base:
            yield place
            base = before
