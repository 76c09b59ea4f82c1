"""Reading values out of JSON into frozen dataclasses, strictly: every difference is an error that names its place."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import MISSING, Field, fields, is_dataclass
from math import isfinite
from types import NoneType, UnionType
from typing import Any, Literal, NoReturn, Union, get_args, get_origin, get_type_hints

_WORDS = {str: "text", bool: "true or false", int: "a whole number", float: "a number", NoneType: "null"}
_LONGEST_NUMBER = 300
_LONGEST_SHOWN = 60


class WrongShape(ValueError):
    """JSON that is not the shape expected; the text is one sentence for a person."""


def parse_strictly(data: bytes) -> Any:
    """Return the value that UTF-8 JSON text holds.

    Refused, beside what is no JSON at all: a member given twice, NaN and infinities, numbers of more than 300
    characters, nesting deeper than Python's own limit (reliability.md 2.3, H03).
    """
    try:
        return json.loads(
            data.decode(),
            object_pairs_hook=_unique_members,
            parse_int=_read_whole_number,
            parse_float=_read_number,
            parse_constant=_refuse_constant,
        )
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise WrongShape(f"The text is not UTF-8 at line {line}.") from error
    except json.JSONDecodeError as error:
        raise WrongShape(f"The text stops being JSON at line {error.lineno}, column {error.colno}.") from error
    except RecursionError as error:
        raise WrongShape("The text is nested too deeply to be read.") from error


def read_as(kind: Any, value: Any, place: str) -> Any:
    """Return a parsed JSON value as ``kind``: a dataclass, ``tuple[X, ...]``, a union, a literal or a simple type.

    A member that a dataclass has a default for may be absent, so that a file written before the member existed is
    still read; one that it does not know is refused. ``place`` names the value in the sentence of a
    :class:`WrongShape`.
    """
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _read_one_of(get_args(kind), value, place)
    if origin is Literal:
        return _read_literal(get_args(kind), value, place)
    if origin is tuple:
        return _read_tuple(get_args(kind), value, place)
    if is_dataclass(kind) and isinstance(kind, type):
        return _read_dataclass(kind, value, place)
    return _read_simple(kind, value, place)


def refuse(place: str, expected: str, value: Any) -> NoReturn:
    """Raise the sentence that ``place`` should hold what is expected and not the value."""
    shown = json.dumps(value, default=str)
    if len(shown) > _LONGEST_SHOWN:
        shown = shown[:_LONGEST_SHOWN] + "..."
    raise WrongShape(f"{place} should be {expected}, not {shown}.")


def _unique_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise WrongShape(f"The member {json.dumps(twice)} is given twice.")
    return members


def _read_whole_number(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise WrongShape(f"A number of {len(text)} digits is too long to be read.")
    return int(text)


def _read_number(text: str) -> float:
    number = float(text)
    if len(text) > _LONGEST_NUMBER or not isfinite(number):
        raise WrongShape(f"The number {text[:_LONGEST_SHOWN]} is too large to be read.")
    return number


def _refuse_constant(text: str) -> NoReturn:
    raise WrongShape(f"{text} is not a number of JSON.")


def _read_one_of(kinds: tuple[Any, ...], value: Any, place: str) -> Any:
    """Pick the kind by the member ``type``, or as the first dataclass that knows every member given."""
    if value is None and NoneType in kinds:
        return None
    classes = [kind for kind in kinds if kind is not NoneType]
    if len(classes) == 1:
        return read_as(classes[0], value, place)
    if not isinstance(value, dict):
        refuse(place, "an object", value)
    named = {_type_name(kind): kind for kind in classes if _type_name(kind)}
    if named:
        known = _read_literal(tuple(named), value.get("type"), f"{place}.type")
        return read_as(named[known], value, place)
    fitting = (kind for kind in classes if value.keys() <= {field.name for field in fields(kind)})
    return read_as(next(fitting, classes[-1]), value, place)


def _type_name(kind: Any) -> str:
    """The word by which a dataclass says in its member ``type`` what it is; empty without one."""
    return next((str(field.default) for field in fields(kind) if field.name == "type"), "")


def _read_literal(allowed: tuple[Any, ...], value: Any, place: str) -> Any:
    if not any(type(value) is type(word) and value == word for word in allowed):
        refuse(place, "one of " + ", ".join(json.dumps(word) for word in allowed), value)
    return value


def _read_tuple(kinds: tuple[Any, ...], value: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        refuse(place, "a list", value)
    if kinds[-1] is Ellipsis:
        return tuple(read_as(kinds[0], item, f"{place}[{index}]") for index, item in enumerate(value))
    if len(value) != len(kinds):
        refuse(place, f"a list of {len(kinds)}", value)
    pairs = enumerate(zip(kinds, value, strict=True))
    return tuple(read_as(kind, item, f"{place}[{index}]") for index, (kind, item) in pairs)


def _read_dataclass(kind: type[Any], value: Any, place: str) -> Any:
    if not isinstance(value, dict):
        refuse(place, "an object", value)
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}
    for name in value:
        if name not in known:
            raise WrongShape(f"{place} has a member {json.dumps(name)} that is not known here.")
    for name, field in known.items():
        if name not in value and _is_required(field):
            raise WrongShape(f"{place} lacks its member {json.dumps(name)}.")
    return kind(**{name: read_as(hints[name], item, f"{place}.{name}") for name, item in value.items()})


def _is_required(field: Field[Any]) -> bool:
    return field.name == "type" or (field.default is MISSING and field.default_factory is MISSING)


def _read_simple(kind: Any, value: Any, place: str) -> Any:
    fits = type(value) in (int, float) if kind is float else type(value) is kind
    if not fits:
        refuse(place, _WORDS[kind], value)
    return value
