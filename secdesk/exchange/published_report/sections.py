"""From lines to the pieces that a report is made of: headings, sentences, items, rows, each in its section.

Wrapped lines are joined, also over the end of a page; what is certainly something else (a heading, a row, a new item)
always begins a new piece.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from secdesk.exchange.published_report.layout import Layout
from secdesk.exchange.published_report.letters import fold_letters
from secdesk.exchange.published_report.lines import Line
from secdesk.exchange.published_report.phrases import phrase
from secdesk.exchange.published_report.references import FOLDED
from secdesk.exchange.published_report.tables import is_column, is_header, is_row, is_value

PieceKind: TypeAlias = Literal[
    "title", "heading", "sentence", "item", "header", "row", "column", "value", "figure", "running", "rule", "noise"
]

_JOINED: frozenset[PieceKind] = frozenset({"sentence", "item"})
_LONGEST = 3_000
_RULE = re.compile(r"[-=_.~*·][-=_.~*· ]{2,}")
_NUMBER = re.compile(r"[2-9ol]{1,2}[.,)] ?")
_REFERENCE = re.compile(FOLDED)
_BULLET = re.compile(r"(?:[-e*o•·¢«»‣▪■●◦]|\(cid:[0-9]+\)) +(?=\S)")
_FINISHED = re.compile(r"[.:;?!'\"°’”)]$")
_WORD_DIVIDED = re.compile(r"[A-Za-z]-$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: its kind, its text with wrapped lines joined, the same folded, its lines and its section.

    ``divided`` are the places in the text where a word goes on after the hyphen at the end of a line: whether the
    hyphen belongs to it, nobody can say.
    """

    kind: PieceKind
    text: str
    folded: str
    lines: tuple[int, ...]
    section: str
    divided: tuple[int, ...] = ()


@dataclass(slots=True)
class _Open:
    """A piece that further lines may join."""

    kind: PieceKind
    text: str
    lines: list[int]
    section: str
    divided: list[int]

    def join(self, line: Line) -> None:
        """Take a further line in; a hyphen at the end of a word stays and joins."""
        is_divided = _WORD_DIVIDED.search(self.text) is not None
        self.divided += [len(self.text)] if is_divided else []
        self.text = f"{self.text}{'' if is_divided else ' '}{line.text}"
        self.lines.append(line.number)

    def close(self) -> Piece:
        folded = fold_letters(self.text)
        return Piece(self.kind, self.text, folded, tuple(self.lines), self.section, tuple(self.divided))


def cut_pieces(lines: Sequence[Line], layouts: Sequence[Layout]) -> list[Piece]:
    """Return the pieces of a report in their order."""
    cutter = _Cutter(layouts)
    for line in lines:
        cutter.take(line)
    return cutter.finish()


class _Cutter:
    """Takes line after line and knows what the one before was."""

    def __init__(self, layouts: Sequence[Layout]) -> None:
        self._layouts = layouts
        self._pieces: list[Piece] = []
        self._open: _Open | None = None
        self._section = "cover"
        self._has_title = False
        self._is_apart = True
        self._was_running = False

    def take(self, line: Line) -> None:
        """Join a line to the piece before it, or begin a new one."""
        self._is_apart = self._is_apart or line.after_blank
        kind, text = self._kind_of(line)
        if kind == "running":
            self._pieces.append(Piece(kind, line.text, line.folded, (line.number,), self._section))
            self._was_running = True
            return
        if kind == "sentence" and self._open is not None and self._is_unmarked_item(self._open, line):
            self._begin("item", text, line)
        elif kind == "sentence" and self._open is not None and self._continues(self._open, line):
            self._open.join(line)
        else:
            self._begin(kind, text, line)
        self._is_apart, self._was_running = kind in ("rule", "heading", "title"), False

    def finish(self) -> list[Piece]:
        """Return all pieces, in the order of their first lines."""
        self._close()
        return sorted(self._pieces, key=lambda piece: piece.lines[0])

    def _begin(self, kind: PieceKind, text: str, line: Line) -> None:
        self._close()
        if kind == "heading":
            self._section = self._section_of(line.folded) or self._section
        self._open = _Open(kind, text, [line.number], self._section, [])

    def _close(self) -> None:
        if self._open is not None:
            self._pieces.append(self._open.close())
        self._open = None

    def _kind_of(self, line: Line) -> tuple[PieceKind, str]:
        """Return what a line is by itself; a sentence may turn out to continue the piece before."""
        if line.too_long:
            return "noise", line.text
        if _RULE.fullmatch(line.text):
            return "rule", line.text
        if self._is_title(line.folded):
            return "title", line.text
        if any(phrase(pattern).match(line.folded) for layout in self._layouts for pattern in layout.running):
            return "running", line.text
        if self._is_heading(line):
            return "heading", line.text
        table = self._table_kind(line)
        if table:
            return table, line.text
        bullet = _BULLET.match(line.text)
        if bullet and self._begins_item(line, bullet.end()):
            return "item", line.text[bullet.end() :]
        return "sentence", line.text

    def _is_title(self, folded: str) -> bool:
        """Say whether a line is the title of the report; later pages repeat it at their head."""
        is_title = not self._has_title and any(phrase(layout.title).match(folded) for layout in self._layouts)
        self._has_title = self._has_title or is_title
        return is_title

    def _is_heading(self, line: Line) -> bool:
        number = _NUMBER.match(line.folded)
        words = line.folded[number.end() :] if number else line.folded
        for layout in self._layouts:
            for heading in layout.headings:
                if phrase(heading.pattern).fullmatch(words):
                    return number is not None if heading.is_numbered else self._stands_alone(line)
        return False

    def _stands_alone(self, line: Line) -> bool:
        """Say whether a line without a number may be a heading: not in the middle of a sentence."""
        if self._is_apart or line.after_page or self._open is None or self._open.kind not in _JOINED:
            return True
        return _FINISHED.search(self._open.text) is not None

    def _section_of(self, folded: str) -> str:
        number = _NUMBER.match(folded)
        words = folded[number.end() :] if number else folded
        return next(
            (
                heading.section
                for layout in self._layouts
                for heading in layout.headings
                if heading.section and phrase(heading.pattern).fullmatch(words)
            ),
            "",
        )

    def _table_kind(self, line: Line) -> PieceKind | None:
        before = self._open.kind if self._open else None
        for layout in self._layouts:
            if is_header(layout.columns, line.folded):
                return "header"
            if is_column(layout.columns, line.folded) and self._stands_alone(line):
                return "column"
            if is_row(line.text):
                return "row"
            if before in ("column", "value") and is_value(line.text):
                return "value"
            if any(phrase(row.pattern).match(line.folded) for row in layout.figures) and self._stands_alone(line):
                return "figure"
        return None

    def _begins_item(self, line: Line, start: int) -> bool:
        """Say whether a mark begins an item: before a reference, or where nothing is under way.

        Without this the dash of a wrapped title would.
        """
        if _REFERENCE.match(line.folded, start):
            return True
        return line.text[0] not in "eo" and (self._is_apart or self._open is None or self._open.text.endswith(":"))

    def _is_unmarked_item(self, before: _Open, line: Line) -> bool:
        """Say whether a line is an item whose mark was lost: a reference after a finished item or a lead."""
        follows = before.text.endswith(":") or (before.kind == "item" and _FINISHED.search(before.text) is not None)
        return before.kind in _JOINED and follows and _REFERENCE.match(line.folded) is not None

    def _continues(self, before: _Open, line: Line) -> bool:
        if before.kind not in _JOINED or len(before.text) > _LONGEST:
            return False
        if not self._is_apart and not self._was_running:
            return True
        # Over a gap or a page only what is plainly unfinished goes on, and only with what is plainly not a beginning.
        is_unfinished = _FINISHED.search(before.text) is None
        return is_unfinished and (line.text[0].islower() or line.text[0].isdigit() or line.text[0] == "(")
