"""Vote counts as people type them: ``for 7 against 1 abstain 0``, with or without a party category (ux.md 2.7)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from secdesk.rules.choices import options
from secdesk.rules.text import fold

ALL = "all"
"""The category of votes that were counted together."""
MOST = 999
HOW = "Type them like: for 7 against 1 abstain 0"
_WORDS = {"for": 0, "yes": 0, "against": 1, "no": 1, "abstain": 2, "abstained": 2, "abstention": 2, "abstentions": 2}
_PART = re.compile(r"[a-z]+|[0-9]+|[^\sa-z0-9]")
_IGNORED = frozenset(",:-–/")
_SHORT = {"networks": "network", "suppliers": "large_supplier"}


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes of one party category, None where a number was not told."""

    category: str
    votes_for: int | None = None
    against: int | None = None
    abstained: int | None = None


@dataclass(frozen=True, slots=True)
class VotesReading:
    """What typed votes mean: the counts, or in ``problem`` why they cannot be read."""

    counts: tuple[Votes, ...] = ()
    problem: str = ""


def read_votes(typed: str) -> VotesReading:
    """Read vote counts, the categories divided by semicolons: ``large 5 1 0; networks for 2``.

    Three bare numbers are for, against and abstained. Without a category they are of all parties together.
    """
    found: list[Votes] = []
    for part in (part.strip() for part in typed.replace("\n", ";").split(";")):
        if not part:
            continue
        votes = _read_part(part)
        if isinstance(votes, str):
            return VotesReading(problem=votes)
        if votes.category in [each.category for each in found]:
            words = options("vote_category")[votes.category]
            return VotesReading(problem=f"{words} are counted twice. Write each category once")
        found.append(votes)
    return VotesReading(tuple(found))


def _read_part(part: str) -> Votes | str:
    pieces = [piece for piece in _PART.findall(fold(part)) if piece not in _IGNORED]
    start = next((n for n, piece in enumerate(pieces) if _is_number(piece) or piece in _WORDS), len(pieces))
    category = _category(" ".join(pieces[:start])) if start else ALL
    if category is None:
        return f"'{part}' does not begin with a number or a party category. {HOW}"
    counts = _counts(pieces[start:])
    if counts is None:
        return f"'{part}' is no vote count. {HOW}"
    if any(count is not None and count > MOST for count in counts):
        return f"'{part}' has a number over {MOST}. {HOW}"
    return Votes(category, *counts)


def _counts(pieces: list[str]) -> list[int | None] | None:
    counts: list[int | None] = [None, None, None]
    if pieces and all(_is_number(piece) for piece in pieces):
        if len(pieces) > 3:
            return None
        counts[: len(pieces)] = [_number(piece) for piece in pieces]
        return counts
    if not pieces or len(pieces) % 2:
        return None
    for first, second in zip(pieces[::2], pieces[1::2], strict=True):
        word, number = (second, first) if _is_number(first) else (first, second)
        place = _WORDS.get(word)
        if place is None or not _is_number(number) or counts[place] is not None:
            return None
        counts[place] = _number(number)
    return counts


def _is_number(piece: str) -> bool:
    return piece.isascii() and piece.isdigit()


def _number(piece: str) -> int:
    """Return a number; one of many figures is too many whatever it is."""
    return int(piece) if len(piece) <= 4 else MOST + 1


def _category(words: str) -> str | None:
    known = options("vote_category")
    if words in _SHORT:
        return _SHORT[words]
    hits = [key for key, label in known.items() if fold(label).startswith(words) or key.startswith(words)]
    return hits[0] if len(hits) == 1 else None


def show_votes(counts: Iterable[Votes]) -> str:
    """Return vote counts as they would be typed; reading them again gives the same."""
    known = options("vote_category")
    parts = []
    for votes in counts:
        numbers = (("for", votes.votes_for), ("against", votes.against), ("abstain", votes.abstained))
        told = " ".join(f"{word} {number}" for word, number in numbers if number is not None)
        name = "" if votes.category == ALL else f"{known.get(votes.category, votes.category)} "
        if told:
            parts.append(f"{name}{told}")
    return "; ".join(parts)
