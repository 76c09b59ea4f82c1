"""What comes from the clipboard of another program, as plain text: lists, tables and odd marks of Word and browsers.

The words stay as they were typed, quotes and dashes included. What was only layout becomes plain: bullets are ``- ``
at the beginning of a line, cells of a table are parted by tabs, soft hyphens go.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

BULLET = "- "
_MARKS = "\u2022\u25cf\u25cb\u25e6\u25aa\u25a0\u25b8\u2023\u2043\uf0a7\uf0b7\uf0d8\uf0fc\uf076"
_BULLET = re.compile(rf"^([ \t]*)[{_MARKS}][ \t\u00a0]+", re.MULTILINE)
# Marks that are letters and signs as well are bullets only with a tab behind them, as Word writes its lists.
_TABBED = re.compile("^([ ]*)(?:o|\u00b7|\u00a7|\u2013|\u2014)\t[ \u00a0]*", re.MULTILINE)
_NUMBERED = re.compile(r"^([ ]*)((?:\d{1,3}|[a-z]{1,4})[.)])\t[ \u00a0]*", re.MULTILINE)
_FILLER = re.compile("\u00a0{2,}|(?<![^\\s\u00a0])\u00a0|\u00a0(?![^\\s\u00a0])")
_LISTED = re.compile(r"<li[\s>]|mso-list\s*:", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_EMPTY_LINES = re.compile(r"\n{3,}")

_PARAGRAPHS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "dl", "dd"})
_UNSEEN = frozenset({"head", "style", "script", "title", "xml", "template"})
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "wbr", "base", "area", "source"})


def plain_from_clipboard(text: str, html: str) -> str:
    """Return what a text box takes of a clipboard that offers plain text, HTML or both.

    The plain text is what the other program meant; HTML is read only where it holds a list, whose marks many programs
    leave out of the plain text, or where there is nothing else.
    """
    if html and (not text.strip() or _LISTED.search(html)):
        from_html = plain_from_html(html)
        if from_html.strip():
            return from_html
    return plain_marks(text)


def plain_marks(text: str) -> str:
    """Return a plain text with the bullets of Word as ``- ``, and blanks where no-break spaces were only filling.

    A single no-break space between two words stays: somebody put it there.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00ad", "")
    lines = _BULLET.sub(rf"\1{BULLET}", lines)
    lines = _TABBED.sub(rf"\1{BULLET}", lines)
    lines = _NUMBERED.sub(r"\1\2 ", lines)
    return _FILLER.sub(" ", lines)


def plain_from_html(html: str) -> str:
    """Return the words of a piece of HTML, line by line; markup of any kind is left out, never kept."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Collects words; knows paragraphs, lists, tables, and the two ways in which Word writes a list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._stack: list[str] = []
        self._lists: list[int | None] = []
        self._unseen = 0
        self._mark_depth: int | None = None
        self._mark = ""
        self._item = ""
        self._cells = 0
        self._in_cell = 0
        self._pre = 0

    def text(self) -> str:
        """Return what was collected."""
        self._end_line()
        found = _EMPTY_LINES.sub("\n\n", "\n".join(self._lines)).strip("\n")
        return _FILLER.sub(" ", found.replace("\u00ad", ""))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a cell or an item."""
        if tag not in _VOID:
            self._stack.append(tag)
        if tag in _UNSEEN:
            self._unseen += 1
        style = next((value or "" for name, value in attrs if name == "style"), "")
        if "mso-list" in style.replace(" ", "") and "ignore" in style.casefold() and self._mark_depth is None:
            self._mark_depth, self._mark = len(self._stack), ""
        elif tag == "br":
            self._break_line()
        elif tag in ("td", "th"):
            self._line += "\t" if self._cells else ""
            self._cells += 1
            self._in_cell += 1
        elif tag == "tr":
            self._end_line()
            self._cells = 0
        elif tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
            self._end_line()
        elif tag == "li":
            self._begin_item()
        elif tag in _PARAGRAPHS:
            self._begin_paragraph()
        if tag == "pre":
            self._pre += 1

    def handle_endtag(self, tag: str) -> None:
        """End what began with the tag, and whatever inside it was left open."""
        if tag not in self._stack:
            return
        while self._stack:
            closed = self._stack.pop()
            self._close(closed)
            if closed == tag:
                break

    def handle_data(self, data: str) -> None:
        """Take words."""
        if self._unseen:
            return
        if self._mark_depth is not None:
            self._mark += data
            return
        if self._pre and not self._in_cell:
            first, *others = data.split("\n")
            self._line += first
            for each in others:
                self._end_line(keeps_empty=True)
                self._line = each
            return
        words = _BLANKS.sub(" ", data)
        if not self._line or self._line[-1] in " \t\n":
            words = words.lstrip(" ")
        self._line += words

    def _close(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen -= 1
        if self._mark_depth is not None and len(self._stack) < self._mark_depth:
            self._mark_depth = None
            self._put_mark()
        if tag in ("td", "th"):
            self._in_cell -= 1
            self._line = self._line.rstrip(" ")
        elif tag in ("tr", "li", "table"):
            self._end_line()
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._end_line()
        elif tag in _PARAGRAPHS and not self._in_cell:
            self._end_line()
        if tag == "pre":
            self._pre -= 1

    def _begin_paragraph(self) -> None:
        if self._in_cell:
            # Paragraphs of a cell stand in one line, or the columns of the table would be lost.
            self._line += "" if not self._line or self._line[-1] in " \t" else " "
        elif not self._item or self._line != self._item:
            # The paragraph of an item stands in the line of its mark.
            self._end_line()

    def _begin_item(self) -> None:
        self._end_line()
        depth = max(len(self._lists) - 1, 0)
        number = self._lists[-1] if self._lists else None
        if number is None:
            self._line = "  " * depth + BULLET
        else:
            self._lists[-1] = number + 1
            self._line = "  " * depth + f"{number + 1}. "
        self._item = self._line

    def _put_mark(self) -> None:
        """Put the mark that Word wrote before an item: a number stays, any other mark is a bullet."""
        found = self._mark.replace("\u00a0", " ").strip()
        self._line += f"{found} " if found[:1].isalnum() and found[-1:] in ".)" else BULLET

    def _break_line(self) -> None:
        if self._in_cell:
            self._begin_paragraph()
        else:
            self._end_line(keeps_empty=True)

    def _end_line(self, keeps_empty: bool = False) -> None:
        line = self._line.rstrip(" ")
        if line.strip("\u00a0 ") or keeps_empty:
            self._lines.append("" if not line.strip("\u00a0 ") else line)
        self._line = ""
