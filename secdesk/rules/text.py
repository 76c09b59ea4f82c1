"""The one door for text: what a person types, pastes or imports, cleaned once; and text folded for searching.

What :func:`clean` lets through is stored as it is, shown as it is and comes back exactly as it was (reliability.md
4.8, 2.3 H05). It is plain text: each output escapes it for its own medium.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, TypeAlias

TextKind: TypeAlias = Literal["line", "text", "reference"]
"""``line`` is one line (a title, a name), ``text`` several, ``reference`` a number or key that is compared."""

MAX_LINE = 400
"""The most characters of a line whose field says no other limit."""

MAX_TEXT = 100_000
"""The most characters of a text whose field says no other limit (reliability.md 2.3 H04)."""

# How many times its limit a text may have before cleaning, which can only take off blanks and marks.
_HOPELESS = 10

# Characters that show nothing and mean nothing in English: controls, soft hyphen, zero-width spaces and marks of
# direction, left-to-right embeddings (they change nothing in a language written so), invisible operators, annotation
# and tag characters, halves of surrogate pairs, and the code points that are no characters.
_REMOVED = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202c\u2060-\u2066\u2069"
    "\u206a-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f\ud800-\udfff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)

# Of those, what no text may hold even where nobody cleaned it: it cannot be stored, or breaks what shows it.
_KEPT_OUT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)

# These make letters stand in another order than they are stored. A text shows them; a line or reference loses them.
_TURNING = {"\u202b": "[RLE]", "\u202d": "[LRO]", "\u202e": "[RLO]", "\u2067": "[RLI]", "\u2068": "[FSI]"}
_TURNING_MARKS = re.compile("[" + "".join(_TURNING) + "]")

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_JOINERS = re.compile("[\u200c\u200d]")

# Letters that no decomposition takes apart, and typographic marks people type plainly.
_PLAIN = str.maketrans(
    {
        "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i",
        "ŋ": "n", "ß": "ss", "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    }
)  # fmt: skip


class TextTooLong(ValueError):
    """Text over the limit of its field; the text of the error is for the person."""


def too_long(label: str, limit: int, length: int) -> str:
    """Say that the field called ``label`` holds too much, in the words of ux.md 3.2."""
    return f"{label} must be {limit:,} characters or fewer. It has {length:,}"


def clean(text: str, kind: TextKind, limit: int, label: str = "Text") -> str:
    """Give ``text`` as it may be stored; cleaning it again changes nothing.

    Always: composed letters (NFC), every kind of line end as a line feed, no control or invisible character, no half
    surrogate, no blanks at the ends. Curly quotes, non-breaking spaces and emoji stay in a text as they are.

    - ``line``: all white space, line ends included, becomes single spaces; characters that turn the order of
      letters are removed.
    - ``text``: lines, tabs and indents stay, blanks at the end of each line and empty lines at both ends go; a
      character that turns the order of letters is replaced by its visible name, such as ``[RLO]``.
    - ``reference``: as ``line``, and letters in another width or shape become the plain ones (NFKC), joiners go.

    Raises :class:`TextTooLong`, naming the field by ``label``, when more than ``limit`` characters are left, or when
    there are more than ten times as many to begin with: such a paste is refused unread, so that no window waits for it.
    """
    if len(text) > limit * _HOPELESS:
        raise TextTooLong(too_long(label, limit, len(text)))
    kept = _REMOVED.sub("", _LINE_ENDS.sub("\n", text))
    done = _clean_text(kept) if kind == "text" else _clean_line(kept, kind)
    if len(done) > limit:
        raise TextTooLong(too_long(label, limit, len(done)))
    return done


def kept_out(text: str) -> str:
    """Give the first character of ``text`` that may never be stored (a control, half a surrogate), or nothing.

    Cleaned text has none; this is for the doors behind which text is expected to be clean.
    """
    found = None if text.isprintable() else _KEPT_OUT.search(text)
    return found[0] if found else ""


def fold(text: str) -> str:
    """Give ``text`` as searches compare it: no capitals, no accents, plain quotes and dashes, single spaces.

    ``Łukasz's – Große`` becomes ``lukasz's - grosse``. Folding twice changes nothing; never show the result.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    bare = _take_off_marks(_take_off_marks(text).casefold().translate(_PLAIN))
    return " ".join(bare.casefold().translate(_PLAIN).split())


def _clean_line(kept: str, kind: TextKind) -> str:
    kept = _TURNING_MARKS.sub("", kept)
    if kind == "reference":
        kept = unicodedata.normalize("NFKC", _JOINERS.sub("", kept))
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def _clean_text(kept: str) -> str:
    shown = _TURNING_MARKS.sub(lambda found: _TURNING[found[0]], kept)
    composed = unicodedata.normalize("NFC", shown)
    return "\n".join(line.rstrip() for line in composed.split("\n")).strip("\n")


def _take_off_marks(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(each for each in apart if unicodedata.category(each) not in ("Mn", "Me", "Cf"))
