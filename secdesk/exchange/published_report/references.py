"""References as scanners leave them: ``MPO97``, ``MPQ77``, ``SECMPO0067`` (domain.md 2.1 trap 1, 14).

Every figure is read for certain or the reference is not read at all: papers print three figures after DP and MP and
four after SECMP, so a number with fewer has lost one, and nobody can say which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from secdesk.exchange.published_report.letters import read_figures, repair_note
from secdesk.rules.reference import OLD_SERIES, SERIES, format_reference

FOLDED = r"(?<![a-z0-9])(?:secmp|dp|mp)[ .-]?[2-9ol]{1,8}[a-z]?(?![a-z0-9])"
"""The pattern of a reference in folded text."""

_WRITTEN = re.compile(r"(SECMP|DP|MP)[ .-]?([0-9OoQIl|]{1,8})([A-HJ-NPR-Z]?)")
_FIGURES = {OLD_SERIES: 4, "DP": 3, SERIES: 3}
_LONGEST_NUMBER = 5


@dataclass(frozen=True, slots=True)
class ReadReference:
    """A reference as papers print it, such as ``MP097``, and the repair that gave it, if any."""

    name: str
    repair: str = ""


def read_reference(text: str) -> ReadReference | None:
    """Return the reference that a piece of text is; None where its figures are in doubt."""
    found = _WRITTEN.fullmatch(text.strip())
    figures = read_figures(found[2]) if found else ""
    if found is None or not figures:
        return None
    prefix, usual = found[1], _FIGURES[found[1]]
    extra = len(figures) - usual
    is_repaired = figures != found[2] or extra > 0
    if extra < 0 or not int(figures) or len(str(int(figures))) > _LONGEST_NUMBER:
        return None
    if extra > 0 and figures[0] != "0" and figures != found[2]:
        return None  # a longer number with misread figures may as well be a usual one with a figure too many
    if extra > 0 and figures[0] == "0" and figures[:extra].strip("0"):
        return None
    name = format_reference(int(figures), found[3], OLD_SERIES if prefix == OLD_SERIES else SERIES, prefix != "DP")
    written = "".join(text.split())
    return ReadReference(name, repair_note(written, name) if is_repaired and written != name else "")


def identity_of(name: str) -> str:
    """Return what identifies the proposal of a reference in one report: its number, part letter and series.

    DP and MP are one series. The old one is kept apart here, so that a number that stands in both is noticed.
    """
    found = _WRITTEN.fullmatch(name)
    if found is None:
        return name
    return f"{'old ' if found[1] == OLD_SERIES else ''}{int(found[2])}{found[3]}"
