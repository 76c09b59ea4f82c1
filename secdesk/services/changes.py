"""What changed between the reports of two months, or between two registers (design.md 6, ``diff``)."""

from __future__ import annotations

from secdesk.errors import KnownError
from secdesk.papers.change_facts import ChangeFact, collect_state, compare
from secdesk.register.register import Register
from secdesk.rules.years import Month, parse_month


def changes_between_months(register: Register, before: str, after: str) -> tuple[ChangeFact, ...]:
    """Return what changed from the report of one month (``2020-01``) to that of another. Raises KnownError."""
    first, last = read_month(before), read_month(after)
    with register.read() as session:
        return compare(collect_state(session, first), collect_state(session, last))


def changes_between_registers(before: Register, after: Register, month: str) -> tuple[ChangeFact, ...]:
    """Return what one register says of a month that another, such as a later copy of it, says differently."""
    wanted = read_month(month)
    with before.read() as old, after.read() as new:
        return compare(collect_state(old, wanted), collect_state(new, wanted))


def read_month(text: str) -> Month:
    """Return a month; raises KnownError with the words of the rule."""
    try:
        return parse_month(text)
    except ValueError as problem:
        raise KnownError(str(problem)) from problem
