"""What spreadsheets make of a text that looks like a number: 0012 comes back as 12, 12.50 as 12.5, 1e5 as 100000.

Nobody typed that, so it changes nothing. A spreadsheet keeps fifteen figures of a number and may show fewer.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]*)?(?:[Ee][+-]?[0-9]{1,3})?")
_FIGURES, _LEAST = 15, 6
_LONGEST = 400


def is_respelt(text: str, typed: str) -> bool:
    """Say whether a cell holds, as another text, the number that a text of the register looks like."""
    if text == typed or len(text) > _LONGEST or len(typed) > _LONGEST:
        return False
    kept, shown = _number(text), _number(typed)
    if kept is None or shown is None:
        return False
    if kept == shown:
        return True
    figures = len(shown.as_tuple().digits) if "e" in typed.lower() else _FIGURES
    return any(Context(prec=max(each, _LEAST)).plus(kept) == shown for each in (figures, _FIGURES))


def _number(text: str) -> Decimal | None:
    written = text.strip().removeprefix("'")
    if not _NUMBER.fullmatch(written):
        return None
    try:
        return Decimal(written.replace(",", ""))
    except InvalidOperation:
        return None
