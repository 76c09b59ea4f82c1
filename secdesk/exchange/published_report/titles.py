"""Titles: every place that gives one is heard, and only what is plain and uncontradicted is taken (peers.md 0.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secdesk.exchange.published_report.letters import fold_letters, likeness, repair_note
from secdesk.exchange.published_report.references import FOLDED, identity_of
from secdesk.exchange.published_report.words import doubt_of
from secdesk.rules.wording import join_and

_SHORTEST, _LONGEST = 3, 250
_REFERENCE = re.compile(FOLDED)


@dataclass(frozen=True, slots=True)
class TitleSeen:
    """A title as one place prints it. ``is_closed`` says that its end is marked, so that nothing more belongs to it."""

    reference: str
    text: str
    is_closed: bool
    lines: tuple[int, ...]

    @property
    def doubt(self) -> str:
        """Why this place alone settles nothing, empty where it does."""
        if not self.is_closed:
            return "nothing shows where the title ends, or a word of it is divided"
        if not _SHORTEST <= len(self.text) <= _LONGEST:
            return "its length is not that of a title"
        if _REFERENCE.search(fold_letters(self.text)):
            return "another reference stands in it"
        return doubt_of(self.text)


@dataclass(frozen=True, slots=True)
class SettledTitle:
    """What all places together give: the title, or None and why; ``agreeing`` and ``differing`` are their lines."""

    reference: str
    title: str | None
    why: str
    is_confirmed: bool
    agreeing: tuple[int, ...]
    differing: tuple[int, ...]
    repairs: tuple[str, ...] = ()


def settle_titles(seen: Sequence[TitleSeen]) -> dict[str, SettledTitle]:
    """Return the title of each proposal by what identifies it (number and part letter)."""
    by_number: dict[str, list[TitleSeen]] = {}
    for one in seen:
        by_number.setdefault(identity_of(one.reference), []).append(one)
    return {number: _settle(places) for number, places in by_number.items()}


def _settle(places: Sequence[TitleSeen]) -> SettledTitle:
    plain: dict[str, list[TitleSeen]] = {}
    for place in places:
        if not place.doubt:
            plain.setdefault(place.text, []).append(place)
    reference = places[0].reference
    if len(plain) != 1:
        why = places[0].doubt if not plain else f"the titles on lines {_lines_in_words(places)} differ"
        everywhere = tuple(line for place in places for line in place.lines)
        return SettledTitle(reference, None, why, False, (), everywhere if plain else ())
    title, sources = next(iter(plain.items()))
    return _settled(reference, title, sources, places)


def _settled(reference: str, title: str, sources: Sequence[TitleSeen], places: Sequence[TitleSeen]) -> SettledTitle:
    """Return a title that one spelling gives; places that are like it agree, the others are named."""
    same = [place for place in places if is_like(place, title)]
    others = [place for place in places if place not in same]
    repairs = [repair_note(place.text, title) for place in same if place.text != title]
    confirmed = len(sources) > 1
    lines = _lines_in_words(sources)
    why = f"lines {lines} agree" if confirmed else f"line {lines} alone gives it plainly"
    agreeing, differing = (tuple(line for place in group for line in place.lines) for group in (same, others))
    return SettledTitle(reference, title, why, confirmed, agreeing, differing, tuple(dict.fromkeys(repairs)))


def is_like(place: TitleSeen, title: str) -> bool:
    """Say whether a place may print a title, however its letters were confused; an open end may hold more."""
    seen, wanted = likeness(place.text), likeness(title)
    return seen == wanted or (not place.is_closed and (seen.startswith(wanted) or wanted.startswith(seen)))


def agreement(settled: Mapping[str, SettledTitle], place: TitleSeen) -> bool | None:
    """Say whether a place agrees with the title of its proposal; None where none is settled and none disputed."""
    found = settled.get(identity_of(place.reference))
    if found is None:
        return None
    if found.title is None:
        return False if found.differing else None
    return is_like(place, found.title)


def _lines_in_words(places: Sequence[TitleSeen]) -> str:
    return join_and([str(place.lines[0]) for place in places])
