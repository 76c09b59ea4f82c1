"""Notes and reasons as they are stored: cleaned, and nothing rather than empty text."""

from __future__ import annotations

from secdesk.rules.text import TextKind, clean


def tidy(text: str | None, kind: TextKind = "text") -> str | None:
    """Return a note, or (as a ``line``) a reason, cleaned for storing; None where nothing is left of it.

    Its length is judged when it is stored, with the limit of its field.
    """
    if text is None:
        return None
    return clean(text, kind, max(1, len(text) * 4)).strip() or None
