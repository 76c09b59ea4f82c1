"""Patterns of sentences in a form that people can read and write, made into patterns over folded text.

``[a|b]`` is a choice, ``[a]?`` may be missing, ``$`` is the end; ``...`` is anything within one sentence, or nothing.
``{date}`` and the other names of :data:`FIELDS` stand for what is read. All else is literal, in any case of letters and
whatever a scanner made of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from secdesk.exchange.published_report import dates, numbers, references
from secdesk.exchange.published_report.letters import fold_letters

_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "title": r"'* ?(?P<title>.{2,250}?) ?(?P<close>'*)",
        "quoted": r"'* ?(?P<title>.{2,250}?) ?(?P<close>'+)",
    }
)
_GAP = r"(?:(?![.:] ).){0,160}?"

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "ref": references.FOLDED,
        "date": dates.FOLDED_DATE,
        "month": dates.FOLDED_MONTH,
        "monthname": dates.FOLDED_MONTH_NAME,
        "count": numbers.FOLDED_COUNT,
        "marking": f"(?:{'|'.join(map(fold_letters, ('white', 'green', 'amber', 'red')))})",
        "figures": r"[2-9ol]{1,3}",
        "year": r"[2-9ol]{4}/[2-9ol]{2}(?![2-9ol])",
        "words": r"(?:(?![.:] ).){2,160}?",
    }
)
"""What a pattern can name, and what it looks like in folded text."""

_TOKENS = re.compile(r"(?P<gap> \.\.\. |\.\.\.)|\{(?P<kind>[a-z]+)\}|(?P<plain>.)", re.DOTALL)
_GROUPING: Mapping[str, str] = MappingProxyType({"[": "(?:", "]": ")", "|": "|", "?": "?", "$": "$"})


@cache
def phrase(pattern: str) -> re.Pattern[str]:
    """Return the pattern over folded text that a readable pattern means; it matches from the start of a sentence.

    ``{title}`` gives the groups ``title`` and ``close``, its closing quotation mark, so that a reader knows whether
    that is there; ``{quoted}`` asks for it. Raises KeyError for a field that there is not.
    """
    return re.compile("".join(_compile(found) for found in _TOKENS.finditer(pattern)))


def _compile(found: re.Match[str]) -> str:
    if found["gap"]:
        return _GAP if found["gap"] == "..." else f" (?:{_GAP} )??"
    kind = found["kind"]
    if kind in _TITLES:
        return _TITLES[kind]
    if kind:
        return f"(?P<{kind}>{FIELDS[kind]})"
    letter = found["plain"]
    return _GROUPING.get(letter) or re.escape(fold_letters(letter))
