"""Which characters a scanner takes for one another: O, 0 and Q; I, l and 1; every kind of quotation mark and dash."""

from __future__ import annotations

import re

_QUOTES = "‘’‚‛“”„‟\"'`´′″°º¨˚"
_DASHES = "‐‑‒–—―−-"

#: Every quotation mark, and what scanners make of one.
QUOTES = frozenset(_QUOTES)
_CANDIDATES = str.maketrans(dict.fromkeys(_QUOTES, "'") | dict.fromkeys(_DASHES, "-") | dict.fromkeys("0OQq", "o"))
_MISREAD_FIGURES = str.maketrans("OoQIl|", "000111")
_FIGURES = re.compile("[0-9OoQIl|]*[0-9][0-9OoQIl|]*")
_RUNS = re.compile("(o+|l+)")


def fold_letters(text: str) -> str:
    """Return text in which characters that are taken for one another are the same; as long as the text itself.

    Small letters throughout: ``DP10l ‘DUIS’`` and ``DPIO1 'DU1S'`` both become ``dplol 'duls'``. Patterns are looked
    for in folded text, and what they find is then read from the text itself.
    """
    return "".join(_fold_one(letter) for letter in text.translate(_CANDIDATES))


def _fold_one(letter: str) -> str:
    if letter in "1Ii|":
        return "l"
    small = letter.lower()
    return small if len(small) == 1 else letter


def likeness(text: str) -> str:
    """Return what two readings of the same words have in common, however a scanner confused their letters.

    Beyond folding, marks and blanks go, and a run of misread letters counts once: ``SRO/ARQO`` is like ``SRO/ARO``.
    """
    folded = "".join(letter for letter in fold_letters(text) if letter.isalnum())
    return _RUNS.sub(lambda found: found[0][0], folded)


def read_figures(text: str) -> str:
    """Return the figures of a number, O and Q read as 0, I and l as 1; empty where no true figure is among them."""
    return text.translate(_MISREAD_FIGURES) if _FIGURES.fullmatch(text) else ""


def repair_note(read: str, meant: str) -> str:
    """Name a repair: ``MPO97 read as MP097``."""
    return f"{read} read as {meant}"
