"""Characters that a Word file or a plain text cannot show as they are, made visible as their codes.

XML 1.0 has no place for control characters, unpaired surrogates and non-characters; directional controls would
turn the reading order of what follows; line separators and byte order marks are read by some programs as something
else. All of them are printed as a code such as ``[U+202E]``, so that a reader sees what the register holds.
"""

from __future__ import annotations

import json
import re

#: How many characters of the text around a replaced character are reported with it, on either side.
AROUND = 20

_NON_CHARACTERS = "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but not tab, line feed and carriage return
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # directional and deprecated format controls
    "\u2028\u2029\ufeff"  # line and paragraph separators, byte order mark
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff" + _NON_CHARACTERS + "]"
)


def code_of(character: str) -> str:
    """Return the visible code of a character, such as ``[U+202E]``."""
    return f"[U+{ord(character):04X}]"


def show_hidden(text: str) -> str:
    """Return ``text`` with line ends as a line feed and every hidden character as its code."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HIDDEN.sub(lambda found: code_of(found[0]), text)


def escape_hidden(text: str) -> str:
    """Return JSON text with every hidden character inside its strings as an escape such as ``\\u202e``."""
    return _HIDDEN.sub(lambda found: json.dumps(found[0])[1:-1], text)


class VisibleText:
    """Makes text visible and remembers what it had to replace, for :attr:`Rendering.unprintable`.

    Each character is remembered once for each run of text it stands in, with up to 20 characters either side.
    """

    def __init__(self) -> None:
        self._replaced: dict[tuple[str, str], None] = {}

    def __call__(self, text: str) -> str:
        """Return ``text`` as :func:`show_hidden` gives it."""
        if not text.isprintable():
            self._remember(text)
        return show_hidden(text)

    @property
    def replaced(self) -> tuple[tuple[str, str], ...]:
        """Each replaced character with the text around it, in reading order and without repetition."""
        return tuple(self._replaced)

    def _remember(self, text: str) -> None:
        seen: set[str] = set()
        for found in _HIDDEN.finditer(text):
            if found[0] not in seen:
                seen.add(found[0])
                around = text[max(0, found.start() - AROUND) : found.end() + AROUND]
                self._replaced[found[0], show_hidden(around)] = None
