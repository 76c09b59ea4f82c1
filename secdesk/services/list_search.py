"""Searching the rows of one list as a person types: numbers first, then words (ux.md 2.6, targets.md 2).

Each keystroke looks only through what the words before it left, where it can leave no more than they did.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress

from secdesk.rules.reference import Reference, ReferenceProblem, number_begun, parse_reference
from secdesk.rules.text import fold
from secdesk.services.queries import SearchText

_SCATTERED = 3
"""Fewer than the third part of all texts are looked at one by one; of more, all are."""


def matching(texts: Iterable[SearchText], typed: str) -> list[str]:
    """Return the uids of what a search names, numbers first: ``77`` and ``dp77`` find MP077 before any title."""
    return ListSearch(tuple(texts)).matching(typed)


class ListSearch:
    """What the search box of a list looks at, in the order of the list, and what it found last."""

    def __init__(self, texts: Sequence[SearchText]) -> None:
        """Keep the texts by what is asked of them."""
        self.texts = texts
        self._uids = [text.uid for text in texts]
        self._words = [text.words for text in texts]
        self._numbers: dict[int, list[int]] = {}
        for place, text in enumerate(texts):
            if text.number is not None:
                self._numbers.setdefault(text.number, []).append(place)
        self._highest = max(self._numbers, default=0)
        self._before: tuple[list[str], Sequence[int]] = ([], range(len(texts)))

    def __len__(self) -> int:
        return len(self.texts)

    def matching(self, typed: str) -> list[str]:
        """Return the uids of what a search names: the number itself, those that begin so, then those with its words."""
        uids, named = self._uids, self._numbered(typed)
        left = self._holding(fold(typed).split())
        if named:
            told = frozenset(named)
            left = [*named, *(place for place in left if place not in told)]
        return uids.copy() if len(left) == len(uids) and not named else [uids[place] for place in left]

    def _holding(self, wanted: list[str]) -> Sequence[int]:
        """Return the places of texts with every word, in their order."""
        before, left = self._before
        if len(left) > len(self.texts) // _SCATTERED or not all(any(old in new for new in wanted) for old in before):
            left = range(len(self.texts))  # from one end to the other is quicker than here and there
        words = self._words
        for word in sorted(wanted, key=len, reverse=True):
            if len(left) < len(words):
                left = [place for place in left if word in words[place]]
            else:
                left = list(compress(left, [word in each for each in words]))
        self._before = (wanted, left)
        return left

    def _numbered(self, typed: str) -> list[int]:
        """Return the places of what a typed number names, then of what it could grow to name."""
        named, figures = _reference(typed), number_begun(typed)
        exact = [place for place in self._of_number(named) if _is_named(self.texts[place], named)]
        told = frozenset(exact)
        return [*exact, *(place for place in self._begun(figures) if place not in told)]

    def _of_number(self, named: Reference | None) -> Sequence[int]:
        return () if named is None else self._numbers.get(named.number, ())

    def _begun(self, figures: str) -> list[int]:
        """Return the places of the numbers that begin with figures: 7, 70 to 79, 700 to 799 and so on."""
        if not figures:
            return []
        first, many = int(figures), 1
        found: list[int] = []
        while first * many <= self._highest:
            of_length = range(first * many, min((first + 1) * many, self._highest + 1))
            found.extend(place for number in of_length for place in self._numbers.get(number, ()))
            many *= 10
        return sorted(found)


def _reference(typed: str) -> Reference | None:
    try:
        return parse_reference(typed)
    except ReferenceProblem:
        return None


def _is_named(text: SearchText, named: Reference | None) -> bool:
    """Say what ``rules.reference.matches_search`` says, for a query that is read once and not for every record."""
    return named is not None and text.number == named.number and named.suffix in ("", text.suffix.upper())
