"""Lines of a backup are read as quickly as their shape allows, and refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.register.migrations import newest
from secdesk.register.tables import Row, TableShape, WrongLine, shapes

SHAPES = list(shapes(newest()).values())
EDITS = ["value", "order", "twice", "blank", "more"]
GREATEST = 2**63 - 1
cells = st.one_of(
    st.none(), st.booleans(), st.integers(-1, 2), st.integers(GREATEST - 1, GREATEST + 1),
    st.integers(-GREATEST - 2, -GREATEST), st.floats(), st.text(max_size=5), st.lists(st.integers(), max_size=1),
)  # fmt: skip


def refuse(_line: bytes) -> Row:
    raise msgspec.DecodeError


def outcome(read: Callable[[bytes], Row], line: bytes) -> Row | str:
    try:
        return read(line)
    except WrongLine as error:
        return str(error)


def sample(shape: TableShape) -> dict[str, Any]:
    return {
        name: 1 if name in shape.flags else "Łukasz" if kind == "TEXT" else 7
        for name, kind in zip(shape.columns, shape.classes, strict=True)
    }


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_what_was_written_is_read(shape: TableShape) -> None:
    row = sample(shape)
    line = shape.write(tuple(row.values()))
    assert line == json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    assert shape.read(line[:-1]) == row
    assert list(shape.read(line[:-1])) == list(shape.columns)


@given(st.sampled_from(SHAPES), st.integers(0, 99), cells, st.sampled_from(EDITS))
def test_the_quick_reading_takes_and_refuses_what_the_careful_one_does(
    shape: TableShape, place: int, cell: object, edit: str
) -> None:
    row = sample(shape)
    name = shape.columns[place % len(shape.columns)]
    if edit == "value":
        row[name] = cell
    elif edit == "order":
        row[name] = row.pop(name)
    elif edit == "more":
        row["other"] = cell
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    if edit == "twice":
        text = f'{{"{name}":1,{text[1:]}'
    elif edit == "blank":
        text = text.replace(",", ", ", 1)
    line = text.encode()
    assert outcome(shape.read, line) == outcome(replace(shape, decode=refuse).read, line)


@given(st.sampled_from(SHAPES), st.binary(max_size=40), st.integers(0, 400))
def test_damaged_bytes_are_refused_in_words_by_both(shape: TableShape, wrong: bytes, place: int) -> None:
    line = bytearray(shape.write(tuple(sample(shape).values()))[:-1])
    line[place % len(line) : place % len(line) + len(wrong)] = wrong
    assert outcome(shape.read, bytes(line)) == outcome(replace(shape, decode=refuse).read, bytes(line))
