"""Which printed words can be taken as they stand, although scanners confuse O, 0 and Q, and I, l and 1.

Nothing here repairs a word. A word is plain when its letters can only be what they look like: no English word begins
with ``lm``, so ``lmproving`` is in doubt and ``Improving`` is plain; ``Ievel`` is in doubt and ``level`` is plain.
Where both readings would do, as in a lone ``1`` or ``I``, the word is in doubt. Initials of the Code that such a rule
would doubt are listed.
"""

from __future__ import annotations

import re

from secdesk.exchange.published_report.letters import QUOTES

KNOWN_TERMS = frozenset({"SMETS1", "SMETS2", "SMKI", "SSI", "UI", "GUI", "API", "KPI", "IA", "IT", "IP", "ID", "FAQ"})
"""Terms of the Code that end in, or begin with, a letter that looks like a figure."""

_CONFUSED = frozenset("0OQ1Il|")
_STRANGE = frozenset("|{}[]<>~^=\\_*¢¤§�") | (QUOTES - frozenset("'’"))
_PARTS = re.compile(r"[^\s()/&,:;!?+\"-]+")
_AFTER_WHICH_A_LETTER_MAY_STAND = frozenset({"section", "sections", "appendix", "appendices", "schedule"})

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_SMALL = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_CAPITALISED = re.compile(r"[A-Z][a-z]+(?:['’][a-z]+)?")
_CAPITALS = re.compile(r"[A-Z]+s?")
_CAPITALS_AND_FIGURES = re.compile(r"([A-Z]+)([0-9]+(?:\.[0-9]+)*)")
_VERSION = re.compile(r"[vV][0-9]+(?:\.[0-9]+)*")
_VOWELS = "aeiouy"
_SENTENCE_BREAK = re.compile(r"[.;:!?] +[A-Z‘“]")


def doubt_of(phrase: str) -> str:
    """Return why a title or name cannot be taken as it stands, empty where it can."""
    strange = next((letter for letter in phrase if letter in _STRANGE), "")
    if strange:
        return f"'{strange}' does not belong in words"
    if _SENTENCE_BREAK.search(phrase):
        return "more than a title stands there"
    before = ""
    for found in _PARTS.finditer(phrase):
        word = found[0].strip(".'’")
        if is_in_doubt(word, before):
            return f"'{word}' may be misread"
        before = word
    return ""


def is_in_doubt(word: str, before: str = "") -> bool:
    """Say whether a word may stand for another that a scanner confused with it. ``before`` is the word before."""
    if word in KNOWN_TERMS or not _CONFUSED.intersection(word):
        return False
    if _NUMBER.fullmatch(word):
        return word in ("0", "1") or before.casefold() in _AFTER_WHICH_A_LETTER_MAY_STAND
    if _VERSION.fullmatch(word):
        return False
    if _SMALL.fullmatch(word):
        return _is_odd_small(word)
    if _CAPITALISED.fullmatch(word):
        return _is_odd_start(word) or _is_odd_small(word.casefold(), is_start_settled=True)
    if _CAPITALS.fullmatch(word):
        return _are_odd_capitals(word.rstrip("s"))
    found = _CAPITALS_AND_FIGURES.fullmatch(word)
    if found is None or found[1][-1] in "IOQ" or "Q" in found[1]:
        return True
    # Figures of noughts and ones alone may be letters: AR00 for AROO, and that for ARO.
    return found[2][0] == "0" or not set(found[2]) - set("01.")


def _is_odd_small(word: str, *, is_start_settled: bool = False) -> bool:
    """Say whether a word of small letters may hold a 1 or I: no vowel, ``lm`` at its start, ``rl`` at its end."""
    if not any(letter in _VOWELS for letter in word):
        return True
    if word[0] == "l" and not is_start_settled and word[1:2] not in tuple(_VOWELS):
        return True
    return word.endswith("l") and word[-2] not in f"{_VOWELS}l"


def _is_odd_start(word: str) -> bool:
    """Say whether the capital of a word may be another: I before a vowel, Q without its u, O before uar."""
    first, second, third = word[0], word[1], word[2:3]
    if len(word) == 2 and second == "l":
        return True
    if first == "I":
        return second in _VOWELS or (second == "l" and third != "l") or word == "Ist"
    if first == "Q":
        return second != "u" or third not in tuple(_VOWELS)
    return first == "O" and second == "u" and third in tuple(_VOWELS)


def _are_odd_capitals(word: str) -> bool:
    """Say whether initials may hold a figure or another round letter: I at their end, Q, O twice, a letter alone."""
    if "Q" in word or "OO" in word or word.replace("O", "Q", 1) in KNOWN_TERMS:
        return True
    return word[-1] == "I" or word in ("O", "Q") or (len(word) == 2 and word[0] == "I")
