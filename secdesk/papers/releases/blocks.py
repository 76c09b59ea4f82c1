"""Blocks about a release that its notes and the release status share: its date, and the dates it had before."""

from __future__ import annotations

from datetime import date

from secdesk.papers.cells import NOT_KNOWN, yes_no
from secdesk.papers.dated_facts import Former
from secdesk.papers.lines import line, note
from secdesk.papers.releases.facts import CarriedPart, CarryingRelease
from secdesk.papers.tree import Block, Figure, Line
from secdesk.rules.date_words import WEEKDAYS, format_long
from secdesk.rules.process import STATUSES


def long_day(value: date) -> str:
    """Return a day with its weekday, as releases are announced."""
    return f"{WEEKDAYS[value.weekday()]} {format_long(value)}"


def release_day(key: str, release: CarryingRelease) -> Line:
    """Return when a release went live or is to, or that its date is not set."""
    if release.implemented is not None:
        return line("Live since ", Figure(key, long_day(release.implemented), (release.uid,)))
    if release.day is None:
        return line("Date not yet set")
    return (Figure(key, long_day(release.day), (release.uid,)),)


def former_days(release: CarryingRelease) -> list[Block]:
    """Return the dates that a release had before, with who asked for the change and who agreed it (domain.md 6)."""
    return [note(_former(former)) for former in release.former]


def _former(former: Former) -> str:
    parts = [f"Was {_as_day(former.value)}"]
    if former.since is not None:
        parts.append(f"changed on {format_long(former.since)}")
    if former.asked_by:
        parts.append(f"asked for by {former.asked_by}")
    if former.decided_by:
        parts.append(f"agreed by {former.decided_by}")
    if former.reason:
        parts.append(f"because: {former.reason.rstrip('.')}")
    return f"{', '.join(parts)}."


def _as_day(text: str) -> str:
    try:
        return long_day(date.fromisoformat(text))
    except ValueError:
        return text


def part_status(part: CarriedPart) -> str:
    """Return how a part of a release stands."""
    if part.implemented is not None:
        return f"Live since {format_long(part.implemented)}"
    return STATUSES[part.status].label if part.status else "Not raised"


def systems_words(value: bool | None) -> str:
    """Say whether DCC systems change with a release."""
    words = yes_no(value)
    return words if words == NOT_KNOWN else words.capitalize()
