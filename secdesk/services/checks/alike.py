"""Finds titles that are nearly the same among many, without comparing each with each (domain.md 2.1, trap 4)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations, pairwise, product
from math import ceil

from secdesk.rules.text import fold
from secdesk.services.near_titles import SHARED_WORDS

_WORD = re.compile(r"[a-z0-9]+")
_FIGURES = re.compile(r"[0-9]+")
_SMALL_WORDS = frozenset({"a", "an", "and", "the", "of", "to", "for", "in", "on", "into", "with", "by", "from"})

_COMMONEST = 400
"""A word that more titles share than this tells none of them apart and is not looked up."""

_FEW = 5
"""Of more titles than this with the very same words, only neighbours are paired: they are one group anyway."""

_SHORTEST_SLIP = 6
"""Titles with fewer letters than this may differ by one letter and be quite different."""

Words = frozenset[str]


def groups_alike(titles: Mapping[str, str], may_pair: Callable[[str, str], bool]) -> list[tuple[str, ...]]:
    """Return groups of uids whose titles are nearly the same, each group and its members in the given order.

    Two titles are near when they share three of five of all their words, or differ by one slip of the finger. Titles
    that differ in their figures alone are a series, not a slip. ``may_pair`` leaves out pairs that are known to
    belong together.
    """
    place = {uid: position for position, uid in enumerate(titles)}
    leader = {uid: uid for uid in titles}

    def find(uid: str) -> str:
        while leader[uid] != uid:
            leader[uid] = leader[leader[uid]]
            uid = leader[uid]
        return uid

    folded = {uid: fold(title) for uid, title in titles.items()}
    for one, other in (*_sharing_words(folded), *_one_slip_apart(folded)):
        first, second = sorted((find(one), find(other)), key=place.__getitem__)
        if first != second and may_pair(one, other):
            leader[second] = first
    groups: dict[str, list[str]] = defaultdict(list)
    for uid in titles:
        groups[find(uid)].append(uid)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _sharing_words(folded: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of titles with enough words in common."""
    holders: dict[Words, list[str]] = defaultdict(list)
    for uid, text in folded.items():
        words = frozenset(_WORD.findall(text)) - _SMALL_WORDS
        if words:
            holders[words].append(uid)
    for same in holders.values():
        yield from combinations(same, 2) if len(same) <= _FEW else pairwise(same)
    for one, other in _near_sets(list(holders)):
        yield from product(holders[one][:_FEW], holders[other][:_FEW])


def _near_sets(sets: list[Words]) -> Iterator[tuple[Words, Words]]:
    """Yield pairs of different sets of words that share enough of them.

    Two such sets have one of their rarest words in common, so only sets that share a rare word are compared.
    """
    frequency = Counter(word for words in sets for word in words)
    holders: dict[str, list[int]] = defaultdict(list)
    for position, words in enumerate(sets):
        rarest = sorted(words, key=lambda word: (frequency[word], word))
        looked_up = rarest[: len(words) - ceil(SHARED_WORDS * len(words)) + 1]
        candidates = {other for word in looked_up for other in holders[word]}
        for other in sorted(candidates):
            if _share_enough(words, sets[other]):
                yield sets[other], words
        for word in looked_up:
            if frequency[word] <= _COMMONEST:
                holders[word].append(position)


def _share_enough(one: Words, other: Words) -> bool:
    return len(one & other) >= SHARED_WORDS * len(one | other)


def _one_slip_apart(folded: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of titles that are equal once a letter of each is struck out, blanks and marks aside."""
    squeezed: dict[str, list[str]] = defaultdict(list)
    for uid, text in folded.items():
        letters = "".join(_WORD.findall(text))
        if len(letters) >= _SHORTEST_SLIP:
            squeezed[letters].append(uid)
    struck: dict[str, list[str]] = defaultdict(list)
    for letters in squeezed:
        for key in {letters, *_with_one_struck(letters)}:
            struck[key].append(letters)
    for uids in squeezed.values():
        yield from pairwise(uids)
    for near in struck.values():
        for one, other in pairwise(near):
            if _FIGURES.findall(one) == _FIGURES.findall(other):
                yield squeezed[one][0], squeezed[other][0]


def _with_one_struck(letters: str) -> Iterable[str]:
    return (letters[:place] + letters[place + 1 :] for place in range(len(letters)))
