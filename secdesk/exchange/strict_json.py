"""JSON as it is written, nothing guessed: what Python's own reader lets pass is kept as a misfit to be refused.

Python takes the last of two equal keys, reads ``NaN`` and ``1e400`` and counts figures without end (reliability.md
2.3 H03, 3.8). Here each of these becomes a :class:`Misfit` at its own place in the tree, so that whoever checks the
tree can name the place.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from secdesk.errors import KnownError
from secdesk.register.progress import Progress, silent

_LONGEST_NUMBER = 18
_OBJECTS_A_NOTICE = 2_000


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something that stands in a JSON file and that no field takes; ``words`` say what, after "not" or "is"."""

    words: str


def read_json(data: bytes, source: str, progress: Progress = silent) -> Any:
    """Return the tree of a JSON file in UTF-8, with a :class:`Misfit` wherever one stands.

    ``progress`` counts objects, of about as many as the file has lines.

    Raises KnownError, naming the file and where possible line and column, for what is no JSON at all.
    """
    try:
        text = data.decode("utf-8-sig")
        return json.loads(
            text,
            object_pairs_hook=_counted(text.count("\n") + 1, progress),
            parse_int=_as_number,
            parse_float=lambda found: Misfit(f"the number {found[:_LONGEST_NUMBER]}"),
            parse_constant=lambda found: Misfit(f"{found}, which is no number"),
        )
    except UnicodeDecodeError as error:
        raise KnownError(f"'{source}' is not text in UTF-8. Export it again") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise KnownError(f"'{source}' is not JSON from {place} on. Export it again") from error
    except RecursionError as error:
        raise KnownError(f"'{source}' has more brackets inside one another than a register needs") from error


def describe(value: Any) -> str:
    """Say what a value of a JSON tree is, to stand after "not": ``text``, ``a whole number``, ``nothing``."""
    if isinstance(value, Misfit):
        return value.words
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    words = {str: "text", int: "a whole number", list: "a list"}
    return words.get(type(value), "an object")


def _counted(lines: int, progress: Progress) -> Callable[[list[tuple[str, Any]]], Any]:
    numbers = count()

    def take(pairs: list[tuple[str, Any]]) -> Any:
        number = next(numbers)
        if number % _OBJECTS_A_NOTICE == 0:
            progress("Reading the file", min(number, lines), lines)
        return _as_object(pairs)

    return take


def _as_object(pairs: list[tuple[str, Any]]) -> Any:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [name for name, _ in pairs]
    doubled = next(name for name in names if names.count(name) > 1)
    return Misfit(f"an object in which '{doubled[:40]}' stands twice")


def _as_number(text: str) -> Any:
    if len(text) > _LONGEST_NUMBER:
        return Misfit(f"a number of {len(text.lstrip('-')):,} figures")
    return int(text)
