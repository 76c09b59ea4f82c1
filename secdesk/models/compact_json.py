"""JSON without blanks, character for character as ``json.dumps`` writes it, many times as fast.

Every value that is saved, checked or backed up is hashed and written in this form, so its cost is that of the register.
Text, whole numbers, truth values, days, and lists and objects of these come out as Python's own module writes them; of
numbers with a fraction, which no register holds, it is not so.
"""

from __future__ import annotations

from typing import Any

import msgspec


def _as_text(value: Any) -> str:
    """Return a text of a special kind, such as SQLAlchemy's names, as a plain one."""
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


packed = msgspec.json.Encoder(enc_hook=_as_text).encode
"""Return a value as JSON in UTF-8, the names of objects in their own order; raises TypeError or ValueError."""

packed_sorted = msgspec.json.Encoder(enc_hook=_as_text, order="sorted").encode
"""Return a value as JSON in UTF-8, the names of objects in the order of the alphabet."""

_decode = msgspec.json.Decoder().decode


def compact(value: Any) -> str:
    """Return a value as JSON, the names of objects in their own order."""
    return packed(value).decode()


def compact_sorted(value: Any) -> str:
    """Return a value as JSON, the names of objects in the order of the alphabet."""
    return packed_sorted(value).decode()


def parse(text: str | bytes) -> Any:
    """Return the value of a text of JSON; raises ValueError for what is none, RecursionError for too many brackets."""
    try:
        return _decode(text)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error
