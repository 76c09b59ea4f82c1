"""Plain text made printable: what the shipped typefaces lack is shown as its code and remembered.

No markup is read here or later, so ``<b>``, ``&amp;`` and ``]]>`` print as they are written.
"""

from __future__ import annotations

import re
import unicodedata

from secdesk.papers.pdf.fonts import Coverage
from secdesk.papers.visible import AROUND, code_of

_LINE_END = re.compile("\r\n?|[\u2028\u2029]")


class PrintableText:
    """Makes text printable with the shipped typefaces, and remembers what had to be replaced.

    Each character without a glyph is printed as its code, such as ``[U+4F60]``, and remembered once for each text it
    stands in, with up to 20 characters either side, for :attr:`secdesk.papers.tree.Rendering.unprintable`.
    """

    def __init__(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self._replaced: dict[tuple[str, str], None] = {}

    def __call__(self, text: str) -> str:
        """Return ``text`` composed (NFC), with line ends as a line feed and codes for what cannot be printed."""
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        text = _LINE_END.sub("\n", text)
        if self._coverage.holds(text):
            return text
        self._remember(text)
        return self._show(text)

    @property
    def coverage(self) -> Coverage:
        """What the typefaces hold."""
        return self._coverage

    @property
    def replaced(self) -> tuple[tuple[str, str], ...]:
        """Each replaced character with the text around it, in reading order and without repetition."""
        return tuple(self._replaced)

    def _show(self, text: str) -> str:
        known = self._coverage.characters
        return "".join(character if character in known else code_of(character) for character in text)

    def _remember(self, text: str) -> None:
        seen = set(self._coverage.characters)
        for place, character in enumerate(text):
            if character not in seen:
                seen.add(character)
                around = text[max(0, place - AROUND) : place + AROUND + 1]
                self._replaced[character, self._show(around)] = None
