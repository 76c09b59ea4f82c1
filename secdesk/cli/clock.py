"""What time it is: the clock of the machine, or the moment that ``SECDESK_NOW`` names, for tests."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from secdesk.errors import KnownError

VARIABLE = "SECDESK_NOW"


def now() -> datetime:
    """Return the present moment with its zone; a fixed one without a zone is local time."""
    fixed = os.environ.get(VARIABLE)
    if not fixed:
        return datetime.now(UTC)
    try:
        return datetime.fromisoformat(fixed).astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise KnownError(f"{VARIABLE} is '{fixed}'. Set it to a moment like 2020-02-07T10:00, or unset it") from error


def today() -> date:
    """Return the present day here."""
    return now().astimezone().date()
