"""What leaves the secretariat under a marking: how restrictive a record is against the limit of a file."""

from __future__ import annotations

from secdesk.rules.choices import options


def marking_of(marking: str | None, security_limited: bool | None) -> str | None:
    """Return the marking by which a proposal leaves the secretariat.

    A security-limited proposal counts as marked as restrictively as there is, whatever it was marked: the sources do
    not say who may read its title, a title that went out cannot be called back, and one that was held back can be sent
    later.
    """
    return list(options("marking"))[-1] if security_limited else marking


def is_above(marking: str | None, limit: str) -> bool:
    """Say whether a marking is more restrictive than a limit; no marking is the least restrictive (domain.md 10)."""
    order = list(options("marking"))
    return marking in order and (limit not in order or order.index(marking) > order.index(limit))
