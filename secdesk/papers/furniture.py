"""The words around a paper: what its running header, running footer and last lines say (ux 4.5).

Word and plain text say the same; months are written here and not by the system, whose language may differ.
"""

from __future__ import annotations

from datetime import date

from secdesk.papers.tree import Paper

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: What stands between the reference and the version, and between the parts of the last line.
SEPARATOR = " · "


def read_iso_date(text: str) -> date | None:
    """Return the date that ``text`` writes as ``2020-01-31``; None when it writes no date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def short_date(text: str) -> str:
    """Return an ISO date as ``31 Jan 2020``; any other text comes back as it is."""
    day = read_iso_date(text)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else text


def reference_and_version(paper: Paper) -> str:
    """Return the left part of the running footer, such as ``SECP_77_0702_05 · v1.0``; parts that are empty go."""
    version = f"v{paper.version}" if paper.version[:1].isdigit() else paper.version
    return SEPARATOR.join(part for part in (paper.reference, version) if part)


def data_as_at(paper: Paper) -> str:
    """Return the centre part of the running footer, such as ``Data as at 31 Jan 2020``; empty without a date."""
    return f"Data as at {short_date(paper.as_at)}" if paper.as_at else ""


def standing(paper: Paper) -> tuple[str, ...]:
    """Return the words that mark the paper: its classification, and DRAFT before issue."""
    return tuple(word for word in (paper.marking, "DRAFT" if paper.draft else "") if word)


def last_words(paper: Paper) -> str:
    """Return the last line of a paper: who manages it, and the check code that matches it to its data."""
    managed = (f"Managed by {paper.managed_by}",) if paper.managed_by else ()
    return SEPARATOR.join((*managed, f"Check code {paper.check_code}"))
