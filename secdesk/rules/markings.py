"""What leaves the secretariat under a marking: how restrictive a record is against the limit of a file."""

from __future__ import annotations

from secdesk.rules.choices import options


def is_above(marking: str | None, limit: str) -> bool:
    """Say whether a marking is more restrictive than a limit; no marking is the least restrictive (domain.md 10)."""
    order = list(options("marking"))
    return marking in order and (limit not in order or order.index(marking) > order.index(limit))
