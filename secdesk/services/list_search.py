"""Searching the rows of one list as a person types: numbers first, then words (ux.md 2.6, targets.md 2).

Each keystroke looks only through what the words before it left, where it can leave no more than they did. Where
there are very many, the first of what is found can be asked for alone: that takes as long as among few.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, compress, pairwise

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
        numbers = [text.number for text in texts if text.number is not None]
        self._is_by_number = all(one <= other for one, other in pairwise(numbers))
        # All words one behind the other: to find the next place of a word in them takes one call.
        self._joined = "\n".join(self._words)
        self._starts = array("q", accumulate((len(words) + 1 for words in self._words), initial=0))
        self._places = {uid: place for place, uid in enumerate(self._uids)}
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

    def beginning(self, typed: str, most: int) -> list[str]:
        """Return the first ``most`` of what :meth:`matching` returns, all where there are fewer, looking no further."""
        places = self._numbered(typed, most)
        told = frozenset(places)
        for place in self._each_holding(fold(typed).split()):
            if len(places) >= most:
                break
            if place not in told:
                places.append(place)
        return [self._uids[place] for place in places[:most]]

    def is_found(self, uid: str, typed: str) -> bool:
        """Say whether a search finds a record."""
        place = self._places.get(uid)
        if place is None:
            return False
        words = self._words[place]
        return all(word in words for word in fold(typed).split()) or place in self._numbered(typed)

    def _left_for(self, wanted: list[str]) -> Sequence[int]:
        """Return the places where all these words can be: what the words before left, or all."""
        before, left = self._before
        if len(left) > len(self.texts) // _SCATTERED or not all(any(old in new for new in wanted) for old in before):
            return range(len(self.texts))  # from one end to the other is quicker than here and there
        return left

    def _holding(self, wanted: list[str]) -> Sequence[int]:
        """Return the places of texts with every word, in their order."""
        left, words = self._left_for(wanted), self._words
        for word in sorted(wanted, key=len, reverse=True):
            if len(left) < len(words):
                left = [place for place in left if word in words[place]]
            else:
                left = list(compress(left, [word in each for each in words]))
        self._before = (wanted, left)
        return left

    def _each_holding(self, wanted: list[str]) -> Iterator[int]:
        """Yield the places of texts with every word one by one, each when it is asked for."""
        left: Iterable[int] = self._left_for(wanted)
        rest, words, held = sorted(wanted, key=len), self._words, []
        if rest and isinstance(left, range):
            left = self._each_with(rest.pop())
        for place in left:
            if all(word in words[place] for word in rest):
                held.append(place)
                yield place
        self._before = (wanted, held)

    def _each_with(self, word: str) -> Iterator[int]:
        """Yield the places of texts with a word that has no blank."""
        at = self._joined.find(word)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            yield place
            at = self._joined.find(word, self._starts[place + 1])

    def _numbered(self, typed: str, most: int | None = None) -> list[int]:
        """Return the places of what a typed number names, then of what it could grow to name, ``most`` or more."""
        named, figures = _reference(typed), number_begun(typed)
        exact = [place for place in self._of_number(named) if _is_named(self.texts[place], named)]
        told = frozenset(exact)
        return [*exact, *(place for place in self._begun(figures, most) if place not in told)]

    def _of_number(self, named: Reference | None) -> Sequence[int]:
        return () if named is None else self._numbers.get(named.number, ())

    def _begun(self, figures: str, most: int | None) -> list[int]:
        """Return the places of the numbers that begin with figures: 7, 70 to 79, 700 to 799 and so on.

        With ``most``, those of further numbers are left out where so many come before them.
        """
        if not figures:
            return []
        first, many = int(figures), 1
        found: list[int] = []
        while first * many <= self._highest and not (most and self._is_by_number and len(found) > most):
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
