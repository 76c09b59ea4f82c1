"""English that depends on a number or a list: counts, plurals, "there is", lists and articles (domain.md 2).

Only ordinary spaces are written, never non-breaking ones: a reader who searches a finished paper for ``134 WD`` must
find it.
"""

from __future__ import annotations

from collections.abc import Sequence

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

# Said as words, so the article follows the sound and not the name of the first letter.
_SPOKEN_ACRONYMS = ("SEC", "SMETS", "SMKI", "HAN", "REC", "RAPP")
_LETTERS_WITH_AN = "AEFHILMNORSX"
_SILENT_H = ("hour", "honest", "honour", "heir")
_SOUNDED_AS_YOU_OR_WON = ("uni", "use", "usu", "uti", "eu", "one", "once")


def count_words(number: int) -> str:
    """Write a count for a sentence: ``no``, ``one`` to ``nine``, then figures (``10``, ``1,240``).

    Raises ValueError for a number below nought, which counts nothing.
    """
    if number < 0:
        raise ValueError("A count must be a whole number from 0")
    return _SMALL[number] if number < len(_SMALL) else f"{number:,}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """Choose the form of a noun: ``one`` for exactly 1, else ``many``, which is ``one`` with an s if left out."""
    return one if number == 1 else many if many is not None else f"{one}s"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun for a sentence: ``no modifications``, ``one modification``, ``12 modifications``."""
    return f"{count_words(number)} {plural(number, one, many)}"


def in_figures(number: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun for a notice, always in figures: ``1 decision``, ``1,240 rows`` (ux.md 3.4)."""
    return f"{number:,} {plural(number, one, many)}"


def there_is(number: int, one: str, many: str | None = None) -> str:
    """Write what follows "There": ``is one modification``, ``are three modifications``, ``are no modifications``."""
    return f"{'is' if number == 1 else 'are'} {counted(number, one, many)}"


def join_and(items: Sequence[str], word: str = "and") -> str:
    """Join a list as British English does: ``A``, ``A and B``, ``A, B and C``; an empty list gives empty text."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def a_or_an(phrase: str) -> str:
    """Put the article before a phrase by its sound: ``a Draft Proposal``, ``an Impact Assessment``, ``an MP``."""
    return f"{'an' if _sounds_open(phrase) else 'a'} {phrase}"


def _sounds_open(phrase: str) -> bool:
    word = phrase.split(maxsplit=1)[0] if phrase.strip() else ""
    if word[:1].isdigit():
        return word.startswith("8") or word in ("11", "18")
    if word.startswith(_SPOKEN_ACRONYMS) or not word[1:2].isupper():
        return _begins_with_vowel_sound(word.casefold())
    return word[0] in _LETTERS_WITH_AN


def _begins_with_vowel_sound(word: str) -> bool:
    if word.startswith(_SILENT_H):
        return True
    return word.startswith(("a", "e", "i", "o", "u")) and not word.startswith(_SOUNDED_AS_YOU_OR_WON)
